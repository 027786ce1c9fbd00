import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { freePort } from '../../src/embeddedPostgres.ts'

const run = promisify(execFile)

/** Debian's PostgreSQL 15 with its tools: the oldest version that is supported. undefined: it is not installed. */
export const POSTGRES_15 = ['/usr/lib/postgresql/15/bin'].find((dir) =>
  fs.existsSync(path.join(dir, 'postgres')),
)

/** It does not run as root: its package makes an account for it. */
const account =
  process.getuid?.() === 0 && POSTGRES_15 !== undefined
    ? {
        uid: Number(execFileSync('id', ['-u', 'postgres'])),
        gid: Number(execFileSync('id', ['-g', 'postgres'])),
      }
    : {}

export interface Postgres15 {
  readonly dir: string
  urlOf(database: string): string
  /** Runs one of its tools, or any command, in its folder. */
  shell(command: string, environment?: Record<string, string>): Promise<string>
  /** Starts a server on another cluster in its folder. */
  startAt(cluster: string): Promise<(database: string) => string>
  stop(): Promise<void>
}

/** A cluster of its own in a folder that is thrown away. */
export async function startPostgres15(): Promise<Postgres15> {
  const bin = POSTGRES_15!
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'unwind-pg15-'))
  fs.chmodSync(dir, 0o777)
  const servers: ChildProcess[] = []
  const shell = async (command: string, environment: Record<string, string> = {}) => {
    const env = { ...process.env, ...environment, PATH: `${bin}:${process.env.PATH ?? ''}` }
    return (await run('sh', ['-c', command], { cwd: dir, env, ...account })).stdout
  }
  const startAt = async (cluster: string) => {
    const port = await freePort()
    const flags = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off']
    const server = spawn(
      path.join(bin, 'postgres'),
      ['-D', cluster, ...flags.flatMap((flag) => ['-c', flag])],
      { cwd: dir, stdio: 'ignore', ...account },
    )
    servers.push(server)
    const urlOf = (database: string) => `postgres://unwind@127.0.0.1:${port}/${database}`
    for (const until = Date.now() + 30_000; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
      const client = new pg.Client({ connectionString: urlOf('postgres') })
      try {
        await client.connect()
        await client.end()
        return urlOf
      } catch (error) {
        if (Date.now() > until) throw error
      }
    }
  }
  await shell('initdb --pgdata=cluster --username=unwind --auth=trust --no-sync --locale=C.UTF-8')
  const urlOf = await startAt('cluster')
  return {
    dir,
    urlOf,
    shell,
    startAt,
    async stop() {
      await Promise.all(
        servers.map(
          (server) =>
            new Promise((resolve) => {
              server.once('exit', resolve)
              server.kill('SIGINT')
            }),
        ),
      )
      fs.rmSync(dir, { recursive: true, force: true })
    },
  }
}
