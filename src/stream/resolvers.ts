import type { EpisodeChangeRow } from '../episodes/store.ts'
import { UnwindError } from '../lib/errors.ts'
import { perObject } from '../lib/perObject.ts'
import { MINUTE_MS } from '../lib/time.ts'
import type { LiquidationOrder } from '../liquidations/store.ts'
import { select, type Basket, type Catalog, type SelectionFilter } from '../markets/catalog.ts'
import type { Family } from '../quality/record.ts'
import type { Context } from '../server/context.ts'
import type { Tick } from './hub.ts'
import { encodeStreamCursor, followStream, recordsOf, type MsToRest } from './events.ts'
import type { LiquidationEvent, OpenInterestEvent } from './record.ts'
import { Standing } from './standing.ts'
import type { Topic } from './store.ts'

/** How long the markets of a filter are taken to be the same: a sector may be given to an asset meanwhile. */
const SELECTED_MS = MINUTE_MS

interface MarketQuestion {
  readonly filter?: SelectionFilter | null | undefined
  readonly basket?: Basket | null | undefined
  readonly after?: string | null | undefined
}

export interface LiquidationBatchRow {
  readonly cursor: string
  readonly orders: readonly LiquidationOrder[]
}

export interface OpenInterestUpdateRow {
  readonly marketId: number
  readonly time: Date
  readonly baseQuantity: string
  readonly markPrice: string
  readonly valueUsd: string
}

/** What a question makes of a tick; without rows: there is nothing for it in the tick. */
interface Rows<Row> {
  readonly cursor: string
  readonly rows: readonly Row[]
}

/** What a question makes of a tick, by its text: a thousand subscribers of one question share it, and what is made of it. */
const made = new WeakMap<Tick, Map<string, Promise<Rows<unknown>>>>()

/** Ticks with what a topic has in them for a question; of those that have nothing, the ones that tell subscribers where they stand. */
async function* follow<Event, Row>(
  context: Context,
  topic: Topic,
  question: MarketQuestion,
  rowsOf: (records: readonly Event[]) => Promise<readonly Row[]> | readonly Row[],
): AsyncGenerator<Rows<Row>> {
  const { stream } = context
  if (!stream) throw new UnwindError('NOT_OFFERED', 'This server pushes nothing.')
  const { filter, basket } = question
  const after = stream.after ?? question.after
  const key = `${topic}:${JSON.stringify([filter, basket])}`
  const standing = stream.cursorEveryMs === undefined ? undefined : new Standing(stream.cursorEveryMs)
  const msToRest: MsToRest | undefined = standing && ((last) => standing.msToRest(last))
  for await (const tick of await followStream(stream.hub, after, stream.signal, msToRest)) {
    let own = made.get(tick)
    if (!own) made.set(tick, (own = new Map<string, Promise<Rows<unknown>>>()))
    let rows = own.get(key) as Promise<Rows<Row>> | undefined
    if (!rows) {
      const make = async () => {
        const records = recordsOf<Event>(tick, topic)
        return {
          cursor: encodeStreamCursor(tick.last),
          rows: records.length === 0 ? [] : await rowsOf(records),
        }
      }
      const ofTick = own
      ofTick.set(key, (rows = make()))
      // What failed for a moment is not kept for those who come again.
      rows.catch(() => ofTick.delete(key))
    }
    const result = await rows
    if (result.rows.length === 0 && !standing?.isDue(tick.last)) {
      stream.onPassed?.(tick.last)
      continue
    }
    if (!stream.isTaken()) return
    standing?.tell(tick.last)
    yield result
  }
}

/** Those of some events that are of markets that are asked for; codes are checked at once. */
async function chooserOf<Event extends readonly [marketId: number, ...unknown[]]>(
  context: Context,
  family: Family,
  { filter, basket }: MarketQuestion,
  isKnown: (event: Event, catalog: Catalog) => boolean,
): Promise<(events: readonly Event[]) => Promise<Event[]>> {
  const read = async () => {
    const catalog = await context.catalog()
    const codes = [...catalog.exchanges.values()].map(({ code }) => code)
    // That there is an event says that its venue is read, whatever is known of it otherwise.
    const venues = basket ?? (codes.length === 0 ? undefined : { exchanges: codes })
    const chosen = select(catalog, family, filter, venues).marketIds
    return { catalog, chosen: new Set(chosen) }
  }
  let [markets, at] = [await read(), Date.now()]
  return async (events) => {
    const isNew = events.some((event) => !isKnown(event, markets.catalog))
    // A market or a feed that came a moment ago: it is in the store, as its event is.
    if (isNew) context.forgetCatalog()
    if (isNew || Date.now() - at > SELECTED_MS) [markets, at] = [await read(), Date.now()]
    return events.filter(([id]) => markets.chosen.has(id))
  }
}

/** Pushes what is of some markets: events of a topic begin with the market's id. */
function subscribeMarkets<Event extends readonly [number, ...unknown[]], Row>(
  topic: Topic & Family,
  isKnown: (event: Event, catalog: Catalog) => boolean,
  rowOf: (event: Event) => Row,
  payloadOf: (rows: Rows<Row>) => object,
) {
  // The same object for the same rows: what is made of it is made once.
  const shared = perObject(payloadOf)
  return async function* (_: unknown, question: MarketQuestion, context: Context) {
    const choose = await chooserOf(context, topic, question, isKnown)
    const ticks = follow<Event, Row>(context, topic, question, async (events) =>
      (await choose(events)).map(rowOf),
    )
    for await (const rows of ticks) yield shared(rows)
  }
}

const episodesOf = perObject(({ cursor, rows }: Rows<EpisodeChangeRow>) => ({
  episodes: { cursor, changes: rows },
}))

export const streamResolvers = {
  Subscription: {
    liquidations: {
      subscribe: subscribeMarkets(
        'LIQUIDATIONS',
        ([marketId, , sourceId], { markets, sources }) => markets.has(marketId) && sources.has(sourceId),
        (event: LiquidationEvent) => orderOf(event),
        ({ cursor, rows }) => ({
          liquidations: { cursor, orders: rows },
        }),
      ),
    },
    openInterest: {
      subscribe: subscribeMarkets(
        'OPEN_INTEREST',
        ([marketId], { markets }) => markets.has(marketId),
        (event: OpenInterestEvent) => readingOf(event),
        ({ cursor, rows }) => ({
          openInterest: { cursor, readings: rows },
        }),
      ),
    },
    episodes: {
      subscribe: async function* (_: unknown, { after }: { after?: string | null }, context: Context) {
        const ticks = follow<Omit<EpisodeChangeRow, 'at'> & { at: string }, EpisodeChangeRow>(
          context,
          'EPISODES',
          { after },
          (events) => events.map((event) => ({ ...event, at: new Date(event.at) })),
        )
        for await (const rows of ticks) {
          // What is said of an episode now, not when the subscription began.
          context.episodeLoader.clearAll()
          yield episodesOf(rows)
        }
      },
    },
  },
  OpenInterestUpdate: {
    market: ({ marketId }: OpenInterestUpdateRow, _: unknown, { marketLoader }: Context) =>
      marketLoader.load(marketId),
  },
}

const orderOf = ([
  marketId,
  time,
  sourceId,
  orderKey,
  side,
  price,
  contracts,
  baseQuantity,
  notionalUsd,
  observedAt,
]: LiquidationEvent): LiquidationOrder => ({
  marketId,
  time: new Date(time),
  sourceId,
  orderKey,
  side,
  price,
  contracts,
  baseQuantity,
  notionalUsd,
  observedAt: new Date(observedAt),
})

const readingOf = ([
  marketId,
  time,
  baseQuantity,
  markPrice,
  valueUsd,
]: OpenInterestEvent): OpenInterestUpdateRow => ({
  marketId,
  time: new Date(time),
  baseQuantity,
  markPrice,
  valueUsd,
})
