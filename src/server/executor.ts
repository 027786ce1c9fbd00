import type { GatewayExecutor } from '@apollo/server-gateway-interface'
import { execute, getOperationAST, GraphQLError, type ExecutionResult, type GraphQLSchema } from 'graphql'
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit'

/** Compiled documents kept at most; the least recently used go first. */
const CACHE_SIZE = 500

/**
 * Executes documents compiled to JavaScript by graphql-jit: over long series, walking the document for every point costs
 * several times the query itself. A document that can't be compiled is executed by graphql-js.
 */
export function createExecutor(schema: GraphQLSchema): GatewayExecutor {
  const compiled = new Map<string, CompiledQuery | undefined>()
  return async ({ document, queryHash, operationName, request, context }) => {
    const variables = request.variables ?? {}
    const key = `${queryHash}:${operationName ?? ''}`
    let query = compiled.get(key)
    if (query === undefined && !compiled.has(key)) {
      const made = compileQuery(schema, document, operationName ?? undefined)
      query = isCompiledQuery(made) && getOperationAST(document, operationName) ? made : undefined
      if (compiled.size >= CACHE_SIZE) compiled.delete(compiled.keys().next().value!)
    } else {
      compiled.delete(key)
    }
    compiled.set(key, query)
    if (!query)
      return execute({
        schema,
        document,
        variableValues: variables,
        operationName: operationName ?? null,
        contextValue: context,
      })
    const result = await query.query(undefined, context, variables)
    return result.errors ? { ...result, errors: completeErrors(result) } : result
  }
}

/**
 * graphql-jit's errors lack `extensions`, which Apollo reads. Without data nothing was executed: the variables did not fit,
 * which is the caller's fault.
 */
function completeErrors(result: ExecutionResult): GraphQLError[] {
  const beforeExecution = !('data' in result)
  return (result.errors ?? []).map(({ message, path, locations, originalError }) => {
    // A scalar's own words tell what would have been accepted.
    const why = beforeExecution && originalError ? ` ${originalError.message}` : ''
    const own = originalError as { extensions?: Record<string, unknown> } | undefined
    const error = new GraphQLError(message + why, {
      ...(path ? { path } : {}),
      ...(originalError ? { originalError } : {}),
      extensions: beforeExecution
        ? { code: 'BAD_USER_INPUT', reason: 'VARIABLE_MALFORMED', ...own?.extensions }
        : { ...own?.extensions },
    })
    Object.defineProperty(error, 'locations', { value: locations, enumerable: true })
    return error
  })
}
