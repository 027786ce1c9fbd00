import { InputError } from '../lib/errors.ts'

/** Goes up when the same data and parameters would give other episodes. */
export const DETECTOR_VERSION = 2

/** What makes an episode. Fractions are parts of 1, spans are hours. */
export interface DetectorParams {
  /** Over how long open interest falls from its high. */
  readonly windowHours: number
  /** How far it must fall. */
  readonly dropFraction: number
  /** How much of that must be closed positions, not prices, where it is known. */
  readonly positionFraction: number
  /** How far the price must move meanwhile. */
  readonly priceFraction: number
  /** How many times their median the forced orders of a day must be. */
  readonly liquidationRatio: number
  /** The median is over so many days before. */
  readonly baselineDays: number
  /** On which share of the parts open interest must have fallen by half of that. */
  readonly breadth: number
  /** What of that fall must be left when any one of the parts is left out: a part that prints something wrong makes no episode. */
  readonly withoutPart: number
  /** How long a fall must hold when forced orders don't tell it. */
  readonly persistHours: number
  /** An episode ends when nothing of it was seen for so long. */
  readonly quietHours: number
  /** Where the build-up begins is looked for so long before the high. */
  readonly buildUpDays: number
  /** Positions are reset when open interest stays within the band for so long. */
  readonly resetHours: number
  readonly resetBand: number
}

export const DEFAULT_PARAMS: DetectorParams = {
  windowHours: 72,
  dropFraction: 0.1,
  positionFraction: 0.02,
  priceFraction: 0.02,
  liquidationRatio: 3,
  baselineDays: 30,
  breadth: 0.5,
  withoutPart: 1,
  persistHours: 24,
  quietHours: 72,
  buildUpDays: 30,
  resetHours: 48,
  resetBand: 0.03,
}

/** Of imported series, whose parts are assets: those don't move alike, as venues do. */
export const SERIES_PARAMS: DetectorParams = { ...DEFAULT_PARAMS, withoutPart: 0.7 }

/** Least and most of each. */
const RANGES: Record<keyof DetectorParams, readonly [number, number]> = {
  windowHours: [1, 720],
  dropFraction: [0.005, 0.9],
  positionFraction: [0, 0.9],
  priceFraction: [0, 0.9],
  liquidationRatio: [1, 1_000],
  baselineDays: [7, 365],
  breadth: [0, 1],
  withoutPart: [0, 1],
  persistHours: [0, 720],
  quietHours: [1, 720],
  buildUpDays: [1, 365],
  resetHours: [1, 720],
  resetBand: [0.001, 0.5],
}

/**
 * Parameters from a file or a caller: those that are left out are the usual ones.
 * @throws InputError UNKNOWN_PARAMETER, PARAMETER_RANGE
 */
export function readParams(given: unknown, usual = DEFAULT_PARAMS): DetectorParams {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new InputError('Parameters are an object of numbers.', {
      reason: 'UNKNOWN_PARAMETER',
      argument: ['params'],
      accepted: Object.keys(RANGES),
    })
  for (const [name, value] of Object.entries(given)) {
    const range = RANGES[name as keyof DetectorParams] as readonly [number, number] | undefined
    if (!range)
      throw new InputError(`There is no parameter ${JSON.stringify(name)}.`, {
        reason: 'UNKNOWN_PARAMETER',
        argument: ['params', name],
        accepted: Object.keys(RANGES),
      })
    const [least, most] = range
    if (typeof value !== 'number' || !(value >= least && value <= most))
      throw new InputError(`${name} is ${JSON.stringify(value)}.`, {
        reason: 'PARAMETER_RANGE',
        argument: ['params', name],
        accepted: `${least} to ${most}`,
      })
  }
  return { ...usual, ...given }
}
