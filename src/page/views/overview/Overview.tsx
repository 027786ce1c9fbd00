import { useCallback, useMemo } from 'preact/hooks'
import { DAY_MS, time } from '../../format.ts'
import {
  ChoicesDocument,
  DominanceNowDocument,
  FeedsHealthDocument,
  ForcedOutByVenueDocument,
  ForcedOutDocument,
  FundingHeatDocument,
  GlanceDocument,
  LeverageByTierDocument,
  OpenInterestNowDocument,
  type FeedsHealthQuery,
} from '../../generated/overview.ts'
import { Choice } from '../../parts/Choice.tsx'
import { Picture } from '../../parts/Picture.tsx'
import { useSelection, type Selection } from '../../parts/selection.ts'
import { hourOf, useRefresh, useStore, windowBefore } from '../../parts/store.ts'
import { useAnswer } from '../../parts/useAnswer.ts'
import { useChoice, useParam } from '../../router.ts'
import { showDominance } from './dominance.ts'
import { showFeeds } from './feeds.tsx'
import { showFunding } from './funding.ts'
import { showGlance } from './glance.tsx'
import { showLeverage } from './leverage.ts'
import { showByVenue, showForcedOut } from './liquidations.ts'
import { LiveOrders } from './LiveOrders.tsx'
import { showOpenInterest } from './openInterest.tsx'
import './overview.css'

const SPANS = ['30', '7', '90'] as const
const SPAN_TITLES = [
  ['7', '7 days'],
  ['30', '30 days'],
  ['90', '90 days'],
] as const
const STRIPS = ['venue', 'asset'] as const
const STRIP_TITLES = [
  ['venue', 'By venue'],
  ['asset', 'By asset'],
] as const

/** Today's leverage at a glance. */
export function Overview() {
  const { end } = useStore()
  const refresh = useRefresh()
  const selection = useSelection()
  const [span, setSpan] = useChoice('days', SPANS)
  const [strip, setStrip] = useChoice('funding', STRIPS)
  const { basket, filter } = selection
  const of = useMemo(() => ({ basket, filter }), [basket, filter])
  const showFeedsNow = useCallback((answer: FeedsHealthQuery) => showFeeds(answer, end.getTime()), [end])
  const day = windowBefore(end, DAY_MS)
  const hours = windowBefore(hourOf(end), DAY_MS)
  const month = windowBefore(end, 30 * DAY_MS)
  const monthAgo = new Date(end.getTime() - 30 * DAY_MS)

  return (
    <>
      <div class="view-head">
        <h1>Leverage at a glance</h1>
        <Controls selection={selection} />
      </div>
      <div class="pictures">
        <Picture
          name="glance"
          question="How much leverage is there now?"
          document={GlanceDocument}
          variables={{ day, hours, basket, openInterest: filter, liquidation: filter, funding: filter }}
          show={showGlance}
          height={92}
          isWide
        />
        <Picture
          name="open-interest"
          question="How much is open, and how far is that from the high?"
          document={OpenInterestNowDocument}
          variables={{
            window: windowBefore(end, Number(span) * DAY_MS),
            interval: span === '90' ? 'FOUR_HOURS' : 'HOUR',
            ...of,
          }}
          show={showOpenInterest}
          controls={<Choice label="Span" choices={SPAN_TITLES} value={span} onChange={setSpan} />}
          isWide
        />
        <Picture
          name="liquidations"
          question="How much was forced out in 24 hours, and on which side?"
          document={ForcedOutDocument}
          variables={{ window: day, ...of }}
          show={showForcedOut}
        />
        <Picture
          name="liquidations-by-venue"
          question="Which venue printed how much, and what of it is only a lower bound?"
          document={ForcedOutByVenueDocument}
          variables={{ window: day, ...of }}
          show={showByVenue}
        />
        <LiveOrders selection={selection} onOrders={refresh} />
        <Picture
          name="funding"
          question="Who pays whom?"
          document={FundingHeatDocument}
          variables={{
            window: windowBefore(hourOf(end), 7 * DAY_MS),
            by: [strip === 'asset' ? 'ASSET' : 'EXCHANGE'],
            ...of,
          }}
          show={showFunding}
          controls={<Choice label="Strips" choices={STRIP_TITLES} value={strip} onChange={setStrip} />}
          height={strip === 'asset' ? 340 : 240}
          isWide
        />
        <Picture
          name="leverage"
          question="How large is open interest against market cap, by size class?"
          document={LeverageByTierDocument}
          variables={{ now: month, before: windowBefore(monthAgo, DAY_MS), ...of }}
          show={showLeverage}
          height={264}
        />
        <Picture
          name="dominance"
          question="Who makes up the market?"
          document={DominanceNowDocument}
          variables={{ at: end.toISOString(), window: month }}
          show={showDominance}
          height={264}
        />
        <Picture
          name="feeds"
          question="Is every feed heard?"
          document={FeedsHealthDocument}
          variables={{ since: new Date(end.getTime() - 7 * DAY_MS).toISOString() }}
          show={showFeedsNow}
          isWide
        />
      </div>
    </>
  )
}

const NOTHING = {}

/** Of what and of when the pictures are. */
function Controls({ selection }: { selection: Selection }) {
  const { end } = useStore()
  const [, setAt] = useParam('at')
  const { data } = useAnswer(ChoicesDocument, NOTHING)
  const { asset, setAsset, venues, setVenues } = selection
  const assets = data?.assets.nodes.map(({ code }) => code) ?? []
  const exchanges = data?.exchanges ?? []
  return (
    <form class="controls" onSubmit={(event) => event.preventDefault()}>
      <label>
        <span>Asset</span>
        <select value={asset} onChange={({ currentTarget }) => setAsset(currentTarget.value)}>
          <option value="">All</option>
          {[...new Set([...assets, ...(asset ? [asset] : [])])].map((code) => (
            <option key={code}>{code}</option>
          ))}
        </select>
      </label>
      <label>
        <span>Venue</span>
        <select
          value={venues.join(',')}
          onChange={({ currentTarget }) => setVenues(currentTarget.value.split(',').filter(Boolean))}
        >
          <option value="">All</option>
          {exchanges.map(({ code, name }) => (
            <option value={code} key={code}>
              {name}
            </option>
          ))}
          {venues.length > 0 && !exchanges.some(({ code }) => code === venues.join(',')) && (
            <option value={venues.join(',')}>{venues.join(', ')}</option>
          )}
        </select>
      </label>
      <label>
        <span>As it stood, UTC</span>
        <input
          type="datetime-local"
          value={end.toISOString().slice(0, 16)}
          onChange={({ currentTarget }) => setAt(currentTarget.value && `${currentTarget.value}Z`)}
          title={time(end)}
        />
      </label>
    </form>
  )
}
