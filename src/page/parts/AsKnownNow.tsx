import { useStore } from './store.ts'

/** An episode is told to its end, whatever moment the address names: cut there, it would tell of what did not happen yet as if it never had. */
export function AsKnownNow({ more }: { more?: string }) {
  const { isPinned } = useStore()
  if (!isPinned) return null
  return (
    <p class="data-line">
      Shown as it is known today, also what came after that moment: an episode is told to its end.
      {more && ` ${more}`}
    </p>
  )
}

/** Those that had been detected by a moment, and those that are asked for by name. */
export const detectedBy = <Own extends { code: string; phases: { detectedAt: string } }>(
  episodes: readonly Own[],
  moment: Date,
  named: readonly string[] = [],
): Own[] =>
  episodes.filter(
    ({ code, phases }) => Date.parse(phases.detectedAt) <= moment.getTime() || named.includes(code),
  )
