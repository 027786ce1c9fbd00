import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createCoingeckoSource, type CoingeckoSourceOptions } from '../../src/sources/coingecko/index.ts'
import { SECTORS } from '../../src/sources/coingecko/sectors.ts'
import { collect, failureOf, toldBy } from '../support/collect.ts'
import { ExchangeServer } from '../support/exchangeServer.ts'

let server: ExchangeServer
beforeEach(async () => {
  server = await ExchangeServer.start()
})
afterEach(() => server.stop())

const NOW = new Date(1790000200000)
const never = new AbortController().signal
const WINDOW = { from: new Date(1789996400000), to: new Date(1790003600000) }

const source = (options: CoingeckoSourceOptions = {}) =>
  createCoingeckoSource({
    baseUrl: server.coingeckoUrl,
    timeoutMs: 2_000,
    retries: 2,
    backoffMs: 1,
    now: () => NOW,
    ...options,
  })

const read = (options?: CoingeckoSourceOptions, window?: typeof WINDOW, signal = never) =>
  collect(source(options).marketCaps(window, signal))

describe('a snapshot', () => {
  test("holds each coin at the coin's own time, with its supply, and the whole market's total", async () => {
    const [batch, ...more] = await read()
    expect(more).toEqual([])
    expect(batch?.records).toContainEqual({
      coin: { coingeckoId: 'bitcoin', code: 'BTC', name: 'Bitcoin', sectorCode: 'layer-1' },
      time: new Date('2026-09-21T14:13:21.599Z'),
      priceUsd: '80000.125',
      supply: '20000000',
      statedCapUsd: '1600002500000',
    })
    expect(batch?.totals).toEqual([
      { time: new Date(1790000000000), capUsd: '2750000000000.125', coins: 17000 },
    ])
    expect(batch?.observedAt).toEqual(NOW)
  })

  test('a cap of zero is one that is not known: refused, not stored as zero', async () => {
    const [batch] = await read()
    expect(batch?.rejections.filter(({ code }) => code === 'NO_CAP')).toMatchObject([
      { payload: { id: 'capless' } },
    ])
  })

  test('a supply that is not told is left out, and tiny prices stay exact', async () => {
    const record = (await read())[0]?.records.find(({ coin }) => coin.code === 'SPL')
    expect(record).not.toHaveProperty('supply')
    expect(record?.coin).not.toHaveProperty('sectorCode')
    expect(record?.priceUsd).toBe('0.00000015')
  })

  test('a coin of many categories counts in one sector, the narrower one', async () => {
    const record = (await read())[0]?.records.find(({ coin }) => coin.code === 'XMR')
    expect(record?.coin.sectorCode).toBe('privacy')
  })

  test('a category without coins is told', async () => {
    const [batch] = await read()
    expect(batch?.rejections.filter(({ code }) => code === 'UNKNOWN_CATEGORY')).toHaveLength(
      SECTORS.length - 2,
    )
  })

  test('sectors have one code and one category each', async () => {
    const sectors = await source().getSectors(never)
    expect(sectors).toContainEqual({ code: 'layer-1', name: 'Layer 1' })
    expect(new Set(SECTORS.map(({ code }) => code)).size).toBe(SECTORS.length)
    expect(new Set(SECTORS.map(({ categoryId }) => categoryId)).size).toBe(SECTORS.length)
  })

  test('categories are read once a day, not with each snapshot', async () => {
    const one = source()
    await collect(one.marketCaps(undefined, never))
    await collect(one.marketCaps(undefined, never))
    const asked = server.requestsTo('/coins/markets').filter(({ query }) => query.has('category'))
    expect(asked).toHaveLength(SECTORS.length)
  })

  test('a row that is off is refused with its payload and the rest goes on', async () => {
    server.respond('/coingecko/coins/markets', (query) =>
      query.has('category')
        ? []
        : [
            { id: 'x' },
            { id: 'y', symbol: 'y', name: 'Y', current_price: 1, market_cap: 1, last_updated: 'today' },
          ],
    )
    const [batch] = await read()
    const codes = batch?.rejections.map(({ code }) => code).filter((code) => code !== 'UNKNOWN_CATEGORY')
    expect(codes).toEqual(['BAD_SHAPE', 'BAD_TIME'])
  })
})

describe('the past', () => {
  test('without a pro key: prices and caps of the top coins, no supply, and totals are refused with a code', async () => {
    const [first, bitcoin, ...rest] = await read({ demoKey: 'demo-secret', historyCoins: 2 }, WINDOW)
    expect(first).toMatchObject({ records: [], totals: [] })
    expect(first?.rejections).toContainEqual(expect.objectContaining({ code: 'HISTORY_NOT_OFFERED' }))
    expect(rest).toHaveLength(1)
    expect(
      bitcoin?.records.map(({ time, priceUsd, statedCapUsd, supply }) => [
        time.getTime(),
        priceUsd,
        statedCapUsd,
        supply,
      ]),
    ).toEqual([
      [1789996400000, '80000.5', '1600010000000', undefined],
      [1790000000000, '79000.25', '1580005000000', undefined],
    ])
  })

  test('with a pro key: totals, and the supply last stated', async () => {
    const [first, bitcoin] = await read({ proKey: 'pro-secret', historyCoins: 1 }, WINDOW)
    expect(first?.totals.map(({ time, capUsd }) => [time.getTime(), capUsd])).toEqual([
      [1789996400000, '2750000000000.5'],
      [1790000000000, '2700000000000'],
    ])
    expect(bitcoin?.records.map(({ supply }) => supply)).toEqual(['20000000', '20000001.5'])
    expect(server.requestsTo('/market_cap_chart')[0]?.query.get('days')).toBe('1')
  })

  test('a plan without supply charts is asked once, and supply stays out', async () => {
    server.misbehave('/circulating_supply_chart/range', { kind: 'status', status: 401 })
    const batches = await read({ proKey: 'pro-secret', historyCoins: 3 }, WINDOW)
    expect(batches.flatMap(({ records }) => records).every(({ supply }) => supply === undefined)).toBe(true)
    expect(server.requestsTo('/circulating_supply_chart/range')).toHaveLength(1)
  })

  test('a window before the plan begins is HISTORY_NOT_OFFERED', async () => {
    server.misbehave('/market_chart/range', { kind: 'status', status: 401 })
    expect(await failureOf(read({ historyCoins: 1 }, WINDOW))).toMatchObject({ code: 'HISTORY_NOT_OFFERED' })
  })
})

describe('a CoinGecko that misbehaves', () => {
  test('429 with Retry-After is waited for, then answered', async () => {
    server.misbehave('/global', { kind: 'status', status: 429, retryAfter: '1' })
    const begun = performance.now()
    expect(await read()).toHaveLength(1)
    expect(performance.now() - begun).toBeGreaterThan(950)
  })

  test.each([
    ['500', { kind: 'status', status: 500 }, 'SOURCE_UNAVAILABLE'],
    ['429', { kind: 'status', status: 429 }, 'SOURCE_RATE_LIMITED'],
    ['a long wait', { kind: 'status', status: 429, retryAfter: '3600' }, 'SOURCE_RATE_LIMITED'],
    ['403', { kind: 'status', status: 403 }, 'SOURCE_REFUSED'],
    ['truncated JSON', { kind: 'truncate' }, 'SOURCE_BAD_ANSWER'],
    ['a cut connection', { kind: 'reset' }, 'SOURCE_UNAVAILABLE'],
    ['no answer', { kind: 'hang' }, 'SOURCE_UNAVAILABLE'],
    ['a body that stalls', { kind: 'stall' }, 'SOURCE_UNAVAILABLE'],
  ] as const)('%s that stays is an error', async (_name, misbehaviour, code) => {
    server.misbehave('/global', misbehaviour, 3)
    expect(await failureOf(read({ timeoutMs: 200 }))).toMatchObject({ name: 'SourceError', code })
  })

  test('aborting ends a request at once', async () => {
    server.misbehave('/global', { kind: 'hang' })
    const abort = new AbortController()
    setTimeout(() => abort.abort(new Error('stopped')), 150)
    const begun = performance.now()
    expect((await failureOf(read({ timeoutMs: 20_000 }, undefined, abort.signal))).message).toBe('stopped')
    expect(performance.now() - begun).toBeLessThan(1_000)
  })
})

describe('keys', () => {
  test.each([
    [{ demoKey: 'demo-secret' }, 'x-cg-demo-api-key', 'demo-secret'],
    [{ proKey: 'pro-secret' }, 'x-cg-pro-api-key', 'pro-secret'],
    [{ demoKey: 'demo-secret', proKey: 'pro-secret' }, 'x-cg-pro-api-key', 'pro-secret'],
  ])('%j goes out in the header %s alone', async (keys, header, key) => {
    await read(keys)
    for (const { headers, path, query } of server.requests) {
      expect(headers[header]).toBe(key)
      expect(`${path}?${query.toString()}`).not.toContain('secret')
      const sent = Object.keys(headers).filter((name) => name.startsWith('x-cg-'))
      expect(sent).toEqual([header])
    }
  })

  test('without a key no key header is sent', async () => {
    await read()
    for (const { headers } of server.requests) {
      expect(Object.keys(headers).filter((name) => name.startsWith('x-cg-'))).toEqual([])
    }
  })

  test.each([
    [{ kind: 'status', status: 401, body: '{"status":{"error_message":"bad key demo-secret"}}' }],
    [{ kind: 'status', status: 500, body: 'demo-secret' }],
    [{ kind: 'reset' }],
    [{ kind: 'hang' }],
    [{ kind: 'truncate' }],
  ] as const)(
    'a key shows in no error, rejection or log, even when the answer repeats it: %j',
    async (misbehaviour) => {
      const logged: unknown[] = []
      const spies = (['log', 'warn', 'error', 'info', 'debug'] as const).map((level) =>
        vi.spyOn(console, level).mockImplementation((...args: unknown[]) => {
          logged.push(...args)
        }),
      )
      const options = { demoKey: 'demo-secret', timeoutMs: 200 }
      server.misbehave('/global', misbehaviour, 3)
      const failure = await failureOf(read(options))
      server.behave()
      server.misbehave('/coins/markets', misbehaviour, 1)
      const batches = await read(options)
      for (const spy of spies) spy.mockRestore()
      expect(toldBy(failure)).not.toContain('secret')
      expect(JSON.stringify(batches)).not.toContain('secret')
      expect(logged).toEqual([])
    },
  )
})
