import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ExchangeServer } from '../../support/exchangeServer.ts'
import * as payloads from '../../support/payloads/binance.ts'
import { BINANCE_MARKETS, storedMarket } from '../../support/storedMarkets.ts'
import { venueReader } from '../../support/venueReader.ts'

let server: ExchangeServer
beforeEach(async () => {
  server = await ExchangeServer.start()
})
afterEach(() => server.stop())

const NOW = 1790000200000
const read = () => venueReader('binance', { ccxt: server.ccxtOptions('binance'), now: () => new Date(NOW) })

const { btc, pepe, coinm } = BINANCE_MARKETS
const spot = storedMarket('BTCUSDT', { symbol: 'BTC/USDT', kind: 'SPOT' })
const future = storedMarket('BTCUSDT_261225', { symbol: 'BTC/USDT:USDT-261225', kind: 'FUTURE' })

test('spot and USD-M share a name and are two markets; spot against a coin is none of ours', async () => {
  const { records } = await read().markets()
  const named = records.filter(({ venueSymbol }) => venueSymbol === 'BTCUSDT')
  expect(named.map(({ kind, symbol, contractSize }) => [kind, symbol, contractSize])).toEqual([
    ['SPOT', 'BTC/USDT', '1'],
    ['PERPETUAL', 'BTC/USDT:USDT', '1'],
  ])
  expect(records.map(({ symbol }) => symbol)).not.toContain('ETH/BTC')
})

test('open interest is not asked of spot, though a contract has its name', async () => {
  const { records } = await read().openInterest([spot, btc])
  expect(records.map(({ marketId }) => marketId)).toEqual([btc.id])
})

describe('funding', () => {
  beforeEach(() => {
    server.respond('/binance/fapi/v1/premiumIndex', () => payloads.usdmFunding)
    server.respond('/binance/dapi/v1/premiumIndex', () => payloads.coinmFunding)
    server.respond('/binance/fapi/v1/fundingInfo', () => payloads.fundingInfo)
    server.respond('/binance/dapi/v1/fundingInfo', () => [])
    server.respond('/binance/fapi/v1/fundingRate', () => payloads.settledFunding)
  })

  test('the rate of the running period is a prediction, at 8 hours unless fundingInfo says otherwise', async () => {
    const { records, rejections } = await read().funding([btc, pepe, coinm, spot, future])
    const prediction = { kind: 'PREDICTED', settlesAt: new Date(1790006400000) }
    expect(records).toEqual([
      {
        ...prediction,
        marketId: btc.id,
        time: new Date(1790000000000),
        rate: '0.00008123',
        intervalMinutes: 480,
      },
      {
        ...prediction,
        marketId: pepe.id,
        time: new Date(1790000000000),
        rate: '-0.00031',
        intervalMinutes: 240,
      },
      {
        ...prediction,
        marketId: coinm.id,
        time: new Date(1790000000001),
        rate: '0.0001',
        intervalMinutes: 480,
      },
    ])
    expect(rejections).toEqual([])
  })

  test('an interval that is listed and no number is NO_INTERVAL, not 8 hours', async () => {
    server.respond('/binance/fapi/v1/fundingInfo', () => [{ symbol: 'BTCUSDT', fundingIntervalHours: null }])
    expect(await read().funding([btc])).toMatchObject({ records: [], rejections: [{ code: 'NO_INTERVAL' }] })
  })

  test('without fundingInfo nothing is told, since the interval would be a guess', async () => {
    server.misbehave('/fapi/v1/fundingInfo', { kind: 'status', status: 500 })
    await expect(read().funding([btc])).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' })
  })

  test.each([
    ['an empty rate', { lastFundingRate: '' }, 'BAD_NUMBER'],
    ['a market that settles no more', { nextFundingTime: 0 }, 'BAD_TIME'],
    ['a missing rate', { lastFundingRate: undefined }, 'BAD_SHAPE'],
  ])('%s is refused, never zero', async (_name, fault, code) => {
    server.respond('/binance/fapi/v1/premiumIndex', () => [{ ...payloads.usdmFunding[0], ...fault }])
    expect(await read().funding([btc])).toMatchObject({ records: [], rejections: [{ code }] })
  })

  test('a settled rate holds since the settlement before: an interval of the past, not of today', async () => {
    const { records } = await read().funding([pepe], [1789977600000, 1790000000000])
    expect(records).toEqual([
      {
        marketId: pepe.id,
        time: new Date(1789977600003),
        kind: 'SETTLED',
        rate: '-0.00025',
        intervalMinutes: 480,
      },
      { marketId: pepe.id, time: new Date(1789992000001), kind: 'SETTLED', rate: '0', intervalMinutes: 240 },
    ])
    const [asked] = server.requestsTo('/fundingRate')
    expect(asked?.query.get('startTime')).toBe(String(1789977600000 - 86_400_000))
    expect(server.requestsTo('/fundingInfo')).toHaveLength(0)
  })

  test('a distance that is no interval of any market tells none: the venue is not asked for today', async () => {
    const [before, , after] = payloads.settledFunding
    const threeHours = { ...after!, fundingTime: before!.fundingTime + 3 * 3_600_000 }
    server.respond('/binance/fapi/v1/fundingRate', () => [before, threeHours])
    const { records, rejections } = await read().funding([pepe], [1789950000000, 1790000000000])
    expect(records).toEqual([])
    expect(rejections).toMatchObject([{ code: 'NO_INTERVAL', payload: threeHours }])
    expect(server.requestsTo('/fundingInfo')).toHaveLength(0)
  })

  test('the first settlement of a market has none before it: its interval is what the venue states', async () => {
    const [, first] = payloads.settledFunding
    server.respond('/binance/fapi/v1/fundingRate', () => [first])
    const { records } = await read().funding([pepe], [1789970000000, 1790000000000])
    expect(records).toMatchObject([{ time: new Date(1789977600003), intervalMinutes: 240 }])
  })

  test('a settled rate that is no number, or has no time, is refused', async () => {
    server.respond('/binance/fapi/v1/fundingRate', () => [
      { symbol: 'BTCUSDT', fundingTime: 1789977600000, fundingRate: 'n/a' },
      { symbol: 'BTCUSDT', fundingRate: '0.0001' },
    ])
    const { records, rejections } = await read().funding([btc], [1789970000000, 1790000000000])
    expect(records).toEqual([])
    expect(rejections.map(({ code }) => code)).toEqual(['BAD_NUMBER', 'BAD_SHAPE'])
  })
})

describe('order books', () => {
  beforeEach(() => {
    server.respond('/binance/api/v3/depth', () => payloads.spotDepth)
    server.respond('/binance/fapi/v1/depth', () => payloads.usdmDepth)
    server.respond('/binance/dapi/v1/depth', () => payloads.coinmDepth)
  })

  test('spot counts coins and has no clock: ours is taken', async () => {
    const { records } = await read().depth([spot])
    expect(records).toMatchObject([
      {
        marketId: spot.id,
        time: new Date(NOW),
        venueClock: false,
        mid: '80000',
        // 0.5 x 79990; with 2 x 79500 at 0.625 % 198995. The book ends before 1 %.
        bids: { usd: { '0.005': '39995' }, totalUsd: '198995', reach: '0.00625', best: '79990' },
        // 0.25 x 80010 + 1 x 80400, which lies exactly at 0.5 %.
        asks: { usd: { '0.005': '100402.5' }, totalUsd: '100402.5', reach: '0.005', best: '80010' },
      },
    ])
    expect(server.requestsTo('/api/v3/depth')[0]?.query.get('limit')).toBe('1000')
  })

  test('USD-M counts units of the base: a price of a thousand coins is told per coin, the value stays', async () => {
    const { records } = await read().depth([pepe])
    expect(records).toMatchObject([
      {
        time: new Date(1790000000010),
        venueClock: true,
        mid: '0.000012',
        bids: { totalUsd: '11900' },
        asks: { totalUsd: '24200' },
      },
    ])
  })

  test('COIN-M counts contracts of 100 USD', async () => {
    const { records } = await read().depth([coinm])
    expect(records).toMatchObject([{ bids: { totalUsd: '7000' }, asks: { totalUsd: '3000' } }])
  })

  test('a book with an empty side is refused, and the next market goes on', async () => {
    server.respond('/binance/fapi/v1/depth', () => ({ ...payloads.usdmDepth, asks: [] }))
    const { records, rejections } = await read().depth([btc, coinm])
    expect(records.map(({ marketId }) => marketId)).toEqual([coinm.id])
    expect(rejections).toMatchObject([{ code: 'BAD_BOOK', payload: { symbol: 'BTCUSDT' } }])
  })
})

describe('bars of a minute', () => {
  const minutes = [1789999980000, 1790000100000] as const
  beforeEach(() => {
    server.respond('/binance/api/v3/klines', () => payloads.spotKlines)
    server.respond('/binance/fapi/v1/klines', () => payloads.usdmKlines)
    server.respond('/binance/dapi/v1/klines', () => payloads.coinmKlines)
  })

  test('spot: coins, dollars and what takers bought; a minute without a trade is a bar of zero', async () => {
    const { records } = await read().candles([spot], minutes)
    expect(records).toEqual([
      {
        marketId: spot.id,
        time: new Date(1789999980000),
        stepMs: 60_000,
        open: '80000',
        high: '80100',
        low: '79900',
        close: '80050',
        baseVolume: '12.5',
        volumeUsd: '1000500',
        takerBuyBase: '7.5',
        takerBuyUsd: '600300',
        trades: 321,
      },
      expect.objectContaining({ time: new Date(1790000040000), baseVolume: '0', trades: 0 }),
    ])
    const [asked] = server.requestsTo('/api/v3/klines')
    expect(Object.fromEntries(asked!.query)).toEqual({
      symbol: 'BTCUSDT',
      interval: '1m',
      startTime: '1789999980000',
      endTime: '1790000099999',
      limit: '2',
    })
  })

  test('a market of thousands of coins: prices a thousandth, volumes times a thousand, dollars as printed', async () => {
    const { records } = await read().candles([pepe], minutes)
    expect(records).toMatchObject([
      {
        open: '0.000012',
        high: '0.0000121',
        low: '0.0000119',
        close: '0.00001205',
        baseVolume: '5000000000',
        volumeUsd: '60100.5',
        takerBuyBase: '2000000000',
        takerBuyUsd: '24040.2',
        trades: 88,
      },
    ])
  })

  test('COIN-M prints contracts where the others print coins, and coins where they print dollars', async () => {
    const { records } = await read().candles([coinm], minutes)
    expect(records).toMatchObject([
      { baseVolume: '2', volumeUsd: '160000', takerBuyBase: '0.5', takerBuyUsd: '40000' },
    ])
  })

  test.each([
    ['a high below its close', { 2: '80010' }, 'BAD_BAR'],
    ['takers who bought more than was traded', { 9: '13' }, 'BAD_BAR'],
    ['a volume that is no number', { 5: '' }, 'BAD_NUMBER'],
    ['a time in seconds', { 0: 1789999980 }, 'BAD_TIME'],
    ['a time within a minute', { 0: 1789999980500 }, 'BAD_TIME'],
  ])('%s is refused', async (_name, fault, code) => {
    server.respond('/binance/api/v3/klines', () => [Object.assign([...payloads.spotKlines[0]!], fault)])
    expect(await read().candles([spot], minutes)).toMatchObject({ records: [], rejections: [{ code }] })
  })

  test('a row cut short is refused', async () => {
    server.respond('/binance/api/v3/klines', () => [payloads.spotKlines[0]!.slice(0, 6)])
    expect(await read().candles([spot], minutes)).toMatchObject({ rejections: [{ code: 'BAD_SHAPE' }] })
  })

  test('a market that is not quoted in dollars has no USD price, and is not asked', async () => {
    const market = storedMarket('ETHBTC', { symbol: 'ETH/BTC:BTC', quote: 'BTC', settle: 'BTC' })
    expect(await read().candles([market], minutes)).toMatchObject({ rejections: [{ code: 'NO_PRICE' }] })
    expect(server.requestsTo('/klines')).toEqual([])
  })

  test('a bar that is still open is not asked for', async () => {
    await read().candles([spot], [1789999980000, NOW + 600_000])
    expect(server.requestsTo('/klines')[0]?.query.get('endTime')).toBe('1790000159999')
  })
})

describe('account ratio', () => {
  beforeEach(() => {
    server.respond('/binance/futures/data/globalLongShortAccountRatio', () => payloads.usdmAccountRatio)
    server.respond('/binance/dapi/futures/data/globalLongShortAccountRatio', () => payloads.coinmAccountRatio)
  })

  test('longs of all accounts, of a window and of now', async () => {
    const { records } = await read().longShort([btc, spot, future], [1789999800000, 1790000200000])
    expect(records).toEqual([
      { marketId: btc.id, time: new Date(1789999800000), longShare: '0.6662' },
      { marketId: btc.id, time: new Date(1790000100000), longShare: '0.25' },
    ])
    expect((await read().longShort([btc])).records).toEqual([records[1]])
  })

  test('COIN-M is asked by pair; shares that miss one by rounding are set against their sum', async () => {
    const { records } = await read().longShort([coinm], [1789999800000, 1790000200000])
    // 0.6617 / 0.9999
    expect(records).toEqual([
      { marketId: coinm.id, time: new Date(1789999800000), longShare: '0.661766176618' },
    ])
    expect(server.requestsTo('/globalLongShortAccountRatio')[0]?.query.get('pair')).toBe('BTCUSD')
  })

  test('no accounts at all, or a share that is no number, are refused', async () => {
    const row = payloads.usdmAccountRatio[0]!
    server.respond('/binance/futures/data/globalLongShortAccountRatio', () => [
      { ...row, longAccount: '0', shortAccount: '0' },
      { ...row, longAccount: 'x' },
    ])
    const { records, rejections } = await read().longShort([btc], [1789999800000, 1790000200000])
    expect(records).toEqual([])
    expect(rejections.map(({ code }) => code)).toEqual(['BAD_NUMBER', 'BAD_NUMBER'])
  })

  test('more than 30 days back is not offered', async () => {
    const old = NOW - 31 * 86_400_000
    await expect(read().longShort([btc], [old, NOW])).rejects.toMatchObject({ code: 'HISTORY_NOT_OFFERED' })
  })
})
