import { INTERVALS } from '../lib/buckets.ts'
import { LimbColumn } from '../lib/limbs.ts'
import { floorTo } from '../lib/time.ts'
import type { CloseCache, CloseSource } from '../measures/closes.ts'
import { rowsById, type RowSpan } from '../measures/idRows.ts'
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
  { marketIds, groupOf, window, interval, asOf }: VolumeRead,
  starts: readonly number[],
  scopeOf: (id: number) => number,
): Promise<{
  readonly groups: ReadonlyMap<number, VolumeBuckets>
  readonly markets: readonly VolumeMarket[]
}> {
  const { ms: stepMs, grain: coarsest } = INTERVALS[interval]
  const options = { scopeOf, window, coarsest, asOf }
  const volumes = rowsById(await cache.read(VOLUME, marketIds, options))
  const buys = rowsById(await cache.read(TAKER_BUYS, marketIds, options))
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
    const own = sumsOf(spans, buys.get(marketId) ?? [], base, stepMs, size)
    const id = groupOf[place]!
    let group = groups.get(id)
    if (!group) groups.set(id, (group = new GroupSums(size)))
    const total = new LimbColumn(1)
    let hasTakers = false
    for (let at = 0; at < size; at++) {
      if (own.isHeld[at] === 0) continue
      group.isHeld[at] = 1
      group.known.add(at, own.usd, at)
      total.add(0, own.usd, at)
      hasTakers ||= own.tells[at] === 3
      if (own.tells[at]! < 2 || own.covered[at]! < whole[at]!) continue
      group.full[at]! += 1
      group.usd.add(at, own.usd, at)
      if (own.tells[at] !== 3) continue
      group.takers[at]! += 1
      group.buys.add(at, own.buys, at)
      group.ofTakers.add(at, own.usd, at)
    }
    markets.push({ marketId, firstAt: own.firstAt, knownUsd: total.textAt(0), hasTakers })
  }
  return { groups: new Map([...groups].map(([id, sums]) => [id, bucketsOf(sums, starts)])), markets }
}

function sumsOf(
  volumes: readonly RowSpan[],
  buys: readonly RowSpan[],
  base: number,
  stepMs: number,
  size: number,
): MarketSums {
  const own: MarketSums = {
    usd: new LimbColumn(size),
    buys: new LimbColumn(size),
    covered: new Float64Array(size),
    tells: new Uint8Array(size),
    isHeld: new Uint8Array(size),
    firstAt: beginOf(volumes[0]!),
  }
  for (const { closes, first, last } of volumes) {
    const flags = closes.more!.limbs.get(0)!
    const limbs = [...closes.values.limbs].map(([power, limb]) => [limb, own.usd.limb(power)] as const)
    for (let row = first; row < last; row++) {
      const at = Math.floor((closes.origin + closes.times[row]! - base) / stepMs)
      for (const [limb, into] of limbs) into[at]! += limb[row]!
      own.covered[at]! += Math.floor(flags[row]! / 4)
      const tells = flags[row]! % 4
      own.tells[at] = own.isHeld[at] === 1 ? own.tells[at]! & tells : tells
      own.isHeld[at] = 1
    }
  }
  for (const { closes, first, last } of buys)
    for (let row = first; row < last; row++)
      own.buys.add(Math.floor((closes.origin + closes.times[row]! - base) / stepMs), closes.values, row)
  return own
}

/** Begin of the rollup's bucket that a span begins with. */
function beginOf({ closes, first, grainMs }: RowSpan): number {
  return floorTo(closes.origin + closes.times[first]!, grainMs)
}

/** Columns of the buckets in which a bar is held; texts are made when they are asked for. */
function bucketsOf(sums: GroupSums, starts: readonly number[]): VolumeBuckets {
  const rows = starts.flatMap((_, at) => (sums.isHeld[at] === 1 ? [at] : []))
  const texts = (column: LimbColumn) => {
    let held: string[] | undefined
    return () => (held ??= rows.map((row) => column.textAt(row)))
  }
  const [usd, known] = [texts(sums.usd), texts(sums.known)]
  let net: string[] | undefined
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
      return (net ??= rows.map((row) => {
        const column = new LimbColumn(1)
        column.add(0, sums.buys, row)
        column.add(0, sums.buys, row)
        column.subtract(0, sums.ofTakers, row)
        return column.textAt(0)
      }))
    },
  }
}
