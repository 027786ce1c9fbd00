import Big from 'big.js'
import { toPlain, type DecimalString } from '../lib/decimal.ts'
import { DAY_MS, HOUR_MS, type Window } from '../lib/time.ts'
import { timeSeriesOf } from '../liquidations/timeSeries.ts'
import { timeSeriesOf as openInterestSeries } from '../openInterest/timeSeries.ts'
import { getClaims, type ClaimRow } from '../quality/claimStore.ts'
import type { EpisodeAnswer } from './answer.ts'

/** Claims whose window begins or ends within so long of the flush belong to the episode. */
const ABOUT_MS = 2 * DAY_MS
const MOST_CLAIMS = 100

export interface EpisodeClaim {
  readonly claim: ClaimRow
  readonly measured: DecimalString | null
  readonly difference: DecimalString | null
  readonly note: string | null
}

interface Measured {
  readonly value: DecimalString | null
  readonly note: string | null
}

/** Published figures about an episode beside what is measured of the same. */
export async function claimsOf(episode: EpisodeAnswer): Promise<EpisodeClaim[]> {
  const { from, to } = episode.flush
  const window = { from: new Date(from.getTime() - ABOUT_MS), to: new Date(to.getTime() + ABOUT_MS) }
  const claims = await getClaims(episode.context.database.pool, { window }, MOST_CLAIMS)
  const own = claims.filter((claim) => claim.from !== null && claim.to !== null)
  return Promise.all(
    own.map(async (claim) => {
      const { value, note } = await measure(episode, claim, { from: claim.from!, to: claim.to! })
      return { claim, measured: value, difference: value === null ? null : differenceOf(value, claim), note }
    }),
  )
}

/** How far a number lies from a range: 0 within it. */
export function differenceOf(
  value: DecimalString,
  { low, high }: Pick<ClaimRow, 'low' | 'high'>,
): DecimalString {
  const own = new Big(value)
  if (own.lt(low)) return toPlain(own.minus(low))
  return own.gt(high) ? toPlain(own.minus(high)) : '0'
}

async function measure(episode: EpisodeAnswer, claim: ClaimRow, window: Window): Promise<Measured> {
  const isWhole = claim.assetCode === null && claim.exchangeCode === null
  switch (isWhole ? claim.measure : '') {
    case 'LIQUIDATIONS_TOTAL':
      return mostOfADay(episode, window, 'USD')
    case 'LIQUIDATIONS_LONG':
      return mostOfADay(episode, window, 'LONG_USD')
    case 'LIQUIDATIONS_SHORT':
      return mostOfADay(episode, window, 'SHORT_USD')
    case 'LONG_SHARE':
      return { value: (await episode.liquidations(window).total())?.longShare ?? null, note: null }
    case 'LIQUIDATED_TRADERS': {
      const total = await episode.liquidations(window).total()
      return {
        value: null,
        note: total && `No feed tells traders. ${total.orderCount} orders were printed in the window.`,
      }
    }
    case 'OPEN_INTEREST': {
      const { value } = await openInterestSeries(episode.openInterest(window), 'USD', undefined)
      return { value: largest(value), note: 'The highest of the ends of the hours.' }
    }
    default:
      return { value: null, note: 'Not measured here.' }
  }
}

/** Publishers tell sums of 24 hours: of a longer window those of the most of any 24 hours count. */
async function mostOfADay(
  episode: EpisodeAnswer,
  window: Window,
  side: 'USD' | 'LONG_USD' | 'SHORT_USD',
): Promise<Measured> {
  const floor = 'A lower bound: some feeds leave orders out.'
  const hours = (window.to.getTime() - window.from.getTime()) / HOUR_MS
  if (hours <= 24) {
    const total = await episode.liquidations(window).total()
    const value = { USD: total?.usd, LONG_USD: total?.longUsd, SHORT_USD: total?.shortUsd }[side]
    return { value: value ?? null, note: floor }
  }
  const { value } = await timeSeriesOf(episode.liquidations(window), side, undefined)
  const sums = value.flatMap((_, at) => {
    const own = value.slice(at - 23, at + 1)
    if (at < 23 || own.some((one) => one === null)) return []
    return [own.reduce<Big>((sum, one) => sum.plus(one!), new Big(0))]
  })
  return { value: largest(sums.map(toPlain)), note: `The most of any 24 hours of the window. ${floor}` }
}

function largest(values: readonly (DecimalString | null)[]): DecimalString | null {
  return values.reduce<DecimalString | null>(
    (most, value) => (value !== null && (most === null || new Big(value).gt(most)) ? value : most),
    null,
  )
}
