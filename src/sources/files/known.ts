import path from 'node:path'
import Big from 'big.js'
import type { FundingRecord } from '../../funding/record.ts'
import { findDecimal, isPositive, toPlain, type DecimalString } from '../../lib/decimal.ts'
import { messageOf, RecordError } from '../../lib/errors.ts'
import { HOUR_MS, MINUTE_MS } from '../../lib/time.ts'
import type { LiquidationRecord } from '../../liquidations/record.ts'
import { valueOf } from '../../liquidations/valueOf.ts'
import { sizedAt, type StoredMarket } from '../../markets/record.ts'
import type { OpenInterestRecord } from '../../openInterest/record.ts'
import type { Rejection, SourceRecord } from '../../quality/record.ts'
import type { CandleRecord } from '../../volume/record.ts'
import { barOf } from '../ccxt/bars.ts'
import { openInterestFromValue, openInterestOf } from '../ccxt/mapping.ts'
import { baseNameOf, FileError, readRows, type Row } from './rows.ts'
import { parseTime } from './times.ts'

/** Records of the one family that a file holds. */
export interface KnownBatch {
  readonly liquidations: LiquidationRecord[]
  readonly openInterest: OpenInterestRecord[]
  readonly funding: FundingRecord[]
  readonly candles: CandleRecord[]
  readonly rejections: Rejection[]
}

/** The store's market that a venue called so at a time. */
export type FindMarket = (
  exchange: string,
  venueSymbol: string,
  kind: 'DERIVATIVE' | 'SPOT',
  time: Date,
) => StoredMarket | undefined

export interface KnownFormat {
  readonly name: string
  readonly source: SourceRecord | ((file: string) => SourceRecord)
  /** Exchange that all rows are of; undefined: a column says it. */
  readonly exchange?: string
  readonly columns: readonly string[]
  /** One row, or nothing for a row that is a repetition. @throws RecordError */
  readonly map: (
    field: (column: string) => string,
    context: RowContext,
  ) => Partial<Pick<KnownBatch, 'liquidations' | 'openInterest' | 'funding' | 'candles'>>
}

interface RowContext {
  readonly file: string
  /** The market of that name at that time, with the size that it had then. */
  readonly marketOf: (
    exchange: string,
    venueSymbol: string,
    time: Date,
    kind?: 'DERIVATIVE' | 'SPOT',
  ) => StoredMarket
  /** 1 for the first order with this content at this time of this market, 2 for the next. */
  readonly ordinalOf: (key: string) => number
}

const VISION = 'https://data.binance.vision/'
const TARDIS = 'https://docs.tardis.dev/downloadable-csv-files'

const source = (code: string, name: string, url: string): SourceRecord => ({
  code,
  name,
  provenance: 'OBSERVED',
  url,
})

const KLINE_COLUMNS = [
  'open_time',
  'open',
  'high',
  'low',
  'close',
  'volume',
  'close_time',
  'quote_volume',
  'count',
  'taker_buy_volume',
  'taker_buy_quote_volume',
  'ignore',
]

/** What is recognised by its header. https://data.binance.vision/, https://docs.tardis.dev/downloadable-csv-files */
export const KNOWN_FORMATS: readonly KnownFormat[] = [
  {
    name: 'Binance futures metrics',
    source: source('binance.vision.metrics', 'Binance bulk files: futures metrics', VISION),
    exchange: 'binance',
    columns: [
      'create_time',
      'symbol',
      'sum_open_interest',
      'sum_open_interest_value',
      'count_toptrader_long_short_ratio',
      'sum_toptrader_long_short_ratio',
      'count_long_short_ratio',
      'sum_taker_long_short_vol_ratio',
    ],
    // USD-M: coins and USD; COIN-M: contracts and coins. Some spans are filled with zeros: those are no readings.
    map: (field, { marketOf }) => {
      const time = timeOf(field('create_time'), 'ISO', 'create_time')
      const market = marketOf('binance', field('symbol'), time)
      const counted = amountOf(field('sum_open_interest'), 'sum_open_interest')
      const value = amountOf(field('sum_open_interest_value'), 'sum_open_interest_value')
      const sized = toPlain(new Big(counted).times(market.contractSize))
      return { openInterest: [openInterestFromValue(market, time, sized, value)] }
    },
  },
  {
    name: 'Binance futures fundingRate',
    source: source('binance.vision.funding', 'Binance bulk files: funding rates', VISION),
    exchange: 'binance',
    columns: ['calc_time', 'funding_interval_hours', 'last_funding_rate'],
    // The file names its symbol. Times jitter by milliseconds around the full hour.
    map: (field, { marketOf, file }) => {
      const time = timeOf(field('calc_time'), 'MS', 'calc_time')
      const market = marketOf('binance', symbolOf(file, /^(.+?)-fundingRate-/), time)
      const hours = Number(field('funding_interval_hours'))
      if (![1, 2, 4, 8].includes(hours))
        throw new RecordError('NO_INTERVAL', `funding_interval_hours is ${field('funding_interval_hours')}`)
      const full = new Date(Math.round(time.getTime() / HOUR_MS) * HOUR_MS)
      const settled = Math.abs(full.getTime() - time.getTime()) < MINUTE_MS ? full : time
      const rate = numberOf(field('last_funding_rate'), 'last_funding_rate')
      return {
        funding: [{ marketId: market.id, time: settled, kind: 'SETTLED', rate, intervalMinutes: hours * 60 }],
      }
    },
  },
  {
    name: 'Binance klines',
    // Bars of one source have one length.
    source: (file) => {
      const step = /-(\d+[mhd])-/.exec(baseNameOf(file))?.[1] ?? 'unknown'
      return source(`binance.vision.klines-${step}`, `Binance bulk files: bars of ${step}`, VISION)
    },
    exchange: 'binance',
    columns: KLINE_COLUMNS,
    map: (field, { marketOf, file }) => {
      const [, symbol, step] = /^(.+)-(\d+[mhd])-/.exec(baseNameOf(file)) ?? []
      if (symbol === undefined || step === undefined)
        throw new RecordError('UNKNOWN_MARKET', `the name ${path.basename(file)} tells no symbol and step`)
      const isSpot = /(^|[/\\])spot[/\\]/.test(path.resolve(file))
      const time = timeOf(field('open_time'), field('open_time').length > 13 ? 'US' : 'MS', 'open_time')
      const market = marketOf('binance', symbol, time, isSpot ? 'SPOT' : 'DERIVATIVE')
      const stepMs =
        { m: MINUTE_MS, h: HOUR_MS, d: 24 * HOUR_MS }[step.at(-1) as 'm'] * Number(step.slice(0, -1))
      // USD-M and spot: volume in coins, quote_volume in USD. COIN-M: contracts, and coins.
      const inverse = market.style === 'INVERSE'
      const inUsd = (name: string) =>
        inverse ? toPlain(new Big(amountOf(field(name), name)).times(market.contractSize)) : field(name)
      const bar = barOf(market, {
        time: time.getTime(),
        stepMs,
        open: field('open'),
        high: field('high'),
        low: field('low'),
        close: field('close'),
        base: field(inverse ? 'quote_volume' : 'volume'),
        usd: inUsd(inverse ? 'volume' : 'quote_volume'),
        takerBuyBase: field(inverse ? 'taker_buy_quote_volume' : 'taker_buy_volume'),
        takerBuyUsd: inUsd(inverse ? 'taker_buy_volume' : 'taker_buy_quote_volume'),
        trades: field('count'),
      })
      return { candles: [bar] }
    },
  },
  {
    name: 'Binance liquidationSnapshot',
    source: source(
      'binance.vision.liquidations',
      'Binance bulk files: forced orders, until October 2024',
      VISION,
    ),
    exchange: 'binance',
    columns: [
      'time',
      'side',
      'order_type',
      'time_in_force',
      'original_quantity',
      'price',
      'average_price',
      'order_status',
      'last_fill_quantity',
      'accumulated_fill_quantity',
    ],
    // Each row stands twice in these files: rows alike in every column are one order. side is the closing order's.
    map: (field, { marketOf, file, ordinalOf }) => {
      const time = timeOf(field('time'), 'MS', 'time')
      const market = marketOf('binance', symbolOf(file, /^(.+?)-liquidationSnapshot-/), time)
      const side = sideOfOrder(field('side'))
      const price = positiveOf(field('average_price'), 'average_price')
      const contracts = positiveOf(field('accumulated_fill_quantity'), 'accumulated_fill_quantity')
      const orderKey = `${side}:${price}:${contracts}:1`
      if (ordinalOf(`${market.id} ${time.getTime()} ${orderKey}`) > 1) return {}
      return {
        liquidations: [
          {
            marketId: market.id,
            time,
            orderKey,
            side,
            price,
            contracts,
            ...valueOf(market, contracts, price),
          },
        ],
      }
    },
  },
  {
    name: 'Tardis liquidations',
    source: source('tardis.csv', 'Tardis.dev downloadable CSV files', TARDIS),
    columns: ['exchange', 'symbol', 'timestamp', 'local_timestamp', 'id', 'side', 'price', 'amount'],
    // side is the closing order's after the vendor's own mapping, alike for all venues: buy closed a short.
    map: (field, { marketOf, ordinalOf }) => {
      const time = timeOf(field('timestamp'), 'US', 'timestamp')
      const market = marketOf(
        tardisVenue(field('exchange')),
        tardisSymbol(field('exchange'), field('symbol')),
        time,
      )
      const side = sideOfOrder(field('side').toUpperCase())
      const price = positiveOf(field('price'), 'price')
      const contracts = positiveOf(field('amount'), 'amount')
      const content = field('id') === '' ? `${side}:${price}:${contracts}` : field('id')
      const orderKey = `${content}:${ordinalOf(`${market.id} ${time.getTime()} ${content}`)}`
      return {
        liquidations: [
          {
            marketId: market.id,
            time,
            orderKey,
            side,
            price,
            contracts,
            ...valueOf(market, contracts, price),
            observedAt: timeOf(field('local_timestamp'), 'US', 'local_timestamp'),
          },
        ],
      }
    },
  },
  {
    name: 'Tardis derivative_ticker',
    source: source('tardis.csv', 'Tardis.dev downloadable CSV files', TARDIS),
    columns: [
      'exchange',
      'symbol',
      'timestamp',
      'local_timestamp',
      'funding_timestamp',
      'funding_rate',
      'predicted_funding_rate',
      'open_interest',
      'last_price',
      'index_price',
      'mark_price',
    ],
    // A row is a change of any field; open interest in the venue's own unit. Rates come without their interval: not read.
    map: (field, { marketOf }) => {
      const exchange = field('exchange')
      const time = timeOf(field('timestamp'), 'US', 'timestamp')
      const market = marketOf(tardisVenue(exchange), tardisSymbol(exchange, field('symbol')), time)
      if (field('open_interest') === '' || field('mark_price') === '') return {}
      const record = openInterestOf(
        market,
        time,
        amountOf(field('open_interest'), 'open_interest'),
        positiveOf(field('mark_price'), 'mark_price'),
      )
      return {
        openInterest: [{ ...record, observedAt: timeOf(field('local_timestamp'), 'US', 'local_timestamp') }],
      }
    },
  },
]

/** Tardis' venue names by ours. Its symbols are the venues' own, in capitals. */
const TARDIS_VENUES: Readonly<Record<string, string>> = {
  'binance-futures': 'binance',
  'binance-delivery': 'binance',
  bybit: 'bybit',
  'okex-swap': 'okx',
  'okex-futures': 'okx',
  bitget: 'bitget',
  'bitget-futures': 'bitget',
  'gate-io-futures': 'gate',
  hyperliquid: 'hyperliquid',
  'huobi-dm-linear-swap': 'htx',
  'huobi-dm-swap': 'htx',
  deribit: 'deribit',
  'bitfinex-derivatives': 'bitfinex',
  cryptofacilities: 'krakenfutures',
  'kucoin-futures': 'kucoinfutures',
}

function tardisVenue(name: string): string {
  const code = TARDIS_VENUES[name]
  if (code === undefined)
    throw new RecordError('UNKNOWN_EXCHANGE', `no venue of ours is called ${name} there`)
  return code
}

function tardisSymbol(exchange: string, symbol: string): string {
  return exchange === 'bitfinex-derivatives' ? `t${symbol}` : symbol
}

/** The format whose columns are exactly the header's; a file of bars may have no header. */
export async function findKnownFormat(
  file: string,
): Promise<{ format: KnownFormat; hasHeader: boolean } | undefined> {
  let first: Row | undefined
  for await (const row of readRows(file)) {
    first = row
    break
  }
  if (!first) return undefined
  const { fields } = first
  const format = KNOWN_FORMATS.find(
    ({ columns }) => columns.length === fields.length && columns.every((column) => fields.includes(column)),
  )
  if (format) return { format, hasHeader: true }
  const isBars =
    fields.length === KLINE_COLUMNS.length && fields.every((field) => findDecimal(field) !== undefined)
  const bars = isBars ? KNOWN_FORMATS.find(({ columns }) => columns === KLINE_COLUMNS) : undefined
  const isRates =
    file.includes('fundingRate') &&
    fields.length === 3 &&
    fields.every((field) => findDecimal(field) !== undefined)
  const headless =
    bars ?? (isRates ? KNOWN_FORMATS.find(({ name }) => name.endsWith('fundingRate')) : undefined)
  return headless && { format: headless, hasHeader: false }
}

/**
 * Records of a file in a known format, in batches; a row that is off alone is a rejection.
 * @throws FileError of readRows
 */
export async function* readKnownFile(
  file: string,
  { format, hasHeader }: { readonly format: KnownFormat; readonly hasHeader: boolean },
  findMarket: FindMarket,
  { batchRows = 5_000, onBytes }: { batchRows?: number; onBytes?: (bytes: number) => void } = {},
): AsyncGenerator<KnownBatch> {
  const empty = (): KnownBatch => ({
    liquidations: [],
    openInterest: [],
    funding: [],
    candles: [],
    rejections: [],
  })
  let at = new Map(format.columns.map((name, index) => [name, index]))
  const ordinals = new Map<string, number>()
  const context: RowContext = {
    file,
    marketOf: (exchange, venueSymbol, time, kind = 'DERIVATIVE') => {
      const market = findMarket(exchange, venueSymbol, kind, time)
      if (!market)
        throw new RecordError('UNKNOWN_MARKET', `no market ${venueSymbol} of ${exchange} is stored`)
      return sizedAt(market, time)
    },
    ordinalOf: (key) => {
      const ordinal = (ordinals.get(key) ?? 0) + 1
      // Files are in order of time by and large: what repeats, repeats nearby.
      if (ordinals.size > 20_000) ordinals.clear()
      ordinals.set(key, ordinal)
      return ordinal
    },
  }
  let batch = empty()
  let rows = 0
  for await (const { line, fields } of readRows(file, onBytes ? { onBytes } : {})) {
    if (rows++ === 0 && hasHeader) {
      at = new Map(fields.map((name, index) => [name, index]))
      continue
    }
    try {
      const mapped = format.map((column) => fields[at.get(column)!] ?? '', context)
      for (const family of ['liquidations', 'openInterest', 'funding', 'candles'] as const)
        for (const record of mapped[family] ?? []) (batch[family] as unknown[]).push(record)
    } catch (error) {
      if (!(error instanceof RecordError)) {
        throw new FileError('BAD_CSV', file, line, 'a row of the format', messageOf(error), { cause: error })
      }
      batch.rejections.push({
        code: error.code,
        reason: `line ${line}: ${error.message}`,
        payload: { file: path.basename(file), line, fields },
      })
    }
    if (rows % batchRows === 0) {
      yield batch
      batch = empty()
    }
  }
  yield batch
}

function symbolOf(file: string, pattern: RegExp): string {
  const symbol = pattern.exec(baseNameOf(file))?.[1]
  if (symbol === undefined)
    throw new RecordError('UNKNOWN_MARKET', `the name ${path.basename(file)} tells no symbol`)
  return symbol
}

function timeOf(text: string, format: 'ISO' | 'MS' | 'US', name: string): Date {
  const ms = parseTime(text, format)
  if (ms === undefined) throw new RecordError('BAD_TIME', `${name} is ${JSON.stringify(text)}`)
  return new Date(ms)
}

function numberOf(text: string, name: string): DecimalString {
  const value = findDecimal(text)
  if (value === undefined) throw new RecordError('BAD_NUMBER', `${name} is ${JSON.stringify(text)}`)
  return value
}

function amountOf(text: string, name: string): DecimalString {
  const value = numberOf(text, name)
  if (value.startsWith('-')) throw new RecordError('BAD_NUMBER', `${name} is ${text}, below zero`)
  return value
}

function positiveOf(text: string, name: string): DecimalString {
  const value = numberOf(text, name)
  if (!isPositive(value)) throw new RecordError('BAD_NUMBER', `${name} is ${text}, not above zero`)
  return value
}

function sideOfOrder(side: string): 'LONG' | 'SHORT' {
  if (side === 'SELL') return 'LONG'
  if (side === 'BUY') return 'SHORT'
  throw new RecordError('BAD_SIDE', `side is ${JSON.stringify(side)}, neither buy nor sell`)
}
