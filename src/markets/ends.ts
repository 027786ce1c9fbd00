import type { Queryable } from '../db.ts'

/**
 * When a market ended: at its delivery, or when the venue's list was first without it; null while it trades.
 * @param asOf SQL of the moment: by the versions known then
 */
export function endOfSql(asOf: string | undefined): string {
  const known = (version: string) =>
    asOf === undefined ? '' : `and ${version}.valid_from <= ${asOf}::timestamptz`
  const last = (column: string) => `(select c.${column} from market_version as c
    where c.market_id = m.id ${known('c')} order by c.valid_from desc limit 1)`
  const active = asOf === undefined ? 'm.active' : `coalesce(${last('active')}, m.active)`
  // A market that has no version yet is as its row says.
  const delivery =
    asOf === undefined
      ? 'm.expires_at'
      : `case when exists ${last('market_id')} then ${last('expires_at')} else m.expires_at end`
  return `least(${delivery}, case when not ${active} then coalesce((
    select min(v.valid_from) from market_version as v where v.market_id = m.id and not v.active ${known('v')}
      and v.valid_from > coalesce((
        select max(a.valid_from) from market_version as a where a.market_id = m.id and a.active ${known('a')}), '-infinity')),
    '2009-01-01Z') end)`
}

/** How long a market should go on being read. */
export interface Expectation {
  readonly exchangeId: number
  /** When it ended; null while it trades. */
  readonly endedAt: Date | null
}

/**
 * Of each market until when it should be read.
 * @param asOf as it was known then; undefined: as it is known now
 */
export async function getExpectations(
  db: Queryable,
  marketIds: readonly number[],
  asOf: Date | undefined,
): Promise<Map<number, Expectation>> {
  const result = await db.query<Expectation & { id: number }>({
    name: `market-expectations:${String(asOf !== undefined)}`,
    text: `select m.id, m.exchange_id as "exchangeId", ${endOfSql(asOf && '$2')} as "endedAt"
      from unnest($1::int[]) as k(id) join market as m on m.id = k.id`,
    values: [marketIds, ...(asOf ? [asOf] : [])],
  })
  return new Map(result.rows.map(({ id, ...row }) => [id, row]))
}
