import type { Topic } from '../stream/store.ts'

/** Why nothing is sent to a webhook any more. */
export type DisabledReason =
  /** Its owner said so. */
  | 'CALLER'
  /** It answered 410. */
  | 'GONE'
  /** Tries failed for five days without a break. */
  | 'FAILING'
  /** Its document is no subscription of the schema any more. */
  | 'DOCUMENT'
  /** The server runs the documents of its list alone, and this is none of them any more; a server that has it on its list sends it again. */
  | 'DOCUMENT_NOT_TRUSTED'

/** Ids of webhooks begin so: those of other nodes are Base64 of a list, which begins otherwise. */
export const WEBHOOK_ID = 'wh_'

export interface WebhookRow {
  /** wh_… */
  readonly id: string
  /** The key that made it, or that took that key's place. */
  readonly keyId: string
  readonly topic: Topic
  readonly url: string
  readonly description: string | null
  /** A GraphQL document with one subscription. */
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>> | null
  readonly operationName: string | null
  readonly createdAt: Date
  readonly disabledReason: DisabledReason | null
  readonly disabledAt: Date | null
  /**
   * The first of the failures without a break: since a message or a test went through, or since none waited that had failed. null: the last
   * try went through.
   */
  readonly failingSince: Date | null
}

export type DeliveryState = 'PENDING' | 'DELIVERED' | 'DEAD'

export interface DeliveryRow {
  /** msg_…: the same at each try. */
  readonly id: string
  readonly webhookId: string
  readonly type: string
  readonly state: DeliveryState
  readonly createdAt: Date
  /** The body, as it is sent. */
  readonly payload: string
  /** null: it is not tried again by itself. */
  readonly nextAttemptAt: Date | null
  readonly deliveredAt: Date | null
}

/** Why a try failed. */
export type Failure =
  /** An answer that is not 2xx: a redirection is not followed. */
  | 'STATUS'
  /** No answer in time. */
  | 'TIMEOUT'
  /** The address is of a private, loopback or otherwise reserved network. */
  | 'ADDRESS_REFUSED'
  /** The name has no address. */
  | 'NAME_UNKNOWN'
  /** The certificate is not good, or there is no TLS. */
  | 'TLS'
  /** Anything else of the network. */
  | 'CONNECTION'

export interface Attempt {
  readonly at: Date
  readonly durationMs: number
  /** null: there was no answer. */
  readonly status: number | null
  /** null: it went through. */
  readonly failure: Failure | null
  /** The beginning of what was answered; null: nothing was. */
  readonly response: string | null
}

export interface AttemptRow extends Attempt {
  readonly deliveryId: string
}

/** The type of a message that tells a hole: events that were no longer kept when they could have been told. */
export const GAP = 'stream.gap'
/** The type of a message that is sent at a push of a button. */
export const TEST = 'webhook.test'

/** The field of a subscription by what it is of. */
export const FIELD_TOPICS: Readonly<Record<string, Topic>> = {
  liquidations: 'LIQUIDATIONS',
  openInterest: 'OPEN_INTEREST',
  episodes: 'EPISODES',
}
