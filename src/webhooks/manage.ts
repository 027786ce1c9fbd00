import crypto from 'node:crypto'
import { getOperationAST, Kind, type DocumentNode } from 'graphql'
import type { Queryable } from '../db.ts'
import { InputError, UnwindError } from '../lib/errors.ts'
import { isKeepable, isKeepableJson } from '../lib/text.ts'
import { HOUR_MS } from '../lib/time.ts'
import { FIELD_TOPICS, WEBHOOK_ID, type WebhookRow } from './record.ts'
import { makeSecret } from './sign.ts'
import { changeSecret, insertWebhook } from './store.ts'

/** A key has so many at most. */
export const MOST_WEBHOOKS = 20
const MOST_DESCRIPTION = 500
/** No input of a subscription is nested so deep. */
const MOST_DEPTH = 32
const MOST_OVERLAP_HOURS = 720
/** Secrets that were replaced and still sign beside the newest one. */
const MOST_PREVIOUS = 4

/** A webhook and what signs its messages: told when it is made or changed. */
export interface SecretWebhook {
  readonly webhook: WebhookRow
  readonly secret: string
}

export interface WebhookToMake {
  readonly url: string
  readonly description?: string | null | undefined
  readonly query: string
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined
  readonly operationName?: string | null | undefined
}

const refuseDocument = (message: string) =>
  new InputError(message, {
    reason: 'WEBHOOK_QUERY',
    argument: ['input', 'query'],
    accepted: `a document with one subscription to ${Object.keys(FIELD_TOPICS).join(', ')}`,
  })

/**
 * The field that a document subscribes to.
 * @throws InputError WEBHOOK_QUERY
 */
export function fieldOf(document: DocumentNode, operationName: string | null | undefined): string {
  const operation = getOperationAST(document, operationName)
  if (!operation)
    throw refuseDocument('The document has no such operation, or several and none of them is named.')
  if ((operation.operation as string) !== 'subscription')
    throw refuseDocument('The document is no subscription.')
  const [field] = operation.selectionSet.selections
  // Validation allows one root field, which may stand in a fragment.
  if (field?.kind !== Kind.FIELD || FIELD_TOPICS[field.name.value] === undefined)
    throw refuseDocument('The subscription’s field must stand in it itself.')
  return field.name.value
}

/** @throws InputError MALFORMED_TEXT */
function checkText(text: string | null | undefined, name: 'description' | 'query' | 'operationName'): void {
  if (text != null && !isKeepable(text))
    throw new InputError(`\`${name}\` has characters in it that are none.`, {
      reason: 'MALFORMED_TEXT',
      argument: ['input', name],
      accepted: 'text without U+0000 and without halves of surrogate pairs',
    })
}

/**
 * What is asked can be kept.
 * @throws InputError MALFORMED_TEXT, WEBHOOK_VARIABLES, OUT_OF_RANGE
 */
export function checkAsked({ description, query, operationName, variables }: WebhookToMake): void {
  checkDescription(description)
  checkText(query, 'query')
  checkText(operationName, 'operationName')
  if (!isKeepableJson(variables, MOST_DEPTH))
    throw new InputError('The variables can’t be kept as they are.', {
      reason: 'WEBHOOK_VARIABLES',
      argument: ['input', 'variables'],
      accepted: `text without U+0000 and without halves of surrogate pairs, nested ${MOST_DEPTH} times at most`,
    })
}

/** @throws InputError MALFORMED_TEXT, OUT_OF_RANGE */
export function checkDescription(description: string | null | undefined): void {
  checkText(description, 'description')
  if (description != null && description.length > MOST_DESCRIPTION)
    throw new InputError('The description is too long.', {
      reason: 'OUT_OF_RANGE',
      argument: ['input', 'description'],
      accepted: `${MOST_DESCRIPTION} characters at most`,
    })
}

/**
 * Makes a webhook that is told from now on.
 * @param asked can be kept
 * @param document of `asked.query`, valid
 * @throws InputError WEBHOOK_QUERY
 * @throws UnwindError TOO_MANY_WEBHOOKS
 */
export async function createWebhook(
  db: Queryable,
  keyId: string,
  asked: WebhookToMake,
  document: DocumentNode,
): Promise<SecretWebhook> {
  const field = fieldOf(document, asked.operationName)
  const secret = makeSecret()
  const webhook = await insertWebhook(db, {
    id: `${WEBHOOK_ID}${crypto.randomBytes(12).toString('base64url')}`,
    keyId,
    topic: FIELD_TOPICS[field]!,
    url: asked.url,
    description: asked.description ?? null,
    query: asked.query,
    variables: asked.variables ?? null,
    operationName: asked.operationName ?? null,
    secret,
    most: MOST_WEBHOOKS,
  })
  if (!webhook) throw new UnwindError('TOO_MANY_WEBHOOKS', `A key may have ${MOST_WEBHOOKS} webhooks.`)
  return { webhook, secret }
}

/**
 * Makes a new secret. Messages carry signatures of the old ones too, until the overlap of each is over; without an overlap all of them end.
 * @throws InputError OUT_OF_RANGE, TOO_MANY_SECRETS
 */
export async function rotateSecret(db: Queryable, id: string, overlapHours: number): Promise<SecretWebhook> {
  if (!(overlapHours >= 0 && overlapHours <= MOST_OVERLAP_HOURS))
    throw new InputError(`\`overlapHours\` is ${overlapHours}.`, {
      reason: 'OUT_OF_RANGE',
      argument: ['overlapHours'],
      accepted: `a number from 0 to ${MOST_OVERLAP_HOURS}`,
    })
  const secret = makeSecret()
  const webhook = await changeSecret(db, id, secret, overlapHours * HOUR_MS, MOST_PREVIOUS)
  if (!webhook)
    throw new InputError(`${MOST_PREVIOUS} older secrets still sign.`, {
      reason: 'TOO_MANY_SECRETS',
      argument: ['overlapHours'],
      accepted: '0, which ends the older ones at once, or any once the overlap of one of them is over',
    })
  return { webhook, secret }
}
