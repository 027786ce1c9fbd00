import type { ApolloServerPlugin } from '@apollo/server'
import {
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  isCompositeType,
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql'
import { HOUR_MS } from '../lib/time.ts'
import type { Context } from './context.ts'
import { fieldOf, Walk } from './cost.ts'
import { hasRelativeTime, isRelativeValue } from './scalars.ts'

/** How long after its end a time is taken to be over: what is late comes within that. */
const CLOSED_MS = HOUR_MS
/** What reaches to now is another in a moment, s. */
const OPEN_SECONDS = 5

/** How long an answer may be used again, and by whom. */
export interface CachePolicy {
  /** Seconds; 0: only after asking whether it still holds. */
  readonly maxAge: number
  readonly scope: 'PUBLIC' | 'PRIVATE'
}

/** Where the times stand in a field's arguments: a window's end, a moment, as of when. */
interface TimeArguments {
  readonly names: readonly string[]
  readonly hasAsOf: boolean
}

interface Hint extends CachePolicy {
  readonly times: TimeArguments
}

const NONE: CachePolicy = { maxAge: 0, scope: 'PRIVATE' }

/**
 * Tells from a document and its variables, before it runs, how long its answer may be kept: the least of what `@cacheControl` says of its
 * fields. Apollo's own plugin wraps every field of every point for it.
 */
export class CacheModel {
  readonly #schema: GraphQLSchema
  readonly #hints = new WeakMap<GraphQLField<unknown, unknown>, Hint | 'NONE'>()
  readonly #relative = new WeakMap<DocumentNode, boolean>()

  constructor(schema: GraphQLSchema) {
    this.#schema = schema
  }

  policyOf(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
    now: Date,
  ): CachePolicy {
    const root = this.#schema.getRootType(operation.operation)
    if (!root || (operation.operation as string) !== 'query') return NONE
    let policy: CachePolicy | undefined
    const walk = new Walk(document, variables)
    const visit = (parent: Parameters<typeof fieldOf>[1], node: FieldNode): void => {
      const field = fieldOf(this.#schema, parent, node)
      if (!field) return
      const hint = this.#hintOf(field)
      if (hint !== 'NONE') policy = least(policy, at(hint, field, node, variables, now))
      else if (parent === root) policy = NONE
      const inner = getNamedType(field.type)
      if (node.selectionSet && isCompositeType(inner))
        walk.each(this.#schema, inner, node.selectionSet, visit)
    }
    walk.each(this.#schema, root, operation.selectionSet, visit)
    const found = policy ?? NONE
    return this.#isRelative(document, variables)
      ? least(found, { maxAge: OPEN_SECONDS, scope: 'PUBLIC' })
      : found
  }

  #hintOf(field: GraphQLField<unknown, unknown>): Hint | 'NONE' {
    let hint = this.#hints.get(field)
    if (!hint) {
      const values =
        field.astNode && getDirectiveValues(this.#schema.getDirective('cacheControl')!, field.astNode)
      const times = field.args.filter(({ type }) =>
        ['WindowInput', 'DateTime'].includes(getNamedType(type).name),
      )
      hint = values
        ? {
            maxAge: values.maxAge as number,
            scope: values.scope as Hint['scope'],
            times: {
              names: times.map(({ name }) => name).filter((name) => name !== 'asOf' && name !== 'from'),
              hasAsOf: times.some(({ name }) => name === 'asOf'),
            },
          }
        : 'NONE'
      this.#hints.set(field, hint)
    }
    return hint
  }

  /** A moment that is told from now is another one each time, though the text is the same. */
  #isRelative(document: DocumentNode, variables: Readonly<Record<string, unknown>>): boolean {
    let isRelative = this.#relative.get(document)
    if (isRelative === undefined) {
      isRelative = hasRelativeTime(document)
      this.#relative.set(document, isRelative)
    }
    return isRelative || isRelativeValue(variables)
  }
}

const least = (one: CachePolicy | undefined, other: CachePolicy): CachePolicy =>
  one === undefined
    ? other
    : {
        maxAge: Math.min(one.maxAge, other.maxAge),
        scope: one.scope === 'PRIVATE' ? 'PRIVATE' : other.scope,
      }

/** What a hint comes to for the times that a field is asked of. */
function at(
  { maxAge, scope, times }: Hint,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Readonly<Record<string, unknown>>,
  now: Date,
): CachePolicy {
  if (times.names.length === 0 && !times.hasAsOf) return { maxAge, scope }
  let values: Record<string, unknown> = {}
  try {
    values = getArgumentValues(field, node, variables)
  } catch {
    // What does not fit is an error, which nobody keeps.
  }
  const ends = values.asOf == null ? times.names.map((name) => endOf(values[name])) : [endOf(values.asOf)]
  const isClosed = ends.length > 0 && ends.every((end) => end <= now.getTime() - CLOSED_MS)
  return { maxAge: isClosed ? maxAge : Math.min(maxAge, OPEN_SECONDS), scope }
}

/** Of a window or a moment, as a scalar parsed it or a variable holds it: epoch ms; what is left out, or none, never ends. */
function endOf(value: unknown): number {
  if (value instanceof Date) return value.getTime()
  if (typeof value === 'string') return endOf(new Date(value))
  const end = (value as { to?: unknown } | null | undefined)?.to
  return end === undefined ? Infinity : endOf(end)
}

/** Says of each answer to GET how long it may be kept: it must have come whole and without errors. */
export function cacheControlPlugin(model: CacheModel, now: () => Date): ApolloServerPlugin<Context> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        willSendResponse: ({ request, document, operation, response, contextValue }) => {
          const { headers } = response.http
          const isWhole =
            response.body.kind === 'single' &&
            response.body.singleResult.data != null &&
            !response.body.singleResult.errors
          if (request.http?.method !== 'GET' || !document || !operation || !isWhole) {
            headers.set('cache-control', 'no-store')
            return Promise.resolve()
          }
          const { maxAge, scope } = model.policyOf(document, operation, request.variables ?? {}, now())
          // What a key may ask is its owner's.
          const who = scope === 'PRIVATE' || contextValue.caller?.key ? 'private' : 'public'
          headers.set('cache-control', `${who}, ${maxAge > 0 ? `max-age=${maxAge}` : 'no-cache'}`)
          return Promise.resolve()
        },
      }),
  }
}
