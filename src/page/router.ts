import { useEffect, useState } from 'preact/hooks'

/** Where the reader is: which view, and the state of its pictures. */
export interface Place {
  /** Below the page's root; "" is the overview. */
  readonly path: string
  readonly params: URLSearchParams
}

/** Every view lies directly below the root, so that "./" is the root from each of them, whatever path a proxy puts before it. */
export const rootUrl = (): URL => new URL('./', location.href)

const placeNow = (): Place => ({
  path: decodeURIComponent(location.pathname.slice(rootUrl().pathname.length)),
  params: new URLSearchParams(location.search),
})

const listeners = new Set<() => void>()
const tell = () => {
  for (const listener of listeners) listener()
}

/** STEP: Back leads to where the reader was before; IN_PLACE: what the page sets by itself, and what passes through many values. */
export type Making = 'STEP' | 'IN_PLACE'

/** A change of the same part so soon after the last belongs to its step, ms: arrow keys pass through choices. */
const ONE_STEP_MS = 1_000
let lastStep: { readonly name: string; readonly at: number } | undefined

addEventListener('popstate', () => {
  lastStep = undefined
  tell()
  restoreScroll()
})

/** What an entry of the history keeps: how far down the reader was, px. */
interface Entry {
  readonly scroll?: number
}

/** How long a view may take to become as high as it was, ms. */
const RESTORE_MS = 10_000
/** The reader's own hand ends a restoring. */
const HANDS = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const
let restoring: AbortController | undefined

// The browser does so at once, when what was there has not come yet, and ends at the top.
history.scrollRestoration = 'manual'

let saving: ReturnType<typeof setTimeout> | undefined
addEventListener(
  'scroll',
  () => {
    clearTimeout(saving)
    if (!restoring) saving = setTimeout(saveScroll, 150)
  },
  { passive: true },
)
addEventListener('pagehide', saveScroll)

function saveScroll(): void {
  clearTimeout(saving)
  if (!restoring) history.replaceState({ scroll: scrollY } satisfies Entry, '')
}

/** Goes to where the reader was, as soon as the view is that high, and stays there while it grows. */
function restoreScroll(): void {
  clearTimeout(saving)
  restoring?.abort()
  const wanted = (history.state as Entry | null)?.scroll
  if (wanted === undefined) return
  const own = (restoring = new AbortController())
  const { signal } = own
  const observer = new ResizeObserver(() => scrollTo(0, wanted))
  observer.observe(document.documentElement)
  signal.addEventListener('abort', () => {
    observer.disconnect()
    if (restoring === own) restoring = undefined
  })
  for (const hand of HANDS) addEventListener(hand, () => own.abort(), { signal, passive: true })
  setTimeout(() => own.abort(), RESTORE_MS)
}

restoreScroll()

/** An address within the page. Empty parameters are left out. */
export function hrefOf(path: string, params: Readonly<Record<string, string | undefined>> = {}): string {
  const given = Object.entries(params).filter((pair): pair is [string, string] => Boolean(pair[1]))
  const query = new URLSearchParams(given).toString()
  return `./${path}${query ? `?${query}` : ''}`
}

/** Goes to a view, as a link does. */
export function go(href: string): void {
  saveScroll()
  restoring?.abort()
  history.pushState(null, '', href)
  lastStep = undefined
  scrollTo(0, 0)
  tell()
}

export function usePlace(): Place {
  const [place, setPlace] = useState(placeNow)
  useEffect(() => {
    const listener = () => setPlace(placeNow())
    listeners.add(listener)
    // The address may have changed between the first render and now.
    listener()
    return () => void listeners.delete(listener)
  }, [])
  return place
}

/** Sets a part of the address. */
export type SetParam<T extends string = string> = (value: T, making?: Making) => void

/** A part of the state that the address keeps. Setting it to its default takes it out of the address. */
export function useParam(name: string, fallback = ''): [string, SetParam] {
  const { params } = usePlace()
  const value = params.get(name) ?? fallback
  const set: SetParam = (next, making = 'STEP') => {
    const changed = new URLSearchParams(location.search)
    if (next === fallback) changed.delete(name)
    else changed.set(name, next)
    const query = changed.toString()
    change(name, `${location.pathname}${query ? `?${query}` : ''}${location.hash}`, making)
  }
  return [value, set]
}

function change(name: string, href: string, making: Making): void {
  if (new URL(href, location.href).href === location.href) return
  const now = performance.now()
  const isSameStep = lastStep?.name === name && now - lastStep.at < ONE_STEP_MS
  if (making === 'STEP') lastStep = { name, at: now }
  if (making === 'STEP' && !isSameStep) {
    saveScroll()
    history.pushState({ scroll: scrollY } satisfies Entry, '', href)
  } else history.replaceState(history.state, '', href)
  tell()
}

interface Taken {
  readonly choices: readonly string[]
  readonly fallback: string
}

/** By parameter, what is taken by what is on the screen. */
const taken = new Map<string, Taken>()

/** A value of the address that is none of those that are taken. */
export interface WrongChoice extends Taken {
  readonly name: string
  readonly value: string
}

export const wrongChoices = (params: URLSearchParams): WrongChoice[] =>
  [...taken].flatMap(([name, own]) => {
    const value = params.get(name)
    return value && !own.choices.includes(value) ? [{ name, value, ...own }] : []
  })

/** The same of a few known values: an address that names another is read as the default, and that is told, see {@link wrongChoices}. */
export function useChoice<T extends string>(
  name: string,
  choices: readonly T[],
  fallback: T = choices[0]!,
): [T, SetParam<T>] {
  const [value, set] = useParam(name, fallback)
  const text = choices.join()
  useEffect(() => {
    const own = { choices, fallback }
    taken.set(name, own)
    if (wrongChoices(new URLSearchParams(location.search)).some((wrong) => wrong.name === name)) tell()
    return () => {
      if (taken.get(name) === own) taken.delete(name)
    }
    // Which they are tells the text, whether or not it is the same list.
  }, [name, text, fallback])
  return [choices.find((choice) => choice === value) ?? fallback, set]
}
