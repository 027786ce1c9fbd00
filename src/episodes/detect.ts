import type pg from 'pg'
import { inTransaction } from '../db.ts'
import { UnwindError } from '../lib/errors.ts'
import { HOUR_MS, type Window } from '../lib/time.ts'
import { getReadExchanges, type Catalog } from '../markets/catalog.ts'
import { detectEpisodes, type Episode } from './detector.ts'
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
export async function runDetection(
  pool: pg.Pool,
  catalog: Catalog,
  run: DetectionRun,
): Promise<{ readonly market: MarketColumns; readonly episodes: Episode[] }> {
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
  return { market, episodes }
}

/**
 * What a detector reads of the store, and of which venues.
 * @param asked undefined: all that is held
 * @throws UnwindError NO_DATA when no open interest is held
 */
export async function readHeld(
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
