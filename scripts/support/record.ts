import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../../src/config.ts'
import { HOUR_MS, MINUTE_MS } from '../../src/lib/time.ts'
import type { LoadContext } from '../../src/quality/ingest.ts'
import { runTask, summarise, type Sources, type Task } from './loads.ts'

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = MINUTE_MS
/** A stream's run is closed and opened anew so often, so that its record does not stay open for months. */
const STREAM_RUN_MS = HOUR_MS

/**
 * Records every family of every configured venue until the signal is aborted. Polls keep their pace; a stream that breaks
 * is opened again, after a pause that doubles with each failure in a row. What was not heard in between stays a gap.
 */
export async function recordForever(context: LoadContext, sources: Sources, config: Config): Promise<void> {
  const { signal } = context
  const pause = (ms: number) => sleep(ms, undefined, { signal }).catch(() => undefined)
  const run = async (task: Task): Promise<boolean> => {
    const outcome = await runTask(context, sources, task)
    if (signal.aborted) return true
    process.stdout.write(
      `${context.now().toISOString()} ${summarise([outcome], false).split('\n')[0] ?? ''}\n`,
    )
    return outcome.error === undefined
  }
  const repeat = async (everyMs: number, task: () => Task): Promise<void> => {
    let failures = 0
    while (!signal.aborted) {
      const began = Date.now()
      failures = (await run(task())) ? 0 : failures + 1
      const backoff = failures === 0 ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1))
      await pause(Math.max(backoff, everyMs - (Date.now() - began)))
    }
  }

  // Markets first: the other families need them to know what a contract is worth.
  for (const exchange of config.exchanges) await run({ name: 'markets', exchange })
  await Promise.all([
    repeat(5 * MINUTE_MS, () => ({ name: 'market-caps' })),
    ...config.exchanges.flatMap((exchange) => [
      pause(HOUR_MS).then(() => repeat(HOUR_MS, () => ({ name: 'markets', exchange }))),
      repeat(MINUTE_MS, () => ({ name: 'open-interest', exchange })),
      repeat(0, () => {
        const from = context.now()
        return {
          name: 'liquidations',
          exchange,
          window: { from, to: new Date(from.getTime() + STREAM_RUN_MS) },
        }
      }),
    ]),
  ])
}
