import type pg from 'pg'
import type { Queryable } from '../db.ts'
import { grainSql, planGrains } from '../lib/buckets.ts'
import type { DecimalString } from '../lib/decimal.ts'
import {
  lastReadingAsOf,
  rollupAsOf,
  upsertReadings,
  type ReadingTables,
  type RollupColumn,
} from '../lib/readings.ts'
import type { Grain, Window } from '../lib/time.ts'
import type { Origin } from '../quality/record.ts'
import { DEPTH_LEVELS, type DepthLevel, type DepthRecord } from './record.ts'

/** Column of each level, after "bids_" or "asks_". */
const COLUMN: Record<DepthLevel, string> = { '0.005': '05', '0.01': '1', '0.02': '2', '0.05': '5' }

/** The facts' column of a level; the rollups' begin with it. */
export const levelColumn = (side: 'BIDS' | 'ASKS', level: DepthLevel): string =>
  `${side.toLowerCase()}_${COLUMN[level]}`

const LEVEL_COLUMNS = (['bids', 'asks'] as const).flatMap((side) =>
  DEPTH_LEVELS.map((level) => `${side}_${COLUMN[level]}`),
)

/** Sum, count and least of a level over the readings that reach it. */
const statisticsOf = (column: string): RollupColumn[] => [
  {
    name: `${column}_sum`,
    fromFacts: `sum(${column})`,
    merge: `case when t.${column}_sum is null then excluded.${column}_sum
      else t.${column}_sum + coalesce(excluded.${column}_sum, 0) end`,
  },
  {
    name: `${column}_count`,
    fromFacts: `count(${column})`,
    merge: `t.${column}_count + excluded.${column}_count`,
  },
  {
    name: `${column}_low`,
    fromFacts: `min(${column})`,
    merge: `least(t.${column}_low, excluded.${column}_low)`,
  },
]

/** How they are stored. */
export const DEPTH_TABLES: ReadingTables = {
  table: 'order_book_depth',
  id: 'market_id',
  values: [
    'venue_clock',
    'mid',
    'best_bid',
    'best_ask',
    ...LEVEL_COLUMNS,
    'bids_total',
    'asks_total',
    'bids_reach',
    'asks_reach',
  ],
  close: [['mid', 'close_mid']],
  more: LEVEL_COLUMNS.flatMap(statisticsOf),
  grains: ['hour', 'day'],
}

/**
 * Writes readings of order books and their hour and day rollups, in the caller's transaction. Of two readings of one
 * market and time the last counts. Partitions must exist (ensurePartitions). Accepts [].
 * @returns how many were new or changed
 */
export async function upsertDepth(
  client: pg.PoolClient,
  records: readonly DepthRecord[],
  origin: Origin,
): Promise<number> {
  const lines = new Map<string, string>()
  for (const r of records) {
    const key = `${r.marketId}\t${r.time.toISOString()}`
    const levels = [r.bids, r.asks].flatMap(({ usd }) => DEPTH_LEVELS.map((level) => usd[level] ?? '\\N'))
    const columns = [
      key,
      origin.sourceId,
      r.venueClock,
      r.mid,
      r.bids.best,
      r.asks.best,
      ...levels,
      r.bids.totalUsd,
      r.asks.totalUsd,
      r.bids.reach,
      r.asks.reach,
      origin.runId,
      (r.observedAt ?? origin.observedAt).toISOString(),
    ]
    lines.set(key, columns.join('\t'))
  }
  return upsertReadings(client, DEPTH_TABLES, [...lines.values()])
}

/** The readings of a market's book in a window. */
export interface BookReadings {
  readonly marketId: number
  readonly readings: number
  /** Those whose bids and asks reach each level. */
  readonly reaching: Readonly<Record<DepthLevel, number>>
}

/** How many readings of each market there are in a window at whole hours, and how many reach which level; those without any are left out. */
export async function getBookReadings(
  db: Queryable,
  marketIds: readonly number[],
  window: Window,
  asOf: Date | undefined,
): Promise<BookReadings[]> {
  const counts = DEPTH_LEVELS.map((level) => {
    const [bids, asks] = [levelColumn('BIDS', level), levelColumn('ASKS', level)]
    return `least(${bids}_count, ${asks}_count) as reaching_${COLUMN[level]}`
  }).join(', ')
  const part = (grain: Grain, within: string) => {
    const rows = asOf
      ? `(${rollupAsOf(DEPTH_TABLES, grain, { ids: '$1::int[]', within, asOf: '$2::timestamptz' })}) as r`
      : `order_book_depth_${grain}`
    return `select market_id, readings, ${counts} from ${rows} where market_id = any($1::int[]) and ${within}`
  }
  const { sql, values, name } = grainSql(planGrains(window, 'day'), asOf ? 3 : 2, part)
  const result = await db.query<Record<string, number> & { marketId: number; readings: number }>({
    name: `book-readings:${name}${asOf ? ':as-of' : ''}`,
    text: `select market_id as "marketId", sum(readings)::int as readings,
        ${DEPTH_LEVELS.map((level) => `sum(reaching_${COLUMN[level]})::int as "${level}"`).join(', ')}
      from (${sql}) as parts group by market_id order by market_id`,
    values: [marketIds, ...(asOf ? [asOf] : []), ...values],
  })
  return result.rows.map(({ marketId, readings, ...reaching }) => ({
    marketId,
    readings,
    reaching: reaching as Record<DepthLevel, number>,
  }))
}

/** One side of a stored book. USD; null: the book that was given ends nearer. */
export interface StoredSide {
  readonly best: DecimalString
  readonly levels: Readonly<Record<DepthLevel, DecimalString | null>>
  readonly total: DecimalString
  /** Distance of the last given price from mid, a fraction; "1": every order is in it. */
  readonly reach: DecimalString
}

export interface StoredBook {
  readonly marketId: number
  readonly time: Date
  readonly sourceId: number
  readonly mid: DecimalString
  readonly bids: StoredSide
  readonly asks: StoredSide
}

const SIDES = ['bids', 'asks'] as const
const BOOK_COLUMNS = [
  'time',
  'source_id',
  'mid',
  'best_bid',
  'best_ask',
  ...LEVEL_COLUMNS,
  ...SIDES.flatMap((side) => [`${side}_total`, `${side}_reach`]),
]

/**
 * The last reading of each market's book at or before a moment, one step into an index for each.
 * @param asOf only what was observed by then; undefined: all that is held
 */
export async function getBooksAt(
  db: Queryable,
  marketIds: readonly number[],
  at: Date,
  maxAgeMinutes: number,
  asOf: Date | undefined,
): Promise<StoredBook[]> {
  const last = asOf
    ? lastReadingAsOf(DEPTH_TABLES, 'k.id', BOOK_COLUMNS, {
        at: '$2::timestamptz',
        age: '$3::interval',
        asOf: '$4::timestamptz',
      })
    : `select ${BOOK_COLUMNS.join(', ')} from order_book_depth as b
       where b.market_id = k.id and b.time <= $2::timestamptz and b.time > $2::timestamptz - $3::interval
       order by b.time desc, b.source_id desc limit 1`
  const numbers = BOOK_COLUMNS.slice(2)
  const result = await db.query<
    Record<string, DecimalString | null> & { id: number; at: Date; source: number }
  >({
    name: `books-at:${asOf ? 'as-of' : 'now'}`,
    text: `select k.id, r.time as at, r.source_id as source, ${numbers.map((name) => `trim_scale(r.${name})::text as ${name}`).join(', ')}
      from unnest($1::int[]) as k(id) cross join lateral (${last}) as r order by k.id`,
    values: [marketIds, at, `${maxAgeMinutes} minutes`, ...(asOf ? [asOf] : [])],
  })
  return result.rows.map((row) => {
    const side = (name: (typeof SIDES)[number], best: string): StoredSide => ({
      best: row[best]!,
      levels: Object.fromEntries(
        DEPTH_LEVELS.map((level) => [level, row[`${name}_${COLUMN[level]}`] ?? null]),
      ) as Record<DepthLevel, DecimalString | null>,
      total: row[`${name}_total`]!,
      reach: row[`${name}_reach`]!,
    })
    return {
      marketId: row.id,
      time: row.at,
      sourceId: row.source,
      mid: row.mid!,
      bids: side('bids', 'best_bid'),
      asks: side('asks', 'best_ask'),
    }
  })
}
