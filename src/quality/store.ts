import crypto from 'node:crypto'
import type { PrismaClient, Queryable } from '../db.ts'
import type { EtlRunModel } from '../generated/prisma/models.ts'
import { SetupError } from '../lib/errors.ts'
import { ceilTo, MINUTE_MS, type Window } from '../lib/time.ts'
import { gapsOf, unite, type CoveredSpans, type Span } from './coverage.ts'
import type { Family, Rejection, SourceRecord } from './record.ts'

/** What a run counted; `read` = written + unchanged + rejected. */
export interface RunCounts {
  readonly read: number
  readonly written: number
  readonly unchanged: number
  readonly rejected: number
}

export const NO_COUNTS: RunCounts = { read: 0, written: 0, unchanged: 0, rejected: 0 }

export function addCounts(a: RunCounts, b: RunCounts): RunCounts {
  return {
    read: a.read + b.read,
    written: a.written + b.written,
    unchanged: a.unchanged + b.unchanged,
    rejected: a.rejected + b.rejected,
  }
}

export interface Run {
  readonly id: string
  readonly sourceId: number
  readonly exchangeId: number | undefined
  readonly family: Family
  readonly window: Window | undefined
}

/**
 * Registers the feed and returns its key.
 * @throws SetupError STORE_HOLDS_OTHER_DATA when the store holds rows of the other provenance: reconstructed and
 * observed rows never share a store
 */
export async function registerSource(db: Queryable, source: SourceRecord): Promise<number> {
  const found = await db.query<{ id: number }>(
    'select id from source where code = $1 and provenance = $2::provenance',
    [source.code, source.provenance],
  )
  if (found.rows[0]) return found.rows[0].id
  // The lock makes the check and the insert one step among writers that start together.
  const inserted = await db.query<{ id: number }>(
    `with lock as materialized (select pg_advisory_xact_lock(hashtext('unwind.source'))),
     other as materialized (select 1 from lock, source where provenance <> $3::provenance limit 1)
     insert into source (code, name, provenance, url)
     select $1, $2, $3::provenance, $4 where not exists (select 1 from other)
     on conflict (code) do update set name = excluded.name, url = excluded.url
     returning id`,
    [source.code, source.name, source.provenance, source.url ?? null],
  )
  if (inserted.rows[0]) return inserted.rows[0].id
  throw new SetupError(
    'STORE_HOLDS_OTHER_DATA',
    source.provenance === 'OBSERVED'
      ? 'This store holds the reconstructed sample. Live data needs a store of its own: set UNWIND_DATA=live or another DATABASE_URL.'
      : 'This store holds observed data. The reconstructed sample needs a store of its own.',
  )
}

/** Starts a run's record; it stays RUNNING if the process is killed. */
export async function startRun(db: Queryable, run: Omit<Run, 'id'>, now: Date): Promise<Run> {
  const result = await db.query<{ id: string }>(
    `insert into etl_run (source_id, exchange_id, family, "from", "to", started_at)
     values ($1, $2, $3::family, $4, $5, $6) returning id`,
    [run.sourceId, run.exchangeId ?? null, run.family, run.window?.from ?? null, run.window?.to ?? null, now],
  )
  return { ...run, id: result.rows[0]!.id }
}

/** Adds a chunk's counts to its run: in the chunk's own transaction, so the record never claims what was not written. */
export async function addToRun(db: Queryable, run: Run, counts: RunCounts): Promise<void> {
  await db.query(
    `update etl_run set read = read + $2, written = written + $3, unchanged = unchanged + $4, rejected = rejected + $5
     where id = $1`,
    [run.id, counts.read, counts.written, counts.unchanged, counts.rejected],
  )
}

export async function finishRun(db: Queryable, run: Run, now: Date, error?: string): Promise<void> {
  await db.query(`update etl_run set status = $2::run_status, error = $3, ended_at = $4 where id = $1`, [
    run.id,
    error === undefined ? 'SUCCEEDED' : 'FAILED',
    error ?? null,
    now,
  ])
}

/** Keeps refused records with their payloads; the same payload once a run. Accepts []. */
export async function insertRejections(
  db: Queryable,
  run: Run,
  rejections: readonly Rejection[],
  at: Date,
): Promise<void> {
  if (rejections.length === 0) return
  // jsonb has no NUL character: a payload that holds one is kept with the replacement character in its place.
  const payloads = rejections.map(({ payload }) =>
    JSON.stringify(payload ?? null).replaceAll('\\u0000', '\\ufffd'),
  )
  await db.query(
    `insert into rejected_record (run_id, code, reason, payload_key, payload, at)
     select $1, code, reason, key, payload::jsonb, $6
     from unnest($2::text[], $3::text[], $4::text[], $5::text[]) as r(code, reason, key, payload)
     on conflict (run_id, code, payload_key) do nothing`,
    [
      run.id,
      rejections.map(({ code }) => code),
      rejections.map(({ reason }) => reason),
      payloads.map((payload) => crypto.createHash('sha256').update(payload).digest('hex')),
      payloads,
      at,
    ],
  )
}

/**
 * Notes that the feed of a run was read.
 * @param first when its oldest record of this piece was received: what it brought was not known before
 */
export async function touchFeed(
  db: Queryable,
  run: Run,
  scope: string,
  { first, last }: { readonly first: Date; readonly last: Date },
): Promise<void> {
  await db.query(
    `insert into feed as f (source_id, family, scope, exchange_id, first_read_at, last_read_at)
     values ($1, $2::family, $3, $4, $5, $6)
     on conflict (source_id, family, scope) do update set last_read_at = greatest(f.last_read_at, excluded.last_read_at),
       first_read_at = least(f.first_read_at, excluded.first_read_at)`,
    [run.sourceId, run.family, scope, run.exchangeId ?? null, first, last],
  )
}

/** What a feed reads as it happens is known so soon after: a query as of T sees such coverage up to T less this. */
export const KNOWN_WITHIN_MS = 15 * MINUTE_MS

/** `known_at` of a span that was read as it happened. */
const AS_IT_HAPPENED = new Date(0)

/**
 * Notes that a feed was read for `window`; spans that touch or overlap become one. What lies further back than
 * KNOWN_WITHIN_MS was not known when it happened: it stands with the time at which it was read, for queries as of an
 * earlier one.
 * @param at when it was read, our clock; undefined: as it happened, all of it
 */
export async function addCoverage(
  db: Queryable,
  of: { exchangeId: number; family: Family; sourceId: number },
  window: Window,
  at: Date | undefined,
): Promise<void> {
  if (window.from >= window.to) return
  const key = [of.exchangeId, of.family, of.sourceId]
  // Two recorders may extend the same span at once: one waits for the other, and then sees its row.
  await db.query(`select pg_advisory_xact_lock(hashtext('unwind.coverage'), hashtext($1))`, [key.join(' ')])
  const [from, to] = [window.from.getTime(), window.to.getTime()]
  const liveFrom = at === undefined ? from : Math.min(to, Math.max(from, at.getTime() - KNOWN_WITHIN_MS))
  const join = async (begin: number, end: number, knownAt: Date) => {
    if (begin >= end) return
    const merged = await db.query<{ from: Date; to: Date }>(
      `delete from coverage where exchange_id = $1 and family = $2::family and source_id = $3 and known_at = $6
         and "from" <= $5 and "to" >= $4 returning "from", "to"`,
      [...key, new Date(begin), new Date(end), knownAt],
    )
    const first = Math.min(begin, ...merged.rows.map((row) => row.from.getTime()))
    const last = Math.max(end, ...merged.rows.map((row) => row.to.getTime()))
    await db.query(
      `insert into coverage (exchange_id, family, source_id, "from", "to", known_at)
       values ($1, $2::family, $3, $4, $5, $6)`,
      [...key, new Date(first), new Date(last), knownAt],
    )
  }
  await join(liveFrom, to, AS_IT_HAPPENED)
  if (at === undefined || from >= liveFrom) return
  const held = await db.query<{ from: Date; to: Date }>(
    `select "from", "to" from coverage where exchange_id = $1 and family = $2::family and source_id = $3
       and "from" < $5 and "to" > $4`,
    [...key, window.from, new Date(liveFrom)],
  )
  const late = gapsOf(
    { from: window.from, to: new Date(liveFrom) },
    unite(held.rows.map((row) => [row.from.getTime(), row.to.getTime()])),
  )
  // To the minute, as queries ask: pieces of one load become one span.
  const knownAt = new Date(ceilTo(at.getTime(), MINUTE_MS))
  for (const gap of late) await join(gap.from.getTime(), gap.to.getTime(), knownAt)
}

export interface CheckpointKey {
  readonly sourceId: number
  readonly family: Family
  /** The exchange's code, or "-". */
  readonly scope: string
  /** Begin of the range that is being loaded. */
  readonly from: Date
}

/** How far the range that begins at `from` is written; undefined when it was never begun. */
export async function findCheckpoint(db: Queryable, key: CheckpointKey): Promise<Date | undefined> {
  const result = await db.query<{ until: Date }>(
    `select done_until as until from checkpoint where source_id = $1 and family = $2::family and scope = $3 and "from" = $4`,
    [key.sourceId, key.family, key.scope, key.from],
  )
  return result.rows[0]?.until
}

/** Moves the checkpoint forward, never back: in the transaction that wrote what it stands for. */
export async function moveCheckpoint(db: Queryable, key: CheckpointKey, doneUntil: Date): Promise<void> {
  await db.query(
    `insert into checkpoint as c (source_id, family, scope, "from", done_until) values ($1, $2::family, $3, $4, $5)
     on conflict (source_id, family, scope, "from")
     do update set done_until = greatest(c.done_until, excluded.done_until)`,
    [key.sourceId, key.family, key.scope, key.from, doneUntil],
  )
}

/** Forgets a checkpoint, so that the range is read again from its begin. */
export async function dropCheckpoint(db: Queryable, key: CheckpointKey): Promise<void> {
  await db.query(
    `delete from checkpoint where source_id = $1 and family = $2::family and scope = $3 and "from" = $4`,
    [key.sourceId, key.family, key.scope, key.from],
  )
}

/**
 * SQL expression for the spans of $`exchanges` in which `family` was read, cut to $`from` and $`to`: text for
 * `parseSpans`. One expression, so that a series and its coverage come in one statement and see the same moment.
 * @param asOf number of the parameter with the moment by which a span must have been known; undefined: now
 */
export function coverageSql(
  family: Family,
  exchanges: number,
  from: number,
  to: number,
  asOf?: number,
): string {
  const end =
    asOf === undefined
      ? '"to"'
      : `case when known_at > '1970-01-01Z' then "to"
          else least("to", $${asOf}::timestamptz - interval '${KNOWN_WITHIN_MS / 1000} seconds') end`
  return `(select string_agg(concat_ws(':', exchange_id,
      (extract(epoch from greatest("from", $${from}::timestamptz)) * 1000)::bigint,
      (extract(epoch from least(ends, $${to}::timestamptz)) * 1000)::bigint), ',')
    from (select exchange_id, "from", ${end} as ends from coverage
      where family = '${family}' and exchange_id = any($${exchanges}::int[])
        and "to" > $${from}::timestamptz and "from" < $${to}::timestamptz
        ${asOf === undefined ? '' : `and known_at <= $${asOf}::timestamptz`}) as known
    where ends > greatest("from", $${from}::timestamptz))`
}

/** The spans of a window in which a family of exchanges was read, as it was known by `asOf`. */
export async function getCovered(
  db: Queryable,
  family: Family,
  exchangeIds: readonly number[],
  window: Window,
  asOf: Date | undefined,
): Promise<CoveredSpans> {
  const result = await db.query<{ covered: string | null }>(
    `select ${coverageSql(family, 1, 2, 3, asOf && 4)} as covered`,
    [exchangeIds, window.from, window.to, ...(asOf ? [asOf] : [])],
  )
  return parseSpans(result.rows[0]!.covered)
}

/** Reads what `coverageSql` returned; null is no span at all. */
export function parseSpans(text: string | null): CoveredSpans {
  const spans = new Map<number, Span[]>()
  for (const entry of text === null ? [] : text.split(',')) {
    const [id, from, to] = entry.split(':').map(Number)
    spans.set(id!, [...(spans.get(id!) ?? []), [from!, to!]])
  }
  for (const [id, found] of spans) spans.set(id, unite(found))
  return spans
}

/** The latest loads, newest first. */
export function getRuns(
  prisma: PrismaClient,
  first: number,
  family: Family | undefined,
): Promise<EtlRunModel[]> {
  return prisma.etlRun.findMany({
    ...(family ? { where: { family } } : {}),
    orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
    take: first,
  })
}

export interface Holdings {
  readonly family: Family
  readonly since: Date | null
  readonly until: Date | null
}

const MARKET_FACTS = [
  ['LIQUIDATIONS', 'liquidation'],
  ['OPEN_INTEREST', 'open_interest'],
  ['FUNDING', 'funding_rate'],
  ['ORDER_BOOK', 'order_book_depth'],
  ['CANDLES', 'candle'],
  ['LONG_SHORT', 'long_short'],
] as const satisfies readonly (readonly [Family, string])[]

/** What is kept as series, by their measure. */
const SERIES_FACTS = [
  ['RESERVES', "d.measure in ('EXCHANGE_RESERVE_COINS', 'EXCHANGE_RESERVE_USD')"],
  ['FUND_FLOWS', "d.measure = 'FUND_NET_FLOW'"],
  ['SERIES', "d.measure not in ('EXCHANGE_RESERVE_COINS', 'EXCHANGE_RESERVE_USD', 'FUND_NET_FLOW')"],
] as const satisfies readonly (readonly [Family, string])[]

/** The first or last time of a table, of each of what it is of by one step into its index. */
const endOf = (
  from: string,
  time: string,
  dimension: string,
  id: string,
  which: 'min' | 'max',
  of = 'true',
) => `
  (select ${which}(x.t) from ${dimension} as d cross join lateral (
    select ${time} as t from ${from} where ${id} = d.id order by ${time} ${which === 'min' ? '' : 'desc'} limit 1) as x
   where ${of})`

const rolledUp = (family: Family, table: string, dimension: string, id: string) => {
  const end = (from: string, time: string, which: 'min' | 'max') => endOf(from, time, dimension, id, which)
  return `
    select '${family}' as family,
      case when exists (select 1 from retired_month where fact = '${table}')
        then ${end(`${table}_day`, 'bucket', 'min')} else ${end(table, 'time', 'min')} end as since,
      coalesce(${end(table, 'time', 'max')}, ${end(`${table}_day`, 'bucket', 'max')}) as until`
}

const HOLDINGS_SQL = [
  ...MARKET_FACTS.map(([family, table]) => rolledUp(family, table, 'market', 'market_id')),
  rolledUp('MARKET_CAPS', 'market_cap', 'asset', 'asset_id'),
  ...SERIES_FACTS.map(
    ([family, of]) => `
      select '${family}' as family,
        ${endOf('series_point', 'time', 'series', 'series_id', 'min', of)} as since,
        ${endOf('series_point', 'time', 'series', 'series_id', 'max', of)} as until`,
  ),
].join(' union all ')

/**
 * Oldest and newest row of each family that has times: of instrument lists there are none. Of months whose facts are retired the first day of
 * which there are sums.
 */
export async function getHoldings(db: Queryable): Promise<Holdings[]> {
  return (await db.query<Holdings>(HOLDINGS_SQL)).rows
}
