import type { GatewayExecutor } from '@apollo/server-gateway-interface'
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit'
import { execute, getOperationAST, type GraphQLSchema } from 'graphql'

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
    return query
      ? query.query(undefined, context, variables)
      : execute({ schema, document, variableValues: variables, operationName: operationName ?? null, contextValue: context })
  }
}
