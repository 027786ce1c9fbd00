import { fork, type ChildProcess } from 'node:child_process'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase, type Database } from '../../src/db.ts'
import { openStalled } from './connections.ts'
import { Feed } from './feed.ts'
import type { Opening, Said, Tally, Told, Transport } from './record.ts'

export interface LiveOptions {
  readonly clients: number
  /** Orders a second. */
  readonly rate: number
  readonly seconds: number
}

export interface LiveFigures extends LiveOptions {
  readonly transport: Transport
  /** From commit to client, ms. */
  readonly p50: number
  readonly p99: number
  readonly max: number
  readonly lost: number
  readonly twice: number
  /** Connections that ended before the end, but for the one that reads nothing. */
  readonly dropped: number
  /** How the client that reads nothing was ended, in words. */
  readonly stalled: string
  /** Of all clients together. */
  readonly megabytesPerSecond: number
  /** Part of a core that the server took. */
  readonly cores: number
  /** Resident memory of the server, MB: before the first order, at most, and some seconds after the last. */
  readonly memory: { readonly start: number; readonly peak: number; readonly end: number }
}

/** Processes that the clients are in. */
const PROCESSES = 2
const LOOK_MS = 500
const WARM_UP_SECONDS = 5
/** How long after the last order the server's memory is looked at again, ms. */
const REST_MS = 5_000

/** A server of its own on an embedded store, clients in other processes, and orders that a recorder's writers commit. */
export async function measureLive(
  storeUrl: string,
  transport: Transport,
  options: LiveOptions,
): Promise<LiveFigures> {
  const database = openDatabase({ url: storeUrl, size: 6 })
  const children: ChildProcess[] = []
  const forked = (script: string, ...args: string[]) => {
    const child = fork(path.resolve(import.meta.dirname, script), args, {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { PATH: process.env.PATH, NODE_ENV: 'production' },
    })
    children.push(child)
    return child
  }
  let feed: Feed | undefined
  try {
    feed = await Feed.open(database)
    const server = forked('../contestants/unwind.ts', storeUrl)
    const { port } = await heard<{ port: number }>(server)
    const processes = Array.from({ length: PROCESSES }, () => forked('clients.ts'))
    const opening = { port, transport, orders: options.rate * options.seconds }
    await listening(processes, { ...opening, clients: options.clients })
    await feed.warmUp(options.rate, WARM_UP_SECONDS)
    const stalled = await openStalled(port, transport)
    const usage = new UsageWatch(server)
    const before = await usage.begin()
    const began = performance.now()
    await feed.run(options.rate, options.seconds)
    const seconds = (performance.now() - began) / 1_000
    const after = await usage.look()
    const committedAt = await findCommits(database, opening.orders)
    const tally = sumOf(
      await Promise.all(
        processes.map(async (child) => {
          const told = heard<Told & { kind: 'tally' }>(child)
          say(child, { kind: 'end', committedAt })
          return (await told).tally
        }),
      ),
    )
    await sleep(REST_MS)
    const end = await usage.end()
    return {
      ...options,
      ...percentilesOf(tally.counts),
      transport,
      lost: tally.lost,
      twice: tally.twice,
      dropped: tally.dropped,
      stalled: await stalled.end(),
      megabytesPerSecond: tally.bytes / 1e6 / seconds,
      cores: (after.cpuMs - before.cpuMs) / 1_000 / seconds,
      memory: { start: before.megabytes, peak: usage.peakMegabytes, end: end.megabytes },
    }
  } finally {
    for (const child of children) child.kill()
    await feed?.close()
    await database.close()
  }
}

const say = (child: ChildProcess, said: Said) => child.send(said)

/** The next message of a process. @throws Error when it ends instead */
function heard<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error(`${child.spawnargs.at(-1)} ended.`))
    child.once('exit', onExit)
    child.once('message', (message) => {
      child.off('exit', onExit)
      resolve(message as T)
    })
  })
}

/** Opens all clients; that they listen is known once each has been told where it stands. */
async function listening(processes: readonly ChildProcess[], opening: Opening): Promise<void> {
  await Promise.all(
    processes.map(async (child, at) => {
      const told = heard<Told>(child)
      const clients = Math.floor((opening.clients + at) / processes.length)
      say(child, { kind: 'open', opening: { ...opening, clients } })
      await told
    }),
  )
}

/** When each order was committed: the log of events is written as the last thing before it. */
async function findCommits(database: Database, orders: number): Promise<number[]> {
  const { rows } = await database.pool.query<{ order: number; at: number }>(
    `select (r ->> 8)::int as order, extract(epoch from e.at)::float8 * 1000 as at
     from stream_event e cross join jsonb_array_elements(e.payload) as r where e.topic = 'LIQUIDATIONS'`,
  )
  const committedAt = Array.from({ length: orders + 1 }, () => NaN)
  for (const { order, at } of rows) committedAt[order] = at
  if (committedAt.slice(1).some(Number.isNaN)) throw new Error('Not all orders were committed.')
  return committedAt
}

interface Usage {
  readonly megabytes: number
  readonly cpuMs: number
}

/** Looks at what a server takes, now and then. */
class UsageWatch {
  readonly #server: ChildProcess
  #timer: NodeJS.Timeout | undefined
  #asked = Promise.resolve<Usage>({ megabytes: 0, cpuMs: 0 })
  peakMegabytes = 0

  constructor(server: ChildProcess) {
    this.#server = server
  }

  begin(): Promise<Usage> {
    this.#timer = setInterval(() => void this.look(), LOOK_MS)
    return this.look()
  }

  look(): Promise<Usage> {
    return (this.#asked = this.#asked.then(async () => {
      const told = heard<{ rss: number; cpu: NodeJS.CpuUsage }>(this.#server)
      this.#server.send('usage')
      const { rss, cpu } = await told
      const megabytes = rss / 2 ** 20
      this.peakMegabytes = Math.max(this.peakMegabytes, megabytes)
      return { megabytes, cpuMs: (cpu.user + cpu.system) / 1_000 }
    }))
  }

  end(): Promise<Usage> {
    clearInterval(this.#timer)
    return this.look()
  }
}

function sumOf(tallies: readonly Tally[]): Tally {
  return tallies.reduce((sum, tally) => ({
    counts: sum.counts.map((count, at) => count + tally.counts[at]!),
    lost: sum.lost + tally.lost,
    twice: sum.twice + tally.twice,
    dropped: sum.dropped + tally.dropped,
    bytes: sum.bytes + tally.bytes,
  }))
}

function percentilesOf(counts: readonly number[]): Pick<LiveFigures, 'p50' | 'p99' | 'max'> {
  const total = counts.reduce((sum, count) => sum + count, 0)
  const at = (part: number) => {
    let below = 0
    return counts.findIndex((count) => (below += count) >= total * part)
  }
  return { p50: at(0.5), p99: at(0.99), max: counts.findLastIndex((count) => count > 0) }
}

const NAMES: Readonly<Record<Transport, string>> = { sockets: 'sockets', sse: 'server-sent events' }

export function liveTable(figures: readonly LiveFigures[]): string[] {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`
  const { clients, rate, seconds } = figures[0]!
  return [
    `${clients} clients, each told ${rate} orders a second for ${seconds} s:`,
    '',
    line(['', 'p50 ms', 'p99 ms', 'longest ms', 'lost', 'twice', 'dropped', 'MB/s', 'cores', 'memory MB']),
    line(['---', ...Array.from({ length: 9 }, () => '---:')]),
    ...figures.map(({ transport, p50, p99, max, lost, twice, dropped, ...of }) =>
      line([
        ...[NAMES[transport], p50, p99, max, lost, twice, dropped],
        of.megabytesPerSecond.toFixed(0),
        of.cores.toFixed(2),
        [of.memory.start, of.memory.peak, of.memory.end].map((megabytes) => megabytes.toFixed(0)).join(', '),
      ]),
    ),
    '',
    figures
      .map(({ transport, stalled }) => `Of the ${NAMES[transport]}, one that read nothing ${stalled}.`)
      .join(' '),
  ]
}
