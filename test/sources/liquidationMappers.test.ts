import { describe, expect, test } from 'vitest'
import { mapForceOrder } from '../../src/sources/ccxt/binance/liquidations.ts'
import { mapAllLiquidation, mapLiquidation } from '../../src/sources/ccxt/bybit/liquidations.ts'
import { indexMarkets } from '../../src/sources/ccxt/mapping.ts'
import { mapLiquidationOrders } from '../../src/sources/ccxt/okx/liquidations.ts'
import * as binance from '../support/payloads/binance.ts'
import * as bybit from '../support/payloads/bybit.ts'
import * as okx from '../support/payloads/okx.ts'
import { BINANCE_MARKETS, BYBIT_MARKETS, OKX_MARKETS } from '../support/storedMarkets.ts'

const onBinance = indexMarkets(Object.values(BINANCE_MARKETS))
const onBybit = indexMarkets(Object.values(BYBIT_MARKETS))
const onOkx = indexMarkets(Object.values(OKX_MARKETS))

describe('Binance forceOrder', () => {
  test('a SELL order closed a LONG, worth average price x accumulated quantity', () => {
    expect(mapForceOrder(binance.forceOrderSell, onBinance)).toEqual({
      rejections: [],
      records: [
        {
          marketId: BINANCE_MARKETS.btc.id,
          time: new Date(1790000000120),
          orderKey: 'LONG:80100.5:0.25:1',
          side: 'LONG',
          price: '80100.5',
          contracts: '0.25',
          baseQuantity: '0.25',
          notionalUsd: '20025.125',
        },
      ],
    })
  })

  test('a BUY order closed a SHORT, and a thousand-coin contract counts its coins', () => {
    const [record] = mapForceOrder(binance.forceOrderBuy, onBinance).records
    expect(record).toMatchObject({
      side: 'SHORT',
      baseQuantity: '900000000',
      notionalUsd: '10890',
      price: '0.0121',
    })
  })

  test("a COIN-M order counts contracts of 100 USD, also when it comes on USD-M's stream", () => {
    const [record] = mapForceOrder(binance.forceOrderCoinm, onBinance).records
    expect(record).toMatchObject({
      side: 'LONG',
      contracts: '10',
      notionalUsd: '1000',
      baseQuantity: '0.0125',
    })
  })

  test.each([
    ['UNKNOWN_MARKET', { s: 'NEWUSDT' }],
    ['BAD_SIDE', { S: 'LONG' }],
    ['BAD_NUMBER', { ap: '0' }],
    ['BAD_NUMBER', { z: 'NaN' }],
    ['BAD_TIME', { T: 1790000000 }],
    ['BAD_TIME', { T: 'soon' }],
    ['BAD_SHAPE', { z: undefined }],
  ])('an order that is off is kept as %s with its payload', (code, fault) => {
    const message = { ...binance.forceOrderSell, o: { ...binance.forceOrderSell.o, ...fault } }
    const { records, rejections } = mapForceOrder(message, onBinance)
    expect(records).toEqual([])
    expect(rejections).toMatchObject([{ code, payload: message }])
  })
})

describe('Bybit', () => {
  test('allLiquidation: Buy is the position, so a LONG was liquidated; all orders of a message are taken, in order of time', () => {
    const { records, rejections } = mapAllLiquidation(bybit.allLiquidation, onBybit)
    expect(rejections).toEqual([])
    expect(records.map(({ side, orderKey, notionalUsd }) => [side, orderKey, notionalUsd])).toEqual([
      ['LONG', 'LONG:79501.9:0.006:1', '477.0114'],
      ['LONG', 'LONG:79501.9:0.006:2', '477.0114'],
      ['LONG', 'LONG:79500.3:0.038:1', '3021.0114'],
    ])
  })

  test('the same message twice gives the same keys', () => {
    const keys = () =>
      mapAllLiquidation(bybit.allLiquidation, onBybit).records.map(({ orderKey }) => orderKey)
    expect(keys()).toEqual(keys())
  })

  test('allLiquidation: Sell is a liquidated SHORT, and inverse sizes are USD', () => {
    const [record] = mapAllLiquidation(bybit.allLiquidationInverse, onBybit).records
    expect(record).toMatchObject({ side: 'SHORT', notionalUsd: '1000', baseQuantity: '0.0125' })
  })

  test('the withdrawn topic liquidation prints the side of the position too', () => {
    const { records } = mapLiquidation(bybit.oldLiquidation, onBybit)
    expect(records).toMatchObject([
      { side: 'LONG', contracts: '1.5', notionalUsd: '25800.75', time: new Date(1673251091822) },
    ])
  })

  test('the two wire formats are not taken for one another', () => {
    expect(mapAllLiquidation(bybit.oldLiquidation, onBybit).rejections).toMatchObject([{ code: 'BAD_SHAPE' }])
    expect(mapLiquidation(bybit.allLiquidation, onBybit).rejections).toMatchObject([{ code: 'BAD_SHAPE' }])
  })

  test('one bad order of a message is refused and the rest goes on', () => {
    const [first, second] = bybit.allLiquidation.data
    const message = { ...bybit.allLiquidation, data: [{ ...first, S: 'None' }, second, 'noise'] }
    const { records, rejections } = mapAllLiquidation(message, onBybit)
    expect(records).toHaveLength(1)
    expect(rejections.map(({ code }) => code)).toEqual(['BAD_SIDE', 'BAD_SHAPE'])
  })
})

describe('OKX liquidation-orders', () => {
  test('every detail of every instrument is taken; sizes are contracts, so 150 at 0.01 is 1.5 BTC', () => {
    const { records, rejections } = mapLiquidationOrders(okx.liquidationOrders, onOkx)
    expect(rejections).toEqual([])
    expect(
      records.map(({ marketId, side, contracts, baseQuantity, notionalUsd }) => [
        marketId,
        side,
        contracts,
        baseQuantity,
        notionalUsd,
      ]),
    ).toEqual([
      [OKX_MARKETS.btc.id, 'SHORT', '8.55', '0.0855', '6874.2'],
      [OKX_MARKETS.btc.id, 'LONG', '150', '1.5', '119483.55'],
      [OKX_MARKETS.inverse.id, 'LONG', '10', '0.0125', '1000'],
    ])
  })

  test('a side that contradicts the position is refused', () => {
    const details = [{ bkPx: '1', sz: '1', ts: '1790000000000', side: 'sell', posSide: 'short' }]
    const message = { data: [{ instId: 'BTC-USDT-SWAP', details }] }
    expect(mapLiquidationOrders(message, onOkx).rejections).toMatchObject([{ code: 'BAD_SIDE' }])
  })

  test.each([[null], ['{"arg":'], [{}], [{ data: {} }], [[]]])('%j is refused whole', (message) => {
    expect(mapLiquidationOrders(message, onOkx)).toMatchObject({
      records: [],
      rejections: [{ code: 'BAD_SHAPE' }],
    })
    expect(mapForceOrder(message, onBinance)).toMatchObject({
      records: [],
      rejections: [{ code: 'BAD_SHAPE' }],
    })
    expect(mapAllLiquidation(message, onBybit)).toMatchObject({
      records: [],
      rejections: [{ code: 'BAD_SHAPE' }],
    })
  })
})
