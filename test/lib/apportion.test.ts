import Big from 'big.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { apportion } from '../../src/lib/apportion.ts'

test('three equal parts get shares that sum to exactly 1, the first taking the odd unit', () => {
  expect(apportion(['1', '1', '1'], 4)).toEqual(['0.3334', '0.3333', '0.3333'])
})

test('a part that moved against the whole has a negative share', () => {
  expect(apportion(['-150', '50'], 12)).toEqual(['1.5', '-0.5'])
})

test('parts that sum to zero have no shares', () => {
  expect(apportion(['5', '-5'])).toBeUndefined()
  expect(apportion([])).toBeUndefined()
})

const decimal = fc
  .tuple(fc.bigInt(-(10n ** 20n), 10n ** 20n), fc.integer({ min: 0, max: 9 }))
  .map(([units, places]) => new Big(String(units)).div(new Big(10).pow(places)).toFixed())

test('whatever the parts, shares sum to exactly 1 and none is off by a unit of the last place', () => {
  fc.assert(
    fc.property(fc.array(decimal, { minLength: 1, maxLength: 40 }), (parts) => {
      const total = parts.reduce((sum, part) => sum.plus(part), new Big(0))
      const shares = apportion(parts, 12)
      if (total.eq(0)) return shares === undefined
      expect(shares!.reduce((sum, share) => sum.plus(share), new Big(0)).toFixed()).toBe('1')
      for (const [index, share] of shares!.entries()) {
        // |share - part / total| < 1e-12, without dividing.
        const off = new Big(share).times(total).minus(parts[index]!).abs()
        expect(off.lt(total.abs().times('1e-12'))).toBe(true)
      }
      return true
    }),
  )
})
