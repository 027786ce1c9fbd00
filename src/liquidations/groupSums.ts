import { INTERVALS } from '../lib/buckets.ts'
import { LimbColumn } from '../lib/limbs.ts'
import type { CloseCache, CloseSource } from '../measures/closes.ts'
import { addRows, bucketOf, rowsById } from '../measures/idRows.ts'
import type { FlowSum, GroupBuckets, Grouping, LiquidationSelection, SeriesSpan } from './store.ts'

const tables = { table: 'liquidation', id: 'market_id', close: [] } as const

/** Both sides of each rollup row, USD. */
const SIDES: CloseSource = { tables, column: 'long_usd', more: 'short_usd', time: 'bucket' }
const ORDERS: CloseSource = { tables, column: 'long_count + short_count', time: 'bucket' }

/** One group's sums by bucket. */
interface GroupColumns {
  readonly long: LimbColumn
  readonly short: LimbColumn
  readonly orders: LimbColumn
  readonly isHeld: Uint8Array
}

/**
 * The same as getGroupBuckets, from memory: of what is held now, of feeds that don't overlap, not by size.
 * @param starts begin of each bucket, ms
 */
export async function readGroupBuckets(
  cache: CloseCache,
  { marketIds }: LiquidationSelection,
  { window, interval, since }: SeriesSpan,
  { groupOf }: Pick<Grouping, 'groupOf'>,
  sums: readonly FlowSum[],
  starts: readonly number[],
  scopeOf: (id: number) => number,
): Promise<Map<number, GroupBuckets>> {
  const { ms: stepMs, grain: coarsest } = INTERVALS[interval]
  const options = { scopeOf, window, coarsest }
  const size = starts.length
  const buckets = { base: starts[0]!, stepMs }
  const groups = new Map<number, GroupColumns>()
  const groupAt = new Map(marketIds.map((id, place) => [id, groupOf[place]!]))
  const add = async (source: CloseSource, names: readonly ('long' | 'short' | 'orders')[]) => {
    for (const [id, spans] of rowsById(await cache.read(source, marketIds, options))) {
      const number = groupAt.get(id)!
      let group = groups.get(number)
      if (!group) groups.set(number, (group = columnsOf(size)))
      for (const span of spans) {
        const columns = [span.closes.values, span.closes.more]
        for (const [place, name] of names.entries()) addRows(group[name], columns[place]!, span, buckets)
        for (let row = span.first; row < span.last; row++) group.isHeld[bucketOf(span, row, buckets)] = 1
      }
    }
  }
  await add(SIDES, ['long', 'short'])
  if (sums.includes('orders')) await add(ORDERS, ['orders'])
  return new Map([...groups].map(([number, group]) => [number, bucketsOf(group, sums, starts, since)]))
}

const columnsOf = (size: number): GroupColumns => ({
  long: new LimbColumn(size),
  short: new LimbColumn(size),
  orders: new LimbColumn(size),
  isHeld: new Uint8Array(size),
})

function bucketsOf(
  { long, short, orders, isHeld }: GroupColumns,
  sums: readonly FlowSum[],
  starts: readonly number[],
  since: Date,
): GroupBuckets {
  const rows = starts.flatMap((_, at) => (isHeld[at] === 1 ? [at] : []))
  const usd = new LimbColumn(starts.length)
  const total = new LimbColumn(1)
  for (const row of rows) {
    for (const side of [long, short]) usd.add(row, side, row)
    if (starts[row]! >= since.getTime()) total.add(0, usd, row)
  }
  const columns = { usd, long, short, orders }
  return {
    start: rows.map((row) => starts[row]!),
    sums: sums.map((name) => {
      const texts = columns[name].texts(0, starts.length, (row) => isHeld[row] === 1)
      return rows.map((row) => texts[row]!)
    }),
    totalUsd: total.textAt(0),
  }
}
