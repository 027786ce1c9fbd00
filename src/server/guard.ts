import { HeaderMap, type ApolloServerPlugin } from '@apollo/server'
import { GraphQLError, parse } from 'graphql'
import { RateLimitedError, type Charge, type Gate } from '../access/gate.ts'
import { UnwindError } from '../lib/errors.ts'
import { priceOf, statusOf } from './admit.ts'
import type { Context } from './context.ts'
import type { CostModel } from './cost.ts'
import type { Documents, DocumentTooLargeError } from './documents.ts'

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
}

const NOTHING = parse('{ __typename }')

/** `extensions: { dryRun: true }` of a request: what it may cost, without asking. */
const isDryRun = (extensions: unknown): boolean =>
  (extensions as { dryRun?: unknown } | null)?.dryRun === true

/** Lets a request through when its document is of a size, its caller may, and its units are there; tells what it cost. */
export function guardPlugin({ documents, costs, gate, now }: GuardOptions): ApolloServerPlugin<Context> {
  return {
    // Hooks of a request share what it was charged.
    requestDidStart: () => {
      let requested = 0
      let charge: Charge | undefined
      let refusal: DocumentTooLargeError | undefined
      return Promise.resolve({
        didResolveSource: (request) => {
          const prepared = documents.prepare(request.source)
          refusal = prepared.refusal
          // What is too large is not looked at any more: another stands for it until a hook may refuse it. What is no document of the
          // schema is parsed and validated once more, for all that is wrong with it.
          const document = refusal ? NOTHING : prepared.document
          if (document) (request as { document?: unknown }).document = document
          return Promise.resolve()
        },
        didResolveOperation: async ({ operation, document, request, contextValue }) => {
          if (refusal) throw withStatus(refusal, 400)
          const { caller } = contextValue
          if (!gate || !caller || !document) return
          try {
            // Without an operation there is nothing to look at: what is wrong is told when it runs.
            requested = operation
              ? priceOf(gate, costs, caller, { document, operation, variables: request.variables ?? {} })
              : 1
            if (!isDryRun(request.extensions)) charge = await gate.charge(caller, requested)
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
          const actual =
            isDry || !document || !operation
              ? 0
              : Math.min(
                  requested,
                  Math.max(1, costs.actual(document, operation, request.variables ?? {}, singleResult.data)),
                )
          if (contextValue.scope) contextValue.scope.units = actual
          if (charge && contextValue.caller) {
            const back = requested - actual
            charge = { ...charge, remaining: Math.min(charge.limit, charge.remaining + back) }
            await gate.refund(contextValue.caller, back)
            for (const [name, value] of Object.entries(chargeHeaders(charge, now())))
              response.http.headers.set(name, value)
          }
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
