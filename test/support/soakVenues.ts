import Big from 'big.js'
import type { ExchangeServer } from './exchangeServer.ts'
import * as binance from './payloads/binance.ts'

/** What a polled venue was asked for and answered: every answer tells another value, so that each can be found in the store. */
export interface PolledAnswer {
  readonly exchange: string
  readonly symbol: string
  /** Open interest as it is to be stored, in coins. */
  readonly coins: string
  /** The running funding rate of the same answer; undefined when it has none. */
  readonly rate: string | undefined
  readonly atMs: number
}

/** One answer's own numbers. */
interface Reading {
  /** What the venue prints: lots, coins or USD. */
  readonly amount: string
  readonly rate: string
  readonly now: number
}

interface PolledVenue {
  readonly symbol: string
  /** What the venue prints for so many coins; default: the same. */
  readonly amountOf?: (coins: Big) => Big
  /** The answer with the open interest has the running funding rate too, and is asked for both. */
  readonly hasRate?: true
  /** The same answer is the list of markets: one that was asked for as such leaves no reading. */
  readonly hasMarkets?: true
  /** ccxt's options that send its requests to `url`; left out when the exchange server knows them itself. */
  readonly ccxt?: (url: string) => Record<string, unknown>
  /** Sets the answers of the venue; `read` makes an answer's numbers and keeps them as true. */
  readonly answer: (
    respond: (path: string, of: (query: URLSearchParams, body: unknown) => unknown) => void,
    read: () => Reading,
  ) => void
}

const urls = (api: unknown) => ({ urls: { api } })
const NEXT_FUNDING_MS = 4_000_000_000_000

/** Every venue that is recorded, by its code. A further one is an entry more. */
export const POLLED_VENUES: Readonly<Record<string, PolledVenue>> = {
  binance: {
    symbol: 'BTCUSDT',
    answer(respond, read) {
      respond('/fapi/v1/openInterest', (query) => {
        const symbol = query.get('symbol') ?? ''
        if (symbol !== 'BTCUSDT') return binance.openInterest[symbol]
        const { amount, now } = read()
        return { symbol, openInterest: amount, time: now }
      })
    },
  },
  bybit: {
    symbol: 'BTCUSDT',
    answer(respond, read) {
      respond('/v5/market/tickers', (query) => {
        const category = query.get('category')
        const answerOf = (list: unknown[], time: number) => ({
          retCode: 0,
          retMsg: 'OK',
          result: { category, list, nextPageCursor: '' },
          retExtInfo: {},
          time,
        })
        if (category !== 'linear') return answerOf([], Date.now())
        const { amount, rate, now } = read()
        const row = { symbol: 'BTCUSDT', markPrice: '80000.10', openInterest: amount, fundingRate: rate }
        const interval = { nextFundingTime: String(NEXT_FUNDING_MS), fundingIntervalHour: '8' }
        return answerOf([{ ...row, ...interval }], now)
      })
    },
    hasRate: true,
  },
  okx: {
    symbol: 'BTC-USDT-SWAP',
    amountOf: (coins) => coins.times(100),
    answer(respond, read) {
      respond('/api/v5/public/open-interest', (query) => {
        if (query.get('instType') !== 'SWAP') return { code: '0', msg: '', data: [] }
        const { amount, now } = read()
        const oiCcy = new Big(amount).div(100).toFixed()
        const row = { instId: 'BTC-USDT-SWAP', instType: 'SWAP', oi: amount, oiCcy, ts: String(now) }
        return { code: '0', msg: '', data: [row] }
      })
    },
  },
  bitget: {
    symbol: 'BTCUSDT',
    ccxt: (url) => urls({ spot: url, mix: url, margin: url }),
    answer(respond, read) {
      const ok = (data: unknown) => ({ code: '00000', msg: 'success', requestTime: Date.now(), data })
      const contract = {
        symbol: 'BTCUSDT',
        baseCoin: 'BTC',
        quoteCoin: 'USDT',
        makerFeeRate: '0.0002',
        takerFeeRate: '0.0006',
        supportMarginCoins: ['USDT'],
        minTradeNum: '0.0001',
        priceEndStep: '1',
        volumePlace: '4',
        pricePlace: '1',
        sizeMultiplier: '0.0001',
        symbolType: 'perpetual',
        symbolStatus: 'normal',
        fundInterval: '8',
        minLever: '1',
        maxLever: '125',
      }
      const isUsdt = (query: URLSearchParams) => query.get('productType') === 'USDT-FUTURES'
      respond('/api/v2/mix/market/contracts', (query) => ok(isUsdt(query) ? [contract] : []))
      respond('/api/v2/margin/currencies', () => ok([]))
      respond('/api/v2/spot/public/symbols', () => ok([]))
      respond('/api/v2/mix/market/tickers', (query) => {
        if (!isUsdt(query)) return ok([])
        const { amount, now } = read()
        return ok([{ symbol: 'BTCUSDT', holdingAmount: amount, markPrice: '80000', ts: String(now) }])
      })
    },
  },
  gate: {
    symbol: 'BTC_USDT',
    hasMarkets: true,
    amountOf: (coins) => coins.times(10_000),
    hasRate: true,
    ccxt: (url) => urls({ public: { futures: url, spot: url, margin: url } }),
    answer(respond, read) {
      respond('/spot/currency_pairs', () => [])
      respond('/margin/currency_pairs', () => [])
      respond('/futures/btc/contracts', () => [])
      respond('/futures/usdt/contracts', () => {
        const { amount, rate } = read()
        return [
          {
            name: 'BTC_USDT',
            type: 'direct',
            quanto_multiplier: '0.0001',
            mark_price: '80000',
            funding_rate: rate,
            funding_rate_indicative: rate,
            funding_interval: 28800,
            funding_next_apply: NEXT_FUNDING_MS / 1_000,
            position_size: amount,
            order_size_min: 1,
            order_size_max: 1000000,
            in_delisting: false,
            leverage_min: '1',
            leverage_max: '100',
            maker_fee_rate: '-0.00025',
            taker_fee_rate: '0.00075',
            order_price_round: '0.1',
            create_time: 1546300800,
          },
        ]
      })
    },
  },
  hyperliquid: {
    symbol: 'BTC',
    hasMarkets: true,
    hasRate: true,
    ccxt: (url) => urls({ public: url }),
    answer(respond, read) {
      respond('/info', (_, body) => {
        const { type } = body as { type: string }
        if (type !== 'metaAndAssetCtxs' && type !== 'meta') return []
        const { amount, rate } = read()
        const row = { dayNtlVlm: '1', funding: rate, markPx: '80000', midPx: '80000', openInterest: amount }
        return [
          { universe: [{ szDecimals: 5, name: 'BTC', maxLeverage: 40 }] },
          [{ ...row, oraclePx: '80000', premium: '0', prevDayPx: '80000' }],
        ]
      })
    },
  },
  htx: {
    symbol: 'BTC-USDT',
    amountOf: (coins) => coins.times(1_000),
    ccxt: (url) => urls({ contract: url, spot: url }),
    answer(respond, read) {
      const ok = (data: unknown) => ({ status: 'ok', data, ts: Date.now() })
      const success = (data: unknown, ts = Date.now()) => ({ code: 200, message: 'Success', data, ts })
      const contract = (contract_code: string, contract_size: number, more: object) => ({
        symbol: 'BTC',
        contract_code,
        contract_size,
        price_tick: 0.1,
        delivery_time: '',
        create_date: '20201021',
        contract_status: 1,
        ...more,
      })
      const swap = { business_type: 'swap', pair: 'BTC-USDT', contract_type: 'swap', delivery_date: '' }
      const dated = { delivery_date: '20991225', delivery_time: '4101926400000' }
      const pair = { 'base-currency': 'eth', 'quote-currency': 'usdt', symbol: 'ethusdt', state: 'online' }
      const precision = { 'price-precision': 2, 'amount-precision': 4, 'value-precision': 8 }
      // ccxt takes a list without rows for a fault.
      respond('/linear-swap-api/v1/swap_contract_info', () => ok([contract('BTC-USDT', 0.001, swap)]))
      respond('/swap-api/v1/swap_contract_info', () => ok([contract('BTC-USD', 100, { contract_status: 0 })]))
      respond('/api/v1/contract_contract_info', () => ok([contract('BTC991225', 100, dated)]))
      respond('/v1/common/symbols', () => ok([{ ...pair, ...precision }]))
      respond('/v5/market/liquidation_orders', () => success([]))
      respond('/swap-api/v3/swap_liquidation_orders', () => success([]))
      respond('/v5/market/open_interest', (query) => {
        const { amount, now } = read()
        const value = new Big(amount).times('0.001').times(80_000).toFixed()
        return success({ contract_code: query.get('contract_code'), volume: amount, value }, now)
      })
    },
  },
  kucoinfutures: {
    symbol: 'XBTUSDTM',
    hasMarkets: true,
    amountOf: (coins) => coins.times(1_000),
    hasRate: true,
    ccxt: (url) => urls({ public: url, futuresPublic: url, uta: url }),
    answer(respond, read) {
      const ok = (data: unknown) => ({ code: '200000', data })
      respond('/api/v2/symbols', () => ok([]))
      respond('/api/v1/contracts/active', () => {
        const { amount, rate } = read()
        return ok([
          {
            symbol: 'XBTUSDTM',
            rootSymbol: 'USDT',
            type: 'FFWCSX',
            firstOpenDate: 1585555200000,
            expireDate: null,
            settleDate: null,
            baseCurrency: 'XBT',
            quoteCurrency: 'USDT',
            settleCurrency: 'USDT',
            maxOrderQty: 1000000,
            maxPrice: 1000000,
            lotSize: 1,
            tickSize: 0.1,
            multiplier: 0.001,
            isQuanto: true,
            isInverse: false,
            status: 'Open',
            fundingFeeRate: Number(rate),
            fundingRateGranularity: 28800000,
            openInterest: amount,
            markPrice: 80000,
            nextFundingRateTime: 13799250,
            nextFundingRateDateTime: NEXT_FUNDING_MS,
            maxLeverage: 125,
          },
        ])
      })
    },
  },
  krakenfutures: {
    symbol: 'PF_XBTUSD',
    hasRate: true,
    ccxt: (url) =>
      urls({
        public: `${url}/derivatives/api/`,
        charts: `${url}/api/charts/`,
        history: `${url}/api/history/`,
      }),
    answer(respond, read) {
      const ok = (more: object, now = Date.now()) => ({
        result: 'success',
        serverTime: new Date(now).toISOString(),
        ...more,
      })
      respond('/derivatives/api/v3/instruments', () =>
        ok({
          instruments: [
            {
              symbol: 'PF_XBTUSD',
              type: 'flexible_futures',
              tickSize: 0.5,
              contractSize: 1,
              contractValueTradePrecision: 4,
              tradeable: true,
              openingDate: '2022-03-22T13:15:36.000Z',
              fundingRateCoefficient: 8,
            },
          ],
        }),
      )
      respond('/api/history/v3/market/PF_XBTUSD/executions', () => ({ elements: [], len: 0 }))
      respond('/derivatives/api/v3/tickers', () => {
        const { amount, rate, now } = read()
        const fundingRate = new Big(rate).times(80_000).toNumber()
        const row = { symbol: 'PF_XBTUSD', markPrice: 80000, indexPrice: 80000, suspended: false }
        return ok({ tickers: [{ ...row, openInterest: Number(amount), fundingRate }] }, now)
      })
    },
  },
  deribit: {
    symbol: 'BTC-PERPETUAL',
    amountOf: (coins) => coins.times(80_000),
    hasRate: true,
    ccxt: (url) => urls({ rest: url }),
    answer(respond, read) {
      const ok = (result: unknown) => ({ jsonrpc: '2.0', result, testnet: false })
      respond('/api/v2/public/get_instruments', () =>
        ok([
          {
            tick_size: 0.5,
            taker_commission: 0.0005,
            maker_commission: 0,
            settlement_period: 'perpetual',
            settlement_currency: 'BTC',
            quote_currency: 'USD',
            counter_currency: 'USD',
            base_currency: 'BTC',
            min_trade_amount: 10,
            kind: 'future',
            is_active: true,
            instrument_name: 'BTC-PERPETUAL',
            instrument_type: 'reversed',
            expiration_timestamp: 32503708800000,
            creation_timestamp: 1534242287000,
            contract_size: 10,
          },
        ]),
      )
      respond('/api/v2/public/get_last_trades_by_currency_and_time', () =>
        ok({ trades: [], has_more: false }),
      )
      respond('/api/v2/public/get_book_summary_by_currency', () => {
        const { amount, rate, now } = read()
        const row = { instrument_name: 'BTC-PERPETUAL', mark_price: 80000, creation_timestamp: now }
        return ok([{ ...row, open_interest: Number(amount), current_funding: Number(rate) }])
      })
    },
  },
  bitfinex: {
    symbol: 'tBTCF0:USTF0',
    hasRate: true,
    ccxt: (url) => urls({ public: url }),
    answer(respond, read) {
      const info = [null, null, null, '0.00004', '2000.0', null, null, null, 0.2, 0.1, null, null]
      respond(
        '/v2/conf/pub:info:pair,pub:info:pair:futures,pub:list:pair:securities,pub:list:pair:margin',
        () => [[], [['BTCF0:USTF0', info]], [], []],
      )
      respond('/v2/liquidations/hist', () => [])
      respond('/v2/status/deriv', () => {
        const { amount, rate, now } = read()
        const row: unknown[] = Array.from({ length: 24 }, () => null)
        row[0] = 'tBTCF0:USTF0'
        row[1] = now
        row[4] = 80000
        row[8] = NEXT_FUNDING_MS
        row[12] = Number(rate)
        row[15] = 80000
        row[18] = Number(amount)
        return [row]
      })
    },
  },
}

/** Puts the answers of all polled venues into the server. @returns ccxt's options by venue, and the answers as they are given */
export function servePolledVenues(server: ExchangeServer) {
  const answers: PolledAnswer[] = []
  const options: Record<string, Record<string, unknown>> = {}
  for (const [exchange, { symbol, amountOf, hasRate, ccxt, answer }] of Object.entries(POLLED_VENUES)) {
    const read = (): Reading => {
      const number = String(answers.length + 1)
      // A coin in a thousand millionth: too little for quarantine, enough to be told apart. Kept whole in lots of every venue.
      const coins = new Big(5_000).plus(new Big(number).times('0.01'))
      const rate = new Big('0.0001').plus(new Big(number).times('0.0000001')).toFixed()
      const now = Date.now()
      answers.push({
        exchange,
        symbol,
        coins: coins.toFixed(),
        rate: hasRate ? rate : undefined,
        atMs: now,
      })
      return { amount: (amountOf?.(coins) ?? coins).toFixed(), rate, now }
    }
    answer((path, of) => server.respond(`/${exchange}${path}`, of), read)
    options[exchange] =
      ccxt?.(`http://127.0.0.1:${server.port}/${exchange}`) ??
      server.ccxtOptions(exchange as 'binance' | 'bybit' | 'okx')
  }
  return { answers, options }
}

/** Gate's list of liquidations: asked for by seconds, answered with what has been added. */
export function serveGateOrders(server: ExchangeServer) {
  const orders: { readonly time: number; readonly size: number }[] = []
  const answered = new Map<number, number[]>()
  server.respond('/gate/futures/btc/liq_orders', () => [])
  server.respond('/gate/futures/usdt/liq_orders', (query) => {
    const [from, to] = [Number(query.get('from')), Number(query.get('to'))]
    const asked = orders.filter(({ time }) => time >= from && time <= to).slice(0, Number(query.get('limit')))
    for (const { size } of asked) answered.set(size, [...(answered.get(size) ?? []), Date.now()])
    return asked.map(({ time, size }) => ({
      contract: 'BTC_USDT',
      left: 0,
      size,
      fill_price: '80000',
      order_price: '80000',
      time,
    }))
  })
  return {
    orders,
    /** When an order was answered, by its size, which is unlike every other's. */
    answered,
    add: () => {
      orders.push({ time: Math.floor(Date.now() / 1_000), size: orders.length + 1 })
    },
  }
}
