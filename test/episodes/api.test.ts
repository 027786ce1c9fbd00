import { setTimeout as sleep } from 'node:timers/promises'
import Big from 'big.js'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { METRICS } from '../../src/episodes/answer.ts'
import { differenceOf } from '../../src/episodes/claims.ts'
import { againstFirst, indexed } from '../../src/episodes/compare.ts'
import { detectEpisodes } from '../../src/episodes/detector.ts'
import { detectEvery, readHeld, runDetection } from '../../src/episodes/detect.ts'
import { countFalseAlarms } from '../../src/episodes/faults.ts'
import { readLabels } from '../../src/episodes/labels.ts'
import { scoreEpisodes } from '../../src/episodes/score.ts'
import { DEFAULT_PARAMS } from '../../src/episodes/params.ts'
import { readMarket } from '../../src/episodes/read.ts'
import { createCatalog } from '../../src/markets/catalog.ts'
import { createApi, type Api } from '../support/api.ts'
import { createEmptyDatabase, openSampleDatabase, type TestDatabase } from '../support/database.ts'
import { linearMarket, loadMarkets, loadOpenInterest, reading, span } from '../support/fixtures.ts'

/** Episodes of the whole sample, through the server. */

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

const ask = async (query: string, variables?: Record<string, unknown>) => {
  const { data, errors } = await api.query(query, variables)
  expect(errors).toBeUndefined()
  return data
}

const PURGES = ['2025-10-10-long-purge', '2025-09-21-long-purge', '2025-07-31-long-purge']

test('the purges of the sample are found, newest first, and late July is told as what it was', async () => {
  const { episodes, july } = await ask(`{
    episodes(first: 10, filter: { kinds: [PURGE] }) {
      nodes { code side state leader phases { peakAt flushEndAt hoursToReset hoursToRecover } detection { version exchanges { code } params { dropFraction } } }
    }
    july: episodes(first: 10, filter: { window: { from: "2025-07-20T00:00:00Z", to: "2025-07-30T00:00:00Z" } }) { nodes { code kind } }
  }`)
  expect(episodes.nodes.map(({ code }: { code: string }) => code)).toEqual(PURGES)
  expect(episodes.nodes[1]).toEqual({
    code: '2025-09-21-long-purge',
    side: 'LONG',
    state: 'FINAL',
    leader: 'ALTCOINS',
    phases: {
      peakAt: '2025-09-21T20:00:00.000Z',
      flushEndAt: '2025-09-23T17:00:00.000Z',
      hoursToReset: 92,
      hoursToRecover: 175,
    },
    detection: {
      version: 2,
      exchanges: ['binance', 'bybit', 'hyperliquid', 'okx'].map((code) => ({ code })),
      params: { dropFraction: 0.1 },
    },
  })
  expect(july.nodes).toEqual([{ code: '2025-07-24-long-liquidations-only', kind: 'LIQUIDATIONS_ONLY' }])
})

test('what an episode tells is what the measures tell of its window', async () => {
  const { episode } = await ask(
    `{ episode(id: "2025-09-21-long-purge") {
        ${METRICS.map((metric) => `${metric}: metric(metric: ${metric})`).join(' ')}
        liquidations { total { usd longShare floorShare } coverage { share } }
        openInterest { change { fromUsd fraction positionShare } }
        attribution { total { changeFraction } asset(code: "BTC") { part { contribution changeFraction } } }
        funding { signFlips { at } } volumeBefore { spotShare } volumeAfter { spotShare }
        orderBook { thinnest(first: 1) { start change } } reserves { change(days: 7) { coins } }
        claims { claim { code measure } measured difference note } } }`,
  )
  expect(episode).toMatchObject({
    LIQUIDATED: episode.liquidations.total.usd,
    LONG_SHARE: episode.liquidations.total.longShare,
    OPEN_INTEREST_PEAK: episode.openInterest.change.fromUsd,
    OPEN_INTEREST_CHANGE: episode.openInterest.change.fraction,
    POSITION_SHARE: episode.openInterest.change.positionShare,
    TOTAL_CAP_CHANGE: episode.attribution.total.changeFraction,
    BITCOIN_CONTRIBUTION: episode.attribution.asset.part.contribution,
    SPOT_SHARE_BEFORE: episode.volumeBefore.spotShare,
    SPOT_SHARE_AFTER: episode.volumeAfter.spotShare,
    DEPTH_CHANGE: episode.orderBook.thinnest[0].change,
    RESERVES_CHANGE: episode.reserves.change.coins,
  })
  const { total } = episode.liquidations
  expect(episode.LIQUIDATED_OVER_OPEN_INTEREST).toBe(
    new Big(total.usd).div(episode.OPEN_INTEREST_PEAK).round(12, Big.roundHalfEven).toFixed(),
  )
  // Published and measured stand side by side.
  const claim = episode.claims.find(
    ({ claim: { code } }: { claim: { code: string } }) => code === 'news-2025-09-22-liquidations',
  )
  expect(claim).toMatchObject({ difference: new Big(claim.measured).minus('1500000000').toFixed() })
  expect(claim.note).toContain('lower bound')
  const traders = episode.claims.find(
    ({ claim: { measure } }: { claim: { measure: string } }) => measure === 'LIQUIDATED_TRADERS',
  )
  expect(traders).toMatchObject({ measured: null, difference: null })
})

test('pages go on where they ended, forth and back, and an id brings its episode again', async () => {
  const page = async (paging: string) => {
    const { episodes } = await ask(
      `{ episodes(${paging}) { nodes { id code } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
    )
    return episodes
  }
  const all = await page('first: 100')
  const codes = all.nodes.map(({ code }: { code: string }) => code)
  expect(codes.length).toBeGreaterThan(5)
  const seen: string[] = []
  let after = ''
  for (;;) {
    const { nodes, pageInfo } = await page(`first: 3${after}`)
    seen.push(...nodes.map(({ code }: { code: string }) => code))
    if (!pageInfo.hasNextPage) break
    after = `, after: "${pageInfo.endCursor}"`
  }
  expect(seen).toEqual(codes)
  const last = await page('last: 2')
  expect(last.nodes.map(({ code }: { code: string }) => code)).toEqual(codes.slice(-2))
  const before = await page(`last: 2, before: "${last.pageInfo.startCursor}"`)
  expect(before.nodes.map(({ code }: { code: string }) => code)).toEqual(codes.slice(-4, -2))
  const [{ id, code }] = all.nodes
  const { episode, node } = await ask(
    `query ($id: ID!) { episode(id: $id) { code } node(id: $id) { id __typename ... on Episode { code } } }`,
    { id },
  )
  expect(episode).toEqual({ code })
  expect(node).toEqual({ id, __typename: 'Episode', code })
})

interface Aligned {
  readonly level: (string | null)[]
  readonly index: (string | null)[]
  readonly episode?: { readonly phases: { readonly peakAt: string; readonly flushEndAt: string } }
}

describe('compared', () => {
  const compare = (fields: string, more = '') =>
    ask(`{ compareEpisodes(ids: ${JSON.stringify(PURGES)}${more}) { ${fields} } }`).then(
      (data: { compareEpisodes: never }) => data.compareEpisodes as Record<string, never>,
    )

  test('each metric against the first, with its rank', async () => {
    const { metrics } = (await compare(
      'metrics { metric unit values { episode { code } value difference differenceFraction rank } }',
    )) as unknown as {
      metrics: {
        metric: string
        unit: string
        values: { episode: { code: string }; value: string | null; rank: number | null }[]
      }[]
    }
    expect(metrics.map(({ metric }) => metric)).toEqual(METRICS)
    const liquidated = metrics.find(({ metric }) => metric === 'LIQUIDATED')!
    expect(liquidated.unit).toBe('USD')
    expect(liquidated.values.map(({ episode }) => episode.code)).toEqual(PURGES)
    expect(liquidated.values.map(({ rank }) => rank)).toEqual([1, 2, 3])
    expect(liquidated.values[0]).toMatchObject({ difference: '0', differenceFraction: '0' })
    const recover = metrics.find(({ metric }) => metric === 'HOURS_TO_RECOVER')!
    expect(recover.values[0]).toMatchObject({ value: null, difference: null, rank: null })
  })

  test.each(['PEAK', 'FLUSH', 'TROUGH'])('on one axis, by %s', async (align) => {
    const { offsets, series, prices, forced, metrics } = (await compare(
      `offsets series { level index episode { phases { peakAt flushEndAt } } } metrics { metric values { value } } prices: series(measure: BITCOIN_PRICE) { level index }
       forced: series(measure: LIQUIDATIONS) { level index }`,
      `, align: ${align}, hoursBefore: 24, hoursAfter: 80`,
    )) as unknown as Record<string, Aligned[]> & {
      offsets: number[]
      metrics: { metric: string; values: { value: string }[] }[]
    }
    expect([offsets.length, offsets[0], offsets.at(-1)]).toEqual([105, -24, 80])
    for (const one of [...series!, ...prices!]) {
      expect(one.level).toHaveLength(105)
      expect(one.index[24]).toBe('100')
    }
    expect(forced!.every(({ index }) => index.every((value) => value === null))).toBe(true)
    // By the high of open interest nothing stands above it within the next days.
    if (align === 'PEAK')
      for (const { index } of series!)
        for (const value of index.slice(24)) expect(Number(value)).toBeLessThanOrEqual(100)
    // What the table tells of the high and the low is what the curve shows there.
    if (align === 'PEAK')
      for (const [at, { level, episode }] of series!.entries()) {
        const { peakAt, flushEndAt } = episode!.phases
        const hours = (Date.parse(flushEndAt) - Date.parse(peakAt)) / 3_600_000
        const told = ['OPEN_INTEREST_PEAK', 'OPEN_INTEREST_TROUGH'].map(
          (name) => metrics.find(({ metric }) => metric === name)!.values[at]!.value,
        )
        expect(told).toEqual([level[24], level[24 + hours]])
      }
  })

  test('venues that were read in some of them only are told', async () => {
    expect(await compare('notices { code }')).toEqual({ notices: [] })
    expect(await compare('notices { code }', ', basket: { exchanges: ["binance", "okx"] }')).toEqual({
      notices: [],
    })
  })

  test('differences and ranks of any values', () => {
    const value = fc.option(fc.integer({ min: -50, max: 50 }).map(String), { nil: null })
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 8 }), (values) => {
        const rows = againstFirst(values)
        for (const [at, row] of rows.entries()) {
          const own = values[at]!
          if (own === null) {
            expect(row).toEqual({ value: null, difference: null, differenceFraction: null, rank: null })
            continue
          }
          const above = values.filter((other) => other !== null && Number(other) > Number(own)).length
          expect(row.rank).toBe(above + 1)
          expect(row.difference).toBe(values[0] === null ? null : String(Number(own) - Number(values[0])))
          // Of what is not above zero nothing is a part.
          if (values[0] === null || Number(values[0]) <= 0) expect(row.differenceFraction).toBeNull()
          else expect(Math.sign(Number(row.differenceFraction))).toBe(Math.sign(Number(row.difference)))
        }
        const index = indexed(values, 0)
        for (const [at, one] of index.entries())
          expect(one === null).toBe(values[at] === null || values[0] === null || values[0] === '0')
      }),
    )
    expect(differenceOf('5', { low: '7', high: '9' })).toBe('-2')
    expect(differenceOf('8', { low: '7', high: '9' })).toBe('0')
    expect(differenceOf('9.5', { low: '7', high: '9' })).toBe('0.5')
  })
})

describe('what is asked wrong is refused', () => {
  test.each([
    ['compareEpisodes(ids: ["2025-09-21-long-purge"]) { offsets }', 'EPISODES'],
    ['compareEpisodes(ids: ["2025-09-21-long-purge", "2025-09-21-long-purge"]) { offsets }', 'EPISODE_TWICE'],
    ['compareEpisodes(ids: ["2025-09-21-long-purge", "none"]) { offsets }', 'UNKNOWN_EPISODE'],
    ['compareEpisodes(ids: ["2025-09-21-long-purge", "\\u0000"]) { offsets }', 'UNKNOWN_EPISODE'],
    [`compareEpisodes(ids: ${JSON.stringify(PURGES)}, hoursAfter: 0) { offsets }`, 'OUT_OF_RANGE'],
    [`compareEpisodes(ids: ${JSON.stringify(PURGES)}, hoursBefore: 2001) { offsets }`, 'OUT_OF_RANGE'],
    [
      `compareEpisodes(ids: ${JSON.stringify(PURGES)}, basket: { exchanges: ["none"] }) { offsets }`,
      'UNKNOWN_EXCHANGE',
    ],
    ['episodes(first: 3, after: "x") { nodes { code } }', 'MALFORMED_CURSOR'],
    ['episodes { nodes { code } }', 'PAGE_ARGUMENTS'],
    ['episodes(first: 0) { nodes { code } }', 'OUT_OF_RANGE'],
  ])('%s: %s', async (query, reason) => {
    const { errors } = await api.query(`{ ${query} }`)
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', reason })
  })

  test('an episode that there is not is null', async () => {
    const none = await ask(
      '{ episode(id: "none") { code } nul: episode(id: "\\u0000") { code } report(episode: "\\u0000") { markdown } }',
    )
    expect(none).toEqual({ episode: null, nul: null, report: null })
  })
})

test('by the hour as it was known then: as of each moment the detector finds what the whole past says of it', async () => {
  const catalog = await createCatalog(database.pool).read()
  const exchangeIds = [...catalog.exchanges.keys()]
  const read = (to: string) =>
    readMarket(database.pool, catalog, {
      exchangeIds,
      window: { from: new Date('2025-08-01T00:00:00Z'), to: new Date(to) },
    })
  const whole = detectEpisodes(await read('2025-10-31T00:00:00Z'), DEFAULT_PARAMS)
  const purge = whole.find(({ kind, peakAt }) => kind === 'PURGE' && peakAt > Date.UTC(2025, 8, 1))!
  const at = (ms: number) => new Date(ms).toISOString()
  const knownAt = async (ms: number) =>
    detectEpisodes(await read(at(ms)), DEFAULT_PARAMS).some(
      ({ peakAt, kind }) => peakAt === purge.peakAt && kind === 'PURGE',
    )
  expect(await knownAt(purge.detectedAt - 3_600_000)).toBe(false)
  expect(await knownAt(purge.detectedAt)).toBe(true)
  const early = detectEpisodes(await read(at(purge.detectedAt)), DEFAULT_PARAMS)
  expect(early.at(-1)).toMatchObject({ isProvisional: true, resetAt: null, recoveredAt: null })
})

test('held against what is known to have happened: all of it is found, and no fault of one venue makes an episode', async () => {
  const catalog = await createCatalog(database.pool).read()
  const { market, window } = await readHeld(database.pool, catalog, undefined, new Date())
  const episodes = detectEpisodes(market, DEFAULT_PARAMS)
  const labels = readLabels('schema/episode-labels/known.yaml')
  const purges = scoreEpisodes(episodes, labels, 'PURGE', window)
  expect(purges).toMatchObject({ recall: 1, precision: 1, unlabelledPerMonth: 0 })
  expect(purges.medianDelayHours).toBeLessThanOrEqual(24)
  expect(scoreEpisodes(episodes, labels, 'LIQUIDATIONS_ONLY', window)).toMatchObject({ recall: 1 })
  // The command tries ten turns.
  expect(countFalseAlarms(market, DEFAULT_PARAMS, episodes, 3)).toMatchObject({ faults: 105, alarms: 0 })
})

test('a store without open interest has nothing to detect, and says so; its list is empty', async () => {
  const own = await createEmptyDatabase()
  const server = await createApi(own)
  const catalog = await createCatalog(own.pool).read()
  await expect(
    runDetection(own.pool, catalog, { params: DEFAULT_PARAMS, now: new Date() }),
  ).rejects.toMatchObject({ code: 'NO_DATA' })
  const { data } = await server.query('{ episodes(first: 5) { nodes { code } pageInfo { hasNextPage } } }')
  expect(data.episodes).toEqual({ nodes: [], pageInfo: { hasNextPage: false } })
  await server.close()
  await own.close()
})

test('while data comes in, the detector runs again and again: once for all recorders of a store, and it survives a store without data', async () => {
  const own = await createEmptyDatabase()
  const markets = await loadMarkets(own, [linearMarket('binance', 'BTC')])
  const stop = new AbortController()
  const said: string[] = []
  const loop = {
    everyMs: 200,
    signal: stop.signal,
    now: () => new Date(),
    log: (text: string) => said.push(text),
  }
  const running = [detectEvery(own.pool, loop), detectEvery(own.pool, loop)]
  const runs = async () =>
    (await own.pool.query<{ at: Date }>('select ran_at as at from detection')).rows.map(({ at }) =>
      at.getTime(),
    )
  await sleep(500)
  expect(await runs()).toEqual([])
  const [market] = markets
  await loadOpenInterest(own, 'binance', span('20T00:00', '23T00:00'), [
    reading(market!, '20T00:00', '10', '100'),
    reading(market!, '21T00:00', '10', '100'),
    reading(market!, '22T00:00', '10', '100'),
  ])
  const runAfter = async (before: number) => {
    for (let turn = 0; turn < 200; turn++) {
      const found = await runs()
      expect(found.length).toBeLessThanOrEqual(1)
      if ((found[0] ?? 0) > before) return found[0]!
      await sleep(50)
    }
    throw new Error('no run came')
  }
  await runAfter(await runAfter(0))
  stop.abort()
  await Promise.all(running)
  expect(said).toEqual([])
  await own.close()
})
