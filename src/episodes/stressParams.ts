import { InputError } from '../lib/errors.ts'
import { LEVERAGES } from './entries.ts'

/** What a stress assumes. */
export interface StressParams {
  /** Over how many days entries are followed and forced orders are compared. */
  readonly lookbackDays: number
  /** Which part of all positions is closed and opened anew in a day, whatever open interest does. */
  readonly turnoverPerDay: number
  /** How many times what rests in books is filled up while forced orders trade. */
  readonly refill: number
  /** Margin that must be left where the venue's tiers are not held, a fraction. */
  readonly maintenanceRate: number
  /** Which part of open interest has each leverage of LEVERAGES, before it is fitted; the rest is never closed by force. */
  readonly weights: readonly number[]
  /** Whether the weights are fitted to recorded forced orders, where enough are held. */
  readonly isCalibrated: boolean
}

/** Conventions, not measurements: no venue tells which leverage its positions have. */
export const DEFAULT_STRESS_PARAMS: StressParams = {
  lookbackDays: 60,
  turnoverPerDay: 0.1,
  refill: 4,
  maintenanceRate: 0.005,
  weights: [0.04, 0.05, 0.06, 0.05, 0.02, 0.002, 0.0005],
  isCalibrated: true,
}

/** The parameters as a caller may give them: what is left out is the default. */
export interface AskedStressParams {
  readonly lookbackDays?: number | null | undefined
  readonly turnoverPerDay?: number | null | undefined
  readonly refill?: number | null | undefined
  readonly maintenanceRate?: number | null | undefined
  readonly weights?: readonly { readonly leverage: number; readonly weight: number }[] | null | undefined
  readonly isCalibrated?: boolean | null | undefined
}

const RANGES = {
  lookbackDays: [7, 180],
  turnoverPerDay: [0, 1],
  refill: [0.1, 1_000],
  maintenanceRate: [0.0001, 0.25],
} as const

/** @throws InputError STRESS_PARAMS */
export function readStressParams(asked: AskedStressParams | null | undefined): StressParams {
  const numberOf = (name: keyof typeof RANGES): number => {
    const value = asked?.[name]
    if (value == null) return DEFAULT_STRESS_PARAMS[name]
    const [least, most] = RANGES[name]
    if (!(value >= least && value <= most)) throw bad(name, value, `a number from ${least} to ${most}`)
    return value
  }
  return {
    lookbackDays: numberOf('lookbackDays'),
    turnoverPerDay: numberOf('turnoverPerDay'),
    refill: numberOf('refill'),
    maintenanceRate: numberOf('maintenanceRate'),
    weights: readWeights(asked?.weights),
    isCalibrated: asked?.isCalibrated ?? DEFAULT_STRESS_PARAMS.isCalibrated,
  }
}

function readWeights(asked: AskedStressParams['weights']): readonly number[] {
  if (asked == null) return DEFAULT_STRESS_PARAMS.weights
  const weights = LEVERAGES.map(() => 0)
  const seen = new Set<number>()
  for (const { leverage, weight } of asked) {
    const bucket = (LEVERAGES as readonly number[]).indexOf(leverage)
    if (bucket < 0) throw bad('weights', leverage, `leverages of ${LEVERAGES.join(', ')}`)
    if (seen.has(leverage)) throw bad('weights', leverage, 'each leverage once')
    if (!(weight >= 0 && weight <= 1)) throw bad('weights', weight, 'weights from 0 to 1')
    seen.add(leverage)
    weights[bucket] = weight
  }
  const sum = weights.reduce((a, b) => a + b, 0)
  if (sum > 1 + 1e-9) throw bad('weights', sum, 'weights whose sum is 1 at most')
  return weights
}

const bad = (name: string, value: number, accepted: string) =>
  new InputError(`\`params.${name}\` can't be ${value}.`, {
    reason: 'STRESS_PARAMS',
    argument: ['params', name],
    accepted,
  })

const LEAST_SHOCK = -0.95
const MOST_SHOCK = 1

/** @throws InputError SHOCK */
export function checkShock(shock: number): number {
  if (shock >= LEAST_SHOCK && shock <= MOST_SHOCK && shock !== 0) return shock
  throw new InputError(`A shock can't be ${shock}.`, {
    reason: 'SHOCK',
    argument: ['shock'],
    accepted: `a fraction of the price from ${LEAST_SHOCK} to ${MOST_SHOCK}, not 0: -0.1 is a fall of 10 %`,
  })
}
