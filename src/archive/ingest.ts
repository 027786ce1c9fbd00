import type { Queryable } from '../db.ts'
import { FUNDING_FACTS } from '../funding/ingest.ts'
import { PREDICTED_TABLES, SETTLED_TABLES } from '../funding/store.ts'
import { RecordError } from '../lib/errors.ts'
import { upsertReadings, type ReadingTables } from '../lib/readings.ts'
import { LIQUIDATION_FACTS } from '../liquidations/ingest.ts'
import { insertLiquidations } from '../liquidations/store.ts'
import { LONG_SHORT_FACTS } from '../longShort/ingest.ts'
import { LONG_SHORT_TABLES } from '../longShort/store.ts'
import { MARKET_CAP_PARTITIONED } from '../marketCap/ingest.ts'
import type { MarketCapRecord } from '../marketCap/record.ts'
import { upsertCoins, upsertMarketCaps } from '../marketCap/store.ts'
import { readMarketFinder } from '../markets/history.ts'
import { OPEN_INTEREST_FACTS } from '../openInterest/ingest.ts'
import { OPEN_INTEREST_TABLES } from '../openInterest/store.ts'
import { DEPTH_FACTS } from '../orderBook/ingest.ts'
import { DEPTH_TABLES } from '../orderBook/store.ts'
import type { Facts } from '../quality/ingest.ts'
import type { FactTableName } from '../quality/retiredMonths.ts'
import { SERIES_FACTS } from '../series/ingest.ts'
import { MEASURES, type Measure, type SeriesPointRecord, type SeriesRecord } from '../series/record.ts'
import { CANDLE_FACTS } from '../volume/ingest.ts'
import { CANDLE_TABLES } from '../volume/store.ts'
import { exportColumns, NAMES, type ArchivedSource, type Cell, type FactTable } from './record.ts'
import { copyCell } from './store.ts'

/** A row of a file whose market is found. */
interface FactRecord {
  readonly marketId: number
  readonly time: Date
  /** In the order of the table's columns. */
  readonly values: readonly Cell[]
  readonly observedAt: Date
}

/** A row as a record of its family, and whose it is. */
export interface MappedRow {
  readonly record: unknown
  readonly source: ArchivedSource
  /** Code of the venue; undefined for a family that is of none. */
  readonly exchange: string | undefined
}

export interface ExportMapper {
  readonly facts: Facts<never>
  /** @param row cells of `exportColumns`. @throws RecordError UNKNOWN_MARKET, UNKNOWN_MEASURE, BAD_SHAPE */
  map(row: readonly Cell[]): MappedRow
}

const READINGS: Readonly<
  Partial<
    Record<
      FactTableName,
      { readonly tables: ReadingTables; readonly facts: Pick<Facts<never>, 'family' | 'tables'> }
    >
  >
> = {
  open_interest: { tables: OPEN_INTEREST_TABLES, facts: OPEN_INTEREST_FACTS },
  funding_rate: { tables: SETTLED_TABLES, facts: FUNDING_FACTS },
  funding_prediction: { tables: PREDICTED_TABLES, facts: FUNDING_FACTS },
  order_book_depth: { tables: DEPTH_TABLES, facts: DEPTH_FACTS },
  candle: { tables: CANDLE_TABLES, facts: CANDLE_FACTS },
  long_short: { tables: LONG_SHORT_TABLES, facts: LONG_SHORT_FACTS },
}

/**
 * How rows of our own files become facts of this store, by names: markets must be known here, assets and series are made. What was
 * observed keeps its source and when it was observed; open interest is not screened a second time.
 */
export async function createExportMapper(db: Queryable, table: FactTable): Promise<ExportMapper> {
  const places = new Map(exportColumns(table).map(({ name }, at) => [name, at]))
  const first = NAMES[table.id].length + 3
  const ofRow = (row: readonly Cell[]) => {
    const cell = (name: string) => row[places.get(name)!]!
    return {
      text: (name: string) => cell(name) as string,
      time: new Date(cell('time') as number),
      observedAt: new Date(cell('observed_at') as number),
      values: row.slice(first, first + table.columns.length),
      source: { code: cell('source'), provenance: cell('provenance') } as ArchivedSource,
    }
  }
  if (table.id === 'asset_id') return mapCaps(db, ofRow)
  if (table.id === 'series_id') return mapSeries(ofRow)
  const finder = await readMarketFinder(db)
  return {
    facts: (table.name === 'liquidation' ? LIQUIDATIONS : readingFacts(table)) as unknown as Facts<never>,
    map: (row) => {
      const { text, time, observedAt, values, source } = ofRow(row)
      const [exchange, symbol] = [text('exchange'), text('symbol')]
      const market = finder.bySymbol(exchange, symbol, time)
      if (!market) throw new RecordError('UNKNOWN_MARKET', `no market ${symbol} of ${exchange} is stored`)
      const record: FactRecord = { marketId: market.id, time, observedAt, values }
      return { record, source, exchange }
    },
  }
}

type ReadRow = (row: readonly Cell[]) => {
  readonly text: (name: string) => string
  readonly time: Date
  readonly observedAt: Date
  readonly values: readonly Cell[]
  readonly source: ArchivedSource
}

const LIQUIDATIONS: Facts<FactRecord> = {
  ...LIQUIDATION_FACTS,
  timeOf: ({ time }) => time,
  write: async (client, batch, origin) => {
    const records = batch.records.map(({ marketId, time, observedAt, values }) => {
      const [orderKey, side, price, contracts, baseQuantity, notionalUsd] = values as string[]
      return {
        marketId,
        time,
        observedAt,
        orderKey: orderKey!,
        side: side as 'LONG' | 'SHORT',
        price: price!,
        contracts: contracts!,
        ...(baseQuantity == null ? {} : { baseQuantity }),
        ...(notionalUsd == null ? {} : { notionalUsd }),
      }
    })
    return { written: await insertLiquidations(client, records, origin) }
  },
}

function readingFacts({ name, columns }: FactTable): Facts<FactRecord> {
  const { tables, facts } = READINGS[name]!
  return {
    ...facts,
    timeOf: ({ time }) => time,
    write: async (client, batch, { sourceId, runId }) => {
      const lines = new Map<string, string>()
      for (const { marketId, time, observedAt, values } of batch.records) {
        const key = `${marketId}\t${time.toISOString()}`
        const cells = values.map((cell, at) => copyCell(columns[at]!, cell))
        lines.set(key, [key, sourceId, ...cells, runId, observedAt.toISOString()].join('\t'))
      }
      return { written: await upsertReadings(client, tables, [...lines.values()]) }
    },
  }
}

async function mapCaps(db: Queryable, ofRow: ReadRow): Promise<ExportMapper> {
  const { rows } = await db.query<{ coin: string; code: string; name: string }>(
    'select coingecko_id as coin, code, name from asset where coingecko_id is not null',
  )
  // An asset that is known here keeps its own code and name.
  const known = new Map(rows.map((row) => [row.coin, row]))
  const facts: Facts<MarketCapRecord> = {
    family: 'MARKET_CAPS',
    tables: MARKET_CAP_PARTITIONED,
    timeOf: ({ time }) => time,
    write: async (client, batch, origin) => {
      const coins = batch.records.map(({ coin }) => coin)
      const assetIds = await upsertCoins(client, coins, new Map())
      return { written: await upsertMarketCaps(client, batch.records, assetIds, origin) }
    },
  }
  return {
    facts: facts as unknown as Facts<never>,
    map: (row) => {
      const { text, time, observedAt, values, source } = ofRow(row)
      const coingeckoId = text('coingecko_id')
      if (coingeckoId === '') throw new RecordError('UNKNOWN_ASSET', `${text('asset')} has no coingecko_id`)
      const { code, name } = known.get(coingeckoId) ?? { code: text('asset'), name: text('asset') }
      const [priceUsd, supply, capUsd] = values as (string | null)[]
      const record: MarketCapRecord = {
        coin: { coingeckoId, code, name },
        time,
        observedAt,
        priceUsd: priceUsd!,
        ...(supply == null ? {} : { supply }),
        statedCapUsd: capUsd!,
      }
      return { record, source, exchange: undefined }
    },
  }
}

const COMPLETENESS: readonly string[] = [
  'COMPLETE',
  'THROTTLED',
  'UNKNOWN',
] satisfies SeriesRecord['completeness'][]

function mapSeries(ofRow: ReadRow): ExportMapper {
  const series = new Map<string, SeriesRecord>()
  const seriesOf = (text: (name: string) => string | null): SeriesRecord => {
    const parts = NAMES.series_id.map(({ name }) => text(name))
    const key = JSON.stringify(parts)
    let found = series.get(key)
    if (found) return found
    const [measure, asset, exchange, symbol, label, step, venues, completeness] = parts
    if (!Object.hasOwn(MEASURES, measure!))
      throw new RecordError(
        'UNKNOWN_MEASURE',
        `measure is ${JSON.stringify(measure)}, of ${Object.keys(MEASURES).join(', ')}`,
      )
    if (!COMPLETENESS.includes(completeness!))
      throw new RecordError(
        'BAD_SHAPE',
        `completeness is ${JSON.stringify(completeness)}, of ${COMPLETENESS.join(', ')}`,
      )
    found = {
      measure: measure as Measure,
      ...(asset == null ? {} : { assetCode: asset }),
      ...(exchange == null ? {} : { exchangeCode: exchange }),
      ...(symbol == null ? {} : { venueSymbol: symbol }),
      ...(label == null ? {} : { label }),
      stepMs: Number(step) * 1_000,
      ...(venues == null ? {} : { venues: venues.split(',') }),
      completeness: completeness as SeriesRecord['completeness'],
    }
    series.set(key, found)
    return found
  }
  return {
    facts: SERIES_FACTS,
    map: (row) => {
      const { text, time, observedAt, values, source } = ofRow(row)
      const record: SeriesPointRecord = {
        series: seriesOf(text),
        time,
        observedAt,
        value: values[0] as string,
      }
      return { record, source, exchange: undefined }
    },
  }
}
