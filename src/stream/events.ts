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

/** How long one that has caught up with the log, up to an id, waits before it is given a tick of nothing, ms; Infinity: it is given none. */
export type MsToRest = (last: number) => number

const NEVER: MsToRest = () => Number.POSITIVE_INFINITY

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
  msToRest: MsToRest = NEVER,
): Promise<AsyncGenerator<Tick>> {
  await hub.start()
  // All that was handed out was committed before: what is committed from now on, by whichever server, comes behind it.
  const from = after == null ? hub.head : decodeStreamCursor(after)
  let newest = from
  if (after != null) {
    const ends = await hub.findEnds()
    if (ends && from < ends.first - 1) throw tooOld()
    // Another server may have handed out more than this one has heard of.
    newest = Math.max(hub.head, ends?.last ?? 0)
    if (from > newest)
      throw new InputError(
        'This cursor is of events that are not there: the store was restored, or is another.',
        {
          reason: 'CURSOR_AHEAD',
          argument: ['after'],
          accepted: 'a cursor that a subscription of this store told, or none: from now on',
        },
      )
  }
  return ticksFrom(hub, { from, newest }, signal, msToRest)
}

/** @param newest what was there when it began, whether the hub has heard of it or not: it has not caught up before it is through with that */
async function* ticksFrom(
  hub: StreamHub,
  { from, newest }: { readonly from: number; readonly newest: number },
  signal: AbortSignal,
  msToRest: MsToRest,
): AsyncGenerator<Tick> {
  let last = from
  while (!signal.aborted && !hub.isClosed) {
    const tick = hub.next(last)
    if (tick) {
      const first = tick.events[0]!.id
      // Of a tick that has begun before, what was not told yet.
      yield first > last ? tick : { last: tick.last, events: tick.events.filter(({ id }) => id > last) }
      last = tick.last
    } else if (hub.isBehind(last) || last < newest) {
      const { events, isCut } = await hub.read(last, EVENTS_A_READ)
      if (isCut) throw tooOld()
      if (events.length === 0) {
        last = Math.max(hub.head, newest)
        continue
      }
      last = events.at(-1)!.id
      yield { last, events }
    } else {
      const ms = msToRest(last)
      if (ms > 0) await hub.wait(signal, ms)
      else yield hub.stillAt(last)
    }
  }
}

/** Records of a topic in a tick. */
export const recordsOf = <T>({ events }: Tick, topic: Topic): T[] =>
  events.flatMap((event) => (event.topic === topic ? (event.records as T[]) : []))
