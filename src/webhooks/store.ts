import type { Queryable } from '../db.ts'
import type { Page } from '../lib/connection.ts'
import type { Attempt, AttemptRow, DeliveryRow, DeliveryState, DisabledReason, WebhookRow } from './record.ts'

const WEBHOOK = `w.id, w.key_id as "keyId", w.topic, w.url, w.description, w.query, w.variables, w.operation_name as "operationName",
  w.created_at as "createdAt", w.disabled_reason as "disabledReason", w.disabled_at as "disabledAt", w.failing_since as "failingSince"`

const DELIVERY = `d.id, d.webhook_id as "webhookId", d.type, d.state, d.created_at as "createdAt", d.payload,
  case when d.state = 'PENDING' then d.next_at end as "nextAttemptAt", d.delivered_at as "deliveredAt"`

/** Of a key that opens something at $1. */
const KEY_IS_GOOD = `k.id = w.key_id and (k.expires_at is null or k.expires_at > $1) and (k.revoked_at is null or k.revoked_at > $1)
  and 'WEBHOOKS' = any(k.scopes)`

export interface WebhookToKeep extends Omit<WebhookRow, 'disabledReason' | 'disabledAt' | 'failingSince'> {
  readonly secret: string
  /** A key has so many at most. */
  readonly most: number
}

/** Keeps a webhook, from now on in the log of events. @returns undefined when the key has as many as it may */
export async function insertWebhook(db: Queryable, webhook: WebhookToKeep): Promise<WebhookRow | undefined> {
  const { id, keyId, topic, url, description, query, variables, operationName, createdAt, secret, most } =
    webhook
  const result = await db.query<WebhookRow>(
    `insert into webhook as w (id, key_id, topic, url, description, query, variables, operation_name, created_at, secret, position)
     select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, coalesce((select max(id) from stream_event), 0)
     where (select count(*) from webhook where key_id = $2) < $11
     returning ${WEBHOOK}`,
    [id, keyId, topic, url, description, query, variables, operationName, createdAt, secret, most],
  )
  return result.rows[0]
}

/** Newest first. @param keyId undefined: of all keys */
export async function getWebhooks(db: Queryable, keyId: string | undefined): Promise<WebhookRow[]> {
  const result = await db.query<WebhookRow>(
    `select ${WEBHOOK} from webhook w where $1::text is null or w.key_id = $1 order by w.created_at desc, w.id`,
    [keyId ?? null],
  )
  return result.rows
}

export async function findWebhook(db: Queryable, id: string): Promise<WebhookRow | undefined> {
  return (await db.query<WebhookRow>(`select ${WEBHOOK} from webhook w where w.id = $1`, [id])).rows[0]
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

/** Sends again: what waited is due at once, and failures are counted anew. */
export async function enableWebhook(db: Queryable, id: string, now: Date): Promise<WebhookRow> {
  const result = await db.query<WebhookRow>(
    `with due as (update webhook_delivery set next_at = $2 where webhook_id = $1 and state = 'PENDING')
     update webhook w set disabled_reason = null, disabled_at = null, failing_since = null where id = $1 returning ${WEBHOOK}`,
    [id, now],
  )
  return result.rows[0]!
}

/** Sends nothing more; one that is disabled keeps its reason. */
export async function disableWebhook(
  db: Queryable,
  id: string,
  reason: DisabledReason,
  now: Date,
): Promise<WebhookRow> {
  const result = await db.query<WebhookRow>(
    `update webhook w set disabled_reason = coalesce(disabled_reason, $2), disabled_at = coalesce(disabled_at, $3),
       leased_by = null where id = $1 returning ${WEBHOOK}`,
    [id, reason, now],
  )
  return result.rows[0]!
}

export async function deleteWebhook(db: Queryable, id: string): Promise<void> {
  await db.query('delete from webhook where id = $1', [id])
}

/** A new secret; the old one signs beside it until a moment. */
export async function changeSecret(
  db: Queryable,
  id: string,
  secret: string,
  previousUntil: Date,
): Promise<WebhookRow> {
  const result = await db.query<WebhookRow>(
    `update webhook w set previous_secret = secret, previous_until = $3, secret = $2 where id = $1 returning ${WEBHOOK}`,
    [id, secret, previousUntil],
  )
  return result.rows[0]!
}

/** What is valid now, the newest first. */
export async function getSecrets(db: Queryable, id: string, now: Date): Promise<string[]> {
  const result = await db.query<{ secrets: string[] }>(
    `select array_remove(array[secret, case when previous_until > $2 then previous_secret end], null) as secrets
     from webhook where id = $1`,
    [id, now],
  )
  return result.rows[0]?.secrets ?? []
}

/** A key took another's place: its webhooks are the new key's. */
export async function handOverWebhooks(db: Queryable, from: string, to: string): Promise<void> {
  await db.query('update webhook set key_id = $2 where key_id = $1', [from, to])
}

/** A webhook to make deliveries of, and where to go on. */
export interface Claimed extends WebhookRow {
  readonly position: number
}

/**
 * Takes the webhooks that no other server makes deliveries of, and keeps those that are held: for a while, by the clock of the store.
 * @param positions how far each of those held has come: what came before was looked at and is of no interest to it
 */
export async function claimWebhooks(
  db: Queryable,
  server: string,
  leaseMs: number,
  positions: ReadonlyMap<string, number>,
  now: Date,
): Promise<Claimed[]> {
  const result = await db.query<Omit<Claimed, 'position'> & { position: string }>(
    `update webhook w set leased_by = $2, leased_until = clock_timestamp() + $3::interval,
       position = greatest(w.position, case when w.leased_by = $2 then p.position end)
     from webhook h
       join api_key k on k.id = h.key_id
       left join unnest($4::text[], $5::bigint[]) as p(id, position) on p.id = h.id
     where w.id = h.id and ${KEY_IS_GOOD} and w.disabled_reason is null
       and (w.leased_by is null or w.leased_by = $2 or w.leased_until < clock_timestamp())
     returning ${WEBHOOK}, w.position`,
    [now, server, `${leaseMs} milliseconds`, [...positions.keys()], [...positions.values()]],
  )
  return result.rows.map(({ position, ...row }) => ({ ...row, position: Number(position) }))
}

/** Leaves its webhooks to the others. */
export async function releaseWebhooks(db: Queryable, server: string): Promise<void> {
  await db.query('update webhook set leased_by = null, leased_until = null where leased_by = $1', [server])
}

export interface DeliveryToKeep {
  readonly id: string
  readonly type: string
  readonly payload: string
}

/**
 * Keeps what is to be delivered and moves the webhook on, in one: an event is made a message of once.
 * @returns false when the webhook is another server's by now, or is disabled: nothing is kept
 */
export async function insertDeliveries(
  db: Queryable,
  webhookId: string,
  server: string,
  position: number,
  deliveries: readonly DeliveryToKeep[],
  now: Date,
): Promise<boolean> {
  const result = await db.query<{ moved: string }>(
    `with held as (
       update webhook set position = $3
       where id = $1 and leased_by = $2 and disabled_reason is null and position < $3 returning id
     ), made as (
       insert into webhook_delivery (id, webhook_id, type, payload, state, created_at, next_at)
       select d.id, held.id, d.type, d.payload, 'PENDING', $4, $4
       from held, unnest($5::text[], $6::text[], $7::text[]) as d(id, type, payload)
     )
     select count(*) as moved from held`,
    [
      webhookId,
      server,
      position,
      now,
      deliveries.map(({ id }) => id),
      deliveries.map(({ type }) => type),
      deliveries.map(({ payload }) => payload),
    ],
  )
  return Number(result.rows[0]!.moved) === 1
}

/** Messages of a webhook that wait, at most `most`. */
export async function countPending(db: Queryable, webhookId: string, most: number): Promise<number> {
  const result = await db.query<{ count: number }>(
    `select count(*)::int as count from (
       select 1 from webhook_delivery where webhook_id = $1 and state = 'PENDING' limit $2
     ) as waiting`,
    [webhookId, most],
  )
  return result.rows[0]!.count
}

/** A message to be sent now. */
export interface Due {
  readonly id: string
  readonly webhookId: string
  readonly url: string
  readonly payload: string
  /** This one counted. */
  readonly tries: number
}

/**
 * Takes messages that are due, few of each webhook, and one of a webhook whose last try failed: no receiver holds up another. They are
 * due again after a while, should this server end before it can tell how it went.
 * @param busy webhooks that have enough on their way
 */
export async function takeDue(
  db: Queryable,
  {
    limit,
    perWebhook,
    againAfterMs,
    busy,
  }: { limit: number; perWebhook: number; againAfterMs: number; busy: readonly string[] },
  now: Date,
): Promise<Due[]> {
  const result = await db.query<Due>(
    `with fair as (
       select due.id
       from webhook w join api_key k on ${KEY_IS_GOOD} cross join lateral (
         select id, next_at from webhook_delivery
         where webhook_id = w.id and state = 'PENDING' and next_at <= $1
         order by next_at, created_at, id limit case when w.failing_since is null then $3::int else 1 end
       ) as due
       where w.disabled_reason is null and w.id <> all($5) order by due.next_at limit $4
     ), free as (
       select id from webhook_delivery
       where id in (select id from fair) and state = 'PENDING' and next_at <= $1 for update skip locked
     )
     update webhook_delivery d set tries = d.tries + 1, next_at = $1::timestamptz + $2::interval
     from free, webhook w where d.id = free.id and w.id = d.webhook_id
     returning d.id, d.webhook_id as "webhookId", w.url, d.payload, d.tries`,
    [now, `${againAfterMs} milliseconds`, perWebhook, limit, busy],
  )
  return result.rows
}

/** How a message fares after a try. */
export interface Outcome {
  readonly state: DeliveryState
  /** When it is tried next, of one that is PENDING. */
  readonly nextAt: Date
  /** Why nothing more is sent to the webhook, from now on. */
  readonly disable?: DisabledReason
}

/** PostgreSQL's code for a row that names another which is not there. */
const FOREIGN_KEY_VIOLATION = '23503'

/** Keeps how a try went, for the message and its webhook. */
export async function keepAttempt(
  db: Queryable,
  due: Pick<Due, 'id' | 'webhookId' | 'tries'>,
  attempt: Attempt,
  { state, nextAt, disable }: Outcome,
): Promise<void> {
  const { at, durationMs, status, failure, response } = attempt
  try {
    await db.query(
      `with tried as (
         insert into webhook_attempt (delivery_id, at, duration_ms, status, failure, response)
         select id, $3, $4, $5, $6, $7 from webhook_delivery where id = $1
       ), went as (
         update webhook_delivery set state = $8, next_at = $9,
           delivered_at = case when $8 = 'DELIVERED' then $3::timestamptz else delivered_at end
         -- Unless another try has begun meanwhile.
         where id = $1 and state = 'PENDING' and tries = $11
       )
       update webhook set failing_since = case when $8 = 'DELIVERED' then null else coalesce(failing_since, $3) end,
         disabled_reason = coalesce(disabled_reason, $10),
         disabled_at = case when $10::text is null then disabled_at else coalesce(disabled_at, $3) end
       where id = $2`,
      [
        due.id,
        due.webhookId,
        at,
        durationMs,
        status,
        failure,
        response,
        state,
        nextAt,
        disable ?? null,
        due.tries,
      ],
    )
  } catch (error) {
    // Its webhook was deleted meanwhile: there is nothing to keep.
    if ((error as { code?: unknown }).code !== FOREIGN_KEY_VIOLATION) throw error
  }
}

/** Has messages sent again, with their ids; those that wait are left alone. @returns how many */
export async function replayDeliveries(
  db: Queryable,
  webhookId: string,
  window: { readonly from: Date; readonly to: Date },
  states: readonly DeliveryState[],
  now: Date,
): Promise<number> {
  const result = await db.query(
    `update webhook_delivery set state = 'PENDING', tries = 0, next_at = $5
     where webhook_id = $1 and created_at >= $2 and created_at < $3 and state = any($4) and state <> 'PENDING'`,
    [webhookId, window.from, window.to, states, now],
  )
  return result.rowCount ?? 0
}

export async function findDelivery(db: Queryable, id: string): Promise<DeliveryRow | undefined> {
  return (await db.query<DeliveryRow>(`select ${DELIVERY} from webhook_delivery d where d.id = $1`, [id]))
    .rows[0]
}

/** Where a delivery stands in the list of its webhook. */
export interface DeliveryPlace {
  readonly createdAt: Date
  readonly id: string
}

/** One row beyond the page, in the direction of reading: newest first, or oldest first backwards. */
export async function getDeliveries(
  db: Queryable,
  webhookId: string,
  states: readonly DeliveryState[] | undefined,
  page: Page,
  from: DeliveryPlace | undefined,
): Promise<DeliveryRow[]> {
  const [direction, beyond] = page.backwards ? ['asc', '>'] : ['desc', '<']
  const result = await db.query<DeliveryRow>(
    `select ${DELIVERY} from webhook_delivery d
     where d.webhook_id = $1 and ($2::text[] is null or d.state = any($2))
       and ($3::timestamptz is null or (d.created_at, d.id) ${beyond} ($3, $4))
     order by d.created_at ${direction}, d.id ${direction} limit $5`,
    [webhookId, states ?? null, from?.createdAt ?? null, from?.id ?? null, page.limit + 1],
  )
  return result.rows
}

/** Tries of some messages, oldest first. */
export async function getAttempts(db: Queryable, deliveryIds: readonly string[]): Promise<AttemptRow[]> {
  const result = await db.query<AttemptRow>(
    `select delivery_id as "deliveryId", at, duration_ms as "durationMs", status, failure, response
     from webhook_attempt where delivery_id = any($1) order by at, id`,
    [deliveryIds],
  )
  return result.rows
}

/** Messages that wait, by webhook. */
export async function getPendingCounts(
  db: Queryable,
  webhookIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const result = await db.query<{ id: string; count: number }>(
    `select webhook_id as id, count(*)::int as count from webhook_delivery
     where webhook_id = any($1) and state = 'PENDING' group by webhook_id`,
    [webhookIds],
  )
  return new Map(result.rows.map(({ id, count }) => [id, count]))
}

/** How long messages are kept. */
export const KEPT_DAYS = 30

/** Forgets old messages with their tries. */
export async function pruneDeliveries(db: Queryable, now: Date): Promise<void> {
  await db.query(
    `delete from webhook_delivery where created_at < $1::timestamptz - interval '${KEPT_DAYS} days'`,
    [now],
  )
}
