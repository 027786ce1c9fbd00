import type { Queryable } from '../db.ts'
import type { MarketKind, StoredMarket } from './record.ts'
import { getMarketsOf, getMarketVersions, type MarketVersionRow } from './store.ts'

/** One ended or standing name of a market. */
interface Named {
  readonly market: StoredMarket
  readonly from: Date
  /** undefined: it still has it. */
  readonly to: Date | undefined
  readonly active: boolean
}

/** Finds markets by names that they have or once had: old files name a market as it was called then. */
export interface MarketFinder {
  /** By the venue's own id. */
  readonly byVenueSymbol: (
    exchange: string,
    venueSymbol: string,
    kind: 'DERIVATIVE' | 'SPOT',
    time: Date,
  ) => StoredMarket | undefined
  /** By ccxt's unified symbol. */
  readonly bySymbol: (exchange: string, symbol: string, time: Date) => StoredMarket | undefined
}

const classOf = (kind: MarketKind) => (kind === 'SPOT' ? 'SPOT' : 'DERIVATIVE')

/** @param versions of each market, oldest first, in the order of the markets; [] for one that has none */
export function createMarketFinder(
  markets: readonly StoredMarket[],
  versions: readonly (readonly MarketVersionRow[])[],
): MarketFinder {
  const names = new Map<string, Named[]>()
  const add = (key: string, name: Named) => {
    const own = names.get(key)
    if (own) own.push(name)
    else names.set(key, [name])
  }
  for (const [at, market] of markets.entries()) {
    const { exchangeCode, kind, symbol, venueSymbol, active } = market
    const own = versions[at]!
    const steps = own.length > 0 ? own : [{ validFrom: new Date(0), symbol, venueSymbol, active }]
    for (const [index, step] of steps.entries()) {
      const name = { market, from: step.validFrom, to: steps[index + 1]?.validFrom, active: step.active }
      add(`${exchangeCode}|${classOf(kind)}|${step.venueSymbol}`, name)
      add(`${exchangeCode}|${step.symbol}`, name)
    }
  }
  const find = (key: string, time: Date) => findNamed(names.get(key) ?? [], time)
  return {
    byVenueSymbol: (exchange, venueSymbol, kind, time) => find(`${exchange}|${kind}|${venueSymbol}`, time),
    bySymbol: (exchange, symbol, time) => find(`${exchange}|${symbol}`, time),
  }
}

/**
 * Whose name it was at a time. A name that nobody had then: of who had it last before, else of who had it first after. A venue
 * may give the name of an ended market to a new one.
 */
function findNamed(named: readonly Named[], time: Date): StoredMarket | undefined {
  const latest = (some: readonly Named[]) =>
    some.reduce<Named | undefined>((best, one) => (best && best.from >= one.from ? best : one), undefined)
  const begun = named.filter(({ from }) => from <= time)
  const standing = begun.filter(({ to }) => to === undefined || time < to)
  const found =
    latest(standing.filter(({ active }) => active)) ??
    latest(standing) ??
    latest(begun) ??
    [...named].sort((a, b) => a.from.getTime() - b.from.getTime())[0]
  return found?.market
}

/** The markets of all venues, as they are and as they were. */
export async function readMarketFinder(db: Queryable): Promise<MarketFinder> {
  const { rows } = await db.query<{ code: string }>('select code from exchange order by code')
  const markets: StoredMarket[] = []
  for (const { code } of rows) markets.push(...(await getMarketsOf(db, code)))
  return createMarketFinder(
    markets,
    await getMarketVersions(
      db,
      markets.map(({ id }) => id),
    ),
  )
}
