import type { Queryable } from '../db.ts'
import { isKeepable } from '../lib/text.ts'
import type { ApiKeyRow, Scope } from './record.ts'

const ROW = `id, name, scopes, units_per_minute as "unitsPerMinute", created_at as "createdAt", expires_at as "expiresAt",
  revoked_at as "revokedAt", last_used_at as "lastUsedAt", replaces`

export interface ApiKeyToKeep {
  readonly id: string
  readonly hash: string
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly unitsPerMinute: number | null
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly replaces: string | null
}

export async function insertApiKey(db: Queryable, key: ApiKeyToKeep): Promise<ApiKeyRow> {
  const { id, name, hash, scopes, unitsPerMinute, createdAt, expiresAt, replaces } = key
  const result = await db.query<ApiKeyRow>(
    `insert into api_key (id, name, hash, scopes, units_per_minute, created_at, expires_at, replaces)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${ROW}`,
    [id, name, hash, scopes, unitsPerMinute, createdAt, expiresAt, replaces],
  )
  return result.rows[0]!
}

export async function findApiKeyByHash(db: Queryable, hash: string): Promise<ApiKeyRow | undefined> {
  const result = await db.query<ApiKeyRow>({
    name: 'api-key-by-hash',
    text: `select ${ROW} from api_key where hash = $1`,
    values: [hash],
  })
  return result.rows[0]
}

/** Newest first. */
export async function getApiKeys(db: Queryable): Promise<ApiKeyRow[]> {
  return (await db.query<ApiKeyRow>(`select ${ROW} from api_key order by created_at desc, id`)).rows
}

export async function findApiKey(db: Queryable, id: string): Promise<ApiKeyRow | undefined> {
  if (!isKeepable(id)) return undefined
  return (await db.query<ApiKeyRow>(`select ${ROW} from api_key where id = $1`, [id])).rows[0]
}

/**
 * The end that a key was made with, or that was named since; null: none. A rotation has a key end after its overlap, and leaves its end to the
 * one that takes its place: of several the newest one says it.
 */
export async function findKeyEnd(db: Queryable, id: string): Promise<Date | null> {
  const result = await db.query<{ end: Date | null }>(
    `with recursive line as (
       select id, expires_at, created_at from api_key where id = $1
       union all select k.id, k.expires_at, k.created_at from api_key k join line on k.replaces = line.id
     )
     select expires_at as "end" from line
     where not exists (select 1 from api_key k where k.replaces = line.id) order by created_at desc, id limit 1`,
    [id],
  )
  return result.rows[0]?.end ?? null
}

/** Ends a key at a moment, unless it ends before. @returns undefined when there is no such key */
export async function expireApiKey(db: Queryable, id: string, at: Date): Promise<ApiKeyRow | undefined> {
  const result = await db.query<ApiKeyRow>(
    `update api_key set expires_at = least(expires_at, $2) where id = $1 returning ${ROW}`,
    [id, at],
  )
  return result.rows[0]
}

/** Revokes a key; one that is revoked keeps its moment. @returns undefined when there is no such key */
export async function revokeApiKey(db: Queryable, id: string, at: Date): Promise<ApiKeyRow | undefined> {
  if (!isKeepable(id)) return undefined
  const result = await db.query<ApiKeyRow>(
    `update api_key set revoked_at = coalesce(revoked_at, $2) where id = $1 returning ${ROW}`,
    [id, at],
  )
  return result.rows[0]
}

/** Notes that a key was used: at most once a minute. */
export async function touchApiKey(db: Queryable, id: string, at: Date): Promise<void> {
  await db.query(
    `update api_key set last_used_at = date_trunc('minute', $2::timestamptz)
     where id = $1 and (last_used_at is null or last_used_at < date_trunc('minute', $2::timestamptz))`,
    [id, at],
  )
}
