import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ExchangeServer } from '../../support/exchangeServer.ts'
import * as payloads from '../../support/payloads/okx.ts'
import { OKX_MARKETS, storedMarket } from '../../support/storedMarkets.ts'
import { venueReader } from '../../support/venueReader.ts'

let server: ExchangeServer
beforeEach(async () => {
  server = await ExchangeServer.start()
})
afterEach(() => server.stop())

const NOW = 1790000200000
const read = () => venueReader('okx', { ccxt: server.ccxtOptions('okx'), now: () => new Date(NOW) })

const { btc, inverse } = OKX_MARKETS
const spot = storedMarket('BTC-USDT', { exchangeCode: 'okx', symbol: 'BTC/USDT', kind: 'SPOT' })
const answer = (data: unknown) => ({ code: '0', msg: '', data })
const respond = (path: string, of: (query: URLSearchParams) => unknown) =>
  server.respond(`/okx/api/v5/${path}`, of)
const instId = (query: URLSearchParams) => query.get('instId') ?? ''

test('spot is a market of its own that counts coins; spot against a coin is none of ours', async () => {
  const { records } = await read().markets()
  expect(records.map(({ kind, symbol, contractSize }) => [kind, symbol, contractSize])).toEqual([
    ['SPOT', 'BTC/USDT', '1'],
    ['PERPETUAL', 'BTC/USDT:USDT', '0.01'],
    ['PERPETUAL', 'BTC/USD:BTC', '100'],
    ['FUTURE', 'BTC/USDT:USDT-261225', '0.01'],
  ])
})

test('open interest is not asked of spot', async () => {
  expect((await read().openInterest([spot])).records).toEqual([])
  expect(server.requests).toEqual([])
})

describe('funding', () => {
  beforeEach(() => {
    respond('public/funding-rate', () => answer(payloads.fundingRates))
    respond('public/funding-rate-history', () => answer(payloads.settledFunding))
  })

  test('the rate of the coming settlement, with the interval from it to the one after', async () => {
    const { records, rejections } = await read().funding([btc, inverse, spot])
    const prediction = {
      kind: 'PREDICTED',
      time: new Date(1790000000123),
      settlesAt: new Date(1790006400000),
    }
    expect(records).toEqual([
      { ...prediction, marketId: btc.id, rate: '0.0000515', intervalMinutes: 480 },
      { ...prediction, marketId: inverse.id, rate: '-0.0002', intervalMinutes: 120 },
    ])
    expect(rejections).toEqual([])
    expect(server.requestsTo('/funding-rate').map(({ query }) => instId(query))).toEqual(['ANY'])
  })

  test('a settlement without one after it is NO_INTERVAL, not 8 hours', async () => {
    const pepe = storedMarket('PEPE-USDT-SWAP', { exchangeCode: 'okx', symbol: 'PEPE/USDT:USDT' })
    expect(await read().funding([pepe])).toMatchObject({ records: [], rejections: [{ code: 'NO_INTERVAL' }] })
  })

  test('an answer without the clock that the venue added later is of the time when it came', async () => {
    const { ts: _, ...older } = payloads.fundingRates[0]!
    respond('public/funding-rate', () => answer([older]))
    expect((await read().funding([btc])).records).toMatchObject([{ time: new Date(NOW) }])
  })

  test.each([
    ['an empty rate', { fundingRate: '' }, 'BAD_NUMBER'],
    ['a settlement at no time', { fundingTime: '' }, 'BAD_TIME'],
    ['a clock in seconds', { ts: '1790000000' }, 'BAD_TIME'],
    ['a missing rate', { fundingRate: undefined }, 'BAD_SHAPE'],
  ])('%s is refused, never zero', async (_name, fault, code) => {
    respond('public/funding-rate', () => answer([{ ...payloads.fundingRates[0], ...fault }]))
    expect(await read().funding([btc])).toMatchObject({ records: [], rejections: [{ code }] })
  })

  test('settled is what was charged, not what had been predicted, and holds since the settlement before', async () => {
    const { records } = await read().funding([btc], [1789970000000, 1790000000000])
    expect(records).toEqual([
      {
        marketId: btc.id,
        time: new Date(1789977600000),
        kind: 'SETTLED',
        rate: '0.0000746',
        intervalMinutes: 480,
      },
    ])
    const [asked] = server.requestsTo('/funding-rate-history')
    expect(asked?.query.get('after')).toBe('1790000000000')
    expect(asked?.query.get('before')).toBe(String(1789970000000 - 86_400_000 - 1))
  })

  test('the venue gives 100 rates at least, newest first: more of them are asked for page by page', async () => {
    const hours = Array.from({ length: 200 }, (_, hour) => ({
      ...payloads.settledFunding[0],
      fundingTime: String(1789977600000 - hour * 3_600_000),
    }))
    respond('public/funding-rate-history', (query) =>
      answer(hours.filter((row) => Number(row.fundingTime) < Number(query.get('after'))).slice(0, 100)),
    )
    const { records } = await read().funding([btc], [1789977600000 - 150 * 3_600_000, 1790000000000])
    expect(records).toHaveLength(151)
    expect(records.every(({ intervalMinutes }) => intervalMinutes === 60)).toBe(true)
  })

  test('the first settlement of a market has none before it: its interval is what the venue states', async () => {
    respond('public/funding-rate-history', () => answer([payloads.settledFunding[0]]))
    const { records } = await read().funding([btc], [1789970000000, 1790000000000])
    expect(records).toMatchObject([{ rate: '0.0000746', intervalMinutes: 480 }])
    respond('public/funding-rate', () => answer([]))
    expect(await read().funding([btc], [1789970000000, 1790000000000])).toMatchObject({
      records: [],
      rejections: [{ code: 'NO_INTERVAL' }],
    })
  })

  test('a rate that was not charged yet is refused', async () => {
    respond('public/funding-rate-history', () =>
      answer([{ ...payloads.settledFunding[0], realizedRate: '' }]),
    )
    expect(await read().funding([btc], [1789970000000, 1790000000000])).toMatchObject({
      records: [],
      rejections: [{ code: 'BAD_NUMBER' }],
    })
  })

  test('more than 90 days back is not offered', async () => {
    const old = NOW - 91 * 86_400_000
    await expect(read().funding([btc], [old, NOW])).rejects.toMatchObject({ code: 'HISTORY_NOT_OFFERED' })
  })
})

describe('order books', () => {
  beforeEach(() => respond('market/books-full', (query) => answer([payloads.orderBooks[instId(query)]])))

  test('spot counts coins, swaps contracts of 0.01 BTC or of 100 USD', async () => {
    const { records } = await read().depth([spot, btc, inverse])
    expect(records).toMatchObject([
      {
        marketId: spot.id,
        time: new Date(1790000000456),
        venueClock: true,
        mid: '80000',
        bids: { totalUsd: '39995' },
        asks: { totalUsd: '20002.5' },
      },
      // 1.5 x 79990 and 0.505 x 80010.
      { marketId: btc.id, bids: { totalUsd: '119985' }, asks: { totalUsd: '40405.05' } },
      { marketId: inverse.id, bids: { totalUsd: '7000' }, asks: { totalUsd: '3000' } },
    ])
    expect(server.requestsTo('/books-full').map(({ query }) => query.get('sz'))).toEqual([
      '5000',
      '5000',
      '5000',
    ])
  })

  test('a size that is no number is refused', async () => {
    respond('market/books-full', () =>
      answer([{ bids: [['1', '-1', '1']], asks: [['2', '1', '1']], ts: '1' }]),
    )
    expect(await read().depth([spot])).toMatchObject({ records: [], rejections: [{ code: 'BAD_TIME' }] })
    respond('market/books-full', () =>
      answer([{ bids: [['1', '-1', '1']], asks: [['2', '1', '1']], ts: '1790000000456' }]),
    )
    expect(await read().depth([spot])).toMatchObject({ records: [], rejections: [{ code: 'BAD_NUMBER' }] })
  })
})

describe('bars of a minute', () => {
  const minutes = [1789999980000, 1790000100000] as const
  beforeEach(() => {
    respond('market/candles', (query) => answer(payloads.candles[instId(query)]))
    respond('market/history-candles', (query) => answer(payloads.candles[instId(query)]))
  })

  test('spot takes its volume from the first column, swaps theirs from the second', async () => {
    const { records } = await read().candles([spot, btc, inverse], minutes)
    const bar = {
      time: new Date(1789999980000),
      stepMs: 60_000,
      open: '80000',
      high: '80100',
      low: '79900',
      close: '80050',
    }
    expect(records).toEqual([
      { ...bar, marketId: spot.id, baseVolume: '12.5', volumeUsd: '1000500.25' },
      { ...bar, marketId: btc.id, baseVolume: '12.5', volumeUsd: '1000400' },
      { ...bar, marketId: inverse.id, baseVolume: '2', volumeUsd: '160000' },
    ])
  })

  test('a bar that the venue calls open is refused, whatever our clock says', async () => {
    const { rejections } = await read().candles([btc], minutes)
    expect(rejections).toMatchObject([{ code: 'OPEN_BAR' }])
  })

  test('the last day comes from candles, what lies before from history-candles', async () => {
    await read().candles([spot], minutes)
    expect(server.requestsTo('/market/candles').map(({ query }) => Object.fromEntries(query))).toEqual([
      { instId: 'BTC-USDT', bar: '1m', before: '1789999979999', after: '1790000100000', limit: '300' },
    ])
    await read().candles([spot], [1789800000000, 1789800060000])
    expect(server.requestsTo('/market/history-candles')).toHaveLength(1)
  })

  test.each([
    ['a close above its high', { 4: '90000' }, 'BAD_BAR'],
    ['a volume that is no number', { 5: '' }, 'BAD_NUMBER'],
    ['a time in seconds', { 0: '1789999980' }, 'BAD_TIME'],
  ])('%s is refused', async (_name, fault, code) => {
    const [row] = payloads.candles['BTC-USDT']!
    respond('market/candles', () => answer([Object.assign([...row!], fault)]))
    expect(await read().candles([spot], minutes)).toMatchObject({ records: [], rejections: [{ code }] })
  })
})

describe('account ratio', () => {
  const path = 'rubik/stat/contracts/long-short-account-ratio-contract'
  beforeEach(() => respond(path, () => answer(payloads.accountRatio)))

  test('longs for each short become longs among all, of a window and of now', async () => {
    const { records } = await read().longShort([btc, spot], [1789999800000, 1790000200000])
    expect(records).toEqual([
      { marketId: btc.id, time: new Date(1789999800000), longShare: '0.75' },
      { marketId: btc.id, time: new Date(1790000100000), longShare: '0.2' },
    ])
    expect((await read().longShort([btc])).records).toEqual([records[1]])
  })

  test('a ratio that is no number, or a row without one, is refused', async () => {
    respond(path, () => answer([['1789999800000', ''], ['1789999800000']]))
    const { rejections } = await read().longShort([btc], [1789999800000, 1790000200000])
    expect(rejections.map(({ code }) => code)).toEqual(['BAD_NUMBER', 'BAD_SHAPE'])
  })

  test('more than the 1440 rows that the venue keeps is not offered', async () => {
    const old = NOW - 6 * 86_400_000
    await expect(read().longShort([btc], [old, NOW])).rejects.toMatchObject({ code: 'HISTORY_NOT_OFFERED' })
  })
})
