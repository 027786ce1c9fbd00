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
addEventListener('popstate', tell)

/** An address within the page. Empty parameters are left out. */
export function hrefOf(path: string, params: Readonly<Record<string, string | undefined>> = {}): string {
  const given = Object.entries(params).filter((pair): pair is [string, string] => Boolean(pair[1]))
  const query = new URLSearchParams(given).toString()
  return `./${path}${query ? `?${query}` : ''}`
}

/** Goes to a view, as a link does. */
export function go(href: string): void {
  history.pushState(null, '', href)
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

/**
 * A part of the state that the address keeps. Setting it to its default takes it out of the address; it makes no step of the history.
 */
export function useParam(name: string, fallback = ''): [string, (value: string) => void] {
  const { params } = usePlace()
  const value = params.get(name) ?? fallback
  const set = (next: string) => {
    const changed = new URLSearchParams(location.search)
    if (next === fallback) changed.delete(name)
    else changed.set(name, next)
    const query = changed.toString()
    history.replaceState(null, '', `${location.pathname}${query ? `?${query}` : ''}${location.hash}`)
    tell()
  }
  return [value, set]
}

/** The same of a few known values: an address that names another is read as the default. */
export function useChoice<T extends string>(name: string, choices: readonly T[]): [T, (value: T) => void] {
  const [value, set] = useParam(name, choices[0])
  return [choices.find((choice) => choice === value) ?? choices[0]!, set]
}
