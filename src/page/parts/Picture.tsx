import { render, type ComponentChildren } from 'preact'
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks'
import { exportCsv, TroubleError, type TypedDocument } from '../api.ts'
import { rootUrl } from '../router.ts'
import { Chart, type ChartHandle, type Drawing } from './Chart.tsx'
import { csvOf, type CsvContent } from './csv.ts'
import { partOf, pngOf, whenOf } from './png.ts'
import { runnable } from './runnable.ts'
import { Skeleton, TroubleNote } from './States.tsx'
import { useStore } from './store.ts'
import { Table, type TableContent } from './Table.tsx'
import { tableCanvas } from './tableCanvas.ts'
import { useAnswer, type Answering } from './useAnswer.ts'

/** What stands beside the title: how far the numbers can be trusted. */
export interface Mark {
  /** FLOOR: sums are lower bounds; GAP: a part was not read; NOTE: anything else to know. */
  readonly kind: 'FLOOR' | 'GAP' | 'NOTE'
  readonly text: string
  /** The same at length. */
  readonly detail?: string
}

/** What an answer says as a picture. */
export interface Shown {
  /** The finding, in a sentence without its full stop. */
  readonly title: string
  /** What the picture counts, e.g. "USD, by the hour". */
  readonly unit: string
  /** undefined: there is nothing to draw, and `empty` tells why. */
  readonly drawing?: Drawing | undefined
  readonly empty?: string
  /** Drawn by the page itself, in place of a chart. */
  readonly body?: ComponentChildren
  readonly table: TableContent
  /** The numbers as a file, unrounded, where the answer is no one table that the API could export. */
  readonly csv?: CsvContent
  readonly marks?: readonly Mark[]
  /** A sentence below the picture. */
  readonly note?: ComponentChildren
}

interface PictureProps<Answer, Variables> {
  /** Of its element, its files and the link to it. */
  readonly name: string
  /** What the picture answers: shown until the answer is there, and as its name for screen readers. */
  readonly question: string
  readonly document: TypedDocument<Answer, Variables>
  /** undefined: not known yet. */
  readonly variables: Variables | undefined
  readonly show: (answer: Answer) => Shown
  readonly height?: number
  /** Choices of the picture, beside its title. */
  readonly controls?: ComponentChildren
  readonly group?: string
  readonly isWide?: boolean
}

/** The frame that every picture sits in: its question is asked here, and everything to check, keep or share it stands below it. */
export function Picture<Answer, Variables extends object>(props: PictureProps<Answer, Variables>) {
  return <PictureOf {...props} answering={useAnswer(props.document, props.variables)} />
}

/** The same of an answer that the view has asked for itself. */
export function PictureOf<Answer, Variables extends object>({
  name,
  question,
  document,
  variables,
  show,
  height = 260,
  controls,
  group,
  isWide = false,
  answering,
}: PictureProps<Answer, Variables> & { readonly answering: Answering<Answer> }) {
  const { trouble, isLoading, isSlow, retry } = answering
  const { held, isFormer } = useHeld(answering, variables, show)
  const isWaiting = isLoading || (isFormer && !trouble)
  const isToldFormer = isFormer && (isSlow || trouble !== undefined)
  const shown = useMemo(() => held?.show(held.data), [held?.data, held?.show])
  const handle = useRef<ChartHandle | null>(null)
  const heading = useId()
  const frame = useRef<HTMLElement>(null)
  const { provenance } = useStore()
  const png = () => {
    if (!shown || !held) return undefined
    const chart = shown.body ? canvasOf(shown.table) : handle.current?.canvas()
    if (!chart) return undefined
    const asked = { ...(held.variables as object) }
    return pngOf(chart, {
      title: shown.title,
      lines: [shown.unit, [whenOf(asked, held.end), ...partOf(asked)].join(' · ')],
      marks: (shown.marks ?? []).map(({ kind, text }) => `${MARK_ICONS[kind]} ${text}`),
      foot: provenance === 'RECONSTRUCTED' ? 'RECONSTRUCTED sample · Unwind' : 'Unwind',
    })
  }
  const isLinked = location.hash === `#${name}`
  // The browser looked for it before it was there. What stands above keeps its height from the first moment on.
  useEffect(() => {
    if (isLinked) frame.current?.scrollIntoView()
  }, [isLinked])
  return (
    <section
      ref={frame}
      class={`picture${isWide ? ' is-wide' : ''}${isLinked ? ' is-linked' : ''}${isWaiting && shown ? ' is-stale' : ''}`}
      id={name}
      aria-labelledby={heading}
      aria-busy={isWaiting}
    >
      <header>
        <div class="picture-head">
          <h2 id={heading}>{shown?.title ?? question}</h2>
          {controls}
        </div>
        <p class="picture-unit">
          {shown?.unit ?? '\u00a0'}
          {isToldFormer && <MarkBadge mark={FORMER} />}
          {shown?.marks?.map((mark) => (
            <MarkBadge mark={mark} key={mark.text} />
          ))}
        </p>
      </header>
      {trouble && <TroubleNote trouble={trouble} retry={retry} />}
      {shown ? (
        <>
          {shown.body ??
            (shown.drawing ? (
              <Chart
                drawing={shown.drawing}
                height={height}
                label={`${question} ${shown.title}. The numbers are in the table below.`}
                handle={handle}
                {...(group ? { group } : {})}
              />
            ) : (
              <p class="picture-empty">{shown.empty ?? 'Nothing is known for this time.'}</p>
            ))}
          {shown.note && <p class="picture-note">{shown.note}</p>}
        </>
      ) : (
        !trouble && <Skeleton height={height} isSlow={isSlow} />
      )}
      <Tools
        name={name}
        query={document.toString()}
        variables={held?.variables ?? variables ?? {}}
        held={held}
        table={shown?.table}
        numbers={shown?.csv}
        caption={question}
        png={shown?.drawing || shown?.body ? png : undefined}
      />
    </section>
  )
}

/** Shown in place of what was chosen, as long as that is not answered. */
const FORMER: Mark = {
  kind: 'GAP',
  text: 'still the former answer',
  detail:
    'What is chosen now is not answered yet: title, numbers, files and link are of what was chosen before.',
}

/** An answer with all that it was asked and shown with. */
interface Held<Answer, Variables> {
  readonly data: Answer
  readonly variables: Variables
  readonly show: (answer: Answer) => Shown
  /** The moment that was "now", and the address. */
  readonly end: Date
  readonly href: string
}

/** Keeps them together: the numbers of one choice must not stand under the name of the next while that is not answered. */
function useHeld<Answer, Variables>(
  { data, isCurrent }: Answering<Answer>,
  variables: Variables | undefined,
  show: (answer: Answer) => Shown,
): { readonly held: Held<Answer, Variables> | undefined; readonly isFormer: boolean } {
  const { end } = useStore()
  const held = useRef<Held<Answer, Variables> | undefined>(undefined)
  if (data !== undefined && isCurrent && variables !== undefined)
    held.current = { data, variables, show, end, href: location.href }
  return { held: held.current, isFormer: held.current !== undefined && !isCurrent }
}

/** What the page draws by itself leaves it as its table. */
function canvasOf(content: TableContent): HTMLCanvasElement | undefined {
  const place = document.createElement('div')
  render(<Table caption="" content={content} />, place)
  const canvas = tableCanvas(place.querySelector('table')!)
  render(null, place)
  return canvas
}

const MARK_ICONS = { FLOOR: '≥', GAP: '◌', NOTE: 'i' } as const

function MarkBadge({ mark }: { mark: Mark }) {
  return (
    <span class={`mark mark-${mark.kind.toLowerCase()}`} title={mark.detail}>
      <span aria-hidden="true">{MARK_ICONS[mark.kind]}</span> {mark.text}
      {mark.detail && <span class="visually-hidden">: {mark.detail}</span>}
    </span>
  )
}

type Panel = 'table' | 'query'

function Tools({
  name,
  query,
  variables,
  held,
  table,
  numbers,
  caption,
  png,
}: {
  name: string
  query: string
  variables: object
  /** What the picture is of: its link leads there. */
  held: { readonly end: Date; readonly href: string } | undefined
  table: TableContent | undefined
  numbers: CsvContent | undefined
  caption: string
  png: (() => string | undefined) | undefined
}) {
  const [open, setOpen] = useState<Panel>()
  const [said, setSaid] = useState('')
  const store = useStore()
  const id = useId()
  // In a list of all buttons of the page each tells of which picture it is.
  const named = (text: string) => `${text}: ${caption}`
  const toggle = (panel: Panel) => setOpen(open === panel ? undefined : panel)
  const csv = async () => {
    try {
      const file = numbers ? csvOf(numbers) : await exportCsv(query, variables)
      save(URL.createObjectURL(file), `${name}.csv`)
      setSaid('Saved as CSV.')
    } catch (error) {
      setSaid(
        error instanceof TroubleError && 'message' in error.trouble
          ? error.trouble.message
          : 'The API did not answer.',
      )
    }
  }
  const picture = () => {
    const url = png?.()
    if (url) save(url, `${name}.png`)
  }
  const link = async () => {
    const url = new URL(held?.href ?? location.href)
    // Without it the link would show another moment tomorrow.
    url.searchParams.set('at', (held?.end ?? store.end).toISOString())
    url.hash = name
    setSaid((await copy(url.href)) ? 'Link copied.' : url.href)
  }
  return (
    <footer class="tools">
      <div class="tool-row">
        <button
          type="button"
          aria-expanded={open === 'table'}
          aria-controls={id}
          aria-label={named(open === 'table' ? 'Hide table' : 'Show as table')}
          disabled={!table}
          onClick={() => toggle('table')}
        >
          <span class="tool-more">{open === 'table' ? 'Hide' : 'Show as'} </span>
          <span class="tool-word">table</span>
        </button>
        <button
          type="button"
          aria-expanded={open === 'query'}
          aria-controls={id}
          aria-label={named('Query')}
          onClick={() => toggle('query')}
        >
          Query
        </button>
        <button type="button" aria-label={named('CSV')} onClick={() => void csv()}>
          CSV
        </button>
        {png && (
          <button type="button" aria-label={named('PNG')} onClick={picture}>
            PNG
          </button>
        )}
        <button type="button" aria-label={named('Link')} onClick={() => void link()}>
          Link
        </button>
        <span class="said" role="status">
          {said}
        </span>
      </div>
      <div id={id}>
        {open === 'table' && table && <Table caption={caption} content={table} isTall />}
        {open === 'query' && (
          <QueryPanel query={query} variables={variables} named={named} onSaid={setSaid} />
        )}
      </div>
    </footer>
  )
}

/** Where the explorer shows a question with what it was asked with: behind the #, so that no server reads it. */
export function explorerUrl(query: string, variables: object = {}): string {
  const params = new URLSearchParams({ query: query.trim() })
  if (Object.keys(variables).length > 0) params.set('variables', JSON.stringify(variables, undefined, 2))
  return `${new URL('explorer', rootUrl()).href}#${params.toString()}`
}

function QueryPanel({
  query,
  variables,
  named,
  onSaid,
}: {
  query: string
  variables: object
  named: (text: string) => string
  onSaid: (text: string) => void
}) {
  const text = runnable(query, { ...variables })
  return (
    <div class="query">
      <p>
        <button
          type="button"
          aria-label={named('Copy query')}
          onClick={() =>
            void copy(text).then((isCopied) =>
              onSaid(
                isCopied
                  ? 'Query copied: it runs wherever it is pasted.'
                  : 'The browser does not let it be copied.',
              ),
            )
          }
        >
          Copy query
        </button>
        <a
          href={explorerUrl(query, variables)}
          target="_blank"
          rel="noreferrer"
          aria-label={named('Open in explorer')}
        >
          Open in explorer
        </a>
      </p>
      <pre tabIndex={0} role="region" aria-label={named('GraphQL query')}>
        <code>{text}</code>
      </pre>
    </div>
  )
}

function save(url: string, fileName: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  if (url.startsWith('blob:')) URL.revokeObjectURL(url)
}

/** False where the browser gives no clipboard, as on a page that came without TLS. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
