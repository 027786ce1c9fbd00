import type { Registry } from 'prom-client'
import { addCounter, addGauge, createRegistry, type Reading } from '../telemetry/metrics.ts'
import type { Recorder } from './recorder.ts'

type Feed = ReturnType<Recorder['status']>['feeds'][number]

/** What a recorder tells of itself in Prometheus' words: its status, read when it is scraped. */
export function recorderMetrics(recorder: Pick<Recorder, 'status'>): Registry {
  const registry = createRegistry()
  const ofFeeds = (name: string, help: string, read: (feed: Feed) => number | undefined) =>
    (name.endsWith('_total') ? addCounter : addGauge)(registry, name, help, ['family', 'venue'], () =>
      recorder.status().feeds.flatMap((feed): Reading[] => {
        const value = read(feed)
        return value === undefined ? [] : [[{ family: feed.family, venue: feed.exchange }, value]]
      }),
    )
  ofFeeds('unwind_recorder_live', '1 while a feed is heard, else 0.', ({ state }) =>
    state === 'LIVE' ? 1 : 0,
  )
  ofFeeds('unwind_recorder_messages_total', 'Messages heard since the start.', ({ messages }) => messages)
  ofFeeds('unwind_recorder_records_total', 'Records heard since the start.', ({ records }) => records)
  ofFeeds('unwind_recorder_breaks_total', 'Breaks since the start.', ({ breaks }) => breaks)
  ofFeeds(
    'unwind_recorder_spooled_entries',
    'Entries on disk that wait for PostgreSQL.',
    ({ spooled }) => spooled,
  )
  ofFeeds(
    'unwind_recorder_lost_records_total',
    'Records that neither PostgreSQL nor the disk could take.',
    ({ lost }) => lost,
  )
  addGauge(
    registry,
    'unwind_recorder_latency_seconds',
    'Time from receipt to commit, since the start.',
    ['family', 'venue', 'quantile'],
    () =>
      recorder.status().feeds.flatMap(({ family, exchange, latencyMs }): Reading[] =>
        latencyMs === undefined
          ? []
          : [
              [{ family, venue: exchange, quantile: '0.5' }, latencyMs.p50 / 1_000],
              [{ family, venue: exchange, quantile: '0.99' }, latencyMs.p99 / 1_000],
            ],
      ),
  )
  addGauge(
    registry,
    'unwind_recorder_store_there',
    '1 while PostgreSQL takes what is written, else 0.',
    [],
    () => [[{}, recorder.status().store === 'THERE' ? 1 : 0]],
  )
  return registry
}
