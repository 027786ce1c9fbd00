import { z } from 'zod'
import { times, type DecimalString } from '../../../lib/decimal.ts'
import { RecordError } from '../../../lib/errors.ts'
import { MINUTE_MS } from '../../../lib/time.ts'
import type { StoredMarket } from '../../../markets/record.ts'
import type { CandleRecord } from '../../../volume/record.ts'
import { assertUsd, barOf } from '../bars.ts'
import { notNegative, parseRow } from '../mapping.ts'
import { callOf, type PagedPlan } from '../readers.ts'

const barShape = {
  id: z.unknown(),
  open: z.unknown(),
  high: z.unknown(),
  low: z.unknown(),
  close: z.unknown(),
  amount: z.unknown(),
}
const spotSchema = z.object({ ...barShape, vol: z.unknown(), count: z.unknown() })
const linearSchema = z.object({ ...barShape, trade_turnover: z.unknown() })
const inverseSchema = z.object({ ...barShape, vol: z.unknown() })

/**
 * HTX klines of spot: `amount` in coins, `vol` in the quote currency, `count` trades. Clock: `id`, the bar's begin in seconds.
 * https://huobiapi.github.io/docs/spot/v1/en/#get-klines-candles
 * @throws RecordError BAD_SHAPE, NO_PRICE, BAD_TIME, BAD_NUMBER, BAD_BAR
 */
export function mapSpotCandle(row: unknown, market: StoredMarket): CandleRecord {
  const { id, amount, vol, count, ...prices } = parseRow(spotSchema, row)
  return barOf(market, {
    ...prices,
    time: millisecondsOf(id),
    stepMs: MINUTE_MS,
    base: amount,
    usd: vol,
    trades: count,
  })
}

/**
 * HTX klines of perpetuals. `amount` in coins; `trade_turnover` in the quote currency (linear); `vol` in contracts of contract_size USD
 * (inverse). All three are "the sum of both buy and sell sides": each trade counts twice, so half of it was traded. Every count
 * of contracts in trades and bars is even, and those in books are not. `count` is said to be of both sides too and is not: left out.
 * Clock: `id`, the bar's begin in seconds.
 * https://huobiapi.github.io/docs/usdt_swap/v1/en/#general-get-kline-data
 * @throws RecordError BAD_SHAPE, NO_PRICE, BAD_TIME, BAD_NUMBER, BAD_BAR
 */
export function mapContractCandle(row: unknown, market: StoredMarket): CandleRecord {
  const inverse = market.style === 'INVERSE'
  const { id, open, high, low, close, amount } = parseRow(z.object(barShape), row)
  const usd = inverse
    ? times(halfOf(parseRow(inverseSchema, row).vol, 'vol'), market.contractSize)
    : halfOf(parseRow(linearSchema, row).trade_turnover, 'trade_turnover')
  const base = halfOf(amount, 'amount')
  return barOf(market, {
    time: millisecondsOf(id),
    stepMs: MINUTE_MS,
    open,
    high,
    low,
    close,
    base,
    usd,
  })
}

function halfOf(value: unknown, name: string): DecimalString {
  return times(notNegative(value, name), '0.5')
}

/** @throws RecordError BAD_TIME */
function millisecondsOf(seconds: unknown): number {
  const number = typeof seconds === 'string' && /^\d{1,12}$/.test(seconds) ? Number(seconds) : seconds
  if (typeof number !== 'number' || !Number.isSafeInteger(number))
    throw new RecordError('BAD_TIME', `id is ${JSON.stringify(seconds)}, not seconds since 1970`)
  return number * 1_000
}

/** What spot gives at once; perpetuals give 2000. */
const SPOT_ROWS = 1_000

const answerSchema = z.object({ data: z.array(z.unknown()) })

export const HTX_CANDLES: PagedPlan<CandleRecord> = {
  async read(client, market, page) {
    assertUsd(market)
    const range = {
      period: '1min',
      from: Math.floor(page.from.getTime() / 1_000),
      to: Math.ceil(page.to.getTime() / 1_000) - 1,
    }
    const [name, query] =
      market.kind === 'SPOT'
        ? [
            // Documented is market/history/kline alone, which knows no times and ends 2000 bars back; ccxt's is this one.
            'spotPublicGetMarketHistoryCandles',
            { ...range, symbol: market.venueSymbol, size: SPOT_ROWS },
          ]
        : [
            market.style === 'INVERSE'
              ? 'contractPublicGetSwapExMarketHistoryKline'
              : 'contractPublicGetLinearSwapExMarketHistoryKline',
            // With a size, from and to would be ignored.
            { ...range, contract_code: market.venueSymbol },
          ]
    const { data } = await client.request(
      `kline ${market.symbol}`,
      () => callOf(client.exchange, name)(query),
      answerSchema,
    )
    return data
  },
  map: (row, market) =>
    market.kind === 'SPOT' ? mapSpotCandle(row, market) : mapContractCandle(row, market),
  stepMs: MINUTE_MS,
  pageRows: SPOT_ROWS - 1,
  takes: ({ kind }) => kind !== 'FUTURE',
}
