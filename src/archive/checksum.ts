import crypto from 'node:crypto'
import { toPlain } from '../lib/decimal.ts'
import Big from 'big.js'
import type { Cell, FactColumn } from './record.ts'

/** What is compared of one column between table and file. All text, so that it is exact. */
export interface ColumnSum {
  /** Values that are there. */
  readonly count: string
  /** Numbers: their sum. Times: sum of their ms. Texts: sum of the first 32 bits of each one's MD5. */
  readonly sum: string
  /** Times: ISO. */
  readonly min?: string
  readonly max?: string
}

export interface TableSum {
  readonly rows: string
  /** Sum of the first 32 bits of the MD5 of each row as text: finds values that changed places. */
  readonly rowSum: string
  readonly columns: Readonly<Record<string, ColumnSum>>
}

type Kind = 'NUMBER' | 'TIME' | 'TEXT'

function kindOf({ type }: FactColumn): Kind {
  if (type === 'TIME') return 'TIME'
  return type === 'TEXT' || type === 'SIDE' || type === 'BOOLEAN' ? 'TEXT' : 'NUMBER'
}

const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::bigint`
const digest = (text: string) => `('x' || left(md5(${text}), 8))::bit(32)::bigint`

/** The text of a value, the same in SQL and here. */
function textSql({ name, ...column }: FactColumn): string {
  const text = kindOf({ name, ...column }) === 'TIME' ? `${ms(`"${name}"`)}::text` : `"${name}"::text`
  return column.nullable ? `coalesce(${text}, '')` : text
}

/** A statement that computes the sums of a relation: one row with one column `sums`. */
export function sumsSql(relation: string, columns: readonly FactColumn[]): string {
  const parts = columns.map((column) => {
    const name = `"${column.name}"`
    const kind = kindOf(column)
    if (kind === 'TIME')
      return `'${column.name}', json_build_object('count', count(${name})::text, 'sum', coalesce(sum(${ms(name)}), 0)::text,
        'min', ${ms(`min(${name})`)}, 'max', ${ms(`max(${name})`)})`
    const sum = kind === 'NUMBER' ? `trim_scale(sum(${name}::numeric))` : `sum(${digest(`${name}::text`)})`
    return `'${column.name}', json_build_object('count', count(${name})::text, 'sum', coalesce(${sum}, 0)::text)`
  })
  const row = columns.map(textSql).join(` || '|' || `)
  return `select json_build_object('rows', count(*)::text, 'rowSum', coalesce(sum(${digest(row)}), 0)::text,
    'columns', json_build_object(${parts.join(', ')})) as sums from ${relation}`
}

/** What the statement above answers, as it compares. */
export function readSums(answer: {
  readonly rows: string
  readonly rowSum: string
  readonly columns: Readonly<
    Record<string, { count: string; sum: string; min?: number | null; max?: number | null }>
  >
}): TableSum {
  const iso = (value: number) => new Date(value).toISOString()
  return {
    ...answer,
    columns: Object.fromEntries(
      Object.entries(answer.columns).map(([name, { count, sum, min, max }]) => [
        name,
        { count, sum, ...(min == null || max == null ? {} : { min: iso(min), max: iso(max) }) },
      ]),
    ),
  }
}

/** The same sums over rows as they come, in little memory. */
export class Summer {
  readonly #columns: readonly FactColumn[]
  readonly #kinds: readonly Kind[]
  readonly #counts: number[]
  readonly #sums: ExactSum[]
  readonly #least: number[]
  readonly #most: number[]
  #rows = 0
  #rowSum = 0n

  constructor(columns: readonly FactColumn[]) {
    this.#columns = columns
    this.#kinds = columns.map(kindOf)
    this.#counts = columns.map(() => 0)
    this.#sums = columns.map(() => new ExactSum())
    this.#least = columns.map(() => Infinity)
    this.#most = columns.map(() => -Infinity)
  }

  add(row: readonly Cell[]): void {
    let text = ''
    for (const [at, value] of row.entries()) {
      const own = value === null ? '' : String(value)
      text += at === 0 ? own : `|${own}`
      if (value === null) continue
      this.#counts[at]! += 1
      const kind = this.#kinds[at]!
      if (kind === 'TEXT') this.#sums[at]!.addBits(digestOf(own))
      else this.#sums[at]!.add(own)
      if (kind === 'TIME') {
        const time = value as number
        if (time < this.#least[at]!) this.#least[at] = time
        if (time > this.#most[at]!) this.#most[at] = time
      }
    }
    this.#rows += 1
    this.#rowSum += BigInt(digestOf(text))
  }

  get result(): TableSum {
    return {
      rows: String(this.#rows),
      rowSum: String(this.#rowSum),
      columns: Object.fromEntries(
        this.#columns.map(({ name }, at) => [
          name,
          {
            count: String(this.#counts[at]),
            sum: this.#sums[at]!.result,
            ...(this.#least[at]! <= this.#most[at]!
              ? {
                  min: new Date(this.#least[at]!).toISOString(),
                  max: new Date(this.#most[at]!).toISOString(),
                }
              : {}),
          },
        ]),
      ),
    }
  }
}

function digestOf(text: string): number {
  return crypto.createHash('md5').update(text).digest().readUInt32BE(0)
}

/** Sum of decimal texts, exact: one integer for each number of places. */
class ExactSum {
  readonly #byPlaces = new Map<number, bigint>()

  add(text: string): void {
    const point = text.indexOf('.')
    const places = point < 0 ? 0 : text.length - point - 1
    const digits = BigInt(point < 0 ? text : text.slice(0, point) + text.slice(point + 1))
    this.#byPlaces.set(places, (this.#byPlaces.get(places) ?? 0n) + digits)
  }

  addBits(bits: number): void {
    this.#byPlaces.set(0, (this.#byPlaces.get(0) ?? 0n) + BigInt(bits))
  }

  get result(): string {
    let sum = new Big(0)
    for (const [places, digits] of this.#byPlaces) sum = sum.plus(`${digits}e-${places}`)
    return toPlain(sum)
  }
}
