import { useEffect, useState } from 'preact/hooks'

/** SYSTEM follows the reader's own setting. */
export type Theme = 'system' | 'light' | 'dark'

const NAME = 'unwind-theme'
const isTheme = (text: string | null): text is Theme => text === 'light' || text === 'dark'
const stored = localStorage.getItem(NAME)
let theme: Theme = isTheme(stored) ? stored : 'system'
const system = matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

function apply(): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  for (const listener of listeners) listener()
}
system.addEventListener('change', apply)
apply()

export function setTheme(next: Theme): void {
  theme = next
  if (next === 'system') localStorage.removeItem(NAME)
  else localStorage.setItem(NAME, next)
  apply()
}

/** What was chosen, and whether the page is dark now. */
export function useTheme(): { readonly theme: Theme; readonly isDark: boolean } {
  const [, render] = useState(0)
  useEffect(() => {
    const listener = () => render((count) => count + 1)
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }, [])
  return { theme, isDark: theme === 'dark' || (theme === 'system' && system.matches) }
}

/** The colours of charts, from the style sheet: the one place that names them. */
export interface Palette {
  readonly text: string
  readonly muted: string
  readonly line: string
  readonly surface: string
  readonly long: string
  readonly short: string
  readonly main: string
  readonly second: string
  readonly third: string
  readonly fourth: string
  readonly fifth: string
  readonly price: string
  readonly position: string
  readonly fall: string
  readonly rise: string
  readonly cold: string
  readonly neutral: string
  readonly warm: string
  readonly alert: string
}

const NAMES = [
  'text',
  'muted',
  'line',
  'surface',
  'long',
  'short',
  'main',
  'second',
  'third',
  'fourth',
  'fifth',
  'price',
  'position',
  'fall',
  'rise',
  'cold',
  'neutral',
  'warm',
  'alert',
] as const satisfies readonly (keyof Palette)[]

/** As they are now: a canvas can't read the style sheet by itself. */
export function readPalette(): Palette {
  const probe = document.createElement('span')
  document.body.append(probe)
  const entries = NAMES.map((name) => {
    probe.style.color = `var(--${name})`
    return [name, getComputedStyle(probe).color] as const
  })
  probe.remove()
  return Object.fromEntries(entries) as Record<(typeof NAMES)[number], string>
}
