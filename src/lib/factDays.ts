import type pg from 'pg'
import { gatherUntilCommit, type Ending, type Queryable } from '../db.ts'
import { DAY_MS, floorTo, type Window } from './time.ts'

/*
 * A number for each day of a table of facts and venue ("version", table fact_day) goes up with every transaction that changes a
 * fact of that day. What was computed from a day's facts or rollups stands as long as the day's number does: answers can be kept
 * in memory and are exactly those that the store would give.
 */

/** The ids whose facts a transaction changed, and on which days, by table. */
type Changes = Map<string, { readonly ofMarkets: boolean; readonly days: Set<string> }>

/** The rows are the last that a transaction locks, always in one order: writers wait for each other and never in a circle. */
const ending: Ending<Changes> = {
  start: () => new Map(),
  finish: async (client, changes) => {
    for (const [fact, { ofMarkets, days }] of [...changes].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (days.size === 0) continue
      const pairs = [...days].map((pair) => pair.split('\t') as [string, string])
      // By the clock, so that a store that was emptied and filled again never shows a number that it had before.
      const clock = '(extract(epoch from clock_timestamp()) * 1000)::bigint'
      await client.query(
        `insert into fact_day as f (fact, scope, day, version)
         select $1::text, scope, day, ${clock} from (
           select distinct ${ofMarkets ? 'm.exchange_id' : '0'} as scope, r.day
           from unnest($2::int[], $3::date[]) as r(id, day) ${ofMarkets ? 'join market as m on m.id = r.id' : ''}
         ) as changed order by scope, day
         on conflict (fact, scope, day) do update set version = greatest(f.version + 1, ${clock})`,
        [fact, pairs.map(([id]) => id), pairs.map(([, day]) => day)],
      )
    }
  },
}

/**
 * Where the caller's transaction notes the days whose facts it changes: their numbers go up as the last thing before it commits.
 * @param table of the facts
 * @param id its key column: days of market_id's facts are numbered by venue, of others all together (scope 0)
 * @returns a set of texts: the id, a tab, the day as YYYY-MM-DD
 * @throws Error outside of inTransaction
 */
export function gatherFactDays(client: pg.PoolClient, table: string, id: string): Set<string> {
  const changes = gatherUntilCommit(client, ending)
  let own = changes.get(table)
  if (!own) changes.set(table, (own = { ofMarkets: id === 'market_id', days: new Set() }))
  return own.days
}

/** The same of a line for COPY that begins with the id and the time as ISO text. */
export function dayOfLine(line: string): string {
  return line.slice(0, line.indexOf('\t') + '\t2025-01-01'.length)
}

/** Versions by scope, then by the begin of the day, ms; a day that is not there was never written. */
export type FactDays = ReadonlyMap<number, ReadonlyMap<number, number>>

/**
 * SQL expression for the versions of a window's days: text for `parseFactDays`. One expression, so that what is read and the number
 * that it stands for come in one statement and see the same moment, whichever replica answers.
 * @param parameters SQL texts of the table's name, the scopes (int[]), and the window's ends
 */
export function factDaysSql(parameters: {
  readonly fact: string
  readonly scopes: string
  readonly from: string
  readonly to: string
}): string {
  const { fact, scopes, from, to } = parameters
  return `(select string_agg(concat_ws(':', scope, day - '1970-01-01'::date, version), ',') from fact_day
    where fact = ${fact} and scope = any(${scopes}) and day >= (${from} at time zone 'UTC')::date
      and day < ((${to} + interval '1 day' - interval '1 microsecond') at time zone 'UTC')::date)`
}

/** Reads what `factDaysSql` returned; null is no day at all. */
export function parseFactDays(text: string | null): FactDays {
  const scopes = new Map<number, Map<number, number>>()
  for (const entry of text === null ? [] : text.split(',')) {
    const [scope, day, version] = entry.split(':').map(Number)
    let days = scopes.get(scope!)
    if (!days) scopes.set(scope!, (days = new Map<number, number>()))
    days.set(day! * DAY_MS, version!)
  }
  return scopes
}

/** Versions of the days that have a part in the window. */
export async function getFactDays(
  db: Queryable,
  fact: string,
  scopes: readonly number[],
  window: Window,
): Promise<FactDays> {
  const result = await db.query<{ days: string | null }>({
    name: 'fact-days',
    text: `select ${factDaysSql({ fact: '$1', scopes: '$2::int[]', from: '$3::timestamptz', to: '$4::timestamptz' })} as days`,
    values: [fact, scopes, window.from, window.to],
  })
  return parseFactDays(result.rows[0]!.days)
}

/** One number for the days of a span that goes up when any of theirs does: 0 when none was ever written. */
export function versionOf(days: FactDays, scope: number, from: number, to: number): number {
  const own = days.get(scope)
  if (!own) return 0
  let sum = 0
  for (let day = floorTo(from, DAY_MS); day < to; day += DAY_MS) sum += own.get(day) ?? 0
  return sum
}
