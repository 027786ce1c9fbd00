import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { inTransaction } from '../db.ts'
import { messageOf, UnwindError } from '../lib/errors.ts'
import { floorTo, HOUR_MS, MINUTE_MS, type Window } from '../lib/time.ts'
import { createCatalog, getReadExchanges, type Catalog } from '../markets/catalog.ts'
import { detectEpisodes, type Episode } from './detector.ts'
import type { ReadColumns } from './market.ts'
import { DEFAULT_PARAMS, DETECTOR_VERSION, type DetectorParams } from './params.ts'
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
): Promise<{ readonly market: ReadColumns; readonly episodes: Episode[] }> {
  const { market, exchanges, window } = await readHeld(pool, catalog, run.window, run.now)
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
 * @param now our clock: whole hours that have passed are read
 * @throws UnwindError NO_DATA when no open interest is held
 */
export async function readHeld(
  pool: pg.Pool,
  catalog: Catalog,
  asked: Window | undefined,
  now: Date,
): Promise<{ readonly market: ReadColumns; readonly exchanges: string[]; readonly window: Window }> {
  const window = asked ?? (await findHeldWindow(pool))
  if (!window)
    throw new UnwindError('NO_DATA', 'The store holds no open interest: there is nothing to detect.')
  const exchangeIds = getReadExchanges(catalog, 'OPEN_INTEREST')
  const whole = {
    from: new Date(Math.floor(window.from.getTime() / HOUR_MS) * HOUR_MS),
    // An hour that goes on is not told of yet.
    to: new Date(
      Math.min(
        Math.ceil(window.to.getTime() / HOUR_MS) * HOUR_MS,
        Math.floor(now.getTime() / HOUR_MS) * HOUR_MS,
      ),
    ),
  }
  if (whole.from >= whole.to)
    throw new UnwindError('NO_DATA', 'No whole hour of open interest is held: there is nothing to detect.')
  return {
    market: await readMarket(pool, catalog, { exchangeIds, window: whole }),
    exchanges: exchangeIds.map((id) => catalog.exchanges.get(id)!.code).sort(),
    window: whole,
  }
}

export interface DetectionLoop {
  readonly everyMs: number
  readonly signal: AbortSignal
  readonly now: () => Date
  readonly log: (message: string) => void
}

/** Two recorders of one store must not both detect. */
const LOCK = 'unwind.detection'

/**
 * Runs the detector over the store again and again, until it is stopped: an episode that goes on is found while it does. Of several
 * recorders of one store one runs it each time. A run that fails is told, and the next one comes.
 */
export async function detectEvery(pool: pg.Pool, loop: DetectionLoop): Promise<void> {
  const { everyMs, signal, now, log } = loop
  while (!signal.aborted) {
    // Just after the whole step: what an hour's last readings are is then known.
    const pause = everyMs - (now().getTime() % everyMs) + Math.min(MINUTE_MS, everyMs / 2)
    await sleep(pause, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return
    await detectOnce(pool, loop).catch((error: unknown) => {
      if (!(error instanceof UnwindError && error.code === 'NO_DATA')) log(`detection: ${messageOf(error)}`)
    })
  }
}

async function detectOnce(pool: pg.Pool, { everyMs, now, log }: DetectionLoop): Promise<void> {
  const client = await pool.connect()
  try {
    const held = await client.query<{ mine: boolean }>('select pg_try_advisory_lock(hashtext($1)) as mine', [
      LOCK,
    ])
    if (!held.rows[0]!.mine) return
    try {
      // Another recorder may have run it since this step began.
      const begin = new Date(floorTo(now().getTime(), everyMs))
      const done = await client.query('select 1 from detection where ran_at >= $1', [begin])
      if ((done.rowCount ?? 0) > 0) return
      const { episodes } = await runDetection(pool, await createCatalog(pool).read(), {
        params: DEFAULT_PARAMS,
        now: now(),
      })
      const open = episodes.filter(({ isProvisional }) => isProvisional)
      if (open.length > 0) log(`detection: ${open.length} of ${episodes.length} episodes may still go on`)
    } finally {
      await client.query('select pg_advisory_unlock(hashtext($1))', [LOCK])
    }
  } finally {
    client.release()
  }
}
