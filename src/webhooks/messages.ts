import crypto from 'node:crypto'
import {
  createSourceEventStream,
  execute,
  type DocumentNode,
  type ExecutionArgs,
  type GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql'
import type { Caller } from '../access/record.ts'
import { InputError, UnwindError } from '../lib/errors.ts'
import type { Admission, Question } from '../server/admit.ts'
import type { Context } from '../server/context.ts'
import { decodeStreamCursor, encodeStreamCursor } from '../stream/events.ts'
import type { StreamHub } from '../stream/hub.ts'
import { fieldOf, type WebhookToMake } from './manage.ts'
import { GAP, TEST } from './record.ts'
import type { DeliveryToKeep } from './deliveryStore.ts'

export interface MessageOptions {
  readonly schema: GraphQLSchema
  readonly admission: Admission
  readonly hub: StreamHub
  readonly contextOf: (caller: Caller, stream: NonNullable<Context['stream']>) => Context
  readonly formatError: (formatted: GraphQLFormattedError, thrown: unknown) => GraphQLFormattedError
  readonly now: () => Date
}

/** What a webhook asks. */
export type Asked = Pick<WebhookToMake, 'query' | 'variables' | 'operationName'>

/** What is said of one event. */
export interface Told {
  /** Id of the event. */
  readonly position: number
  readonly messages: readonly DeliveryToKeep[]
  /** Whether a part of the answer failed for a reason that may be gone when it is asked again. */
  readonly hasFailed: boolean
}

/** From where, until when, and who is told of events that are of no interest: id of the last. */
export interface Following {
  readonly after: number
  readonly signal: AbortSignal
  readonly onPassed: (last: number) => void
}

/** Records in one message. */
const RECORDS_A_MESSAGE = 100

/** Codes of errors that may be gone when it is tried again. */
const PASSING: ReadonlySet<string> = new Set(['INTERNAL_SERVER_ERROR', 'QUERY_TIMEOUT'])

/** What a subscription is told: its field, with a cursor and one list of records. */
type Event = Readonly<Record<string, { readonly cursor: string } & Readonly<Record<string, unknown>>>>

/** Makes messages of events: the answers of webhooks' documents to them. */
export class Messages {
  readonly #options: MessageOptions

  constructor(options: MessageOptions) {
    this.#options = options
  }

  /**
   * The document of a webhook.
   * @param caller undefined: one who may run the documents of the list alone, where there is one
   * @throws UnwindError when it is none, or none that its key may run
   */
  read(asked: Asked, caller: Caller | undefined): Question {
    const read = this.#options.admission.read(asked, caller)
    if ('document' in read) return read
    throw new InputError(read[0]?.message ?? 'The document is not valid.', {
      reason: 'INVALID_DOCUMENT',
      argument: ['input', 'query'],
      accepted: 'a document of the schema',
    })
  }

  /**
   * Whether a key's subscription would be told anything: it is asked as it will be, but for no event.
   * @returns its document
   * @throws UnwindError of the document, its price, its variables and its arguments
   */
  async check(asked: Asked, caller: Caller): Promise<DocumentNode> {
    const { admission, hub, contextOf } = this.#options
    const question = this.read(asked, caller)
    fieldOf(question.document, asked.operationName)
    admission.priceOf(question, caller)
    const stream = { hub, signal: AbortSignal.abort(), isTaken: () => true }
    for await (const _ of await eventsOf(this.#argsOf(question, asked, contextOf(caller, stream)))) break
    return question.document
  }

  /**
   * What is said of each event, as they come.
   * @throws UnwindError of the document, its variables and its arguments; CURSOR_TOO_OLD
   */
  async *follow(
    asked: Asked,
    caller: Caller,
    { after, signal, onPassed }: Following,
  ): AsyncGenerator<Told, void, void> {
    const { hub, contextOf } = this.#options
    const question = this.read(asked, caller)
    const stream = { hub, signal, isTaken: () => true, after: encodeStreamCursor(after), onPassed }
    const args = this.#argsOf(question, asked, contextOf(caller, stream))
    for await (const event of await eventsOf(args)) {
      const answers = []
      for (const part of partsOf(event)) answers.push(await this.#answerOf(args, part))
      yield {
        position: decodeStreamCursor(Object.values(event)[0]!.cursor),
        messages: answers.map(({ message }) => message),
        hasFailed: answers.some(({ hasFailed }) => hasFailed),
      }
    }
  }

  /** Says that events between two positions are no longer kept. */
  gap(after: number, until: number): DeliveryToKeep {
    return this.#messageOf(GAP, {
      data: { after: encodeStreamCursor(after), until: encodeStreamCursor(until) },
    })
  }

  /** Says that it is a test. */
  test(webhookId: string): DeliveryToKeep {
    return this.#messageOf(TEST, { data: { webhook: webhookId } })
  }

  #argsOf({ document, variables }: Question, { operationName }: Asked, contextValue: Context): ExecutionArgs {
    return {
      schema: this.#options.schema,
      document,
      variableValues: variables,
      operationName: operationName ?? null,
      contextValue,
    }
  }

  async #answerOf(
    args: ExecutionArgs,
    part: Event,
  ): Promise<{ readonly message: DeliveryToKeep; readonly hasFailed: boolean }> {
    const { data, errors } = await execute({ ...args, rootValue: part })
    const told = errors?.map((error: GraphQLError) => this.#options.formatError(error.toJSON(), error))
    return {
      message: this.#messageOf(Object.keys(part)[0]!, { data, ...(told ? { errors: told } : {}) }),
      hasFailed: told?.some(({ extensions }) => PASSING.has(String(extensions?.code))) ?? false,
    }
  }

  #messageOf(type: string, content: object): DeliveryToKeep {
    const timestamp = this.#options.now().toISOString()
    return {
      id: `msg_${crypto.randomBytes(15).toString('base64url')}`,
      type,
      payload: JSON.stringify({ type, timestamp, ...content }),
    }
  }
}

/** An event with many records as several with few. */
function partsOf(event: Event): Event[] {
  const [field, value] = Object.entries(event)[0]!
  const [name, records] = Object.entries(value).find((entry): entry is [string, unknown[]] =>
    Array.isArray(entry[1]),
  )!
  return Array.from({ length: Math.ceil(records.length / RECORDS_A_MESSAGE) }, (_, at) => ({
    [field]: { ...value, [name]: records.slice(at * RECORDS_A_MESSAGE, (at + 1) * RECORDS_A_MESSAGE) },
  }))
}

/** @throws UnwindError for what is no subscription of the schema, or is not known to it */
async function eventsOf(args: ExecutionArgs): Promise<AsyncIterable<Event>> {
  const events = await createSourceEventStream(args)
  if (Symbol.asyncIterator in events) return events as AsyncIterable<Event>
  const [error] = events.errors ?? []
  throw error?.originalError instanceof UnwindError
    ? error.originalError
    : new InputError(error?.message ?? 'The document is no subscription.', {
        reason: 'WEBHOOK_QUERY',
        argument: ['input', 'query'],
        accepted: 'a document of the schema, with its variables',
      })
}
