import { useCallback, useEffect, useMemo } from 'preact/hooks'
import { HOUR_MS, lasting, time } from '../../format.ts'
import {
  EpisodeAssetsDocument,
  EpisodeClaimsDocument,
  EpisodeDepthDocument,
  EpisodeFundingDocument,
  EpisodeHeadDocument,
  EpisodeLiquidationsDocument,
  EpisodeListDocument,
  EpisodeOpenInterestDocument,
  EpisodePartsDocument,
  EpisodePricesDocument,
  EpisodeReportTextDocument,
  EpisodeSectorsDocument,
  EpisodeSpotDocument,
  type EpisodeListQuery,
} from '../../generated/episode.ts'
import { AsKnownNow, detectedBy } from '../../parts/AsKnownNow.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { longName } from '../../parts/episodeNames.ts'
import { Picture, type Shown } from '../../parts/Picture.tsx'
import { Empty, Skeleton, TroubleNote } from '../../parts/States.tsx'
import { useStore } from '../../parts/store.ts'
import { useAnswer } from '../../parts/useAnswer.ts'
import { hrefOf, useChoice, useParam } from '../../router.ts'
import { showClaims } from './claims.tsx'
import {
  showAssets,
  showDepth,
  showFunding,
  showLiquidations,
  showOpenInterest,
  showParts,
  showPrices,
  showSectors,
  showSpot,
  type Scene,
} from './pictures.ts'
import { showReport } from './report.tsx'
import { asInput, hasFall, partsOf, SPANS, windowOf, type EpisodeHead, type Span } from './span.ts'
import './episode.css'

type Listed = EpisodeListQuery['episodes']['nodes'][number]

const NOTHING = {}

/** The story of one episode in pictures on one time axis. */
export function EpisodeView() {
  const { end } = useStore()
  const list = useAnswer(EpisodeListDocument, NOTHING)
  const [asked, setAsked] = useParam('id')
  const episodes = list.data?.episodes.nodes ?? []
  // The newest purge says most to who comes without a wish.
  const known = detectedBy(episodes, end)
  const id = asked || (known.find(({ kind }) => kind === 'PURGE') ?? known[0])?.code
  // The address names what is shown: a link still does when there are newer episodes.
  useEffect(() => {
    if (!asked && id) setAsked(id, 'IN_PLACE')
  }, [asked, id])
  const head = useAnswer(EpisodeHeadDocument, id === undefined ? undefined : { id })
  const trouble = list.trouble ?? head.trouble
  const episode = head.data?.episode
  if (trouble && !episode)
    return <TroubleNote trouble={trouble} retry={list.trouble ? list.retry : head.retry} />
  if (list.data && id === undefined) return episodes.length > 0 ? <NoneBy moment={end} /> : <NoEpisodes />
  if (!head.data || head.isLoading) return <Skeleton height={480} isSlow={head.isSlow} />
  if (!episode) return <UnknownEpisode id={asked} episodes={episodes} />
  const choices = detectedBy(episodes, end, [episode.code])
  return <Story episode={episode} episodes={choices} onChoose={setAsked} key={episode.code} />
}

function NoEpisodes() {
  return (
    <Empty title="No episode was found yet">
      <p>The detector looks for them in open interest, prices and forced orders:</p>
      <p>
        <code>npm run etl -- detect</code>
      </p>
      <p>While a recorder runs it does so after each hour.</p>
    </Empty>
  )
}

function NoneBy({ moment }: { moment: Date }) {
  return (
    <Empty title={`No episode had been detected by ${time(moment)}`}>
      <p>There are later ones: go to the newest, above.</p>
    </Empty>
  )
}

function UnknownEpisode({ id, episodes }: { id: string; episodes: readonly Listed[] }) {
  return (
    <Empty title="There is no such episode">
      <p>
        The store holds none named <code>{id}</code>. A later run of the detector may have withdrawn it. Those
        that it holds:
      </p>
      <ul>
        {episodes.map((own) => (
          <li key={own.code}>
            <a href={hrefOf('episode', { id: own.code })}>{longName(own)}</a>
          </li>
        ))}
      </ul>
    </Empty>
  )
}

const LEADERS = {
  BITCOIN: 'Bitcoin led: it moved by more than its size.',
  BROAD: 'The move was broad: Bitcoin moved by about its size.',
  ALTCOINS: 'Altcoins led: Bitcoin moved by less than its size.',
} as const

const spanTitles = (isFall: boolean) =>
  [
    ['flush', isFall ? 'Flush' : 'The day'],
    ['episode', 'Episode'],
    ['whole', isFall ? 'Build-up to recovery' : 'To recovery'],
  ] as const

/** Its pictures share an axis, and the pointer. */
const GROUP = 'episode'

function Story({
  episode,
  episodes,
  onChoose,
}: {
  episode: EpisodeHead
  episodes: readonly Listed[]
  onChoose: (code: string) => void
}) {
  const { newest } = useStore()
  const [span, setSpan] = useChoice<Span>('span', SPANS)
  const scene = useMemo<Scene>(
    () => ({ episode, window: windowOf(episode.phases, span, newest) }),
    [episode, span, newest],
  )
  const { window } = scene
  const shared = { window: asInput(window), interval: window.interval }
  const basket = { exchanges: episode.detection.exchanges.map(({ code }) => code) }
  const flush = { from: episode.phases.peakAt, to: episode.phases.flushEndAt }
  const id = episode.code
  return (
    <>
      <div class="view-head">
        <div>
          <h1>{longName(episode)}</h1>
          <p>
            {episode.leader && LEADERS[episode.leader]}{' '}
            {episode.state === 'PROVISIONAL' && 'It may still go on.'}
          </p>
        </div>
        <form class="controls" onSubmit={(event) => event.preventDefault()}>
          <label>
            <span>Episode</span>
            <select value={id} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
              {episodes.map((own) => (
                <option value={own.code} key={own.code}>
                  {longName(own)}
                </option>
              ))}
            </select>
          </label>
          <Choice label="Span" choices={spanTitles(hasFall(episode))} value={span} onChange={setSpan} />
        </form>
      </div>
      <AsKnownNow />
      <Milestones episode={episode} />
      <div class="sheet">
        <Picture
          name="prices"
          question={`How far did prices ${episode.side === 'LONG' ? 'fall' : 'rise'}?`}
          document={EpisodePricesDocument}
          variables={shared}
          show={useShow(showPrices, scene)}
          height={200}
          group={GROUP}
          isWide
        />
        <Picture
          name="open-interest"
          question="How much was open?"
          document={EpisodeOpenInterestDocument}
          variables={{ ...shared, basket }}
          show={useShow(showOpenInterest, scene)}
          height={170}
          group={GROUP}
          isWide
        />
        <Picture
          name="parts"
          question="What of each change of open interest was price, and what was positions?"
          document={EpisodePartsDocument}
          variables={{ ...partsOf(window, episode.phases), basket }}
          show={useShow(showParts, scene)}
          height={180}
          group={GROUP}
          isWide
        />
        <Picture
          name="liquidations"
          question="Who was forced out, and when?"
          document={EpisodeLiquidationsDocument}
          variables={{ ...shared, basket }}
          show={useShow(showLiquidations, scene)}
          height={190}
          group={GROUP}
          isWide
        />
        <Picture
          name="funding"
          question="When did funding turn?"
          document={EpisodeFundingDocument}
          variables={shared}
          show={useShow(showFunding, scene)}
          height={150}
          group={GROUP}
          isWide
        />
        <Picture
          name="depth"
          question="How thin were the books?"
          document={EpisodeDepthDocument}
          variables={shared}
          show={useShow(showDepth, scene)}
          height={150}
          group={GROUP}
          isWide
        />
        <Picture
          name="spot"
          question="Was it spot that traded, or leverage?"
          document={EpisodeSpotDocument}
          variables={shared}
          show={useShow(showSpot, scene)}
          height={150}
          group={GROUP}
          isWide
        />
      </div>
      <div class="pictures">
        <Picture
          name="assets"
          question="Which assets carried the change of the whole market?"
          document={EpisodeAssetsDocument}
          variables={flush}
          show={useShow(showAssets, scene)}
          height={360}
        />
        <Picture
          name="sectors"
          question="Which sectors carried it?"
          document={EpisodeSectorsDocument}
          variables={flush}
          show={useShow(showSectors, scene)}
          height={360}
        />
        <Picture
          name="claims"
          question="What was published, and what is measured here?"
          document={EpisodeClaimsDocument}
          variables={{ id }}
          show={showClaims}
          isWide
        />
        <Picture
          name="report"
          question="What would a report say?"
          document={EpisodeReportTextDocument}
          variables={{ id }}
          show={showReport}
          isWide
        />
      </div>
    </>
  )
}

/** A picture's function on the scene; the same as long as both are. */
function useShow<Answer>(
  show: (answer: Answer, scene: Scene) => Shown,
  scene: Scene,
): (answer: Answer) => Shown {
  return useCallback((answer: Answer) => show(answer, scene), [show, scene])
}

/** The phases in words, in their order. */
function Milestones({ episode }: { episode: EpisodeHead }) {
  const { phases, detection } = episode
  const isFall = hasFall(episode)
  const {
    buildUpAt,
    peakAt,
    detectedAt,
    flushEndAt,
    troughAt,
    resetAt,
    recoveredAt,
    hoursToReset,
    hoursToRecover,
  } = phases
  const rows: [name: string, at: string | null, more: string][] = [
    ...(buildUpAt === peakAt ? [] : ([['Build-up begins', buildUpAt, '']] as [string, string, string][])),
    isFall
      ? ['High of open interest', peakAt, 'the flush begins']
      : ['Day of forced orders', peakAt, 'its begin'],
    ['Detected', detectedAt, `by rules of version ${detection.version}`],
    isFall ? ['Low of open interest', flushEndAt, 'the flush ends'] : ['Its end', flushEndAt, ''],
    ['Extreme of the price', troughAt, ''],
    [
      'Reset',
      resetAt,
      hoursToReset === null
        ? ''
        : `${lasting(hoursToReset * HOUR_MS)} after ${isFall ? 'the flush' : 'that day'}`,
    ],
    [
      'Recovered',
      recoveredAt,
      hoursToRecover === null ? '' : `${lasting(hoursToRecover * HOUR_MS)} after the extreme`,
    ],
  ]
  return (
    <dl class="milestones">
      {rows.map(([name, at, more]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{at === null ? 'not yet' : time(at).replace(' UTC', '')}</dd>
          {more && <dd class="milestone-more">{more}</dd>}
        </div>
      ))}
    </dl>
  )
}
