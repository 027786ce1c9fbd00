import Big from 'big.js'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '../../src/db.ts'
import { getBucketStarts, INTERVALS, ORIGIN_MS, type Interval } from '../../src/lib/buckets.ts'
import { getFactDays } from '../../src/lib/factDays.ts'
import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS, type Window } from '../../src/lib/time.ts'
import type { StoredMarket } from '../../src/markets/record.ts'
import { sumsOf } from '../../src/measures/carry.ts'
import { CloseCache } from '../../src/measures/closes.ts'
import { getCarriedSums } from '../../src/openInterest/series.ts'
import { upsertOpenInterest } from '../../src/openInterest/store.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { at, linearMarket, loadMarkets, loadOpenInterest, reading, span } from '../support/fixtures.ts'

/** What is kept in memory must give the answers that the store gives, and those must be what the rules say. */

const BEGIN = at('20T00:00').getTime()
const DAYS = 6
const EXPIRES = at('23T12:00')

let database: TestDatabase
let markets: StoredMarket[]
const venueOf = new Map<number, string>()

beforeAll(async () => {
  database = await createEmptyDatabase()
  markets = []
  for (const venue of ['bybit', 'okx']) {
    const own = await loadMarkets(database, [
      linearMarket(venue, 'BTC'),
      linearMarket(venue, 'ETH'),
      linearMarket(venue, 'SOL', { kind: 'FUTURE', expiresAt: EXPIRES }),
    ])
    for (const market of own) venueOf.set(market.id, venue)
    markets.push(...own)
  }
})

afterAll(() => database.close())

/** What was written: value in USD by market and time. */
const written = new Map<number, Map<number, Big>>()

interface Question {
  readonly window: Window
  readonly interval: Interval
  readonly maxAgeMinutes: number
  readonly groupOf: readonly number[]
}

const groupsOf = (groupOf: readonly number[]) => [0, 1].filter((group) => groupOf.includes(group))

const ask = async (closes: CloseCache, { window, interval, maxAgeMinutes, groupOf }: Question) => {
  const starts = getBucketStarts(window, interval)
  const marketIds = markets.map(({ id }) => id)
  const sums = await getCarriedSums(database.pool, closes, {
    marketIds,
    groupOf,
    window,
    interval,
    starts,
    maxAgeMinutes,
  })
  return groupsOf(groupOf).map((group) => ({
    usd: sumsOf(sums, group),
    known: [...sums.known.subarray(group * starts.length, (group + 1) * starts.length)],
    reporting: [...sums.reporting.subarray(group * starts.length, (group + 1) * starts.length)],
    missing: [...sums.missing.subarray(group * starts.length, (group + 1) * starts.length)],
  }))
}

/** The same by the definition, market by market and bucket by bucket. */
function byDefinition({ window, interval, maxAgeMinutes, groupOf }: Question) {
  const { ms } = INTERVALS[interval]
  const starts = getBucketStarts(window, interval)
  const maxAge = maxAgeMinutes * MINUTE_MS
  return groupsOf(groupOf).map((group) => {
    const rows = starts.map((start) => {
      let [usd, known, reporting, missing] = [new Big(0), 0, 0, 0]
      for (const [place, market] of markets.entries()) {
        if (groupOf[place] !== group) continue
        const end = Math.min(start + ms, window.to.getTime())
        const times = [...(written.get(market.id)?.keys() ?? [])].filter((time) => time < end)
        if (times.length === 0) continue
        const last = Math.max(...times)
        if (last >= Math.max(start, window.from.getTime())) reporting += 1
        if (start < last + maxAge) {
          known += 1
          usd = usd.plus(written.get(market.id)!.get(last)!)
          continue
        }
        const expires = market.symbol.startsWith('SOL') ? EXPIRES.getTime() : Infinity
        const ends = Math.max(starts[0]!, floorTo(last + maxAge - 1, ms, ORIGIN_MS) + ms)
        if (expires > ends && start < floorTo(expires, ms, ORIGIN_MS) + ms) missing += 1
      }
      return { usd: known === 0 || missing > 0 ? null : usd.toFixed(), known, reporting, missing }
    })
    return {
      usd: rows.map((row) => row.usd),
      known: rows.map((row) => row.known),
      reporting: rows.map((row) => row.reporting),
      missing: rows.map((row) => row.missing),
    }
  })
}

const minute = fc.integer({ min: 0, max: (DAYS * DAY_MS) / MINUTE_MS - 1 })
const write = fc.record({
  kind: fc.constant('WRITE' as const),
  venue: fc.constantFrom('bybit', 'okx'),
  readings: fc.array(
    fc.record({
      market: fc.integer({ min: 0, max: 2 }),
      // Minutes on a coarse grid, so that corrections of what is held come up as well.
      minute: minute.map((value) => value - (value % 30)),
      quantity: fc.integer({ min: 1, max: 10 ** 9 }).map((digits) => new Big(`${digits}e-7`).toFixed()),
      price: fc.integer({ min: 1, max: 10 ** 12 }).map((digits) => new Big(`${digits}e-6`).toFixed()),
    }),
    { minLength: 1, maxLength: 25 },
  ),
})
type Write = typeof write extends fc.Arbitrary<infer T> ? T : never

const question = fc
  .record({
    kind: fc.constant('ASK' as const),
    begin: minute,
    length: fc.integer({ min: 1, max: 3 * 1440 }),
    interval: fc.constantFrom<Interval>('FIFTEEN_MINUTES', 'HOUR', 'FOUR_HOURS', 'DAY', 'WEEK'),
    maxAgeMinutes: fc.constantFrom(1, 45, 120, 1440, 4000),
    groups: fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 6, maxLength: 6 }),
  })
  .map(({ begin, length, groups, ...rest }) => {
    const from = BEGIN + begin * MINUTE_MS
    const window = { from: new Date(from), to: new Date(from + length * MINUTE_MS) }
    return { ...rest, window, groupOf: groups }
  })

test('what is kept gives the answers of the store and of the definition, whatever is written in between', async () => {
  const closes = new CloseCache(database.pool)
  // So small that it forgets all the time.
  const tiny = new CloseCache(database.pool, 10_000)
  let received = at('27T00:00').getTime()
  const run = async (steps: readonly (Write | (Question & { kind: 'ASK' }))[]) => {
    for (const step of steps) await take(step)
  }
  const take = async (step: Write | (Question & { kind: 'ASK' })) => {
    if (step.kind === 'WRITE') {
      received += MINUTE_MS
      const own = markets.filter(({ id }) => venueOf.get(id) === step.venue)
      const unique = new Map(
        step.readings.map((row) => {
          const market = own[row.market]!
          const time = new Date(BEGIN + row.minute * MINUTE_MS)
          return [
            `${market.id}:${time.getTime()}`,
            { marketId: market.id, time, baseQuantity: row.quantity, markPrice: row.price },
          ]
        }),
      )
      const origin = { sourceId: 1, runId: '1', observedAt: new Date(received) }
      await inTransaction(database.pool, (client) => upsertOpenInterest(client, [...unique.values()], origin))
      for (const { marketId, time, baseQuantity, markPrice } of unique.values()) {
        if (!written.has(marketId)) written.set(marketId, new Map())
        written.get(marketId)!.set(time.getTime(), new Big(baseQuantity).times(markPrice))
      }
      return
    }
    const expected = byDefinition(step)
    expect(await ask(closes, step)).toEqual(expected)
    expect(await ask(tiny, step)).toEqual(expected)
    expect(await ask(new CloseCache(database.pool), step)).toEqual(expected)
    expect(tiny.bytes).toBeLessThanOrEqual(10_000)
  }
  // A first reading makes the partitions and the feed.
  const first = markets[0]!
  const readings = [reading(first, '20T00:00', '1', '1')]
  await loadOpenInterest(database, 'bybit', span('20T00:00', '26T00:00'), readings, at('26T00:00'))
  written.set(first.id, new Map([[BEGIN, new Big(1)]]))
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(write, question, question), { minLength: 4, maxLength: 12 }), run),
    // The store keeps what was written: a shorter list of steps would not meet the same one.
    { numRuns: 40, endOnFailure: true },
  )
})

test('questions that are asked at once while others write all see whole days, and the last sees all', async () => {
  const closes = new CloseCache(database.pool)
  const window = span('20T00:00', '26T00:00')
  const whole: Question = { window, interval: 'HOUR', maxAgeMinutes: 1440, groupOf: [0, 0, 0, 1, 1, 1] }
  const origin = { sourceId: 1, runId: '1', observedAt: at('29T00:00') }
  const writing = Array.from({ length: 12 }, async (_, turn) => {
    const market = markets[turn % markets.length]!
    const time = new Date(BEGIN + turn * 7 * HOUR_MS + 60_000)
    await inTransaction(database.pool, (client) =>
      upsertOpenInterest(
        client,
        [{ marketId: market.id, time, baseQuantity: String(turn + 1), markPrice: '1' }],
        origin,
      ),
    )
  })
  const asking = Array.from({ length: 8 }, () => ask(closes, whole))
  await Promise.all([...writing, ...asking])
  expect(await ask(closes, whole)).toEqual(await ask(new CloseCache(database.pool), whole))
})

test('the number of a day goes up with what changes it, and with nothing else', async () => {
  const own = await createEmptyDatabase()
  const [market] = (await loadMarkets(own, [linearMarket('okx', 'BTC')])) as [StoredMarket]
  const window = span('20T00:00', '24T00:00')
  const rows = [reading(market, '21T05:00', '1', '10'), reading(market, '22T23:59', '2', '10')]
  const load = (records: typeof rows) => loadOpenInterest(own, 'okx', window, records)
  const versions = async () => {
    const { rows: exchanges } = await own.pool.query<{ id: number }>('select id from exchange')
    const days = await getFactDays(own.pool, 'open_interest', [exchanges[0]!.id], window)
    return new Map(
      [...(days.get(exchanges[0]!.id) ?? [])].map(([day, version]) => [new Date(day).getUTCDate(), version]),
    )
  }
  expect(await versions()).toEqual(new Map())
  await load(rows)
  const first = await versions()
  expect([...first.keys()].sort()).toEqual([21, 22])
  // The same again changes nothing.
  await load(rows)
  expect(await versions()).toEqual(first)
  // A correction of the 22nd is a change of the 22nd.
  await load([rows[0]!, reading(market, '22T23:59', '3', '10')])
  const second = await versions()
  expect(second.get(21)).toBe(first.get(21))
  expect(second.get(22)).toBeGreaterThan(first.get(22)!)
  await own.close()
})

test('facts can only be written in a transaction that comes to an end', async () => {
  const client = await database.pool.connect()
  await client.query('begin')
  await expect(
    upsertOpenInterest(
      client,
      [{ marketId: markets[0]!.id, time: at('20T00:01'), baseQuantity: '1', markPrice: '1' }],
      { sourceId: 1, runId: '1', observedAt: at('29T00:00') },
    ),
  ).rejects.toThrow('inTransaction')
  await client.query('rollback')
  client.release()
})
