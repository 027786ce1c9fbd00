import type { Caller } from '../access/record.ts'
import type { Queryable, Reads } from '../db.ts'
import { createEpisodeLoaders, type EpisodeLoaders } from '../episodes/loader.ts'
import { createLiquidationLoaders, type LiquidationLoaders } from '../liquidations/loader.ts'
import type { Catalog } from '../markets/catalog.ts'
import { createMarketLoaders, type MarketLoaders } from '../markets/loader.ts'
import type { StreamHub } from '../stream/hub.ts'
import type { Tracing } from '../telemetry/tracing.ts'
import type { CloseCache } from '../measures/closes.ts'
import type { Deliverer } from '../webhooks/deliver.ts'
import { createWebhookLoaders, type WebhookLoaders } from '../webhooks/loader.ts'
import type { RequestScope } from './requestScope.ts'

/** What every resolver is given: made anew for each request. */
export interface Context extends MarketLoaders, LiquidationLoaders, EpisodeLoaders, WebhookLoaders {
  readonly database: Reads
  /** The small tables in memory. */
  readonly catalog: () => Promise<Catalog>
  /** Has the small tables read anew at the next request: something in them was changed. */
  readonly forgetCatalog: () => void
  /** Last values of rollups, kept from one request to the next as long as they stand. */
  readonly closes: CloseCache
  /** Where changes are written; reads may come from a replica. */
  readonly writer: Queryable
  readonly now: () => Date
  /** Who asks; undefined: this server does not look at callers. */
  readonly caller?: Caller
  /** What is pushed; undefined: not a subscription. */
  readonly stream?: {
    readonly hub: StreamHub
    readonly signal: AbortSignal
    /** Whether the client takes what it is sent; one that does not is closed. */
    readonly isTaken: () => boolean
    /** A cursor to go on from, whatever the document says. */
    readonly after?: string
    /** How long it is told nothing while the log goes on, before it is told its cursor alone, ms; undefined: it is never told that alone. */
    readonly cursorEveryMs?: number
    /** Told of events that were looked at and hold nothing for the subscription: id of the last. */
    readonly onPassed?: (last: number) => void
    /** Where spans of what is pushed go; undefined: there are none. */
    readonly tracing?: Tracing
  }
  /** Sends webhooks; undefined: this server sends none. */
  readonly deliverer?: Deliverer
  /** The HTTP request that is answered; undefined: a subscription. */
  readonly scope?: RequestScope
  /** Units that one request may cost; undefined: nothing is counted. */
  readonly mostUnits?: number
}

/** Context of one request: its loaders batch and cache within that request alone, and it sees one catalog throughout. */
export function createContext(
  shared: Omit<
    Context,
    keyof MarketLoaders | keyof LiquidationLoaders | keyof EpisodeLoaders | keyof WebhookLoaders
  >,
): Context {
  let catalog: Promise<Catalog> | undefined
  return {
    ...shared,
    catalog: () => (catalog ??= shared.catalog()),
    ...createMarketLoaders(shared.database),
    ...createLiquidationLoaders(shared.database),
    ...createEpisodeLoaders(shared.database),
    ...createWebhookLoaders(shared.writer),
  }
}
