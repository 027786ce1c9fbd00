import { useCallback, useMemo, useState } from 'preact/hooks'
import { DAY_MS } from '../../format.ts'
import {
  CompletenessByVenueDocument,
  CoverageCalendarDocument,
  FeedStatesDocument,
  KeptOutDocument,
  LatestRunsDocument,
  type CoverageCalendarQuery,
  type Family,
  type FeedStatesQuery,
} from '../../generated/quality.ts'
import { Choice } from '../../parts/Choice.tsx'
import { familyName } from '../../parts/familyNames.ts'
import { Picture, PictureOf } from '../../parts/Picture.tsx'
import { useStore, windowBefore } from '../../parts/store.ts'
import { useAnswer } from '../../parts/useAnswer.ts'
import { useChoice, useParam } from '../../router.ts'
import { calendarHeight, showCalendar } from './calendar.ts'
import { showCompleteness } from './completeness.tsx'
import { showFeedStates } from './feedStates.tsx'
import { gapsWithin, showGaps, type GapGroup } from './gaps.tsx'
import { showKeptOut } from './keptOut.tsx'
import { showRuns } from './runs.tsx'
import './quality.css'

const SPANS = ['90', '30', '365'] as const
const SPAN_TITLES = [
  ['30', '30 days'],
  ['90', '90 days'],
  ['365', 'A year'],
] as const

/** Families of which is told how much of the time was read, in the order of the page. */
const FAMILIES = [
  'LIQUIDATIONS',
  'OPEN_INTEREST',
  'FUNDING',
  'ORDER_BOOK',
  'CANDLES',
  'LONG_SHORT',
] as const satisfies readonly Family[]

const NOTHING = {}

/** What was read, what was not and why, and what was kept out. */
export function QualityView() {
  const { end } = useStore()
  const [span, setSpan] = useChoice('days', SPANS)
  const [familyText, setFamily] = useParam('family')
  const [pointed, setPointed] = useState<GapGroup>()
  const family = FAMILIES.find((own) => own === familyText) ?? null
  const window = useMemo(() => windowBefore(end, Number(span) * DAY_MS), [end, span])
  const variables = { family, window, since: window.from, until: window.to }
  const calendar = useAnswer(CoverageCalendarDocument, variables)
  const showDays = useCallback(
    (answer: CoverageCalendarQuery) => showCalendar(answer, { window, pointed }),
    [window, pointed],
  )
  const showTheGaps = useCallback(
    (answer: CoverageCalendarQuery) => showGaps(gapsWithin(answer, window), pointed, setPointed),
    [window, pointed],
  )
  const showStates = useCallback((answer: FeedStatesQuery) => showFeedStates(answer, end), [end])
  return (
    <>
      <div class="view-head">
        <div>
          <h1>How much of this was read?</h1>
          <p>What was not read is missing, and is nowhere taken for zero.</p>
        </div>
        <div class="controls">
          <label>
            <span>Family</span>
            <select value={family ?? ''} onChange={({ currentTarget }) => setFamily(currentTarget.value)}>
              <option value="">All</option>
              {FAMILIES.map((own) => (
                <option value={own} key={own}>
                  {familyName(own)}
                </option>
              ))}
            </select>
          </label>
          <Choice label="Span" choices={SPAN_TITLES} value={span} onChange={setSpan} />
        </div>
      </div>
      {familyText && !family && (
        <p class="data-line" role="alert">
          The address names a family that is not known here: <code>{familyText}</code>. Shown are all.
        </p>
      )}
      <div class="pictures">
        <PictureOf
          name="calendar"
          question="On which days was each feed read?"
          document={CoverageCalendarDocument}
          variables={variables}
          answering={calendar}
          show={showDays}
          height={calendarHeight(calendar.data)}
          isWide
        />
        <PictureOf
          name="gaps"
          question="What was not read, and why?"
          document={CoverageCalendarDocument}
          variables={variables}
          answering={calendar}
          show={showTheGaps}
          height={80}
          isWide
        />
        <Picture
          name="completeness"
          question="How much of what was forced out does each venue print?"
          document={CompletenessByVenueDocument}
          variables={{ window }}
          show={showCompleteness}
          height={150}
          isWide
        />
        <Picture
          name="kept-out"
          question="Which readings were kept out of every total?"
          document={KeptOutDocument}
          variables={NOTHING}
          show={showKeptOut}
          height={60}
          isWide
        />
        <Picture
          name="feeds"
          question="What did each recorder last say of its feed?"
          document={FeedStatesDocument}
          variables={{ family }}
          show={showStates}
          isWide
        />
        <Picture
          name="runs"
          question="What did the latest loads bring, and which failed?"
          document={LatestRunsDocument}
          variables={{ family }}
          show={showRuns}
          isWide
        />
      </div>
    </>
  )
}
