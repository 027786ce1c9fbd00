import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ExchangeServer } from '../support/exchangeServer.ts'
import * as bybit from '../support/payloads/bybit.ts'
import { BYBIT_MARKETS, OKX_MARKETS, storedMarket } from '../support/storedMarkets.ts'
import { venueReader } from '../support/venueReader.ts'

let server: ExchangeServer
beforeEach(async () => {
  server = await ExchangeServer.start()
})
afterEach(() => server.stop())

const NOW = () => new Date(1790000200000)

describe('bybit', () => {
  const read = () => venueReader('bybit', { ccxt: server.ccxtOptions('bybit'), now: NOW })
  const { btc, shib, inverse } = BYBIT_MARKETS
  const list = (rows: unknown, nextPageCursor = '') => ({
    retCode: 0,
    retMsg: 'OK',
    result: { list: rows, nextPageCursor },
    retExtInfo: {},
    time: 1790000000555,
  })
  const respond = (of: (query: URLSearchParams) => unknown) =>
    server.respond('/bybit/v5/market/risk-limit', of)

  test('fractions on linear markets and percent on inverse ones are the same fraction; highest leverage first', async () => {
    const { records, rejections } = await read().leverageTiers([btc, shib, inverse])
    expect(records).toEqual([
      {
        marketId: btc.id,
        tiers: [
          { maintenanceRate: '0.005', maxLeverage: '100' },
          { maintenanceRate: '0.0056', maxLeverage: '90' },
        ],
      },
      { marketId: inverse.id, tiers: [{ maintenanceRate: '0.005', maxLeverage: '100' }] },
    ])
    expect(rejections).toEqual([])
  })

  test('pages are joined, also within a market', async () => {
    const [second, first] = bybit.riskLimits.linear!
    respond((query) => (query.get('cursor') === 'next' ? list([second]) : list([first], 'next')))
    const { records } = await read().leverageTiers([btc])
    expect(records).toMatchObject([{ tiers: [{ maintenanceRate: '0.005' }, { maintenanceRate: '0.0056' }] }])
    expect(server.requestsTo('/risk-limit')).toHaveLength(2)
  })

  test.each([
    ['a margin that leverage does not bear', { maintenanceMargin: '0.02' }, 'BAD_TIER'],
    ['no number', { maintenanceMargin: 'none' }, 'BAD_NUMBER'],
    ['a leverage of nothing', { maxLeverage: '0' }, 'BAD_NUMBER'],
  ])('%s is rejected with its market, the others are read', async (_, more, code) => {
    const [, first] = bybit.riskLimits.linear!
    respond((query) =>
      query.get('category') === 'inverse' ? list(bybit.riskLimits.inverse) : list([{ ...first, ...more }]),
    )
    const { records, rejections } = await read().leverageTiers([btc, inverse])
    expect(records.map(({ marketId }) => marketId)).toEqual([inverse.id])
    expect(rejections).toMatchObject([{ code, payload: { symbol: 'BTCUSDT' } }])
  })

  test('an answer of another shape is an error, not an empty list', async () => {
    respond(() => ({ retCode: 0, result: {} }))
    await expect(read().leverageTiers([btc])).rejects.toMatchObject({ code: 'SOURCE_BAD_ANSWER' })
  })
})

test('okx: a request for each market by its underlying; a family without tiers is rejected alone', async () => {
  const { btc, inverse, future } = OKX_MARKETS
  const eth = storedMarket('ETH-USDT-SWAP', { exchangeCode: 'okx', symbol: 'ETH/USDT:USDT' })
  const spot = storedMarket('BTC-USDT', { exchangeCode: 'okx', symbol: 'BTC/USDT', kind: 'SPOT' })
  const { records, rejections } = await venueReader('okx', {
    ccxt: server.ccxtOptions('okx'),
    now: NOW,
  }).leverageTiers([btc, inverse, future, eth, spot])
  expect(records.map(({ marketId, tiers }) => [marketId, tiers[0]!.maintenanceRate])).toEqual([
    [btc.id, '0.004'],
    [inverse.id, '0.004'],
    [future.id, '0.004'],
  ])
  expect(rejections).toMatchObject([{ code: 'BAD_TIER', payload: { symbol: 'ETH-USDT-SWAP' } }])
  const asked = server.requestsTo('/position-tiers').map(({ query }) => Object.fromEntries(query))
  expect(asked).toContainEqual({ instType: 'FUTURES', tdMode: 'cross', instFamily: 'BTC-USDT' })
})

test('gate: the smallest positions, from the list of contracts', async () => {
  const url = server.urlOf('gate')
  const api = { public: { futures: url, spot: url, margin: url } }
  const btc = storedMarket('BTC_USDT', { exchangeCode: 'gate', contractSize: '0.0001' })
  server.respond('/gate/futures/usdt/contracts', () => [
    { name: 'BTC_USDT', maintenance_rate: '0.004', leverage_max: '125' },
    { name: 'ETH_USDT', maintenance_rate: '0.005', leverage_max: '100' },
  ])
  const { records, rejections } = await venueReader('gate', {
    ccxt: { urls: { api } },
    now: NOW,
  }).leverageTiers([btc])
  expect(records).toEqual([{ marketId: btc.id, tiers: [{ maintenanceRate: '0.004', maxLeverage: '125' }] }])
  expect(rejections).toEqual([])
})
