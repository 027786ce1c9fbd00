import { unwrapResolverError } from '@apollo/server/errors'
import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import { ForbiddenError, RateLimitedError, UnauthenticatedError } from '../access/gate.ts'
import { isStoreAway } from '../db.ts'
import { InputError, messageOf, UnwindError } from '../lib/errors.ts'
import { statusOf, TooExpensiveError } from './admit.ts'
import { DocumentTooLargeError } from './documents.ts'
import { CallerFullError } from './places.ts'

/** PostgreSQL's code for a statement that ran into statement_timeout. */
const QUERY_CANCELED = '57014'
/** Its code for a text that has no place in it: it holds NUL. */
const CHARACTER_NOT_IN_REPERTOIRE = '22021'

/** Told of every error that was not planned for, and by the number of the request that it came up in, if one is known. */
export type OnUnexpected = (error: unknown, requestId?: string) => void

export interface ErrorOptions {
  readonly onUnexpected: OnUnexpected
}

/** What a client is told while the store is away. HTTP 503. */
export const STORE_UNAVAILABLE = {
  code: 'STORE_UNAVAILABLE',
  message: 'The store can’t be reached: ask again in a moment.',
}
/** A store that starts anew is there in so many seconds. */
export const STORE_RETRY_SECONDS = 5

const requestIds = new WeakMap<object, string>()

/** Notes in which request an error came up: whoever formats it is not told. */
export const noteRequest = (error: object, requestId: string): void => void requestIds.set(error, requestId)

/**
 * Translates what was thrown to what a client may see: planned errors with their code and what would be accepted, all
 * others as INTERNAL_SERVER_ERROR without a word of SQL or stack.
 */
export function createErrorFormatter({ onUnexpected }: ErrorOptions) {
  return (formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError => {
    const error = inputOf(causeOf(thrown))
    const { locations, path } = formatted
    const place = { ...(locations ? { locations } : {}), ...(path ? { path } : {}) }
    if (error instanceof InputError)
      return { message: error.message, ...place, extensions: { code: error.code, ...error.fault } }
    if (error instanceof UnwindError)
      return { message: error.message, ...place, extensions: { code: error.code, ...detailsOf(error) } }
    if ((error as { code?: unknown } | null)?.code === QUERY_CANCELED)
      return {
        message: 'The query took too long and was cancelled. Ask for a shorter window or a wider interval.',
        ...place,
        extensions: { code: 'QUERY_TIMEOUT' },
      }
    const code = formatted.extensions?.code
    if (code === undefined || code === 'INTERNAL_SERVER_ERROR') {
      onUnexpected(error, requestIds.get(thrown as object))
      if (isStoreAway(error))
        return {
          message: STORE_UNAVAILABLE.message,
          ...place,
          extensions: { code: STORE_UNAVAILABLE.code, retryAfterSeconds: STORE_RETRY_SECONDS },
        }
      return {
        message: 'Something went wrong on our side. It has been logged.',
        ...place,
        extensions: { code: 'INTERNAL_SERVER_ERROR' },
      }
    }
    return inputErrorOf(formatted, thrown)
  }
}

/** A text that PostgreSQL has no place for came with the question: it keeps none such itself. */
function inputOf(error: unknown): unknown {
  if ((error as { code?: unknown } | null)?.code !== CHARACTER_NOT_IN_REPERTOIRE) return error
  return new InputError('A text holds the character NUL.', {
    reason: 'NUL_IN_TEXT',
    argument: [],
    accepted: 'text without it',
  })
}

/** What a client can act on beside the code. */
function detailsOf(error: UnwindError): Record<string, unknown> {
  if (error instanceof UnauthenticatedError) return { reason: error.reason }
  if (error instanceof ForbiddenError) return { scope: error.scope }
  if (error instanceof RateLimitedError) {
    const { limit, remaining, resetAt } = error.charge
    return { retryAfterSeconds: error.retryAfterSeconds, limit, remaining, resetAt: resetAt.toISOString() }
  }
  if (error instanceof CallerFullError) return { retryAfterSeconds: error.retryAfterSeconds }
  if (error instanceof DocumentTooLargeError) return { reason: error.reason, accepted: error.accepted }
  if (error instanceof TooExpensiveError) return { requested: error.requested, accepted: error.most }
  return {}
}

/** A value that a scalar refused: the scalar's own reason, in place of the wrapper's. */
function inputErrorOf(formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError {
  const { stacktrace: _, ...extensions } = formatted.extensions ?? {}
  for (
    let error = thrown;
    error instanceof Error;
    error = (error as { originalError?: unknown }).originalError
  ) {
    const own = (error as { extensions?: Record<string, unknown> }).extensions
    if (own?.reason) return { ...formatted, extensions: { ...extensions, ...own, code: 'BAD_USER_INPUT' } }
  }
  return { ...formatted, extensions }
}

function causeOf(thrown: unknown): unknown {
  let error = unwrapResolverError(thrown)
  // graphql-jit wraps once more than graphql-js does.
  while (error instanceof Error && !(error instanceof UnwindError)) {
    const original = (error as { originalError?: unknown }).originalError
    if (!(original instanceof Error)) break
    error = original
  }
  return error
}

/** Anything thrown as an error of GraphQL, for a formatter. */
export const toGraphQLError = (error: unknown): GraphQLError =>
  error instanceof GraphQLError
    ? error
    : new GraphQLError(messageOf(error), { originalError: error as Error })

/** The status by which HTTP tells an error as a client is told it, and when to ask again where that helps, s. */
export function httpOf(told: GraphQLFormattedError, error: unknown): { status: number; retryAfter?: string } {
  const { code, retryAfterSeconds } = told.extensions ?? {}
  const retryAfter = typeof retryAfterSeconds === 'number' ? { retryAfter: String(retryAfterSeconds) } : {}
  if (code === STORE_UNAVAILABLE.code) return { status: 503, ...retryAfter }
  return { status: code === 'INTERNAL_SERVER_ERROR' ? 500 : statusOf(error), ...retryAfter }
}

export type FormatError = (formatted: GraphQLFormattedError, thrown: unknown) => GraphQLFormattedError

/**
 * Errors of what is pushed, as HTTP tells them. What graphql-js says of variables that do not fit has no path, and no cause but what it said
 * itself of a value within.
 */
export const formatPushed = (
  errors: readonly GraphQLError[],
  formatError: FormatError,
): GraphQLFormattedError[] =>
  errors.map((error) => {
    const formatted = error.toJSON()
    const { originalError } = error
    const isOwn = originalError === undefined || originalError instanceof GraphQLError
    const isInvalid = isOwn && !error.path && formatted.extensions?.code === undefined
    return formatError(
      isInvalid ? { ...formatted, extensions: { code: 'BAD_USER_INPUT' } } : formatted,
      error,
    )
  })
