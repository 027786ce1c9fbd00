import { execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { measureLoading, type Loading } from '../bench/loading.ts'
import { addAssets, enlarge, measureMeasures, measuresTable, type Measures } from '../bench/measures.ts'
import { loadTable, measureLoad } from '../bench/load.ts'
import { measure, type Point, type Target } from '../bench/http.ts'
import { liveTable, measureLive, type LiveOptions } from '../bench/live/measure.ts'
import type { Transport } from '../bench/live/record.ts'
import { openDatabase } from '../src/db.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../src/embeddedPostgres.ts'
import { migrate } from './migrate.ts'
import { EMBEDDED_SETTINGS } from './support/openStore.ts'
import { loadSample } from './support/sample.ts'

const README = path.resolve(import.meta.dirname, '../bench/README.md')
const PEERS = path.resolve(import.meta.dirname, '../bench/peers')
const HOURS = 336

/**
 * `npm run bench [-- --write] [-- --quick] [-- --measures] [-- --load] [-- --sockets] [-- --sse]`: our server beside its peers, loading beside
 * COPY, memory and start; with --measures the series of every measure on the sample and on 100 times it, with --load what it makes of twice
 * what it can answer, with --sockets and --sse what its subscribers are told and when (--clients, --rate and --seconds say how many and how
 * much), and nothing else. With --write the tables go into bench/README.md.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const quick = argv.includes('--quick')
  const onlyMeasures = argv.includes('--measures')
  const onlyLoad = argv.includes('--load')
  const transports = (['sockets', 'sse'] as const).filter((name) => argv.includes(`--${name}`))
  const live = transports.length > 0 ? liveOptionsOf(argv, quick) : undefined
  if (!onlyMeasures && !onlyLoad && !live && !fs.existsSync(path.join(PEERS, 'node_modules'))) {
    process.stdout.write('Installing the peers …\n')
    execFileSync('npm', ['ci', '--loglevel=error'], { cwd: PEERS, stdio: 'inherit' })
  }
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'unwind-bench-'))
  fs.chmodSync(dir, 0o755)
  const embedded = await startEmbeddedPostgres({
    dir: path.join(dir, 'postgres'),
    settings: EMBEDDED_SETTINGS,
  })
  try {
    if (onlyMeasures) {
      const report = measuresTable(await benchMeasures(embedded, quick)).join('\n')
      process.stdout.write(`\n${report}\n`)
      if (argv.includes('--write')) write('measures', report)
      return
    }
    if (onlyLoad) {
      await loadInto(embedded, 'sample')
      const report = loadTable(await measureLoad(embedded.urlOf('sample'), quick ? 5 : 15)).join('\n')
      process.stdout.write(`\n${report}\n`)
      if (argv.includes('--write')) write('load', report)
      return
    }
    if (live) {
      const report = (await benchLive(embedded, transports, live)).join('\n')
      process.stdout.write(`\n${report}\n`)
      if (argv.includes('--write')) write('live', report)
      return
    }
    for (const name of ['ingest', 'copy', 'sample']) {
      await embedded.ensureDatabase(name)
      await migrate(embedded.urlOf(name))
    }
    process.stdout.write('Loading …\n')
    const loading = await measureLoading(embedded.urlOf('ingest'), embedded.urlOf('copy'))
    const url = embedded.urlOf('sample')
    const { target, expected, version } = await prepare(url)
    const process_ = await measureProcess(url)
    process.stdout.write(`Requests: ${target.asset} on ${target.exchange}, ${expected.length} points …\n`)
    const http = await measure(
      url,
      target,
      expected,
      quick ? { rounds: 1, seconds: 3 } : { rounds: 3, seconds: 6 },
    )
    const report = reportOf({ http, loading, process: process_, version })
    process.stdout.write(`\n${report}\n`)
    if (argv.includes('--write')) write('peers', report)
  } finally {
    await embedded.stop()
    fs.rmSync(dir, { recursive: true, force: true })
  }
}

/** Loads the sample, and finds the market and fortnight with orders in the most hours: others than us leave empty hours out. */
async function prepare(url: string): Promise<{ target: Target; expected: Point[]; version: string }> {
  const database = openDatabase({ url, size: 4 })
  try {
    const context = { pool: database.pool, signal: new AbortController().signal, now: () => new Date() }
    const outcomes = await loadSample(context)
    const failed = outcomes.find(({ error }) => error !== undefined)
    if (failed) throw failed.error as Error
    await database.pool.query('analyze')
    await database.pool.query(
      `create function bench_series(market int, since timestamptz, until timestamptz) returns setof liquidation_hour stable language sql
       as 'select * from liquidation_hour where market_id = market and bucket >= since and bucket < until order by bucket'`,
    )
    const found = await database.pool.query<{ market: number; exchange: string; asset: string; from: Date }>(
      `with runs as (
         select market_id, bucket, count(*) over (partition by market_id order by bucket
           range between current row and interval '${HOURS - 1} hours' following) as hours
         from liquidation_hour)
       select r.market_id as market, e.code as exchange, a.code as asset, r.bucket as from
       from runs as r join market as m on m.id = r.market_id join exchange as e on e.id = m.exchange_id
       join asset as a on a.id = m.base_asset_id
       where m.style = 'LINEAR' order by r.hours desc, r.bucket, r.market_id limit 1`,
    )
    const row = found.rows[0]
    if (!row) throw new Error('The sample has no liquidations.')
    const from = row.from.toISOString()
    const to = new Date(row.from.getTime() + HOURS * 3_600_000).toISOString()
    const points = await database.pool.query<Point>(
      `select to_char(bucket at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as start, long_usd::text as "longUsd",
         short_usd::text as "shortUsd" from liquidation_hour
       where market_id = $1 and bucket >= $2 and bucket < $3 order by bucket`,
      [row.market, from, to],
    )
    const version = await database.pool.query<{ server_version: string }>('show server_version')
    return {
      target: { ...row, from, to },
      expected: points.rows,
      version: version.rows[0]?.server_version ?? '',
    }
  } finally {
    await database.close()
  }
}

interface ProcessFigures {
  readonly readySeconds: number
  readonly residentMb: number | undefined
}

/** `npm start` on the loaded store: seconds until it is ready, and its memory after ten idle seconds. */
async function measureProcess(url: string): Promise<ProcessFigures> {
  const began = performance.now()
  const child = spawn(process.execPath, [path.resolve(import.meta.dirname, 'start.mjs')], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      DATABASE_URL: url,
      UNWIND_DATA: 'sample',
      PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      if (String(chunk).includes('Ready in')) resolve()
    })
    child.once('exit', () => {
      reject(new Error('npm start ended before it was ready'))
    })
  })
  const readySeconds = (performance.now() - began) / 1000
  await sleep(10_000)
  const status = `/proc/${child.pid}/status`
  const resident = fs.existsSync(status)
    ? /VmRSS:\s+(\d+) kB/.exec(fs.readFileSync(status, 'utf8'))?.[1]
    : undefined
  child.removeAllListeners('exit')
  child.kill('SIGINT')
  await new Promise((resolve) => child.once('close', resolve))
  return { readySeconds, residentMb: resident === undefined ? undefined : Number(resident) / 1024 }
}

interface Figures {
  readonly http: Awaited<ReturnType<typeof measure>>
  readonly loading: readonly Loading[]
  readonly process: ProcessFigures
  readonly version: string
}

function reportOf({ http, loading, process: figures, version }: Figures): string {
  const base = http.find((row) => 'requestsPerSecond' in row)
  const unit = base && 'requestsPerSecond' in base ? base.requestsPerSecond : NaN
  const gigabytes = Math.round(os.totalmem() / 2 ** 30)
  const line = (cells: (string | number)[]) => `| ${cells.join(' | ')} |`
  return [
    `${new Date().toISOString().slice(0, 10)}, ${os.cpus()[0]?.model.trim() ?? 'unknown processor'}, ${os.cpus().length} cores, ` +
      `${gigabytes} GiB, Node ${process.version}, PostgreSQL ${version}; server, database and load on the one machine.`,
    '',
    `${HOURS} hours a reply, 16 connections:`,
    '',
    line(['', 'req/s', 'of hand-written', 'p50 ms', 'p99 ms', 'kB a reply']),
    line(['---', '---:', '---:', '---:', '---:', '---:']),
    ...http.map((row) =>
      'error' in row
        ? line([row.name, `not measured: ${row.error.split('\n')[0] ?? ''}`, '', '', '', ''])
        : line([
            row.name,
            row.requestsPerSecond.toFixed(0),
            (row.requestsPerSecond / unit).toFixed(2),
            row.p50,
            row.p99,
            (row.bytes / 1000).toFixed(1),
          ]),
    ),
    '',
    'Loading, fact rows a second:',
    '',
    line(['', 'rows', 'our ingest', 'COPY of the same facts and rollups', 'ratio']),
    line(['---', '---:', '---:', '---:', '---:']),
    ...loading.map(({ family, rows, ingest, copy }) =>
      line([family, rows, ingest.toFixed(0), copy.toFixed(0), (ingest / copy).toFixed(2)]),
    ),
    '',
    `\`npm start\` on the loaded store: ready in ${figures.readySeconds.toFixed(1)} s, ` +
      `${figures.residentMb?.toFixed(0) ?? 'unknown'} MB resident after ten idle seconds.`,
  ].join('\n')
}

/** A database with the sample in it. */
async function loadInto(embedded: EmbeddedPostgres, name: string): Promise<void> {
  await embedded.ensureDatabase(name)
  await migrate(embedded.urlOf(name))
  process.stdout.write('Loading …\n')
  const database = openDatabase({ url: embedded.urlOf(name), size: 4 })
  try {
    const outcomes = await loadSample({
      pool: database.pool,
      signal: new AbortController().signal,
      now: () => new Date(),
    })
    const failed = outcomes.find(({ error }) => error !== undefined)
    if (failed) throw failed.error as Error
    await database.pool.query('analyze')
  } finally {
    await database.close()
  }
}

/** Three stores: the sample, 100 times it, and one of thousands of assets. */
async function benchMeasures(embedded: EmbeddedPostgres, quick: boolean): Promise<Measures> {
  await loadInto(embedded, 'sample')
  for (const name of ['large', 'assets']) await embedded.ensureDatabase(name, 'sample')
  process.stdout.write('Making 100 times the sample …\n')
  await enlarge(embedded.urlOf('large'))
  await addAssets(embedded.urlOf('assets'))
  process.stdout.write('Measuring …\n')
  return measureMeasures(
    { sample: embedded.urlOf('sample'), large: embedded.urlOf('large'), assets: embedded.urlOf('assets') },
    quick ? 5 : 25,
  )
}

/** @throws Error for a number that is none */
function liveOptionsOf(argv: readonly string[], quick: boolean): LiveOptions {
  const { values } = parseArgs({
    args: [...argv],
    strict: false,
    options: { clients: { type: 'string' }, rate: { type: 'string' }, seconds: { type: 'string' } },
  })
  const numberOf = (name: 'clients' | 'rate' | 'seconds', usual: number) => {
    const value = values[name] === undefined ? usual : Number(values[name])
    if (!Number.isSafeInteger(value) || value < 1) throw new Error(`--${name} is a whole number, 1 or more.`)
    return value
  }
  return {
    clients: numberOf('clients', 1_000),
    rate: numberOf('rate', 500),
    seconds: numberOf('seconds', quick ? 15 : 60),
  }
}

/** Each way of telling on a store of its own. */
async function benchLive(
  embedded: EmbeddedPostgres,
  transports: readonly Transport[],
  options: LiveOptions,
): Promise<string[]> {
  const loads = [os.loadavg()[0]!]
  const figures = []
  for (const transport of transports) {
    await embedded.ensureDatabase(transport)
    await migrate(embedded.urlOf(transport))
    process.stdout.write(`Telling ${options.clients} clients by ${transport} …\n`)
    figures.push(await measureLive(embedded.urlOf(transport), transport, options))
    loads.push(os.loadavg()[0]!)
  }
  return [
    `${new Date().toISOString().slice(0, 10)}, ${os.cpus()[0]?.model.trim() ?? 'unknown processor'}, ${os.cpus().length} cores, Node ${process.version}; ` +
      `server, database, recorder and clients on the one machine, load average before and after ${loads.map((load) => load.toFixed(1)).join(', ')}.`,
    '',
    ...liveTable(figures),
  ]
}

/** Puts a report between its two marks. */
function write(name: string, report: string): void {
  const text = fs.readFileSync(README, 'utf8')
  const [begin, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`]
  const [head, tail] = [text.slice(0, text.indexOf(begin) + begin.length), text.slice(text.indexOf(end))]
  fs.writeFileSync(README, `${head}\n\n${report}\n\n${tail}`)
}
