import { z } from 'zod'
import { HOUR_MS, MINUTE_MS, type Window } from '../../../lib/time.ts'
import type { StoredMarket } from '../../../markets/record.ts'
import type { OpenInterestRecord, OpenInterestSource } from '../../../openInterest/record.ts'
import type { OrderBookSource } from '../../../orderBook/record.ts'
import { LEAD_MS, withIntervals } from '../fundingInterval.ts'
import type { Settings, VenueClient } from '../loadExchange.ts'
import { indexMarkets, mapEach, type Mapped, type MarketIndex, numberOf } from '../mapping.ts'
import {
  callOf,
  createCandleSource,
  createFundingSource,
  createOrderBookSource,
  openWithMarkets,
  readPaged,
  type FundingPlan,
  type PagedPlan,
} from '../readers.ts'
import { createMarketSource, restSource, type Venue, type VenueDescription } from '../venue.ts'
import { answerSchema } from './answer.ts'
import { KUCOIN_CANDLES } from './candles.ts'
import {
  findContractSize,
  mapOpenInterest,
  mapPastInterest,
  mapPrediction,
  mapSettled,
  statedMinutes,
  withMarkPrices,
} from './contracts.ts'
import { KUCOIN_SHEET } from './sheet.ts'

/** ccxt's class of the futures exchange knows the spot endpoints too: one venue holds both. */
const KUCOIN: VenueDescription = {
  code: 'kucoinfutures',
  name: 'KuCoin',
  restUrl: 'https://www.kucoin.com/docs-new/rest/futures-trading/introduction',
  socketUrl: 'https://www.kucoin.com/docs-new/websocket-api/base-info/introduction',
}

export function createKucoinFutures(settings: Settings): Venue {
  return {
    sheet: KUCOIN_SHEET,
    markets: createMarketSource(KUCOIN, settings, ['spot', 'swap', 'future'], findContractSize),
    openInterest: createOpenInterestSource(settings),
    funding: createFundingSource(KUCOIN, settings, FUNDING),
    orderBook: createBookSource(settings),
    candles: createCandleSource(KUCOIN, settings, KUCOIN_CANDLES),
  }
}

/** Every contract in one answer: interest, mark price and funding. */
async function readContracts<T>(
  client: VenueClient,
  markets: readonly StoredMarket[],
  map: (row: unknown, index: MarketIndex, receivedAt: Date) => T,
): Promise<Mapped<T>> {
  const { data } = await client.request(
    'contracts/active',
    () => callOf(client.exchange, 'futuresPublicGetContractsActive')({}),
    answerSchema,
  )
  const receivedAt = client.settings.now()
  const index = indexMarkets(markets)
  const own = data.filter((row) => {
    const symbol = (row as { symbol?: unknown } | null)?.symbol
    return typeof symbol !== 'string' || index.has(symbol)
  })
  return mapEach(own, (row) => map(row, index, receivedAt))
}

function createOpenInterestSource(settings: Settings): OpenInterestSource {
  return {
    source: restSource(KUCOIN),
    exchangeCode: 'kucoinfutures',
    async *openInterest(markets, window, signal) {
      const contracts = markets.filter(({ kind }) => kind !== 'SPOT')
      if (window) {
        yield* readPaged<OpenInterestRecord>(KUCOIN, settings, PAST_INTEREST, contracts, window, signal)
        return
      }
      const open = contracts.filter(({ active }) => active)
      if (open.length === 0) return
      const client = await openWithMarkets(KUCOIN, settings, open, signal)
      yield { ...(await readContracts(client, open, mapOpenInterest)), observedAt: settings.now() }
    },
  }
}

const barsSchema = z.object({ data: z.object({ list: z.array(z.unknown()) }) })

const STEP_MS = 5 * MINUTE_MS

/** How far back it goes is not documented; what it does not have it leaves out. */
const PAST_INTEREST: PagedPlan<OpenInterestRecord> = {
  async read(client, market, page) {
    const interest = await client.request(
      `open-interest ${market.venueSymbol}`,
      () =>
        callOf(
          client.exchange,
          'utaGetMarketOpenInterest',
        )({
          symbol: market.venueSymbol,
          interval: '5min',
          startAt: page.from.getTime(),
          endAt: page.to.getTime(),
          pageSize: 200,
        }),
      answerSchema,
    )
    if (interest.data.length === 0) return []
    const bars = await client.request(
      `mark prices ${market.venueSymbol}`,
      () =>
        callOf(
          client.exchange,
          'utaGetMarketKline',
        )({
          symbol: `${market.venueSymbol}-mark-price`,
          tradeType: 'FUTURES',
          interval: '5min',
          startAt: page.from.getTime() / 1_000,
          endAt: page.to.getTime() / 1_000,
        }),
      barsSchema,
    )
    return withMarkPrices(rowsWithin(interest.data, page, 'ts'), bars.data.list)
  },
  map: mapPastInterest,
  stepMs: STEP_MS,
  pageRows: 199,
  // No answer of an inverse contract is at hand that would tell what it counts.
  takes: ({ style }) => style === 'LINEAR',
}

/** Rows of a page; one whose time can't be read stays, for the mapper to refuse. */
function rowsWithin(rows: readonly unknown[], page: Window, name: string): unknown[] {
  return rows.filter((row) => {
    const ms = numberOf((row as Record<string, unknown> | null)?.[name])
    return !(ms < page.from.getTime() || ms >= page.to.getTime())
  })
}

const FUNDING: FundingPlan = {
  now: (client, markets) => readContracts(client, markets, mapPrediction),
  history: {
    async read(client, market, page) {
      const { data } = await client.request(
        `funding-rates ${market.venueSymbol}`,
        () =>
          callOf(
            client.exchange,
            'futuresPublicGetContractFundingRates',
          )({
            symbol: market.venueSymbol,
            from: page.from.getTime() - LEAD_MS,
            to: page.to.getTime() - 1,
          }),
        answerSchema,
      )
      return withIntervals(
        data,
        page,
        (row) => (row as { timepoint?: unknown } | null)?.timepoint,
        async () => {
          const { data: contract } = await client.request(
            `contract ${market.venueSymbol}`,
            () => callOf(client.exchange, 'futuresPublicGetContractsSymbol')({ symbol: market.venueSymbol }),
            z.object({ data: z.object({}).loose() }),
          )
          return statedMinutes(contract)
        },
      )
    },
    map: mapSettled,
    stepMs: HOUR_MS,
    // A hundred rows at most, a day of them before the page.
    pageRows: 72,
  },
}

/** Futures: every price of the book. Spot: a hundred a side, the most without a key. */
function createBookSource(settings: Settings): OrderBookSource {
  const contracts = createOrderBookSource(KUCOIN, settings, { whole: true })
  const spot = createOrderBookSource(KUCOIN, settings, { limit: 100 })
  return {
    ...contracts,
    async *depth(markets, signal) {
      const isSpot = ({ kind }: StoredMarket) => kind === 'SPOT'
      yield* contracts.depth(
        markets.filter((market) => !isSpot(market)),
        signal,
      )
      yield* spot.depth(markets.filter(isSpot), signal)
    },
  }
}
