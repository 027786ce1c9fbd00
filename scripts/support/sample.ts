import path from 'node:path'
import type { Queryable } from '../../src/db.ts'
import { upsertClaims } from '../../src/quality/claimStore.ts'
import { readClaims } from '../../src/quality/claims.ts'
import type pg from 'pg'
import { runDetection } from '../../src/episodes/detect.ts'
import { DEFAULT_PARAMS } from '../../src/episodes/params.ts'
import { createCatalog } from '../../src/markets/catalog.ts'
import type { LoadContext } from '../../src/quality/ingest.ts'
import { addCounts, NO_COUNTS, type RunCounts } from '../../src/quality/store.ts'
import { ingestSeries } from '../../src/series/ingest.ts'
import {
  findSampleVenue,
  sampleExchanges,
  sampleFundFlows,
  sampleMarketCaps,
  sampleReserves,
  sampleWindow,
  type SampleVenue,
} from '../../src/sources/sample/index.ts'
import { createProgress } from './progress.ts'
import { runTask, type Outcome, type Sources, type Task } from './loads.ts'

const SOURCES: Sources = {
  venueCodes: sampleExchanges.map(({ code }) => code),
  findVenue: findSampleVenue,
  marketCaps: sampleMarketCaps,
  others: {
    RESERVES: (context, window) => ingestSeries(context, sampleReserves, 'RESERVES', window),
    FUND_FLOWS: (context, window) => ingestSeries(context, sampleFundFlows, 'FUND_FLOWS', window),
  },
}

const SHIPPED_CLAIMS = ['report', 'others'].map((name) =>
  path.resolve(import.meta.dirname, `../../schema/claims/${name}.yaml`),
)

/** What later loads stand on, one after the other: market caps first, they name the assets that markets are then tied to. */
const FIRST_TASKS: readonly Task[] = [
  { name: 'market-caps', window: sampleWindow },
  ...SOURCES.venueCodes.map((exchange): Task => ({ name: 'markets', exchange })),
]

const VENUE_LOADS = [
  'leverage-tiers',
  'open-interest',
  'liquidations',
  'candles',
  'funding',
  'order-book',
  'long-short',
] as const

/** The families of every venue that has them, and what is of no venue. */
const FAMILY_TASKS: readonly Task[] = [
  ...VENUE_LOADS.flatMap((name) =>
    SOURCES.venueCodes
      .filter((exchange) => hasFamily(findSampleVenue(exchange)!, name))
      .map((exchange): Task => ({ name, exchange, window: sampleWindow })),
  ),
  { name: 'reserves', window: sampleWindow },
  { name: 'fund-flows', window: sampleWindow },
]

function hasFamily(venue: SampleVenue, name: (typeof VENUE_LOADS)[number]): boolean {
  if (name === 'order-book') return venue.orderBook !== undefined
  if (name === 'leverage-tiers') return venue.leverageTiers !== undefined
  return name !== 'long-short' || venue.longShort !== undefined
}

/** So many loads at a time: while one draws its records the store writes another's. */
const SIDE_BY_SIDE = 3

/**
 * Loads the sample through the same ingest and store as live data; goes on where a killed load ended. After a load that fails
 * none is begun.
 */
export async function loadSample(context: LoadContext): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const hasFailed = () => outcomes.some(({ error }) => error !== undefined)
  for (const task of FIRST_TASKS) if (!hasFailed()) outcomes.push(await runTask(context, SOURCES, task))

  // One bar for all that runs side by side: its time is that of the loads, end to end.
  const lengthMs = sampleWindow.to.getTime() - sampleWindow.from.getTime()
  const total = { from: new Date(0), to: new Date(FAMILY_TASKS.length * lengthMs) }
  const progress = createProgress('families', total)
  const done = new Map<Task, { readonly ms: number; readonly counts: RunCounts }>()
  const waiting = [...FAMILY_TASKS]
  const work = async () => {
    for (;;) {
      const task = hasFailed() ? undefined : waiting.shift()
      if (!task) return
      const outcome = await runTask(context, SOURCES, task, {
        quiet: true,
        onProgress: ({ counts, doneUntil }) => {
          const until = doneUntil ?? sampleWindow.to
          done.set(task, { ms: until.getTime() - sampleWindow.from.getTime(), counts })
          const all = [...done.values()]
          progress.update({
            counts: all.reduce((sum, one) => addCounts(sum, one.counts), NO_COUNTS),
            doneUntil: new Date(all.reduce((sum, one) => sum + one.ms, 0)),
          })
        },
      })
      outcomes.push(outcome)
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work))
  progress.stop()
  // Published figures are nobody's measurement: they stand beside the sample as they stand beside live data.
  if (!context.dryRun) for (const file of SHIPPED_CLAIMS) await upsertClaims(context.pool, readClaims(file))
  if (!context.dryRun && !hasFailed()) await detectInSample(context.pool, context.now())
  return outcomes
}

/** Finds the sample's episodes, and keeps them. */
export async function detectInSample(pool: pg.Pool, now: Date): Promise<void> {
  await runDetection(pool, await createCatalog(pool).read(), { params: DEFAULT_PARAMS, now })
}

/** Whether every load of the sample has once succeeded. */
export async function isSampleLoaded(db: Queryable): Promise<boolean> {
  // Tiers are of the family of markets: their own table tells them.
  const result = await db.query<{ loads: number; hasTiers: boolean }>(
    `select count(distinct (r.family, r.exchange_id))::int as loads, exists (select 1 from leverage_tier) as "hasTiers"
     from etl_run as r join source as s on s.id = r.source_id
     where s.code = 'sample' and r.status = 'SUCCEEDED'`,
  )
  const { loads, hasTiers } = result.rows[0]!
  const families = FAMILY_TASKS.filter(({ name }) => name !== 'leverage-tiers')
  return hasTiers && loads === FIRST_TASKS.length + families.length
}
