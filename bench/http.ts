import { fork, type ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const PEERS = path.resolve(import.meta.dirname, 'peers')
const CONNECTIONS = 16

export interface Target {
  readonly market: number
  readonly exchange: string
  readonly asset: string
  readonly from: string
  readonly to: string
}

export interface Point {
  readonly start: string
  readonly longUsd: string
  readonly shortUsd: string
}

export interface Contestant {
  readonly name: string
  readonly script: string
  /** Node to run it with; this process's own when left out. */
  readonly node?: string
  readonly request: { readonly path: string; readonly body?: string }
  readonly pointsOf: (answer: never) => Point[]
}

export interface Measured {
  readonly name: string
  readonly requestsPerSecond: number
  readonly p50: number
  readonly p99: number
  readonly bytes: number
}

const graphql = (query: string) => ({ path: '/graphql', body: JSON.stringify({ query }) })

/** Everyone who answers the same chart: 336 hours of one market's liquidations. */
export function contestants({ market, exchange, asset, from, to }: Target): Contestant[] {
  const ours = (fields: string) =>
    graphql(`{ liquidations(window: { from: "${from}", to: "${to}" }, interval: HOUR,
      basket: { exchanges: ["${exchange}"] }, filter: { assets: ["${asset}"], style: LINEAR }) { series { ${fields} } } }`)
  interface Ours<T> {
    data: { liquidations: { series: T } }
  }
  const node22 = path.join(PEERS, 'node_modules/node/bin/node')
  return [
    {
      name: 'hand-written Fastify + pg',
      script: path.resolve(import.meta.dirname, 'contestants/handWritten.ts'),
      request: { path: '/series' },
      pointsOf: (answer: Point[]) => answer,
    },
    {
      name: 'Unwind, points',
      script: path.resolve(import.meta.dirname, 'contestants/unwind.ts'),
      request: ours('points { start longUsd shortUsd }'),
      pointsOf: (answer: Ours<{ points: Point[] }>) => answer.data.liquidations.series.points,
    },
    {
      name: 'Unwind, columns',
      script: path.resolve(import.meta.dirname, 'contestants/unwind.ts'),
      request: ours('columns { start longUsd shortUsd }'),
      pointsOf: (answer: Ours<{ columns: Record<keyof Point, string[]> }>) => {
        const { start, longUsd, shortUsd } = answer.data.liquidations.series.columns
        return start.map((at, index) => ({ start: at, longUsd: longUsd[index]!, shortUsd: shortUsd[index]! }))
      },
    },
    {
      name: 'graphql-yoga, plain resolvers',
      script: path.join(PEERS, 'yoga.mjs'),
      request: graphql('{ series { start longUsd shortUsd } }'),
      pointsOf: (answer: { data: { series: Point[] } }) => answer.data.series,
    },
    {
      name: 'PostGraphile 5 (on Node 22)',
      script: path.join(PEERS, 'postgraphile.mjs'),
      node: node22,
      request: graphql(
        `{ benchSeries(market: ${market}, since: "${from}", until: "${to}") { nodes { start: bucket longUsd shortUsd } } }`,
      ),
      pointsOf: (answer: { data: { benchSeries: { nodes: Point[] } } }) =>
        answer.data.benchSeries.nodes.map((point) => ({
          ...point,
          start: new Date(point.start).toISOString(),
        })),
    },
  ] as Contestant[]
}

interface Running {
  readonly contestant: Contestant
  readonly child: ChildProcess
  readonly url: string
}

async function launch(contestant: Contestant, url: string, target: Target): Promise<Running> {
  const child = fork(contestant.script, [url, String(target.market), target.from, target.to], {
    execArgv: contestant.script.endsWith('.ts') ? ['--import', 'tsx'] : [],
    ...(contestant.node === undefined ? {} : { execPath: contestant.node }),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { PATH: process.env.PATH, NODE_ENV: 'production' },
  })
  let said = ''
  child.stderr?.on('data', (chunk) => (said += String(chunk)))
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message: { port: number }) => {
      resolve(message.port)
    })
    child.once('error', reject)
    child.once('exit', () => {
      reject(new Error(`${contestant.name} ended: ${said.slice(-2_000)}`))
    })
  })
  return { contestant, child, url: `http://127.0.0.1:${port}${contestant.request.path}` }
}

async function answerOf({ contestant, url }: Running): Promise<{ points: Point[]; bytes: number }> {
  const { body } = contestant.request
  const response = await fetch(url, {
    ...(body === undefined ? {} : { method: 'POST', body }),
    headers: { 'content-type': 'application/json' },
  })
  const text = await response.text()
  try {
    return { points: contestant.pointsOf(JSON.parse(text) as never), bytes: text.length }
  } catch (cause) {
    throw new Error(`${contestant.name} answered ${text.slice(0, 500)}`, { cause })
  }
}

/** Throws unless the answer is the expected one, to each digit: a wrong answer's speed counts for nothing. */
async function verify(running: Running, expected: readonly Point[]): Promise<number> {
  const { points, bytes } = await answerOf(running)
  const plain = (value: string) => (value.includes('.') ? value.replace(/\.?0+$/, '') : value)
  // We also tell the hours without an order, as zero.
  const told = points
    .filter(({ longUsd, shortUsd }) => longUsd !== '0' || shortUsd !== '0')
    .map(({ start, longUsd, shortUsd }) => [new Date(start).getTime(), plain(longUsd), plain(shortUsd)])
  const wanted = expected.map(({ start, longUsd, shortUsd }) => [
    new Date(start).getTime(),
    plain(longUsd),
    plain(shortUsd),
  ])
  if (JSON.stringify(told) !== JSON.stringify(wanted))
    throw new Error(`${running.contestant.name} answers wrong.`)
  return bytes
}

interface CannonResult {
  requests: { average: number }
  latency: { p50: number; p99: number }
  errors: number
  non2xx: number
}

/**
 * Measures every contestant in turn, `rounds` times, each alone on the machine but for the database; the median round
 * counts. A contestant that can't be had is told as such.
 */
export async function measure(
  url: string,
  target: Target,
  expected: readonly Point[],
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<(Measured | { readonly name: string; readonly error: string })[]> {
  const entry = createRequire(path.join(PEERS, 'package.json')).resolve('autocannon')
  const { default: autocannon } = (await import(pathToFileURL(entry).href)) as {
    default: (options: object) => Promise<CannonResult>
  }
  const all = contestants(target)
  const results = new Map<string, { measured: CannonResult[]; bytes: number; error?: string }>(
    all.map(({ name }) => [name, { measured: [], bytes: 0 }]),
  )
  for (let round = 0; round < rounds; round++)
    for (const contestant of all) {
      const own = results.get(contestant.name)!
      if (own.error !== undefined) continue
      let running: Running | undefined
      try {
        running = await launch(contestant, url, target)
        own.bytes = await verify(running, expected)
        const { body } = contestant.request
        const shot = {
          url: running.url,
          connections: CONNECTIONS,
          headers: { 'content-type': 'application/json' },
          ...(body === undefined ? {} : { method: 'POST', body }),
        }
        await autocannon({ ...shot, duration: 3 })
        const measured = await autocannon({ ...shot, duration: seconds })
        if (measured.errors > 0 || measured.non2xx > 0)
          throw new Error(`${measured.errors + measured.non2xx} failed requests`)
        await verify(running, expected)
        own.measured.push(measured)
      } catch (error) {
        own.error = error instanceof Error ? error.message : String(error)
      } finally {
        running?.child.kill('SIGKILL')
      }
    }
  return [...results].map(([name, { measured, bytes, error }]) => {
    if (error !== undefined) return { name, error }
    const median = [...measured].sort((a, b) => a.requests.average - b.requests.average)[
      measured.length >> 1
    ]!
    return {
      name,
      requestsPerSecond: median.requests.average,
      p50: median.latency.p50,
      p99: median.latency.p99,
      bytes,
    }
  })
}
