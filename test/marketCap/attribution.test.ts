import Big from 'big.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { contributionOf } from '../../src/marketCap/attribution.ts'
import { addUp, contributionsOf, pinUniverse, tierOf } from '../../src/marketCap/attribution.ts'
import type { CapReading, CapSnapshot } from '../../src/marketCap/store.ts'

const TIME = new Date('2025-09-22T00:00:00Z')

const held = (assetId: number, priceUsd: string, supply: string | null, capUsd?: string): CapReading => ({
  assetId,
  time: TIME,
  priceUsd,
  supply,
  capUsd: capUsd ?? new Big(priceUsd).times(supply ?? 1).toFixed(),
})

const snapshot = (assets: CapReading[], total?: string): CapSnapshot => ({
  assets,
  total: total === undefined ? undefined : { time: TIME, capUsd: total },
})

const BTC = 1
const billion = (value: string) => new Big(value).times('1e9').toFixed()

describe("the market report's own arithmetic", () => {
  // The report prints Bitcoin's cap after the fall (2.23 trillion, -3.04 %) and the whole market's change (-180 billion,
  // -4.55 %). From these alone: Bitcoin lost 2.23 / (1 - 0.0304) - 2.23, and the whole stood at 180 / 0.0455 before.
  const btcBefore = new Big('2.23e12').div(new Big('0.9696')).round(2)
  const totalBefore = new Big('180e9').div('0.0455').round(2)
  const before = snapshot([held(BTC, btcBefore.toFixed(), '1')], totalBefore.toFixed())
  const after = snapshot([held(BTC, '2230000000000', '1')], totalBefore.minus('180e9').toFixed())
  const { parts, total } = pinUniverse(before, after, 'ALL_LISTED')!
  const [btc, rest] = contributionsOf(parts, total) as [
    ReturnType<typeof contributionOf>,
    ReturnType<typeof contributionOf>,
  ]
  const percent = (fraction: string | null) => new Big(fraction!).times(100).toFixed(2)

  test('Bitcoin lost 69.9 billion, 38.8 % of the fall', () => {
    expect(new Big(btc.changeUsd).div('1e9').toFixed(1)).toBe('-69.9')
    expect(percent(btc.contribution)).toBe('38.84')
    expect(percent(btc.changeFraction)).toBe('-3.04')
  })

  test('the whole stood at 3.956 trillion and fell by 4.55 %', () => {
    expect(totalBefore.div('1e12').toFixed(3)).toBe('3.956')
    expect(percent(contributionsOf([total], total)[0]!.changeFraction)).toBe('-4.55')
  })

  test('Bitcoin weighed 58.1 % and fell 0.67 times as much as its weight', () => {
    expect(percent(btc.weightBefore)).toBe('58.14')
    expect(new Big(btc.contributionOverWeight!).toFixed(2)).toBe('0.67')
  })

  test('everything else lost 110.1 billion of 1.656 trillion: 6.65 %', () => {
    expect(new Big(rest.changeUsd).div('1e9').toFixed(1)).toBe('-110.1')
    expect(new Big(rest.fromUsd).div('1e12').toFixed(3)).toBe('1.656')
    expect(percent(rest.changeFraction)).toBe('-6.65')
    expect(new Big(btc.contribution!).plus(rest.contribution!).toFixed()).toBe('1')
  })
})

test('price and supply parts split a change exactly, worked by hand', () => {
  // 10 coins at 3 become 12 coins at 2: mean supply 11 x -1 = -11, mean price 2.5 x 2 = 5; 24 - 30 = -6.
  const pinned = pinUniverse(snapshot([held(1, '3', '10')]), snapshot([held(1, '2', '12')]), 'HELD')!
  expect(contributionsOf(pinned.parts, pinned.total)[0]).toMatchObject({
    changeUsd: '-6',
    priceUsd: '-11',
    supplyUsd: '5',
    contribution: '1',
    weightBefore: '1',
  })
})

test('without a supply there is no split, and the cap is the one stated', () => {
  const pinned = pinUniverse(snapshot([held(1, '3', null, '30')]), snapshot([held(1, '2', '12')]), 'HELD')!
  expect(contributionsOf(pinned.parts, pinned.total)[0]).toMatchObject({
    changeUsd: '-6',
    priceUsd: null,
    supplyUsd: null,
  })
})

test('an asset held at one moment alone is in the remainder, or left out where there is none', () => {
  const before = snapshot([held(1, '1', '10'), held(2, '1', '5')], '100')
  const after = snapshot([held(1, '1', '12'), held(3, '1', '7')], '90')
  const listed = pinUniverse(before, after, 'ALL_LISTED')!
  expect(listed.leftOut).toBe(2)
  expect(listed.parts.map(({ assetId, from, to }) => [assetId, from.toFixed(), to.toFixed()])).toEqual([
    [1, '10', '12'],
    [undefined, '90', '78'],
  ])
  expect(pinUniverse(before, after, 'HELD')!.total.from.toFixed()).toBe('10')
})

test('a universe whose total is not held at both moments is not made up', () => {
  expect(
    pinUniverse(snapshot([held(1, '1', '1')]), snapshot([held(1, '1', '1')], '5'), 'ALL_LISTED'),
  ).toBeUndefined()
  expect(pinUniverse(snapshot([]), snapshot([held(1, '1', '1')]), 'HELD')).toBeUndefined()
})

test('a whole that did not change has no contributions, not infinite ones', () => {
  const pinned = pinUniverse(
    snapshot([held(1, '1', '10'), held(2, '2', '10')]),
    snapshot([held(1, '2', '10'), held(2, '1', '10')]),
    'HELD',
  )!
  for (const row of contributionsOf(pinned.parts, pinned.total))
    expect(row).toMatchObject({ contribution: null, contributionOverWeight: null })
})

test.each([
  ['10000000000', 'LARGE'],
  ['9999999999.99', 'MID'],
  ['1000000000', 'MID'],
  ['999999999', 'SMALL'],
  ['99999999', 'MICRO'],
  ['0', 'MICRO'],
] as const)('a cap of %s USD is %s', (capUsd, tier) => {
  expect(tierOf(capUsd)).toBe(tier)
})

const price = fc.integer({ min: 1, max: 10_000_000 }).map((units) => new Big(units).div(1000).toFixed())
const supply = fc.integer({ min: 1, max: 1_000_000_000 }).map(String)

test('whatever the market does, contributions and weights sum to exactly 1 and parts to the total, to the last digit', () => {
  const asset = fc.record({ p0: price, p1: price, s0: supply, s1: supply })
  fc.assert(
    fc.property(fc.array(asset, { minLength: 1, maxLength: 30 }), (assets) => {
      const before = snapshot(
        assets.map(({ p0, s0 }, id) => held(id, p0, s0)),
        billion('100000'),
      )
      const after = snapshot(
        assets.map(({ p1, s1 }, id) => held(id, p1, s1)),
        billion('99000'),
      )
      for (const universe of ['ALL_LISTED', 'HELD'] as const) {
        const { parts, total } = pinUniverse(before, after, universe)!
        const rows = contributionsOf(parts, total)
        const sumOf = (name: 'changeUsd' | 'weightBefore' | 'contribution') =>
          rows.reduce((sum, row) => sum.plus(row[name]!), new Big(0)).toFixed()
        expect(sumOf('changeUsd')).toBe(total.to.minus(total.from).toFixed())
        expect(sumOf('weightBefore')).toBe('1')
        if (!total.to.eq(total.from)) expect(sumOf('contribution')).toBe('1')
        for (const [index, part] of parts.entries())
          if (part.price && part.supply)
            expect(part.price.plus(part.supply).toFixed()).toBe(new Big(rows[index]!.changeUsd).toFixed())
        const { price: priced, supply: supplied, from, to } = addUp(parts.slice(0, assets.length))
        expect(priced!.plus(supplied!).toFixed()).toBe(to.minus(from).toFixed())
      }
    }),
    { numRuns: 50 },
  )
})
