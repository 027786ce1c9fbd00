import { percent, time, usd } from '../format.ts'
import type { Shown } from './Picture.tsx'

type Values = readonly (string | null)[]

/** Forced orders by bucket, as a table and as a file. */
export function forcedRows({
  start,
  longUsd,
  shortUsd,
  coverage,
}: {
  readonly start: readonly string[]
  readonly longUsd: Values
  readonly shortUsd: Values
  readonly coverage: readonly string[]
}): Required<Pick<Shown, 'table' | 'csv'>> {
  return {
    table: {
      columns: [
        { title: 'Begin, UTC' },
        { title: 'Longs closed', isNumber: true },
        { title: 'Shorts closed', isNumber: true },
        { title: 'Read', isNumber: true },
      ],
      rows: start.map((begin, place) => [
        time(begin),
        usd(longUsd[place]),
        usd(shortUsd[place]),
        percent(coverage[place], 0),
      ]),
    },
    csv: {
      columns: ['start', 'longUsd', 'shortUsd', 'coverage'],
      rows: start.map((begin, place) => [
        begin,
        longUsd[place] ?? null,
        shortUsd[place] ?? null,
        coverage[place] ?? null,
      ]),
    },
  }
}

/** Open interest by bucket, as a table and as a file. */
export function interestRows({
  start,
  usd: values,
  carriedUsd,
  marketsMissing,
}: {
  readonly start: readonly string[]
  readonly usd: Values
  readonly carriedUsd: Values
  readonly marketsMissing: readonly number[]
}): Required<Pick<Shown, 'table' | 'csv'>> {
  return {
    table: {
      columns: [
        { title: 'Begin, UTC' },
        { title: 'Open interest', isNumber: true },
        { title: 'Of it carried forward', isNumber: true },
        { title: 'Markets missing', isNumber: true },
      ],
      rows: start.map((begin, place) => [
        time(begin),
        usd(values[place]),
        usd(carriedUsd[place]),
        marketsMissing[place],
      ]),
    },
    csv: {
      columns: ['start', 'usd', 'carriedUsd', 'marketsMissing'],
      rows: start.map((begin, place) => [
        begin,
        values[place] ?? null,
        carriedUsd[place] ?? null,
        marketsMissing[place] ?? null,
      ]),
    },
  }
}
