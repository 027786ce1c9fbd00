import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { StoredMarket } from '../../src/markets/record.ts'
import { encodeStreamCursor, followStream } from '../../src/stream/events.ts'
import { StreamHub } from '../../src/stream/hub.ts'
import { pruneStream } from '../../src/stream/store.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { forceOrders } from '../support/forcedOrder.ts'
import { linearMarket, loadMarkets } from '../support/fixtures.ts'
import { cutWhatComes } from '../support/streamLog.ts'

let database: TestDatabase
let btc: StoredMarket
let hub: StreamHub
let stop: AbortController

beforeAll(async () => {
  database = await createEmptyDatabase()
  ;[btc] = (await loadMarkets(database, [linearMarket('bybit', 'BTC')], new Date())) as [StoredMarket]
  await forceOrders(database, btc, '1')
})
beforeEach(() => {
  // One that begins now holds nothing in memory of what was before.
  hub = new StreamHub({ pool: database.pool, onError: (error) => expect.unreachable(String(error)) })
  stop = new AbortController()
})
afterEach(async () => {
  stop.abort()
  await hub.close()
})
afterAll(() => database.close())

const lastId = async () => {
  const { rows } = await database.pool.query<{ last: string }>('select max(id) as last from stream_event')
  return Number(rows[0]!.last)
}

/** Commits an event. @returns its id */
async function push(): Promise<number> {
  await forceOrders(database, btc, '1')
  return lastId()
}

/** As a transaction that is rolled back does, or a crash. */
const loseIds = (count: number) =>
  database.pool.query(
    `select nextval(pg_get_serial_sequence('stream_event', 'id')) from generate_series(1, $1)`,
    [count],
  )

/** Makes all that is there too old to be kept. */
const passDays = () => database.pool.query(`update stream_event set at = at - interval '2 days'`)

const follow = (after?: number) =>
  followStream(hub, after === undefined ? null : encodeStreamCursor(after), stop.signal)

const idsOf = async (ticks: Awaited<ReturnType<typeof follow>>) =>
  ((await ticks.next()).value as { events: readonly { id: number }[] }).events.map(({ id }) => id)

const TOO_OLD = { fault: { reason: 'CURSOR_TOO_OLD' } }

test('one that reads from the store what is cut before it comes to it is told so, and passes over nothing', async () => {
  const after = await lastId()
  await database.pool.query(
    `insert into stream_event (topic, at, payload) select 'EPISODES', clock_timestamp(), '[]' from generate_series(1, 30)`,
  )
  const ticks = await follow(after)
  expect(await idsOf(ticks)).toHaveLength(20)
  await passDays()
  await push()
  await pruneStream(database.pool)
  await expect(ticks.next()).rejects.toMatchObject(TOO_OLD)
})

test('one that waits while its server is cut off from the store for longer than the log reaches is told so', async () => {
  const after = await push()
  const ticks = await follow()
  const next = ticks.next()
  await cutWhatComes(database)
  await expect(next).rejects.toMatchObject(TOO_OLD)
  // What is in memory after the hole is given to nobody who stands before it either.
  await expect(follow(after)).rejects.toMatchObject(TOO_OLD)
})

test('ids that nothing was committed with are no hole: not in memory, not in the store, not after a cut', async () => {
  const after = await push()
  const live = await follow()
  await loseIds(3)
  const id = await push()
  expect(id).toBeGreaterThan(after + 3)
  expect(await idsOf(live)).toEqual([id])
  await hub.close()
  hub = new StreamHub({ pool: database.pool, onError: (error) => expect.unreachable(String(error)) })
  expect(await idsOf(await follow(after))).toEqual([id])
  await passDays()
  await loseIds(3)
  const newest = await push()
  await pruneStream(database.pool)
  const { rows } = await database.pool.query<{ id: string }>('select id from stream_event order by id')
  expect(rows.map((row) => Number(row.id))).toEqual([id, newest])
  expect(await idsOf(await follow(id))).toEqual([newest])
  await expect(follow(after)).rejects.toMatchObject(TOO_OLD)
})
