import { expect } from 'vitest'
import type { TestDatabase } from './database.ts'

/** Tables that the statements over columns of rollups scan while some work is done, by statement. */
export async function plansOf(held: TestDatabase, work: () => Promise<void>): Promise<string[][]> {
  const { pool } = held
  const asked: { text: string; values: unknown[] }[] = []
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<unknown>
  pool.query = ((config: { name?: string; text: string; values: unknown[] }, ...rest: unknown[]) => {
    if (config.name?.startsWith('columns:')) asked.push(config)
    return query(config, ...rest)
  }) as never
  try {
    await work()
  } finally {
    pool.query = query as never
  }
  const plans: string[][] = []
  for (const { text, values } of asked) {
    const { rows } = (await query(`explain (format json) ${text}`, values)) as { rows: object[] }
    plans.push([...JSON.stringify(rows).matchAll(/"Relation Name":"([^"]+)"/g)].map(([, name]) => name!))
  }
  expect(plans.length).toBeGreaterThan(0)
  return plans
}
