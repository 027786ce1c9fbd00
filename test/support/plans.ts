import { expect } from 'vitest'
import type { TestDatabase } from './database.ts'
import type { Database } from '../../src/db.ts'

interface Plan {
  readonly 'Node Type'?: string
  readonly 'Relation Name'?: string
  readonly Plans?: readonly Plan[]
}

/**
 * Every table that PostgreSQL plans to read for the statements that `run` sends through the pool: the parents of partitions are
 * named too, as "liquidation" for "liquidation_2025_09".
 * @param ignoresSteps single steps into an index, below a limit, are left out: what they cost does not grow with the store
 */
export async function relationsRead(
  database: Database,
  run: () => Promise<unknown>,
  ignoresSteps = false,
): Promise<Set<string>> {
  const { pool } = database
  const sent: { text: string; values?: unknown[] }[] = []
  const query = pool.query.bind(pool) as (...args: unknown[]) => unknown
  const record = (...args: unknown[]) => {
    const [first, values] = args
    if (typeof first === 'string') sent.push({ text: first, ...(Array.isArray(values) ? { values } : {}) })
    else if (typeof first === 'object' && first !== null) {
      const { text, values: own } = first as { text: string; values?: unknown[] }
      sent.push({ text, ...(own ? { values: own } : {}) })
    }
    return query(...args)
  }
  pool.query = record as never
  try {
    await run()
  } finally {
    Reflect.deleteProperty(pool, 'query')
  }
  const relations = new Set<string>()
  for (const { text, values } of sent) {
    if (!/^\s*(select|with)/i.test(text)) continue
    const result = await pool.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
      `explain (format json) ${text}`,
      values,
    )
    const visit = (plan: Plan, isStep: boolean): void => {
      const name = plan['Relation Name']
      const own = isStep || plan['Node Type'] === 'Limit'
      if (name && !(own && ignoresSteps)) relations.add(name.replace(/_\d{4}_\d{2}$/, ''))
      for (const child of plan.Plans ?? []) visit(child, own)
    }
    for (const { Plan: plan } of result.rows[0]!['QUERY PLAN']) visit(plan, false)
  }
  return relations
}

/** Tables that the statements over rollups scan while some work is done, by statement. */
export async function plansOf(held: TestDatabase, work: () => Promise<void>): Promise<string[][]> {
  const { pool } = held
  const asked: { text: string; values: unknown[] }[] = []
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<unknown>
  pool.query = ((config: { name?: string; text: string; values: unknown[] }, ...rest: unknown[]) => {
    if (/^(closes|last-rows):/.test(config.name ?? '')) asked.push(config)
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
