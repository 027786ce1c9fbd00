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
  #taking = false
  #beating = false
  #lastBeat = 0
  #isStarted = false
  #fault: string | undefined
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
    this.#boss.on('error', (error) => this.#complain(error))
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
    this.#isStarted = true
    this.#timers.push(
      setInterval(() => void this.#offer(), 500),
      setInterval(() => void this.#take(), 300),
      setInterval(() => void this.#beat(), heartbeatMs),
    )
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers.splice(0)) clearInterval(timer)
    // Jobs under way end with the signal; what they leave is given back below. One that is being taken is under way in a moment.
    for (const end = Date.now() + 5_000; (this.#taking || this.running.size > 0) && Date.now() < end;)
      await new Promise((resolve) => setTimeout(resolve, 20))
    await this.#boss.stop({ graceful: true, wait: true, timeout: 10_000 }).catch(() => undefined)
    const { pool } = this.#options
    await pool.query('delete from recorder_job where recorder_id = $1', [this.id]).catch(() => undefined)
    await pool.query('delete from recorder where id = $1', [this.id]).catch(() => undefined)
  }

  /**
   * Takes as many jobs as there are hands free. pg-boss's own workers would do the same, but a job that ends while the store
   * is away rejects a promise of theirs that nobody holds, and that ends the process.
   */
  async #take(): Promise<void> {
    const free = WORKERS - this.running.size
    if (this.#taking || free <= 0) return
    this.#taking = true
    try {
      const jobs = await this.#boss.fetch<Poll>(QUEUE, { batchSize: free })
      for (const job of jobs) void this.#work(job)
    } catch (error) {
      this.#complain(error)
    } finally {
      this.#taking = false
    }
  }

  /** Never rejects. A job whose end can't be told to the queue is given out again when it expires: polls bear that. */
  async #work(job: PgBoss.Job<Poll>): Promise<void> {
    const { pool, run, now, log } = this.#options
    this.taken += 1
    this.running.set(job.id, { name: nameOf(job.data), since: now() })
    const note = pool.query(
      `insert into recorder_job (job_id, queue, recorder_id, taken_at) values ($1, $2, $3, $4)
       on conflict (job_id) do update set recorder_id = excluded.recorder_id, taken_at = excluded.taken_at`,
      [job.id, QUEUE, this.id, now()],
    )
    try {
      await note
      await run(job.data)
      await this.#boss.complete(QUEUE, job.id)
    } catch (error) {
      this.failed += 1
      log(`${nameOf(job.data)}: ${messageOf(error)}`)
      await this.#boss.fail(QUEUE, job.id, { reason: messageOf(error) }).catch(() => undefined)
    } finally {
      this.running.delete(job.id)
      await pool.query('delete from recorder_job where job_id = $1', [job.id]).catch(() => undefined)
    }
  }

  /** Once for the same fault in a row: it is met twice a second while the store is away. */
  #complain(error: unknown): void {
    const fault = messageOf(error)
    if (fault !== this.#fault) this.#options.log(`queue: ${fault}`)
    this.#fault = fault
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
          // All recorders offer a slot within the minute in which it begins.
          singletonSeconds: 60,
          retryLimit: 2,
          // A poll of now that nobody had time for is of no use later.
          retentionSeconds: Math.max(60, seconds),
        })
      }
      this.#offeredUntil = at
    } catch (error) {
      // The slots are offered again with the next look.
      this.#complain(error)
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
      this.#fault = undefined
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
    } catch (error) {
      this.#complain(error)
    } finally {
      this.#beating = false
    }
  }
}
