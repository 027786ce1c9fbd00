import type { Drawn } from './selection.ts'

/** A piece of the line that an episode is drawn with: told apart by its dashes, too. */
export function Swatch({ drawn: { colorName, dash } }: { drawn: Drawn }) {
  return (
    <svg class={`swatch swatch-${colorName}`} width="26" height="6" aria-hidden="true">
      <line
        x1="0"
        x2="26"
        y1="3"
        y2="3"
        stroke="currentColor"
        stroke-width="2.5"
        stroke-dasharray={dash === 'solid' ? undefined : dash.join(' ')}
      />
    </svg>
  )
}
