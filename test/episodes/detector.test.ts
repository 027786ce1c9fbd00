import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { detectEpisodes, explainMoment, type Episode } from '../../src/episodes/detector.ts'
import { countFalseAlarms } from '../../src/episodes/faults.ts'
import { MarketSum, type MarketColumns, type PartFault } from '../../src/episodes/market.ts'
import { DEFAULT_PARAMS, readParams } from '../../src/episodes/params.ts'
import { DAY_MS, HOUR_MS } from '../../src/lib/time.ts'

const FROM = Date.UTC(2025, 0, 1)

/** A market of three venues that stands still, by the hour. */
function quietMarket(hours: number, stepMs = HOUR_MS): Mutable {
  const column = (value: number) => new Float64Array(hours).fill(value)
  return {
    from: FROM,
    stepMs,
    price: column(100),
    longUsd: column(10),
    shortUsd: column(10),
    venues: [column(500), column(300), column(200)],
    coins: [column(5), column(3), column(2)],
  }
}

interface Mutable {
  from: number
  stepMs: number
  price: Float64Array
  longUsd: Float64Array
  shortUsd: Float64Array
  venues: Float64Array[]
  coins: Float64Array[]
}

function columnsOf({ from, stepMs, price, longUsd, shortUsd, venues, coins }: Mutable): MarketColumns {
  const sum = new MarketSum(price.length, venues.length)
  for (const [part, usd] of venues.entries()) sum.add({ part, usd, coins: coins[part]! })
  return { from, stepMs, ...sum.columns(), price, longUsd, shortUsd }
}

/** From hour `at` on, over `hours`: so many coins of each venue are closed, and the price moves. */
function unwind(market: Mutable, at: number, hours: number, closed: number, moved: number): Mutable {
  const size = market.price.length
  const before = market.price[at - 1]!
  for (let hour = at; hour < size; hour++) {
    const part = Math.min(1, (hour - at + 1) / hours)
    market.price[hour] = before * (1 + moved * part)
    for (const [venue, coins] of market.coins.entries()) {
      coins[hour] = coins[at - 1]! * (1 - closed * part)
      market.venues[venue]![hour] = coins[hour]! * market.price[hour]!
    }
  }
  return market
}

function force(market: Mutable, at: number, hours: number, longUsd: number, shortUsd: number): Mutable {
  for (let hour = at; hour < at + hours; hour++) {
    market.longUsd[hour] = longUsd
    market.shortUsd[hour] = shortUsd
  }
  return market
}

const detect = (market: Mutable, params = DEFAULT_PARAMS) => detectEpisodes(columnsOf(market), params)
const hourOf = (ms: number) => (ms - FROM) / HOUR_MS

const DAY = 24
const PURGE_AT = 40 * DAY
const purge = (size = 60 * DAY) =>
  force(unwind(quietMarket(size), PURGE_AT, 12, 0.12, -0.05), PURGE_AT, 12, 500, 25)

test('a purge has its phases, side, and what it was made of', () => {
  const [episode, ...others] = detect(purge())
  expect(others).toEqual([])
  expect(episode).toMatchObject({
    kind: 'PURGE',
    side: 'LONG',
    recoveredAt: null,
    isProvisional: false,
    breadth: 1,
  })
  // The last hour before it begins, and the last in which positions were closed: ends of hours.
  expect([hourOf(episode!.peakAt), hourOf(episode!.flushEndAt)]).toEqual([PURGE_AT, PURGE_AT + 12])
  expect(hourOf(episode!.troughAt)).toBe(PURGE_AT + 12)
  expect(hourOf(episode!.resetAt!)).toBe(PURGE_AT + 12 + 48)
  // 0.88 x 0.95 - 1; positions by hours at mean prices.
  expect(episode!.openInterestChange).toBeCloseTo(-0.164, 9)
  expect(episode!.positionChange).toBeGreaterThan(-0.12)
  expect(episode!.positionChange).toBeLessThan(-0.115)
  expect(episode!.priceChange).toBeCloseTo(-0.05, 9)
  // The hour of the high counts too.
  expect(episode!.longShare).toBeCloseTo(6_010 / 6_320, 9)
  // 12 hours of 525 and 12 of 20, over 24 of 20.
  expect(episode!.liquidationRatio).toBeCloseTo((12 * 525 + 12 * 20) / 480, 9)
  const detected = hourOf(episode!.detectedAt)
  expect(detected).toBeGreaterThan(PURGE_AT)
  expect(detected).toBeLessThanOrEqual(PURGE_AT + 12)
})

describe('what is like a purge but is none', () => {
  test('forced orders without a fall of open interest', () => {
    const market = force(unwind(quietMarket(60 * DAY), PURGE_AT, 12, 0, -0.04), PURGE_AT, 12, 500, 25)
    const [episode, ...others] = detect(market)
    expect(others).toEqual([])
    expect(episode).toMatchObject({ kind: 'LIQUIDATIONS_ONLY', side: 'LONG' })
  })

  test('shorts squeezed out while open interest rises', () => {
    const market = force(unwind(quietMarket(60 * DAY), PURGE_AT, 12, -0.05, 0.06), PURGE_AT, 12, 25, 500)
    const [episode, ...others] = detect(market)
    expect(others).toEqual([])
    expect(episode).toMatchObject({ kind: 'SQUEEZE', side: 'SHORT' })
  })

  test('a fall of prices at unchanged positions', () => {
    expect(detect(unwind(quietMarket(60 * DAY), PURGE_AT, 12, 0, -0.15))).toEqual([])
  })

  test('positions that are closed without force and without a move of prices', () => {
    const [episode, ...others] = detect(unwind(quietMarket(60 * DAY), PURGE_AT, 12, 0.15, 0))
    expect(others).toEqual([])
    expect(episode).toMatchObject({ kind: 'DELEVERAGING' })
  })

  test('a quiet year', () => {
    let seed = 7
    const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647 - 0.5
    const market = quietMarket(365 * DAY)
    for (let hour = 1; hour < market.price.length; hour++) {
      market.price[hour] = market.price[hour - 1]! * (1 + random() * 0.006)
      market.longUsd[hour] = 10 * (1 + random())
      market.shortUsd[hour] = 10 * (1 + random())
      for (const [venue, coins] of market.coins.entries()) {
        coins[hour] = coins[0]! + (coins[hour - 1]! - coins[0]!) * 0.99 + coins[0]! * random() * 0.004
        market.venues[venue]![hour] = coins[hour]! * market.price[hour]!
      }
    }
    expect(detect(market).filter(({ kind }) => kind === 'PURGE' || kind === 'DELEVERAGING')).toEqual([])
  })
})

test('shorts that are forced out while open interest falls are a purge of shorts', () => {
  const market = force(unwind(quietMarket(60 * DAY), PURGE_AT, 12, 0.2, 0.06), PURGE_AT, 12, 25, 500)
  expect(detect(market)).toMatchObject([{ kind: 'PURGE', side: 'SHORT' }])
})

describe('faults of the data are no episodes', () => {
  const fault = fc.record({
    venue: fc.integer({ min: 0, max: 2 }),
    at: fc.integer({ min: 35 * DAY, max: 50 * DAY }),
    hours: fc.integer({ min: 1, max: 9 * DAY }),
    factor: fc.constantFrom(NaN, 0, 0.001, 0.1, 0.5, 2, 1_000),
  })

  test('of one venue, whatever it prints and for how long', () => {
    fc.assert(
      fc.property(fault, ({ venue, at, hours, factor }) => {
        const market = quietMarket(60 * DAY)
        for (let hour = at; hour < at + hours; hour++) {
          market.venues[venue]![hour]! *= factor
          market.coins[venue]![hour]! *= factor
        }
        expect(detect(market)).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  test('of one venue on top of a fall that is too small, whatever it prints', () => {
    fc.assert(
      fc.property(
        fault,
        fc.constantFrom(-3, 0, 3, 12, 24),
        fc.constantFrom(0.9, 1.1, 1.5),
        ({ venue, hours, factor }, late, small) => {
          const at = PURGE_AT + late
          const market = force(
            unwind(quietMarket(60 * DAY), PURGE_AT, 12, 0.04, -0.05),
            PURGE_AT,
            12,
            500,
            25,
          )
          for (const times of [factor, small]) {
            const own = {
              ...market,
              venues: market.venues.map((column) => column.slice()),
              coins: market.coins.map((column) => column.slice()),
            }
            for (let hour = at; hour < at + hours; hour++) {
              own.venues[venue]![hour]! *= times
              own.coins[venue]![hour]! *= times
            }
            const falls = detect(own).filter(({ kind }) => kind === 'PURGE' || kind === 'DELEVERAGING')
            expect(falls).toEqual([])
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  test('the count of false alarms tells those that a looser rule lets through', () => {
    const market = force(unwind(quietMarket(60 * DAY), PURGE_AT, 400, 0.09, -0.05), PURGE_AT, 400, 500, 25)
    const sum = new MarketSum(market.price.length, 3)
    for (const [part, usd] of market.venues.entries()) sum.add({ part, usd, coins: market.coins[part]! })
    const { from, stepMs, price, longUsd, shortUsd } = market
    const rest = { from, stepMs, price, longUsd, shortUsd }
    const read = {
      ...rest,
      ...sum.columns(),
      withFault: (fault: PartFault) => ({ ...rest, ...sum.columns(fault) }),
    }
    const count = (params = DEFAULT_PARAMS) => countFalseAlarms(read, params, detectEpisodes(read, params))
    const strict = count()
    expect(strict).toMatchObject({ faults: 350, alarms: 0 })
    expect(strict.days).toBeGreaterThan(900)
    const loose = { ...DEFAULT_PARAMS, withoutPart: 0, breadth: 0 }
    expect(count(loose).alarms).toBeGreaterThan(0)
    expect(countFalseAlarms({ ...read, parts: [] }, DEFAULT_PARAMS, [])).toEqual({
      faults: 0,
      days: 0,
      alarms: 0,
    })
  })

  test('columns with a fault are those of a part that printed it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 15 }),
        fc.constantFrom(0, 0.5, 2),
        (part, from, length, factor) => {
          const market = unwind(quietMarket(60), 20, 12, 0.2, -0.1)
          const sum = new MarketSum(60, 3)
          for (const [at, usd] of market.venues.entries())
            sum.add({ part: at, usd, coins: market.coins[at]! })
          const made = sum.columns({ part, from, to: from + length, factor })
          for (let at = from; at < from + length; at++) {
            market.venues[part]![at]! *= factor === 0 ? NaN : factor
            market.coins[part]![at]! *= factor === 0 ? NaN : factor
          }
          const printed = columnsOf(market)
          for (const [at, level] of printed.openInterest.entries())
            expect(made.openInterest[at]).toBeCloseTo(level, 6)
        },
      ),
    )
  })

  test('and a purge is found although a venue is missing for all of it, or the feeds of forced orders are', () => {
    const [whole] = detect(purge())
    for (const venue of [0, 1, 2]) {
      const market = purge()
      for (let hour = PURGE_AT - 10; hour < PURGE_AT + 100; hour++) {
        market.venues[venue]![hour] = NaN
        market.coins[venue]![hour] = NaN
      }
      expect(detect(market)).toMatchObject([
        { kind: 'PURGE', side: 'LONG', peakAt: whole!.peakAt, flushEndAt: whole!.flushEndAt },
      ])
    }
    const unheard = purge()
    unheard.longUsd.fill(NaN)
    unheard.shortUsd.fill(NaN)
    const [late] = detect(unheard)
    expect(late).toMatchObject({
      kind: 'PURGE',
      flushEndAt: whole!.flushEndAt,
      liquidationRatio: NaN,
      longShare: NaN,
    })
    // What forced orders don't tell must hold for a day.
    expect(late!.detectedAt - whole!.detectedAt).toBeGreaterThanOrEqual(DAY * HOUR_MS)
  })

  test('forced orders that are only floors, or half unread, still tell it', () => {
    const market = purge()
    for (let hour = 0; hour < market.longUsd.length; hour++) {
      market.longUsd[hour]! *= 0.4
      if (hour % 3 === 0) market.longUsd[hour] = NaN
    }
    expect(detect(market)).toMatchObject([{ kind: 'PURGE', side: 'LONG' }])
  })
})

test('where forced orders are usually none, any are not many; where none are, a move of the price is no episode', () => {
  for (const [usual, most] of [
    [0, 0],
    [0, 500],
  ] as const) {
    const market = quietMarket(60 * DAY)
    market.longUsd.fill(usual)
    market.shortUsd.fill(usual)
    for (let hour = PURGE_AT; hour < market.price.length; hour++) market.price[hour]! *= 0.9
    expect(detect(force(market, PURGE_AT, 12, most, 0))).toEqual([])
  }
})

test('forced orders without a fall of open interest are reset and recover as others do', () => {
  const market = force(quietMarket(70 * DAY), PURGE_AT, 12, 500, 25)
  for (let hour = PURGE_AT; hour < PURGE_AT + 5 * DAY; hour++) market.price[hour]! *= 0.95
  const [only] = detect(market)
  expect(only).toMatchObject({ kind: 'LIQUIDATIONS_ONLY', side: 'LONG' })
  expect(only!.resetAt).not.toBeNull()
  expect(hourOf(only!.recoveredAt!)).toBeGreaterThan(PURGE_AT + 4 * DAY)
})

test('a fall of open interest without a price is none: nothing says whose positions they were', () => {
  const market = unwind(quietMarket(60 * DAY), PURGE_AT, 12, 0.2, -0.05)
  market.price.fill(NaN)
  expect(detect(market)).toEqual([])
})

test('by the day it is found as well, also when open interest is stale on the very day', () => {
  const byDay = (isStale: boolean) => {
    const market = quietMarket(60, DAY_MS)
    for (let day = 40; day < 60; day++) {
      market.price[day] = 92
      for (const [venue, coins] of market.coins.entries()) {
        if (isStale && day === 40) continue
        coins[day] = coins[0]! * 0.85
        market.venues[venue]![day] = coins[day]! * 92
      }
    }
    return force(market, 40, 1, 400, 50)
  }
  const [fresh] = detect(byDay(false))
  expect(fresh).toMatchObject({ kind: 'PURGE', side: 'LONG', detectedAt: FROM + 41 * DAY_MS })
  const [stale] = detect(byDay(true))
  expect(stale).toMatchObject({ kind: 'PURGE', side: 'LONG', detectedAt: FROM + 42 * DAY_MS })
})

/** Any market at all: what it is like does not matter, only that it is the same. */
const anyMarket = fc
  .record({ seed: fc.integer({ min: 1, max: 1e6 }), size: fc.integer({ min: 200, max: 700 }) })
  .map(({ seed, size }) => {
    let state = seed
    const random = () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647
    // Steps of six hours, so that baselines are soon known.
    const market = quietMarket(size, 6 * HOUR_MS)
    for (let at = 1; at < size; at++) {
      const shock = random() < 0.02 ? -0.12 * random() : 0
      market.price[at] = market.price[at - 1]! * (1 + (random() - 0.5) * 0.02 + shock / 2)
      const forced = shock < -0.04 ? 60 : 1
      market.longUsd[at] = random() < 0.03 ? NaN : 10 * random() * forced
      market.shortUsd[at] = 10 * random()
      for (const [venue, coins] of market.coins.entries()) {
        coins[at] = coins[at - 1]! * (1 + (random() - 0.48) * 0.02 + shock)
        market.venues[venue]![at] = random() < 0.02 ? NaN : coins[at]! * market.price[at]!
      }
    }
    return columnsOf(market)
  })

const prefixOf = (market: MarketColumns, size: number): MarketColumns => ({
  ...market,
  openInterest: market.openInterest.slice(0, size),
  positions: market.positions.slice(0, size),
  parts: market.parts.map((part) => part.slice(0, size)),
  without: market.without.map((part) => part.slice(0, size)),
  price: market.price.slice(0, size),
  longUsd: market.longUsd.slice(0, size),
  shortUsd: market.shortUsd.slice(0, size),
})

test('nothing is known before its time: fed step by step, each episode appears at its `detectedAt`, and never changes its kind back', () => {
  let found = 0
  fc.assert(
    fc.property(anyMarket, (market) => {
      const size = market.openInterest.length
      const whole = detectEpisodes(market, DEFAULT_PARAMS)
      found += whole.length
      const keyOf = ({ peakAt, kind }: Episode) => `${kind} ${peakAt}`
      const stepOf = (ms: number) => Math.round((ms - market.from) / market.stepMs)
      for (const episode of whole) {
        const at = stepOf(episode.detectedAt)
        const keys = (steps: number) => detectEpisodes(prefixOf(market, steps), DEFAULT_PARAMS).map(keyOf)
        expect(keys(at)).toContain(keyOf(episode))
        expect(keys(at - 1)).not.toContain(keyOf(episode))
      }
      // What was found of a shorter past is found with more: all that has ended stays as it was.
      const cut = Math.floor(size * 0.6)
      const early = detectEpisodes(prefixOf(market, cut), DEFAULT_PARAMS)
      for (const episode of early.filter(
        ({ isProvisional, kind }) => !isProvisional && kind !== 'DELEVERAGING',
      )) {
        const later = whole.find((one) => keyOf(one) === keyOf(episode))
        expect(later).toMatchObject({
          buildUpAt: episode.buildUpAt,
          detectedAt: episode.detectedAt,
          flushEndAt: episode.flushEndAt,
          openInterestChange: episode.openInterestChange,
        })
      }
    }),
    { numRuns: 60 },
  )
  expect(found).toBeGreaterThan(50)
})

test('the unit of open interest, and of forced orders, makes no difference', () => {
  fc.assert(
    fc.property(anyMarket, fc.double({ min: 0.01, max: 1_000, noNaN: true }), (market, factor) => {
      const scaled = {
        ...market,
        openInterest: market.openInterest.map((value) => value * factor),
        longUsd: market.longUsd.map((value) => value * factor),
        shortUsd: market.shortUsd.map((value) => value * factor),
      }
      const times = ({ kind, peakAt, detectedAt, flushEndAt }: Episode) => [
        kind,
        peakAt,
        detectedAt,
        flushEndAt,
      ]
      expect(detectEpisodes(scaled, DEFAULT_PARAMS).map(times)).toEqual(
        detectEpisodes(market, DEFAULT_PARAMS).map(times),
      )
    }),
    { numRuns: 30 },
  )
})

test('a moment is explained: which rules are met, and by how much the others are missed', () => {
  const market = columnsOf(purge())
  const within = explainMoment(market, DEFAULT_PARAMS, FROM + (PURGE_AT + 12) * HOUR_MS)
  expect(within).toMatchObject({ isPurge: true, failed: [] })
  const before = explainMoment(market, DEFAULT_PARAMS, FROM + PURGE_AT * HOUR_MS)
  expect(before).toMatchObject({ isPurge: false })
  expect(before!.failed).toContain('open interest fell by 0.0 %, not 10.0 %')
  expect(explainMoment(market, DEFAULT_PARAMS, FROM - 1)).toBeUndefined()
})

test('parameters are checked, each by name and range', () => {
  expect(readParams({})).toEqual(DEFAULT_PARAMS)
  expect(readParams({ dropFraction: 0.2 })).toMatchObject({ dropFraction: 0.2, windowHours: 72 })
  for (const [given, reason] of [
    [{ dropfraction: 0.1 }, 'UNKNOWN_PARAMETER'],
    [{ dropFraction: 0 }, 'PARAMETER_RANGE'],
    [{ dropFraction: '0.1' }, 'PARAMETER_RANGE'],
    [{ windowHours: NaN }, 'PARAMETER_RANGE'],
    [[], 'UNKNOWN_PARAMETER'],
    [null, 'UNKNOWN_PARAMETER'],
  ] as const)
    expect(() => readParams(given)).toThrow(
      expect.objectContaining({ fault: expect.objectContaining({ reason }) as unknown }) as Error,
    )
})

test('five years of 300 markets by the hour', () => {
  const hours = 5 * 365 * DAY
  const began = performance.now()
  const sum = new MarketSum(hours, 10)
  for (let market = 0; market < 300; market++) {
    const usd = new Float64Array(hours)
    const coins = new Float64Array(hours)
    for (let hour = 0; hour < hours; hour++) {
      coins[hour] = 100 + ((hour * (market + 3)) % 17)
      usd[hour] = coins[hour]! * (10 + (hour % 23))
    }
    sum.add({ part: market % 10, usd, coins })
  }
  const column = (value: (hour: number) => number) =>
    Float64Array.from({ length: hours }, (_, hour) => value(hour))
  const market: MarketColumns = {
    from: FROM,
    stepMs: HOUR_MS,
    ...sum.columns(),
    price: column((hour) => 10 + (hour % 23)),
    longUsd: column((hour) => hour % 31),
    shortUsd: column((hour) => hour % 29),
  }
  detectEpisodes(market, DEFAULT_PARAMS)
  expect(performance.now() - began).toBeLessThan(20_000)
})
