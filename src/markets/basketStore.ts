import type { Queryable } from '../db.ts'
import { UnwindError } from '../lib/errors.ts'

/** A named set of venues, by their codes. */
export interface BasketRow {
  readonly code: string
  readonly name: string
  readonly exchanges: readonly string[]
  readonly createdAt: Date
}

const MOST = 1_000

/** Named baskets, by code. */
export async function getBaskets(db: Queryable): Promise<BasketRow[]> {
  const result = await db.query<BasketRow>(
    'select code, name, exchanges, created_at as "createdAt" from basket order by code collate "C"',
  )
  return result.rows
}

/** @returns whether there was one */
export async function deleteBasket(db: Queryable, code: string): Promise<boolean> {
  return (await db.query('delete from basket where code = $1', [code])).rowCount === 1
}

/**
 * Keeps a basket. One of the same code stays as it is.
 * @returns the basket that now stands for the code
 * @throws UnwindError TOO_MANY_BASKETS
 */
export async function insertBasket(db: Queryable, basket: BasketRow): Promise<BasketRow> {
  const { code, name, exchanges, createdAt } = basket
  const result = await db.query<BasketRow>(
    `with made as (
       insert into basket (code, name, exchanges, created_at)
       select $1, $2, $3, $4 where (select count(*) from basket) < ${MOST}
       on conflict (code) do nothing returning *
     )
     select code, name, exchanges, created_at as "createdAt" from made
     union all select code, name, exchanges, created_at from basket where code = $1 limit 1`,
    [code, name, exchanges, createdAt],
  )
  const [found] = result.rows
  if (!found) throw new UnwindError('TOO_MANY_BASKETS', `The store holds ${MOST} baskets: no more are kept.`)
  return found
}
