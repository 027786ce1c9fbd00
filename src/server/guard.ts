import { setTimeout as sleep } from 'node:timers/promises'
import { HeaderMap, type ApolloServerPlugin, type GraphQLRequest } from '@apollo/server'
import { GraphQLError, parse } from 'graphql'
import { RateLimitedError, type Charge, type Gate } from '../access/gate.ts'
import { UnwindError } from '../lib/errors.ts'
import { priceOf, statusOf } from './admit.ts'
import type { Context } from './context.ts'
import type { CostModel } from './cost.ts'
import type { Documents } from './documents.ts'
import type { OnUnexpected } from './errors.ts'

/** A planned error with the status and headers that HTTP tells it by. */
export function withStatus(
  error: UnwindError,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): GraphQLError {
  return new GraphQLError(error.message, {
    originalError: error,
    extensions: { http: { status, headers: new HeaderMap(Object.entries(headers)) } },
  })
}

/** What is left of a caller's minute, as headers tell it. */
export const chargeHeaders = ({ limit, remaining, resetAt }: Charge, now: Date): Record<string, string> => ({
  'ratelimit-limit': String(limit),
  'ratelimit-remaining': String(remaining),
  'ratelimit-reset': String(Math.max(0, Math.ceil((resetAt.getTime() - now.getTime()) / 1_000))),
})

export interface GuardOptions {
  readonly documents: Documents
  readonly costs: CostModel
  /** undefined: callers and units are not looked at. */
  readonly gate: Gate | undefined
  readonly now: () => Date
  readonly onUnexpected: OnUnexpected
}

/** An answer waits no longer for units to be given back. */
const REFUND_MS = 1_000
const NOTHING_TEXT = '{ __typename }'
const ONE_ANSWER =
  'A subscription has more than one answer: ask it over a WebSocket at /graphql or as an event stream at /graphql/stream.'
const NOTHING = parse(NOTHING_TEXT)

/** `documentId` of a request, which Apollo does not read. */
function documentIdOf({ http }: GraphQLRequest): unknown {
  if (http?.method === 'GET') return new URLSearchParams(http.search).get('documentId') ?? undefined
  return (http?.body as { documentId?: unknown } | null | undefined)?.documentId
}

/**
 * Puts the text of a document of the list in the place of its name. What is named by a hash that the list does not have is left to Apollo,
 * which keeps what clients have sent with their hashes.
 * @throws as TrustedDocuments.textOf
 */
function resolveDocument(documents: Documents, request: GraphQLRequest, caller: Context['caller']): void {
  const { query, extensions } = request
  const text = documents.trusted.textOf({ query, extensions, documentId: documentIdOf(request) }, caller)
  if (text === undefined || text === query) return
  replaceDocument(request, text)
}

function replaceDocument(request: GraphQLRequest, text: string): void {
  const { persistedQuery: _, ...extensions } = request.extensions ?? {}
  request.query = text
  request.extensions = extensions
}

/** `extensions: { dryRun: true }` of a request: what it may cost, without asking. */
export const isDryRun = (extensions: unknown): boolean =>
  (extensions as { dryRun?: unknown } | null)?.dryRun === true

/** Lets a request through when its document is of a size, its caller may, and its units are there; tells what it cost. */
export function guardPlugin({
  documents,
  costs,
  gate,
  now,
  onUnexpected,
}: GuardOptions): ApolloServerPlugin<Context> {
  return {
    // Hooks of a request share what it was charged.
    requestDidStart: ({ request: asked, contextValue: { caller: asker } }) => {
      let requested = 0
      let charge: Charge | undefined
      let refusal: UnwindError | undefined
      try {
        resolveDocument(documents, asked, asker)
      } catch (error) {
        if (!(error instanceof UnwindError)) throw error
        refusal = error
        replaceDocument(asked, NOTHING_TEXT)
      }
      return Promise.resolve({
        didResolveSource: (request) => {
          const prepared = refusal ? { refusal } : documents.prepare(request.source)
          refusal = prepared.refusal
          // What is too large is not looked at any more: another stands for it until a hook may refuse it. What is no document of the
          // schema is parsed and validated once more, for all that is wrong with it.
          const document = refusal ? NOTHING : prepared.document
          if (document) (request as { document?: unknown }).document = document
          return Promise.resolve()
        },
        didResolveOperation: async ({ operation, document, request, contextValue }) => {
          if (refusal) throw withStatus(refusal, statusOf(refusal))
          if (
            (operation?.operation as string | undefined) === 'subscription' &&
            !isDryRun(request.extensions)
          )
            throw withStatus(new UnwindError('BAD_REQUEST', ONE_ANSWER), 400)
          const { caller } = contextValue
          if (!gate || !document) return
          if (!caller) throw new Error('A question came in without a caller.')
          try {
            // Without an operation there is nothing to look at: what is wrong is told when it runs.
            requested = operation
              ? priceOf(gate, costs, caller, { document, operation, variables: request.variables ?? {} })
              : 1
            const take = () => gate.charge(caller, requested)
            if (!isDryRun(request.extensions)) charge = await (contextValue.scope?.orStopped(take) ?? take())
          } catch (error) {
            if (!(error instanceof UnwindError)) throw error
            const headers =
              error instanceof RateLimitedError
                ? {
                    ...chargeHeaders(error.charge, now()),
                    'retry-after': String(error.retryAfterSeconds),
                  }
                : {}
            throw withStatus(error, statusOf(error), headers)
          }
        },
        responseForOperation: ({ request }) =>
          Promise.resolve(
            gate && isDryRun(request.extensions)
              ? {
                  http: { status: 200, headers: new HeaderMap() },
                  body: { kind: 'single' as const, singleResult: { data: null } },
                }
              : null,
          ),
        willSendResponse: async ({ operation, document, request, response, contextValue }) => {
          if (!gate || requested === 0 || response.body.kind !== 'single') return
          const { singleResult } = response.body
          const isDry = isDryRun(request.extensions)
          if (!isDry && !charge) return
          // Work that failed was work all the same.
          const hasFailed = singleResult.data == null || (singleResult.errors?.length ?? 0) > 0
          const actual =
            isDry || !document || !operation
              ? 0
              : hasFailed
                ? requested
                : Math.min(
                    requested,
                    Math.max(
                      1,
                      costs.actual(document, operation, request.variables ?? {}, singleResult.data),
                    ),
                  )
          if (contextValue.scope) contextValue.scope.units = actual
          if (charge && contextValue.caller) {
            const back = requested - actual
            // What was charged in another minute is not given back in this one.
            if (charge.resetAt > now()) {
              charge = { ...charge, remaining: Math.min(charge.limit, charge.remaining + back) }
              // Who can't be given back his units has his answer all the same.
              const giveBack = gate
                .refund(contextValue.caller, back, charge)
                .catch((error: unknown) => onUnexpected(error, contextValue.scope?.id))
              await Promise.race([giveBack, sleep(REFUND_MS, undefined, { ref: false })])
            }
            for (const [name, value] of Object.entries(chargeHeaders(charge, now())))
              response.http.headers.set(name, value)
          }
          // An answer that may be kept holds nothing of the one who asked: headers tell what is left.
          if (request.http?.method === 'GET' && !isDry) return
          singleResult.extensions = {
            ...singleResult.extensions,
            cost: {
              requested,
              actual: isDry ? null : actual,
              limit: charge?.limit ?? contextValue.caller!.unitsPerMinute,
              remaining: charge?.remaining ?? null,
              resetAt: charge?.resetAt.toISOString() ?? null,
            },
          }
        },
      })
    },
  }
}
