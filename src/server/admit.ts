import { getOperationAST, GraphQLError, type DocumentNode, type OperationDefinitionNode } from 'graphql'
import { ForbiddenError, RateLimitedError, type Gate } from '../access/gate.ts'
import type { Caller } from '../access/record.ts'
import { UnwindError } from '../lib/errors.ts'
import type { CostModel } from './cost.ts'
import type { Documents } from './documents.ts'
import { CallerFullError } from './places.ts'
import { DocumentNotTrustedError, type DocumentRequest } from './trusted.ts'

/** One request asks for more than any may, or than its caller has in a minute. */
export class TooExpensiveError extends UnwindError {
  readonly requested: number
  readonly most: number

  constructor(requested: number, most: number) {
    super(
      'QUERY_TOO_EXPENSIVE',
      `This may cost ${requested} units, one request of yours may cost ${most}: ask for fewer items, or in several requests.`,
    )
    this.requested = requested
    this.most = most
  }
}

export interface Question {
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  readonly variables: Readonly<Record<string, unknown>>
}

/**
 * What a caller must pay for a question before it runs, whichever way it comes: units, 1 or more.
 * @throws ForbiddenError, TooExpensiveError
 */
export function priceOf(gate: Gate, costs: CostModel, caller: Caller, question: Question): number {
  const { document, operation, variables } = question
  // What a mutation needs its resolver says.
  if ((operation.operation as string) !== 'mutation' && !caller.scopes.has('READ'))
    throw new ForbiddenError('READ')
  const units = Math.max(1, costs.estimate(document, operation, variables))
  // What is more than its minute has would be refused each time.
  const most = Math.min(gate.options.mostUnits, caller.unitsPerMinute)
  if (units > most) throw new TooExpensiveError(units, most)
  return units
}

/** The status by which HTTP tells why a caller is not let in; 400 for all else that is a caller's fault. */
export function statusOf(error: unknown): number {
  if (error instanceof RateLimitedError || error instanceof CallerFullError) return 429
  return error instanceof ForbiddenError || error instanceof DocumentNotTrustedError ? 403 : 400
}

/** A request that may be one of several operations of a document. */
export interface OperationRequest extends DocumentRequest {
  readonly operationName?: string | null | undefined
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined
}

export interface AdmissionOptions {
  readonly documents: Documents
  readonly costs: CostModel
  /** undefined: callers and units are not looked at. */
  readonly gate: Gate | undefined
}

/** Lets questions in that do not come through Apollo: over a WebSocket, as an event stream, as a table. The guard does it for Apollo. */
export class Admission {
  readonly #options: AdmissionOptions

  constructor(options: AdmissionOptions) {
    this.#options = options
  }

  /**
   * What is asked; or, when it is no document of the schema, all that is wrong with it.
   * @throws DocumentTooLargeError, DocumentNotTrustedError, DocumentNotFoundError
   */
  read(asked: OperationRequest, caller: Caller | undefined): Question | readonly GraphQLError[] {
    const { documents } = this.#options
    const { document, refusal } = documents.prepareAsked(asked, caller)
    if (refusal) throw refusal
    if (!document) return documents.faultsOf(asked.query ?? '')
    const operation = getOperationAST(document, asked.operationName)
    return operation
      ? { document, operation, variables: asked.variables ?? {} }
      : [
          new GraphQLError('The document has several operations, or none of this name.', {
            extensions: { code: 'OPERATION_RESOLUTION_FAILURE' },
          }),
        ]
  }

  /** Whether a caller may ask so much at all: units, 0 where none are counted. @throws ForbiddenError, TooExpensiveError */
  priceOf(question: Question, caller: Caller | undefined): number {
    const { gate, costs } = this.#options
    return gate && caller ? priceOf(gate, costs, caller, question) : 0
  }

  /**
   * Takes what a question may cost from its caller's minute.
   * @param units its price, where it is known already
   * @returns units, 0 where none are counted
   * @throws ForbiddenError, TooExpensiveError, RateLimitedError
   */
  async charge(
    question: Question,
    caller: Caller | undefined,
    units = this.priceOf(question, caller),
  ): Promise<number> {
    const { gate } = this.#options
    if (gate && caller) await gate.charge(caller, units)
    return units
  }
}
