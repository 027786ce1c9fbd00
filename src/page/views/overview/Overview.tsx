import { useCallback, useMemo } from 'preact/hooks'
import { DAY_MS, HOUR_MS, time } from '../../format.ts'
import {
  ChoicesDocument,
  DominanceBeforeDocument,
  DominanceNowDocument,
  FeedsHealthDocument,
  ForcedOutByVenueDocument,
  ForcedOutDocument,
  FundingHeatDocument,
  GlanceDocument,
  LeverageByTierDocument,
  OpenInterestNowDocument,
  type ChoicesQuery,
  type DominanceNowQuery,
  type FeedsHealthQuery,
} from '../../generated/overview.ts'
import { AddressFaults, type AddressFault } from '../../parts/AddressFaults.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { Picture, type Shown } from '../../parts/Picture.tsx'
import { inBasket, partNames, useSelection, type PartNames, type Selection } from '../../parts/selection.ts'
import { hourOf, useRefresh, useStore, windowBefore, windowOfBuckets } from '../../parts/store.ts'
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
  const { end, isPinned, provenance } = useStore()
  const refresh = useRefresh()
  const { selection, faults, choices, isChecked } = useChecked()
  const [span, setSpan] = useChoice('days', SPANS)
  const [strip, setStrip] = useChoice('funding', STRIPS)
  const { basket, filter } = selection
  const of = useMemo(() => ({ basket, filter }), [basket, filter])
  const names = useMemo(() => partNames(selection, choices?.exchanges ?? []), [selection, choices])
  const isSample = provenance === 'RECONSTRUCTED'
  const showFeedsNow = useCallback(
    (answer: FeedsHealthQuery) =>
      showFeeds(answer, { now: isPinned ? Date.now() : end.getTime(), isPinned, isSample }),
    [end, isPinned, isSample],
  )
  // What the address names is asked for once it is known to be there.
  const asked = <Variables,>(variables: Variables) => (isChecked ? variables : undefined)
  const day = windowBefore(end, DAY_MS)
  const hours = windowBefore(hourOf(end), DAY_MS)
  const monthAgo = new Date(end.getTime() - 30 * DAY_MS)

  return (
    <>
      <div class="view-head">
        <h1>Leverage at a glance</h1>
        <Controls selection={selection} choices={choices} />
      </div>
      <AddressFaults faults={faults} />
      <div class="pictures">
        <Picture
          name="glance"
          question="How much leverage is there now?"
          document={GlanceDocument}
          variables={asked({
            day,
            hours,
            basket,
            openInterest: filter,
            liquidation: filter,
            funding: filter,
          })}
          show={useNamed(showGlance, names)}
          height={92}
          isWide
        />
        <Picture
          name="open-interest"
          question="How much is open, and how far is that from the high?"
          document={OpenInterestNowDocument}
          variables={asked({
            window: windowOfBuckets(end, Number(span) * DAY_MS, (span === '90' ? 4 : 1) * HOUR_MS),
            interval: span === '90' ? ('FOUR_HOURS' as const) : ('HOUR' as const),
            ...of,
          })}
          show={useNamed(showOpenInterest, names)}
          controls={<Choice label="Span" choices={SPAN_TITLES} value={span} onChange={setSpan} />}
          isWide
        />
        <Picture
          name="liquidations"
          question="How much was forced out in 24 hours, and on which side?"
          document={ForcedOutDocument}
          variables={asked({ window: day, ...of })}
          show={useNamed(showForcedOut, names)}
        />
        <Picture
          name="liquidations-by-venue"
          question="Which venue printed how much, and what of it is only a lower bound?"
          document={ForcedOutByVenueDocument}
          variables={asked({ window: day, ...of })}
          show={useNamed(showByVenue, names)}
        />
        {isChecked && <LiveOrders selection={selection} names={names} onOrders={refresh} />}
        <Picture
          name="funding"
          question="Who pays whom?"
          document={FundingHeatDocument}
          variables={asked({
            window: windowBefore(hourOf(end), 7 * DAY_MS),
            by: [strip === 'asset' ? ('ASSET' as const) : ('EXCHANGE' as const)],
            ...of,
          })}
          show={useNamed(showFunding, names)}
          controls={<Choice label="Strips" choices={STRIP_TITLES} value={strip} onChange={setStrip} />}
          height={strip === 'asset' ? 340 : 240}
          isWide
        />
        <Picture
          name="leverage"
          question="How large is open interest against market cap, by size class?"
          document={LeverageByTierDocument}
          variables={asked({ now: day, before: windowBefore(monthAgo, DAY_MS), ...of })}
          show={useNamed(showLeverage, names)}
          height={264}
        />
        <Picture
          name="dominance"
          question="Who makes up the market?"
          document={DominanceNowDocument}
          variables={{ at: end.toISOString() }}
          show={useDominance(monthAgo)}
          height={264}
        />
        <Picture
          name="feeds"
          question="Is every feed heard?"
          document={FeedsHealthDocument}
          variables={{ since: new Date(end.getTime() - 7 * DAY_MS).toISOString(), until: end.toISOString() }}
          show={showFeedsNow}
          isWide
        />
      </div>
    </>
  )
}

/** Asks for the shares of before by themselves: a store that holds none yet still tells those of now. */
function useDominance(before: Date): (answer: DominanceNowQuery) => Shown {
  const { data, isCurrent, trouble } = useAnswer(DominanceBeforeDocument, { at: before.toISOString() })
  const then = trouble || !isCurrent ? undefined : data
  return useCallback((answer: DominanceNowQuery) => showDominance(answer, then), [then])
}

/** A picture's function with the part of the market that its title names; the same as long as both are. */
function useNamed<Answer>(
  show: (answer: Answer, names: PartNames) => Shown,
  names: PartNames,
): (answer: Answer) => Shown {
  return useCallback((answer: Answer) => show(answer, names), [show, names])
}

interface Checked {
  /** What the address names, without what there is not. */
  readonly selection: Selection
  readonly faults: readonly AddressFault[]
  readonly choices: ChoicesQuery | undefined
  /** Whether it is known what of it there is; also when that can't be told. */
  readonly isChecked: boolean
}

/** Holds what the address names against what the store knows. */
function useChecked(): Checked {
  const named = useSelection()
  const { data, isCurrent, trouble } = useAnswer(ChoicesDocument, { asset: named.asset })
  const isPlain = named.asset === '' && named.venues.length === 0
  return useMemo(() => {
    const isListed = named.asset === '' || data?.assets.nodes.some(({ code }) => code === named.asset)
    const hasAsset = isListed || data?.named?.code === named.asset
    // An answer of before the last choice says nothing of an asset that is not listed.
    if (!data || (!hasAsset && !isCurrent))
      return { selection: named, faults: [], choices: data, isChecked: isPlain || !!trouble }
    const isVenue = (code: string) => data.exchanges.some((own) => own.code === code)
    const venues = named.venues.filter(isVenue)
    const unknown = named.venues.filter((code) => !isVenue(code))
    return {
      selection: inBasket(named, {
        asset: hasAsset ? named.asset : '',
        venues,
      }),
      faults: [
        ...(hasAsset ? [] : [assetFault(named.asset)]),
        ...(unknown.length > 0 ? [venueFault(unknown, venues, data.exchanges)] : []),
      ],
      choices: data,
      isChecked: true,
    }
  }, [named, data, isCurrent, trouble, isPlain])
}

const assetFault = (asset: string): AddressFault => ({
  name: 'asset',
  text: (
    <>
      The address names an asset that nothing is known of here: <code>{asset}</code>. Shown are all.
    </>
  ),
})

const venueFault = (
  unknown: readonly string[],
  others: readonly string[],
  exchanges: readonly { readonly code: string }[],
): AddressFault => ({
  name: 'venues',
  rest: others.join(','),
  text: (
    <>
      The address names {unknown.length === 1 ? 'a venue that is' : 'venues that are'} not held:{' '}
      <code>{unknown.join(',')}</code>. Shown {others.length === 0 ? 'are all' : `is ${others.join(', ')}`};
      there are {exchanges.map(({ code }) => code).join(', ')}.
    </>
  ),
})

/** Of what and of when the pictures are. */
function Controls({ selection, choices: data }: { selection: Selection; choices: ChoicesQuery | undefined }) {
  const { end } = useStore()
  const [, setAt] = useParam('at')
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
