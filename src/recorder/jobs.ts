import crypto from 'node:crypto'
import os from 'node:os'
import type pg from 'pg'
import PgBoss from 'pg-boss'
import { messageOf } from '../lib/errors.ts'
import { dueSlots, nameOf, type Poll } from './schedule.ts'

const QUEUE = 'poll'
/** Jobs that one recorder works on at once. */
const WORKERS = 8

export interface JobsOptions {
  readonly pool: pg.Pool
  readonly url: string
  readonly polls: readonly Poll[]
  readonly run: (poll: Poll) => Promise<void>
  readonly now: () => Date
  readonly log: (message: string) => void
  readonly heartbeatMs?: number
  /** A recorder whose heartbeat is older is taken for dead. */
  readonly deadAfterMs?: number
}

/**
 * The polls, shared among all recorders of one store by a queue in it. Each recorder offers the job of every slot as it
 * begins, and the queue keeps one of them; whoever is free takes it. A recorder that dies leaves its heartbeat to grow old:
 * the next one that sees it puts the dead one's jobs back into the queue.
 */
export class Jobs {
  readonly id = crypto.randomUUID()
  readonly #options: JobsOptions
  readonly #boss: PgBoss
  readonly #timers: NodeJS.Timeout[] = []
  #offeredUntil: Date
  #offering = false
  #beating = false
  #lastBeat = 0
  #isStarted = false
  /** Polls under way here, by job. */
  readonly running = new Map<string, { readonly name: string; readonly since: Date }>()
  taken = 0
  failed = 0
  takenOver = 0

  constructor(options: JobsOptions) {
    this.#options = options
    this.#offeredUntil = new Date(0)
    this.#boss = new PgBoss({
      connectionString: options.url,
      max: 4,
      application_name: 'unwind recorder queue',
      schema: 'recorder_queue',
      // Schedules are ours: pg-boss knows minutes at the finest.
      schedule: false,
      maintenanceIntervalSeconds: 60,
      archiveCompletedAfterSeconds: 10 * 60,
      deleteAfterHours: 1,
    })
    // It goes on by itself once PostgreSQL is back.
    this.#boss.on('error', (error) => options.log(`queue: ${messageOf(error)}`))
  }

  /** false: the queue can't be reached, so that no other recorder can be asked either. */
  get isHealthy(): boolean {
    return this.#isStarted && Date.now() - this.#lastBeat < 3 * (this.#options.heartbeatMs ?? 2_000)
  }

  async start(): Promise<void> {
    const { heartbeatMs = 2_000 } = this.#options
    await this.#boss.start()
    await this.#boss.createQueue(QUEUE, {
      name: QUEUE,
      policy: 'standard',
      retryLimit: 2,
      expireInSeconds: 600,
    })
    await this.#beat()
    await this.#offer()
    for (let worker = 0; worker < WORKERS; worker += 1)
      await this.#boss.work<Poll>(QUEUE, { batchSize: 1, pollingIntervalSeconds: 0.5 }, ([job]) =>
        job ? this.#work(job) : Promise.resolve(),
      )
    this.#isStarted = true
    this.#timers.push(
      setInterval(() => void this.#offer(), 500),
      setInterval(() => void this.#beat(), heartbeatMs),
    )
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers.splice(0)) clearInterval(timer)
    await this.#boss.stop({ graceful: true, wait: true, timeout: 10_000 }).catch(() => undefined)
    const { pool } = this.#options
    await pool.query('delete from recorder_job where recorder_id = $1', [this.id]).catch(() => undefined)
    await pool.query('delete from recorder where id = $1', [this.id]).catch(() => undefined)
  }

  async #work(job: PgBoss.Job<Poll>): Promise<void> {
    const { pool, run, now } = this.#options
    this.taken += 1
    this.running.set(job.id, { name: nameOf(job.data), since: now() })
    await pool.query(
      `insert into recorder_job (job_id, queue, recorder_id, taken_at) values ($1, $2, $3, $4)
       on conflict (job_id) do update set recorder_id = excluded.recorder_id, taken_at = excluded.taken_at`,
      [job.id, QUEUE, this.id, now()],
    )
    try {
      await run(job.data)
    } catch (error) {
      this.failed += 1
      throw error
    } finally {
      this.running.delete(job.id)
      await pool.query('delete from recorder_job where job_id = $1', [job.id]).catch(() => undefined)
    }
  }

  /** Offers the job of each slot that has begun; of the same slot the queue keeps one. */
  async #offer(): Promise<void> {
    if (this.#offering) return
    this.#offering = true
    const { polls, now } = this.#options
    const at = now()
    try {
      for (const slot of dueSlots(polls, this.#offeredUntil, at)) {
        const seconds = slot.poll.everyMs / 1000
        await this.#boss.send(QUEUE, slot.poll, {
          singletonKey: `${nameOf(slot.poll)}@${slot.at.toISOString()}`,
          singletonSeconds: Math.max(60, seconds),
          retryLimit: 2,
          // A poll of now that nobody had time for is of no use later.
          retentionSeconds: Math.max(60, seconds),
        })
      }
      this.#offeredUntil = at
    } catch {
      // The store is away; the slots are offered again with the next look.
    } finally {
      this.#offering = false
    }
  }

  /** Tells that this one lives, and takes over what dead ones left. */
  async #beat(): Promise<void> {
    if (this.#beating) return
    this.#beating = true
    const { pool, deadAfterMs = 10_000, log } = this.#options
    try {
      // By the store's clock: those of two machines may differ.
      await pool.query(
        `insert into recorder (id, host, pid, started_at, heartbeat_at) values ($1, $2, $3, now(), now())
         on conflict (id) do update set heartbeat_at = now()`,
        [this.id, os.hostname(), process.pid],
      )
      this.#lastBeat = Date.now()
      const dead = await pool.query<{ id: string }>(
        `delete from recorder where heartbeat_at < now() - $1::interval and id <> $2 returning id`,
        [`${deadAfterMs} milliseconds`, this.id],
      )
      for (const { id } of dead.rows) {
        const jobs = await pool.query<{ id: string }>(
          'delete from recorder_job where recorder_id = $1 returning job_id as id',
          [id],
        )
        const ids = jobs.rows.map((row) => row.id)
        if (ids.length > 0) await this.#boss.fail(QUEUE, ids)
        this.takenOver += ids.length
        log(`recorder ${id} is dead: ${ids.length} of its jobs are taken over`)
      }
    } catch {
      // The store is away: isHealthy says so.
    } finally {
      this.#beating = false
    }
  }
}
