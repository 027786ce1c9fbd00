import Big from 'big.js'
import type { DecimalString } from '../lib/decimal.ts'
import { HOUR_MS } from '../lib/time.ts'
import type { EpisodeAnswer } from './answer.ts'
import { claimsOf } from './claims.ts'
import type { EpisodeKind } from './detector.ts'
import { findAnalogs, findBaseRates } from './similar.ts'
import {
  capitalised,
  count,
  day,
  days,
  inUnit,
  lasting,
  measureOf,
  moment,
  money,
  moved,
  nameOf,
  percent,
} from './wording.ts'

/** A number of a report, with the question that makes it. */
export interface ReportNumber {
  readonly value: DecimalString
  /** A whole GraphQL document without variables. */
  readonly query: string
  /** Path of the number in its `data`. */
  readonly path: string
}

/** One sentence. Nothing stands in it that its numbers don't show. */
export interface ReportStatement {
  readonly text: string
  readonly numbers: readonly ReportNumber[]
}

export interface ReportSection {
  readonly title: string
  readonly statements: readonly ReportStatement[]
}

/** From how far on a sector is said to have fallen sharply: the report's "double-digit". */
const SHARP = '-0.1'

/** Writes what happened in an episode: templates that are filled where the data tells it, and left out where it does not. */
export async function writeReport(episode: EpisodeAnswer): Promise<ReportSection[]> {
  const writer = new Writer(episode)
  const sections = await Promise.all([
    writer.keyPoints(),
    writer.anatomy(),
    writer.carriers(),
    writer.derivatives(),
    writer.parallels(),
    writer.aftermath(),
    writer.published(),
  ])
  return sections.filter(({ statements }) => statements.length > 0)
}

/** A report as a page: each sentence refers to the questions behind its numbers. */
export function toMarkdown(title: string, sections: readonly ReportSection[]): string {
  const queries: string[] = []
  const lines = sections.flatMap(({ title: heading, statements }) => [
    `## ${heading}`,
    '',
    ...statements.map(({ text, numbers }) => {
      const marks = numbers.map(({ query, path }) => {
        const line = `\`${path}\` of \`${query}\``
        const at = queries.indexOf(line)
        return `[${at >= 0 ? at + 1 : queries.push(line)}]`
      })
      return `- ${text}${marks.length > 0 ? ` ${[...new Set(marks)].join('')}` : ''}`
    }),
    '',
  ])
  return [
    `# ${title}`,
    '',
    ...lines,
    '## Questions behind the numbers',
    '',
    ...queries.map((query, at) => `${at + 1}. ${query}`),
    '',
  ].join('\n')
}

/** Whether open interest fell: else its begin and end are no high and low. */
const isFall = (kind: EpisodeKind): boolean => kind === 'PURGE' || kind === 'DELEVERAGING'

/** Fewer tell nothing, and are said to. */
const FEW = ' That is too few to tell anything by.'

function heldBefore(count: number): string {
  if (count === 0) return 'No earlier episode of this kind and side is held.'
  const held = count === 1 ? '1 earlier episode' : `${count} earlier episodes`
  return `${held} of this kind and side ${count === 1 ? 'is' : 'are'} held.${count < 5 ? FEW : ''}`
}

function recovered({
  count: all,
  recoveredCount,
  isSmall,
}: {
  count: number
  recoveredCount: number
  isSmall: boolean
}): string {
  if (all === 1)
    return `This is the only episode of its kind and side that is held, and it has ${recoveredCount === 1 ? '' : 'not '}recovered.`
  const told = recoveredCount === 0 ? 'none has' : recoveredCount === 1 ? '1 has' : `${recoveredCount} have`
  return `Of ${all} episodes of this kind and side that are held, this one among them, ${told} recovered.${isSmall ? FEW : ''}`
}

class Writer {
  readonly #episode: EpisodeAnswer

  constructor(episode: EpisodeAnswer) {
    this.#episode = episode
  }

  /** A number of this episode: fields is what is asked of it, path where it stands below `episode`. */
  #number(value: DecimalString, fields: string, path: string): ReportNumber {
    const { code } = this.#episode.row
    return { value, query: `{ episode(id: "${code}") { ${fields} } }`, path: `episode.${path}` }
  }

  async keyPoints(): Promise<ReportSection> {
    const { row } = this.#episode
    const [total, attribution, change] = await Promise.all([
      this.#episode.liquidations().total(),
      this.#episode.attribution(),
      this.#episode.openInterest().change(),
    ])
    const bitcoin = attribution?.asset('BTC')?.part
    const leader = await this.#episode.leader()
    const statements: ReportStatement[] = []
    if (total)
      statements.push({
        text: `${money(total.usd)} was liquidated from ${moment(row.peakAt)} to ${moment(row.flushEndAt)}, as far as feeds print it.`,
        numbers: [this.#number(total.usd, 'liquidations { total { usd } }', 'liquidations.total.usd')],
      })
    if (total?.longShare != null)
      statements.push({
        text: `${percent(total.longShare)} of it was long positions.`,
        numbers: [
          this.#number(
            total.longShare,
            'liquidations { total { longShare } }',
            'liquidations.total.longShare',
          ),
        ],
      })
    if (change)
      statements.push({
        text: `Open interest was ${money(change.fromUsd)} ${isFall(row.kind) ? 'at its high' : 'before'} and ${moved(change.fraction)} by ${isFall(row.kind) ? 'its low' : 'the end'}.`,
        numbers: [
          this.#number(change.fromUsd, 'openInterest { change { fromUsd } }', 'openInterest.change.fromUsd'),
          ...(change.fraction === null
            ? []
            : [
                this.#number(
                  change.fraction,
                  'openInterest { change { fraction } }',
                  'openInterest.change.fraction',
                ),
              ]),
        ],
      })
    if (attribution?.total.changeFraction != null)
      statements.push({
        text: `The whole market ${moved(attribution.total.changeFraction)}, or ${money(new Big(attribution.total.changeUsd).abs().toFixed())}.`,
        numbers: [
          this.#number(
            attribution.total.changeFraction,
            'attribution { total { changeFraction } }',
            'attribution.total.changeFraction',
          ),
          this.#number(
            attribution.total.changeUsd,
            'attribution { total { changeUsd } }',
            'attribution.total.changeUsd',
          ),
        ],
      })
    if (bitcoin?.contribution != null && bitcoin.contributionOverWeight !== null && leader) {
      const led = {
        BITCOIN: 'more than its size: it led',
        BROAD: 'about as much as its size: the move was broad',
        ALTCOINS: 'less than its size: everything else led',
      }[leader]
      statements.push({
        text: `Bitcoin carried ${percent(bitcoin.contribution)} of that, ${led}.`,
        numbers: [
          this.#number(
            bitcoin.contribution,
            'attribution { asset(code: "BTC") { part { contribution } } }',
            'attribution.asset.part.contribution',
          ),
          this.#number(
            bitcoin.contributionOverWeight,
            'attribution { asset(code: "BTC") { part { contributionOverWeight } } }',
            'attribution.asset.part.contributionOverWeight',
          ),
        ],
      })
    }
    return { title: 'Key points', statements }
  }

  async anatomy(): Promise<ReportSection> {
    const answer = this.#episode.liquidations()
    const { catalog } = this.#episode
    const [total, byExchange, byAsset] = await Promise.all([
      answer.total(),
      answer.groupBy(({ exchangeId }) => exchangeId),
      answer.groupBy(({ assetId }) => assetId),
    ])
    const statements: ReportStatement[] = []
    if (total && Number(total.floorShare ?? 0) > 0)
      statements.push({
        text: `${percent(total.floorShare!)} of the sum comes from feeds that leave orders out: it is a lower bound.`,
        numbers: [
          this.#number(
            total.floorShare!,
            'liquidations { total { floorShare } }',
            'liquidations.total.floorShare',
          ),
        ],
      })
    const [venue] = byExchange
    if (venue?.share != null)
      statements.push({
        text: `The largest part was on ${catalog.exchanges.get(venue.key)!.name}: ${percent(venue.share)}.`,
        numbers: [
          this.#number(
            venue.share,
            'liquidations { breakdown(by: [EXCHANGE], first: 1) { share } }',
            'liquidations.breakdown.0.share',
          ),
        ],
      })
    const [asset] = byAsset
    if (asset?.share != null) {
      const { name, code } = await this.#episode.context.assetLoader.load(asset.key)
      statements.push({
        text: `The largest part was in ${name ?? code}: ${percent(asset.share)}.`,
        numbers: [
          this.#number(
            asset.share,
            'liquidations { byAsset(first: 1) { share } }',
            'liquidations.byAsset.0.share',
          ),
        ],
      })
    }
    if (total?.largestUsd != null)
      statements.push({
        text: `The largest single order was ${money(total.largestUsd)}.`,
        numbers: [
          this.#number(
            total.largestUsd,
            'liquidations { total { largestUsd } }',
            'liquidations.total.largestUsd',
          ),
        ],
      })
    return { title: 'Anatomy', statements }
  }

  async carriers(): Promise<ReportSection> {
    const attribution = await this.#episode.attribution()
    const statements: ReportStatement[] = []
    const bitcoin = attribution?.asset('BTC')?.part
    if (attribution && bitcoin?.changeFraction != null) {
      const rest = attribution.excluding('BTC')
      if (rest.changeFraction !== null)
        statements.push({
          text: `Bitcoin ${moved(bitcoin.changeFraction)}, everything else ${moved(rest.changeFraction)}.`,
          numbers: [
            this.#number(
              bitcoin.changeFraction,
              'attribution { asset(code: "BTC") { part { changeFraction } } }',
              'attribution.asset.part.changeFraction',
            ),
            this.#number(
              rest.changeFraction,
              'attribution { excluding(asset: "BTC") { changeFraction } }',
              'attribution.excluding.changeFraction',
            ),
          ],
        })
    }
    for (const [at, { sectorId, part }] of (attribution?.bySector() ?? []).entries()) {
      const sector = sectorId === undefined ? undefined : this.#episode.catalog.sectors.get(sectorId)
      if (!sector || part.changeFraction === null || new Big(part.changeFraction).gt(SHARP)) continue
      statements.push({
        text: `${sector.name} ${moved(part.changeFraction)}.`,
        numbers: [
          this.#number(
            part.changeFraction,
            'attribution { bySector { part { changeFraction } } }',
            `attribution.bySector.${at}.part.changeFraction`,
          ),
        ],
      })
    }
    return { title: 'Who carried it', statements }
  }

  async derivatives(): Promise<ReportSection> {
    const openInterest = this.#episode.openInterest()
    const [change, high, flips, thinnest] = await Promise.all([
      openInterest.change(),
      openInterest.allTimeHigh(),
      this.#episode.funding().signFlips(),
      this.#episode.orderBook().thinnest({ level: 'PERCENT_1', side: 'BIDS' }, 1),
    ])
    const statements: ReportStatement[] = []
    // It is told to the minute, and the high of the episode at the end of an hour.
    if (high && Math.abs(high.at - this.#episode.row.peakAt.getTime()) <= HOUR_MS)
      statements.push({
        text: `Within an hour of that high open interest stood highest of the data held, which begins on ${day(high.since)}: at ${money(high.usd)}.`,
        numbers: [
          this.#number(high.usd, 'openInterest { allTimeHigh { usd } }', 'openInterest.allTimeHigh.usd'),
        ],
      })
    // Of parts that work against each other none is a share.
    const share = change?.positionShare == null ? undefined : new Big(change.positionShare)
    if (change?.positionShare != null && share?.gte(0) && share.lte(1))
      statements.push({
        text: `${change.fraction?.startsWith('-') ? 'Closed' : 'Opened'} positions made ${percent(change.positionShare)} of the change of open interest, prices the rest.`,
        numbers: [
          this.#number(
            change.positionShare,
            'openInterest { change { positionShare } }',
            'openInterest.change.positionShare',
          ),
        ],
      })
    const [flip] = flips
    if (flip)
      statements.push({
        text: `Funding, weighted by open interest, changed its sign on ${moment(new Date(flip.at))}: from ${percent(flip.before, 4)} to ${percent(flip.after, 4)} of 8 hours.`,
        numbers: [
          this.#number(flip.before, 'funding { signFlips { before } }', 'funding.signFlips.0.before'),
          this.#number(flip.after, 'funding { signFlips { after } }', 'funding.signFlips.0.after'),
        ],
      })
    const [thin] = thinnest
    if (thin)
      statements.push({
        text: `Bids within 1 % of mid were thinnest in the hour from ${moment(new Date(thin.start))}: ${percent(new Big(thin.change).abs().toFixed())} ${thin.change.startsWith('-') ? 'less' : 'more'} than is usual then.`,
        numbers: [
          this.#number(
            thin.change,
            'orderBook { thinnest(first: 1) { change } }',
            'orderBook.thinnest.0.change',
          ),
        ],
      })
    return { title: 'Derivatives', statements }
  }

  async parallels(): Promise<ReportSection> {
    const { row } = this.#episode
    const { analogs, pastCount } = await findAnalogs(this.#episode, 3, undefined)
    const query = `{ analogs(of: "${row.code}", k: 3) { pastCount analogs { distance } } }`
    const statements: ReportStatement[] = [
      {
        text: heldBefore(pastCount),
        numbers: [{ value: String(pastCount), query, path: 'analogs.pastCount' }],
      },
      ...analogs.map(({ episode, distance }, at) => ({
        text: `${at === 0 ? 'The nearest' : 'Next'} is the ${nameOf(episode.row)}: ${distance.toFixed(2)} standard deviations away on the mean of the features.`,
        numbers: [{ value: String(distance), query, path: `analogs.analogs.${at}.distance` }],
      })),
    ]
    return { title: 'Parallels', statements }
  }

  async aftermath(): Promise<ReportSection> {
    const { row, context, catalog } = this.#episode
    const [before, after, reserves] = await Promise.all([
      this.#episode.metric('SPOT_SHARE_BEFORE'),
      this.#episode.metric('SPOT_SHARE_AFTER'),
      this.#episode.metric('RESERVES_CHANGE'),
    ])
    const statements: ReportStatement[] = []
    const hours = (
      name: 'HOURS_TO_RESET' | 'HOURS_TO_RECOVER',
      text: (length: string) => string,
      none: string,
    ) =>
      this.#episode.metric(name).then((value) => {
        statements.push(
          value === null
            ? { text: none, numbers: [] }
            : {
                text: text(lasting(value)),
                numbers: [this.#number(value, `metric(metric: ${name})`, 'metric')],
              },
        )
      })
    await hours(
      'HOURS_TO_RESET',
      (length) =>
        `Open interest was calm ${length} after ${isFall(row.kind) ? 'its low' : 'the flush ended'}.`,
      'Open interest has not become calm in the data held.',
    )
    await hours(
      'HOURS_TO_RECOVER',
      (length) => `Bitcoin's price was back where its move began ${length} after its extreme.`,
      "Bitcoin's price has not come back to where its move began in the data held.",
    )
    if (before !== null && after !== null)
      statements.push({
        text: `Spot was ${percent(before)} of volume in the 7 days before the flush and ${percent(after)} in the 7 days after it.`,
        numbers: [
          this.#number(before, 'metric(metric: SPOT_SHARE_BEFORE)', 'metric'),
          this.#number(after, 'metric(metric: SPOT_SHARE_AFTER)', 'metric'),
        ],
      })
    if (reserves !== null)
      statements.push({
        text: `Bitcoin held on exchanges ${reserves.startsWith('-') ? 'fell' : 'rose'} by ${count(new Big(reserves).abs().toFixed())} coins in the 7 days up to the end of the flush.`,
        numbers: [this.#number(reserves, 'metric(metric: RESERVES_CHANGE)', 'metric')],
      })
    const rates = await findBaseRates(context, catalog, {
      conditions: [],
      kinds: [row.kind],
      side: row.side,
      horizons: [30],
    })
    statements.push({
      text: recovered(rates),
      numbers: (['count', 'recoveredCount'] as const).map((name) => ({
        value: String(rates[name]),
        query: `{ baseRates(kinds: [${row.kind}], side: ${row.side}, horizons: [30]) { count recoveredCount } }`,
        path: `baseRates.${name}`,
      })),
    })
    return { title: 'What followed', statements }
  }

  async published(): Promise<ReportSection> {
    const claims = await claimsOf(this.#episode)
    return {
      title: 'Published beside measured',
      statements: claims.flatMap(({ claim, measured, note }, at) => {
        if (measured === null) return []
        const told = (value: DecimalString) => inUnit(value, claim.unit)
        const range = claim.low === claim.high ? told(claim.low) : `${told(claim.low)} to ${told(claim.high)}`
        const of = claim.assetCode === null ? '' : ` of ${claim.assetCode}`
        const when = claim.from && claim.to ? `, ${days({ from: claim.from, to: claim.to })}` : ''
        return [
          {
            text: `${capitalised(claim.publisher)}, “${claim.title}”: ${measureOf(claim.measure)}${of}${when}: ${range}. Measured here: ${told(measured)}.${note === null ? '' : ` ${note}`}`,
            numbers: [this.#number(measured, 'claims { measured }', `claims.${at}.measured`)],
          },
        ]
      }),
    }
  }
}
