import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '../../src/db.ts'
import type { StoredMarket } from '../../src/markets/record.ts'
import { insertFeedBreak, noteFeed } from '../../src/recorder/feedStore.ts'
import { addCoverage } from '../../src/quality/store.ts'
import { createApi, type Api } from '../support/api.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import {
  at,
  linearMarket,
  loadLiquidations,
  loadMarkets,
  loadOpenInterest,
  order,
  reading,
  span,
} from '../support/fixtures.ts'

let database: TestDatabase
let api: Api

beforeAll(async () => {
  database = await createEmptyDatabase()
  const [btc] = (await loadMarkets(database, [
    linearMarket('binance', 'BTC', { listedAt: at('01T00:00') }),
  ])) as [StoredMarket]
  await loadLiquidations(
    database,
    'binance',
    span('22T00:00', '23T00:00'),
    [order(btc, '22T06:00:00.000', 'LONG', '900')],
    { coverage: [span('22T00:00', '22T06:00'), span('22T06:05', '22T20:00')] },
  )
  const { rows } = await database.pool.query<{ sourceId: number; exchangeId: number }>(
    `select source_id as "sourceId", exchange_id as "exchangeId" from feed where family = 'LIQUIDATIONS'`,
  )
  const { sourceId, exchangeId } = rows[0]!
  const key = { sourceId, family: 'LIQUIDATIONS', scope: 'binance' } as const
  await inTransaction(database.pool, async (client) => {
    await insertFeedBreak(client, key, {
      at: at('22T06:00:02'),
      code: 'FEED_DROPPED',
      message: 'the socket closed',
    })
    await insertFeedBreak(client, key, {
      at: at('22T21:00'),
      code: 'FEED_SILENT',
      message: 'nothing for an hour',
    })
    await addCoverage(
      client,
      { exchangeId, family: 'LIQUIDATIONS', sourceId },
      span('22T20:30', '22T20:40'),
      undefined,
    )
    await noteFeed(client, key, exchangeId, {
      state: 'SILENT',
      at: at('22T21:00'),
      lastMessageAt: at('22T20:40'),
      lagMs: 120,
    })
  })
  await loadOpenInterest(database, 'binance', span('22T00:00', '23T00:00'), [
    reading(btc, '22T10:00', '1000', '100000'),
  ])
  await loadOpenInterest(database, 'binance', span('22T00:00', '23T00:00'), [
    reading(btc, '22T10:15', '4.4', '100000'),
  ])
  await loadMarkets(database, [linearMarket('binance', 'BTC', { contractSize: '0.1' })])
  api = await createApi(database)
})

afterAll(async () => {
  await api.close()
  await database.close()
})

test('a feed tells its state, its lag, and each gap with its cause; the last one lasts', async () => {
  const { data, errors } = await api.query(`{
    quality {
      feeds(family: LIQUIDATIONS, exchanges: ["binance"]) {
        exchange { code } family state lastMessageAt lag source { code }
        gaps(since: "2025-09-22T00:00:00Z") { from to cause message }
      }
    }
  }`)
  expect(errors).toBeUndefined()
  expect(data.quality.feeds).toMatchInlineSnapshot(`
    [
      {
        "exchange": {
          "code": "binance",
        },
        "family": "LIQUIDATIONS",
        "gaps": [
          {
            "cause": "FEED_SILENT",
            "from": "2025-09-22T20:40:00.000Z",
            "message": "nothing for an hour",
            "to": null,
          },
          {
            "cause": "NOT_READ",
            "from": "2025-09-22T20:00:00.000Z",
            "message": null,
            "to": "2025-09-22T20:30:00.000Z",
          },
          {
            "cause": "FEED_DROPPED",
            "from": "2025-09-22T06:00:00.000Z",
            "message": "the socket closed",
            "to": "2025-09-22T06:05:00.000Z",
          },
        ],
        "lag": 120,
        "lastMessageAt": "2025-09-22T20:40:00.000Z",
        "source": {
          "code": "binance.ws",
        },
        "state": "SILENT",
      },
    ]
  `)
})

test('gaps of a past span are those that began in it, as many as are asked for', async () => {
  const { data, errors } = await api.query(`{
    quality { feeds(family: LIQUIDATIONS) {
      newest: gaps(until: "2025-09-22T20:10:00Z", first: 1) { from to }
      week: gaps(until: "2025-09-22T20:10:00Z") { from }
    } }
  }`)
  expect(errors).toBeUndefined()
  expect(data.quality.feeds).toEqual([
    {
      newest: [{ from: '2025-09-22T20:00:00.000Z', to: '2025-09-22T20:30:00.000Z' }],
      week: [{ from: '2025-09-22T20:00:00.000Z' }, { from: '2025-09-22T06:00:00.000Z' }],
    },
  ])
  const empty = 'gaps(since: "2025-09-22T00:00:00Z", until: "2025-09-22T00:00:00Z") { from }'
  const refused = await api.query(`{ quality { feeds(family: LIQUIDATIONS) { ${empty} } } }`)
  expect(refused.errors?.[0]?.extensions).toMatchObject({ reason: 'WINDOW_EMPTY', argument: ['until'] })
})

test('how much of each day was read is the complement of the gaps; what could not be read yet is null, never zero', async () => {
  const { data, errors } = await api.query(`{
    quality {
      feeds {
        family
        coverage(window: { from: "2025-09-21T00:00:00Z", to: "2025-09-24T12:00:00Z" }) { start share }
      }
    }
  }`)
  expect(errors).toBeUndefined()
  const { feeds } = data.quality
  const of = (family: string) => feeds.find((feed: { family: string }) => feed.family === family).coverage
  // A feed that fell silent goes on to be missing; one that was loaded by command ends with what was loaded.
  expect(of('LIQUIDATIONS')).toEqual({
    start: ['21', '22', '23', '24'].map((day) => `2025-09-${day}T00:00:00.000Z`),
    share: [null, '0.836805555556', '0', '0'],
  })
  expect(of('OPEN_INTEREST').share).toEqual([null, '1', null, null])
  expect(of('MARKETS')).toBeNull()
})

test('a reading that jumped is shown with what the rule saw, and stays out of the total', async () => {
  const { data, errors } = await api.query(`{
    quality { quarantine(status: HELD) { market { symbol } baseQuantity status reason judgedBy } }
  }`)
  expect(errors).toBeUndefined()
  expect(data.quality.quarantine).toMatchObject([
    { market: { symbol: 'BTC/USDT:USDT' }, baseQuantity: '4.4', status: 'HELD', judgedBy: null },
  ])
})

test('an instrument shows what it was before its contract was split', async () => {
  const { data, errors } = await api.query(`{
    market(exchange: "binance", symbol: "BTC/USDT:USDT") { contractSize versions { validFrom contractSize active } }
  }`)
  expect(errors).toBeUndefined()
  expect(data.market).toMatchObject({
    contractSize: '0.1',
    versions: [
      { validFrom: '2025-09-01T00:00:00.000Z', contractSize: '1', active: true },
      { validFrom: '2025-10-01T00:00:00.000Z', contractSize: '0.1', active: true },
    ],
  })
})

test('an exchange that the store does not know is a coded error with those it does', async () => {
  const { errors } = await api.query('{ quality { feeds(exchanges: ["mtgox"]) { state } } }')
  expect(errors?.[0]?.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    reason: 'UNKNOWN_EXCHANGE',
    argument: ['exchanges', 0],
    accepted: ['binance'],
  })
})
