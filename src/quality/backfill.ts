import type { Queryable } from '../db.ts'
import type { Window } from '../lib/time.ts'
import { gapsOf, unite } from './coverage.ts'
import type { Family } from './record.ts'

/**
 * What the store lacks of a family of a venue within a window, oldest first: the spans that no feed of it is known to have
 * been read for. A span that was read and held nothing is not missing.
 */
export async function getMissing(
  db: Queryable,
  family: Family,
  exchangeCode: string,
  window: Window,
): Promise<Window[]> {
  const result = await db.query<{ from: Date; to: Date }>(
    `select c."from", c."to" from coverage as c join exchange as e on e.id = c.exchange_id
     where e.code = $1 and c.family = $2::family and c."to" > $3 and c."from" < $4`,
    [exchangeCode, family, window.from, window.to],
  )
  return gapsOf(window, unite(result.rows.map(({ from, to }) => [from.getTime(), to.getTime()] as const)))
}

/**
 * The pieces in which missing spans are read: whole multiples of `gridMs` that hold them, so that a bar or a reading at the
 * edge of a span is not cut off, joined where they touch, and cut to `window`.
 */
export function alignMissing(missing: readonly Window[], gridMs: number, window: Window): Window[] {
  const aligned = missing.map(
    ({ from, to }) =>
      [
        Math.max(window.from.getTime(), Math.floor(from.getTime() / gridMs) * gridMs),
        Math.min(window.to.getTime(), Math.ceil(to.getTime() / gridMs) * gridMs),
      ] as const,
  )
  return unite(aligned).map(([from, to]) => ({ from: new Date(from), to: new Date(to) }))
}
