import { SingleBar } from 'cli-progress'
import type { LoadProgress } from '../../src/quality/ingest.ts'
import type { Window } from '../../src/lib/time.ts'

export interface Progress {
  update(progress: LoadProgress): void
  stop(): void
}

const LINE_EVERY_MS = 5_000

/** A bar on a terminal, a plain line every five seconds elsewhere. */
export function createProgress(
  label: string,
  window: Window | undefined,
  out: NodeJS.WriteStream = process.stderr,
): Progress {
  const shareOf = ({ doneUntil }: LoadProgress) =>
    window && doneUntil
      ? (doneUntil.getTime() - window.from.getTime()) / (window.to.getTime() - window.from.getTime())
      : undefined
  if (out.isTTY && window) {
    const bar = new SingleBar({
      format: `${label} [{bar}] {percentage}% | {rows} rows | {eta_formatted} left`,
      stream: out,
      hideCursor: true,
      clearOnComplete: true,
    })
    bar.start(1000, 0, { rows: 0 })
    return {
      update: (progress) => {
        bar.update(Math.round((shareOf(progress) ?? 0) * 1000), { rows: progress.counts.read })
      },
      stop: () => {
        bar.stop()
      },
    }
  }
  let last = Date.now()
  return {
    update: (progress) => {
      if (Date.now() - last < LINE_EVERY_MS) return
      last = Date.now()
      const share = shareOf(progress)
      const done = share === undefined ? '' : `${Math.floor(share * 100)} %, `
      out.write(`${label}: ${done}${progress.counts.read} rows read\n`)
    },
    stop: () => undefined,
  }
}
