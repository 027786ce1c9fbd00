import type { GatewayExecutor } from '@apollo/server-gateway-interface'
import {
  BREAK,
  execute,
  getOperationAST,
  GraphQLError,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql'
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit'
import { UnwindError } from '../lib/errors.ts'
import type { Context } from './context.ts'
import { DEFAULT_LIMITS, findFault } from './documents.ts'
import { hasRelativeTime } from './scalars.ts'
import { withDefaults } from './variables.ts'

/** Documents that are known at most; the least recently used go first. */
const CACHE_SIZE = 500
/** Compiling takes up to a millisecond a field, of everybody's time: what is larger is executed as it is. */
const MOST_COMPILED_FIELDS = 500
/** Compiling takes a fifth of the time at most: whoever sends ever new documents does not have all of it. */
const REST_AFTER_COMPILING = 4

/**
 * Executes documents that come again compiled to JavaScript by graphql-jit: over long series, walking the document for every point costs
 * several times the query itself. What comes once, or can't be compiled, is executed by graphql-js.
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
  const compiler = new Compiler(schema)
  return async ({ document, queryHash, operationName, request, context }) => {
    const variables = request.variables ?? {}
    const operation = getOperationAST(document, operationName)
    const executePlainly = () =>
      execute({
        schema,
        document,
        variableValues: variables,
        operationName: operationName ?? null,
        contextValue: context,
      })
    const query = operation && compiler.find(`${queryHash}:${operationName ?? ''}`, document, operation)
    if (!query) return executePlainly()
    const result = await query(undefined, context, withDefaults(operation, variables))
    if ('data' in result) return result.errors ? { ...result, errors: completeErrors(result.errors) } : result
    // The variables did not fit: graphql-jit tells less of what would be accepted. graphql-js has the last word.
    const plain = await executePlainly()
    return 'data' in plain || !plain.errors ? plain : { errors: plain.errors.map(asCallersFault) }
  }
}

type Query = CompiledQuery['query']

/** Compiles what is asked again, and keeps it. */
class Compiler {
  readonly #schema: GraphQLSchema
  /** By document and operation; undefined: it came before, and is not compiled. */
  readonly #known = new Map<string, Query | 'NEVER' | undefined>()
  #restsUntil = 0

  constructor(schema: GraphQLSchema) {
    this.#schema = schema
  }

  /** @returns undefined: it is to be executed as it is */
  find(key: string, document: DocumentNode, operation: OperationDefinitionNode): Query | undefined {
    const isKnown = this.#known.has(key)
    let known = this.#known.get(key)
    if (isKnown && known === undefined && performance.now() >= this.#restsUntil)
      known = this.#compile(document, operation)
    // The newest use is the last.
    this.#known.delete(key)
    if (this.#known.size >= CACHE_SIZE) this.#known.delete(this.#known.keys().next().value!)
    this.#known.set(key, known)
    return known === 'NEVER' ? undefined : known
  }

  #compile(document: DocumentNode, operation: OperationDefinitionNode): Query | 'NEVER' {
    if (!isCompilable(this.#schema, document, operation)) return 'NEVER'
    const began = performance.now()
    const made = compileQuery(this.#schema, withoutDefaults(document), operation.name?.value)
    const ended = performance.now()
    this.#restsUntil = ended + REST_AFTER_COMPILING * (ended - began)
    return isCompiledQuery(made) ? made.query : 'NEVER'
  }
}

/**
 * What graphql-jit would read otherwise than graphql-js is not compiled: moments that are told from now, which it would keep; variables
 * within a literal of a scalar that holds anything, which it leaves out.
 */
function isCompilable(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): boolean {
  if ((operation.operation as string) === 'mutation' || hasRelativeTime(document)) return false
  if (findFault(document, { ...DEFAULT_LIMITS, fields: MOST_COMPILED_FIELDS })) return false
  let isReadAlike = true
  const types = new TypeInfo(schema)
  visit(
    document,
    visitWithTypeInfo(types, {
      VariableDefinition: () => false,
      Variable: () => {
        if (types.getInputType()) return undefined
        isReadAlike = false
        return BREAK
      },
    }),
  )
  return isReadAlike
}

/** Defaults of variables are filled in before a query runs: graphql-jit would keep what they were read as, written as JSON. */
const withoutDefaults = (document: DocumentNode): DocumentNode =>
  visit(document, {
    [Kind.VARIABLE_DEFINITION]: ({ defaultValue: _, ...definition }) => definition,
  })

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
