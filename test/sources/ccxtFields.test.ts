import { pro, type Exchange, type Liquidation } from 'ccxt'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ExchangeServer } from '../support/exchangeServer.ts'
import * as binance from '../support/payloads/binance.ts'
import * as bybit from '../support/payloads/bybit.ts'
import * as okx from '../support/payloads/okx.ts'

// Why sides, sizes and values are derived from raw messages: what ccxt itself makes of the same ones. When a ccxt
// upgrade changes one of these, look at the mappers again.

let server: ExchangeServer
let exchange: Exchange
beforeEach(async () => {
  server = await ExchangeServer.start()
})
afterEach(async () => {
  await exchange.close()
  await server.stop()
})

type Code = 'binance' | 'bybit' | 'okx'
const TYPES: Record<Code, string[]> = {
  binance: ['linear', 'inverse'],
  bybit: ['linear', 'inverse'],
  okx: ['swap', 'future'],
}

function open(code: Code): Exchange {
  const options = { options: { fetchMarkets: { types: TYPES[code] } } }
  exchange = new pro[code]({ ...options, ...server.ccxtOptions(code), enableRateLimit: false })
  return exchange
}

async function watchOne(code: Code, symbol: string, message: unknown): Promise<Liquidation[]> {
  await open(code).loadHttpProxyAgent()
  const watching =
    code === 'okx' ? exchange.watchLiquidationsForSymbols([symbol]) : exchange.watchLiquidations(symbol)
  await server.subscribed(1)
  server.subscribers[0]?.send(message)
  return watching
}

test.each([
  ['binance', 'sell', binance.forceOrderSell],
  ['bybit', 'buy', bybit.allLiquidation],
  ['okx', 'sell', okx.liquidationOrders],
] as const)('ccxt: a liquidated long of %s has the side %s', async (code, side, message) => {
  const [liquidation] = await watchOne(code, 'BTC/USDT:USDT', message)
  expect(liquidation).toMatchObject({ side })
  expect(liquidation?.baseValue).toBeUndefined()
  expect(liquidation?.quoteValue).toBeUndefined()
})

test("ccxt: binance's size is the last fill", async () => {
  const [liquidation] = await watchOne('binance', 'BTC/USDT:USDT', binance.forceOrderSell)
  expect(liquidation?.contracts).toBe(0.04)
})

test("ccxt: of an OKX message's details only the first is told, the rest is in info", async () => {
  const liquidations = await watchOne('okx', 'BTC/USDT:USDT', okx.liquidationOrders)
  expect(liquidations).toHaveLength(1)
  expect(liquidations[0]?.contracts).toBe(150)
  expect((liquidations[0]?.info as { details: unknown[] }).details).toHaveLength(2)
})

test('ccxt: of several orders in one Bybit message its promise tells one', async () => {
  expect(await watchOne('bybit', 'BTC/USDT:USDT', bybit.allLiquidation)).toHaveLength(1)
})

test.each([
  ['binance', 'BTC/USDT:USDT', 90123.456, 'coins'],
  ['binance', 'BTC/USD:BTC', 4000000, 'contracts'],
  ['okx', 'BTC/USDT:USDT', 3000000.5, 'contracts'],
] as const)('ccxt: openInterestAmount of %s %s is %d, in %s', async (code, symbol, amount, _unit) => {
  const interest = await open(code).fetchOpenInterest(symbol)
  expect(interest.openInterestAmount).toBe(amount)
})

test("ccxt: bybit's inverse interest in USD is called a value, its linear interest in coins an amount", async () => {
  const late = { until: 1790000100000 }
  server.respond('/bybit/v5/market/open-interest', (query) => ({
    retCode: 0,
    result: {
      category: query.get('category'),
      symbol: query.get('symbol'),
      list: [{ openInterest: '400000000', timestamp: '1790000000000' }],
    },
    time: late.until,
  }))
  const inverse = await open('bybit').fetchOpenInterest('BTC/USD:BTC')
  expect(inverse).toMatchObject({ openInterestValue: 400000000, openInterestAmount: undefined })
  const linear = await exchange.fetchOpenInterest('BTC/USDT:USDT')
  expect(linear).toMatchObject({ openInterestAmount: 400000000, openInterestValue: undefined })
})

test("ccxt: okx's history of one market is that of its whole currency, and says no market", async () => {
  const [usdt] = await open('okx').fetchOpenInterestHistory('BTC/USDT:USDT', '5m')
  const [usd] = await exchange.fetchOpenInterestHistory('BTC/USD:BTC', '5m')
  expect(usdt?.openInterestValue).toBe(usd?.openInterestValue)
  expect(usdt?.symbol).toBeUndefined()
  const asked = server.requestsTo('/open-interest-volume').map(({ query }) => query.get('ccy'))
  expect(asked).toEqual(['BTC', 'BTC'])
})
