import type pg from 'pg'
import { inTransaction } from '../db.ts'
import { UnwindError } from '../lib/errors.ts'
import { HOUR_MS, type Window } from '../lib/time.ts'
import { getReadExchanges, type Catalog } from '../markets/catalog.ts'
import { detectEpisodes, explainMoment, type Episode, type Verdict } from './detector.ts'
import type { MarketColumns } from './market.ts'
import { DETECTOR_VERSION, type DetectorParams } from './params.ts'
import { readMarket } from './read.ts'
import { findHeldWindow, replaceEpisodes } from './store.ts'

export interface DetectionRun {
  readonly params: DetectorParams
  /** At whole hours; undefined: all that is held. */
  readonly window?: Window | undefined
  /** Our clock. */
  readonly now: Date
}

/**
 * Runs the detector over what the store holds, and keeps what it found in place of what was found before.
 * @throws UnwindError NO_DATA when no open interest is held
 */
export async function runDetection(pool: pg.Pool, catalog: Catalog, run: DetectionRun): Promise<Episode[]> {
  const { market, exchanges, window } = await readHeld(pool, catalog, run.window)
  const episodes = detectEpisodes(market, run.params)
  await inTransaction(pool, (client) =>
    replaceEpisodes(
      client,
      {
        version: DETECTOR_VERSION,
        params: run.params,
        exchanges,
        ...window,
        stepSeconds: market.stepMs / 1_000,
        ranAt: run.now,
      },
      episodes,
    ),
  )
  return episodes
}

/**
 * What the rules say of a moment: which are met, and by how much others are missed.
 * @throws UnwindError NO_DATA when no open interest is held
 */
export async function explainStored(
  pool: pg.Pool,
  catalog: Catalog,
  params: DetectorParams,
  moment: Date,
): Promise<Verdict | undefined> {
  const { market } = await readHeld(pool, catalog, undefined)
  return explainMoment(market, params, moment.getTime())
}

async function readHeld(
  pool: pg.Pool,
  catalog: Catalog,
  asked: Window | undefined,
): Promise<{ readonly market: MarketColumns; readonly exchanges: string[]; readonly window: Window }> {
  const window = asked ?? (await findHeldWindow(pool))
  if (!window)
    throw new UnwindError('NO_DATA', 'The store holds no open interest: there is nothing to detect.')
  const exchangeIds = getReadExchanges(catalog, 'OPEN_INTEREST')
  const whole = {
    from: new Date(Math.floor(window.from.getTime() / HOUR_MS) * HOUR_MS),
    to: new Date(Math.ceil(window.to.getTime() / HOUR_MS) * HOUR_MS),
  }
  return {
    market: await readMarket(pool, catalog, { exchangeIds, window: whole }),
    exchanges: exchangeIds.map((id) => catalog.exchanges.get(id)!.code).sort(),
    window: whole,
  }
}
