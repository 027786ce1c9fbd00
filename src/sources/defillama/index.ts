import { SourceError } from '../../lib/errors.ts'
import { DAY_MS, type Window } from '../../lib/time.ts'
import type { Batch, Rejection, SourceRecord } from '../../quality/record.ts'
import type { SeriesPointRecord, SeriesSource } from '../../series/record.ts'
import { mapEach } from '../ccxt/mapping.ts'
import { JsonClient, type JsonClientOptions } from '../jsonClient.ts'
import { findSlug, houseHistorySchema, housesSchema, mapHouse } from './mapping.ts'
import { tokensOf } from './tokens.ts'

export interface DefillamaOptions extends JsonClientOptions {
  /** Tickers of the assets whose coins are read; each house's sum of all is read in any case. */
  readonly assets: readonly string[]
}

const SOURCE: SourceRecord = {
  code: 'defillama.rest',
  name: 'DefiLlama API, centralized exchanges',
  provenance: 'OBSERVED',
  url: 'https://api-docs.defillama.com',
}

/** What a load without a window reads again: wallets that become known later change the days before. */
const RECENT_MS = 30 * DAY_MS

/**
 * Coins in the wallets of centralized exchanges, by the day, from DefiLlama: free, without a key. One request a house gives all
 * of its history, so a window costs as much as a day. A batch a house; one that is not read is a rejection
 * HOUSE_NOT_READ, and the rest goes on.
 */
export function createReservesSource(options: DefillamaOptions): SeriesSource {
  const client = new JsonClient({ name: 'defillama', baseUrl: 'https://api.llama.fi' }, options)
  const wanted = tokensOf(options.assets)
  const now = options.now ?? (() => new Date())

  async function* points(
    window: Window | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<Batch<SeriesPointRecord>> {
    const { cexs } = await client.get('/cexs', {}, housesSchema, signal)
    const { records: slugs, rejections } = mapEach(cexs, findSlug)
    if (rejections.length > 0) yield { records: [], rejections, observedAt: now() }
    for (const slug of new Set(slugs)) if (slug !== undefined) yield await readHouse(slug, window, signal)
  }

  async function readHouse(
    slug: string,
    window: Window | undefined,
    signal: AbortSignal,
  ): Promise<Batch<SeriesPointRecord>> {
    const refused = (error: unknown): Rejection => {
      if (!(error instanceof SourceError) || error.code !== 'SOURCE_REFUSED') throw error
      return { code: 'HOUSE_NOT_READ', reason: error.message, payload: { slug } }
    }
    try {
      const history = await client.get(`/protocol/${slug}`, {}, houseHistorySchema, signal)
      const observedAt = now()
      const span = window ?? { from: new Date(observedAt.getTime() - RECENT_MS), to: observedAt }
      return { ...mapHouse(slug, history, wanted, span), observedAt }
    } catch (error) {
      return { records: [], rejections: [refused(error)], observedAt: now() }
    }
  }

  return { source: SOURCE, points }
}
