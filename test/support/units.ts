import type pg from 'pg'
import { MINUTE_MS } from '../../src/lib/time.ts'

/**
 * Has a caller spent so many units of a minute that begins now.
 * @param callerId as `Caller.id` has it
 */
export async function spendUnits(pool: pg.Pool, callerId: string, units: number): Promise<void> {
  await pool.query(
    'insert into rate_limit (key, points, expire) values ($1, $2, $3) on conflict (key) do update set points = $2, expire = $3',
    [`units:${callerId}`, units, Date.now() + MINUTE_MS],
  )
}
