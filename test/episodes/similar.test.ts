import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nearestOf } from '../../src/episodes/analogs.ts'
import { bootstrapMedian, forwardReturns, spreadOf, wilson } from '../../src/episodes/baseRates.ts'
import { FEATURES, type FeatureValues } from '../../src/episodes/features.ts'
import { detectEpisodes, stateNow } from '../../src/episodes/detector.ts'
import type { MarketColumns } from '../../src/episodes/market.ts'
import { DEFAULT_PARAMS } from '../../src/episodes/params.ts'
import { readMarket } from '../../src/episodes/read.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/lib/time.ts'
import { createCatalog } from '../../src/markets/catalog.ts'
import { createApi, type Api } from '../support/api.ts'
import { openSampleDatabase, type TestDatabase } from '../support/database.ts'

describe('the nearest', () => {
  const values = fc.record(
    Object.fromEntries(
      FEATURES.map((feature) => [
        feature,
        fc.option(
          fc.integer({ min: -10_000, max: 10_000 }).map((units) => units / 1_000),
          { nil: null },
        ),
      ]),
    ),
  ) as fc.Arbitrary<FeatureValues>
  const past = fc
    .array(values, { maxLength: 20 })
    .map((all) => all.map((one, episode) => ({ episode, values: one })))

  test('parts of a distance sum to 1, and nothing is nearer than the first', () => {
    fc.assert(
      fc.property(values, past, fc.integer({ min: 1, max: 25 }), (of, all, k) => {
        const analogs = nearestOf(of, all, FEATURES, k)
        expect(analogs.length).toBeLessThanOrEqual(Math.min(k, all.length))
        for (const [at, { distance, features }] of analogs.entries()) {
          expect(Number.isFinite(distance)).toBe(true)
          if (at > 0) expect(distance).toBeGreaterThanOrEqual(analogs[at - 1]!.distance)
          const parts = features.reduce((sum, { part }) => sum + part, 0)
          if (distance > 0) expect(parts).toBeCloseTo(1, 9)
          for (const { feature, value, ofValue } of features) {
            expect(value).toBe(all[analogs[at]!.episode]!.values[feature])
            expect(ofValue).toBe(of[feature])
          }
        }
      }),
    )
  })

  test('the unit of a feature makes no difference, nor does the order of the past', () => {
    fc.assert(
      fc.property(values, past, fc.double({ min: 0.01, max: 100, noNaN: true }), (of, all, factor) => {
        const scale = (one: FeatureValues): FeatureValues => ({
          ...one,
          LONG_SHARE: one.LONG_SHARE == null ? null : one.LONG_SHARE * factor,
        })
        const plain = nearestOf(of, all, FEATURES, 100)
        const scaled = nearestOf(
          scale(of),
          all.map(({ episode, values: own }) => ({ episode, values: scale(own) })),
          FEATURES,
          100,
        )
        const back = nearestOf(of, [...all].reverse(), FEATURES, 100)
        const distances = (own: typeof plain) =>
          new Map(own.map(({ episode, distance }) => [episode, distance.toFixed(6)]))
        expect(distances(scaled)).toEqual(distances(plain))
        expect([...distances(back)].sort()).toEqual([...distances(plain)].sort())
      }),
    )
  })

  test('an episode like it is at distance 0; one feature alone, or one that does not vary, tells nothing', () => {
    const of = { LONG_SHARE: 0.9, PRICE_CHANGE: -0.05 }
    const all = [
      { episode: 'far', values: { LONG_SHARE: 0.5, PRICE_CHANGE: -0.2 } },
      { episode: 'same', values: { LONG_SHARE: 0.9, PRICE_CHANGE: -0.05 } },
      { episode: 'half', values: { LONG_SHARE: 0.9, PRICE_CHANGE: null } },
    ]
    const [first, second, ...others] = nearestOf(of, all, FEATURES, 5)
    expect([first?.episode, first?.distance, second?.episode, others]).toEqual(['same', 0, 'far', []])
    expect(first!.features.map(({ part }) => part)).toEqual([0, 0])
    const alike = all.map(({ episode }) => ({ episode, values: of }))
    expect(nearestOf(of, alike, FEATURES, 5)).toEqual([])
  })

  test('among a thousand', () => {
    const many = Array.from({ length: 1_000 }, (_, episode) => ({
      episode,
      values: Object.fromEntries(FEATURES.map((feature, at) => [feature, Math.sin(episode * (at + 1))])),
    }))
    const ask = () => nearestOf(many[500]!.values, many, FEATURES, 10)
    // The quickest of many: other tests run beside it.
    let quickest = Infinity
    for (let turn = 0; turn < 100 && quickest >= 30; turn++) {
      const began = performance.now()
      expect(ask()[0]).toMatchObject({ episode: 500, distance: 0 })
      quickest = Math.min(quickest, performance.now() - began)
    }
    expect(quickest).toBeLessThan(30)
  })
})

describe('statistics', () => {
  // Agresti and Coull, Approximate is better than "exact", The American Statistician 52 (1998), and hand computation.
  test.each([
    [0, 10, 0, 0.2775],
    [5, 10, 0.2366, 0.7634],
    [10, 10, 0.7225, 1],
    [1, 3, 0.0615, 0.7923],
  ])("Wilson's interval of %i of %i", (successes, count, low, high) => {
    const interval = wilson(successes, count)!
    expect(interval.low).toBeCloseTo(low, 3)
    expect(interval.high).toBeCloseTo(high, 3)
    expect(wilson(0, 0)).toBeUndefined()
  })

  test('of any values: in order, within them, and the same each time', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1, max: 5, noNaN: true }), { maxLength: 40 }), (values) => {
        const spread = spreadOf(values)
        expect(spread).toEqual(spreadOf([...values].reverse()))
        expect(spread.count).toBe(values.length)
        if (values.length === 0) {
          expect(spread).toMatchObject({
            median: null,
            worst: null,
            positiveShare: null,
            positiveInterval: null,
          })
          return
        }
        const { worst, lowerQuartile, median, upperQuartile, best } = spread
        for (const [a, b] of [
          [worst, lowerQuartile],
          [lowerQuartile, median],
          [median, upperQuartile],
          [upperQuartile, best],
        ])
          expect(a!).toBeLessThanOrEqual(b!)
        const { positiveInterval, positiveShare } = spread
        const medianInterval = bootstrapMedian(spread.sorted)
        expect(positiveInterval!.low).toBeLessThanOrEqual(positiveShare! + 1e-12)
        expect(positiveInterval!.high).toBeGreaterThanOrEqual(positiveShare! - 1e-12)
        if (values.length < 2) expect(medianInterval).toBeUndefined()
        else {
          expect(medianInterval!.low).toBeGreaterThanOrEqual(worst!)
          expect(medianInterval!.high).toBeLessThanOrEqual(best!)
        }
      }),
      { numRuns: 50 },
    )
  })

  test('the bootstrap of many values is about as wide as theory has it', () => {
    // Medians of 400 values spread evenly over 0 to 1: standard error 1 / (2 x sqrt(400)).
    const values = Array.from({ length: 400 }, (_, at) => (at + 0.5) / 400)
    const { low, high } = bootstrapMedian(values)!
    expect(low).toBeCloseTo(0.5 - 1.96 * 0.025, 1)
    expect(high).toBeCloseTo(0.5 + 1.96 * 0.025, 1)
  })

  test('returns whose end has not come, or is not known, are left out', () => {
    const levels = new Map([
      [0, 100],
      [1, 110],
      [2, 0],
      [3, 99],
    ])
    const valueAt = (moment: number) => levels.get(moment) ?? null
    expect(forwardReturns([0, 1, 2, 3, 9], 1, valueAt)).toEqual([0.10000000000000009, -1])
  })
})

describe('asked of the sample', () => {
  let database: TestDatabase
  let api: Api

  beforeAll(async () => {
    database = await openSampleDatabase()
    api = await createApi(database)
  })

  afterAll(async () => {
    await api.close()
    await database.close()
  })

  const ask = async (query: string) => {
    const { data, errors } = await api.query(`{ ${query} }`)
    expect(errors).toBeUndefined()
    return data
  }

  test('analogs are of the past alone, and say how few they are', async () => {
    const { analogs } = await ask(
      'analogs(of: "2025-10-10-long-purge") { of { code } pastCount analogs { episode { code } distance features { feature part } } notices { code } }',
    )
    expect(analogs).toMatchObject({ pastCount: 2, notices: [{ code: 'SMALL_SAMPLE' }] })
    expect(analogs.analogs.map(({ episode }: { episode: { code: string } }) => episode.code).sort()).toEqual([
      '2025-07-31-long-purge',
      '2025-09-21-long-purge',
    ])
    const first = await ask('analogs(of: "2025-07-31-long-purge") { pastCount analogs { distance } }')
    expect(first.analogs).toEqual({ pastCount: 0, analogs: [] })
  })

  test('base rates: what followed, beside all days, and how little three cases tell', async () => {
    const { baseRates } = await ask(`baseRates(horizons: [7, 300]) {
      count isSmall recoveredCount recoveredShare recoveredInterval { low high } medianHoursToRecover
      episodes { code }
      rates { of days episodes { count median worst isSmall positiveInterval { low high } medianInterval { low high } } allDays { count isSmall } }
      notices { code } }`)
    expect(baseRates).toMatchObject({
      count: 3,
      isSmall: true,
      recoveredCount: 2,
      medianHoursToRecover: 175,
      notices: [{ code: 'SMALL_SAMPLE' }, { code: 'HORIZON_BEYOND_DATA' }],
    })
    expect(baseRates.episodes[0]).toEqual({ code: '2025-10-10-long-purge' })
    const week = baseRates.rates.find(
      ({ of, days }: { of: string; days: number }) => of === 'BITCOIN' && days === 7,
    )
    expect(week).toMatchObject({ episodes: { count: 3, isSmall: true }, allDays: { isSmall: false } })
    expect(week.allDays.count).toBeGreaterThan(100)
    expect(week.episodes.positiveInterval.high - week.episodes.positiveInterval.low).toBeGreaterThan(0.4)
    const year = baseRates.rates.find(({ days }: { days: number }) => days === 300)
    expect(year.episodes).toEqual({
      count: 0,
      median: null,
      worst: null,
      isSmall: true,
      positiveInterval: null,
      medianInterval: null,
    })
    expect(week.episodes.medianInterval.low).toBe(week.episodes.worst)
  })

  test('conditions sort out; those that match nothing are an empty answer, not a percentage', async () => {
    const { some, none } = await ask(`
      some: baseRates(conditions: [{ feature: LONG_SHARE, atLeast: 0.9 }, { feature: BITCOIN_CONTRIBUTION, atMost: 0.5 }]) { count episodes { code } }
      none: baseRates(conditions: [{ feature: LONG_SHARE, atLeast: 0.999 }]) {
        count isSmall recoveredShare recoveredInterval { low } medianHoursToRecover episodes { code } rates { days } notices { code } }`)
    expect(some).toEqual({ count: 1, episodes: [{ code: '2025-09-21-long-purge' }] })
    expect(none).toEqual({
      count: 0,
      isSmall: true,
      recoveredShare: null,
      recoveredInterval: null,
      medianHoursToRecover: null,
      episodes: [],
      rates: [],
      notices: [{ code: 'SMALL_SAMPLE' }],
    })
  })

  test('hour by hour: what is said as of a moment is what was known of it, and nothing that came later', async () => {
    const catalog = await createCatalog(database.pool).read()
    const from = new Date('2025-06-01T00:00:00Z')
    const exchangeIds = [...catalog.exchanges.keys()]
    const market = await readMarket(database.pool, catalog, {
      exchangeIds,
      window: { from, to: new Date('2025-11-01T00:00:00Z') },
    })
    const until = (moment: number): MarketColumns => {
      const size = Math.floor((moment - from.getTime()) / HOUR_MS)
      const cut = (column: Float64Array) => column.slice(0, size)
      const { openInterest, positions, parts, without, price, longUsd, shortUsd } = market
      return {
        ...market,
        openInterest: cut(openInterest),
        positions: cut(positions),
        parts: parts.map(cut),
        without: without.map(cut),
        price: cut(price),
        longUsd: cut(longUsd),
        shortUsd: cut(shortUsd),
      }
    }
    // Hours about each detection and each end of a horizon, and some between.
    const whole = detectEpisodes(market, DEFAULT_PARAMS)
    const purges = whole.filter(({ kind }) => kind === 'PURGE')
    const moments = purges.flatMap(({ detectedAt, recoveredAt }, at) => {
      const turns = [detectedAt, detectedAt + 7 * DAY_MS, ...(recoveredAt === null ? [] : [recoveredAt])]
      // Of the first one the hour before each turn too.
      return at === 0 ? turns.flatMap((turn) => [turn - HOUR_MS, turn]) : turns
    })
    for (const hour of moments.filter((moment) => moment < Date.UTC(2025, 9, 30))) {
      // Half an hour later all of the hour has come in.
      const asOf = new Date(hour + 30 * MINUTE_MS).toISOString()
      const known = detectEpisodes(until(hour), DEFAULT_PARAMS)
      const then = known.filter(({ kind }) => kind === 'PURGE')
      const { baseRates, analogs } = await ask(`
        baseRates(asOf: "${asOf}", horizons: [7]) { count recoveredCount episodes { phases { peakAt } } rates { of episodes { count } } }
        analogs: analogsAsOf(asOf: "${asOf}", k: 20) { at pastCount analogs { episode { code phases { detectedAt } } features { feature ofValue } } }`)
      expect(baseRates.count, asOf).toBe(then.length)
      expect(baseRates.recoveredCount, asOf).toBe(
        then.filter(({ recoveredAt }) => recoveredAt !== null).length,
      )
      expect(
        baseRates.episodes.map(({ phases }: { phases: { peakAt: string } }) => Date.parse(phases.peakAt)),
        asOf,
      ).toEqual(then.map(({ peakAt }) => peakAt).reverse())
      for (const { episodes } of baseRates.rates)
        expect(episodes.count, asOf).toBe(
          then.filter(({ detectedAt }) => detectedAt + 7 * DAY_MS <= hour).length,
        )
      expect(analogs).toMatchObject({ at: new Date(hour).toISOString() })
      const side =
        known.length === 0
          ? undefined
          : stateNow(until(hour), DEFAULT_PARAMS)!.state.priceChange <= 0
            ? 'LONG'
            : 'SHORT'
      expect(analogs.pastCount, asOf).toBe(known.filter((episode) => episode.side === side).length)
      for (const { episode, features } of analogs.analogs) {
        expect(Date.parse(episode.phases.detectedAt)).toBeLessThanOrEqual(hour)
        const own = features.find(({ feature }: { feature: string }) => feature === 'OPEN_INTEREST_CHANGE')
        expect(own.ofValue).toBeCloseTo(stateNow(until(hour), DEFAULT_PARAMS)!.state.openInterestChange, 9)
      }
    }
    expect(moments.length).toBeGreaterThan(10)
  })

  test('a moment of which nothing is known has no analogs, and says so', async () => {
    const { errors } = await api.query('{ analogsAsOf(asOf: "2020-01-01T00:00:00Z") { pastCount } }')
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'NO_DATA' })
  })

  test.each([
    ['analogsAsOf(asOf: "2999-01-01T00:00:00Z") { pastCount }', 'AS_OF_IN_FUTURE'],
    ['analogsAsOf(asOf: "2025-10-01T00:00:00Z", k: 0) { pastCount }', 'OUT_OF_RANGE'],
    ['analogsAsOf(asOf: "2025-10-01T00:00:00Z", features: [LONG_SHARE]) { pastCount }', 'FEATURES'],
    ['baseRates(asOf: "2999-01-01T00:00:00Z") { count }', 'AS_OF_IN_FUTURE'],
    ['analogs(of: "none") { pastCount }', 'UNKNOWN_EPISODE'],
    ['analogs(of: "2025-09-21-long-purge", k: 0) { pastCount }', 'OUT_OF_RANGE'],
    ['analogs(of: "2025-09-21-long-purge", features: [LONG_SHARE]) { pastCount }', 'FEATURES'],
    ['analogs(of: "2025-09-21-long-purge", features: [LONG_SHARE, LONG_SHARE]) { pastCount }', 'FEATURES'],
    ['baseRates(horizons: []) { count }', 'HORIZONS'],
    ['baseRates(horizons: [0]) { count }', 'HORIZONS'],
    ['baseRates(horizons: [7, 7]) { count }', 'HORIZONS'],
    ['baseRates(conditions: [{ feature: LONG_SHARE }]) { count }', 'CONDITION'],
    ['baseRates(conditions: [{ feature: LONG_SHARE, atLeast: 2, atMost: 1 }]) { count }', 'CONDITION'],
  ])('%s: %s', async (query, reason) => {
    const { errors } = await api.query(`{ ${query} }`)
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', reason })
  })
})
