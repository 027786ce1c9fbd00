import Big from 'big.js'
import { z } from 'zod'
import { findDecimal, isPositive, toPlain, type DecimalString } from '../../lib/decimal.ts'
import { RecordError } from '../../lib/errors.ts'
import type { LiquidationRecord, PositionSide } from '../../liquidations/record.ts'
import { valueOf } from '../../liquidations/valueOf.ts'
import { sizedAt, USD_LIKE, type StoredMarket } from '../../markets/record.ts'
import type { OpenInterestRecord } from '../../openInterest/record.ts'
import type { Rejection } from '../../quality/record.ts'
import { issueOf } from './loadExchange.ts'

/** The store's markets of one venue, by the id that the venue prints in its messages. */
export type MarketIndex = ReadonlyMap<string, StoredMarket>

export function indexMarkets(markets: readonly StoredMarket[]): MarketIndex {
  return new Map(markets.map((market) => [market.venueSymbol, market]))
}

export interface Mapped<T> {
  readonly records: T[]
  readonly rejections: Rejection[]
}

/** Maps each raw row on its own: one that is off becomes a rejection, and the rest goes on. */
export function mapEach<Row, T>(
  rows: readonly Row[],
  map: (row: Row) => T,
  payloadOf: (row: Row) => unknown = (row) => row,
): Mapped<T> {
  const mapped: Mapped<T> = { records: [], rejections: [] }
  for (const row of rows) {
    try {
      mapped.records.push(map(row))
    } catch (error) {
      if (!(error instanceof RecordError)) throw error
      mapped.rejections.push({ code: error.code, reason: error.message, payload: payloadOf(row) })
    }
  }
  return mapped
}

export function joinMapped<T>(parts: readonly Mapped<T>[]): Mapped<T> {
  return {
    records: parts.flatMap((part) => part.records),
    rejections: parts.flatMap((part) => part.rejections),
  }
}

/** @throws RecordError BAD_SHAPE */
export function parseRow<T>(schema: z.ZodType<T>, row: unknown): T {
  const parsed = schema.safeParse(row)
  if (!parsed.success) throw new RecordError('BAD_SHAPE', issueOf(parsed.error))
  return parsed.data
}

/** A number as venues print it: text mostly, a JSON number at times. */
export const numeric = z.union([z.string(), z.number()])

/** What a venue printed as a number; NaN for what is none. An object may be one that can't even be tried. */
export const numberOf = (printed: unknown): number =>
  typeof printed === 'string' || typeof printed === 'number' ? Number(printed) : NaN

/** The same as text; "" for what is none. */
export const textOf = (printed: unknown): string =>
  typeof printed === 'string' || typeof printed === 'number' ? String(printed) : ''

/** @throws RecordError UNKNOWN_MARKET */
export function marketOf(index: MarketIndex, venueSymbol: string): StoredMarket {
  const market = index.get(venueSymbol)
  if (!market) throw new RecordError('UNKNOWN_MARKET', `no market ${venueSymbol} is stored for this venue`)
  return market
}

/** @throws RecordError BAD_NUMBER */
export function positive(value: unknown, name: string): DecimalString {
  const decimal = findDecimal(value)
  if (decimal === undefined || !isPositive(decimal)) {
    throw new RecordError('BAD_NUMBER', `${name} is ${JSON.stringify(value)}, not a number above zero`)
  }
  return decimal
}

/** Zero is a value: a market may hold no position. @throws RecordError BAD_NUMBER */
export function notNegative(value: unknown, name: string): DecimalString {
  const decimal = findDecimal(value)
  if (decimal === undefined || decimal.startsWith('-')) {
    throw new RecordError('BAD_NUMBER', `${name} is ${JSON.stringify(value)}, not a number from zero up`)
  }
  return decimal
}

const EARLIEST_MS = Date.UTC(2011, 0)
const LATEST_MS = Date.UTC(2100, 0)

/** Milliseconds since 1970: seconds and microseconds fall outside the years that can be. @throws RecordError BAD_TIME */
export function timeOf(value: unknown, name: string): Date {
  const ms = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  if (typeof ms !== 'number' || !Number.isInteger(ms) || ms < EARLIEST_MS || ms >= LATEST_MS) {
    throw new RecordError('BAD_TIME', `${name} is ${JSON.stringify(value)}, not milliseconds since 1970`)
  }
  return new Date(ms)
}

export interface RawLiquidation {
  readonly market: StoredMarket
  readonly time: Date
  readonly side: PositionSide
  readonly price: DecimalString
  readonly contracts: DecimalString
}

/**
 * Completes one message's forced orders: size and value from our market table, and a key from the content, since none of
 * these feeds prints an order id. Orders alike within one message are told apart by an ordinal, so that the same
 * message received twice gives the same keys. Time ascending.
 */
export function completeLiquidations(mapped: Mapped<RawLiquidation>): Mapped<LiquidationRecord> {
  const seen = new Map<string, number>()
  const records = mapped.records.map(({ market, time, side, price, contracts }) => {
    const content = `${side}:${price}:${contracts}`
    const place = `${market.id} ${time.getTime()} ${content}`
    const ordinal = (seen.get(place) ?? 0) + 1
    seen.set(place, ordinal)
    const orderKey = `${content}:${ordinal}`
    return {
      marketId: market.id,
      time,
      orderKey,
      side,
      price,
      contracts,
      ...valueOf(sizedAt(market, time), contracts, price),
    }
  })
  records.sort((a, b) => a.time.getTime() - b.time.getTime())
  return { records, rejections: mapped.rejections }
}

/**
 * Coins and USD per coin from what a venue counts: LINEAR contracts x contractSize in the venue's base, INVERSE
 * contracts x contractSize in USD, by the size of that time. A price is per unit of the venue's base, so "1000PEPE" is divided
 * by its 1000.
 * @throws RecordError NO_PRICE when the market is not quoted in USD, or is a quanto
 */
export function openInterestOf(
  now: StoredMarket,
  time: Date,
  contracts: DecimalString,
  markPrice: DecimalString,
): OpenInterestRecord {
  const market = sizedAt(now, time)
  requireUsd(market)
  const size = new Big(contracts).times(market.contractSize)
  const price = perCoin(market, markPrice)
  const baseQuantity = market.style === 'INVERSE' ? divide(size, price) : size.times(market.baseMultiplier)
  return { marketId: market.id, time, baseQuantity: toPlain(baseQuantity), markPrice: toPlain(price) }
}

/**
 * The same where a venue prints contracts and their whole value: price = value / amount, both of one moment.
 * @param counted USD for INVERSE, units of the venue's base for LINEAR: contracts x contractSize of that time
 * @param value coins for INVERSE, quote units for LINEAR
 * @throws RecordError NO_PRICE when the market is not quoted in USD, or the amount is zero and gives no price
 */
export function openInterestFromValue(
  now: StoredMarket,
  time: Date,
  counted: DecimalString,
  value: DecimalString,
): OpenInterestRecord {
  const market = sizedAt(now, time)
  requireUsd(market)
  const inverse = market.style === 'INVERSE'
  const [coins, usd] = inverse ? [new Big(value), new Big(counted)] : [new Big(counted), new Big(value)]
  const baseQuantity = coins.times(market.baseMultiplier)
  if (baseQuantity.eq(0) || usd.eq(0))
    throw new RecordError('NO_PRICE', 'amount and value are zero: no price')
  return {
    marketId: market.id,
    time,
    baseQuantity: toPlain(baseQuantity),
    markPrice: toPlain(divide(usd, baseQuantity)),
  }
}

function requireUsd(market: StoredMarket): void {
  if (market.style === 'QUANTO' || !USD_LIKE.has(market.quote)) {
    throw new RecordError(
      'NO_PRICE',
      `${market.symbol} has no price in USD (${market.style}, ${market.quote})`,
    )
  }
}

function perCoin(market: StoredMarket, price: DecimalString): Big {
  return market.baseMultiplier === '1'
    ? new Big(price)
    : divide(new Big(price), new Big(market.baseMultiplier))
}

/** 20 significant digits: prices of fractions of a cent keep theirs. */
function divide(a: Big, b: Big): Big {
  const quotient = new Precise(a.toFixed()).div(b.toFixed())
  return new Big(quotient.eq(0) ? 0 : quotient.prec(20).toFixed())
}

const Precise = Big()
Precise.DP = 40
Precise.RM = Big.roundHalfEven
