import { useCallback, useEffect, useMemo, useState } from 'preact/hooks'
import { words } from '../../format.ts'
import {
  EpisodesAlignedDocument,
  EpisodesAlikeDocument,
  EpisodesByMetricDocument,
  EpisodesToCompareDocument,
  WhatFollowedDocument,
  type EpisodesAlignedQuery,
  type EpisodesByMetricQuery,
  type EpisodeSeriesMeasure,
  type WhatFollowedQuery,
} from '../../generated/compare.ts'
import { AsKnownNow, detectedBy } from '../../parts/AsKnownNow.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { KIND_NAMES, longName } from '../../parts/episodeNames.ts'
import { Picture, PictureOf } from '../../parts/Picture.tsx'
import { Empty, Skeleton, TroubleNote } from '../../parts/States.tsx'
import { useStore } from '../../parts/store.ts'
import { useAnswer } from '../../parts/useAnswer.ts'
import { hrefOf, useChoice, useParam } from '../../router.ts'
import { rowsHeight, showAligned } from './aligned.ts'
import { showAlike } from './alike.ts'
import { showFollowed, STATISTICS, type Statistic } from './followed.ts'
import { showMetrics } from './metrics.tsx'
import { drawnOf, FEWEST, MOST, newestOf, ofBegin, type Drawn, type Listed } from './selection.ts'
import { Swatch } from './Swatch.tsx'
import './compare.css'

const NOTHING = {}

const ALIGNMENTS = ['PEAK', 'FLUSH', 'TROUGH'] as const
const alignmentTitles = (drawn: readonly Drawn[]) =>
  [
    ['PEAK', ofBegin(drawn, 'High of open interest', 'Begin of the day')],
    ['FLUSH', 'Detection'],
    ['TROUGH', 'Extreme of the price'],
  ] as const

/** Hours before and after the moment of alignment. */
const SPANS = { near: [48, 120], wide: [168, 336] } as const
const SPAN_TITLES = [
  ['near', '2 days before, 5 after'],
  ['wide', '1 week before, 2 after'],
] as const

const SCALES = ['log', 'linear'] as const
const SCALE_TITLES = [
  ['log', 'Logarithmic'],
  ['linear', 'Linear'],
] as const

const GROUP = 'compare'

/** Two to five episodes on one axis and in one table, the past ones that are like one of them, and what followed such. */
export function CompareView() {
  const { data, trouble, retry, isSlow } = useAnswer(EpisodesToCompareDocument, NOTHING)
  if (trouble && !data) return <TroubleNote trouble={trouble} retry={retry} />
  if (!data) return <Skeleton height={480} isSlow={isSlow} />
  const episodes = data.episodes.nodes
  if (episodes.length < FEWEST) return <TooFew count={episodes.length} />
  return <Comparison episodes={episodes} />
}

/** The newest by a moment; where those are too few, the newest of all. */
function defaultOf(episodes: readonly Listed[], moment: Date): string[] {
  const known = detectedBy(episodes, moment)
  return newestOf(known.length >= FEWEST ? known : episodes)
}

function TooFew({ count }: { count: number }) {
  return (
    <Empty title={count === 0 ? 'No episode was found yet' : 'One episode alone can’t be compared'}>
      <p>The detector looks for them in open interest, prices and forced orders:</p>
      <p>
        <code>npm run etl -- detect</code>
      </p>
    </Empty>
  )
}

function Comparison({ episodes: all }: { episodes: readonly Listed[] }) {
  const { end } = useStore()
  const [idText, setIdText] = useParam('ids')
  const [align, setAlign] = useChoice('align', ALIGNMENTS)
  const [span, setSpan] = useChoice('span', ['near', 'wide'])
  const [scale, setScale] = useChoice('scale', SCALES)
  const [pointed, setPointed] = useState<string>()
  const asked = useMemo(
    () => (idText ? idText.split(',').filter(Boolean) : defaultOf(all, end)),
    [idText, all, end],
  )
  const episodes = useMemo(() => detectedBy(all, end, asked), [all, end, asked])
  const codes = useMemo(() => asked.slice(0, MOST), [asked])
  // The address names what is shown: a link still does when there are newer episodes.
  useEffect(() => {
    if (!idText) setIdText(codes.join(','), 'IN_PLACE')
  }, [idText, codes])
  const metrics = { ids: codes }
  const answering = useAnswer(EpisodesByMetricDocument, metrics)
  const drawn = useMemo(() => drawnOf(codes, episodes), [codes, episodes])
  const [hoursBefore, hoursAfter] = SPANS[span]
  const aligned = (measure: EpisodeSeriesMeasure) => ({
    ids: codes,
    align,
    hoursBefore,
    hoursAfter,
    measure,
    areOrders: measure === 'LIQUIDATIONS',
  })
  const shows = useMemo(() => {
    const showOf = (measure: EpisodeSeriesMeasure) => (answer: EpisodesAlignedQuery) =>
      showAligned(answer, { drawn, align, measure, isLog: scale === 'log', pointed })
    return {
      openInterest: showOf('OPEN_INTEREST'),
      price: showOf('BITCOIN_PRICE'),
      liquidations: showOf('LIQUIDATIONS'),
    }
  }, [drawn, align, scale, pointed])
  const height = rowsHeight(codes.length)
  const showTable = useCallback((answer: EpisodesByMetricQuery) => showMetrics(answer, drawn), [drawn])
  const { trouble } = answering
  if (trouble?.kind === 'REFUSED')
    return (
      <>
        <div class="view-head">
          <h1>These can’t be compared</h1>
        </div>
        <TroubleNote trouble={trouble} retry={answering.retry} />
        <p>
          <a href={hrefOf('compare')}>Compare the newest episodes</a>
        </p>
      </>
    )
  return (
    <>
      <div class="view-head">
        <div>
          <h1>Episodes beside each other</h1>
          <p>
            On one basis: the same venues, measures and axis for each. The first is what the others are held
            to.
          </p>
        </div>
        <div class="controls">
          <Choice
            label="Laid on each other by"
            choices={alignmentTitles(drawn)}
            value={align}
            onChange={setAlign}
          />
          <Choice label="Span" choices={SPAN_TITLES} value={span} onChange={setSpan} />
        </div>
      </div>
      <AsKnownNow more="Only what followed episodes of this kind is counted up to it." />
      <Picker
        episodes={episodes}
        drawn={drawn}
        onChange={(next) => setIdText(next.join(','))}
        onPoint={setPointed}
      />
      {asked.length > MOST && (
        <p class="data-line" role="alert">
          The address names {asked.length} episodes. A picture holds {MOST} apart: shown are the first {MOST}.
        </p>
      )}
      <div class="pictures">
        <Picture
          name="open-interest"
          question="How far did open interest move from the moment that they are laid on each other by?"
          document={EpisodesAlignedDocument}
          variables={aligned('OPEN_INTEREST')}
          show={shows.openInterest}
          height={300}
          group={GROUP}
          isWide
        />
        <Picture
          name="price"
          question="What did Bitcoin’s price do meanwhile?"
          document={EpisodesAlignedDocument}
          variables={aligned('BITCOIN_PRICE')}
          show={shows.price}
          height={height}
          group={GROUP}
        />
        <Picture
          name="liquidations"
          question="When were positions forced out?"
          document={EpisodesAlignedDocument}
          variables={aligned('LIQUIDATIONS')}
          show={shows.liquidations}
          controls={<Choice label="Scale" choices={SCALE_TITLES} value={scale} onChange={setScale} />}
          height={height}
          group={GROUP}
        />
        <PictureOf
          name="metrics"
          question="By which numbers do they differ?"
          document={EpisodesByMetricDocument}
          variables={metrics}
          answering={answering}
          show={showTable}
          isWide
        />
        <Alike episodes={episodes} first={codes[0]!} />
        <Followed first={episodes.find(({ code }) => code === codes[0])} />
      </div>
    </>
  )
}

/** Which episodes: each with the line that it is drawn with, and those that can be added. Pointing at one, by hand or by keyboard, brings it forward. */
function Picker({
  episodes,
  drawn,
  onChange,
  onPoint,
}: {
  episodes: readonly Listed[]
  drawn: readonly Drawn[]
  onChange: (codes: string[]) => void
  /** undefined: at none. */
  onPoint: (code: string | undefined) => void
}) {
  const codes = drawn.map(({ code }) => code)
  const others = episodes.filter(({ code }) => !codes.includes(code))
  const nameOf = (code: string) => {
    const found = episodes.find((own) => own.code === code)
    return found ? longName(found) : code
  }
  return (
    <div class="picker" role="group" aria-label="Episodes that are compared">
      <ul>
        {drawn.map((own, at) => {
          const { code } = own
          return (
            <li
              key={code}
              onPointerEnter={() => onPoint(code)}
              onPointerLeave={() => onPoint(undefined)}
              onFocusCapture={() => onPoint(code)}
              onBlurCapture={() => onPoint(undefined)}
            >
              <Swatch drawn={own} />
              {at === 0 ? (
                <span class="picker-name">{nameOf(code)}</span>
              ) : (
                <button
                  type="button"
                  class="picker-name"
                  title="Hold the others to this one"
                  onClick={() => onChange([code, ...codes.filter((own) => own !== code)])}
                >
                  {nameOf(code)}
                </button>
              )}
              {at === 0 && <span class="picker-first">the first</span>}
              <button
                type="button"
                class="picker-remove"
                aria-label={`Leave out ${nameOf(code)}`}
                disabled={codes.length <= FEWEST}
                onClick={() => {
                  onPoint(undefined)
                  onChange(codes.filter((other) => other !== code))
                }}
              >
                ×
              </button>
            </li>
          )
        })}
      </ul>
      {codes.length < MOST && others.length > 0 && (
        <select
          aria-label="Add an episode"
          value=""
          onChange={({ currentTarget }) => onChange([...codes, currentTarget.value])}
        >
          <option value="">Add an episode …</option>
          {others.map((own) => (
            <option value={own.code} key={own.code}>
              {longName(own)}
            </option>
          ))}
        </select>
      )}
    </div>
  )
}

function Alike({ episodes, first }: { episodes: readonly Listed[]; first: string }) {
  const [asked, setAsked] = useParam('of')
  const of = asked || first
  return (
    <Picture
      name="alike"
      question="Which past episodes is it most like?"
      document={EpisodesAlikeDocument}
      variables={{ of }}
      show={showAlike}
      height={300}
      controls={
        <div class="controls">
          <label>
            <span>Like</span>
            <select value={of} onChange={({ currentTarget }) => setAsked(currentTarget.value)}>
              {!episodes.some(({ code }) => code === of) && <option value={of}>{of}</option>}
              {episodes.map((own) => (
                <option value={own.code} key={own.code}>
                  {longName(own)}
                </option>
              ))}
            </select>
          </label>
        </div>
      }
    />
  )
}

const STATISTIC_TITLES = [
  ['share', 'How often it rose'],
  ['median', 'How much it moved'],
] as const satisfies readonly (readonly [Statistic, string])[]
const SIDES = ['LONG', 'SHORT', 'BOTH'] as const
const KINDS = Object.keys(KIND_NAMES) as (keyof typeof KIND_NAMES)[]

function Followed({ first }: { first: Listed | undefined }) {
  const { end, isPinned } = useStore()
  const [statistic, setStatistic] = useChoice<Statistic>('statistic', STATISTICS)
  // What followed episodes of the kind that is being compared.
  const [kind, setKind] = useChoice('kind', KINDS, first?.kind ?? 'PURGE')
  const [side, setSide] = useChoice('side', SIDES, first?.side ?? 'LONG')
  const variables = {
    kinds: [kind],
    side: side === 'BOTH' ? null : side,
    asOf: isPinned ? end.toISOString() : null,
  }
  const show = useCallback((answer: WhatFollowedQuery) => showFollowed(answer, statistic), [statistic])
  return (
    <Picture
      name="followed"
      question="What followed episodes of this kind, and what follows any day?"
      document={WhatFollowedDocument}
      variables={variables}
      show={show}
      height={400}
      controls={
        <div class="controls">
          <label>
            <span class="visually-hidden">Kind</span>
            <select
              value={kind}
              onChange={({ currentTarget }) => setKind(currentTarget.value as typeof kind)}
            >
              {KINDS.map((own) => (
                <option value={own} key={own}>
                  {words(KIND_NAMES[own])}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span class="visually-hidden">Side</span>
            <select
              value={side}
              onChange={({ currentTarget }) => setSide(currentTarget.value as typeof side)}
            >
              <option value="LONG">of longs</option>
              <option value="SHORT">of shorts</option>
              <option value="BOTH">of either side</option>
            </select>
          </label>
          <Choice label="Statistic" choices={STATISTIC_TITLES} value={statistic} onChange={setStatistic} />
        </div>
      }
    />
  )
}
