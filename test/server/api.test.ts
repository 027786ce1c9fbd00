import Big from 'big.js'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StoredMarket } from '../../src/markets/record.ts'
import { createApi, type Api } from '../support/api.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import {
  at,
  cap,
  linearMarket,
  loadLiquidations,
  loadMarketCaps,
  loadMarkets,
  loadOpenInterest,
  order,
  reading,
  span,
} from '../support/fixtures.ts'

let database: TestDatabase
let api: Api

/** Two venues, two assets in two sectors; okx was not read on the 23rd; everything small enough to check by hand. */
beforeAll(async () => {
  database = await createEmptyDatabase()
  await loadMarketCaps(
    database,
    span('21T00:00', '24T00:00'),
    [
      cap('BTC', '22T00:00', '100', '20', 'layer-1'),
      cap('BTC', '23T00:00', '97', '20', 'layer-1'),
      cap('UNI', '22T00:00', '10', '50', 'defi'),
      cap('UNI', '23T00:00', '8', '50', 'defi'),
    ],
    [
      { time: at('22T00:00'), capUsd: '3000' },
      { time: at('23T00:00'), capUsd: '2800' },
    ],
  )
  const [btc, uni] = (await loadMarkets(database, [
    linearMarket('binance', 'BTC'),
    linearMarket('binance', 'UNI'),
  ])) as [StoredMarket, StoredMarket]
  const [okxBtc] = (await loadMarkets(database, [linearMarket('okx', 'BTC')])) as [StoredMarket]
  await loadLiquidations(database, 'binance', span('22T00:00', '24T00:00'), [
    order(btc, '22T06:00:00.000', 'LONG', '900'),
    order(btc, '22T06:30:00.000', 'SHORT', '50'),
    order(uni, '22T07:00:00.000', 'LONG', '50'),
  ])
  await loadLiquidations(
    database,
    'okx',
    span('22T00:00', '24T00:00'),
    [order(okxBtc, '22T06:00:00.000', 'LONG', '1000')],
    {
      coverage: [span('22T00:00', '23T00:00')],
    },
  )
  await loadOpenInterest(database, 'binance', span('21T00:00', '24T00:00'), [
    reading(btc, '21T12:00', '12', '100'),
    reading(btc, '22T00:00', '10', '100'),
    reading(btc, '23T00:00', '8', '90'),
    reading(uni, '22T00:00', '100', '10'),
    reading(uni, '23T00:00', '100', '8'),
  ])
  api = await createApi(database)
})

afterAll(async () => {
  await api.close()
  await database.close()
})

const DAY = '{ from: "2025-09-22T00:00:00Z", to: "2025-09-23T00:00:00Z" }'

describe('liquidations', () => {
  test('tell how much, which side, where, and how far the sum is a lower bound', async () => {
    const { data, errors } = await api.query(`{
      liquidations(window: ${DAY}) {
        meta { window { from to } provenance sources { code } warnings }
        total { usd longUsd shortUsd longShare orderCount unvaluedCount largestUsd floorUsd floorShare }
        completeness
        completenessByExchange { exchange { code } completeness }
        coverage { share }
        byExchange { exchange { code } total { usd } share completeness }
        byAsset { asset { code } total { usd } share }
        bySector { sector { code } total { usd } share }
        largestOrders(first: 2) { notionalUsd side market { symbol exchange { name } } }
      }
    }`)
    expect(errors).toBeUndefined()
    expect(data.liquidations).toMatchInlineSnapshot(`
      {
        "byAsset": [
          {
            "asset": {
              "code": "BTC",
            },
            "share": "0.975",
            "total": {
              "usd": "1950",
            },
          },
          {
            "asset": {
              "code": "UNI",
            },
            "share": "0.025",
            "total": {
              "usd": "50",
            },
          },
        ],
        "byExchange": [
          {
            "completeness": "THROTTLED",
            "exchange": {
              "code": "binance",
            },
            "share": "0.5",
            "total": {
              "usd": "1000",
            },
          },
          {
            "completeness": "THROTTLED",
            "exchange": {
              "code": "okx",
            },
            "share": "0.5",
            "total": {
              "usd": "1000",
            },
          },
        ],
        "bySector": [
          {
            "sector": {
              "code": "layer-1",
            },
            "share": "0.975",
            "total": {
              "usd": "1950",
            },
          },
          {
            "sector": {
              "code": "defi",
            },
            "share": "0.025",
            "total": {
              "usd": "50",
            },
          },
        ],
        "completeness": "THROTTLED",
        "completenessByExchange": [
          {
            "completeness": "THROTTLED",
            "exchange": {
              "code": "binance",
            },
          },
          {
            "completeness": "THROTTLED",
            "exchange": {
              "code": "okx",
            },
          },
        ],
        "coverage": {
          "share": "1",
        },
        "largestOrders": [
          {
            "market": {
              "exchange": {
                "name": "OKX",
              },
              "symbol": "BTC/USDT:USDT",
            },
            "notionalUsd": "1000",
            "side": "LONG",
          },
          {
            "market": {
              "exchange": {
                "name": "BINANCE",
              },
              "symbol": "BTC/USDT:USDT",
            },
            "notionalUsd": "900",
            "side": "LONG",
          },
        ],
        "meta": {
          "provenance": "OBSERVED",
          "sources": [
            {
              "code": "binance.ws",
            },
            {
              "code": "okx.ws",
            },
          ],
          "warnings": [],
          "window": {
            "from": "2025-09-22T00:00:00.000Z",
            "to": "2025-09-23T00:00:00.000Z",
          },
        },
        "total": {
          "floorShare": "1",
          "floorUsd": "2000",
          "largestUsd": "1000",
          "longShare": "0.975",
          "longUsd": "1950",
          "orderCount": 4,
          "shortUsd": "50",
          "unvaluedCount": 0,
          "usd": "2000",
        },
      }
    `)
  })

  test('are zero where the feed was read, null where it was not, in points and in columns alike', async () => {
    const { data } = await api.query(`{
      liquidations(window: { from: "2025-09-22T00:00:00Z", to: "2025-09-25T00:00:00Z" }, interval: DAY) {
        coverage { share byExchange { exchange { code } share gaps { from to } } }
        series {
          interval
          points { start usd longUsd shortUsd longShare orderCount coverage }
          columns { start usd longUsd shortUsd longShare orderCount coverage }
        }
      }
    }`)
    const { series, coverage } = data.liquidations
    expect(series.points).toEqual([
      {
        start: '2025-09-22T00:00:00.000Z',
        usd: '2000',
        longUsd: '1950',
        shortUsd: '50',
        longShare: '0.975',
        orderCount: 4,
        coverage: '1',
      },
      {
        start: '2025-09-23T00:00:00.000Z',
        usd: '0',
        longUsd: '0',
        shortUsd: '0',
        longShare: null,
        orderCount: 0,
        coverage: '0.5',
      },
      {
        start: '2025-09-24T00:00:00.000Z',
        usd: null,
        longUsd: null,
        shortUsd: null,
        longShare: null,
        orderCount: null,
        coverage: '0',
      },
    ])
    for (const name of Object.keys(series.columns))
      expect(series.columns[name]).toEqual(series.points.map((point: Record<string, unknown>) => point[name]))
    expect(
      coverage.byExchange.map((row: { exchange: { code: string }; gaps: unknown }) => [
        row.exchange.code,
        row.gaps,
      ]),
    ).toEqual([
      ['binance', [{ from: '2025-09-24T00:00:00.000Z', to: '2025-09-25T00:00:00.000Z' }]],
      ['okx', [{ from: '2025-09-23T00:00:00.000Z', to: '2025-09-25T00:00:00.000Z' }]],
    ])
  })

  test('of a window in which nothing was read are null, not zero', async () => {
    const { data } = await api.query(`{
      liquidations(window: { from: "2025-09-25T00:00:00Z", to: "2025-09-26T00:00:00Z" }) { total { usd } byExchange { total { usd } share } }
      okxGap: liquidations(window: { from: "2025-09-23T00:00:00Z", to: "2025-09-24T00:00:00Z" }) { total { usd } byExchange { exchange { code } total { usd } } }
    }`)
    expect(data.liquidations).toEqual({
      total: null,
      byExchange: [
        { total: null, share: null },
        { total: null, share: null },
      ],
    })
    expect(data.okxGap.total).toEqual({ usd: '0' })
    expect(data.okxGap.byExchange).toEqual(
      expect.arrayContaining([
        { exchange: { code: 'binance' }, total: { usd: '0' } },
        { exchange: { code: 'okx' }, total: null },
      ]),
    )
  })

  test('are those of the basket and filter alone', async () => {
    const { data } = await api.query(`{
      okx: liquidations(window: ${DAY}, basket: { exchanges: ["okx"] }) { total { usd } }
      uni: liquidations(window: ${DAY}, filter: { assets: ["UNI"] }) { total { usd } }
      defi: liquidations(window: ${DAY}, filter: { sectors: ["defi"] }) { total { usd } }
      none: liquidations(window: ${DAY}, filter: { assets: ["UNI"] }, basket: { exchanges: ["okx"] }) { total { usd } meta { coverage } }
    }`)
    expect(data).toEqual({
      okx: { total: { usd: '1000' } },
      uni: { total: { usd: '50' } },
      defi: { total: { usd: '50' } },
      none: { total: null, meta: { coverage: null } },
    })
  })
})

describe('single orders', () => {
  const QUERY = `query ($first: Int, $after: String, $last: Int, $before: String, $orderBy: LiquidationOrderSort!) {
    liquidationOrders(window: ${DAY}, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
      edges { cursor node { id notionalUsd time market { exchange { code } } } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }`

  test.each(['TIME_DESC', 'TIME_ASC', 'NOTIONAL_DESC'])(
    'come page by page in %s, forwards and backwards, each exactly once',
    async (orderBy) => {
      const whole = await api.query(QUERY, { first: 100, orderBy })
      const ids = whole.data.liquidationOrders.edges.map((edge: { node: { id: string } }) => edge.node.id)
      expect(new Set(ids).size).toBe(4)
      const forwards: string[] = []
      for (let after: string | null = null; ;) {
        const { data } = await api.query(QUERY, { first: 1, after, orderBy })
        forwards.push(...data.liquidationOrders.edges.map((edge: { node: { id: string } }) => edge.node.id))
        after = data.liquidationOrders.pageInfo.endCursor
        if (!data.liquidationOrders.pageInfo.hasNextPage) break
      }
      expect(forwards).toEqual(ids)
      const backwards: string[] = []
      for (let before: string | null = null; ;) {
        const { data } = await api.query(QUERY, { last: 3, before, orderBy })
        backwards.unshift(
          ...data.liquidationOrders.edges.map((edge: { node: { id: string } }) => edge.node.id),
        )
        before = data.liquidationOrders.pageInfo.startCursor
        if (!data.liquidationOrders.pageInfo.hasPreviousPage) break
      }
      expect(backwards).toEqual(ids)
    },
  )

  test('can be asked for again by their ids', async () => {
    const { data } = await api.query(QUERY, { first: 2, orderBy: 'NOTIONAL_DESC' })
    const ids = data.liquidationOrders.edges.map((edge: { node: { id: string } }) => edge.node.id)
    const again = await api.query(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on LiquidationOrder { notionalUsd side } } }',
      { ids },
    )
    expect(again.data.nodes).toEqual([
      { id: ids[0], notionalUsd: '1000', side: 'LONG' },
      { id: ids[1], notionalUsd: '900', side: 'LONG' },
    ])
  })

  test('can be narrowed to a side and a least size', async () => {
    const { data } = await api.query(`{
      liquidationOrders(window: ${DAY}, filter: { side: LONG, minUsd: "900" }, first: 10) { nodes { notionalUsd } }
    }`)
    expect(
      data.liquidationOrders.nodes.map((node: { notionalUsd: string }) => node.notionalUsd).sort(),
    ).toEqual(['1000', '900'])
  })
})

test('open interest tells now, its high, and what prices and positions made of the change', async () => {
  const { data, errors } = await api.query(`{
    openInterest(window: ${DAY}, interval: TWELVE_HOURS) {
      now { at usd marketsKnown marketsMissing oldestReadingAt }
      change { fromUsd toUsd usd fraction priceUsd positionUsd priceShare positionShare marketsCompared }
      byExchange { exchange { code } now { usd } share }
      byAsset { asset { code } now { usd } share change { usd } }
      allTimeHigh { usd at since distanceUsd distanceFraction }
      series { points { start usd marketsReporting marketsCarried marketsMissing } columns { start usd } }
    }
  }`)
  expect(errors).toBeUndefined()
  expect(data.openInterest).toMatchInlineSnapshot(`
    {
      "allTimeHigh": {
        "at": "2025-09-22T00:00:00.000Z",
        "distanceFraction": "-0.24",
        "distanceUsd": "-480",
        "since": "2025-09-21T00:00:00.000Z",
        "usd": "2000",
      },
      "byAsset": [
        {
          "asset": {
            "code": "UNI",
          },
          "change": {
            "usd": "-200",
          },
          "now": {
            "usd": "800",
          },
          "share": "0.526315789474",
        },
        {
          "asset": {
            "code": "BTC",
          },
          "change": {
            "usd": "-280",
          },
          "now": {
            "usd": "720",
          },
          "share": "0.473684210526",
        },
      ],
      "byExchange": [
        {
          "exchange": {
            "code": "binance",
          },
          "now": {
            "usd": "1520",
          },
          "share": "1",
        },
      ],
      "change": {
        "fraction": "-0.24",
        "fromUsd": "2000",
        "marketsCompared": 2,
        "positionShare": "0.395833333333",
        "positionUsd": "-190",
        "priceShare": "0.604166666667",
        "priceUsd": "-290",
        "toUsd": "1520",
        "usd": "-480",
      },
      "now": {
        "at": "2025-09-23T00:00:00.000Z",
        "marketsKnown": 2,
        "marketsMissing": 0,
        "oldestReadingAt": "2025-09-23T00:00:00.000Z",
        "usd": "1520",
      },
      "series": {
        "columns": {
          "start": [
            "2025-09-22T00:00:00.000Z",
            "2025-09-22T12:00:00.000Z",
          ],
          "usd": [
            "2000",
            "2000",
          ],
        },
        "points": [
          {
            "marketsCarried": 0,
            "marketsMissing": 0,
            "marketsReporting": 2,
            "start": "2025-09-22T00:00:00.000Z",
            "usd": "2000",
          },
          {
            "marketsCarried": 2,
            "marketsMissing": 0,
            "marketsReporting": 0,
            "start": "2025-09-22T12:00:00.000Z",
            "usd": "2000",
          },
        ],
      },
    }
  `)
})

test('dominance and attribution sum exactly and name the remainder', async () => {
  const { data, errors } = await api.query(`{
    dominance(at: "2025-09-22T00:00:00Z") {
      totalUsd
      byAsset { asset { code } kind capUsd dominance }
      bySector { sector { code } kind dominance assetCount }
      byTier { tier kind capUsd }
    }
    attribution(from: "2025-09-22T00:00:00Z", to: "2025-09-23T00:00:00Z") {
      total { fromUsd toUsd changeUsd changeFraction contribution }
      btc: asset(code: "BTC") { part { changeUsd contribution weightBefore contributionOverWeight priceUsd supplyUsd } }
      rest: excluding(asset: "BTC") { changeUsd contribution }
      byAsset { asset { code } kind part { changeUsd contribution } }
      bySector { sector { code } kind part { contribution } assetCount fellTenPercentCount }
      byTier { tier kind part { contribution } }
      assetsLeftOut
    }
  }`)
  expect(errors).toBeUndefined()
  expect(data).toMatchInlineSnapshot(`
    {
      "attribution": {
        "assetsLeftOut": 0,
        "btc": {
          "part": {
            "changeUsd": "-60",
            "contribution": "0.3",
            "contributionOverWeight": "0.45",
            "priceUsd": "-60",
            "supplyUsd": "0",
            "weightBefore": "0.666666666667",
          },
        },
        "byAsset": [
          {
            "asset": {
              "code": "UNI",
            },
            "kind": "MEMBER",
            "part": {
              "changeUsd": "-100",
              "contribution": "0.5",
            },
          },
          {
            "asset": {
              "code": "BTC",
            },
            "kind": "MEMBER",
            "part": {
              "changeUsd": "-60",
              "contribution": "0.3",
            },
          },
          {
            "asset": null,
            "kind": "REMAINDER",
            "part": {
              "changeUsd": "-40",
              "contribution": "0.2",
            },
          },
        ],
        "bySector": [
          {
            "assetCount": 1,
            "fellTenPercentCount": 1,
            "kind": "MEMBER",
            "part": {
              "contribution": "0.5",
            },
            "sector": {
              "code": "defi",
            },
          },
          {
            "assetCount": 1,
            "fellTenPercentCount": 0,
            "kind": "MEMBER",
            "part": {
              "contribution": "0.3",
            },
            "sector": {
              "code": "layer-1",
            },
          },
          {
            "assetCount": 0,
            "fellTenPercentCount": 0,
            "kind": "REMAINDER",
            "part": {
              "contribution": "0.2",
            },
            "sector": null,
          },
        ],
        "byTier": [
          {
            "kind": "MEMBER",
            "part": {
              "contribution": "0.8",
            },
            "tier": "MICRO",
          },
          {
            "kind": "REMAINDER",
            "part": {
              "contribution": "0.2",
            },
            "tier": null,
          },
        ],
        "rest": {
          "changeUsd": "-140",
          "contribution": "0.7",
        },
        "total": {
          "changeFraction": "-0.066666666667",
          "changeUsd": "-200",
          "contribution": "1",
          "fromUsd": "3000",
          "toUsd": "2800",
        },
      },
      "dominance": {
        "byAsset": [
          {
            "asset": {
              "code": "BTC",
            },
            "capUsd": "2000",
            "dominance": "0.666666666667",
            "kind": "MEMBER",
          },
          {
            "asset": {
              "code": "UNI",
            },
            "capUsd": "500",
            "dominance": "0.166666666667",
            "kind": "MEMBER",
          },
          {
            "asset": null,
            "capUsd": "500",
            "dominance": "0.166666666666",
            "kind": "REMAINDER",
          },
        ],
        "bySector": [
          {
            "assetCount": 1,
            "dominance": "0.666666666667",
            "kind": "MEMBER",
            "sector": {
              "code": "layer-1",
            },
          },
          {
            "assetCount": 1,
            "dominance": "0.166666666667",
            "kind": "MEMBER",
            "sector": {
              "code": "defi",
            },
          },
          {
            "assetCount": 0,
            "dominance": "0.166666666666",
            "kind": "REMAINDER",
            "sector": null,
          },
        ],
        "byTier": [
          {
            "capUsd": "2500",
            "kind": "MEMBER",
            "tier": "MICRO",
          },
          {
            "capUsd": "500",
            "kind": "REMAINDER",
            "tier": null,
          },
        ],
        "totalUsd": "3000",
      },
    }
  `)
  const sumOf = (rows: { part: { contribution: string } }[]) =>
    rows.reduce((sum, { part }) => sum.plus(part.contribution), new Big(0)).toFixed()
  for (const name of ['byAsset', 'bySector', 'byTier']) expect(sumOf(data.attribution[name])).toBe('1')
})

test('dimensions nest and page, and any id leads back to its object', async () => {
  const { data } = await api.query(`{
    exchanges { id code markets(first: 1) { totalCount nodes { symbol baseAsset { code sector { name } } } pageInfo { hasNextPage endCursor } } }
    markets(first: 10, filter: { assets: ["BTC"] }) { totalCount nodes { id exchange { code } contractSize } }
    sector(code: "defi") { assets(last: 5) { nodes { code } } }
    market(exchange: "okx", symbol: "BTC/USDT:USDT") { id venueSymbol kind style listedAt }
    asset(code: "NOPE") { id }
  }`)
  expect(data).toMatchInlineSnapshot(`
    {
      "asset": null,
      "exchanges": [
        {
          "code": "binance",
          "id": "WyJFeGNoYW5nZSIsImJpbmFuY2UiXQ",
          "markets": {
            "nodes": [
              {
                "baseAsset": {
                  "code": "BTC",
                  "sector": {
                    "name": "Layer 1",
                  },
                },
                "symbol": "BTC/USDT:USDT",
              },
            ],
            "pageInfo": {
              "endCursor": "WyJNYXJrZXRDdXJzb3IiLCJiaW5hbmNlIiwiQlRDL1VTRFQ6VVNEVCJd",
              "hasNextPage": true,
            },
            "totalCount": 2,
          },
        },
        {
          "code": "okx",
          "id": "WyJFeGNoYW5nZSIsIm9reCJd",
          "markets": {
            "nodes": [
              {
                "baseAsset": {
                  "code": "BTC",
                  "sector": {
                    "name": "Layer 1",
                  },
                },
                "symbol": "BTC/USDT:USDT",
              },
            ],
            "pageInfo": {
              "endCursor": "WyJNYXJrZXRDdXJzb3IiLCJva3giLCJCVEMvVVNEVDpVU0RUIl0",
              "hasNextPage": false,
            },
            "totalCount": 1,
          },
        },
      ],
      "market": {
        "id": "WyJNYXJrZXQiLCJva3giLCJCVEMvVVNEVDpVU0RUIl0",
        "kind": "PERPETUAL",
        "listedAt": null,
        "style": "LINEAR",
        "venueSymbol": "BTCUSDT",
      },
      "markets": {
        "nodes": [
          {
            "contractSize": "1",
            "exchange": {
              "code": "binance",
            },
            "id": "WyJNYXJrZXQiLCJiaW5hbmNlIiwiQlRDL1VTRFQ6VVNEVCJd",
          },
          {
            "contractSize": "1",
            "exchange": {
              "code": "okx",
            },
            "id": "WyJNYXJrZXQiLCJva3giLCJCVEMvVVNEVDpVU0RUIl0",
          },
        ],
        "totalCount": 2,
      },
      "sector": {
        "assets": {
          "nodes": [
            {
              "code": "UNI",
            },
          ],
        },
      },
    }
  `)
  const ids = [data.exchanges[0].id, data.market.id]
  const { data: again } = await api.query('query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }', {
    ids,
  })
  expect(again.nodes).toEqual([
    { id: ids[0], __typename: 'Exchange' },
    { id: ids[1], __typename: 'Market' },
  ])
})

test('a request costs the same number of SQL statements for 1 row as for 100', async () => {
  const many = await createEmptyDatabase()
  const codes = Array.from({ length: 100 }, (_, index) => `COIN${String(index).padStart(3, '0')}`)
  const markets = await loadMarkets(
    many,
    codes.map((code) => linearMarket('binance', code)),
  )
  const orders = markets.map((market, index) => order(market, '22T06:00', 'LONG', String(index + 1)))
  await loadLiquidations(many, 'binance', span('22T00:00', '23T00:00'), orders)
  const big = await createApi(many)
  const sent: string[] = []
  const original = pg.Client.prototype.query
  // Counted where they leave the process: every statement of the pool and of Prisma passes here.
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    sent.push(String(typeof args[0] === 'string' ? args[0] : (args[0] as { text?: string }).text))
    return (original as (...args: unknown[]) => unknown).apply(this, args)
  } as never
  try {
    // Each list in a request of its own: side by side, their loaders may share a statement or not.
    const documents: Record<string, (first: number) => string> = {
      orders: (first) => `{ rows: liquidationOrders(window: ${DAY}, first: ${first}) {
        nodes { id market { exchange { code } baseAsset { sector { code } } } source { code } } } }`,
      groups: (first) => `{ rows: liquidations(window: ${DAY}) {
        nodes: byAsset(first: ${first}) { asset { code markets(first: 1) { nodes { symbol } } } total { usd } } } }`,
      largest: (first) => `{ rows: liquidations(window: ${DAY}) {
        nodes: largestOrders(first: ${first}) { market { baseAsset { code } } } } }`,
      markets: (first) => `{ rows: markets(first: ${first}) {
        nodes { exchange { code } baseAsset { code markets(first: 1) { nodes { symbol } } } } } }`,
    }
    for (const document of Object.values(documents)) {
      const counts: number[] = []
      for (const first of [1, 10, 100]) {
        sent.length = 0
        const { data, errors } = await big.query(document(first))
        expect(errors).toBeUndefined()
        expect(data.rows.nodes).toHaveLength(first)
        counts.push(sent.length)
      }
      expect(counts).toEqual([counts[0], counts[0], counts[0]])
      expect(counts[0]).toBeLessThan(14)
    }
  } finally {
    pg.Client.prototype.query = original
    await big.close()
    await many.close()
  }
})
