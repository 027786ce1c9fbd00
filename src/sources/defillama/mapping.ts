import { z } from 'zod'
import { findDecimal } from '../../lib/decimal.ts'
import { RecordError } from '../../lib/errors.ts'
import { DAY_MS, type Window } from '../../lib/time.ts'
import type { Measure, SeriesPointRecord, SeriesRecord } from '../../series/record.ts'
import { notNegative, parseRow, timeOf, type Mapped } from '../ccxt/mapping.ts'
import { EXCHANGE_CODES } from './exchanges.ts'

/** `/cexs`: houses by name; one whose wallets are not known has no slug. */
export const housesSchema = z.object({ cexs: z.array(z.unknown()) })

const houseSchema = z.object({ name: z.string().min(1), slug: z.string().nullish() })

/** Of the address of a request, and of a series' name. */
const SLUG = /^[a-z0-9][a-z0-9.-]{0,60}$/

/** A house's slug in small letters, as DefiLlama itself reads it; undefined: its wallets are not known. @throws RecordError BAD_SHAPE */
export function findSlug(row: unknown): string | undefined {
  const { name, slug } = parseRow(houseSchema, row)
  if (slug === undefined || slug === null || slug === '') return undefined
  const small = slug.toLowerCase()
  if (!SLUG.test(small)) throw new RecordError('BAD_SHAPE', `the slug of ${name} is ${JSON.stringify(slug)}`)
  return small
}

const number = z.union([z.number(), z.string()])
const list = z.array(z.unknown()).nullish()

/**
 * `/protocol/{slug}`: the sums over all chains. The lists by chain beside them are not read: DefiLlama leaves their tokens out
 * of a large answer. https://api-docs.defillama.com
 */
export const houseHistorySchema = z.object({
  tvl: list,
  tokens: list,
  tokensInUsd: list,
  misrepresentedTokens: z.boolean().nullish(),
})

export type HouseHistory = z.infer<typeof houseHistorySchema>

const dateSchema = z.object({ date: number })
const totalSchema = z.object({ totalLiquidityUSD: number })
/** Hundreds of tokens a day and a thousand days: only those that are wanted are looked at. */
const tokensSchema = z.object({
  tokens: z.custom<Record<string, unknown>>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'no amounts by token',
  ),
})

/**
 * A house's wallets: coins and USD by token of the wanted assets, and USD of all its tokens, its own token among them. Time
 * ascending within a series. Clock: DefiLlama keeps the first reading of each day (UTC) under that day's first second,
 * so a point is the state at `time`, not a sum of the day after it. Behind those it prints the reading of the last hour, which is of
 * no day yet and is left out. A token that is not listed on a day is not known on it: no zero is made of it.
 * @param slug as of findSlug
 * @param wanted tokens with the asset that each stands for, as of tokensOf
 */
export function mapHouse(
  slug: string,
  history: HouseHistory,
  wanted: ReadonlyMap<string, string>,
  window: Window,
): Mapped<SeriesPointRecord> {
  const mapped: Mapped<SeriesPointRecord> = { records: [], rejections: [] }
  const refuse = (error: unknown, payload: unknown) => {
    if (!(error instanceof RecordError)) throw error
    mapped.rejections.push({ code: error.code, reason: error.message, payload })
  }
  const seriesOf = cachedSeries(slug)
  const each = (name: 'tvl' | 'tokens' | 'tokensInUsd', map: (row: unknown, time: Date) => void) => {
    const rows = history[name] ?? []
    for (const [at, row] of rows.entries())
      try {
        const time = secondsOf(parseRow(dateSchema, row).date)
        const isDay = time.getTime() % DAY_MS === 0
        if (!isDay && at === rows.length - 1) continue
        if (time < window.from || time >= window.to) continue
        if (!isDay) throw new RecordError('BAD_TIME', `${time.toISOString()} is no day's begin`)
        map(row, time)
      } catch (error) {
        refuse(error, { slug, list: name, row: withoutTokens(row) })
      }
  }

  each('tvl', (row, time) => {
    const value = notNegative(parseRow(totalSchema, row).totalLiquidityUSD, 'totalLiquidityUSD')
    mapped.records.push({ series: seriesOf('EXCHANGE_RESERVE_USD', undefined), time, value })
  })
  const lists = [
    ['tokens', 'EXCHANGE_RESERVE_COINS'],
    ['tokensInUsd', 'EXCHANGE_RESERVE_USD'],
  ] as const
  for (const [name, measure] of lists) {
    if (history.misrepresentedTokens === true || (history[name] ?? []).length === 0) {
      // What such a house holds is printed as other tokens than it is.
      const reason = `${name} of ${slug} are not told token by token`
      mapped.rejections.push({ code: 'NO_TOKENS', reason, payload: { slug, list: name } })
      continue
    }
    each(name, (row, time) => {
      const { tokens } = parseRow(tokensSchema, row)
      for (const [token, assetCode] of wanted) {
        const amount = Object.hasOwn(tokens, token) ? tokens[token] : null
        if (amount === null) continue
        try {
          const value = notNegative(amount, token)
          mapped.records.push({ series: seriesOf(measure, { token, assetCode }), time, value })
        } catch (error) {
          refuse(error, { slug, list: name, time: time.toISOString(), token, amount })
        }
      }
    })
  }
  mapped.records.sort((a, b) => a.time.getTime() - b.time.getTime())
  return mapped
}

/** One object a series: the store names each of them once. */
function cachedSeries(
  slug: string,
): (measure: Measure, of: { token: string; assetCode: string } | undefined) => SeriesRecord {
  const exchangeCode = Object.hasOwn(EXCHANGE_CODES, slug) ? EXCHANGE_CODES[slug] : undefined
  const made = new Map<string, SeriesRecord>()
  return (measure, of) => {
    const key = `${measure} ${of?.token ?? ''}`
    let series = made.get(key)
    if (!series) {
      series = {
        measure,
        ...(of === undefined ? {} : { assetCode: of.assetCode, venueSymbol: of.token }),
        ...(exchangeCode === undefined ? { label: slug } : { exchangeCode }),
        stepMs: DAY_MS,
        venues: [exchangeCode ?? slug],
        // The wallets that are known, which are never known to be all.
        completeness: 'UNKNOWN',
      }
      made.set(key, series)
    }
    return series
  }
}

/** Seconds since 1970. @throws RecordError BAD_TIME */
function secondsOf(value: number | string): Date {
  const decimal = findDecimal(value)
  return timeOf(decimal === undefined ? value : Number(decimal) * 1000, 'date in seconds')
}

/** A day holds hundreds of tokens: what is wrong with the day itself is seen without them. */
function withoutTokens(row: unknown): unknown {
  if (typeof row !== 'object' || row === null || !('tokens' in row)) return row
  return { ...row, tokens: typeof row.tokens }
}
