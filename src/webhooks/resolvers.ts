import { requireScope } from '../access/resolvers.ts'
import { ForbiddenError } from '../access/gate.ts'
import type { ApiKeyRow } from '../access/record.ts'
import type { Resolvers } from '../generated/graphql.ts'
import { checkPage, toConnection } from '../lib/connection.ts'
import { InputError, UnwindError } from '../lib/errors.ts'
import { decodeOpaque, encodeOpaque, malformedCursor } from '../lib/ids.ts'
import { isKeepable } from '../lib/text.ts'
import type { Context } from '../server/context.ts'
import type { Deliverer } from './deliver.ts'
import { getDeliveries, replayDeliveries, type DeliveryPlace } from './deliveryStore.ts'
import { checkAsked, checkDescription, createWebhook, rotateSecret } from './manage.ts'
import type { DeliveryRow, WebhookRow } from './record.ts'
import {
  areOfOneLine,
  changeWebhook,
  deleteWebhook,
  disableWebhook,
  enableWebhook,
  findWebhook,
  getWebhooks,
} from './store.ts'
import { checkTarget } from './target.ts'

const CURSOR = 'WebhookDelivery'
/** The last moment that Date and PostgreSQL both have. */
const MOST_MS = 8.64e15

const cursorOf = ({ createdAt, id }: DeliveryRow): string => encodeOpaque(CURSOR, [createdAt.getTime(), id])

function placeOf(cursor: string, backwards: boolean): DeliveryPlace {
  const [ms, id] = decodeOpaque(CURSOR, cursor) ?? []
  const isPlace =
    typeof ms === 'number' && ms >= 0 && ms <= MOST_MS && typeof id === 'string' && isKeepable(id)
  if (!isPlace || !Number.isInteger(ms)) throw malformedCursor(backwards ? 'before' : 'after')
  return { createdAt: new Date(ms), id }
}

/**
 * What webhooks need: a server that sends them, and a key, whose they are.
 * @throws UnwindError NOT_OFFERED
 * @throws ForbiddenError
 */
function deskOf(context: Context): { readonly deliverer: Deliverer; readonly key: ApiKeyRow } {
  const { caller, deliverer } = context
  if (!deliverer) throw new UnwindError('NOT_OFFERED', 'This server sends no webhooks.')
  requireScope(context, 'WEBHOOKS')
  if (!caller?.key) throw new ForbiddenError('WEBHOOKS')
  return { deliverer, key: caller.key }
}

/**
 * A webhook of the key that asks or of its line, or any for ADMIN.
 * @throws UnwindError NOT_OFFERED
 * @throws ForbiddenError
 */
export async function findOwnWebhook(context: Context, id: string): Promise<WebhookRow | undefined> {
  const { key } = deskOf(context)
  const webhook = await findWebhook(context.writer, id)
  if (!webhook) return undefined
  const isOwn =
    webhook.keyId === key.id ||
    context.caller!.scopes.has('ADMIN') ||
    (await areOfOneLine(context.writer, key.id, webhook.keyId))
  return isOwn ? webhook : undefined
}

/** @throws InputError UNKNOWN_WEBHOOK */
async function ownOf(context: Context, id: string): Promise<WebhookRow> {
  const webhook = await findOwnWebhook(context, id)
  if (webhook) return webhook
  throw new InputError(`There is no webhook ${JSON.stringify(id)}.`, {
    reason: 'UNKNOWN_WEBHOOK',
    argument: ['id'],
    accepted: 'an id of `webhooks`',
  })
}

export const webhookResolvers: Resolvers = {
  Query: {
    webhooks: (_, { ofAllKeys }, context) => {
      const { key } = deskOf(context)
      if (ofAllKeys) requireScope(context, 'ADMIN')
      return getWebhooks(context.writer, ofAllKeys ? undefined : key.id)
    },
    webhook: async (_, { id }, context) => (await findOwnWebhook(context, id)) ?? null,
  },
  Mutation: {
    webhookCreate: async (_, { input }, context) => {
      const { deliverer, key } = deskOf(context)
      checkAsked(input)
      await checkTarget(input.url, deliverer.targets)
      const document = await deliverer.check(input, context.caller!)
      const made = await createWebhook(context.writer, key.id, input, document)
      deliverer.wake({ claim: true })
      return made
    },
    webhookUpdate: async (_, { id, input: { url, description, enabled } }, context) => {
      let webhook = await ownOf(context, id)
      const { deliverer } = deskOf(context)
      if (url != null) await checkTarget(url, deliverer.targets)
      checkDescription(description)
      if (url != null || description !== undefined)
        webhook = await changeWebhook(context.writer, id, { url: url ?? undefined, description })
      if (enabled != null)
        webhook =
          (await (enabled
            ? enableWebhook(context.writer, id)
            : disableWebhook(context.writer, id, 'CALLER'))) ?? webhook
      deliverer.wake({ claim: true })
      return { webhook }
    },
    webhookDelete: async (_, { id }, context) => {
      await ownOf(context, id)
      await deleteWebhook(context.writer, id)
      return { deletedId: id }
    },
    webhookRotateSecret: async (_, { id, overlapHours }, context) => {
      await ownOf(context, id)
      return rotateSecret(context.writer, id, overlapHours)
    },
    webhookTest: async (_, { id }, context) => {
      const webhook = await ownOf(context, id)
      return { attempt: await deskOf(context).deliverer.test(webhook) }
    },
    webhookReplay: async (_, { id, from, to, states }, context) => {
      const webhook = await ownOf(context, id)
      if (from >= (to ?? context.now()))
        throw new InputError('The window is empty.', {
          reason: 'WINDOW_EMPTY',
          argument: ['from'],
          accepted: '`from` before `to`',
        })
      const count = await replayDeliveries(context.writer, id, { from, to: to ?? undefined }, states)
      deskOf(context).deliverer.wake()
      return { count, webhook }
    },
  },
  Webhook: {
    pendingCount: ({ id }, _, { pendingCountLoader }) => pendingCountLoader.load(id),
    deliveries: async ({ id }, { states, ...asked }, { writer }) => {
      const page = checkPage(asked)
      const from = page.cursor === undefined ? undefined : placeOf(page.cursor, page.backwards)
      return toConnection(await getDeliveries(writer, id, states ?? undefined, page, from), page, cursorOf)
    },
  },
  WebhookDelivery: {
    attempts: ({ id }, _, { attemptLoader }) => attemptLoader.load(id),
  },
}
