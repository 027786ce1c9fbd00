import path from 'node:path'
import type { Queryable } from '../../src/db.ts'
import { upsertClaims } from '../../src/quality/claimStore.ts'
import { readClaims } from '../../src/quality/claims.ts'
import type { LoadContext } from '../../src/quality/ingest.ts'
import {
  findSampleVenue,
  sampleExchanges,
  sampleMarketCaps,
  sampleWindow,
} from '../../src/sources/sample/index.ts'
import { runTask, type Outcome, type Sources, type Task } from './loads.ts'

const SOURCES: Sources = {
  venueCodes: sampleExchanges.map(({ code }) => code),
  findVenue: findSampleVenue,
  marketCaps: sampleMarketCaps,
}

const SHIPPED_CLAIMS = ['report', 'others'].map((name) =>
  path.resolve(import.meta.dirname, `../../schema/claims/${name}.yaml`),
)

/** All loads that make up the sample, market caps first: they name the assets that markets are then tied to. */
function sampleTasks(): Task[] {
  const window = sampleWindow
  return [
    { name: 'market-caps', window },
    ...SOURCES.venueCodes.map((exchange): Task => ({ name: 'markets', exchange })),
    ...SOURCES.venueCodes.map((exchange): Task => ({ name: 'open-interest', exchange, window })),
    ...SOURCES.venueCodes.map((exchange): Task => ({ name: 'liquidations', exchange, window })),
  ]
}

/** Loads the sample through the same ingest and store as live data; goes on where a killed load ended. */
export async function loadSample(context: LoadContext): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const task of sampleTasks()) {
    const outcome = await runTask(context, SOURCES, task)
    outcomes.push(outcome)
    // Later loads stand on earlier ones.
    if (outcome.error !== undefined) break
  }
  // Published figures are nobody's measurement: they stand beside the sample as they stand beside live data.
  if (!context.dryRun) for (const file of SHIPPED_CLAIMS) await upsertClaims(context.pool, readClaims(file))
  return outcomes
}

/** Whether every load of the sample has once succeeded. */
export async function isSampleLoaded(db: Queryable): Promise<boolean> {
  const result = await db.query<{ loads: number }>(
    `select count(distinct (r.family, r.exchange_id))::int as loads
     from etl_run as r join source as s on s.id = r.source_id
     where s.code = 'sample' and r.status = 'SUCCEEDED'`,
  )
  return result.rows[0]?.loads === sampleTasks().length
}
