import type { ComponentChildren } from 'preact'
import { change, counted, NOT_KNOWN, percent, usd } from '../../format.ts'
import type { GlanceQuery } from '../../generated/overview.ts'
import { carriedOf, floorMarks, marksOf } from '../../parts/marks.ts'
import type { Mark, Shown } from '../../parts/Picture.tsx'
import type { PartNames } from '../../parts/selection.ts'
import { unknownSince } from './liquidations.ts'
import { againstHigh, shareBelow } from './openInterest.tsx'

interface Figure {
  readonly name: string
  readonly value: string
  readonly more: ComponentChildren
}

/** The few numbers that say how much leverage there is, and what was done to it in a day. */
export function showGlance(answer: GlanceQuery, { of, on }: PartNames): Shown {
  const figures = figuresOf(answer)
  const { leverage, openInterest } = answer
  return {
    title:
      leverage.total.ratio === null
        ? `Leverage${of}${on} now`
        : `Open positions${of}${on} are worth ${percent(leverage.total.ratio)} of the coins that they are on${fromHigh(openInterest.allTimeHigh?.distanceFraction)}`,
    unit: 'Changes are of 24 hours',
    marks: marksFor(answer),
    body: (
      <dl class="figures">
        {figures.map(({ name, value, more }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class={value === NOT_KNOWN ? 'figure is-unknown' : 'figure'}>{value}</dd>
            <dd class="figure-more">{more}</dd>
          </div>
        ))}
      </dl>
    ),
    table: {
      columns: [{ title: 'Measure' }, { title: 'Value', isNumber: true }, { title: 'Beside it' }],
      rows: figures.map(({ name, value, more }) => [name, value, more]),
    },
    csv: { columns: ['measure', 'value'], rows: numbersOf(answer) },
  }
}

/** @param distance from the high, a fraction, 0 or less */
function fromHigh(distance: string | null | undefined): string {
  if (distance == null) return ''
  const below = -Number(distance)
  if (below === 0) return ', and stand at their high'
  return `, and ${below > 0.1 ? percent(below, 0) : shareBelow(below)} less than at their high`
}

/** Of forced orders, and what any of the numbers is known to lack: once each. */
function marksFor({ openInterest, liquidations, funding }: GlanceQuery): Mark[] {
  const notices = [openInterest, liquidations, funding].flatMap(({ meta }) => meta.notices)
  const floorShare = liquidations.total?.floorShare
  const { series, carriedBy, now } = openInterest
  return [
    ...carriedOf(series.columns, carriedBy, Date.parse(now.at)).lastMarks,
    // Of one of five numbers: it must say of which.
    ...floorMarks(floorShare).map((mark) => ({
      ...mark,
      text: `${percent(floorShare, 0)} of what was forced out is a lower bound`,
    })),
    ...marksOf({
      coverage: liquidations.meta.coverage,
      notices: [...new Map(notices.map((notice) => [notice.code, notice])).values()],
    }),
  ]
}

/** As the API tells them: fractions of 1, USD. */
function numbersOf({
  openInterest,
  leverage,
  liquidations: { total },
  funding,
  marketCap,
  capNow,
}: GlanceQuery): [string, string | number | null][] {
  return [
    ['openInterestUsd', openInterest.now.usd],
    ['openInterestKnownUsd', openInterest.now.knownUsd],
    ['openInterestChangeFraction', openInterest.change?.fraction ?? null],
    ['openInterestHighUsd', openInterest.allTimeHigh?.usd ?? null],
    ['openInterestHighDistanceFraction', openInterest.allTimeHigh?.distanceFraction ?? null],
    ['leverageRatio', leverage.total.ratio],
    ['liquidatedUsd', total?.usd ?? null],
    ['liquidatedLongShare', total?.longShare ?? null],
    ['liquidatedFloorShare', total?.floorShare ?? null],
    ['fundingRateYear', funding.mean.rateYear],
    ['fundingNegativeMarkets', funding.negativeShare.negativeCount],
    ['fundingMarkets', funding.negativeShare.marketCount],
    ['marketCapUsd', capNow.totalUsd],
    ['marketCapDayChange', marketCap.trend.dayChange],
  ]
}

/** Why there is no sum, and what is known all the same. */
function lackOf({ knownUsd, marketsMissing }: GlanceQuery['openInterest']['now']): string {
  if (marketsMissing === 0) return 'no market was read'
  const least = knownUsd === null ? '' : `at least ${usd(knownUsd)}: `
  return `${least}${counted(marketsMissing, 'market')} without a reading`
}

function figuresOf({
  openInterest,
  leverage,
  liquidations,
  funding,
  marketCap,
  capNow,
}: GlanceQuery): Figure[] {
  const { total, meta } = liquidations
  // Where a feed leaves orders out, or was not read for a part of the time.
  const isFloor = Number(total?.floorShare) > 0 || Number(meta.coverage ?? 1) < 1
  return [
    {
      name: 'Open interest',
      value: usd(openInterest.now.usd),
      more:
        openInterest.now.usd === null
          ? lackOf(openInterest.now)
          : `${change(openInterest.change?.fraction)}; ${againstHigh(openInterest.allTimeHigh)}`,
    },
    { name: 'Leverage', value: percent(leverage.total.ratio), more: 'open interest / market cap' },
    {
      name: 'Forced out, 24 h',
      value: total ? `${isFloor ? '≥ ' : ''}${usd(total.usd)}` : NOT_KNOWN,
      more: total
        ? `${percent(total.longShare, 0)} longs; ${percent(total.floorShare, 0)} of it a lower bound`
        : unknownSince(meta),
    },
    {
      name: 'Funding, a year',
      value: change(funding.mean.rateYear),
      more:
        funding.negativeShare.marketCount === 0
          ? 'no rate is held'
          : `mean of 24 h; now below zero on ${funding.negativeShare.negativeCount} of ${funding.negativeShare.marketCount} markets`,
    },
    { name: 'Whole market', value: usd(capNow.totalUsd), more: change(marketCap.trend.dayChange) },
  ]
}
