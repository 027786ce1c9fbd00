import type { Queryable } from '../db.ts'
import type { Page } from '../lib/connection.ts'
import type { Attempt, AttemptRow, DeliveryRow, DeliveryState, DisabledReason } from './record.ts'
import { UNTRIED_MS } from './retries.ts'
import { KEY_IS_GOOD, milliseconds, SECRETS } from './store.ts'

// Times are by the clock of the store, as in ./store.ts.

const DELIVERY = `d.id, d.webhook_id as "webhookId", d.type, d.state, d.created_at as "createdAt", d.payload,
  case when d.state = 'PENDING' then d.next_at end as "nextAttemptAt", d.delivered_at as "deliveredAt"`

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
): Promise<boolean> {
  const result = await db.query<{ moved: string }>(
    `with held as (
       update webhook set position = $3
       where id = $1 and leased_by = $2 and disabled_reason is null and position < $3 returning id
     ), made as (
       insert into webhook_delivery (id, webhook_id, type, payload, state, created_at, next_at)
       select d.id, held.id, d.type, d.payload, 'PENDING', now(), now()
       from held, unnest($4::text[], $5::text[], $6::text[]) as d(id, type, payload)
     )
     select count(*) as moved from held`,
    [
      webhookId,
      server,
      position,
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
  /** What it is signed with. */
  readonly secrets: readonly string[]
  readonly payload: string
  /** This one counted. */
  readonly tries: number
  /** Whether the last try to its webhook failed. */
  readonly hasFailed: boolean
  /** How long tries to its webhook have failed without a break; null: this one would be the first to fail. */
  readonly failingForMs: number | null
}

/** How much is taken. */
export interface Room {
  readonly limit: number
  /** Of `limit`, at most so many to webhooks whose last try failed: what does not answer leaves places for what does. */
  readonly toFailing: number
  /** On their way to one webhook; to one whose last try failed one alone. */
  readonly toOne: number
  /** Taken ones are due again after so long, until it is told how they went. */
  readonly againAfterMs: number
  /** The webhook of each message that is on its way from here. */
  readonly underWay: readonly string[]
}

/**
 * Whether tries to a webhook w fail without a break: a message waits that failed. Where none does, nothing was tried since the last failure,
 * and how a receiver was meanwhile nobody knows. What lay untried for long, as while no server ran, does not tell it either.
 */
const IS_FAILING = `w.failing_since is not null and exists (
  select 1 from webhook_delivery p join webhook_attempt a on a.delivery_id = p.id
  where p.webhook_id = w.id and p.state = 'PENDING' and p.tries > 0
    and a.failure is not null and a.at > now() - '${milliseconds(UNTRIED_MS)}'::interval
)`

/** Takes messages that are due, those that have waited longest first, of webhooks that answer before those that do not. */
export async function takeDue(
  db: Queryable,
  { limit, toFailing, toOne, againAfterMs, underWay }: Room,
): Promise<Due[]> {
  const result = await db.query<Due>(
    `with under_way as (
       select id, count(*)::int as messages from unnest($5::text[]) as id group by id
     ), due as (
       select d.id, d.next_at, w.failing_since is not null as is_failing,
         row_number() over (partition by w.failing_since is not null order by d.next_at, d.id) as place
       from webhook w join api_key k on ${KEY_IS_GOOD}
         left join under_way u on u.id = w.id
         cross join lateral (
           select id, next_at from webhook_delivery
           where webhook_id = w.id and state = 'PENDING' and next_at <= now()
           order by next_at, created_at, id
           limit greatest(0, case when w.failing_since is null then $3::int else 1 end - coalesce(u.messages, 0))
         ) as d
       where w.disabled_reason is null
     ), fair as (
       select id from due where not is_failing or place <= $2 order by is_failing, place limit $1
     ), free as (
       select id from webhook_delivery
       where id in (select id from fair) and state = 'PENDING' and next_at <= now() for update skip locked
     )
     update webhook_delivery d set tries = d.tries + 1, next_at = now() + $4::interval
     from free, webhook w where d.id = free.id and w.id = d.webhook_id
     returning d.id, d.webhook_id as "webhookId", w.url, ${SECRETS} as secrets, d.payload, d.tries,
       w.failing_since is not null as "hasFailed",
       case when ${IS_FAILING} then extract(epoch from now() - w.failing_since)::float8 * 1000 end as "failingForMs"`,
    [limit, toFailing, toOne, milliseconds(againAfterMs), underWay],
  )
  return result.rows
}

/** How a message fares after a try. */
export interface Outcome {
  readonly state: DeliveryState
  /** How long until it is tried again, of one that is PENDING. */
  readonly againAfterMs?: number
  /** Why nothing more is sent to the webhook, from now on. */
  readonly disable?: DisabledReason
}

/** PostgreSQL's code for a row that names another which is not there. */
const FOREIGN_KEY_VIOLATION = '23503'

/** Keeps how a try went, for the message and its webhook. */
export async function keepAttempt(
  db: Queryable,
  due: Pick<Due, 'id' | 'webhookId' | 'tries' | 'failingForMs'>,
  { at, durationMs, status, failure, response }: Attempt,
  { state, againAfterMs = 0, disable }: Outcome,
): Promise<void> {
  try {
    await db.query(
      `with tried as (
         insert into webhook_attempt (delivery_id, at, duration_ms, status, failure, response)
         select id, $3, $4, $5, $6, $7 from webhook_delivery where id = $1
       ), went as (
         update webhook_delivery set state = $8, next_at = now() + $9::interval,
           delivered_at = case when $8 = 'DELIVERED' then now() else delivered_at end
         -- Another try may have begun meanwhile: that this one went through counts all the same.
         where id = $1 and state = 'PENDING' and (tries = $11 or $8 = 'DELIVERED')
       )
       update webhook set
         failing_since = case when $8 = 'DELIVERED' then null when $12 then coalesce(failing_since, now()) else now() end,
         disabled_reason = coalesce(disabled_reason, $10),
         disabled_at = case when $10::text is null then disabled_at else coalesce(disabled_at, now()) end
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
        milliseconds(againAfterMs),
        disable ?? null,
        due.tries,
        due.failingForMs !== null,
      ],
    )
  } catch (error) {
    // Its webhook was deleted meanwhile: there is nothing to keep.
    if ((error as { code?: unknown }).code !== FOREIGN_KEY_VIOLATION) throw error
  }
}

/**
 * Has messages sent again, with their ids; those that wait are left alone.
 * @param window of when they were made; until now where it has no end
 * @returns how many
 */
export async function replayDeliveries(
  db: Queryable,
  webhookId: string,
  window: { readonly from: Date; readonly to?: Date | undefined },
  states: readonly DeliveryState[],
): Promise<number> {
  const result = await db.query(
    `update webhook_delivery set state = 'PENDING', tries = 0, next_at = now()
     where webhook_id = $1 and created_at >= $2 and created_at < coalesce($3, now())
       and state = any($4) and state <> 'PENDING'`,
    [webhookId, window.from, window.to ?? null, states],
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
export async function pruneDeliveries(db: Queryable): Promise<void> {
  await db.query(`delete from webhook_delivery where created_at < now() - interval '${KEPT_DAYS} days'`)
}
