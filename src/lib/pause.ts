import { setTimeout as sleep } from 'node:timers/promises'

/** Waits so many ms, or until the signal is aborted: the caller looks at the signal where that makes a difference. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0) return
  await sleep(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
}

/** What a loop waits for between two rounds: it is rung when there is something to do. */
export class Bell {
  #isRung = false
  #hear: (() => void) | undefined

  /** Ends a wait, or the next one when nobody waits: what comes during a round is not slept over. */
  ring(): void {
    this.#isRung = true
    this.#hear?.()
  }

  /** Waits until it is rung, or the signal is aborted, at most so many ms. Does not keep a process alive. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (!this.#isRung && !signal.aborted)
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer)
          signal.removeEventListener('abort', done)
          this.#hear = undefined
          resolve()
        }
        const timer = setTimeout(done, ms)
        timer.unref()
        signal.addEventListener('abort', done, { once: true })
        this.#hear = done
      })
    this.#isRung = false
  }
}
