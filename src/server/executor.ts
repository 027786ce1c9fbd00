import type { GatewayExecutor } from '@apollo/server-gateway-interface'
import { execute, getOperationAST, GraphQLError, type GraphQLSchema } from 'graphql'
import { UnwindError } from '../lib/errors.ts'
import type { Context } from './context.ts'
import { hasRelativeTime } from './scalars.ts'
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit'

/** Compiled documents kept at most; the least recently used go first. */
const CACHE_SIZE = 500

/**
 * Executes documents compiled to JavaScript by graphql-jit: over long series, walking the document for every point costs
 * several times the query itself. A document that can't be compiled is executed by graphql-js.
 */
export function createExecutor(schema: GraphQLSchema): GatewayExecutor {
  const executeIt = createUnlimitedExecutor(schema)
  return async (request) => {
    const { scope } = request.context as Context
    if (!scope) return executeIt(request)
    try {
      return await scope.orStopped(() => executeIt(request))
    } catch (error) {
      if (!(error instanceof UnwindError) || error !== scope.stopped) throw error
      return { data: null, errors: [new GraphQLError(error.message, { originalError: error })] }
    }
  }
}

function createUnlimitedExecutor(schema: GraphQLSchema): GatewayExecutor {
  const compiled = new Map<string, CompiledQuery | undefined>()
  return async ({ document, queryHash, operationName, request, context, source }) => {
    const variables = request.variables ?? {}
    const key = `${queryHash}:${operationName ?? ''}`
    let query = compiled.get(key)
    if (query === undefined && !compiled.has(key)) {
      // A compiled document keeps the moments that were read out of it: one that is told from now is executed anew each time.
      const made = hasRelativeTime(source ?? '')
        ? undefined
        : compileQuery(schema, document, operationName ?? undefined)
      query = made && isCompiledQuery(made) && getOperationAST(document, operationName) ? made : undefined
      if (compiled.size >= CACHE_SIZE) compiled.delete(compiled.keys().next().value!)
    } else {
      compiled.delete(key)
    }
    compiled.set(key, query)
    const executePlainly = () =>
      execute({
        schema,
        document,
        variableValues: variables,
        operationName: operationName ?? null,
        contextValue: context,
      })
    if (!query) return executePlainly()
    const result = await query.query(undefined, context, variables)
    if ('data' in result) return result.errors ? { ...result, errors: completeErrors(result.errors) } : result
    // The variables did not fit, or so graphql-jit says: it asks for required variables that have a default, and tells less
    // of what would be accepted. graphql-js has the last word.
    const plain = await executePlainly()
    return 'data' in plain || !plain.errors ? plain : { errors: plain.errors.map(asCallersFault) }
  }
}

/** graphql-jit's errors lack `extensions`, which Apollo reads. */
function completeErrors(errors: readonly GraphQLError[]): GraphQLError[] {
  return errors.map(({ message, path, locations, originalError }) => {
    const own = originalError as { extensions?: Record<string, unknown> } | undefined
    const error = new GraphQLError(message, {
      ...(path ? { path } : {}),
      ...(originalError ? { originalError } : {}),
      extensions: { ...own?.extensions },
    })
    Object.defineProperty(error, 'locations', { value: locations, enumerable: true })
    return error
  })
}

/** Nothing was executed: what was sent did not fit the operation. */
function asCallersFault(error: GraphQLError): GraphQLError {
  return new GraphQLError(error.message, {
    ...(error.nodes ? { nodes: error.nodes } : {}),
    ...(error.originalError ? { originalError: error.originalError } : {}),
    extensions: { code: 'BAD_USER_INPUT', reason: 'VARIABLE_MALFORMED', ...error.extensions },
  })
}
