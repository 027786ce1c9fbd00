import { InputError } from '../lib/errors.ts'
import { decodeOpaque, encodeOpaque } from '../lib/ids.ts'
import type { StreamHub, Tick } from './hub.ts'
import { KEPT_HOURS, type Topic } from './store.ts'

const CURSOR = 'StreamCursor'

/** Where a subscriber stands: after the last event of it none is missed and none told twice. */
export const encodeStreamCursor = (last: number): string => encodeOpaque(CURSOR, [last])

/** @throws InputError MALFORMED_CURSOR */
export function decodeStreamCursor(cursor: string): number {
  const [last] = decodeOpaque(CURSOR, cursor) ?? []
  if (typeof last === 'number' && Number.isSafeInteger(last) && last >= 0) return last
  throw new InputError('`after` is not a cursor of a subscription.', {
    reason: 'MALFORMED_CURSOR',
    argument: ['after'],
    accepted: 'a cursor that a subscription told',
  })
}

const tooOld = () =>
  new InputError(`What followed this cursor is no longer kept: it is older than ${KEPT_HOURS} hours.`, {
    reason: 'CURSOR_TOO_OLD',
    argument: ['after'],
    accepted: `a cursor of the last ${KEPT_HOURS} hours; what came before by a query`,
  })

/** An event may hold hundreds of records: so many are held in memory for one that is behind. */
const EVENTS_A_READ = 20

/**
 * Ticks from a cursor on, or from now on, until the signal ends it: first those that were missed, from the store, then those that come.
 * Subscribers that stand at the same place are given the same object.
 * @param after undefined: from now on
 * @throws InputError MALFORMED_CURSOR, CURSOR_TOO_OLD, CURSOR_AHEAD; the ticks CURSOR_TOO_OLD, when what follows the last one was not read
 * before it was cut from the log
 */
export async function followStream(
  hub: StreamHub,
  after: string | null | undefined,
  signal: AbortSignal,
): Promise<AsyncGenerator<Tick>> {
  await hub.start()
  const from = after == null ? hub.head : decodeStreamCursor(after)
  if (after != null) {
    const ends = await hub.findEnds()
    if (ends && from < ends.first - 1) throw tooOld()
    if (from > Math.max(hub.head, ends?.last ?? 0))
      throw new InputError(
        'This cursor is of events that are not there: the store was restored, or is another.',
        {
          reason: 'CURSOR_AHEAD',
          argument: ['after'],
          accepted: 'a cursor that a subscription of this store told, or none: from now on',
        },
      )
  }
  return ticksFrom(hub, from, signal)
}

async function* ticksFrom(hub: StreamHub, from: number, signal: AbortSignal): AsyncGenerator<Tick> {
  let last = from
  while (!signal.aborted && !hub.isClosed) {
    const tick = hub.next(last)
    if (tick) {
      const first = tick.events[0]!.id
      // Of a tick that has begun before, what was not told yet.
      yield first > last ? tick : { last: tick.last, events: tick.events.filter(({ id }) => id > last) }
      last = tick.last
    } else if (hub.isBehind(last)) {
      const { events, isCut } = await hub.read(last, EVENTS_A_READ)
      if (isCut) throw tooOld()
      if (events.length === 0) {
        last = hub.head
        continue
      }
      last = events.at(-1)!.id
      yield { last, events }
    } else await hub.wait(signal)
  }
}

/** Records of a topic in a tick. */
export const recordsOf = <T>({ events }: Tick, topic: Topic): T[] =>
  events.flatMap((event) => (event.topic === topic ? (event.records as T[]) : []))
