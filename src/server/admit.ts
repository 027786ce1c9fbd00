import type { DocumentNode, OperationDefinitionNode } from 'graphql'
import { ForbiddenError, RateLimitedError, type Gate } from '../access/gate.ts'
import type { Caller } from '../access/record.ts'
import { UnwindError } from '../lib/errors.ts'
import type { CostModel } from './cost.ts'

/** One request asks for more than any may. */
export class TooExpensiveError extends UnwindError {
  readonly requested: number
  readonly most: number

  constructor(requested: number, most: number) {
    super(
      'QUERY_TOO_EXPENSIVE',
      `This may cost ${requested} units, one request may cost ${most}: ask for fewer items, or in several requests.`,
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
  if (units > gate.options.mostUnits) throw new TooExpensiveError(units, gate.options.mostUnits)
  return units
}

/** The status by which HTTP tells why a caller is not let in; 400 for all else that is a caller's fault. */
export function statusOf(error: unknown): number {
  if (error instanceof RateLimitedError) return 429
  return error instanceof ForbiddenError ? 403 : 400
}
