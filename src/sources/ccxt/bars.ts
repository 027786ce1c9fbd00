import Big from 'big.js'
import { ratio, times, type DecimalString } from '../../lib/decimal.ts'
import { RecordError } from '../../lib/errors.ts'
import { sizedAt, USD_LIKE, type StoredMarket } from '../../markets/record.ts'
import type { CandleRecord } from '../../volume/record.ts'
import { notNegative, positive, timeOf } from './mapping.ts'

/** A bar as a venue prints it: prices in quote units per unit of the venue's base. */
export interface RawBar {
  readonly time: unknown
  readonly stepMs: number
  readonly open: unknown
  readonly high: unknown
  readonly low: unknown
  readonly close: unknown
  /** Units of the venue's base; contracts are multiplied before. */
  readonly base: unknown
  /** USD, or a stablecoin that counts as USD. Left out when the venue prints none, as the three below. */
  readonly usd?: unknown
  readonly takerBuyBase?: unknown
  readonly takerBuyUsd?: unknown
  readonly trades?: unknown
}

/**
 * Our bar: prices in USD per coin and volumes in coins.
 * @throws RecordError NO_PRICE, BAD_TIME, BAD_NUMBER; BAD_BAR when its numbers contradict each other
 */
export function barOf(market: StoredMarket, raw: RawBar): CandleRecord {
  assertUsd(market)
  const time = timeOf(raw.time, 'time')
  if (time.getTime() % raw.stepMs !== 0) {
    throw new RecordError('BAD_TIME', `a bar of ${raw.stepMs} ms can't begin at ${time.toISOString()}`)
  }
  const [open, high, low, close] = (['open', 'high', 'low', 'close'] as const).map((name) =>
    positive(raw[name], name),
  ) as [DecimalString, DecimalString, DecimalString, DecimalString]
  const inside = (price: DecimalString) => new Big(price).lte(high) && new Big(price).gte(low)
  if (!inside(open) || !inside(close)) {
    throw new RecordError('BAD_BAR', `open ${open} and close ${close} don't lie within ${low} to ${high}`)
  }
  const base = notNegative(raw.base, 'volume')
  const usd = amountOf(raw.usd, 'volume in USD')
  const takerBuyBase = amountOf(raw.takerBuyBase, 'taker-buy volume')
  const takerBuyUsd = amountOf(raw.takerBuyUsd, 'taker-buy volume in USD')
  assertPart(takerBuyBase, base)
  assertPart(takerBuyUsd, usd)
  const { baseMultiplier } = sizedAt(market, time)
  return {
    marketId: market.id,
    time,
    stepMs: raw.stepMs,
    open: perCoin(open, baseMultiplier),
    high: perCoin(high, baseMultiplier),
    low: perCoin(low, baseMultiplier),
    close: perCoin(close, baseMultiplier),
    baseVolume: times(base, baseMultiplier),
    ...(usd === undefined ? {} : { volumeUsd: usd }),
    ...(takerBuyBase === undefined ? {} : { takerBuyBase: times(takerBuyBase, baseMultiplier) }),
    ...(takerBuyUsd === undefined ? {} : { takerBuyUsd }),
    ...(raw.trades === undefined ? {} : { trades: countOf(raw.trades) }),
  }
}

/** @throws RecordError NO_PRICE when the market is not quoted in USD: its bars can't be told in USD per coin */
export function assertUsd(market: StoredMarket): void {
  if (market.style === 'QUANTO' || !USD_LIKE.has(market.quote)) {
    throw new RecordError(
      'NO_PRICE',
      `${market.symbol} has no price in USD (${market.style}, ${market.quote})`,
    )
  }
}

function amountOf(value: unknown, name: string): DecimalString | undefined {
  return value === undefined ? undefined : notNegative(value, name)
}

function assertPart(part: DecimalString | undefined, whole: DecimalString | undefined): void {
  if (part !== undefined && whole !== undefined && new Big(part).gt(whole)) {
    throw new RecordError('BAD_BAR', `takers bought ${part} of ${whole}`)
  }
}

function countOf(value: unknown): number {
  const count = Number(notNegative(value, 'trades'))
  if (!Number.isSafeInteger(count)) throw new RecordError('BAD_NUMBER', `trades is ${count}, not a count`)
  return count
}

/** Exact: multipliers are powers of ten. */
function perCoin(price: DecimalString, baseMultiplier: DecimalString): DecimalString {
  return baseMultiplier === '1' ? price : (ratio(price, baseMultiplier, 40) ?? price)
}
