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
  /** The facts' column that it is made of, where it does not keep the last one of it. */
  readonly fact?: string
  /** Column of the time that stands for a row, where there is no close_time. */
  readonly time?: string
  /** Another column of the same buckets, never null, e.g. high_usd. */
  readonly more?: string
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
  /** Those of the source's other column. */
  readonly more: LimbColumn | undefined
}

/** Closes of a span; those outside [from, to) don't count. */
export interface ClosePiece {
  readonly from: number
  readonly to: number
  /** Width of the rollup's buckets that are read. */
  readonly grainMs: number
  readonly closes: readonly Closes[]
}

/** The rollups of a chunk are kept together. Longer ones would be read whole for a short span, shorter ones cost more to look up. */
const CHUNK_MS: Record<Grain, number> = { minute: HOUR_MS, hour: DAY_MS, day: 32 * DAY_MS }

/** Rows that one statement reads at most, more or less: it must end before the limit of a statement. */
const ROWS_A_STATEMENT = 250_000

interface Chunk {
  /** See versionOf: the days' versions that the closes stand for. */
  readonly version: number
  readonly parts: { readonly closes: Closes; readonly ids: ReadonlySet<number>; readonly key: string }[]
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

  constructor(pool: Queryable, maxBytes = 192 * 2 ** 20) {
    this.#pool = pool
    this.#maxBytes = maxBytes
  }

  /** What is kept, bytes. */
  get bytes(): number {
    return this.#bytes
  }

  /** The closes of a window at whole minutes, oldest piece first. What is kept of a venue may hold more ids than are asked for. */
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
    const question = { source, byScope, days, asOf: options.asOf }
    const pieces: ClosePiece[] = []
    for (const span of spans) {
      let kept = this.#gather(question, span)
      if (kept.missing.length > 0) {
        // What is kept is answered at once; what is not, is read for one question after the other.
        const turn = this.#turn.then(() => this.#readMissing(question, span))
        this.#turn = turn.catch(() => undefined)
        kept = await turn
      }
      const { found, late } = kept
      // What holds something that came later is made again as it stood, and not kept.
      for (const load of loadsOf(late, span))
        for (const { at, closes } of await this.#query(source, span, load, options.asOf))
          if (closes) found.get(at)!.push(closes)
      for (const [at, closes] of found)
        pieces.push({
          from: Math.max(at, span.from),
          to: Math.min(at + span.chunkMs, span.to),
          grainMs: GRAIN_MS[span.grain],
          closes,
        })
    }
    return pieces
  }

  /** What is kept of a span, by chunk, and what isn't: of one moment. */
  #gather({ source, byScope, days, asOf }: CloseQuestion, span: ChunkSpan, again = false): Kept {
    const { chunkMs } = span
    const keys = new Map([...byScope].map(([scope, ids]) => [scope, ids.join()]))
    const found = new Map<number, Closes[]>()
    const [missing, late]: [Missing[], Missing[]] = [[], []]
    for (let at = span.first; at < span.last; at += chunkMs) {
      const own: Closes[] = []
      for (const [scope, ids] of byScope) {
        const key = keyOf(source, span.grain, scope, at)
        const chunk = this.#findChunk(key, versionOf(days, scope, at, at + chunkMs))
        const unread = chunk ? unreadOf(chunk, ids, keys.get(scope)!) : ids
        if (!chunk || unread.length > 0) {
          missing.push({ at, scope, ids: again ? ids : unread })
          if (again) this.#drop(key)
        } else if (asOf && chunk.newest > asOf.getTime()) late.push({ at, scope, ids })
        else own.push(...chunk.parts.map(({ closes }) => closes))
      }
      found.set(at, own)
    }
    return { found, missing, late }
  }

  async #readMissing(question: CloseQuestion, span: ChunkSpan): Promise<Kept> {
    let kept = this.#gather(question, span)
    while (kept.missing.length > 0) {
      for (const load of loadsOf(kept.missing, span)) await this.#load(question.source, span, load)
      // A write between two loads drops what is older: such a chunk is then read whole, in one statement.
      kept = this.#gather(question, span, true)
    }
    this.#evict()
    return kept
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
    const keys = new Map([...load.ids].map(([scope, ids]) => [scope, ids.join()]))
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
      chunk.parts.push({ closes: closes ?? NOTHING, ids: sets.get(scope)!, key: keys.get(scope)! })
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
      ...statementOf(source, grain, asOf !== undefined),
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

/** The ids that a chunk lacks. Most often the very ones are asked for that were read together: then none need be looked up. */
function unreadOf({ parts }: Chunk, ids: readonly number[], key: string): readonly number[] {
  if (parts.some((part) => part.key === key)) return []
  return ids.filter((id) => !parts.some((part) => part.ids.has(id)))
}

interface CloseQuestion {
  readonly source: CloseSource
  readonly byScope: ReadonlyMap<number, readonly number[]>
  readonly days: FactDays
  readonly asOf: Date | undefined
}

interface Kept {
  /** Closes that can be used as they are, by the begin of the chunk. */
  readonly found: Map<number, Closes[]>
  readonly missing: readonly Missing[]
  /** Chunks that hold something which was observed later than asked for. */
  readonly late: readonly Missing[]
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

function keyOf({ tables, column, more = '' }: CloseSource, grain: Grain, scope: number, at: number): string {
  return `${tables.table}.${column}.${more}:${grain}:${scope}:${at}`
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
  readonly more: string | null
  readonly newest: number
}

interface Loaded {
  readonly at: number
  readonly scope: number
  readonly version: number
  readonly closes: Closes | undefined
  readonly newest: number
}

/** Statements are made once, and prepared under a number: their names have 63 characters at most. */
const statements = new Map<string, { readonly name: string; readonly text: string }>()

function statementOf(source: CloseSource, grain: Grain, isAsOf: boolean) {
  const text = loadSql(source, grain, isAsOf)
  let statement = statements.get(text)
  if (!statement) statements.set(text, (statement = { name: `closes:${statements.size}`, text }))
  return statement
}

/*
 * $1 ids, $2 from, $3 to, $4 seconds of a chunk, $5 table, $6 scopes, $7 as of. A row for each id and chunk: whole columns leave
 * PostgreSQL as one text each. Times are ms after the chunk's begin.
 */
function loadSql(
  { tables, column, more, time = 'close_time' }: CloseSource,
  grain: Grain,
  isAsOf: boolean,
): string {
  const within = 'bucket >= $2::timestamptz and bucket < $3::timestamptz'
  const rows = isAsOf
    ? `(${rollupAsOf(tables, grain, { ids: '$1::int[]', within, asOf: '$7::timestamptz' })})`
    : `${tables.table}_${grain}`
  const ms = (moment: string) => `(date_part('epoch', ${moment}) * 1000)::bigint`
  const chunk = `floor(date_part('epoch', bucket - $2::timestamptz) / $4)::int`
  return `
    select null::int as id, 0 as chunk, 0 as count,
      ${factDaysSql({ fact: '$5', scopes: '$6::int[]', from: '$2::timestamptz', to: '$3::timestamptz' })} as times,
      '' as values, null as more, 0::float8 as newest
    union all
    select id, chunk, count(*)::int, string_agg(time, ',' order by bucket, source_id),
      string_agg(value, ',' order by bucket, source_id), string_agg(more, ',' order by bucket, source_id),
      ${ms('max(last_observed_at)')}::float8
    from (
      select ${tables.id} as id, ${chunk} as chunk, bucket, source_id, (${column})::text as value,
        (${more ?? 'null'})::text as more, last_observed_at,
        (${ms(time)} - ${ms('$2::timestamptz')} - ${chunk}::bigint * ($4 * 1000)::bigint)::text as time
      from ${rows} as r
      where ${tables.id} = any($1::int[]) and ${within} and (${column}) is not null
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
  const others = rows[0]?.more == null ? undefined : new LimbColumn(most)
  let row = 0
  for (const [at, { id, times: stamps, values: text, more }] of rows.entries()) {
    ids[at] = id!
    offsets[at] = row
    const own = new TextColumn(text)
    const other = more === null ? undefined : new TextColumn(more)
    let bucket = -1
    for (const stamp of stamps!.split(',')) {
      const time = Number(stamp)
      own.next()
      other?.next()
      if (Math.floor(time / bucketMs) !== bucket) {
        bucket = Math.floor(time / bucketMs)
        row += 1
      } else if (time < times[row - 1]!) continue
      times[row - 1] = time
      own.put(values, row - 1)
      if (others) other?.put(others, row - 1)
    }
  }
  offsets[rows.length] = row
  return {
    ids,
    offsets,
    times: row === most ? times : times.slice(0, row),
    origin,
    values: values.cut(row),
    more: others?.cut(row),
  }
}

/** Values that are parted by commas, one after the other. */
class TextColumn {
  readonly #text: string
  #begin = 0
  #end = -1

  constructor(text: string) {
    this.#text = text
  }

  next(): void {
    this.#begin = this.#end + 1
    const comma = this.#text.indexOf(',', this.#begin)
    this.#end = comma < 0 ? this.#text.length : comma
  }

  put(column: LimbColumn, row: number): void {
    column.clear(row)
    column.set(row, this.#text, this.#begin, this.#end)
  }
}

const NOTHING: Closes = {
  ids: new Int32Array(0),
  offsets: new Int32Array(1),
  times: new Uint32Array(0),
  origin: 0,
  values: new LimbColumn(0),
  more: undefined,
}

function bytesOf({ ids, offsets, times, values, more }: Closes): number {
  return ids.byteLength + offsets.byteLength + times.byteLength + values.bytes + (more?.bytes ?? 0) + 600
}
