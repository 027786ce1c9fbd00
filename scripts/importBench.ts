import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { once } from 'node:events'
import { Command, InvalidArgumentError } from 'commander'
import { openDatabase } from '../src/db.ts'
import { startEmbeddedPostgres } from '../src/embeddedPostgres.ts'
import { copyRows } from '../src/lib/copy.ts'
import { migrate } from './migrate.ts'

const MAPPING = `
source: { code: bench.import, name: Import bench }
files:
  - name: bench
    time: { column: timestamp, format: MS }
    step: 1m
    asset: { column: symbol, strip: [USDT] }
    completeness: UNKNOWN
    columns: [{ column: open_interest_usd, measure: OPEN_INTEREST_USD, unit: USD }]
    ignore: [datetime_utc, open_interest, funding, mark_price, index_price, long_accounts, short_accounts]
`

const ASSETS = ['BTC', 'ETH', 'SOL', 'XRP', 'BNB', 'DOGE', 'ADA', 'LINK', 'AVAX', 'SUI']

const megabytes = (text: string): number => {
  const number = Number(text)
  if (!(number > 0)) throw new InvalidArgumentError('Give megabytes above zero.')
  return number
}

/** `node scripts/run.mjs importBench --megabytes 1024`: rows a second and resident memory of an import, against COPY of its rows. */
export async function main(argv: readonly string[]): Promise<void> {
  const { megabytes: size } = new Command('importBench')
    .option('--megabytes <number>', 'size of the CSV that is made and imported', megabytes, 1024)
    .parse([...argv], { from: 'user' })
    .opts<{ megabytes: number }>()
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'unwind-import-bench-'))
  fs.chmodSync(dir, 0o755)
  const settings = ['synchronous_commit=off', 'shared_buffers=256MB', 'max_wal_size=8GB']
  const postgres = await startEmbeddedPostgres({ dir: path.join(dir, 'postgres'), settings })
  try {
    await postgres.ensureDatabase('bench')
    const url = postgres.urlOf('bench')
    await migrate(url)
    const file = path.join(dir, 'bench.csv')
    const rows = await generate(file, size * 1_048_576)
    fs.writeFileSync(path.join(dir, 'mapping.yaml'), MAPPING)
    const { seconds, residentMb } = await importApart(url, file, path.join(dir, 'mapping.yaml'))
    const copySeconds = await copyPlain(url)
    const perSecond = (time: number) => Math.round(rows / time).toLocaleString('en')
    process.stdout.write(
      [
        `file        ${(fs.statSync(file).size / 1_048_576).toFixed(0)} MB, ${rows.toLocaleString('en')} rows`,
        `import      ${seconds.toFixed(1)} s, ${perSecond(seconds)} rows/s, at most ${residentMb} MB resident`,
        `COPY        ${copySeconds.toFixed(1)} s, ${perSecond(copySeconds)} rows/s, of the same points into a table of the same shape`,
        `ratio       ${(copySeconds / seconds).toFixed(2)}`,
        '',
      ].join('\n'),
    )
  } finally {
    await postgres.stop()
    fs.rmSync(dir, { recursive: true, force: true })
  }
}

async function generate(file: string, bytes: number): Promise<number> {
  const out = fs.createWriteStream(file)
  out.write(
    'timestamp,datetime_utc,symbol,open_interest,open_interest_usd,funding,mark_price,index_price,long_accounts,short_accounts\n',
  )
  const begin = Date.UTC(2020, 0)
  let rows = 0
  for (let written = 0; written < bytes;) {
    let block = ''
    for (let at = 0; at < 1_000; at += 1) {
      const minute = Math.floor(rows / ASSETS.length)
      const time = begin + minute * 60_000
      const interest = 1_000_000_000 + ((rows * 7_919) % 50_000_000)
      block +=
        `${time},${new Date(time).toISOString()},${ASSETS[rows % ASSETS.length]!}USDT,${interest / 64},${interest}.${rows % 97},` +
        `0.0001,64000.${rows % 89},64001.${rows % 83},0.5${rows % 79},0.4${rows % 73}\n`
      rows += 1
    }
    written += block.length
    if (!out.write(block)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
  return rows
}

async function importApart(
  url: string,
  file: string,
  mapping: string,
): Promise<{ seconds: number; residentMb: number }> {
  const began = performance.now()
  const child = spawn(
    process.execPath,
    [path.resolve(import.meta.dirname, 'run.mjs'), 'etl', 'import', file, '--mapping', mapping],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { PATH: process.env.PATH, DATABASE_URL: url, UNWIND_DATA: 'live' },
    },
  )
  let peak = 0
  const look = setInterval(() => {
    try {
      // The command hands the work to a process of its own.
      const children = fs
        .readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')
        .trim()
        .split(' ')
      for (const pid of [String(child.pid), ...children].filter(Boolean)) {
        const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8')
        peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0))
      }
    } catch {
      // Not Linux, or over.
    }
  }, 200)
  const [code] = (await once(child, 'exit')) as [number | null]
  clearInterval(look)
  if (code !== 0) throw new Error(`the import ended with ${String(code)}`)
  return { seconds: (performance.now() - began) / 1_000, residentMb: Math.round(peak / 1_024) }
}

/** The same points by one COPY into a table with the same columns and key. */
async function copyPlain(url: string): Promise<number> {
  const database = openDatabase({ url, size: 2 })
  const client = await database.pool.connect()
  const source = await database.pool.connect()
  try {
    await client.query('create table plain (like series_point including indexes)')
    const lines = (
      await source.query<{ line: string }>({
        text: `select concat_ws(E'\\t', series_id, time, source_id, value, run_id, observed_at) as line from series_point limit 1000000`,
      })
    ).rows.map(({ line }) => line)
    const total = Number(
      (await source.query<{ n: string }>('select count(*) as n from series_point')).rows[0]!.n,
    )
    const began = performance.now()
    await copyRows(client, 'plain', lines)
    return ((performance.now() - began) / 1_000) * (total / lines.length)
  } finally {
    client.release()
    source.release()
    await database.close()
  }
}
