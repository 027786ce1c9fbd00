import type { Window } from '../lib/time.ts'
import { readSnapshot, runLoad, type Facts, type LoadContext, type LoadResult } from '../quality/ingest.ts'
import type { Family } from '../quality/record.ts'
import type { SeriesPointRecord, SeriesSource } from './record.ts'
import { upsertSeriesPoints } from './store.ts'

/** How points of series become rows. */
export const SERIES_FACTS: Facts<SeriesPointRecord> = {
  family: 'SERIES',
  tables: ['series_point'],
  timeOf: ({ time }) => time,
  write: async (client, batch, origin) => ({
    written: await upsertSeriesPoints(client, batch.records, origin),
  }),
}

/** Loads what a house publishes for `window`, or its latest when there is no window. */
export function ingestSeries(
  context: LoadContext,
  source: SeriesSource,
  family: Extract<Family, 'SERIES' | 'RESERVES' | 'FUND_FLOWS'>,
  window: Window | undefined,
): Promise<LoadResult> {
  return runLoad(
    context,
    { source: source.source, family, ...(window ? { window } : {}) },
    (rest) => readSnapshot(source.points(rest, context.signal)),
    SERIES_FACTS.write,
    SERIES_FACTS,
  )
}
