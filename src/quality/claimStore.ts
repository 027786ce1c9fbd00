import type { Queryable } from '../db.ts'
import type { Window } from '../lib/time.ts'
import type { ClaimRecord } from './claims.ts'

/** A claim as it is stored: what is not told is null. */
export interface ClaimRow {
  readonly code: string
  readonly measure: string
  readonly low: string
  readonly high: string
  readonly unit: string
  readonly assetCode: string | null
  readonly exchangeCode: string | null
  readonly from: Date | null
  readonly to: Date | null
  readonly readAt: Date | null
  readonly publishedAt: Date | null
  readonly publisher: string
  readonly title: string
  readonly url: string | null
  readonly note: string | null
}

/** Writes claims; one of the same code is replaced. Accepts []. @returns how many were new or changed */
export async function upsertClaims(db: Queryable, claims: readonly ClaimRecord[]): Promise<number> {
  const columns = (pick: (claim: ClaimRecord) => unknown) => claims.map((claim) => pick(claim) ?? null)
  const result = await db.query(
    `insert into claim as c (code, measure, low, high, unit, asset_code, exchange_code, "from", "to", read_at,
       published_at, publisher, title, url, note)
     select * from unnest($1::text[], $2::text[], $3::numeric[], $4::numeric[], $5::text[], $6::text[], $7::text[],
       $8::timestamptz[], $9::timestamptz[], $10::timestamptz[], $11::timestamptz[], $12::text[], $13::text[],
       $14::text[], $15::text[])
     on conflict (code) do update set measure = excluded.measure, low = excluded.low, high = excluded.high,
       unit = excluded.unit, asset_code = excluded.asset_code, exchange_code = excluded.exchange_code,
       "from" = excluded."from", "to" = excluded."to", read_at = excluded.read_at,
       published_at = excluded.published_at, publisher = excluded.publisher, title = excluded.title,
       url = excluded.url, note = excluded.note
     where c is distinct from excluded`,
    [
      columns(({ code }) => code),
      columns(({ measure }) => measure),
      columns(({ low }) => low),
      columns(({ high }) => high),
      columns(({ unit }) => unit),
      columns(({ assetCode }) => assetCode),
      columns(({ exchangeCode }) => exchangeCode),
      columns(({ from }) => from?.toISOString()),
      columns(({ to }) => to?.toISOString()),
      columns(({ readAt }) => readAt?.toISOString()),
      columns(({ publishedAt }) => publishedAt?.toISOString()),
      columns(({ publisher }) => publisher),
      columns(({ title }) => title),
      columns(({ url }) => url),
      columns(({ note }) => note),
    ],
  )
  return result.rowCount ?? 0
}

/** Claims by code; of a window: those whose own window touches it, and those that tell none. */
export async function getClaims(
  db: Queryable,
  filter: { readonly measure?: string; readonly assetCode?: string; readonly window?: Window },
  first: number,
): Promise<ClaimRow[]> {
  const result = await db.query<ClaimRow>(
    `select code, measure, trim_scale(low)::text as low, trim_scale(high)::text as high, unit,
       asset_code as "assetCode", exchange_code as "exchangeCode", "from", "to", read_at as "readAt",
       published_at as "publishedAt", publisher, title, url, note
     from claim
     where ($1::text is null or measure = $1) and ($2::text is null or asset_code = $2)
       and ($3::timestamptz is null or "from" is null or ("to" > $3 and "from" < $4::timestamptz))
     order by code limit $5`,
    [
      filter.measure ?? null,
      filter.assetCode ?? null,
      filter.window?.from ?? null,
      filter.window?.to ?? null,
      first,
    ],
  )
  return result.rows
}
