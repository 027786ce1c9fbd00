import { expect } from 'vitest'
import type { Api } from './api.ts'

/** One piece of data, and when all of it was received. */
export interface Step {
  readonly receivedAt: Date
  readonly load: () => Promise<unknown>
}

/**
 * Loads pieces in the order in which they were received, and asks as of each moment as soon as all that was received by then
 * is loaded: whatever comes later, the same question must have the same answer.
 * @param query a document with the variable $asOf: DateTime
 */
export async function expectStableAsOf(
  api: Api,
  query: string,
  steps: readonly Step[],
  moments: readonly Date[],
): Promise<void> {
  const answers = new Map<number, string>()
  const ask = async (moment: Date) => {
    const { data, errors } = await api.query(query, { asOf: moment.toISOString() })
    expect(errors, moment.toISOString()).toBeUndefined()
    return JSON.stringify(data)
  }
  const inOrder = [...steps].sort((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime())
  for (const [at, step] of inOrder.entries()) {
    await step.load()
    const next = inOrder[at + 1]?.receivedAt.getTime() ?? Infinity
    for (const moment of moments) {
      const ms = moment.getTime()
      const held = answers.get(ms)
      if (held !== undefined) expect(await ask(moment), `as of ${moment.toISOString()}`).toBe(held)
      else if (ms >= step.receivedAt.getTime() && ms < next) answers.set(ms, await ask(moment))
    }
  }
  expect(answers.size).toBeGreaterThan(0)
}
