import type pg from 'pg'
import type { Queryable } from '../db.ts'
import { planGrains, type GrainPlan } from '../lib/buckets.ts'
import { factDaysSql, getFactDays, parseFactDays, versionOf, type FactDays } from '../lib/factDays.ts'
import { LimbColumn } from '../lib/limbs.ts'
import { rollupAsOf, type ReadingTables } from '../lib/readings.ts'
import { ceilTo, DAY_MS, floorTo, GRAIN_MS, HOUR_MS, type Grain, type Window } from '../lib/time.ts'

/** What is read: the last value in each bucket of a rollup. */
export interface CloseSource {
  readonly tables: ReadingTables
  /** Column of the rollups, e.g. close_usd; a bucket in which it is null counts as one without a reading. */
  readonly column: string
}

/** Last values of some ids in consecutive buckets, each with the time of its reading; id by id, time ascending within one. */
export interface Closes {
  readonly ids: Int32Array
  /** Row at which each id begins; one more at the end. */
  readonly offsets: Int32Array
  /** Time of each reading, ms after `origin`. */
  readonly times: Uint32Array
  readonly origin: number
  readonly values: LimbColumn
}

/** Closes of a span; those outside [from, to) don't count. */
export interface ClosePiece {
  readonly from: number
  readonly to: number
  readonly closes: readonly Closes[]
}

/** The rollups of a chunk are kept together. Longer ones would be read whole for a short span, shorter ones cost more to look up. */
const CHUNK_MS: Record<Grain, number> = { minute: HOUR_MS, hour: DAY_MS, day: 32 * DAY_MS }

/** Rows that one statement reads at most, more or less: it must end before the limit of a statement. */
const ROWS_A_STATEMENT = 250_000

interface Chunk {
  /** See versionOf: the days' versions that the closes stand for. */
  readonly version: number
  readonly parts: { readonly closes: Closes; readonly ids: ReadonlySet<number> }[]
  /** When the newest row in it was observed, ms. */
  newest: number
  bytes: number
}

export interface ReadOptions {
  /** Which venue an id is of; 0 for facts of no venue. */
  readonly scopeOf: (id: number) => number
  readonly window: Window
  /** No coarser rollup is used. */
  readonly coarsest: Grain
  /** Only what was observed by then; undefined: all that is held. */
  readonly asOf?: Date | undefined
}

/**
 * Reads last values of rollups, and keeps them in memory by venue and day. A day is read again when its number in fact_day has
 * changed, so that answers are those of the store at every moment: the memory only saves work. Least recently used days go first.
 */
export class CloseCache {
  readonly #pool: Queryable
  readonly #maxBytes: number
  readonly #chunks = new Map<string, Chunk>()
  #bytes = 0
  /** Loads run one after the other: what the first has read, the next one finds. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(pool: pg.Pool, maxBytes = 192 * 2 ** 20) {
    this.#pool = pool
    this.#maxBytes = maxBytes
  }

  /** What is kept, bytes. */
  get bytes(): number {
    return this.#bytes
  }

  /** The closes of a window at whole minutes, oldest piece first. */
  async read(source: CloseSource, ids: readonly number[], options: ReadOptions): Promise<ClosePiece[]> {
    if (ids.length === 0) return []
    const spans = spansOf(planGrains(options.window, options.coarsest))
    const byScope = new Map<number, number[]>()
    for (const id of ids) {
      const scope = options.scopeOf(id)
      const own = byScope.get(scope)
      if (own) own.push(id)
      else byScope.set(scope, [id])
    }
    const scopes = [...byScope.keys()]
    // Chunks of days reach farther out than those of hours before and after them.
    const whole = {
      from: new Date(Math.min(...spans.map(({ first }) => first))),
      to: new Date(Math.max(...spans.map(({ last }) => last))),
    }
    const days = await getFactDays(this.#pool, source.tables.table, scopes, whole)
    const turn = this.#turn.then(
      () => this.#readSpans(source, byScope, spans, days, options.asOf),
      () => this.#readSpans(source, byScope, spans, days, options.asOf),
    )
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  async #readSpans(
    source: CloseSource,
    byScope: ReadonlyMap<number, readonly number[]>,
    spans: readonly ChunkSpan[],
    days: FactDays,
    asOf: Date | undefined,
  ): Promise<ClosePiece[]> {
    const pieces: ClosePiece[] = []
    for (const span of spans) {
      const found = new Map<number, Closes[]>()
      const { chunkMs } = span
      // A write between two loads drops what is older: such a chunk is then read whole, in one statement.
      for (let again = false; ; again = true) {
        const missing: Missing[] = []
        for (let at = span.first; at < span.last; at += chunkMs)
          for (const [scope, ids] of byScope) {
            const key = keyOf(source, span.grain, scope, at)
            const chunk = this.#findChunk(key, versionOf(days, scope, at, at + chunkMs))
            const unread = chunk ? ids.filter((id) => !chunk.parts.some((part) => part.ids.has(id))) : ids
            if (unread.length > 0) missing.push({ at, scope, ids: again ? ids : unread })
            if (unread.length > 0 && again) this.#drop(key)
          }
        if (missing.length === 0) break
        for (const load of loadsOf(missing, span)) await this.#load(source, span, load)
      }
      const late: Missing[] = []
      for (let at = span.first; at < span.last; at += chunkMs) {
        const own: Closes[] = []
        for (const [scope, ids] of byScope) {
          const chunk = this.#chunks.get(keyOf(source, span.grain, scope, at))!
          if (asOf && chunk.newest > asOf.getTime()) late.push({ at, scope, ids })
          else own.push(...chunk.parts.map(({ closes }) => closes))
        }
        found.set(at, own)
      }
      // What holds something that came later is made again as it stood, and not kept.
      for (const load of loadsOf(late, span))
        for (const { at, closes } of await this.#query(source, span, load, asOf))
          if (closes) found.get(at)!.push(closes)
      for (const [at, closes] of found)
        pieces.push({ from: Math.max(at, span.from), to: Math.min(at + chunkMs, span.to), closes })
    }
    this.#evict()
    return pieces
  }

  /** The chunk that is kept, if it is as new as the days are; it becomes the most recently used. */
  #findChunk(key: string, version: number): Chunk | undefined {
    const chunk = this.#chunks.get(key)
    if (!chunk) return undefined
    this.#chunks.delete(key)
    // A newer one than this question knows of was read for another question since.
    if (chunk.version >= version) {
      this.#chunks.set(key, chunk)
      return chunk
    }
    this.#bytes -= chunk.bytes
    return undefined
  }

  #drop(key: string): void {
    this.#bytes -= this.#chunks.get(key)?.bytes ?? 0
    this.#chunks.delete(key)
  }

  async #load(source: CloseSource, span: ChunkSpan, load: Load): Promise<void> {
    const rows = await this.#query(source, span, load, undefined)
    const sets = new Map([...load.ids].map(([scope, ids]) => [scope, new Set(ids)]))
    for (const { at, scope, version, closes, newest } of rows) {
      const key = keyOf(source, span.grain, scope, at)
      let chunk = this.#chunks.get(key)
      if (chunk && chunk.version !== version) {
        this.#drop(key)
        chunk = undefined
      }
      if (!chunk) {
        chunk = { version, parts: [], newest: -Infinity, bytes: 300 }
        this.#chunks.set(key, chunk)
        this.#bytes += chunk.bytes
      }
      chunk.parts.push({ closes: closes ?? NOTHING, ids: sets.get(scope)! })
      chunk.newest = Math.max(chunk.newest, newest)
      const bytes = 300 + (closes ? bytesOf(closes) : 0)
      chunk.bytes += bytes
      this.#bytes += bytes
    }
  }

  /** One result for each scope and chunk of a load; the closes and the version that they stand for are of one moment. */
  async #query(
    source: CloseSource,
    { grain, chunkMs }: ChunkSpan,
    { from, to, ids: byScope }: Load,
    asOf: Date | undefined,
  ): Promise<Loaded[]> {
    const ids = [...byScope.values()].flat()
    const scopeOf = new Map([...byScope].flatMap(([scope, own]) => own.map((id) => [id, scope] as const)))
    const result = await this.#pool.query<LoadedRow>({
      name: `closes:${source.tables.table}:${source.column}:${grain}:${asOf ? 'as-of' : 'now'}`,
      text: loadSql(source, grain, asOf !== undefined),
      values: [
        ids,
        new Date(from),
        new Date(to),
        chunkMs / 1000,
        source.tables.table,
        [...byScope.keys()],
        ...(asOf ? [asOf] : []),
      ],
    })
    const [first, ...rows] = result.rows
    const days = parseFactDays(first!.times)
    const cells = new Map<string, LoadedRow[]>()
    for (const row of rows) {
      const cell = `${scopeOf.get(row.id!)!}:${row.chunk}`
      const own = cells.get(cell)
      if (own) own.push(row)
      else cells.set(cell, [row])
    }
    const loaded: Loaded[] = []
    for (let at = from, chunk = 0; at < to; at += chunkMs, chunk++)
      for (const scope of byScope.keys()) {
        const own = cells.get(`${scope}:${chunk}`)
        loaded.push({
          at,
          scope,
          version: versionOf(days, scope, at, at + chunkMs),
          closes: own && parseCloses(own, at, GRAIN_MS[grain]),
          newest: own ? Math.max(...own.map(({ newest }) => newest)) : -Infinity,
        })
      }
    return loaded
  }

  #evict(): void {
    for (const [key, { bytes }] of this.#chunks) {
      if (this.#bytes <= this.#maxBytes) return
      this.#chunks.delete(key)
      this.#bytes -= bytes
    }
  }
}

interface ChunkSpan {
  readonly grain: Grain
  readonly chunkMs: number
  /** The span that was asked for, ms. */
  readonly from: number
  readonly to: number
  /** Begin of the first chunk and end of the last, ms. */
  readonly first: number
  readonly last: number
}

/** The parts of a plan that are not empty, oldest first. */
function spansOf(plan: GrainPlan): ChunkSpan[] {
  const parts: [Window, Grain][] = [
    [plan.minuteHead, 'minute'],
    [plan.hourHead, 'hour'],
    [plan.day, 'day'],
    [plan.hourTail, 'hour'],
    [plan.minuteTail, 'minute'],
  ]
  return parts.flatMap(([window, grain]) => {
    const [from, to] = [window.from.getTime(), window.to.getTime()]
    const chunkMs = CHUNK_MS[grain]
    return from >= to
      ? []
      : [{ grain, chunkMs, from, to, first: floorTo(from, chunkMs), last: ceilTo(to, chunkMs) }]
  })
}

function keyOf({ tables, column }: CloseSource, grain: Grain, scope: number, at: number): string {
  return `${tables.table}.${column}:${grain}:${scope}:${at}`
}

interface Missing {
  readonly at: number
  readonly scope: number
  readonly ids: readonly number[]
}

/** What one statement reads: the same ids of consecutive chunks. */
interface Load {
  readonly from: number
  to: number
  readonly ids: ReadonlyMap<number, readonly number[]>
}

/** Joins chunks that lack the same ids into loads of a size that one statement can bear. */
function loadsOf(missing: readonly Missing[], { chunkMs, grain }: ChunkSpan): Load[] {
  const byChunk = new Map<number, Map<number, readonly number[]>>()
  for (const { at, scope, ids } of missing) {
    const own = byChunk.get(at)
    if (own) own.set(scope, ids)
    else byChunk.set(at, new Map([[scope, ids]]))
  }
  const loads: Load[] = []
  const bucketsAChunk = chunkMs / GRAIN_MS[grain]
  for (const [at, ids] of byChunk) {
    const last = loads.at(-1)
    const rows = [...ids.values()].reduce((sum, own) => sum + own.length, 0) * bucketsAChunk
    const room = Math.max(1, Math.floor(ROWS_A_STATEMENT / Math.max(1, rows))) * chunkMs
    if (last?.to === at && at - last.from < room && isSame(last.ids, ids)) last.to = at + chunkMs
    else loads.push({ from: at, to: at + chunkMs, ids })
  }
  return loads
}

function isSame(
  a: ReadonlyMap<number, readonly number[]>,
  b: ReadonlyMap<number, readonly number[]>,
): boolean {
  if (a.size !== b.size) return false
  for (const [scope, ids] of a) {
    const other = b.get(scope)
    if (other === ids) continue
    if (other?.length !== ids.length || ids.some((id, at) => other[at] !== id)) return false
  }
  return true
}

interface LoadedRow {
  /** null in the first row, whose `times` are the versions. */
  readonly id: number | null
  readonly chunk: number
  readonly count: number
  readonly times: string | null
  readonly values: string
  readonly newest: number
}

interface Loaded {
  readonly at: number
  readonly scope: number
  readonly version: number
  readonly closes: Closes | undefined
  readonly newest: number
}

/*
 * $1 ids, $2 from, $3 to, $4 seconds of a chunk, $5 table, $6 scopes, $7 as of. A row for each id and chunk: whole columns leave
 * PostgreSQL as one text each. Times are ms after the chunk's begin.
 */
function loadSql({ tables, column }: CloseSource, grain: Grain, isAsOf: boolean): string {
  const within = 'bucket >= $2::timestamptz and bucket < $3::timestamptz'
  const rows = isAsOf
    ? `(${rollupAsOf(tables, grain, { ids: '$1::int[]', within, asOf: '$7::timestamptz' })})`
    : `${tables.table}_${grain}`
  const ms = (time: string) => `(date_part('epoch', ${time}) * 1000)::bigint`
  const chunk = `floor(date_part('epoch', bucket - $2::timestamptz) / $4)::int`
  return `
    select null::int as id, 0 as chunk, 0 as count,
      ${factDaysSql({ fact: '$5', scopes: '$6::int[]', from: '$2::timestamptz', to: '$3::timestamptz' })} as times,
      '' as values, 0::float8 as newest
    union all
    select id, chunk, count(*)::int, string_agg(time, ',' order by bucket, source_id),
      string_agg(value, ',' order by bucket, source_id), ${ms('max(last_observed_at)')}::float8
    from (
      select ${tables.id} as id, ${chunk} as chunk, bucket, source_id, ${column}::text as value, last_observed_at,
        (${ms('close_time')} - ${ms('$2::timestamptz')} - ${chunk}::bigint * ($4 * 1000)::bigint)::text as time
      from ${rows} as r
      where ${tables.id} = any($1::int[]) and ${within} and ${column} is not null
      order by ${tables.id}, bucket, source_id
    ) as closes group by id, chunk`
}

/** Of two feeds of one id the later reading of a bucket counts; of two at one time that of the later source. */
function parseCloses(rows: readonly LoadedRow[], origin: number, bucketMs: number): Closes {
  const most = rows.reduce((sum, { count }) => sum + count, 0)
  const ids = new Int32Array(rows.length)
  const offsets = new Int32Array(rows.length + 1)
  const times = new Uint32Array(most)
  const values = new LimbColumn(most)
  let row = 0
  for (const [at, { id, times: stamps, values: text }] of rows.entries()) {
    ids[at] = id!
    offsets[at] = row
    let [begin, bucket] = [0, -1]
    for (const stamp of stamps!.split(',')) {
      const comma = text.indexOf(',', begin)
      const end = comma < 0 ? text.length : comma
      const time = Number(stamp)
      const own = Math.floor(time / bucketMs)
      if (own !== bucket) {
        bucket = own
        times[row] = time
        values.set(row, text, begin, end)
        row += 1
      } else if (time >= times[row - 1]!) {
        times[row - 1] = time
        values.clear(row - 1)
        values.set(row - 1, text, begin, end)
      }
      begin = end + 1
    }
  }
  offsets[rows.length] = row
  return { ids, offsets, times: row === most ? times : times.slice(0, row), origin, values: values.cut(row) }
}

const NOTHING: Closes = {
  ids: new Int32Array(0),
  offsets: new Int32Array(1),
  times: new Uint32Array(0),
  origin: 0,
  values: new LimbColumn(0),
}

function bytesOf({ ids, offsets, times, values }: Closes): number {
  return ids.byteLength + offsets.byteLength + times.byteLength + values.bytes + 600
}
