import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { StoredMarket } from '../../src/markets/record.ts'
import { findVenue, type VenueOptions } from '../../src/sources/ccxt/index.ts'
import { collect, collectUntil, failureOf } from '../support/collect.ts'
import { ExchangeServer } from '../support/exchangeServer.ts'
import * as binance from '../support/payloads/binance.ts'
import * as bybit from '../support/payloads/bybit.ts'
import * as okx from '../support/payloads/okx.ts'
import { BINANCE_MARKETS, BYBIT_MARKETS, OKX_MARKETS } from '../support/storedMarkets.ts'

let server: ExchangeServer
let abort: AbortController
beforeEach(async () => {
  server = await ExchangeServer.start()
  abort = new AbortController()
})
afterEach(() => server.stop())

type Code = 'binance' | 'bybit' | 'okx'
const MARKETS: Record<Code, Record<string, StoredMarket>> = {
  binance: BINANCE_MARKETS,
  bybit: BYBIT_MARKETS,
  okx: OKX_MARKETS,
}
/** Subscribe requests that a venue gets for its markets. */
const REQUESTS: Record<Code, number> = { binance: 2, bybit: 2, okx: 2 }

const WINDOW = { from: new Date(1789999000000), to: new Date('2100-01-01') }

function watch(
  code: Code,
  options: VenueOptions = {},
  window = WINDOW,
  markets = Object.values(MARKETS[code]),
) {
  const source = findVenue(code, {
    ccxt: server.ccxtOptions(code),
    silenceMs: 5_000,
    heartbeatMs: 20,
    ...options,
  })?.liquidations
  if (!source) throw new Error(`${code} has no feed`)
  return source.liquidations(markets, window, abort.signal)
}

/** The server's confirmations have surely been read. */
const confirmed = () => new Promise((resolve) => setTimeout(resolve, 100))

const records = (count: number) => (batches: readonly { records: readonly unknown[] }[]) =>
  batches.reduce((sum, batch) => sum + batch.records.length, 0) >= count

describe('every venue', () => {
  const FRAMES: Record<Code, { at: string; messages: unknown[]; sides: string[] }> = {
    binance: {
      at: '/usdm/',
      messages: [binance.forceOrderSell, binance.forceOrderBuy, binance.forceOrderCoinm],
      sides: ['LONG', 'SHORT', 'LONG'],
    },
    bybit: { at: '/linear', messages: [bybit.allLiquidation], sides: ['LONG', 'LONG', 'LONG'] },
    okx: { at: '/public', messages: [okx.liquidationOrders], sides: ['SHORT', 'LONG', 'LONG'] },
  }

  test.each(['binance', 'bybit', 'okx'] as const)(
    '%s: orders that come in one burst are all taken, and the feed is known to be alive',
    async (code) => {
      const { at, messages, sides } = FRAMES[code]
      const begun = new Date()
      const reading = collectUntil(watch(code), records(3))
      await server.subscribed(REQUESTS[code])
      await confirmed()
      for (const message of messages) server.subscriber(at).send(message)
      const batches = await reading
      expect(batches.flatMap((batch) => batch.records).map(({ side }) => side)).toEqual(sides)
      expect(batches.flatMap(({ rejections }) => rejections)).toEqual([])
      const last = batches.at(-1)
      expect(last?.aliveSince?.getTime()).toBeGreaterThanOrEqual(begun.getTime())
      expect(last?.observedAt.getTime()).toBeGreaterThanOrEqual(last?.aliveSince?.getTime() ?? Infinity)
    },
  )

  test.each(['binance', 'bybit', 'okx'] as const)(
    '%s: aborting ends the stream and closes its sockets',
    async (code) => {
      const reading = collect(watch(code))
      await server.subscribed(REQUESTS[code])
      abort.abort()
      await reading
      await expect.poll(() => server.openSockets).toBe(0)
    },
  )

  test.each(['binance', 'bybit', 'okx'] as const)(
    '%s: a socket that falls silent without closing is FEED_SILENT',
    async (code) => {
      const reading = failureOf(collect(watch(code, { silenceMs: 300 })))
      await server.subscribed(REQUESTS[code])
      for (const subscriber of server.subscribers) subscriber.fallSilent()
      const begun = performance.now()
      expect(await reading).toMatchObject({ name: 'SourceError', code: 'FEED_SILENT' })
      expect(performance.now() - begun).toBeLessThan(2_000)
      await expect.poll(() => server.openSockets).toBe(0)
    },
  )

  test.each(['binance', 'bybit', 'okx'] as const)('%s: a cut connection is FEED_DROPPED', async (code) => {
    const reading = failureOf(collectUntil(watch(code), () => false))
    await server.subscribed(REQUESTS[code])
    await confirmed()
    server.subscribers[0]?.drop()
    expect(await reading).toMatchObject({ code: 'FEED_DROPPED' })
  })

  test('orders that came before the connection broke are handed over first', async () => {
    const seen: unknown[] = []
    const reading = failureOf(
      (async () => {
        for await (const batch of watch('binance')) seen.push(...batch.records)
      })(),
    )
    await server.subscribed(2)
    await confirmed()
    server.subscriber('/usdm/').send(binance.forceOrderSell)
    server.subscriber('/usdm/').close()
    expect(await reading).toMatchObject({ code: 'FEED_DROPPED' })
    expect(seen).toHaveLength(1)
  })

  test.each([
    ['bybit', { success: false, ret_msg: 'Invalid symbol', op: 'subscribe' }],
    ['okx', { event: 'error', msg: 'Wrong URL or channel', code: '60018', connId: 'x' }],
    ['binance', { error: { code: 2, msg: 'Invalid request' }, id: 1 }],
  ] as const)('%s: a subscription that is refused is SOURCE_REFUSED', async (code, refusal) => {
    server.refusal = refusal
    expect(await failureOf(collect(watch(code)))).toMatchObject({ code: 'SOURCE_REFUSED' })
  })

  test('a venue that is not there is SOURCE_UNAVAILABLE', async () => {
    const ccxt = { urls: { api: { ws: 'ws://127.0.0.1:1/ws' } } }
    expect(await failureOf(collect(watch('okx', { ccxt })))).toMatchObject({ code: 'SOURCE_UNAVAILABLE' })
  })

  test('a window that is past is refused, for venues only stream', async () => {
    const past = { from: new Date('2026-01-01'), to: new Date('2026-01-02') }
    expect(await failureOf(collect(watch('okx', {}, past)))).toMatchObject({ code: 'HISTORY_NOT_OFFERED' })
    expect(server.subscribers).toEqual([])
  })

  test('the stream ends with its window', async () => {
    const soon = { from: WINDOW.from, to: new Date(Date.now() + 300) }
    const reading = collect(watch('okx', {}, soon))
    await server.subscribed(2)
    expect((await reading).length).toBeGreaterThan(3)
  })
})

describe('coverage', () => {
  test('a feed that confirms and pings but has sent no order yet claims nothing', async () => {
    const batches = await collectUntil(watch('binance'), ({ length }) => length >= 10)
    expect(
      batches.every(({ aliveSince, records: none }) => aliveSince === undefined && none.length === 0),
    ).toBe(true)
  })

  test('after an order empty batches claim on, as long as orders came lately', async () => {
    let sent = false
    const batches = await collectUntil(watch('okx', { provenMs: 300 }), (all) => {
      if (!sent && server.subscribers[0]?.subscriptions.length === 2) {
        server.subscriber('/public').send(okx.liquidationOrders)
        sent = true
      }
      return (
        all.findLast(({ aliveSince }) => aliveSince)?.records.length === 0 &&
        all.at(-1)?.aliveSince === undefined
      )
    })
    const claims = batches.map(
      ({ aliveSince, records: some }) => `${aliveSince ? 'alive' : '-'} ${some.length}`,
    )
    expect(claims).toContain('alive 3')
    expect(claims).toContain('alive 0')
    expect(claims.at(-1)).toBe('- 0')
  })

  test('a quiet stretch is claimed by the next order over the same connection', async () => {
    const stream = watch('okx', { provenMs: 50 })[Symbol.asyncIterator]()
    const next = async (wanted: (claims: boolean, count: number) => boolean) => {
      for (;;) {
        const { value } = await stream.next()
        if (value && wanted(value.aliveSince !== undefined, value.records.length)) return value
      }
    }
    const connecting = next((_, count) => count === 0)
    await server.subscribed(2)
    await connecting
    server.subscriber('/public').send(okx.liquidationOrders)
    const first = await next((_, count) => count > 0)
    await next((claims) => !claims)
    server.subscriber('/public').send(okx.liquidationOrders)
    const second = await next((_, count) => count > 0)
    expect(second.aliveSince).toEqual(first.aliveSince)
    expect(second.records).toEqual(first.records)
    await stream.return?.(undefined)
  })

  test('an address that pings but never sends an order is FEED_SILENT in the end', async () => {
    expect(await failureOf(collect(watch('binance', { quietMs: 300 })))).toMatchObject({
      code: 'FEED_SILENT',
      message: expect.stringContaining('no forced order') as string,
    })
  })

  test('a subscription that is never confirmed is FEED_SILENT', async () => {
    server.acknowledge = false
    expect(await failureOf(collect(watch('bybit', { silenceMs: 300 })))).toMatchObject({
      code: 'FEED_SILENT',
    })
  })
})

describe('messages that are off', () => {
  test('a frame cut short, an unknown market and a bad side are kept, and good orders go on', async () => {
    const reading = collectUntil(watch('binance'), records(1))
    await server.subscribed(2)
    const usdm = server.subscriber('/usdm/')
    const { o } = binance.forceOrderSell
    usdm.sendRaw('{"e":"forceOrder","o":{"s":"BTCUS')
    usdm.send({ ...binance.forceOrderSell, o: { ...o, s: 'NEWUSDT' } })
    usdm.send({ ...binance.forceOrderSell, o: { ...o, S: 'HOLD' } })
    usdm.send(binance.forceOrderSell)
    const batches = await reading
    expect(batches.flatMap(({ rejections }) => rejections).map(({ code }) => code)).toEqual([
      'BAD_SHAPE',
      'UNKNOWN_MARKET',
      'BAD_SIDE',
    ])
  })

  test('duplicates have the same keys and messages out of order come in order of time', async () => {
    const reading = collectUntil(watch('binance'), records(3))
    await server.subscribed(2)
    const usdm = server.subscriber('/usdm/')
    for (const message of [binance.forceOrderBuy, binance.forceOrderSell, binance.forceOrderSell])
      usdm.send(message)
    const orders = (await reading).flatMap((batch) => batch.records)
    const keys = new Set(
      orders.map(({ marketId, time, orderKey }) => `${marketId} ${time.getTime()} ${orderKey}`),
    )
    expect(orders).toHaveLength(3)
    expect(keys.size).toBe(2)
  })

  test('orders outside the window are left out', async () => {
    const window = { from: new Date(1790000000800), to: new Date(1790000000900 + 86_400_000_000) }
    const reading = collectUntil(watch('okx', {}, window), records(1))
    await server.subscribed(2)
    server.subscriber('/public').send(okx.liquidationOrders)
    expect((await reading).flatMap((batch) => batch.records)).toMatchObject([
      { side: 'LONG', contracts: '10' },
    ])
  })
})

describe('what is subscribed to', () => {
  const asked = () =>
    server.subscribers.flatMap(({ path, subscriptions }) => subscriptions.map((s) => [path, s] as const))

  test('binance: one stream for all markets of each kind, at the addresses of after April 2026', async () => {
    const reading = collect(watch('binance'))
    await server.subscribed(2)
    abort.abort()
    await reading
    expect(
      asked()
        .map(([path]) => path.replace(/\d+$/, 'n'))
        .toSorted(),
    ).toEqual(['/binance/coinm/ws/n', '/binance/usdm/market/ws/n'])
    for (const [, request] of asked()) expect(request).toMatchObject({ params: ['!forceOrder@arr'] })
  })

  test('bybit: a topic for each active market, on the sockets of linear and inverse', async () => {
    const off = {
      ...BYBIT_MARKETS.btc,
      id: 99,
      venueSymbol: 'OLDUSDT',
      symbol: 'OLD/USDT:USDT',
      active: false,
    }
    const reading = collect(watch('bybit', {}, WINDOW, [...Object.values(BYBIT_MARKETS), off]))
    await server.subscribed(2)
    abort.abort()
    await reading
    expect(asked().map(([path, request]) => [path, (request as { args: string[] }).args])).toEqual([
      ['/bybit/v5/public/linear', ['allLiquidation.BTCUSDT', 'allLiquidation.SHIB1000USDT']],
      ['/bybit/v5/public/inverse', ['allLiquidation.BTCUSD']],
    ])
  })

  test('okx: the channels of swaps and of futures, on one socket', async () => {
    const reading = collect(watch('okx'))
    await server.subscribed(2)
    abort.abort()
    await reading
    expect(asked().map(([path, request]) => [path, (request as { args: unknown[] }).args])).toEqual([
      ['/okx/ws/v5/public', [{ channel: 'liquidation-orders', instType: 'SWAP' }]],
      ['/okx/ws/v5/public', [{ channel: 'liquidation-orders', instType: 'FUTURES' }]],
    ])
  })
})
