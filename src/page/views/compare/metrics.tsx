import type { ComponentChildren } from 'preact'
import {
  change,
  HOUR_MS,
  lasting,
  NOT_KNOWN,
  percent,
  points,
  signedCount,
  usd,
  usdWhole,
  words,
} from '../../format.ts'
import type { EpisodeMetric, EpisodesByMetricQuery } from '../../generated/compare.ts'
import { marksOf } from '../../parts/marks.ts'
import type { Mark, Shown } from '../../parts/Picture.tsx'
import type { TableContent } from '../../parts/Table.tsx'
import type { Drawn } from './selection.ts'
import { Swatch } from './Swatch.tsx'

type Row = EpisodesByMetricQuery['compareEpisodes']['metrics'][number]
type Value = Row['values'][number]
type Write = (value: string | null) => string

const hours: Write = (value) => (value === null ? NOT_KNOWN : lasting(Number(value) * HOUR_MS))
const coins: Write = (value) => (value === null ? NOT_KNOWN : `${signedCount(value)} BTC`)
const share: Write = (value) => percent(value)
const changed: Write = (value) => change(value)
const rate: Write = (value) => change(value, 4)

interface Told {
  readonly name: string
  readonly write: Write
}

/** What each metric is called and written as, under the heading that it stands below. */
const GROUPS: Readonly<Record<string, Partial<Record<EpisodeMetric, Told>>>> = {
  'Open interest': {
    OPEN_INTEREST_PEAK: { name: 'As the flush began', write: usd },
    OPEN_INTEREST_TROUGH: { name: 'As it ended', write: usd },
    OPEN_INTEREST_CHANGE: { name: 'Change', write: changed },
    POSITION_SHARE: { name: 'Part of it that positions made, the rest prices', write: share },
  },
  'Prices and caps': {
    BITCOIN_PRICE_PEAK: { name: 'Bitcoin, highest', write: usdWhole },
    BITCOIN_PRICE_TROUGH: { name: 'Bitcoin, lowest', write: usdWhole },
    BITCOIN_CHANGE: { name: 'Bitcoin’s cap over the flush', write: changed },
    TOTAL_CAP_PEAK: { name: 'Whole market, highest', write: usd },
    TOTAL_CAP_TROUGH: { name: 'Whole market, lowest', write: usd },
    TOTAL_CAP_CHANGE: { name: 'Whole market over the flush', write: changed },
    BITCOIN_CONTRIBUTION: { name: 'Bitcoin’s part of that change', write: share },
  },
  'Forced orders': {
    LIQUIDATED: { name: 'Over the flush', write: usd },
    LONG_SHARE: { name: 'Part that was long', write: share },
    LIQUIDATED_OVER_OPEN_INTEREST: {
      name: 'Against open interest as it began',
      write: (value) => percent(value, 2),
    },
  },
  'Funding, books, spot and reserves': {
    FUNDING_CHANGE: { name: 'Funding of 8 hours, day after less day before', write: rate },
    DEPTH_CHANGE: { name: 'Bids within 1 %, thinnest hour against usual', write: changed },
    SPOT_SHARE_BEFORE: { name: 'Spot share of volume, 7 days before', write: share },
    SPOT_SHARE_AFTER: { name: 'Spot share of volume, 7 days after', write: share },
    RESERVES_CHANGE: { name: 'Bitcoin held on exchanges, 7 days', write: coins },
  },
  Afterwards: {
    HOURS_TO_RESET: { name: 'From the end of the flush to the reset', write: hours },
    HOURS_TO_RECOVER: { name: 'From the extreme of the price to recovery', write: hours },
  },
}

/** Parts of a change: beyond 0 to 1 where what makes it up went opposite ways. */
const PARTS = new Set<EpisodeMetric>(['POSITION_SHARE', 'BITCOIN_CONTRIBUTION'])

const isBeyond = ({ metric }: Row, { value }: Value): boolean =>
  PARTS.has(metric) && value !== null && (Number(value) < 0 || Number(value) > 1)

/** Sums of forced orders: lower bounds where a feed leaves orders out. */
const BOUNDED = new Set<EpisodeMetric>(['LIQUIDATED', 'LIQUIDATED_OVER_OPEN_INTEREST'])

const UNITS: Readonly<Record<string, string>> = {
  USD: 'USD',
  USD_PER_COIN: 'USD a coin',
  FRACTION: 'a part of the whole',
  RATIO: 'a ratio',
  HOURS: 'hours',
  COINS: 'coins',
}

const BEYOND = '⇅'

/** Every number of every episode, with which is highest and lowest, and how far each is from the first. */
export function showMetrics({ compareEpisodes }: EpisodesByMetricQuery, drawn: readonly Drawn[]): Shown {
  const { metrics, episodes, notices } = compareEpisodes
  const floors = new Map(
    episodes.map(({ code, liquidations: { total } }) => [code, Number(total?.floorShare ?? 0)]),
  )
  const find = (metric: EpisodeMetric) => metrics.find((own) => own.metric === metric)
  const columns = episodes.map(({ code }) => drawn.find((own) => own.code === code) ?? leftOut(code))
  const isFloor = (metric: EpisodeMetric, code: string) => BOUNDED.has(metric) && (floors.get(code) ?? 0) > 0
  const told = Object.values(GROUPS).flatMap((group) => Object.entries(group) as [EpisodeMetric, Told][])
  return {
    title: titleOf(find('OPEN_INTEREST_CHANGE'), find('LIQUIDATED'), columns, floors),
    unit: `▲ highest, ▼ lowest; small: how far it is from ${columns[0]?.name ?? 'the first'}`,
    marks: [...floorMarksOf(floors, columns), ...unknownMarks(metrics), ...marksOf({ notices })],
    body: (
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Numbers of the episodes">
        <table class="metrics">
          <thead>
            <tr>
              <th scope="col">
                <span class="visually-hidden">Number</span>
              </th>
              {columns.map((own) => (
                <th scope="col" class="number" key={own.code}>
                  <Swatch drawn={own} /> {own.name}
                </th>
              ))}
            </tr>
          </thead>
          {Object.entries(GROUPS).map(([heading, group]) => (
            <tbody key={heading}>
              <tr class="metrics-group">
                <th scope="rowgroup" colSpan={columns.length + 1}>
                  {heading}
                </th>
              </tr>
              {(Object.entries(group) as [EpisodeMetric, Told][]).map(([metric, { name, write }]) => {
                const row = find(metric)
                return (
                  row && (
                    <tr key={metric}>
                      <th scope="row">{name}</th>
                      {row.values.map((value, at) => (
                        <td class="number" key={value.episode.code}>
                          <Cell
                            row={row}
                            value={value}
                            write={write}
                            isFirst={at === 0}
                            isFloor={isFloor(metric, value.episode.code)}
                          />
                        </td>
                      ))}
                    </tr>
                  )
                )
              })}
            </tbody>
          ))}
        </table>
      </div>
    ),
    note: `Differences of parts are in percentage points, of coins in coins, all others in percent of the first. “Not known” is never zero: it was not measured, or has not come yet.${
      metrics.some((row) => row.values.some((value) => isBeyond(row, value)))
        ? ` ${BEYOND} stands where a part is below 0 or above 100 %: what makes up that change went opposite ways, as where positions were closed while prices rose.`
        : ''
    }${columns.every(({ hasFall }) => hasFall) ? '' : ' Where open interest did not fall, the flush is the day of forced orders.'}`,
    table: tableOf(told, columns, find, isFloor),
    csv: {
      columns: [
        'metric',
        'unit',
        'episode',
        'value',
        'difference',
        'differenceFraction',
        'rank',
        'floorShare',
      ],
      rows: metrics.flatMap(({ metric, unit, values }) =>
        values.map(({ episode: { code }, value, difference, differenceFraction, rank }) => [
          metric,
          unit,
          code,
          value,
          difference,
          differenceFraction,
          rank,
          BOUNDED.has(metric) ? String(floors.get(code) ?? '') : null,
        ]),
      ),
    },
  }
}

/** An answer stays until the next has come: it may hold an episode that is no longer compared. */
const leftOut = (code: string): Drawn => ({
  code,
  name: code,
  hasFall: true,
  colorName: 'fifth',
  dash: 'solid',
})

function tableOf(
  told: readonly [EpisodeMetric, Told][],
  columns: readonly Drawn[],
  find: (metric: EpisodeMetric) => Row | undefined,
  isFloor: (metric: EpisodeMetric, code: string) => boolean,
): TableContent {
  return {
    columns: [
      { title: 'Number' },
      { title: 'Unit' },
      ...columns.map(({ name }) => ({ title: name, isNumber: true })),
      { title: 'Highest' },
      { title: 'Lowest' },
    ],
    rows: told.flatMap(([metric, { name, write }]) => {
      const row = find(metric)
      if (!row) return []
      const nameAt = (rank: number) =>
        row.values.flatMap((value, at) => (value.rank === rank ? [columns[at]!.name] : [])).join(', ')
      const cells: ComponentChildren[] = row.values.map(
        ({ value, episode: { code } }) => `${isFloor(metric, code) ? '≥ ' : ''}${write(value)}`,
      )
      const lowest = lowestRank(row)
      return [
        [
          name,
          UNITS[row.unit] ?? words(row.unit),
          ...cells,
          nameAt(1),
          lowest > 1 ? nameAt(lowest) : nameAt(1),
        ],
      ]
    }),
  }
}

const lowestRank = ({ values }: Row): number => Math.max(0, ...values.map(({ rank }) => rank ?? 0))

function Cell({
  row,
  value,
  write,
  isFirst,
  isFloor,
}: {
  row: Row
  value: Value
  write: Write
  isFirst: boolean
  isFloor: boolean
}) {
  const { value: number, rank } = value
  if (number === null) return <span class="metrics-unknown">{NOT_KNOWN}</span>
  const lowest = lowestRank(row)
  const [sign, word] =
    lowest < 2 ? [] : rank === 1 ? ['▲', 'highest'] : rank === lowest ? ['▼', 'lowest'] : []
  return (
    <>
      {sign && (
        <>
          <span class="metrics-rank" aria-hidden="true">
            {sign}
          </span>
          <span class="visually-hidden">{word}: </span>
        </>
      )}
      {isBeyond(row, value) && (
        <span class="metrics-rank" title="Beyond 0 to 100 %: what makes up the change went opposite ways">
          {BEYOND}
        </span>
      )}
      {isFloor && <span title="A lower bound: some feeds leave orders out">≥ </span>}
      {write(number)}
      {!isFirst && <span class="metrics-difference">{awayFrom(row.unit, value)}</span>}
    </>
  )
}

/** How far a number is from that of the first. Parts, and changes in coins, may be below zero: of such no percentage tells anything. */
function awayFrom(unit: string, { difference, differenceFraction }: Value): string {
  if (unit === 'FRACTION') return difference === null ? '' : points(difference)
  if (unit === 'COINS') return difference === null ? '' : coins(difference)
  return differenceFraction === null ? '' : change(differenceFraction)
}

function titleOf(
  fall: Row | undefined,
  forced: Row | undefined,
  columns: readonly Drawn[],
  floors: ReadonlyMap<string, number>,
): string {
  const deepest = extreme(fall, columns, (a, b) => Math.abs(b) - Math.abs(a))
  const most = extreme(forced, columns, (a, b) => b - a)
  if (!deepest) return 'How far open interest fell is not known'
  const told = `Open interest ${deepest.value < 0 ? 'fell' : 'rose'} furthest on ${deepest.name}: ${change(deepest.value)}`
  if (!most) return told
  const bound = (floors.get(most.code) ?? 0) > 0 ? 'at least ' : ''
  return `${told}; the most was forced out on ${most.name}: ${bound}${usd(most.value)}`
}

function extreme(row: Row | undefined, columns: readonly Drawn[], order: (a: number, b: number) => number) {
  return (row?.values ?? [])
    .flatMap(({ value }, at) => (value === null ? [] : [{ ...columns[at]!, value: Number(value) }]))
    .sort((a, b) => order(a.value, b.value))[0]
}

function floorMarksOf(floors: ReadonlyMap<string, number>, columns: readonly Drawn[]): Mark[] {
  const bounded = columns.filter(({ code }) => (floors.get(code) ?? 0) > 0)
  return bounded.length === 0
    ? []
    : [
        {
          kind: 'FLOOR',
          text: 'marks a lower bound',
          detail: `Some feeds leave orders out by design. What comes of such: ${bounded
            .map(({ code, name }) => `${name} ${percent(floors.get(code), 0)}`)
            .join(', ')}.`,
        },
      ]
}

function unknownMarks(metrics: readonly Row[]): Mark[] {
  const missing = metrics.flatMap(({ values }) => values.filter(({ value }) => value === null)).length
  return missing === 0 ? [] : [{ kind: 'GAP', text: `${missing} not known` }]
}
