import { readConfig } from '../src/config.ts'
import { detectEvery } from '../src/episodes/detect.ts'
import { messageOf } from '../src/lib/errors.ts'
import { HOUR_MS } from '../src/lib/time.ts'
import { Recorder, type RecorderOptions } from '../src/recorder/recorder.ts'
import { startStatusServer } from '../src/recorder/statusServer.ts'
import { fillRecent } from './support/backfill.ts'
import { liveSources } from './support/loads.ts'
import { openStore } from './support/openStore.ts'

/**
 * `npm run recorder`: every family of every configured venue, continuously, until it is stopped.
 * @param paces other paces than the usual, for the soak
 */
export async function main(
  _argv: readonly string[] = [],
  paces: Pick<RecorderOptions, 'cadenceMs'> = {},
): Promise<void> {
  const config = { ...readConfig(), data: 'live' as const }
  const say = (text: string) => process.stdout.write(`${new Date().toISOString()} ${text}\n`)
  const store = await openStore(config, (what, ms) => say(`${what}: ${(ms / 1000).toFixed(1)} s`))
  const abort = new AbortController()
  const stop = () => abort.abort()
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  try {
    const sources = await liveSources(config)
    const venues = config.exchanges.flatMap((code) => {
      const venue = sources.findVenue(code)
      if (!venue)
        say(`There is no exchange ${JSON.stringify(code)}; known: ${sources.venueCodes.join(', ')}.`)
      return venue ? [venue] : []
    })
    const { pool } = store.database
    const now = () => new Date()
    const recorder = new Recorder({
      pool,
      url: store.url,
      venues,
      marketCaps: sources.marketCaps,
      ...(sources.others ? { others: sources.others } : {}),
      assets: config.recordAssets,
      spoolDir: config.spoolDir,
      spoolBytes: config.spoolBytes,
      signal: abort.signal,
      now,
      log: say,
      ...paces,
      fill: (venue, signal) => fillRecent({ pool, signal, now }, venue, config.recordAssets),
    })
    const server = await startStatusServer(recorder, { host: config.recorderHost, port: config.recorderPort })
    say(`Recording ${venues.map(({ markets }) => markets.exchange.code).join(', ')}.`)
    say(`State: ${server.url}/recorder/status`)
    const detecting = detectEvery(pool, { everyMs: HOUR_MS, signal: abort.signal, now, log: say })
    await recorder.run()
    abort.abort()
    await detecting
    await server.close()
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`)
    process.exitCode = 1
  } finally {
    await store.close()
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
  say('Stopped.')
}
