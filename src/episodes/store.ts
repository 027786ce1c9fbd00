import type pg from 'pg'
import type { Queryable } from '../db.ts'
import type { Page } from '../lib/connection.ts'
import type { Window } from '../lib/time.ts'
import { pushRecords } from '../stream/store.ts'
import type { DetectedState, Episode, EpisodeKind, EpisodeSide } from './detector.ts'
import type { DetectorParams } from './params.ts'

/** A run of the detector: the rules it went by, and what it read. */
export interface DetectionRow {
  readonly version: number
  readonly params: DetectorParams
  /** Codes of the venues, sorted. */
  readonly exchanges: readonly string[]
  readonly from: Date
  readonly to: Date
  readonly stepSeconds: number
  readonly ranAt: Date
}

/** An episode as it is stored. Times are ends of steps; changes are fractions; null: not known, or has not come. */
export interface EpisodeRow {
  readonly code: string
  readonly kind: EpisodeKind
  readonly side: EpisodeSide
  readonly buildUpAt: Date
  readonly peakAt: Date
  readonly detectedAt: Date
  readonly flushEndAt: Date
  readonly troughAt: Date
  readonly resetAt: Date | null
  readonly recoveredAt: Date | null
  readonly lastSeenAt: Date
  readonly isProvisional: boolean
  readonly openInterestChange: number
  readonly positionChange: number | null
  readonly priceChange: number
  readonly liquidationRatio: number | null
  readonly longShare: number | null
  readonly breadth: number | null
  /** What it had come to when it was detected. */
  readonly atDetection: { readonly [Name in keyof DetectedState]: number | null }
  readonly detection: DetectionRow
}

/** The day of its high, side and kind: what an episode is called. Two of one day get a number. */
export function codesOf(episodes: readonly Episode[]): string[] {
  const counts = new Map<string, number>()
  return episodes.map(({ peakAt, side, kind }) => {
    const day = new Date(peakAt).toISOString().slice(0, 10)
    const code = `${day}-${side.toLowerCase()}-${kind.toLowerCase().replaceAll('_', '-')}`
    const count = (counts.get(code) ?? 0) + 1
    counts.set(code, count)
    return count === 1 ? code : `${code}-${count}`
  })
}

const TIMES = {
  build_up_at: 'buildUpAt',
  peak_at: 'peakAt',
  detected_at: 'detectedAt',
  flush_end_at: 'flushEndAt',
  trough_at: 'troughAt',
  reset_at: 'resetAt',
  recovered_at: 'recoveredAt',
  last_seen_at: 'lastSeenAt',
} as const satisfies Record<string, keyof Episode>

const NUMBERS = {
  open_interest_change: 'openInterestChange',
  position_change: 'positionChange',
  price_change: 'priceChange',
  liquidation_ratio: 'liquidationRatio',
  long_share: 'longShare',
  breadth: 'breadth',
} as const satisfies Record<string, keyof Episode>

const DETECTED = {
  detected_open_interest_change: 'openInterestChange',
  detected_position_change: 'positionChange',
  detected_price_change: 'priceChange',
  detected_liquidation_ratio: 'liquidationRatio',
  detected_long_share: 'longShare',
  detected_build_up: 'buildUp',
  detected_open_interest_percentile: 'openInterestPercentile',
} as const satisfies Record<string, keyof DetectedState>

/** Keeps what a run found: it replaces what was found before in what it read. In the caller's transaction. */
export async function replaceEpisodes(
  client: pg.PoolClient,
  detection: DetectionRow,
  episodes: readonly Episode[],
): Promise<void> {
  // Runs commit one after the other: so do the ids of what they changed.
  await client.query('lock table detection in share row exclusive mode')
  const before = await client.query<{ rows: string }>(
    `select coalesce(jsonb_agg(to_jsonb(e) - 'detection_id'), '[]')::text as rows from episode as e`,
  )
  const { version, params, exchanges, from, to, stepSeconds, ranAt } = detection
  // What a run read is its own to say: what lies outside stays as it is.
  await client.query(
    'delete from episode where (detected_at > $1 and detected_at <= $2) or code = any($3::text[])',
    [from, to, codesOf(episodes)],
  )
  const made = await client.query<{ id: number }>(
    `insert into detection (version, params, exchanges, "from", "to", step_seconds, ran_at) values ($1, $2, $3, $4, $5, $6, $7) returning id`,
    [version, JSON.stringify(params), exchanges, from, to, stepSeconds, ranAt],
  )
  const times = Object.entries(TIMES)
  const numbers = [
    ...Object.entries(NUMBERS).map(
      ([column, name]) => [column, (episode: Episode) => episode[name]] as const,
    ),
    ...Object.entries(DETECTED).map(
      ([column, name]) => [column, ({ atDetection }: Episode) => atDetection[name]] as const,
    ),
  ]
  const time = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())
  const number = (value: number) => (Number.isFinite(value) ? value : null)
  await client.query(
    `insert into episode (detection_id, code, kind, side, is_provisional, ${[...times, ...numbers].map(([column]) => column).join(', ')})
     select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::boolean[], ${times
       .map((_, at) => `$${6 + at}::timestamptz[]`)
       .join(', ')}, ${numbers.map((_, at) => `$${6 + times.length + at}::float8[]`).join(', ')})`,
    [
      made.rows[0]!.id,
      codesOf(episodes),
      episodes.map(({ kind }) => kind),
      episodes.map(({ side }) => side),
      episodes.map(({ isProvisional }) => isProvisional),
      ...times.map(([, name]) => episodes.map((episode) => time(episode[name]))),
      ...numbers.map(([, valueOf]) => episodes.map((episode) => number(valueOf(episode)))),
    ],
  )
  await client.query(
    'delete from detection where id <> $1 and not exists (select 1 from episode where detection_id = detection.id)',
    [made.rows[0]!.id],
  )
  await keepChanges(client, before.rows[0]!.rows, ranAt)
}

/** Names that listeners are told under. */
export const EPISODE_CHANNEL = 'unwind_episode_change'

/** Logs what differs from the rows of before, and tells listeners once the transaction commits. */
async function keepChanges(client: pg.PoolClient, before: string, at: Date): Promise<void> {
  const result = await client.query<EpisodeChangeRow>(
    `insert into episode_change (kind, code, fields, at)
     select case when b.row is null then 'DETECTED' when n.row is null then 'WITHDRAWN' else 'UPDATED' end, code,
       case when b.row is null or n.row is null then '{}' else array(
         select key from jsonb_each(n.row) where value is distinct from b.row->key order by key) end,
       $2
     from (select e.code, to_jsonb(e) - 'detection_id' as row from episode as e) as n
     full join (select value->>'code' as code, value as row from jsonb_array_elements($1::jsonb)) as b using (code)
     where n.row is distinct from b.row
     order by coalesce(n.row, b.row)->>'detected_at', code
     returning id::text, kind, code, fields, at`,
    [before, at],
  )
  if (result.rows.length === 0) return
  const changes = result.rows.map((row) => ({ ...row, fields: row.fields.map(nameOfColumn) }))
  pushRecords(client, 'EPISODES', changes)
  await client.query(`notify ${EPISODE_CHANNEL}`)
}

export type EpisodeChangeKind = 'DETECTED' | 'UPDATED' | 'WITHDRAWN'

/** What a run of the detector found anew, changed or no longer found. */
export interface EpisodeChangeRow {
  /** Ascending in the order in which runs were kept. */
  readonly id: string
  readonly kind: EpisodeChangeKind
  readonly code: string
  /** Names of what changed. */
  readonly fields: readonly string[]
  readonly at: Date
}

/** Changes in their order, one beyond the page; of a page backwards the newest first. */
export async function getEpisodeChanges(
  db: Queryable,
  { limit, backwards }: Page,
  cursor: string | undefined,
): Promise<EpisodeChangeRow[]> {
  const result = await db.query<EpisodeChangeRow>({
    name: `episode-changes:${backwards ? 'back' : 'forth'}`,
    text: `select id::text, kind, code, fields, at from episode_change
      where $2::bigint is null or id ${backwards ? '<' : '>'} $2::bigint
      order by id ${backwards ? 'desc' : 'asc'} limit $1`,
    values: [limit + 1, cursor ?? null],
  })
  return result.rows.map((row) => ({ ...row, fields: row.fields.map(nameOfColumn) }))
}

/** Whether it has ended is `state` in the API. */
const nameOfColumn = (column: string): string =>
  column === 'is_provisional'
    ? 'state'
    : column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

const ROW = `e.code, e.kind, e.side, e.is_provisional as "isProvisional",
  ${[...Object.entries(TIMES), ...Object.entries(NUMBERS)].map(([column, name]) => `e.${column} as "${name}"`).join(', ')},
  json_build_object(${Object.entries(DETECTED)
    .map(([column, name]) => `'${name}', e.${column}`)
    .join(', ')}) as "atDetection",
  json_build_object('version', d.version, 'params', d.params, 'exchanges', d.exchanges, 'from', d."from", 'to', d."to",
    'stepSeconds', d.step_seconds, 'ranAt', d.ran_at) as detection`

type Stored = Omit<EpisodeRow, 'detection'> & {
  readonly detection: Omit<DetectionRow, 'from' | 'to' | 'ranAt'> & Record<'from' | 'to' | 'ranAt', string>
}

const fromStored = ({ detection, ...row }: Stored): EpisodeRow => ({
  ...row,
  detection: {
    ...detection,
    from: new Date(detection.from),
    to: new Date(detection.to),
    ranAt: new Date(detection.ranAt),
  },
})

/** The episodes of codes; a code that there is not has none. */
export async function findEpisodes(db: Queryable, codes: readonly string[]): Promise<EpisodeRow[]> {
  const result = await db.query<Stored>({
    name: 'episodes-of-codes',
    text: `select ${ROW} from episode as e join detection as d on d.id = e.detection_id where e.code = any($1::text[])`,
    // Text of PostgreSQL holds no NUL: no code does.
    values: [codes.filter((code) => !code.includes('\0'))],
  })
  return result.rows.map(fromStored)
}

export interface EpisodeFilter {
  readonly kinds?: readonly EpisodeKind[] | undefined
  readonly side?: EpisodeSide | undefined
  /** Those whose high lies within. */
  readonly window?: Window | undefined
}

/** Where a page goes on: the high and code of the episode that it begins after. */
export interface EpisodeCursor {
  readonly peakAt: number
  readonly code: string
}

/** Episodes newest first, one beyond the page. */
export async function getEpisodes(
  db: Queryable,
  { kinds, side, window }: EpisodeFilter,
  { limit, backwards }: Page,
  cursor: EpisodeCursor | undefined,
): Promise<EpisodeRow[]> {
  const values: unknown[] = [limit + 1]
  const parameter = (value: unknown) => `$${values.push(value)}`
  const conditions = ['true']
  if (kinds) conditions.push(`e.kind = any(${parameter(kinds)}::text[])`)
  if (side) conditions.push(`e.side = ${parameter(side)}`)
  if (window)
    conditions.push(`e.peak_at >= ${parameter(window.from)} and e.peak_at < ${parameter(window.to)}`)
  if (cursor)
    conditions.push(
      `(e.peak_at, e.code) ${backwards ? '>' : '<'} (${parameter(new Date(cursor.peakAt))}::timestamptz, ${parameter(cursor.code)}::text)`,
    )
  const direction = backwards ? 'asc' : 'desc'
  const result = await db.query<Stored>(
    `select ${ROW} from episode as e join detection as d on d.id = e.detection_id
     where ${conditions.join(' and ')} order by e.peak_at ${direction}, e.code ${direction} limit $1`,
    values,
  )
  return result.rows.map(fromStored)
}

/** The last run of the detector; undefined: there was none. */
export async function findLastDetection(db: Queryable): Promise<DetectionRow | undefined> {
  const result = await db.query<DetectionRow>(
    `select version, params, exchanges, "from", "to", step_seconds as "stepSeconds", ran_at as "ranAt"
     from detection order by ran_at desc, id desc limit 1`,
  )
  return result.rows[0]
}

/** Whether the detector has ever run. */
export async function isDetected(db: Queryable): Promise<boolean> {
  return ((await db.query('select 1 from detection limit 1')).rowCount ?? 0) > 0
}

/** What is held of open interest: the hours that a detector can read. undefined: nothing. */
export async function findHeldWindow(db: Queryable): Promise<Window | undefined> {
  const result = await db.query<{ from: Date | null; to: Date | null }>(
    `select min(first) as "from", max(last) as "to" from market as m cross join lateral (
       select (select bucket from open_interest_day where market_id = m.id order by bucket limit 1) as first,
         (select bucket + interval '1 hour' from open_interest_hour where market_id = m.id order by bucket desc limit 1) as last) as held`,
  )
  const { from, to } = result.rows[0]!
  return from && to ? { from, to } : undefined
}

/** Episodes of some kinds that were detected before a moment, oldest first. */
export async function getEpisodesBefore(
  db: Queryable,
  before: Date,
  kinds: readonly EpisodeKind[],
  side: EpisodeSide | undefined,
): Promise<EpisodeRow[]> {
  const result = await db.query<Stored>({
    name: 'episodes-before',
    text: `select ${ROW} from episode as e join detection as d on d.id = e.detection_id
      where e.detected_at < $1 and e.kind = any($2::text[]) and ($3::text is null or e.side = $3)
      order by e.detected_at, e.code`,
    values: [before, kinds, side ?? null],
  })
  return result.rows.map(fromStored)
}
