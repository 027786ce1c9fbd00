import type { DecimalString } from '../lib/decimal.ts'
import { readDocument } from '../lib/documents.ts'
import { UnwindError } from '../lib/errors.ts'

/** A figure that somebody published. Never a measurement, and never part of one. `low` = `high` for one number. */
export interface ClaimRecord {
  readonly code: string
  readonly measure: string
  readonly low: DecimalString
  readonly high: DecimalString
  /** USD, FRACTION, COUNT or DAYS. */
  readonly unit: string
  readonly assetCode?: string
  readonly exchangeCode?: string
  /** Window that it is about; undefined when the publisher does not tell it. */
  readonly from?: Date
  readonly to?: Date
  /** When the figure was read from its own source. */
  readonly readAt?: Date
  readonly publishedAt?: Date
  readonly publisher: string
  readonly title: string
  readonly url?: string
  readonly note?: string
}

interface ClaimsDocument {
  readonly publications: readonly {
    readonly publisher: string
    readonly title: string
    readonly url?: string
    readonly publishedAt?: string
    readonly claims: readonly {
      readonly code: string
      readonly measure: string
      readonly value?: string
      readonly low?: string
      readonly high?: string
      readonly unit: string
      readonly asset?: string
      readonly exchange?: string
      readonly from?: string
      readonly to?: string
      readonly readAt?: string
      readonly note?: string
    }[]
  }[]
}

/**
 * Reads published figures, YAML or JSON by schema/claims.schema.json.
 * @throws UnwindError BAD_CLAIMS with every fault
 */
export function readClaims(file: string): ClaimRecord[] {
  const document = readDocument<ClaimsDocument>(file, 'claims.schema.json', 'BAD_CLAIMS')
  const claims = document.publications.flatMap(({ claims: own, publishedAt, ...publication }) =>
    own.map(({ value, low, high, asset, exchange, from, to, readAt, ...claim }): ClaimRecord => ({
      ...publication,
      ...claim,
      low: low ?? value!,
      high: high ?? value!,
      ...(publishedAt === undefined ? {} : { publishedAt: new Date(publishedAt) }),
      ...(asset === undefined ? {} : { assetCode: asset }),
      ...(exchange === undefined ? {} : { exchangeCode: exchange }),
      ...(from === undefined ? {} : { from: new Date(from) }),
      ...(to === undefined ? {} : { to: new Date(to) }),
      ...(readAt === undefined ? {} : { readAt: new Date(readAt) }),
    })),
  )
  const faults = claims.flatMap(({ code, low, high, from, to }, at) => [
    ...(claims.findIndex((other) => other.code === code) < at ? [`${code} stands twice`] : []),
    ...(Number(low) > Number(high) ? [`${code}: low ${low} is above high ${high}`] : []),
    ...(from && to && from >= to ? [`${code}: from is not before to`] : []),
    ...((from === undefined) === (to === undefined) ? [] : [`${code}: from and to go together`]),
  ])
  if (faults.length > 0) throw new UnwindError('BAD_CLAIMS', `${file}: ${faults.join('; ')}`)
  return claims
}
