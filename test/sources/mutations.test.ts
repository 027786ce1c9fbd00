import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mapForceOrder } from '../../src/sources/ccxt/binance/liquidations.ts'
import { mapAllLiquidation, mapLiquidation } from '../../src/sources/ccxt/bybit/liquidations.ts'
import { mapLiquidationOrders } from '../../src/sources/ccxt/okx/liquidations.ts'
import { indexMarkets, type Mapped } from '../../src/sources/ccxt/mapping.ts'
import type { LiquidationRecord } from '../../src/liquidations/record.ts'
import { parseTime } from '../../src/sources/files/times.ts'
import { mutationsOf } from '../support/mutations.ts'
import * as binance from '../support/payloads/binance.ts'
import * as bybit from '../support/payloads/bybit.ts'
import * as okx from '../support/payloads/okx.ts'
import { BINANCE_MARKETS, BYBIT_MARKETS, OKX_MARKETS } from '../support/storedMarkets.ts'

/**
 * Real messages with anything put in anywhere: each is either mapped to records that can be, or rejected with a code. Nothing is thrown
 * through, and nothing is written that is no number, no time, or of no market.
 */

const DECIMAL = /^-?\d+(\.\d+)?$/

function expectWhole(mapped: Mapped<LiquidationRecord>, ids: ReadonlySet<number>): void {
  for (const record of mapped.records) {
    expect(ids.has(record.marketId)).toBe(true)
    expect(record.time.getTime()).toBeGreaterThan(Date.UTC(2011, 0) - 1)
    expect(record.time.getTime()).toBeLessThan(Date.UTC(2100, 0))
    expect(['LONG', 'SHORT']).toContain(record.side)
    for (const number of [
      record.price,
      record.contracts,
      record.baseQuantity ?? '1',
      record.notionalUsd ?? '1',
    ]) {
      expect(number).toMatch(DECIMAL)
      expect(number.startsWith('-')).toBe(false)
    }
    expect(Number(record.price)).toBeGreaterThan(0)
    expect(Number(record.contracts)).toBeGreaterThan(0)
  }
  for (const { code, reason } of mapped.rejections) {
    expect(code).toMatch(/^[A-Z_]+$/)
    expect(reason.length).toBeGreaterThan(0)
  }
}

const binanceIndex = indexMarkets(Object.values(BINANCE_MARKETS))
const bybitIndex = indexMarkets(Object.values(BYBIT_MARKETS))
const okxIndex = indexMarkets(Object.values(OKX_MARKETS))
const idsOf = (markets: Readonly<Record<string, { readonly id: number }>>) =>
  new Set(Object.values(markets).map(({ id }) => id))

describe('a forced order with anything in it', () => {
  test.each([
    [
      'binance',
      binance.forceOrderSell,
      (message: unknown) => mapForceOrder(message, binanceIndex),
      idsOf(BINANCE_MARKETS),
    ],
    [
      'binance COIN-M',
      binance.forceOrderCoinm,
      (message: unknown) => mapForceOrder(message, binanceIndex),
      idsOf(BINANCE_MARKETS),
    ],
    [
      'bybit',
      bybit.allLiquidation,
      (message: unknown) => mapAllLiquidation(message, bybitIndex),
      idsOf(BYBIT_MARKETS),
    ],
    [
      'bybit, the old topic',
      bybit.oldLiquidation,
      (message: unknown) => mapLiquidation(message, bybitIndex),
      idsOf(BYBIT_MARKETS),
    ],
    [
      'okx',
      okx.liquidationOrders,
      (message: unknown) => mapLiquidationOrders(message, okxIndex),
      idsOf(OKX_MARKETS),
    ],
  ])('of %s is mapped or rejected, never thrown and never half a number', (_, message, map, ids) => {
    // The message itself is right: otherwise the changes would prove nothing.
    expect(map(message).records.length).toBeGreaterThan(0)
    fc.assert(
      fc.property(mutationsOf(message), (mutated) => expectWhole(map(mutated), ids)),
      { numRuns: 2_000 },
    )
  })
})

test('a time of a file is a moment from 2009 to 2100, or none', () => {
  const formats = ['ISO', 'MS', 'S', 'US', 'YYYY.M.D', 'DD-MM-YYYY', 'MM/DD/YYYY', 'YYYYMMDD'] as const
  const texts = fc.oneof(
    fc.string(),
    fc.integer().map(String),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    fc.stringMatching(/^[0-9T:.Z+/ -]{0,30}$/),
  )
  fc.assert(
    fc.property(texts, fc.constantFrom(...formats), (text, format) => {
      const ms = parseTime(text, format)
      if (ms === undefined) return
      expect(Number.isInteger(ms)).toBe(true)
      expect(ms).toBeGreaterThanOrEqual(Date.UTC(2009, 0))
      expect(ms).toBeLessThan(Date.UTC(2100, 0))
    }),
    { numRuns: 5_000 },
  )
})
