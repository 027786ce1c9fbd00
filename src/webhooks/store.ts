import type { Queryable } from '../db.ts'
import { isKeepable } from '../lib/text.ts'
import type { DisabledReason, WebhookRow } from './record.ts'

// Times are by the clock of the store, the same for all servers: `now()`, since each statement is a transaction of its own.

const WEBHOOK = `w.id, w.key_id as "keyId", w.topic, w.url, w.description, w.query, w.variables, w.operation_name as "operationName",
  w.created_at as "createdAt", w.disabled_reason as "disabledReason", w.disabled_at as "disabledAt", w.failing_since as "failingSince"`

/** A key k that opens something now. */
const IS_VALID =
  '(k.expires_at is null or k.expires_at > now()) and (k.revoked_at is null or k.revoked_at > now())'

/** A webhook w is followed and sent to as long as its key k may have webhooks. */
export const KEY_IS_GOOD = `k.id = w.key_id and ${IS_VALID} and 'WEBHOOKS' = any(k.scopes)`

/** A pause as PostgreSQL takes it, whole: it reads no number like 1e-9. */
export const milliseconds = (ms: number): string => `${Math.round(ms)} milliseconds`

/** Keys that took each other's places, of each key that has webhooks (`$1` null) or of one: they are one partner's. */
const LINES = `with recursive before as (
  select id as held, id, replaces from api_key
  where case when $1::text is null then id in (select key_id from webhook) else id = $1 end
  union select before.held, k.id, k.replaces from api_key k join before on k.id = before.replaces
), line as (
  select held, id from before
  union select line.held, k.id from api_key k join line on k.replaces = line.id
)`

/** Of each line the key whose its webhooks are: the newest one that is valid. */
const HEIRS = `${LINES}, heir as (
  select distinct on (line.held) line.held, k.id from line join api_key k on k.id = line.id
  where ${IS_VALID} order by line.held, k.created_at desc, k.id
)`

export interface WebhookToKeep extends Omit<
  WebhookRow,
  'createdAt' | 'disabledReason' | 'disabledAt' | 'failingSince'
> {
  /** The key that makes it, for the newest one of its line. */
  readonly keyId: string
  readonly secret: string
  /** A key has so many at most. */
  readonly most: number
}

/** Keeps a webhook, from now on in the log of events. @returns undefined when the key has as many as it may */
export async function insertWebhook(db: Queryable, webhook: WebhookToKeep): Promise<WebhookRow | undefined> {
  const { id, keyId, topic, url, description, query, variables, operationName, secret, most } = webhook
  const result = await db.query<WebhookRow>(
    `${HEIRS}, owner as (
       -- A key that has just ended may be believed for some seconds.
       select coalesce((select id from heir), $1) as id
     )
     insert into webhook as w (id, key_id, topic, url, description, query, variables, operation_name, created_at, secret, position)
     select $2, owner.id, $3, $4, $5, $6, $7, $8, now(), $9, coalesce((select max(id) from stream_event), 0)
     from owner where (select count(*) from webhook where key_id = owner.id) < $10
     returning ${WEBHOOK}`,
    [keyId, id, topic, url, description, query, variables, operationName, secret, most],
  )
  return result.rows[0]
}

/** Those of a key and of its line, newest first. @param keyId undefined: of all keys */
export async function getWebhooks(db: Queryable, keyId: string | undefined): Promise<WebhookRow[]> {
  const result = await db.query<WebhookRow>(
    `${LINES} select ${WEBHOOK} from webhook w
     where $1::text is null or w.key_id in (select id from line) order by w.created_at desc, w.id`,
    [keyId ?? null],
  )
  return result.rows
}

/** Those that are disabled for a reason. */
export async function getDisabledWebhooks(db: Queryable, reason: DisabledReason): Promise<WebhookRow[]> {
  return (
    await db.query<WebhookRow>(`select ${WEBHOOK} from webhook w where w.disabled_reason = $1`, [reason])
  ).rows
}

export async function findWebhook(db: Queryable, id: string): Promise<WebhookRow | undefined> {
  if (!isKeepable(id)) return undefined
  return (await db.query<WebhookRow>(`select ${WEBHOOK} from webhook w where w.id = $1`, [id])).rows[0]
}

/** Whether two keys took each other's places, at first or second hand. */
export async function areOfOneLine(db: Queryable, keyId: string, otherId: string): Promise<boolean> {
  const result = await db.query(`${LINES} select 1 from line where id = $2`, [keyId, otherId])
  return result.rows.length > 0
}

/** Where it is sent and what it is called; undefined stays as it is. */
export async function changeWebhook(
  db: Queryable,
  id: string,
  {
    url,
    description,
  }: { readonly url?: string | undefined; readonly description?: string | null | undefined },
): Promise<WebhookRow> {
  const result = await db.query<WebhookRow>(
    `update webhook w set url = coalesce($2, url), description = case when $3 then $4 else description end where id = $1
     returning ${WEBHOOK}`,
    [id, url ?? null, description !== undefined, description ?? null],
  )
  return result.rows[0]!
}

/**
 * Sends again: what waited is due at once, and failures are counted anew.
 * @param reason only when it is disabled for this reason
 * @returns undefined when it is not disabled for it
 */
export async function enableWebhook(
  db: Queryable,
  id: string,
  reason?: DisabledReason,
): Promise<WebhookRow | undefined> {
  const result = await db.query<WebhookRow>(
    `with enabled as (
       update webhook w set disabled_reason = null, disabled_at = null, failing_since = null
       where id = $1 and ($2::text is null or disabled_reason = $2) returning ${WEBHOOK}
     ), due as (
       update webhook_delivery set next_at = now()
       where webhook_id in (select id from enabled) and state = 'PENDING'
     )
     select * from enabled`,
    [id, reason ?? null],
  )
  return result.rows[0]
}

/** Its receiver answers: failures are counted anew. */
export async function endFailing(db: Queryable, id: string): Promise<void> {
  await db.query('update webhook set failing_since = null where id = $1', [id])
}

/** Sends nothing more; one that is disabled keeps its reason, unless that might end by itself. */
export async function disableWebhook(
  db: Queryable,
  id: string,
  reason: DisabledReason,
): Promise<WebhookRow | undefined> {
  const result = await db.query<WebhookRow>(
    `update webhook w set disabled_reason = coalesce(nullif(disabled_reason, 'DOCUMENT_NOT_TRUSTED'), $2),
       disabled_at = coalesce(disabled_at, now()), leased_by = null where id = $1 returning ${WEBHOOK}`,
    [id, reason],
  )
  return result.rows[0]
}

export async function deleteWebhook(db: Queryable, id: string): Promise<void> {
  await db.query('delete from webhook where id = $1', [id])
}

/**
 * A new secret; the old one signs beside it for the overlap, and those before it for as long as was said of them. No overlap ends all of them.
 * @param most that may sign beside the new one
 * @returns undefined when there would be more
 */
export async function changeSecret(
  db: Queryable,
  id: string,
  secret: string,
  overlapMs: number,
  most: number,
): Promise<WebhookRow | undefined> {
  const result = await db.query<WebhookRow>(
    `with held as (
       select secret, previous_secrets, previous_untils from webhook where id = $1 for update
     ), old as (
       select secret, now() + $3::interval as until, 0 as place from held
       union all
       select p.secret, p.until, p.place from held,
         unnest(held.previous_secrets, held.previous_untils) with ordinality as p(secret, until, place)
     ), signing as (
       select array_agg(secret order by place) as secrets, array_agg(until order by place) as untils
       from old where until > now() and $3::interval > interval '0'
     )
     update webhook w set secret = $2, previous_secrets = signing.secrets, previous_untils = signing.untils
     from signing where w.id = $1 and coalesce(cardinality(signing.secrets), 0) <= $4
     returning ${WEBHOOK}`,
    [id, secret, milliseconds(overlapMs), most],
  )
  return result.rows[0]
}

/** The secrets of a webhook w that sign now, the newest first. */
export const SECRETS = `w.secret || array(
  select p.secret from unnest(w.previous_secrets, w.previous_untils) with ordinality as p(secret, until, place)
  where p.until > now() order by p.place
)`

export async function getSecrets(db: Queryable, id: string): Promise<string[]> {
  const result = await db.query<{ secrets: string[] }>(
    `select ${SECRETS} as secrets from webhook w where w.id = $1`,
    [id],
  )
  return result.rows[0]?.secrets ?? []
}

/**
 * Gives webhooks to the newest valid key of their line: to one that took another's place, to the one before when it was revoked again, or to
 * another that took the same place.
 * @param keyId those of its line; undefined: all
 */
export async function handOverWebhooks(db: Queryable, keyId?: string): Promise<void> {
  await db.query(
    `${HEIRS} update webhook w set key_id = heir.id from line join heir on heir.held = line.held
     where w.key_id = line.id and w.key_id <> heir.id`,
    [keyId ?? null],
  )
}

/** A webhook to make deliveries of, and where to go on. */
export interface Claimed extends WebhookRow {
  readonly position: number
}

/**
 * Takes the webhooks that no other server makes deliveries of, and keeps those that are held, for a while.
 * @param positions how far each of those held has come: what came before was looked at and is of no interest to it
 */
export async function claimWebhooks(
  db: Queryable,
  server: string,
  leaseMs: number,
  positions: ReadonlyMap<string, number>,
): Promise<Claimed[]> {
  const result = await db.query<Omit<Claimed, 'position'> & { position: string }>(
    `update webhook w set leased_by = $1, leased_until = now() + $2::interval,
       position = greatest(w.position, case when w.leased_by = $1 then p.position end)
     from webhook h
       join api_key k on k.id = h.key_id
       left join unnest($3::text[], $4::bigint[]) as p(id, position) on p.id = h.id
     where w.id = h.id and ${KEY_IS_GOOD} and w.disabled_reason is null
       and (w.leased_by is null or w.leased_by = $1 or w.leased_until < now())
     returning ${WEBHOOK}, w.position`,
    [server, milliseconds(leaseMs), [...positions.keys()], [...positions.values()]],
  )
  return result.rows.map(({ position, ...row }) => ({ ...row, position: Number(position) }))
}

/** Leaves its webhooks to the others. */
export async function releaseWebhooks(db: Queryable, server: string): Promise<void> {
  await db.query('update webhook set leased_by = null, leased_until = null where leased_by = $1', [server])
}
