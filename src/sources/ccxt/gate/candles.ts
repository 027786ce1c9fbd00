import { z } from 'zod'
import { times } from '../../../lib/decimal.ts'
import { RecordError } from '../../../lib/errors.ts'
import { MINUTE_MS } from '../../../lib/time.ts'
import { sizedAt, type StoredMarket } from '../../../markets/record.ts'
import type { CandleRecord } from '../../../volume/record.ts'
import { assertUsd, barOf } from '../bars.ts'
import { notNegative, parseRow } from '../mapping.ts'
import { callOf, type PagedPlan } from '../readers.ts'
import { secondsOf } from './contracts.ts'

const futuresSchema = z.object({
  t: z.unknown(),
  o: z.unknown(),
  h: z.unknown(),
  l: z.unknown(),
  c: z.unknown(),
  v: z.unknown(),
  sum: z.unknown().optional(),
})

/**
 * Gate futures `candlesticks`: `v` in CONTRACTS, `sum` in the quote currency (older answers have none). Clock: `t`, the bar's begin in
 * seconds. https://www.gate.com/docs/developers/apiv4/en/#futures-market-k-line-chart
 * @throws RecordError BAD_SHAPE, NO_PRICE, BAD_TIME, BAD_NUMBER, BAD_BAR
 */
export function mapFuturesCandle(row: unknown, market: StoredMarket): CandleRecord {
  const { t, o: open, h: high, l: low, c: close, v, sum } = parseRow(futuresSchema, row)
  const time = secondsOf(t, 't')
  return barOf(market, {
    time: time.getTime(),
    stepMs: MINUTE_MS,
    open,
    high,
    low,
    close,
    base: times(notNegative(v, 'v'), sizedAt(market, time).contractSize),
    ...(sum === undefined ? {} : { usd: sum }),
  })
}

/** [seconds, quote volume, close, high, low, open, base volume, closed] */
const spotSchema = z.array(z.unknown()).min(7)

/** Gate spot `candlesticks`. https://www.gate.com/docs/developers/apiv4/en/#market-k-line-chart @throws as above; OPEN_BAR */
export function mapSpotCandle(row: unknown, market: StoredMarket): CandleRecord {
  const [t, usd, close, high, low, open, base, isClosed] = parseRow(spotSchema, row)
  if (isClosed === 'false' || isClosed === false)
    throw new RecordError('OPEN_BAR', 'the bar is still open at the venue')
  return barOf(market, {
    time: secondsOf(t, 'time').getTime(),
    stepMs: MINUTE_MS,
    open,
    high,
    low,
    close,
    base,
    usd,
  })
}

export const GATE_CANDLES: PagedPlan<CandleRecord> = {
  read(client, market, page) {
    assertUsd(market)
    const range = { interval: '1m', from: page.from.getTime() / 1_000, to: page.to.getTime() / 1_000 - 1 }
    const [name, query] =
      market.kind === 'SPOT'
        ? ['publicSpotGetCandlesticks', { ...range, currency_pair: market.venueSymbol }]
        : [
            'publicFuturesGetSettleCandlesticks',
            { ...range, settle: settleOf(market), contract: market.venueSymbol },
          ]
    return client.request(
      `candlesticks ${market.venueSymbol}`,
      () => callOf(client.exchange, name)(query as object),
      z.array(z.unknown()),
    )
  },
  map: (row, market) => (market.kind === 'SPOT' ? mapSpotCandle(row, market) : mapFuturesCandle(row, market)),
  stepMs: MINUTE_MS,
  pageRows: 999,
  // The volumes of inverse contracts are not documented.
  takes: ({ style }) => style === 'LINEAR',
}

/** The currency that a market is settled in, as the path names it. */
export function settleOf(market: StoredMarket): string {
  return market.settle.toLowerCase()
}
