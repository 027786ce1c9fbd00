import pg from 'pg'
import { expect, vi } from 'vitest'
import type { TestDatabase } from './database.ts'
import type { Database } from '../../src/db.ts'

interface Plan {
  readonly 'Node Type'?: string
  readonly 'Relation Name'?: string
  readonly Plans?: readonly Plan[]
}

interface Statement {
  readonly name?: string
  readonly text: string
  readonly values?: unknown[]
}

/** The statements that `work` sends to a database, whichever of its connections they take. */
export async function statementsOf(
  { pool }: Pick<Database, 'pool'>,
  work: () => Promise<unknown>,
): Promise<Statement[]> {
  const { connectionString } = pool.options as { connectionString: string }
  const name = new URL(connectionString).pathname.slice(1)
  const sent: Statement[] = []
  const spy = vi.spyOn(pg.Client.prototype, 'query')
  try {
    await work()
    spy.mock.calls.forEach(([first, values]: unknown[], at) => {
      if ((spy.mock.contexts[at] as { database?: string }).database !== name) return
      if (typeof first === 'string') sent.push({ text: first, ...(Array.isArray(values) ? { values } : {}) })
      else if (typeof first === 'object' && first !== null) sent.push(first as Statement)
    })
  } finally {
    spy.mockRestore()
  }
  return sent
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
  const sent = await statementsOf(database, run)
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
  const asked = (await statementsOf(held, work)).filter(({ name }) => /^(closes|last-rows):/.test(name ?? ''))
  const plans: string[][] = []
  for (const { text, values } of asked) {
    const { rows } = await held.pool.query<object>(`explain (format json) ${text}`, values)
    plans.push([...JSON.stringify(rows).matchAll(/"Relation Name":"([^"]+)"/g)].map(([, name]) => name!))
  }
  expect(plans.length).toBeGreaterThan(0)
  return plans
}
