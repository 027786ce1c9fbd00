import Big from 'big.js'
import { apportion } from '../lib/apportion.ts'
import { ratio, toPlain, type DecimalString } from '../lib/decimal.ts'
import type { MarketReading } from './store.ts'

/** A change of open interest, split exactly. USD. */
export interface OpenInterestChange {
  readonly fromUsd: DecimalString
  readonly toUsd: DecimalString
  readonly usd: DecimalString
  /** null: the markets are on several assets. */
  readonly coins: DecimalString | null
  readonly fraction: DecimalString | null
  readonly priceUsd: DecimalString
  readonly positionUsd: DecimalString
  readonly priceShare: DecimalString | null
  readonly positionShare: DecimalString | null
  readonly marketsCompared: number
  readonly marketsLeftOut: number
}

const HALF = new Big('0.5')

/** One market's part of a change; Q coins at a price of P. */
export interface MarketChange {
  readonly marketId: number
  readonly from: Big
  readonly to: Big
  /** mean(Q) x dP */
  readonly price: Big
  /** mean(P) x dQ */
  readonly position: Big
  readonly coins: Big
}

/** The parts of every market with a reading at both moments, and those of one moment alone, which are left out. */
export interface MarketChanges {
  readonly parts: readonly MarketChange[]
  readonly leftOut: readonly number[]
}

/**
 * Splits the change of each market between two moments into what prices and what positions made of it.
 *
 * For a market with coins Q and price P at both moments, V = Q x P and dV = mean(Q) x dP + mean(P) x dQ exactly, since
 * (Q0 + Q1)/2 x (P1 - P0) + (P0 + P1)/2 x (Q1 - Q0) = Q1 P1 - Q0 P0. Products and halves of decimals are exact, so the
 * parts sum to the whole to the last digit.
 */
export function splitChanges(
  before: readonly MarketReading[],
  after: readonly MarketReading[],
): MarketChanges {
  const first = new Map(before.filter(isKnown).map((reading) => [reading.marketId, reading]))
  const parts: MarketChange[] = []
  const leftOut: number[] = []
  for (const end of after) {
    if (!isKnown(end)) continue
    const begin = first.get(end.marketId)
    if (!begin) {
      leftOut.push(end.marketId)
      continue
    }
    first.delete(end.marketId)
    const [q0, p0] = [new Big(begin.baseQuantity), new Big(begin.markPrice)]
    const [q1, p1] = [new Big(end.baseQuantity), new Big(end.markPrice)]
    parts.push({
      marketId: end.marketId,
      from: q0.times(p0),
      to: q1.times(p1),
      price: q0.plus(q1).times(p1.minus(p0)).times(HALF),
      position: p0.plus(p1).times(q1.minus(q0)).times(HALF),
      coins: q1.minus(q0),
    })
  }
  return { parts, leftOut: [...leftOut, ...first.keys()] }
}

/**
 * The change of open interest between two moments. Markets with a reading at one moment alone are left out and counted.
 * @param isOneAsset whether the markets' coins can be summed
 * @returns undefined when no market has a reading at both moments
 */
export function changeBetween(
  before: readonly MarketReading[],
  after: readonly MarketReading[],
  isOneAsset = false,
): OpenInterestChange | undefined {
  const { parts, leftOut } = splitChanges(before, after)
  if (parts.length === 0) return undefined
  const add = (name: 'from' | 'to' | 'price' | 'position' | 'coins') =>
    parts.reduce((total, part) => total.plus(part[name]), new Big(0))
  const [from, to, price, position] = [add('from'), add('to'), add('price'), add('position')]
  const usd = to.minus(from)
  const shares = apportion([toPlain(price), toPlain(position)])
  return {
    fromUsd: toPlain(from),
    toUsd: toPlain(to),
    usd: toPlain(usd),
    coins: isOneAsset ? toPlain(add('coins')) : null,
    fraction: ratio(usd, from) ?? null,
    priceUsd: toPlain(price),
    positionUsd: toPlain(position),
    priceShare: shares?.[0] ?? null,
    positionShare: shares?.[1] ?? null,
    marketsCompared: parts.length,
    marketsLeftOut: leftOut.length,
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
