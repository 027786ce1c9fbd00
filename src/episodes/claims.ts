import Big from 'big.js'
import { ratio, toPlain, type DecimalString } from '../lib/decimal.ts'
import { DAY_MS, HOUR_MS, type Window } from '../lib/time.ts'
import { timeSeriesOf } from '../liquidations/timeSeries.ts'
import { getCapsOver } from '../marketCap/store.ts'
import { timeSeriesOf as openInterestSeries } from '../openInterest/timeSeries.ts'
import { getClaims, type ClaimRow } from '../quality/claimStore.ts'
import type { EpisodeAnswer } from './answer.ts'
import { counted } from './wording.ts'

/** Claims whose window begins or ends within so long of the flush belong to the episode. */
const ABOUT_MS = 2 * DAY_MS
const MOST_CLAIMS = 100
/** How old a cap may be, minutes. */
const MAX_AGE_MINUTES = 1_440

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
  if (claim.exchangeCode !== null) return NOT_MEASURED
  if (claim.assetCode !== null) return measureAsset(episode, claim, claim.assetCode, window)
  switch (claim.measure) {
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
        note: total && `No feed tells traders: ${counted(total.orderCount, 'printed order')} in the window.`,
      }
    }
    case 'OPEN_INTEREST': {
      const { value } = await openInterestSeries(episode.openInterest(window), 'USD', undefined)
      return { value: largest(value), note: 'The highest of the ends of the hours.' }
    }
    case 'MARKET_CAP': {
      const [from, to] = await capsOf(episode, undefined, window)
      return { value: to ?? from ?? null, note: 'At the end of the window.' }
    }
    case 'MARKET_CAP_CHANGE': {
      const [from, to] = await capsOf(episode, undefined, window)
      return { value: from && to ? toPlain(new Big(to).minus(from)) : null, note: FROM_TO }
    }
    case 'RETURN': {
      const [from, to] = await capsOf(episode, undefined, window)
      return { value: from && to ? changeOf(from, to) : null, note: `Of the whole market's cap. ${FROM_TO}` }
    }
    default:
      return NOT_MEASURED
  }
}

const NOT_MEASURED: Measured = { value: null, note: 'Not measured here.' }
const FROM_TO = 'From the begin of the window to its end.'

const changeOf = (from: DecimalString, to: DecimalString): DecimalString | null => {
  const over = ratio(to, from)
  return over === undefined ? null : toPlain(new Big(over).minus(1))
}

/** The same of one asset. */
async function measureAsset(
  episode: EpisodeAnswer,
  { measure: what }: ClaimRow,
  code: string,
  window: Window,
): Promise<Measured> {
  const asset = episode.catalog.assetsByCode.get(code)
  if (!asset) return { value: null, note: `${code} is not held.` }
  switch (what) {
    case 'MARKET_CAP': {
      const [, to] = await capsOf(episode, asset.id, window)
      return { value: to ?? null, note: 'At the end of the window.' }
    }
    case 'MARKET_CAP_CHANGE': {
      const [from, to] = await capsOf(episode, asset.id, window)
      return { value: from && to ? toPlain(new Big(to).minus(from)) : null, note: FROM_TO }
    }
    case 'RETURN': {
      const [from, to] = await capsOf(episode, asset.id, window)
      return { value: from && to ? changeOf(from, to) : null, note: `Of its cap. ${FROM_TO}` }
    }
    case 'SHARE_OF_FALL': {
      const [own, all] = await Promise.all([
        capsOf(episode, asset.id, window),
        capsOf(episode, undefined, window),
      ])
      const [change, whole] = [own, all].map(([from, to]) =>
        from && to ? new Big(to).minus(from) : undefined,
      )
      return { value: (change && whole && ratio(change, whole)) ?? null, note: FROM_TO }
    }
    default:
      return NOT_MEASURED
  }
}

/** Caps at the begin and the end of a window, USD; undefined: not held. */
async function capsOf(
  { context }: EpisodeAnswer,
  assetId: number | undefined,
  { from, to }: Window,
): Promise<(DecimalString | undefined)[]> {
  const caps = await getCapsOver(context.database.pool, assetId, [from, to], MAX_AGE_MINUTES)
  return caps.map((cap) => cap ?? undefined)
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
