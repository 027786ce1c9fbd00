import type { Batch } from '../../src/quality/record.ts'

/** Everything that a source yields. */
export async function collect<B extends Batch<unknown>>(batches: AsyncIterable<B>): Promise<B[]> {
  const all: B[] = []
  for await (const batch of batches) all.push(batch)
  return all
}

/** Reads a stream until `enough` says so, and leaves it. */
export async function collectUntil<B extends Batch<unknown>>(
  batches: AsyncIterable<B>,
  enough: (batches: readonly B[]) => boolean,
): Promise<B[]> {
  const all: B[] = []
  for await (const batch of batches) {
    all.push(batch)
    if (enough(all)) break
  }
  return all
}

/** The error that a promise rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<Error & { code?: string }> {
  try {
    await promise
  } catch (error) {
    return error as Error & { code?: string }
  }
  throw new Error('it did not fail')
}

/** Everything an error tells, with its causes, as a log would print it. */
export function toldBy(error: unknown): string {
  const parts: string[] = []
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    parts.push(at.name, at.message, at.stack ?? '', JSON.stringify(at, Object.getOwnPropertyNames(at)))
  }
  return parts.join('\n')
}
