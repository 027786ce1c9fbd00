import type { Batch, SourceRecord } from '../../quality/record.ts'

/**
 * A reconstruction of June to October 2025 from anchor figures: deterministic, the same digits on every machine, and each
 * record depends on its market and time alone, so that any sub-window equals that part of the whole.
 */
export const SAMPLE_SOURCE: SourceRecord = {
  code: 'sample',
  name: 'Sample reconstructed from published figures',
  provenance: 'RECONSTRUCTED',
}

/** A record is taken to have been received so long after its time. */
const DELAY_MS = 2_000

export const receivedAt = (ms: number): Date => new Date(ms + DELAY_MS)

export const BATCH_SIZE = 10_000

export async function* inBatches<T extends { time: Date }>(
  records: Iterable<T>,
  signal: AbortSignal,
): AsyncGenerator<Batch<T>> {
  let batch: T[] = []
  const toBatch = (): Batch<T> => ({
    records: batch,
    rejections: [],
    observedAt: receivedAt(batch.at(-1)!.time.getTime()),
  })
  for (const record of records) {
    batch.push(record)
    if (batch.length < BATCH_SIZE) continue
    signal.throwIfAborted()
    yield toBatch()
    batch = []
  }
  if (batch.length > 0) yield toBatch()
}
