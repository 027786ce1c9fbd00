import {
  createSourceEventStream,
  execute,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
} from 'graphql'
import { perObject } from '../lib/perObject.ts'
import type { Context } from './context.ts'

/** Results by what they are of: subscribers that ask the same of the same events are given one result. */
const results = new WeakMap<object, WeakMap<DocumentNode, Map<string, Promise<ExecutionResult>>>>()

const cursors = new WeakMap<ExecutionResult, string>()

/** Where a subscriber stands that was given a result, whether it asked for the cursor or not; undefined: it is of no event. */
export const cursorOf = (result: ExecutionResult): string | undefined => cursors.get(result)

/** The JSON of a result, made once for all who are given it: to write it for each would cost more than all else that is done for them. */
export const textOf = perObject((result: object) => Buffer.from(JSON.stringify(result)))

/** The cursor of an event: of its only field. */
function cursorOfEvent(event: object): string | undefined {
  const [payload] = Object.values(event) as { readonly cursor?: unknown }[]
  return typeof payload?.cursor === 'string' ? payload.cursor : undefined
}

/** A result is a span of its own, however many it is sent to: a subscription goes on for hours. */
async function traced(
  { contextValue, operationName }: ExecutionArgs,
  work: () => ExecutionResult | Promise<ExecutionResult>,
): Promise<ExecutionResult> {
  const { stream } = contextValue as Context
  const span = stream?.tracing?.startOperation('subscription', operationName ?? undefined, undefined)
  try {
    const result = await work()
    if (result.errors) span?.fail(result.errors[0]?.extensions)
    else span?.end()
    return result
  } catch (error) {
    span?.fail(error)
    throw error
  }
}

/**
 * Subscribes as graphql-js does, but executes a document once for each event and set of variables, however many subscribers there are:
 * documents and events are the same objects for all of them.
 */
export async function subscribeOnce(
  args: ExecutionArgs,
): Promise<AsyncGenerator<ExecutionResult> | ExecutionResult> {
  const source = await createSourceEventStream(args)
  if (!(Symbol.asyncIterator in source)) return source
  const { document, variableValues, operationName } = args
  const question = JSON.stringify([operationName, variableValues])
  const resultOf = (event: object): Promise<ExecutionResult> => {
    let ofEvent = results.get(event)
    if (!ofEvent) results.set(event, (ofEvent = new WeakMap()))
    let ofDocument = ofEvent.get(document)
    if (!ofDocument) ofEvent.set(document, (ofDocument = new Map<string, Promise<ExecutionResult>>()))
    let result = ofDocument.get(question)
    if (!result)
      ofDocument.set(question, (result = traced(args, () => execute({ ...args, rootValue: event }))))
    return result
  }
  return (async function* () {
    for await (const event of source) {
      const result = await resultOf(event as object)
      const cursor = cursorOfEvent(event as object)
      if (cursor !== undefined) cursors.set(result, cursor)
      yield result
    }
  })()
}
