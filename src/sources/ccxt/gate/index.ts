import { z } from 'zod'
import { HOUR_MS, MINUTE_MS, splitWindow } from '../../../lib/time.ts'
import type { LiquidationSource } from '../../../liquidations/record.ts'
import type { StoredMarket } from '../../../markets/record.ts'
import type { OpenInterestRecord, OpenInterestSource } from '../../../openInterest/record.ts'
import { LEAD_MS, withIntervals } from '../fundingInterval.ts'
import { createLeverageTierSource } from '../leverageTiers.ts'
import type { Settings, VenueClient } from '../loadExchange.ts'
import { indexMarkets, joinMapped, mapEach, type Mapped, type MarketIndex, numberOf } from '../mapping.ts'
import {
  callOf,
  createCandleSource,
  createFundingSource,
  createLongShortSource,
  createOrderBookSource,
  openWithMarkets,
  readPaged,
  type FundingPlan,
  type PagedPlan,
} from '../readers.ts'
import { createMarketSource, restSource, type Venue, type VenueDescription } from '../venue.ts'
import { GATE_CANDLES, settleOf } from './candles.ts'
import {
  mapAccountRatio,
  mapOpenInterest,
  mapOpenInterestStats,
  mapPrediction,
  mapSettled,
  STATS_STEP_MS,
  statedMinutes,
} from './contracts.ts'
import { mapLiquidationOrders } from './liquidations.ts'
import { readGateTiers } from './leverageTiers.ts'
import { GATE_SHEET } from './sheet.ts'

const GATE: VenueDescription = {
  code: 'gate',
  name: 'Gate',
  restUrl: 'https://www.gate.com/docs/developers/apiv4/en/#futures',
  socketUrl: 'https://www.gate.com/docs/developers/futures/ws/en/',
}

const rowsSchema = z.array(z.unknown())

export function createGate(settings: Settings): Venue {
  return {
    sheet: GATE_SHEET,
    // Books, interest and liquidations of futures count contracts of quanto_multiplier coins; an inverse one says 0 there, and is one USD.
    // https://www.gate.com/docs/developers/apiv4/en/#list-all-futures-contracts
    markets: createMarketSource(GATE, settings, ['spot', 'swap'], (market) =>
      market.inverse ? '1' : (market.info as { quanto_multiplier?: unknown } | null)?.quanto_multiplier,
    ),
    leverageTiers: createLeverageTierSource(GATE, settings, readGateTiers),
    liquidations: createLiquidationSource(settings),
    openInterest: createOpenInterestSource(settings),
    funding: createFundingSource(GATE, settings, FUNDING),
    orderBook: createOrderBookSource(GATE, settings, {
      limit: 100,
      // The path names the currency in small letters.
      paramsOf: (market): Readonly<Record<string, unknown>> =>
        market.kind === 'SPOT' ? {} : { settle: settleOf(market) },
    }),
    candles: createCandleSource(GATE, settings, GATE_CANDLES),
    longShort: createLongShortSource(GATE, settings, statsPlan(mapAccountRatio)),
  }
}

/** Every contract of each settlement currency that is asked for: interest, mark price and funding in one answer. */
async function readContracts<T>(
  client: VenueClient,
  markets: readonly StoredMarket[],
  map: (row: unknown, index: MarketIndex, receivedAt: Date) => T,
): Promise<Mapped<T>> {
  const answers: Mapped<T>[] = []
  for (const settle of new Set(markets.map(settleOf))) {
    const index = indexMarkets(markets.filter((market) => settleOf(market) === settle))
    const rows = await client.request(
      `contracts ${settle}`,
      () => callOf(client.exchange, 'publicFuturesGetSettleContracts')({ settle }),
      rowsSchema,
    )
    const receivedAt = client.settings.now()
    const own = rows.filter((row) => {
      const name = (row as { name?: unknown } | null)?.name
      return typeof name !== 'string' || index.has(name)
    })
    answers.push(mapEach(own, (row) => map(row, index, receivedAt)))
  }
  return joinMapped(answers)
}

function createOpenInterestSource(settings: Settings): OpenInterestSource {
  return {
    source: restSource(GATE),
    exchangeCode: 'gate',
    async *openInterest(markets, window, signal) {
      const perpetuals = markets.filter(({ kind }) => kind === 'PERPETUAL')
      if (window) {
        yield* readPaged<OpenInterestRecord>(
          GATE,
          settings,
          statsPlan(mapOpenInterestStats),
          perpetuals,
          window,
          signal,
        )
        return
      }
      const open = perpetuals.filter(({ active }) => active)
      if (open.length === 0) return
      const client = await openWithMarkets(GATE, settings, open, signal)
      yield { ...(await readContracts(client, open, mapOpenInterest)), observedAt: settings.now() }
    },
  }
}

/** `contract_stats`: how far back it goes is not documented; what it does not have it leaves out. */
function statsPlan<T>(map: (row: unknown, market: StoredMarket) => T): PagedPlan<T> {
  return {
    read: (client, market, page) =>
      client.request(
        `contract_stats ${market.venueSymbol}`,
        () =>
          callOf(
            client.exchange,
            'publicFuturesGetSettleContractStats',
          )({
            settle: settleOf(market),
            contract: market.venueSymbol,
            from: Math.floor(page.from.getTime() / 1_000),
            interval: '5m',
            limit: 100,
          }),
        rowsSchema,
      ),
    map,
    stepMs: STATS_STEP_MS,
    pageRows: 100,
    takes: ({ kind }) => kind === 'PERPETUAL',
  }
}

const FUNDING: FundingPlan = {
  now: (client, markets) => readContracts(client, markets, mapPrediction),
  history: {
    async read(client, market, page) {
      const settle = settleOf(market)
      const rows = await client.request(
        `funding_rate ${market.venueSymbol}`,
        () =>
          callOf(
            client.exchange,
            'publicFuturesGetSettleFundingRate',
          )({
            settle,
            contract: market.venueSymbol,
            from: Math.floor((page.from.getTime() - LEAD_MS) / 1_000),
            to: Math.floor(page.to.getTime() / 1_000) - 1,
            limit: 1_000,
          }),
        rowsSchema,
      )
      const msOf = (row: unknown) => {
        const printed = numberOf((row as { t?: unknown } | null)?.t)
        return printed >= 1e12 ? printed : printed * 1_000
      }
      return withIntervals(rows, page, msOf, async () => {
        const stated = await client.request(
          `contract ${market.venueSymbol}`,
          () =>
            callOf(
              client.exchange,
              'publicFuturesGetSettleContractsContract',
            )({ settle, contract: market.venueSymbol }),
          z.object({}).loose(),
        )
        return statedMinutes(stated)
      })
    },
    map: mapSettled,
    stepMs: HOUR_MS,
    pageRows: 900,
  },
}

/** The venue answers for an hour at most. */
const LIQUIDATION_SPAN_MS = HOUR_MS
const LIQUIDATION_ROWS = 1_000
/** The newest orders may not be listed yet: so much is read again before it counts as read. */
const UNSETTLED_MS = MINUTE_MS

function createLiquidationSource(settings: Settings): LiquidationSource {
  return {
    source: restSource(GATE),
    exchangeCode: 'gate',
    mode: 'HISTORY',
    coverage(window) {
      const to = new Date(Math.min(window.to.getTime(), settings.now().getTime() - UNSETTLED_MS))
      return window.from < to ? [{ from: window.from, to }] : []
    },
    async *liquidations(markets, window, signal) {
      const perpetuals = markets.filter(({ kind }) => kind === 'PERPETUAL')
      const client = await openWithMarkets(GATE, settings, perpetuals, signal)
      for (const piece of splitWindow(window, LIQUIDATION_SPAN_MS))
        for (const settle of new Set(perpetuals.map(settleOf))) {
          const index = indexMarkets(perpetuals.filter((market) => settleOf(market) === settle))
          const rows = await readOrders(client, settle, piece.from.getTime(), piece.to.getTime())
          const mapped = mapLiquidationOrders(rows, index)
          yield {
            records: mapped.records.filter(({ time }) => time >= piece.from && time < piece.to),
            rejections: mapped.rejections,
            observedAt: settings.now(),
          }
        }
    },
  }
}

/** A full page may have left orders out: the span is halved until none is full, to the second. */
async function readOrders(
  client: VenueClient,
  settle: string,
  fromMs: number,
  toMs: number,
): Promise<unknown[]> {
  const from = Math.floor(fromMs / 1_000)
  const to = Math.ceil(toMs / 1_000) - 1
  const rows = await client.request(
    `liq_orders ${settle}`,
    () =>
      callOf(
        client.exchange,
        'publicFuturesGetSettleLiqOrders',
      )({ settle, from, to, limit: LIQUIDATION_ROWS }),
    rowsSchema,
  )
  if (rows.length < LIQUIDATION_ROWS || from >= to) return rows
  const middle = Math.floor((from + to + 1) / 2) * 1_000
  return [
    ...(await readOrders(client, settle, fromMs, middle)),
    ...(await readOrders(client, settle, middle, toMs)),
  ]
}
