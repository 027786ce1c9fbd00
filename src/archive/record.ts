import type { Family, Provenance } from '../quality/record.ts'
import type { FactTableName } from '../quality/retiredMonths.ts'

/**
 * What a column of facts holds. DECIMAL: any number; AMOUNT: from zero up; PRICE: above zero; SHARE: 0 to 1. Numbers are exact
 * text outside of PostgreSQL. TIME: milliseconds, UTC.
 */
export type ColumnType =
  'DECIMAL' | 'AMOUNT' | 'PRICE' | 'SHARE' | 'INTEGER' | 'BIGINT' | 'BOOLEAN' | 'TIME' | 'SIDE' | 'TEXT'

export interface FactColumn {
  readonly name: string
  readonly type: ColumnType
  /** Absent is "the venue does not tell it", never zero. */
  readonly nullable?: true
}

/**
 * How one table of facts is written to files. In the store its columns are: id, time, source_id, then `columns`, then run_id and
 * observed_at. In a file the id is told by names that mean the same in another store.
 */
export interface FactTable {
  readonly name: FactTableName
  readonly family: Family
  readonly id: 'market_id' | 'asset_id' | 'series_id'
  readonly columns: readonly FactColumn[]
}

const of = (type: ColumnType, ...names: string[]): FactColumn[] => names.map((name) => ({ name, type }))
const maybe = (type: ColumnType, ...names: string[]): FactColumn[] =>
  names.map((name) => ({ name, type, nullable: true }))

/** Every table of raw facts; a test holds the list against the database. */
export const ARCHIVED: Readonly<Record<FactTableName, FactTable>> = {
  liquidation: {
    name: 'liquidation',
    family: 'LIQUIDATIONS',
    id: 'market_id',
    columns: [
      ...of('TEXT', 'order_key'),
      ...of('SIDE', 'side'),
      ...of('PRICE', 'price'),
      ...of('AMOUNT', 'contracts'),
      ...maybe('AMOUNT', 'base_quantity', 'notional_usd'),
    ],
  },
  open_interest: {
    name: 'open_interest',
    family: 'OPEN_INTEREST',
    id: 'market_id',
    columns: [...of('AMOUNT', 'base_quantity'), ...of('PRICE', 'mark_price'), ...of('AMOUNT', 'value_usd')],
  },
  funding_rate: {
    name: 'funding_rate',
    family: 'FUNDING',
    id: 'market_id',
    columns: [...of('DECIMAL', 'rate'), ...of('INTEGER', 'interval_minutes')],
  },
  funding_prediction: {
    name: 'funding_prediction',
    family: 'FUNDING',
    id: 'market_id',
    columns: [...of('DECIMAL', 'rate'), ...of('INTEGER', 'interval_minutes'), ...maybe('TIME', 'settles_at')],
  },
  order_book_depth: {
    name: 'order_book_depth',
    family: 'ORDER_BOOK',
    id: 'market_id',
    columns: [
      ...of('BOOLEAN', 'venue_clock'),
      ...of('PRICE', 'mid', 'best_bid', 'best_ask'),
      ...maybe('AMOUNT', 'bids_05', 'bids_1', 'bids_2', 'bids_5', 'asks_05', 'asks_1', 'asks_2', 'asks_5'),
      ...of('AMOUNT', 'bids_total', 'asks_total', 'bids_reach', 'asks_reach'),
    ],
  },
  candle: {
    name: 'candle',
    family: 'CANDLES',
    id: 'market_id',
    columns: [
      ...of('INTEGER', 'step_seconds'),
      ...of('PRICE', 'open', 'high', 'low', 'close'),
      ...of('AMOUNT', 'base_volume'),
      ...maybe('AMOUNT', 'volume_usd', 'taker_buy_base', 'taker_buy_usd'),
      ...maybe('INTEGER', 'trades'),
    ],
  },
  long_short: {
    name: 'long_short',
    family: 'LONG_SHORT',
    id: 'market_id',
    columns: of('SHARE', 'long_share'),
  },
  market_cap: {
    name: 'market_cap',
    family: 'MARKET_CAPS',
    id: 'asset_id',
    columns: [...of('AMOUNT', 'price_usd'), ...maybe('AMOUNT', 'supply'), ...of('AMOUNT', 'cap_usd')],
  },
  series_point: {
    name: 'series_point',
    family: 'SERIES',
    id: 'series_id',
    columns: of('DECIMAL', 'value'),
  },
}

/** The names that tell a row's market, asset or series in any store. Text; "" where there is none. */
export const NAMES: Readonly<Record<FactTable['id'], readonly FactColumn[]>> = {
  market_id: of('TEXT', 'exchange', 'symbol', 'venue_symbol'),
  asset_id: of('TEXT', 'asset', 'coingecko_id'),
  series_id: [
    ...of('TEXT', 'measure'),
    ...maybe('TEXT', 'asset', 'exchange', 'venue_symbol', 'label'),
    ...of('INTEGER', 'step_seconds'),
    ...maybe('TEXT', 'venues'),
    ...of('TEXT', 'completeness'),
  ],
}

/** Columns of an export of a table, in their order. */
export function exportColumns({ id, columns }: FactTable): readonly FactColumn[] {
  return [
    ...NAMES[id],
    ...of('TIME', 'time'),
    ...of('TEXT', 'source', 'provenance'),
    ...columns,
    ...of('TIME', 'observed_at'),
  ]
}

/** Columns of a retired month: those of an export, and this store's own keys, so that it comes back row for row. */
export function retiredColumns(table: FactTable): readonly FactColumn[] {
  return [...exportColumns(table), ...of('INTEGER', table.id, 'source_id'), ...of('BIGINT', 'run_id')]
}

/** Columns of the table itself, in the database's order. */
export function storedColumns({ id, columns }: FactTable): readonly FactColumn[] {
  return [
    ...of('INTEGER', id),
    ...of('TIME', 'time'),
    ...of('INTEGER', 'source_id'),
    ...columns,
    ...of('BIGINT', 'run_id'),
    ...of('TIME', 'observed_at'),
  ]
}

/** A value on its way between table and file: numbers and names as text, times in ms, null where there is none. */
export type Cell = string | number | boolean | null

/** The table whose export has exactly these columns, whatever their order; and whether it is a retired month. */
export function findArchived(
  names: readonly string[],
): { readonly table: FactTable; readonly isRetired: boolean } | undefined {
  const held = new Set(names)
  const fits = (columns: readonly FactColumn[]) =>
    columns.length === names.length && columns.every(({ name }) => held.has(name))
  for (const table of Object.values(ARCHIVED)) {
    if (fits(exportColumns(table))) return { table, isRetired: false }
    if (fits(retiredColumns(table))) return { table, isRetired: true }
  }
  return undefined
}

/** A source as files tell it. */
export interface ArchivedSource {
  readonly code: string
  readonly provenance: Provenance
}
