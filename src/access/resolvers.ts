import type pg from 'pg'
import type { Resolvers } from '../generated/graphql.ts'
import type { Context } from '../server/context.ts'
import { ForbiddenError } from './gate.ts'
import { createKey, revokeKey, rotateKey, type MadeKey } from './manage.ts'
import type { Scope } from './record.ts'
import { getApiKeys } from './store.ts'

/**
 * What is behind it is for callers with a scope alone. A server that does not look at callers has no keys, and gives away none.
 * @throws ForbiddenError
 */
export function requireScope({ caller, mostUnits }: Context, scope: Scope): void {
  // Where units are counted there is always a caller.
  const isClosed = scope === 'ADMIN' || mostUnits !== undefined
  if (caller ? !caller.scopes.has(scope) : isClosed) throw new ForbiddenError(scope)
}

const payloadOf = ({ row, key }: MadeKey) => ({ apiKey: row, key })

export const accessResolvers: Resolvers = {
  Query: {
    viewer: (_, __, { caller, mostUnits }) => ({
      key: caller?.key ?? null,
      scopes: caller ? [...caller.scopes] : null,
      rateLimit:
        caller && mostUnits !== undefined
          ? { limit: caller.unitsPerMinute, mostPerRequest: Math.min(mostUnits, caller.unitsPerMinute) }
          : null,
    }),
    apiKeys: (_, __, context) => {
      requireScope(context, 'ADMIN')
      return getApiKeys(context.writer)
    },
  },
  Mutation: {
    apiKeyCreate: async (_, { input }, context) => {
      requireScope(context, 'ADMIN')
      return payloadOf(
        await createKey(context.writer, { ...input, scopes: input.scopes ?? ['READ'] }, context.now()),
      )
    },
    apiKeyRotate: async (_, { id, overlapHours, expiresAt }, context) => {
      requireScope(context, 'ADMIN')
      const pool = context.writer as pg.Pool
      return payloadOf(await rotateKey(pool, id, overlapHours, context.now(), { expiresAt }))
    },
    apiKeyRevoke: async (_, { id }, context) => {
      requireScope(context, 'ADMIN')
      return { apiKey: await revokeKey(context.writer, id, context.now()) }
    },
  },
}
