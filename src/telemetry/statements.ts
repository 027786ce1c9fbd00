import pg from 'pg'

/** A statement that has ended, one way or the other. */
export interface StatementEnd {
  readonly client: pg.ClientBase
  /** As it was sent, with $1 for a value. */
  readonly text: string
  readonly ms: number
  /** undefined: it failed. */
  readonly rows: number | undefined
}

export type StatementListener = (statement: StatementEnd) => void

type Callback = (error: Error | null, result: pg.QueryResult) => void

/** A class of clients that tell the listeners of each statement; COPY is none. */
export function observedClient(listeners: ReadonlySet<StatementListener>): new () => pg.ClientBase {
  class ObservedClient extends pg.Client {
    // One body for all of the driver's ways to be asked: `any` fits their types, `unknown` is what it is.
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    override query(...asked: any[]): any {
      const given: unknown[] = asked
      const send = super.query.bind(this) as (...values: unknown[]) => unknown
      if (listeners.size === 0) return send(...given)
      const began = performance.now()
      const end = (result?: pg.QueryResult) => {
        const statement = {
          client: this,
          text: textOf(given[0]),
          ms: performance.now() - began,
          rows: result?.rowCount ?? (result && 0),
        }
        for (const listener of listeners) listener(statement)
      }
      const callback = given.at(-1)
      if (typeof callback === 'function')
        return send(...given.slice(0, -1), (error: Error | null, result: pg.QueryResult) => {
          end(error ? undefined : result)
          ;(callback as Callback)(error, result)
        })
      const sent = send(...given)
      if (sent instanceof Promise) sent.then(end, () => end())
      return sent
    }
  }
  return ObservedClient
}

function textOf(query: unknown): string {
  return typeof query === 'string' ? query : ((query as { text?: string } | null)?.text ?? '')
}

const summaries = new Map<string, string>()
const MOST_SUMMARIES = 2_000

/** What a statement does and to what, e.g. "select liquidation_hour": its name among spans and lines, without a value. */
export function summaryOf(text: string): string {
  let summary = summaries.get(text)
  if (summary === undefined) {
    const verb =
      /\b(select|insert|update|delete|copy|begin|commit|rollback|notify|listen)\b/i.exec(text)?.[1] ??
      'statement'
    // What is named in `with` is none of the store's tables.
    const named = new Set(
      [...text.matchAll(/\b(\w+)(?:\s*\([\w\s,"]*\))?\s+as\s+(?:not\s+)?(?:materialized\s+)?\(/gi)].map(
        ([, name]) => name,
      ),
    )
    const table = [
      ...text.matchAll(/\b(?:from|into|update|join)\s+(?:only\s+)?"?(?:public"?\.")?([a-z_][a-z_0-9]*)/gi),
    ]
      .map(([, name]) => name!)
      .find((name) => !named.has(name) && !/^(unnest|lateral|generate_series|jsonb?_\w+|select)$/i.test(name))
    summary = [verb.toLowerCase(), table].filter(Boolean).join(' ')
    if (summaries.size >= MOST_SUMMARIES) summaries.clear()
    summaries.set(text, summary)
  }
  return summary
}
