import { InputError } from '../lib/errors.ts'
import { floorTo, MINUTE_MS } from '../lib/time.ts'

/**
 * Checks the moment as of which a caller asks: only what was observed by then counts. undefined: all that is held.
 * @throws InputError AS_OF_NOT_WHOLE_MINUTE; AS_OF_IN_FUTURE, as the same question could have another answer by then
 */
export function checkAsOf(asOf: Date | null | undefined, now: Date): Date | undefined {
  if (asOf == null) return undefined
  if (asOf.getTime() % MINUTE_MS !== 0)
    throw new InputError(`asOf is not a whole minute: ${asOf.toISOString()}`, {
      reason: 'AS_OF_NOT_WHOLE_MINUTE',
      argument: ['asOf'],
      accepted: `a whole minute, e.g. ${new Date(floorTo(asOf.getTime(), MINUTE_MS)).toISOString()}`,
    })
  if (asOf > now)
    throw new InputError(`asOf (${asOf.toISOString()}) has not come yet.`, {
      reason: 'AS_OF_IN_FUTURE',
      argument: ['asOf'],
      accepted: `a moment up to ${now.toISOString()}, or nothing`,
    })
  return asOf
}
