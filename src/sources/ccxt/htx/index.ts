import { z } from 'zod'
import type { OpenInterestRecord, OpenInterestSource } from '../../../openInterest/record.ts'
import type { StoredMarket } from '../../../markets/record.ts'
import type { Settings, VenueClient } from '../loadExchange.ts'
import { indexMarkets, joinMapped, mapEach, type Mapped } from '../mapping.ts'
import {
  createCandleSource,
  createFundingSource,
  createOrderBookSource,
  openWithMarkets,
  readEach,
  readPaged,
} from '../readers.ts'
import { createMarketSource, keepMarkets, restSource, type Venue, type VenueDescription } from '../venue.ts'
import { ask } from './api.ts'
import { HTX_CANDLES } from './candles.ts'
import { HTX_FUNDING } from './funding.ts'
import { createLiquidationSource } from './liquidationSource.ts'
import { HTX_OPEN_INTEREST, mapInverse, mapLinear } from './openInterest.ts'
import { HTX_SHEET } from './sheet.ts'

const HTX: VenueDescription = {
  code: 'htx',
  name: 'HTX',
  restUrl: 'https://huobiapi.github.io/docs/usdt_swap/v1/en/',
  socketUrl: 'https://huobiapi.github.io/docs/usdt_swap/v1/en/#websocket-market-data',
}

export function createHtx(settings: Settings): Venue {
  return {
    sheet: HTX_SHEET,
    // Books, interest and liquidations count contracts of contract_size coins (linear) or USD (inverse).
    // https://huobiapi.github.io/docs/usdt_swap/v1/en/#general-query-swap-info
    markets: keepMarkets(
      createMarketSource(
        HTX,
        settings,
        { spot: true, linear: true, inverse: true },
        (market) => (market.info as { contract_size?: unknown } | null)?.contract_size,
      ),
      // The same lists have dated futures.
      ({ kind }) => kind !== 'FUTURE',
    ),
    liquidations: createLiquidationSource(HTX, settings),
    openInterest: createOpenInterestSource(settings),
    funding: createFundingSource(HTX, settings, HTX_FUNDING),
    // ccxt asks for step0, unmerged: 150 prices a side.
    orderBook: createOrderBookSource(HTX, settings, { takes: ({ kind }) => kind !== 'FUTURE' }),
    candles: createCandleSource(HTX, settings, HTX_CANDLES),
  }
}

function createOpenInterestSource(settings: Settings): OpenInterestSource {
  return {
    source: restSource(HTX),
    exchangeCode: 'htx',
    async *openInterest(markets, window, signal) {
      if (window) {
        yield* readPaged(HTX, settings, HTX_OPEN_INTEREST, markets, window, signal)
        return
      }
      const open = markets.filter(({ active, kind }) => active && kind === 'PERPETUAL')
      if (open.length === 0) return
      const client = await openWithMarkets(HTX, settings, open, signal)
      const [linear, inverse] = [open.filter(isLinear), open.filter((market) => !isLinear(market))]
      yield {
        ...joinMapped([await readLinear(client, linear), await readInverse(client, inverse)]),
        observedAt: settings.now(),
      }
    },
  }
}

const isLinear = ({ style }: StoredMarket) => style === 'LINEAR'

const linearSchema = z.object({ data: z.object({}).loose(), ts: z.unknown() })

/** The venue's list of all linear contracts is not in ccxt: asked one by one. */
function readLinear(
  client: VenueClient,
  markets: readonly StoredMarket[],
): Promise<Mapped<OpenInterestRecord>> {
  return readEach(markets, async (market) => {
    const { data, ts } = await ask(
      client,
      `open_interest ${market.venueSymbol}`,
      'contractPublicGetV5MarketOpenInterest',
      { contract_code: market.venueSymbol },
      linearSchema,
    )
    return mapEach([{ ...data, ts }], (row) => mapLinear(row, market))
  })
}

const inverseSchema = z.object({ data: z.array(z.unknown()), ts: z.unknown() })

async function readInverse(
  client: VenueClient,
  markets: readonly StoredMarket[],
): Promise<Mapped<OpenInterestRecord>> {
  if (markets.length === 0) return { records: [], rejections: [] }
  const index = indexMarkets(markets)
  const { data, ts } = await ask(
    client,
    'swap_open_interest',
    'contractPublicGetSwapApiV1SwapOpenInterest',
    {},
    inverseSchema,
  )
  const own = data.filter((row) => {
    const code = (row as { contract_code?: unknown } | null)?.contract_code
    return typeof code !== 'string' || index.has(code)
  })
  return mapEach(own, (row) =>
    mapInverse(typeof row === 'object' && row !== null ? { ...row, ts } : row, index),
  )
}
