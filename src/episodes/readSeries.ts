import type { Queryable } from '../db.ts'
import { UnwindError } from '../lib/errors.ts'
import { floorTo } from '../lib/time.ts'
import { MarketSum, type ReadColumns } from './market.ts'

const MEASURES = ['OPEN_INTEREST_USD', 'PRICE_CLOSE', 'LIQUIDATIONS_LONG', 'LIQUIDATIONS_SHORT'] as const
type Measure = (typeof MEASURES)[number]

interface Held {
  readonly measure: Measure
  readonly asset: string
  readonly times: string
  readonly values: string
}

/**
 * What the detector reads of the series of one imported source, at their own step. A part is an asset: a fall must show on most of them.
 * Of several series of one asset and measure the one without a label counts, else the first by label.
 * @throws UnwindError NO_DATA when the source tells no open interest, or no price of Bitcoin
 */
export async function readSeriesMarket(db: Queryable, sourceCode: string): Promise<ReadColumns> {
  const steps = await db.query<{ step: number }>(
    `select s.step_seconds as step from series as s join source as o on o.id = s.source_id
     where o.code = $1 and s.measure = 'OPEN_INTEREST_USD' and s.asset_id is not null
     group by 1 order by count(*) desc, 1 limit 1`,
    [sourceCode],
  )
  const step = steps.rows[0]?.step
  if (step === undefined)
    throw new UnwindError(
      'NO_DATA',
      `The source ${JSON.stringify(sourceCode)} tells no open interest by asset.`,
    )
  const result = await db.query<Held>(
    `with own as (
       select distinct on (s.measure, a.code) s.id, s.measure, a.code as asset
       from series as s join source as o on o.id = s.source_id join asset as a on a.id = s.asset_id
       where o.code = $1 and s.step_seconds = $2 and s.measure = any($3::text[]) and s.exchange_id is null
       order by s.measure, a.code, s.label nulls first, s.id
     )
     select measure, asset, string_agg(extract(epoch from p.time)::bigint::text, ',' order by p.time) as times,
       string_agg(p.value::float8::text, ',' order by p.time) as values
     from own join series_point as p on p.series_id = own.id group by measure, asset order by asset`,
    [sourceCode, step, MEASURES],
  )
  const stepMs = step * 1_000
  const rows = result.rows.map((row) => ({
    ...row,
    times: row.times.split(',').map((seconds) => Number(seconds) * 1_000),
    values: row.values.split(',').map(Number),
  }))
  const interest = rows.filter(({ measure }) => measure === 'OPEN_INTEREST_USD')
  const from = floorTo(
    interest.reduce((min, { times }) => Math.min(min, times[0]!), Infinity),
    stepMs,
  )
  const to = interest.reduce((max, { times }) => Math.max(max, times.at(-1)! + stepMs), -Infinity)
  const size = Math.round((to - from) / stepMs)
  const column = (measure: Measure, asset: string) => {
    const values = new Float64Array(size).fill(NaN)
    const found = rows.find((row) => row.measure === measure && row.asset === asset)
    for (const [place, time] of (found?.times ?? []).entries()) {
      const at = Math.round((time - from) / stepMs)
      if (at >= 0 && at < size) values[at] = found!.values[place]!
    }
    return values
  }
  const price = column('PRICE_CLOSE', 'BTC')
  if (price.every(Number.isNaN))
    throw new UnwindError(
      'NO_DATA',
      `The source ${JSON.stringify(sourceCode)} tells no price of Bitcoin at this step.`,
    )
  const assets = interest.map(({ asset }) => asset)
  const sum = new MarketSum(size, assets.length)
  for (const [part, asset] of assets.entries()) {
    const usd = carried(column('OPEN_INTEREST_USD', asset))
    const prices = carried(column('PRICE_CLOSE', asset))
    sum.add({ part, usd, coins: usd.map((value, at) => value / prices[at]!) })
  }
  const forced = (measure: Measure) => {
    const total = new Float64Array(size).fill(NaN)
    for (const asset of assets)
      for (const [at, value] of column(measure, asset).entries())
        if (!Number.isNaN(value)) total[at] = (Number.isNaN(total[at]!) ? 0 : total[at]!) + value
    return total
  }
  const rest = {
    from,
    stepMs,
    price,
    longUsd: forced('LIQUIDATIONS_LONG'),
    shortUsd: forced('LIQUIDATIONS_SHORT'),
  }
  return {
    ...rest,
    ...sum.columns(),
    withFault: (fault) => ({ ...rest, ...sum.columns(fault) }),
  }
}

/** A value stands for so many steps in which none is told: what is linked afterwards is the change over all of them. */
const CARRIED_STEPS = 2

function carried(column: Float64Array): Float64Array {
  let [last, since] = [NaN, 0]
  return column.map((value) => {
    if (!Number.isNaN(value)) {
      last = value
      since = 0
      return value
    }
    since += 1
    return since <= CARRIED_STEPS ? last : NaN
  })
}
