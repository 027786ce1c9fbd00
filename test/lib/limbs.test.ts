import Big from 'big.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LimbColumn } from '../../src/lib/limbs.ts'

const decimal = (signs: readonly string[]) =>
  fc
    .tuple(
      fc.constantFrom(...signs),
      fc.bigInt({ min: 0n, max: 10n ** 29n }),
      fc.integer({ min: 0, max: 34 }),
    )
    .map(([sign, digits, scale]) => new Big(`${sign}${digits}e-${scale}`).toFixed())
    .map((text) => (/^-0(\.0*)?$/.test(text) ? '0' : text))

const columnOf = (values: readonly string[]) => {
  const column = new LimbColumn(values.length)
  const text = values.join(',')
  let begin = 0
  for (const [row, value] of values.entries()) {
    column.set(row, text, begin, begin + value.length)
    begin += value.length + 1
  }
  return column
}

test('a decimal comes out as it went in, whatever its size, sign and digits', () => {
  fc.assert(
    fc.property(fc.array(decimal(['', '-']), { minLength: 1, maxLength: 20 }), (values) => {
      const column = columnOf(values)
      expect(values.map((_, row) => column.textAt(row))).toEqual(values)
    }),
  )
})

test('sums of limbs are the exact sums, to the last digit', () => {
  for (const signs of [[''], ['', '-']])
    fc.assert(
      fc.property(fc.array(decimal(signs), { minLength: 1, maxLength: 200 }), (values) => {
        const column = columnOf(values)
        const total = new LimbColumn(1)
        for (const [power, limb] of column.limbs) total.limb(power)[0] = limb.reduce((sum, x) => sum + x, 0)
        const exact = values.reduce((sum, value) => sum.plus(value), new Big(0))
        expect(total.textAt(0)).toBe(exact.eq(0) ? '0' : exact.toFixed())
        const scaled = exact.times(new Big(10).pow(11 * total.places)).toFixed(0)
        expect(total.unitsAt(0, total.places).toString()).toBe(exact.eq(0) ? '0' : scaled)
      }),
    )
})

test('a limb that is a multiple of eleven nines carries right', () => {
  const total = new LimbColumn(1)
  total.limb(0)[0] = 89_999 * 1e11 - 1
  total.limb(1)[0] = 3
  total.limb(-1)[0] = 5e11 - 1
  expect(total.textAt(0)).toBe(new Big('89999e11').minus(1).plus('3e11').plus('4.99999999999').toFixed())
})
