import type pg from 'pg'
import { MINUTE_MS } from '../../src/lib/time.ts'

/** Has a key spent so many units of a minute that begins now. */
export async function spendUnits(pool: pg.Pool, keyId: string, units: number): Promise<void> {
  await pool.query('insert into rate_limit (key, points, expire) values ($1, $2, $3)', [
    `units:key:${keyId}`,
    units,
    Date.now() + MINUTE_MS,
  ])
}
