import {
  createSourceEventStream,
  execute,
  getOperationAST,
  Kind,
  visit,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
} from 'graphql'
import { perObject } from '../lib/perObject.ts'
import type { Question } from './admit.ts'
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

/** The variable that says from where on a document's subscription goes on, and nothing else; undefined: there is none. */
const findPlace = perObject((document: DocumentNode): { readonly name: string | undefined } => {
  const [field] = getOperationAST(document)?.selectionSet.selections ?? []
  const after =
    field?.kind === Kind.FIELD ? field.arguments?.find(({ name }) => name.value === 'after') : undefined
  if (after?.value.kind !== Kind.VARIABLE) return { name: undefined }
  const name = after.value.name.value
  let uses = 0
  visit(document, {
    VariableDefinition: () => false,
    Variable: (variable) => {
      if (variable.name.value === name) uses += 1
    },
  })
  return { name: uses === 1 ? name : undefined }
})

/** What of a document is asked of each event: the same for all who only stand at different places. */
function askedOfEvents(
  document: DocumentNode,
  operationName: string | null | undefined,
  variables: Readonly<Record<string, unknown>> | null | undefined,
): string {
  const { name } = findPlace(document)
  const asked = Object.entries(variables ?? {}).filter(([own]) => own !== name)
  return JSON.stringify([operationName ?? null, asked.sort(([a], [b]) => (a < b ? -1 : 1))])
}

let documents = 0
const numberOf = perObject((_: DocumentNode) => ({ number: ++documents }))

/** What a subscription asks of each event, as one text for all whose answer is made once. */
export const eventsOf = ({ document, operation, variables }: Question): string =>
  `${numberOf(document).number} ${askedOfEvents(document, operation.name?.value, variables)}`

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
  const question = askedOfEvents(document, operationName, variableValues)
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
