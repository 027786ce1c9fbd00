import type pg from 'pg'
import {
  findQuarantined,
  getQuarantinedOf,
  holdReadings,
  judgeReadings,
  type QuarantinedReading,
} from '../quality/quarantineStore.ts'
import type { Origin } from '../quality/record.ts'
import { InputError } from '../lib/errors.ts'
import { ensurePartitions } from '../lib/partitions.ts'
import type { OpenInterestRecord } from './record.ts'
import { findFault, isJump, judgeHeld, levelOf, type Level } from './screen.ts'
import { getLevelsBefore, getSurroundings } from './screenStore.ts'
import { upsertOpenInterest } from './store.ts'

const LATER = 'a later reading'

export interface Screened {
  /** What goes into the facts: readings that are believed, and those released by them. */
  readonly accepted: OpenInterestRecord[]
  /** How many are kept out. */
  readonly held: number
}

/**
 * Parts readings that can be believed from those that wait for later ones, in the caller's transaction. A reading that was
 * found to be a fault before is a fault when it comes again.
 */
export async function screenOpenInterest(
  client: pg.PoolClient,
  records: readonly OpenInterestRecord[],
  origin: Origin,
): Promise<Screened> {
  if (records.length === 0) return { accepted: [], held: 0 }
  const byMarket = new Map<number, OpenInterestRecord[]>()
  for (const record of records) {
    const own = byMarket.get(record.marketId)
    if (own) own.push(record)
    else byMarket.set(record.marketId, [record])
  }
  const marketIds = [...byMarket.keys()]
  for (const own of byMarket.values()) own.sort((a, b) => a.time.getTime() - b.time.getTime())
  const begins = marketIds.map((id) => byMarket.get(id)![0]!.time)
  const levels = await getLevelsBefore(client, marketIds, begins)
  const earliest = new Date(Math.min(...begins.map((time) => time.getTime())))
  const known = await getQuarantinedOf(client, 'OPEN_INTEREST', marketIds, origin.sourceId, earliest)

  const accepted: OpenInterestRecord[] = []
  let held = 0
  for (const id of marketIds) {
    const ofMarket = known.filter(({ marketId }) => marketId === id)
    const screened = await screenMarket(client, byMarket.get(id)!, levels.get(id), ofMarket, origin)
    for (const record of screened.accepted) accepted.push(record)
    held += screened.held
  }
  return { accepted, held }
}

/** A reading that waits: from this batch, or from before with its id. */
interface Waiting {
  readonly record: OpenInterestRecord
  readonly reason: string
  readonly id?: string
}

async function screenMarket(
  client: pg.PoolClient,
  records: readonly OpenInterestRecord[],
  before: Level | undefined,
  known: readonly QuarantinedReading[],
  origin: Origin,
): Promise<Screened> {
  const accepted: OpenInterestRecord[] = []
  const judged = new Map(known.map((reading) => [reading.time.getTime(), reading.status]))
  let waiting: Waiting[] = known
    .filter(({ status }) => status === 'HELD')
    .map((reading) => ({ record: recordOf(reading), reason: reading.reason, id: reading.id }))
  const faults: Waiting[] = []
  let last = before
  for (const record of records) {
    const verdictBefore = judged.get(record.time.getTime())
    if (verdictBefore === 'CONFIRMED' || verdictBefore === 'HELD') continue
    const now = levelOf(record)
    const past = waiting.filter(({ record: { time } }) => time < record.time)
    if (past.length > 0) {
      const verdict = judgeHeld(
        last,
        past.map((entry) => levelOf(entry.record)),
        now,
      )
      if (verdict === 'WAIT') {
        waiting.push({
          record,
          reason: `it agrees with what has been held since ${past[0]!.record.time.toISOString()}`,
        })
        continue
      }
      if (verdict === 'BACK' || verdict === 'NEW_LEVEL') {
        const known = past.flatMap(({ id }) => (id === undefined ? [] : [id]))
        await judgeReadings(
          client,
          known,
          verdict === 'BACK' ? 'CONFIRMED' : 'RELEASED',
          LATER,
          origin.observedAt,
        )
        // They count from now on: a query as of an earlier time saw totals without them.
        if (verdict === 'NEW_LEVEL') {
          const observedAt = record.observedAt ?? origin.observedAt
          accepted.push(...past.map((entry) => ({ ...entry.record, observedAt })))
        } else faults.push(...past.filter(({ id }) => id === undefined))
        waiting = waiting.filter((entry) => !past.includes(entry))
        accepted.push(record)
        last = now
        continue
      }
    }
    if (last && verdictBefore !== 'RELEASED' && isJump(last, now)) {
      const surroundings = await getSurroundings(client, record.marketId, last.time, record.time)
      const reason = findFault(last, now, surroundings)
      if (reason !== undefined) {
        waiting.push({ record, reason })
        continue
      }
    }
    accepted.push(record)
    last = now
  }
  const fresh = waiting.filter(({ id }) => id === undefined)
  await holdReadings(
    client,
    'OPEN_INTEREST',
    [...faults, ...fresh].map((entry) => rowOf(entry, origin)),
  )
  if (faults.length > 0) {
    const times = new Set(faults.map(({ record }) => record.time.getTime()))
    const [first] = faults
    const kept = await getQuarantinedOf(
      client,
      'OPEN_INTEREST',
      [first!.record.marketId],
      origin.sourceId,
      first!.record.time,
    )
    const ids = kept.filter(({ time }) => times.has(time.getTime())).map(({ id }) => id)
    await judgeReadings(client, ids, 'CONFIRMED', LATER, origin.observedAt)
  }
  return { accepted, held: faults.length + fresh.length }
}

function rowOf({ record, reason }: Waiting, origin: Origin) {
  const { marketId, time, baseQuantity, markPrice } = record
  return {
    marketId,
    time,
    sourceId: origin.sourceId,
    runId: origin.runId,
    observedAt: record.observedAt ?? origin.observedAt,
    reason,
    row: { baseQuantity, markPrice },
  }
}

function recordOf({ marketId, time, observedAt, row }: QuarantinedReading): OpenInterestRecord {
  return { marketId, time, observedAt, baseQuantity: row.baseQuantity!, markPrice: row.markPrice! }
}

/**
 * Judges one reading by hand: RELEASED puts it into the facts, known from `now` on; CONFIRMED keeps it out for good.
 * @throws InputError UNKNOWN_READING, READING_JUDGED
 */
export async function judgeByHand(
  client: pg.PoolClient,
  id: string,
  status: 'RELEASED' | 'CONFIRMED',
  by: string,
  now: Date,
): Promise<QuarantinedReading> {
  const found = /^\d{1,18}$/.test(id) ? await findQuarantined(client, id) : undefined
  const fault = (reason: string, message: string, wanted: string) =>
    new InputError(message, { reason, argument: ['id'], accepted: wanted })
  if (!found) throw fault('UNKNOWN_READING', `No reading ${id} is in quarantine.`, 'an id of the list')
  if (found.status !== 'HELD')
    throw fault('READING_JUDGED', `Reading ${id} is ${found.status} already.`, 'a reading that is HELD')
  await judgeReadings(client, [id], status, by, now)
  if (status === 'RELEASED') {
    await ensurePartitions(client, ['open_interest', 'open_interest_minute'], {
      from: found.time,
      to: new Date(found.time.getTime() + 1),
    })
    await upsertOpenInterest(client, [{ ...recordOf(found), observedAt: now }], {
      sourceId: found.sourceId,
      runId: found.runId,
      observedAt: now,
    })
  }
  return { ...found, status, judgedBy: by, judgedAt: now }
}
