import { INTERVALS } from '../lib/buckets.ts'
import { LimbColumn } from '../lib/limbs.ts'
import { floorTo } from '../lib/time.ts'
import type { CloseCache, CloseSource } from '../measures/closes.ts'
import { addRows, bucketOf, rowsById, type Buckets, type RowSpan } from '../measures/idRows.ts'
import { CANDLE_TABLES, type VolumeBuckets, type VolumeMarket, type VolumeRead } from './store.ts'

/** What a row of bars says beside its volume: seconds that it covers, whether all of its bars tell the volume, and whether all tell takers. */
const FLAGS =
  'covered_seconds * 4 + (volume_usd_count = readings)::int * 2 + (taker_buy_usd_count = readings)::int'

const VOLUME: CloseSource = { tables: CANDLE_TABLES, column: 'volume_usd', more: FLAGS }
const TAKER_BUYS: CloseSource = { tables: CANDLE_TABLES, column: 'taker_buy_usd', more: FLAGS }

/** Sums of one group by bucket. */
class GroupSums {
  readonly full: Int32Array
  readonly takers: Int32Array
  readonly isHeld: Uint8Array
  readonly usd: LimbColumn
  readonly buys: LimbColumn
  readonly ofTakers: LimbColumn
  readonly known: LimbColumn

  constructor(size: number) {
    this.full = new Int32Array(size)
    this.takers = new Int32Array(size)
    this.isHeld = new Uint8Array(size)
    this.usd = new LimbColumn(size)
    this.buys = new LimbColumn(size)
    this.ofTakers = new LimbColumn(size)
    this.known = new LimbColumn(size)
  }
}

/** One market's sums by bucket. */
interface MarketSums {
  readonly usd: LimbColumn
  readonly buys: LimbColumn
  readonly covered: Float64Array
  /** 3: every row tells volume and takers, 2: volume alone; 0 where there is no row. */
  readonly tells: Uint8Array
  readonly isHeld: Uint8Array
  readonly firstAt: number
}

/** The same as getVolumeBuckets, from memory: for feeds that don't overlap. */
export async function readVolumeBuckets(
  cache: CloseCache,
  { marketIds, groupOf, window, interval, withTakers, asOf }: VolumeRead,
  starts: readonly number[],
  scopeOf: (id: number) => number,
): Promise<{
  readonly groups: ReadonlyMap<number, VolumeBuckets>
  readonly markets: readonly VolumeMarket[]
}> {
  const { ms: stepMs, grain: coarsest } = INTERVALS[interval]
  const options = { scopeOf, window, coarsest, asOf }
  const volumes = rowsById(await cache.read(VOLUME, marketIds, options))
  const buys = rowsById(withTakers ? await cache.read(TAKER_BUYS, marketIds, options) : [])
  const base = starts[0]!
  const size = starts.length
  const [from, to] = [window.from.getTime(), window.to.getTime()]
  // What the bars of a bucket must cover, seconds: its part in the window.
  const whole = starts.map((start) => (Math.min(start + stepMs, to) - Math.max(start, from)) / 1_000)
  const groups = new Map<number, GroupSums>()
  const markets: VolumeMarket[] = []
  for (const [place, marketId] of marketIds.entries()) {
    const spans = volumes.get(marketId)
    if (!spans) continue
    const own = sumsOf(spans, buys.get(marketId) ?? [], { base, stepMs, size })
    const id = groupOf[place]!
    let group = groups.get(id)
    if (!group) groups.set(id, (group = new GroupSums(size)))
    // What counts where: 0 nothing, 1 what is held, 2 the whole bucket, 3 and its takers.
    const counts = new Uint8Array(size)
    let hasTakers = false
    for (let at = 0; at < size; at++) {
      if (own.isHeld[at] === 0) continue
      const isFull = own.tells[at]! >= 2 && own.covered[at]! >= whole[at]!
      const tellsTakers = own.tells[at] === 3
      hasTakers ||= tellsTakers
      counts[at] = isFull ? (tellsTakers ? 3 : 2) : 1
      group.isHeld[at] = 1
      if (isFull) group.full[at]! += 1
      if (isFull && tellsTakers) group.takers[at]! += 1
    }
    addWhere(group.known, own.usd, counts, 1)
    addWhere(group.usd, own.usd, counts, 2)
    addWhere(group.ofTakers, own.usd, counts, 3)
    addWhere(group.buys, own.buys, counts, 3)
    const total = totalOf(own.usd)
    markets.push({ marketId, firstAt: own.firstAt, knownUsd: total.textAt(0), hasTakers })
  }
  return { groups: new Map([...groups].map(([id, sums]) => [id, bucketsOf(sums, starts)])), markets }
}

function sumsOf(volumes: readonly RowSpan[], buys: readonly RowSpan[], buckets: Buckets): MarketSums {
  const { size } = buckets
  const own: MarketSums = {
    usd: new LimbColumn(size),
    buys: new LimbColumn(size),
    covered: new Float64Array(size),
    tells: new Uint8Array(size),
    isHeld: new Uint8Array(size),
    firstAt: beginOf(volumes[0]!),
  }
  for (const span of volumes) {
    const flags = span.closes.more!.limbs.get(0)!
    addRows(own.usd, span.closes.values, span, buckets)
    for (let row = span.first; row < span.last; row++) {
      const at = bucketOf(span, row, buckets)
      own.covered[at]! += Math.floor(flags[row]! / 4)
      const tells = flags[row]! % 4
      own.tells[at] = own.isHeld[at] === 1 ? own.tells[at]! & tells : tells
      own.isHeld[at] = 1
    }
  }
  for (const span of buys) addRows(own.buys, span.closes.values, span, buckets)
  return own
}

/** Adds rows of a column to those of another where enough counts. */
function addWhere(into: LimbColumn, from: LimbColumn, counts: Uint8Array, least: number): void {
  for (const [power, limb] of from.limbs) {
    const sums = into.limb(power)
    for (let at = 0; at < limb.length; at++) if (counts[at]! >= least) sums[at]! += limb[at]!
  }
}

/** The sum of all rows. */
function totalOf(column: LimbColumn): LimbColumn {
  const total = new LimbColumn(1)
  for (const [power, limb] of column.limbs)
    total.limb(power)[0] = limb.reduce((sum, digits) => sum + digits, 0)
  return total
}

/** Begin of the rollup's bucket that a span begins with. */
function beginOf({ closes, first, grainMs }: RowSpan): number {
  return floorTo(closes.origin + closes.times[first]!, grainMs)
}

/** Bought by takers less sold by takers: twice the buys less the volume. */
function netOf({ buys, ofTakers }: GroupSums, size: number): LimbColumn {
  const net = new LimbColumn(size)
  for (const [power, limb] of buys.limbs) {
    const into = net.limb(power)
    for (let at = 0; at < size; at++) into[at]! += 2 * limb[at]!
  }
  for (const [power, limb] of ofTakers.limbs) {
    const into = net.limb(power)
    for (let at = 0; at < size; at++) into[at]! -= limb[at]!
  }
  return net
}

/** Columns of the buckets in which a bar is held; texts are made when they are asked for. */
function bucketsOf(sums: GroupSums, starts: readonly number[]): VolumeBuckets {
  const rows = starts.flatMap((_, at) => (sums.isHeld[at] === 1 ? [at] : []))
  const texts = (column: () => LimbColumn) => {
    let held: string[] | undefined
    return () => {
      if (held) return held
      const all = column().texts(0, starts.length, (row) => sums.isHeld[row] === 1)
      return (held = rows.map((row) => all[row]!))
    }
  }
  const [usd, known] = [texts(() => sums.usd), texts(() => sums.known)]
  const net = texts(() => netOf(sums, starts.length))
  return {
    start: rows.map((row) => starts[row]!),
    full: rows.map((row) => sums.full[row]!),
    takers: rows.map((row) => sums.takers[row]!),
    get usd() {
      return usd()
    },
    get knownUsd() {
      return known()
    },
    get netTakerUsd() {
      return net()
    },
  }
}
