import Big from 'big.js'
import type { Queryable } from '../db.ts'
import { ratio, sum, toPlain, type DecimalString } from '../lib/decimal.ts'
import type { Window } from '../lib/time.ts'
import type { Catalog } from '../markets/catalog.ts'
import type { CoveredSpans, Span } from '../quality/coverage.ts'
import {
  completenessAt,
  findCompleteness,
  ruleChanges,
  weakestOf,
  type Completeness,
  type CompletenessRegime,
} from './completeness.ts'
import {
  getLiquidationSums,
  getSizeSums,
  type LiquidationSelection,
  type MarketSums,
  type SizeSums,
  type SpanSums,
} from './store.ts'

/** Which part of a market's sum is only a lower bound: each order counts by its venue's rule at the order's time. */
export interface Bounds {
  /** USD. */
  readonly floorUsd: DecimalString
  /** The weakest of the rules that its orders came under. */
  readonly completeness: Completeness
}

export type BoundedSums = MarketSums & Bounds

/** Sums of a window, and what is known of how whole they are. */
export interface WindowSums {
  readonly window: Window
  readonly markets: readonly BoundedSums[]
  readonly covered: CoveredSpans
  /** Spans between rule changes in which a venue has orders. */
  readonly printed: CoveredSpans
}

/** Sums by market, read apart at the moments where a venue's rule changes: where the window begins doesn't change what is a floor. */
export async function readWindowSums(
  db: Queryable,
  catalog: Catalog,
  selection: LiquidationSelection,
  window: Window,
): Promise<WindowSums> {
  const spans = spansOf(catalog, selection, window)
  const { markets, covered } = await getLiquidationSums(db, selection, window, spans.cuts)
  const printed = new Map<number, Span[]>()
  for (const { marketId, span } of markets) {
    const { exchangeId } = catalog.markets.get(marketId)!
    const own = printed.get(exchangeId)
    if (!own) printed.set(exchangeId, [spans.at(span)])
    else if (!own.some(([from]) => from === spans.at(span)[0])) own.push(spans.at(span))
  }
  return { window, markets: bound(markets, catalog, spans, ({ marketId }) => marketId), covered, printed }
}

/** The same by size class. */
export async function readSizeSums(
  db: Queryable,
  catalog: Catalog,
  selection: LiquidationSelection,
  window: Window,
): Promise<(SizeSums & Bounds)[]> {
  const spans = spansOf(catalog, selection, window)
  const rows = await getSizeSums(db, selection, window, spans.cuts)
  return bound(rows, catalog, spans, ({ marketId, size }) => `${marketId}/${size}`)
}

/** The regime to state for a venue, by the data that a window has of it. */
export function completenessIn(
  { window, covered, printed }: WindowSums,
  { exchanges }: Catalog,
  exchangeId: number,
): CompletenessRegime {
  const held = [...(covered.get(exchangeId) ?? []), ...(printed.get(exchangeId) ?? [])]
  return findCompleteness(exchanges.get(exchangeId)!.code, window, held)
}

interface RuleSpans {
  readonly cuts: readonly Date[]
  at(index: number): Span
}

/** A window cut where a rule of the selection's venues changes. */
function spansOf(
  { exchanges }: Catalog,
  { exchangeIds }: Pick<LiquidationSelection, 'exchangeIds'>,
  window: Window,
): RuleSpans {
  const cuts = ruleChanges(
    exchangeIds.map((id) => exchanges.get(id)!.code),
    window,
  )
  const edges = [window.from, ...cuts, window.to].map((edge) => edge.getTime())
  return { cuts, at: (index) => [edges[index]!, edges[index + 1]!] }
}

/** Joins the spans of each key again, with the part of them that is a lower bound. */
function bound<Row extends SpanSums>(
  rows: readonly Row[],
  { markets, exchanges }: Catalog,
  spans: RuleSpans,
  keyOf: (row: Row) => number | string,
): (Omit<Row, 'span'> & Bounds)[] {
  const joined = new Map<number | string, Omit<Row, 'span'> & Bounds>()
  for (const row of rows) {
    const { code } = exchanges.get(markets.get(row.marketId)!.exchangeId)!
    const [from, to] = spans.at(row.span)
    const { completeness } = completenessAt(code, { from: new Date(from), to: new Date(to) })
    const floorUsd = completeness === 'COMPLETE' ? '0' : sum([row.longUsd, row.shortUsd])
    const { span: _, ...sums } = { ...row, completeness, floorUsd }
    const own = joined.get(keyOf(row))
    joined.set(keyOf(row), own ? join(own, sums) : sums)
  }
  return [...joined.values()]
}

function join<Row extends BoundedSums>(a: Row, b: Row): Row {
  return {
    ...a,
    longUsd: sum([a.longUsd, b.longUsd]),
    shortUsd: sum([a.shortUsd, b.shortUsd]),
    longCount: a.longCount + b.longCount,
    shortCount: a.shortCount + b.shortCount,
    unvaluedCount: a.unvaluedCount + b.unvaluedCount,
    largestUsd: largestOf([a.largestUsd, b.largestUsd]),
    floorUsd: sum([a.floorUsd, b.floorUsd]),
    completeness: weakestOf([a.completeness, b.completeness]),
  }
}

export interface LiquidationTotal {
  readonly usd: DecimalString
  readonly longUsd: DecimalString
  readonly shortUsd: DecimalString
  readonly longShare: DecimalString | null
  readonly orderCount: number
  readonly longCount: number
  readonly shortCount: number
  readonly unvaluedCount: number
  readonly largestUsd: DecimalString | null
  readonly floorUsd: DecimalString
  readonly floorShare: DecimalString | null
}

/** Adds up sums of markets. Accepts []. */
export function totalOf(sums: readonly BoundedSums[]): LiquidationTotal {
  const count = (name: 'longCount' | 'shortCount' | 'unvaluedCount') =>
    sums.reduce((all, row) => all + row[name], 0)
  const longUsd = sum(sums.map((row) => row.longUsd))
  const shortUsd = sum(sums.map((row) => row.shortUsd))
  const usd = sum([longUsd, shortUsd])
  const floorUsd = sum(sums.map((row) => row.floorUsd))
  return {
    usd,
    longUsd,
    shortUsd,
    longShare: ratio(longUsd, usd) ?? null,
    orderCount: count('longCount') + count('shortCount'),
    longCount: count('longCount'),
    shortCount: count('shortCount'),
    unvaluedCount: count('unvaluedCount'),
    largestUsd: largestOf(sums.map((row) => row.largestUsd)),
    floorUsd,
    floorShare: ratio(floorUsd, usd) ?? null,
  }
}

/** The largest of several; null when none is known. */
function largestOf(values: readonly (DecimalString | null)[]): DecimalString | null {
  const known = values.flatMap((value) => (value === null ? [] : [new Big(value)]))
  return known.length === 0 ? null : toPlain(known.reduce((a, b) => (a.gt(b) ? a : b)))
}
