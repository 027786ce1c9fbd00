import { createClient, type Client } from 'graphql-ws'
import {
  Environment,
  Network,
  Observable,
  RecordSource,
  Store,
  type GraphQLResponse,
  type RequestParameters,
  type Variables,
} from 'relay-runtime'

/** What the API refuses, by its first error; docs/errors.md lists the codes. */
export class ApiError extends Error {
  readonly code: string

  constructor(message: string, code: string) {
    super(message)
    this.name = 'ApiError'
    this.code = code
  }
}

type Refusals = readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[]

const apiErrorOf = ([first]: Refusals) =>
  new ApiError(first?.message ?? 'refused', first?.extensions?.code ?? 'UNKNOWN')

/** Relay's store and network for an API, e.g. "http://localhost:4000/graphql". */
export function createEnvironment(url: string): Environment {
  const fetchAnswer = async ({ text }: RequestParameters, variables: Variables): Promise<GraphQLResponse> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: text, variables }),
    })
    const answer = (await response.json()) as { errors?: Refusals }
    if (answer.errors) throw apiErrorOf(answer.errors)
    return answer as GraphQLResponse
  }

  // Relay starts a subscription again itself, from its cursor: this client must not do so from the old one.
  const socket = createClient({ url: url.replace(/^http/, 'ws'), retryAttempts: 0 })
  return new Environment({
    network: Network.create(fetchAnswer, (request, variables) => subscribe(socket, request, variables)),
    store: new Store(new RecordSource()),
  })
}

const subscribe = (socket: Client, { text }: RequestParameters, variables: Variables) =>
  Observable.create<GraphQLResponse>((sink) =>
    socket.subscribe(
      { query: text!, variables },
      {
        next: (answer) =>
          answer.errors
            ? sink.error(apiErrorOf(answer.errors as Refusals))
            : sink.next(answer as GraphQLResponse),
        // Before it begins it is refused by a list of errors. Anything else is the line.
        error: (error) => sink.error(Array.isArray(error) ? apiErrorOf(error as Refusals) : (error as Error)),
        complete: () => sink.complete(),
      },
    ),
  )
