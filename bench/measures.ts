import { spawn, type ChildProcess } from 'node:child_process'
import path from 'node:path'
import type pg from 'pg'
import { openDatabase } from '../src/db.ts'

/** What is measured: a series of 90 days by the hour, by venue (of caps: by sector), on the sample and on 100 times its rows. */

const SERIES = 'series { columns { start value } }'

/** A series by the hour of each measure. */
export function questionsOf(from: string, to: string): Readonly<Record<string, string>> {
  const window = `window: { from: "${from}", to: "${to}" }, interval: HOUR`
  return {
    liquidations: `{ liquidations(${window}) { timeSeriesBy(by: [EXCHANGE]) { key { label } ${SERIES} } } }`,
    'open interest': `{ openInterest(${window}) { timeSeriesBy(by: [EXCHANGE]) { key { label } ${SERIES} } } }`,
    'leverage by size class': `{ leverage(${window}) { timeSeriesBy(by: TIER) { key { label } ${SERIES} } } }`,
    funding: `{ funding(${window}) { timeSeriesBy(by: [EXCHANGE]) { key { label } ${SERIES} } } }`,
    'account ratios': `{ longShort(${window}) { timeSeriesBy(by: [EXCHANGE]) { key { label } ${SERIES} } } }`,
    'basis of BTC': `{ basis(asset: "BTC", ${window}) { timeSeriesBy(by: [EXCHANGE]) { key { label } ${SERIES} } } }`,
    'spot share of volume': `{ volume(${window}) { timeSeriesBy(by: [EXCHANGE]) { key { label } ${SERIES} } } }`,
    'order-book depth': `{ orderBook(${window}) { timeSeriesBy(by: [EXCHANGE]) { key { label } ${SERIES} } } }`,
    'market caps by sector': `{ marketCap(${window}) { timeSeriesBy(by: SECTOR) { key { label } ${SERIES} } } }`,
  }
}

const QUESTIONS = questionsOf('2025-06-26T00:00:00Z', '2025-09-24T00:00:00Z')

const ATTRIBUTION = `{ attribution(from: "2025-09-22T00:00:00Z", to: "2025-09-23T00:00:00Z", universe: HELD) {
  total { changeUsd } bySector { part { contribution } } byTier { assetCount part { contribution } } byAsset(first: 100) { part { contribution } } } }`

/** Assets of the attribution that is measured. */
const ASSETS = 5_000

/** Copies of each market, and copies of the whole history before it: 10 x 10 times the rows. */
const COPIES = 10
const SPAN_DAYS = 154
const VENUES = 12

export interface MeasureFigures {
  readonly name: string
  /** Milliseconds, median. */
  readonly sample: number
  readonly large: number
  /** The first question of a server that has read nothing yet. */
  readonly firstSample: number
  readonly firstLarge: number
}

export interface Measures {
  readonly rows: { readonly sample: number; readonly large: number }
  readonly figures: readonly MeasureFigures[]
  readonly attribution: number
}

/** Rollups that series read, with the column that tells whose a row is. */
const ROLLUPS = [
  'liquidation',
  'open_interest',
  'funding_rate',
  'long_short',
  'candle',
  'order_book_depth',
].flatMap((table) => [`${table}_hour`, `${table}_day`])

/** Makes a store of 100 times the sample's hour and day rollups out of a copy of it: facts, which no series reads, are not copied. */
export async function enlarge(url: string): Promise<void> {
  const database = openDatabase({ url, size: 2, statementTimeoutMs: 0 })
  const { pool } = database
  try {
    await pool.query(
      `insert into exchange (code, name) select 'venue-' || n, 'Venue ' || n
       from generate_series((select count(*) from exchange)::int + 1, ${VENUES}) as n`,
    )
    // Every copy of a market is on another venue than the copy before.
    await pool.query(
      `create table bench_market as
       with venues as (select id, row_number() over (order by id) - 1 as place from exchange)
       select m.id as old, nextval(pg_get_serial_sequence('market', 'id'))::int as new, copy,
         (select v.id from venues as v where v.place = (own.place + copy) % ${VENUES}) as exchange_id
       from market as m join venues as own on own.id = m.exchange_id, generate_series(1, ${COPIES - 1}) as copy`,
    )
    await pool.query(
      `insert into market (id, exchange_id, symbol, venue_symbol, base_asset_id, base_multiplier, quote, settle, kind, style,
         contract_size, active, listed_at, expires_at)
       select b.new, b.exchange_id, m.symbol || '-' || b.old || '-' || b.copy, m.venue_symbol || '-' || b.old || '-' || b.copy,
         m.base_asset_id, m.base_multiplier, m.quote, m.settle, m.kind, m.style, m.contract_size, m.active, m.listed_at, m.expires_at
       from bench_market as b join market as m on m.id = b.old`,
    )
    await pool.query(
      `create table bench_asset as select a.id as old, nextval(pg_get_serial_sequence('asset', 'id'))::int as new, copy
       from asset as a, generate_series(1, ${COPIES - 1}) as copy`,
    )
    await pool.query(
      `insert into asset (id, code, name, coingecko_id, sector_id) select b.new, a.code || '-' || b.copy, a.name,
         a.coingecko_id || '-' || b.copy, a.sector_id
       from bench_asset as b join asset as a on a.id = b.old`,
    )
    for (const table of ROLLUPS) await copy(pool, table, 'market_id', 'bench_market')
    for (const table of ['market_cap_hour', 'market_cap_day'])
      await copy(pool, table, 'asset_id', 'bench_asset')
    // Days of venues that have rows now, and when they were read.
    await pool.query(
      `insert into fact_day (fact, scope, day, version)
       select f.fact, e.id, f.day + shift * -${SPAN_DAYS}, 1 from (select distinct fact, day from fact_day where scope <> 0) as f,
         exchange as e, generate_series(0, ${COPIES - 1}) as shift
       union select fact, 0, day + shift * -${SPAN_DAYS}, 1 from fact_day, generate_series(0, ${COPIES - 1}) as shift where scope = 0
       on conflict do nothing`,
    )
    for (const [table, key] of [
      ['coverage', 'family, source_id, "from"'],
      ['feed', 'family, source_id'],
    ] as const) {
      const columns = (await columnsOf(pool, table)).map(({ name }) => name)
      const values = columns.map((name) => {
        if (name === 'exchange_id') return 'e.id'
        return name === 'scope' ? 'e.code' : `c."${name}"`
      })
      await pool.query(
        `insert into ${table} ("${columns.join('", "')}") select ${values.join(', ')} from exchange as e,
           (select distinct on (${key}) * from ${table} where exchange_id is not null order by ${key}) as c
         on conflict do nothing`,
      )
    }
    await pool.query('analyze')
  } finally {
    await database.close()
  }
}

/** Rows of a rollup again: for each copy of what they are of, and for each copy of the time before. */
async function copy(pool: pg.Pool, table: string, id: string, copies: string): Promise<void> {
  const columns = await columnsOf(pool, table)
  const shifted = columns.map(({ name, type }) => {
    if (name === id) return 'coalesce(c.new, t.old_id)'
    return type.startsWith('timestamp') ? `t.${name} - s.shift * interval '${SPAN_DAYS} days'` : `t.${name}`
  })
  const names = columns.map(({ name }) => name).join(', ')
  for (let shift = 0; shift < COPIES; shift++) {
    // What is there already is the first copy of the first span.
    await pool.query(
      `insert into ${table} (${names}) select ${shifted.join(', ')}
       from (select *, ${id} as old_id from ${table} where bucket >= '2025-06-01Z' and ${id} in (select old from ${copies})) as t
       cross join (select ${shift} as shift) as s
       cross join lateral (select new from ${copies} as b where b.old = t.old_id
         ${shift === 0 ? '' : 'union all select null'}) as c
       order by 1, 2`,
    )
  }
}

async function columnsOf(pool: pg.Pool, table: string) {
  const result = await pool.query<{ name: string; type: string }>(
    `select column_name as name, data_type as type from information_schema.columns
     where table_schema = 'public' and table_name = $1 order by ordinal_position`,
    [table],
  )
  return result.rows
}

/** Makes a store of so many assets with a cap at both ends of the purge day. */
export async function addAssets(url: string): Promise<void> {
  const database = openDatabase({ url, size: 2, statementTimeoutMs: 0 })
  const { pool } = database
  try {
    await pool.query(
      `insert into asset (code, name, coingecko_id, sector_id) select 'ASSET' || n, 'Asset ' || n, 'asset-' || n, (select id from sector order by id offset n % (select count(*) from sector) limit 1)
       from generate_series(1, ${ASSETS} - (select count(*) from asset)::int) as n`,
    )
    const values = (price: string) => `id, %s, 1::smallint, ${price}, 1000 * id, ${price} * 1000 * id`
    for (const [at, price] of [
      ['2025-09-21T23:00:00Z', '(id % 97 + 1) * 1.25'],
      ['2025-09-22T23:00:00Z', '(id % 97 + 1) * 1.25 * (0.85 + (id % 31) / 100.0)'],
    ] as const) {
      const rows = values(price).replace('%s', `timestamptz '${at}'`)
      await pool.query(
        `insert into market_cap (asset_id, time, source_id, price_usd, supply, cap_usd, run_id, observed_at)
         select ${rows}, (select min(id) from etl_run), now() from asset where code like 'ASSET%'`,
      )
      for (const grain of ['minute', 'hour', 'day'])
        await pool.query(
          `insert into market_cap_${grain} (asset_id, bucket, source_id, close_time, close_price_usd, close_supply, close_cap_usd, readings, last_observed_at)
           select id, date_bin('1 ${grain}', timestamptz '${at}', '2000-01-01Z'), 1::smallint, timestamptz '${at}', ${price}, 1000 * id,
             ${price} * 1000 * id, 1, now() from asset where code like 'ASSET%'`,
        )
    }
    await pool.query('analyze')
  } finally {
    await database.close()
  }
}

/** Asks every question of both stores, and the attribution of the third. */
export async function measureMeasures(
  urls: { readonly sample: string; readonly large: string; readonly assets: string },
  turns: number,
): Promise<Measures> {
  const sample = await withServer(urls.sample, (base) => askAll(base, QUESTIONS, turns))
  const large = await withServer(urls.large, (base) => askAll(base, QUESTIONS, turns))
  const [attribution] = await withServer(urls.assets, (base) =>
    askAll(base, { attribution: ATTRIBUTION }, turns),
  )
  return {
    rows: { sample: await countRows(urls.sample), large: await countRows(urls.large) },
    figures: Object.keys(QUESTIONS).map((name, at) => ({
      name,
      sample: sample[at]!.p50,
      large: large[at]!.p50,
      firstSample: sample[at]!.first,
      firstLarge: large[at]!.first,
    })),
    attribution: attribution!.p50,
  }
}

async function countRows(url: string): Promise<number> {
  const database = openDatabase({ url, size: 1, statementTimeoutMs: 0 })
  const { pool } = database
  try {
    const tables = [...ROLLUPS, 'market_cap_hour', 'market_cap_day']
    const result = await pool.query<{ rows: string }>(
      `select ${tables.map((table) => `(select count(*) from ${table})`).join(' + ')} as rows`,
    )
    return Number(result.rows[0]!.rows)
  } finally {
    await database.close()
  }
}

/** What is measured must be what was meant. */
function check(name: string, text: string): void {
  if (name !== 'attribution') return
  const { data } = JSON.parse(text) as { data: { attribution: { byTier: { assetCount: number }[] } } }
  const count = data.attribution.byTier.reduce((sum, { assetCount }) => sum + assetCount, 0)
  if (count < ASSETS) throw new Error(`the attribution is over ${count} assets`)
}

interface Asked {
  readonly first: number
  readonly p50: number
}

async function askAll(
  base: string,
  questions: Readonly<Record<string, string>>,
  turns: number,
): Promise<Asked[]> {
  const results: Asked[] = []
  for (const [name, query] of Object.entries(questions)) {
    const ask = async () => {
      const began = performance.now()
      const response = await fetch(`${base}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      })
      const text = await response.text()
      const ms = performance.now() - began
      if (text.includes('"errors"')) throw new Error(`${name}: ${text.slice(0, 300)}`)
      check(name, text)
      return ms
    }
    // A first question may take longer than a statement may: then what was read so far is kept, and the next goes on.
    const first = await ask().catch(async (error: unknown) => {
      if (!String(error).includes('QUERY_TIMEOUT')) throw error
      return Infinity
    })
    await ask()
    const times: number[] = []
    for (let turn = 0; turn < turns; turn++) times.push(await ask())
    times.sort((a, b) => a - b)
    results.push({ first, p50: times[Math.floor(times.length / 2)]! })
  }
  return results
}

/** `npm start` on a store, until the work is done. */
async function withServer<T>(url: string, work: (base: string) => Promise<T>): Promise<T> {
  const child: ChildProcess = spawn(
    process.execPath,
    [path.resolve(import.meta.dirname, '../scripts/start.mjs')],
    {
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        DATABASE_URL: url,
        UNWIND_DATA: 'sample',
        PORT: '0',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  try {
    const base = await new Promise<string>((resolve, reject) => {
      let printed = ''
      child.stdout!.on('data', (chunk) => {
        printed += String(chunk)
        const found = /(http:\/\/localhost:\d+)/.exec(printed)
        if (found && printed.includes('Ready in')) resolve(found[1]!)
      })
      child.once('exit', () => {
        reject(new Error(`npm start ended before it was ready: ${printed}`))
      })
    })
    return await work(base)
  } finally {
    child.removeAllListeners('exit')
    child.kill('SIGINT')
    await new Promise((resolve) => child.once('close', resolve))
  }
}

/** The table of bench/README.md. */
export function measuresTable({ rows, figures, attribution }: Measures): string[] {
  const ms = (value: number) => (Number.isFinite(value) ? value.toFixed(0) : 'over the limit')
  const millions = (count: number) => (count / 1e6).toFixed(1)
  return [
    `90 days by the hour, by venue, ms a reply; the sample has ${millions(rows.sample)} million rows in hour and day rollups on 4 venues, the` +
      ` generated store ${millions(rows.large)} million on ${VENUES} (ten times the markets, ten times the history):`,
    '',
    '|  | sample | 100 times | ratio | first, sample | first, 100 times |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...figures.map(
      ({ name, sample, large, firstSample, firstLarge }) =>
        `| ${name} | ${ms(sample)} | ${ms(large)} | ${(large / sample).toFixed(1)} | ${ms(firstSample)} | ${ms(firstLarge)} |`,
    ),
    '',
    `Attribution of a day over ${ASSETS} assets, with sectors, size classes and the first 100: ${ms(attribution)} ms.`,
  ]
}
