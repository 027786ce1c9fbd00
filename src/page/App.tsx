import type { ComponentType } from 'preact'
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { findKey, setKey } from './api.ts'
import { ago, MINUTE_MS, time } from './format.ts'
import { HoldingsDocument, type HoldingsQuery } from './generated/parts.ts'
import { AddressFaults, choiceFault, type AddressFault } from './parts/AddressFaults.tsx'
import { Choice } from './parts/Choice.tsx'
import { Empty, Skeleton, TroubleNote } from './parts/States.tsx'
import { momentOf, StoreContext, storeOf, type Store } from './parts/store.ts'
import { useAnswer } from './parts/useAnswer.ts'
import { go, hrefOf, useParam, usePlace, wrongChoices } from './router.ts'
import { setTheme, useTheme, type Theme } from './theme.ts'
import { VIEWS, type View } from './views.ts'

const THEMES = [
  ['system', 'Auto'],
  ['light', 'Light'],
  ['dark', 'Dark'],
] as const satisfies readonly (readonly [Theme, string])[]

/** The whole page: what stands around every view, and the view that the address names. */
export function App() {
  const { path, params } = usePlace()
  const view = VIEWS.find((own) => own.path === path)
  // A new key asks everything anew.
  const [keyTurn, setKeyTurn] = useState(0)
  // The view's code comes while the store is asked what it holds.
  useEffect(() => void view?.load().catch(() => undefined), [view])
  useEffect(() => {
    document.title = view ? `${view.title} · Unwind` : 'Unwind'
  }, [view])
  return (
    <div class="page" onClick={followLink}>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <header class="bar">
        <a class="brand" href={hrefOf('')}>
          <img src={new URL('./icon.svg', import.meta.url).href} width="24" height="24" alt="" />
          Unwind
        </a>
        <Views path={path} params={params} />
        <div class="bar-end">
          <KeyField onSet={() => setKeyTurn(keyTurn + 1)} />
          <ThemeChoice />
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {view ? <StoreGate view={view} key={keyTurn} /> : <NoSuchPage path={path} />}
      </main>
      <footer class="foot">
        <p>
          All times are UTC. Missing is never zero: what was not read is a gap. USDT and USDC count as one US
          dollar. How each number is made:{' '}
          <a href="./explorer" data-leaves>
            ask the API
          </a>
          .
        </p>
      </footer>
    </div>
  )
}

/** What a reader has chosen goes along from view to view: the moment and what it is of. */
const CARRIED = ['at', 'asset', 'venues']
const carried = (params: URLSearchParams): Record<string, string | undefined> =>
  Object.fromEntries(CARRIED.map((name) => [name, params.get(name) ?? undefined]))

/** The names of the views. On a phone they are wider than the screen: an end beyond which there is more fades. */
function Views({ path, params }: { path: string; params: URLSearchParams }) {
  const list = useRef<HTMLElement>(null)
  const [more, setMore] = useState('')
  useEffect(() => {
    const nav = list.current
    if (!nav) return
    const look = () => {
      const right = nav.scrollWidth - nav.clientWidth - nav.scrollLeft
      setMore([nav.scrollLeft > 1 && 'start', right > 1 && 'end'].filter(Boolean).join(' '))
    }
    const observer = new ResizeObserver(look)
    observer.observe(nav)
    nav.addEventListener('scroll', look, { passive: true })
    return () => observer.disconnect()
  }, [])
  return (
    <div class="views" data-more={more}>
      <nav aria-label="Views" ref={list}>
        {VIEWS.map(({ path: own, title }) => (
          <a
            key={own}
            href={hrefOf(own, carried(params))}
            aria-current={own === path ? 'page' : undefined}
            ref={own === path ? intoView : null}
          >
            {title}
          </a>
        ))}
        <a href="./explorer" data-leaves>
          Explorer
        </a>
      </nav>
    </div>
  )
}

const intoView = (link: HTMLAnchorElement | null): void => {
  const list = link?.parentElement
  if (link && list) list.scrollLeft = link.offsetLeft - (list.clientWidth - link.offsetWidth) / 2
}

/** A link within the page changes the view without loading the page anew; what leaves it, or opens elsewhere, is left to the browser. */
function followLink(event: MouseEvent): void {
  const link = (event.target as Element).closest('a')
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
  const href = link?.getAttribute('href')
  if (
    !link ||
    !href?.startsWith('./') ||
    !isPlain ||
    'leaves' in link.dataset ||
    link.target ||
    event.defaultPrevented
  )
    return
  event.preventDefault()
  go(href)
  document.getElementById('main')?.focus({ preventScroll: true })
}

function NoSuchPage({ path }: { path: string }) {
  return (
    <Empty title="There is no such page">
      <p>
        Nothing stands at <code>/{path}</code>.
      </p>
      <p>
        <a href={hrefOf('')}>To the overview</a>
      </p>
    </Empty>
  )
}

/** Asks what the store holds before any view asks for numbers: an empty store has none. */
function StoreGate({ view }: { view: View }) {
  const { data, trouble, retry, isLoading, isSlow } = useAnswer(HoldingsDocument, NO_VARIABLES)
  const { params } = usePlace()
  const [at, setAt] = useParam('at')
  const [turn, setTurn] = useState(0)
  const store = useMemo(
    () => data && storeOf(leadingOf(data), Date.now(), momentOf(at) ?? undefined),
    [data, at],
  )
  const refresh = useCallback(() => {
    setTurn((count) => count + 1)
    retry()
  }, [retry])
  const context = useMemo(() => store && { store, refresh, turn }, [store, refresh, turn])
  // "Now" moves on where readings still come, and the first of an empty store may come any time. An answer that fails is asked for again, too.
  const mayGrow = data !== undefined && (!store || store.isLive)
  useEffect(() => {
    if (isLoading || !mayGrow) return
    const timer = setTimeout(retry, MINUTE_MS)
    return () => clearTimeout(timer)
  }, [isLoading, mayGrow, retry])
  if (context)
    return (
      <StoreContext.Provider value={context}>
        <DataLine store={context.store} onNow={() => setAt('')} />
        <AddressFaults faults={[momentFault(at, context.store), ...wrongChoices(params).map(choiceFault)]} />
        {trouble && <TroubleNote trouble={trouble} retry={retry} />}
        <Shown view={view} />
      </StoreContext.Provider>
    )
  if (trouble) return <TroubleNote trouble={trouble} retry={retry} />
  // What was refused is told of a store that holds no row, too.
  if (data && view.path === 'quality') return <WithoutRows view={view} refresh={refresh} turn={turn} />
  if (data) return <EmptyStore />
  return <Skeleton height={480} isSlow={isSlow} />
}

const LEADING = ['LIQUIDATIONS', 'OPEN_INTEREST', 'MARKET_CAPS']

/** "Now" of the page is that of what most of it shows; only where nothing of that is held, of whatever is. */
function leadingOf({ quality }: HoldingsQuery): HoldingsQuery {
  const leading = quality.holdings.filter(({ family, until }) => LEADING.includes(family) && until !== null)
  return leading.length === 0 ? { quality } : { quality: { ...quality, holdings: leading } }
}

/** A view of a store that holds no row yet: up to the clock's now. */
function WithoutRows({ view, refresh, turn }: { view: View; refresh: () => void; turn: number }) {
  const context = useMemo(() => {
    const end = new Date(Math.ceil(Date.now() / MINUTE_MS) * MINUTE_MS)
    const store: Store = {
      provenance: 'OBSERVED',
      end,
      newest: end,
      isLive: true,
      isPinned: false,
      since: end,
      outside: undefined,
    }
    return { store, refresh, turn }
  }, [refresh, turn])
  return (
    <StoreContext.Provider value={context}>
      <p class="data-line">No row is held yet: what was loaded, and what of it was refused, is told below.</p>
      <Shown view={view} />
    </StoreContext.Provider>
  )
}

const NO_VARIABLES = {}

/** A moment of the address that nothing can be shown of. */
function momentFault(at: string, { outside, since, end }: Store): AddressFault | undefined {
  if (momentOf(at) !== null && !outside) return undefined
  return {
    name: 'at',
    text: outside ? (
      <>
        The address names {time(outside)}, and the data is of {time(since)} to {time(end)}. Shown is its end.
      </>
    ) : (
      <>
        The address names a moment that can’t be read: <code>{at}</code>. Shown is the newest.
      </>
    ),
  }
}

function EmptyStore() {
  return (
    <Empty title="The store is empty">
      <p>The API answers, but nothing was loaded yet. One of these fills it:</p>
      <dl class="commands">
        <dt>
          <code>npm run recorder</code>
        </dt>
        <dd>records live venues from now on</dd>
        <dt>
          <code>npm run etl -- backfill --family open-interest --from 2026-01-01</code>
        </dt>
        <dd>loads what the venues still tell of the past</dd>
        <dt>
          <code>UNWIND_DATA=sample npm start</code>
        </dt>
        <dd>starts with the reconstructed sample, on a store of its own</dd>
      </dl>
    </Empty>
  )
}

/** What the numbers are, and of when: on every view, so that a sample can never pass for the market. */
function DataLine({ store, onNow }: { store: Store; onNow: () => void }) {
  const isSample = store.provenance === 'RECONSTRUCTED'
  if (store.isLive && !isSample) return null
  return (
    <p class={isSample ? 'data-line is-sample' : 'data-line'}>
      {isSample && (
        <>
          <strong>RECONSTRUCTED</strong> Sample data drawn after published figures, never observed on a
          market.{' '}
        </>
      )}
      {store.isPinned ? (
        <>
          “Now” on this page is {time(store.end)}.{' '}
          <button type="button" class="text-button" onClick={onNow}>
            To the newest
          </button>
        </>
      ) : (
        !store.isLive && (
          <>
            The data ends {time(store.end)}, {ago(store.end, Date.now())}: that is “now” here.
          </>
        )
      )}
    </p>
  )
}

/** The view's code, loaded when it is first shown. */
function Shown({ view }: { view: View }) {
  const [loaded, setLoaded] = useState<{ view: View; Body: ComponentType }>()
  const [hasFailed, setFailed] = useState(false)
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    let isCurrent = true
    setFailed(false)
    view.load().then(
      (Body) => isCurrent && setLoaded({ view, Body }),
      () => isCurrent && setFailed(true),
    )
    return () => {
      isCurrent = false
    }
  }, [view, turn])
  // From here on what the reader does is answered; the pictures' numbers come as they come.
  useEffect(() => {
    if (loaded) performance.mark('usable')
  }, [loaded])
  if (hasFailed) return <TroubleNote trouble={{ kind: 'UNREACHABLE' }} retry={() => setTurn(turn + 1)} />
  if (loaded?.view !== view) return <Skeleton height={480} />
  return <loaded.Body />
}

function ThemeChoice() {
  const { theme } = useTheme()
  return <Choice label="Colours" choices={THEMES} value={theme} onChange={setTheme} />
}

/** For servers that want a key. It stays in the tab, and never in an address. */
function KeyField({ onSet }: { onSet: () => void }) {
  const [isOpen, setOpen] = useState(false)
  const [hasKey, setHasKey] = useState(findKey() !== undefined)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const key = new FormData(event.currentTarget as HTMLFormElement).get('key')
    setKey(typeof key === 'string' ? key : '')
    setHasKey(findKey() !== undefined)
    setOpen(false)
    onSet()
  }
  return (
    <div class="key">
      <button type="button" class="bar-link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {hasKey ? 'Key set' : 'Key'}
      </button>
      {isOpen && (
        <form onSubmit={submit}>
          <label for="key">Key of this server, kept until the tab is closed</label>
          <input
            id="key"
            name="key"
            type="password"
            autocomplete="off"
            placeholder="unwind_…"
            defaultValue={findKey()}
          />
          <button type="submit">Use</button>
        </form>
      )}
    </div>
  )
}
