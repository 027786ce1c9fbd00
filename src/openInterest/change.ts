import Big from 'big.js'
import { apportion } from '../lib/apportion.ts'
import { ratio, toPlain, type DecimalString } from '../lib/decimal.ts'
import type { MarketReading } from './store.ts'

/** A change of open interest, split exactly. USD. */
export interface OpenInterestChange {
  readonly fromUsd: DecimalString
  readonly toUsd: DecimalString
  readonly usd: DecimalString
  readonly fraction: DecimalString | null
  readonly priceUsd: DecimalString
  readonly positionUsd: DecimalString
  readonly priceShare: DecimalString | null
  readonly positionShare: DecimalString | null
  readonly marketsCompared: number
  readonly marketsLeftOut: number
}

const HALF = new Big('0.5')

/**
 * Splits the change of open interest between two moments into what prices and what positions made of it.
 *
 * For a market with coins Q and price P at both moments, V = Q x P and dV = mean(Q) x dP + mean(P) x dQ exactly, since
 * (Q0 + Q1)/2 x (P1 - P0) + (P0 + P1)/2 x (Q1 - Q0) = Q1 P1 - Q0 P0. Products and halves of decimals are exact, so the
 * parts sum to the whole to the last digit. Markets with a reading at one moment alone are left out and counted.
 * @returns undefined when no market has a reading at both moments
 */
export function changeBetween(
  before: readonly MarketReading[],
  after: readonly MarketReading[],
): OpenInterestChange | undefined {
  const first = new Map(before.filter(isKnown).map((reading) => [reading.marketId, reading]))
  let compared = 0
  let knownAfter = 0
  let [from, to, price, position] = [new Big(0), new Big(0), new Big(0), new Big(0)]
  for (const end of after) {
    if (!isKnown(end)) continue
    knownAfter++
    const begin = first.get(end.marketId)
    if (!begin) continue
    compared++
    const [q0, p0] = [new Big(begin.baseQuantity), new Big(begin.markPrice)]
    const [q1, p1] = [new Big(end.baseQuantity), new Big(end.markPrice)]
    from = from.plus(q0.times(p0))
    to = to.plus(q1.times(p1))
    price = price.plus(q0.plus(q1).times(p1.minus(p0)).times(HALF))
    position = position.plus(p0.plus(p1).times(q1.minus(q0)).times(HALF))
  }
  if (compared === 0) return undefined
  const usd = to.minus(from)
  const shares = apportion([toPlain(price), toPlain(position)])
  return {
    fromUsd: toPlain(from),
    toUsd: toPlain(to),
    usd: toPlain(usd),
    fraction: ratio(usd, from) ?? null,
    priceUsd: toPlain(price),
    positionUsd: toPlain(position),
    priceShare: shares?.[0] ?? null,
    positionShare: shares?.[1] ?? null,
    marketsCompared: compared,
    marketsLeftOut: first.size - compared + (knownAfter - compared),
  }
}

type KnownReading = MarketReading & {
  baseQuantity: DecimalString
  markPrice: DecimalString
  valueUsd: DecimalString
}

/** Whether the market has a reading young enough. */
export function isKnown(reading: MarketReading): reading is KnownReading {
  return reading.valueUsd !== null
}
