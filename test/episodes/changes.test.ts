import { afterAll, beforeAll, expect, test } from 'vitest'
import { detectEpisodes, type Episode } from '../../src/episodes/detector.ts'
import { DEFAULT_PARAMS, DETECTOR_VERSION } from '../../src/episodes/params.ts'
import { EPISODE_CHANNEL, replaceEpisodes } from '../../src/episodes/store.ts'
import { inTransaction } from '../../src/db.ts'
import { createApi, type Api } from '../support/api.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
let api: Api
beforeAll(async () => {
  database = await createEmptyDatabase()
  api = await createApi(database)
})
afterAll(async () => {
  await api.close()
  await database.close()
})

const HOURS = 24 * 60

/** Sixty quiet days with a purge on the fortieth. */
function market(until = HOURS) {
  const at = (column: (hour: number) => number) =>
    Float64Array.from({ length: until }, (_, hour) => column(hour))
  const down = (hour: number) => (hour < 960 ? 0 : Math.min(1, (hour - 959) / 6))
  return {
    from: Date.UTC(2026, 0, 1),
    stepMs: 3_600_000,
    openInterest: at((hour) => 1 - 0.2 * down(hour)),
    positions: at((hour) => (hour >= 960 && hour < 966 ? -0.03 : 0)),
    parts: [],
    without: [],
    price: at((hour) => 100 - 10 * down(hour)),
    longUsd: at((hour) => (hour >= 960 && hour < 966 ? 1_000 : 10)),
    shortUsd: at(() => 10),
  }
}

async function keep(episodes: readonly Episode[], ranAt: string, from = new Date(Date.UTC(2026, 0, 1))) {
  await inTransaction(database.pool, (client) =>
    replaceEpisodes(
      client,
      {
        version: DETECTOR_VERSION,
        params: DEFAULT_PARAMS,
        exchanges: ['bybit'],
        from,
        to: new Date(Date.UTC(2026, 2, 2)),
        stepSeconds: 3_600,
        ranAt: new Date(ranAt),
      },
      episodes,
    ),
  )
}

const changes = async (paging: string) => {
  const { data, errors } = await api.query(
    `{ episodeChanges(${paging}) { nodes { kind code fields at episode { state } } pageInfo { endCursor hasNextPage } } }`,
  )
  expect(errors).toBeUndefined()
  return data.episodeChanges
}

test('a run tells what it found anew, what changed and what it no longer finds; the same again tells nothing', async () => {
  const heard: string[] = []
  const listener = await database.pool.connect()
  await listener.query(`listen ${EPISODE_CHANNEL}`)
  listener.on('notification', ({ channel }) => heard.push(channel))

  const [purge] = detectEpisodes(market(970), DEFAULT_PARAMS)
  expect(purge).toMatchObject({ kind: 'PURGE', isProvisional: true })
  await keep([purge!], '2026-02-10T10:00:00Z')
  await keep([purge!], '2026-02-10T11:00:00Z')
  const [ended] = detectEpisodes(market(), DEFAULT_PARAMS)
  await keep([ended!], '2026-03-01T00:00:00Z')
  const first = await changes('first: 10')
  const code = '2026-02-10-long-purge'
  expect(first.nodes).toEqual([
    { kind: 'DETECTED', code, fields: [], at: '2026-02-10T10:00:00.000Z', episode: { state: 'FINAL' } },
    {
      kind: 'UPDATED',
      code,
      fields: expect.arrayContaining(['resetAt', 'state']) as string[],
      at: '2026-03-01T00:00:00.000Z',
      episode: { state: 'FINAL' },
    },
  ])
  await keep([], '2026-03-01T01:00:00Z')
  // Read on from where the reader stopped.
  const next = await changes(`first: 10, after: "${first.pageInfo.endCursor}"`)
  expect(next.nodes).toEqual([
    { kind: 'WITHDRAWN', code, fields: [], at: '2026-03-01T01:00:00.000Z', episode: null },
  ])
  expect((await changes(`first: 1, after: "${next.pageInfo.endCursor}"`)).nodes).toEqual([])
  expect((await changes('last: 1')).nodes).toEqual(next.nodes)
  await listener.query('select 1')
  expect(heard).toEqual([EPISODE_CHANNEL, EPISODE_CHANNEL, EPISODE_CHANNEL])
  listener.release(true)
})

test('a run over a part of the time leaves what lies outside as it is', async () => {
  const [purge] = detectEpisodes(market(), DEFAULT_PARAMS)
  await keep([purge!], '2026-03-02T00:00:00Z')
  const last = (await changes('last: 1')).pageInfo.endCursor as string
  await keep([], '2026-03-03T00:00:00Z', new Date(purge!.detectedAt + 86_400_000))
  expect((await changes(`first: 5, after: "${last}"`)).nodes).toEqual([])
  const { data } = await api.query('{ episodes(first: 5) { nodes { code detection { ranAt } } } }')
  expect(data.episodes.nodes).toEqual([
    { code: '2026-02-10-long-purge', detection: { ranAt: '2026-03-02T00:00:00.000Z' } },
  ])
})

test.each([
  ['first: 0', 'OUT_OF_RANGE'],
  ['', 'PAGE_ARGUMENTS'],
  ['first: 1, after: "x"', 'MALFORMED_CURSOR'],
])('%s is refused', async (paging, reason) => {
  const { errors } = await api.query(`{ episodeChanges${paging && `(${paging})`} { nodes { code } } }`)
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', reason })
})
