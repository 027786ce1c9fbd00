import Big from 'big.js'
import { z } from 'zod'
import { findDecimal, isPositive, type DecimalString } from '../../lib/decimal.ts'
import { RecordError } from '../../lib/errors.ts'
import { DAY_MS } from '../../lib/time.ts'
import type { SeriesPointRecord, SeriesRecord } from '../../series/record.ts'
import { notNegative, parseRow, timeOf, type Mapped } from '../ccxt/mapping.ts'

/** Numbers come as JSON numbers here and as text there, of the same field. null is a value that is missing; the field itself is not. */
const amount = z.union([z.number(), z.string(), z.null()])
const time = z.union([z.number(), z.string()])

const liquidationSchema = z.object({
  time,
  aggregated_long_liquidation_usd: amount,
  aggregated_short_liquidation_usd: amount,
})

/** A bar of forced orders; a side that is not told is left out. */
export interface LiquidationBar {
  readonly time: Date
  readonly longUsd?: DecimalString
  readonly shortUsd?: DecimalString
}

/**
 * One row of `/api/futures/liquidation/aggregated-history`. Side: that of the position, "aggregated Long position liquidation
 * amount (USD)". Its list of single orders prints the side of the order that closed it instead, as other houses do.
 * Clock: `time` is the begin of the bar. https://docs.coinglass.com/reference/aggregated-liquidation-history
 * @throws RecordError BAD_SHAPE, BAD_TIME, BAD_NUMBER
 */
export function mapLiquidationBar(row: unknown, stepMs: number): LiquidationBar {
  const raw = parseRow(liquidationSchema, row)
  const [longUsd, shortUsd] = [raw.aggregated_long_liquidation_usd, raw.aggregated_short_liquidation_usd]
  return {
    time: beginOf(raw.time, stepMs),
    ...(longUsd === null ? {} : { longUsd: notNegative(longUsd, 'aggregated_long_liquidation_usd') }),
    ...(shortUsd === null ? {} : { shortUsd: notNegative(shortUsd, 'aggregated_short_liquidation_usd') }),
  }
}

/** Both sides are zero: nothing was liquidated, or nothing is known. */
export function isEmptyBar({ longUsd, shortUsd }: LiquidationBar): boolean {
  return [longUsd, shortUsd].every((usd) => usd === undefined || !isPositive(usd))
}

const interestSchema = z.object({ time, open: amount, high: amount, low: amount, close: amount })

export interface InterestBar {
  readonly time: Date
  readonly values: Readonly<Partial<Record<'open' | 'high' | 'low' | 'close', DecimalString>>>
}

/**
 * One row of `/api/futures/open-interest/aggregated-history?unit=usd`: USD of all venues that Coinglass has. A zero is a value
 * that it has not: a coin without any open position has no series. Clock: `time` is the begin of the bar; `close`
 * is the state at its end. https://docs.coinglass.com/reference/oi-ohlc-aggregated-history
 * @throws RecordError BAD_SHAPE, BAD_TIME, BAD_NUMBER; BAD_BAR when its numbers contradict each other
 */
export function mapInterestBar(row: unknown, stepMs: number): InterestBar {
  const raw = parseRow(interestSchema, row)
  const values: Partial<Record<'open' | 'high' | 'low' | 'close', DecimalString>> = {}
  for (const name of ['open', 'high', 'low', 'close'] as const) {
    const value = raw[name]
    if (value === null) continue
    const usd = notNegative(value, name)
    if (isPositive(usd)) values[name] = usd
  }
  const { low, high } = values
  for (const usd of Object.values(values))
    if ((low !== undefined && new Big(usd).lt(low)) || (high !== undefined && new Big(usd).gt(high)))
      throw new RecordError('BAD_BAR', `${usd} does not lie within ${low} to ${high}`)
  return { time: beginOf(raw.time, stepMs), values }
}

const flowDaySchema = z.object({
  timestamp: time,
  flow_usd: amount,
  etf_flows: z.array(z.unknown()).nullish(),
})
/** A fund that has not reported yet is listed without its flow. */
const fundFlowSchema = z.object({
  etf_ticker: z.string().regex(/^[A-Z0-9.]{1,12}$/),
  flow_usd: amount.optional(),
})

/**
 * One row of `/api/etf/{coin}/flow-history`: USD that went into the funds less what went out, of all and of each. A zero
 * is a value: many funds see no flow on a day. Clock: `timestamp` is the begin (UTC) of the day of trade in New York.
 * https://docs.coinglass.com/reference/etf-flows-history
 * @throws RecordError BAD_SHAPE, BAD_TIME, BAD_NUMBER of the day; a fund that is off is a rejection
 */
export function mapFlowDay(row: unknown, assetCode: string): Mapped<SeriesPointRecord> {
  const raw = parseRow(flowDaySchema, row)
  const begin = beginOf(raw.timestamp, DAY_MS)
  const series: SeriesRecord = {
    measure: 'FUND_NET_FLOW',
    assetCode,
    stepMs: DAY_MS,
    completeness: 'UNKNOWN',
  }
  const mapped: Mapped<SeriesPointRecord> = { records: [], rejections: [] }
  if (raw.flow_usd !== null)
    mapped.records.push({ series, time: begin, value: signed(raw.flow_usd, 'flow_usd') })
  for (const fund of raw.etf_flows ?? []) {
    try {
      const { etf_ticker: label, flow_usd: value } = parseRow(fundFlowSchema, fund)
      if (value === undefined || value === null) continue
      mapped.records.push({ series: { ...series, label }, time: begin, value: signed(value, label) })
    } catch (error) {
      if (!(error instanceof RecordError)) throw error
      const payload = { timestamp: raw.timestamp, fund }
      mapped.rejections.push({ code: error.code, reason: error.message, payload })
    }
  }
  return mapped
}

/** @throws RecordError BAD_NUMBER */
function signed(value: unknown, name: string): DecimalString {
  const decimal = findDecimal(value)
  if (decimal === undefined)
    throw new RecordError('BAD_NUMBER', `${name} is ${JSON.stringify(value)}, no number`)
  return decimal
}

/** Its documentation prints milliseconds in one language and seconds in another, which no millisecond can be. */
const SECONDS_END = 100_000_000_000

/** @throws RecordError BAD_TIME */
function beginOf(value: number | string, stepMs: number): Date {
  const decimal = findDecimal(value)
  const number = decimal === undefined ? Number.NaN : Number(decimal)
  const begin = timeOf(number < SECONDS_END ? number * 1000 : number, 'time')
  if (begin.getTime() % stepMs !== 0)
    throw new RecordError('BAD_TIME', `a bar of ${stepMs} ms can't begin at ${begin.toISOString()}`)
  return begin
}
