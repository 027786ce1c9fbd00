import type pg from 'pg'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Queryable } from '../db.ts'
import { getFeeds, type FeedRow } from '../quality/feeds.ts'
import { SHED_REASONS, type LoadLimiter, type ShedReason } from '../server/load.ts'
import type { RequestScope } from '../server/requestScope.ts'
import type { StatementEnd } from './statements.ts'

/** Who asked, as far as metrics tell: never which key or address. */
export type CallerKind = 'anonymous' | 'key'

const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
const STATEMENT_SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]
const LAG_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 30]
/** What is read for a scrape is held for so long, however many scrape. */
const HELD_MS = 10_000

/** A registry with what Node tells of itself. */
export function createRegistry(): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return registry
}

/**
 * What the API server tells of itself in Prometheus' words. Labels have few values, known beforehand: routes, statuses, types of operations,
 * our error codes, families and venues.
 */
export class ServerMetrics {
  readonly registry = createRegistry()
  readonly #requests = this.#histogram(
    'http_server_request_duration_seconds',
    'Time from the first header of a request to the end of its answer.',
    ['http_request_method', 'http_route', 'http_response_status_code'],
    REQUEST_SECONDS,
  )
  readonly #operations = this.#counter(
    'unwind_graphql_operations_total',
    'Operations answered over HTTP, by type and by the code of the first error; OK: there was none.',
    ['type', 'code'],
  )
  readonly #units = this.#counter('unwind_cost_units_total', 'Units of cost charged.', ['caller'])
  readonly #rateLimited = this.#counter(
    'unwind_rate_limited_total',
    'Requests refused because the units of the minute were spent.',
    ['caller'],
  )
  readonly #timedOut = this.#counter(
    'unwind_requests_stopped_total',
    'Requests stopped before their answer: they took too long, or the client had gone.',
    ['code'],
  )
  readonly #shed = this.#counter('unwind_shed_total', 'Requests refused because the server was busy.', [
    'reason',
  ])
  readonly #statements = this.#histogram(
    'unwind_db_statement_duration_seconds',
    'Time of SQL statements on their connection.',
    ['outcome'],
    STATEMENT_SECONDS,
  )
  readonly #slow = this.#counter(
    'unwind_db_slow_statements_total',
    'Statements slower than SLOW_STATEMENT_MS.',
  )
  readonly #sent = this.#counter('unwind_events_sent_total', 'Results sent to subscribers.')
  readonly #lag = this.#histogram(
    'unwind_event_lag_seconds',
    'Time from the commit of an event to its being handed to subscribers.',
    [],
    LAG_SECONDS,
  )

  constructor() {
    for (const reason of SHED_REASONS) this.#shed.inc({ reason }, 0)
    for (const caller of ['anonymous', 'key'] satisfies CallerKind[]) {
      this.#units.inc({ caller }, 0)
      this.#rateLimited.inc({ caller }, 0)
    }
    for (const code of STOPPED) this.#timedOut.inc({ code }, 0)
  }

  requestEnded(request: {
    readonly method: string
    readonly route: string
    readonly status: number
    readonly seconds: number
  }): void {
    this.#requests.observe(
      {
        http_request_method: METHODS.has(request.method) ? request.method : '_OTHER',
        http_route: request.route,
        http_response_status_code: request.status,
      },
      request.seconds,
    )
  }

  questionEnded(caller: CallerKind, { units, codes }: RequestScope): void {
    this.#units.inc({ caller }, units)
    if (codes.has('RATE_LIMITED')) this.#rateLimited.inc({ caller })
    for (const code of STOPPED) if (codes.has(code)) this.#timedOut.inc({ code })
  }

  operationEnded(type: string, code: string): void {
    this.#operations.inc({ type, code })
  }

  shed(reason: ShedReason): void {
    this.#shed.inc({ reason })
  }

  statementEnded({ ms, rows }: StatementEnd, isSlow: boolean): void {
    this.#statements.observe({ outcome: rows === undefined ? 'failed' : 'done' }, ms / 1_000)
    if (isSlow) this.#slow.inc()
  }

  eventsHandedOut(events: readonly { readonly at: Date }[]): void {
    const now = Date.now()
    // The clocks of the store and of this machine may differ.
    for (const { at } of events) this.#lag.observe(Math.max(0, now - at.getTime()) / 1_000)
  }

  resultSent(): void {
    this.#sent.inc()
  }

  watchLoad(load: Readonly<Record<'questions' | 'exports', LoadLimiter>>): void {
    const told = Object.entries(load)
    this.#gauge('unwind_executing', 'Requests that are worked on.', ['kind'], () =>
      told.map(([kind, { executing }]) => [{ kind }, executing]),
    )
    this.#gauge(
      'unwind_places',
      'Requests that may be worked on at a time, for now: fewer when the server is at its end.',
      ['kind'],
      () => told.map(([kind, { places }]) => [{ kind }, places]),
    )
    this.#gauge('unwind_queued', 'Requests that wait for their turn.', ['kind'], () =>
      told.map(([kind, { queued }]) => [{ kind }, queued]),
    )
  }

  watchSockets(count: () => number): void {
    this.#gauge('unwind_websocket_connections', 'Open WebSockets.', [], () => [[{}, count()]])
  }

  watchPools(pools: Readonly<Record<string, pg.Pool>>): void {
    this.#gauge('unwind_db_connections', 'Connections to PostgreSQL.', ['pool', 'state'], () =>
      Object.entries(pools).flatMap(([pool, { totalCount, idleCount }]): Reading[] => [
        [{ pool, state: 'used' }, totalCount - idleCount],
        [{ pool, state: 'idle' }, idleCount],
      ]),
    )
    this.#gauge('unwind_db_waiting', 'Statements that wait for a connection.', ['pool'], () =>
      Object.entries(pools).map(([pool, { waitingCount }]) => [{ pool }, waitingCount]),
    )
  }

  /** Feeds as the recorder noted them in the store, by the source that read last; told as long as the store answers. */
  watchFeeds(db: Queryable): void {
    const read = held(HELD_MS, () => getFeeds(db).then(newestOf, (): FeedRow[] => []))
    const labelsOf = ({ family, scope }: FeedRow) => ({ family, venue: scope })
    this.#gauge(
      'unwind_feed_age_seconds',
      'Time since a feed was last read.',
      ['family', 'venue'],
      async () => {
        const now = Date.now()
        return (await read()).map((feed) => [labelsOf(feed), (now - feed.lastReadAt.getTime()) / 1_000])
      },
    )
    this.#gauge(
      'unwind_feed_gap_open',
      '1 while a feed is silent, down or stopped, else 0; only of feeds that say.',
      ['family', 'venue'],
      async () =>
        (await read())
          .filter(({ state }) => state !== null)
          .map((feed) => [labelsOf(feed), /^(SILENT|DOWN|STOPPED)$/.test(feed.state!) ? 1 : 0]),
    )
  }

  #counter(name: string, help: string, labelNames: readonly string[] = []) {
    return new Counter({ name, help, labelNames, registers: [this.registry] })
  }

  #histogram(name: string, help: string, labelNames: readonly string[], buckets: number[]) {
    return new Histogram({ name, help, labelNames, buckets, registers: [this.registry] })
  }

  #gauge(
    name: string,
    help: string,
    labelNames: readonly string[],
    read: () => readonly Reading[] | Promise<readonly Reading[]>,
  ): void {
    addGauge(this.registry, name, help, labelNames, read)
  }
}

/** One feed for each family and venue. */
function newestOf(feeds: readonly FeedRow[]): FeedRow[] {
  const newest = new Map<string, FeedRow>()
  for (const feed of feeds) {
    const key = `${feed.family}:${feed.scope}`
    const other = newest.get(key)
    if (!other || other.lastReadAt < feed.lastReadAt) newest.set(key, feed)
  }
  return [...newest.values()]
}

const METHODS = new Set(['GET', 'POST', 'HEAD', 'OPTIONS'])
const STOPPED = ['REQUEST_TIMEOUT', 'CLIENT_GONE'] as const

export type Reading = readonly [labels: Readonly<Record<string, string>>, value: number]

/** A gauge that is read when it is scraped; what is no longer told disappears. */
export function addGauge(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly string[],
  read: () => readonly Reading[] | Promise<readonly Reading[]>,
): void {
  new Gauge({
    name,
    help,
    labelNames,
    registers: [registry],
    async collect() {
      const readings = await read()
      this.reset()
      for (const [labels, value] of readings) this.set({ ...labels }, value)
    },
  })
}

/** A counter that is kept elsewhere, since the start of the process. */
export function addCounter(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly string[],
  read: () => readonly Reading[],
): void {
  new Counter({
    name,
    help,
    labelNames,
    registers: [registry],
    collect() {
      this.reset()
      for (const [labels, value] of read()) this.inc({ ...labels }, value)
    },
  })
}

/** What `read` said last, for so long. */
function held<T>(ms: number, read: () => Promise<T>): () => Promise<T> {
  let [value, until] = [undefined as Promise<T> | undefined, 0]
  return () => {
    if (value === undefined || Date.now() >= until) [value, until] = [read(), Date.now() + ms]
    return value
  }
}
