import { setTimeout } from 'node:timers/promises'
import { ClientError, GraphQLClient } from 'graphql-request'
import { print } from 'graphql'
import { createClient as createSocket } from 'graphql-ws'
import { adviceOn, type ApiError } from './advice.ts'
import {
  LiquidatedDocument,
  NewOrdersDocument,
  OrdersDocument,
  type NewOrdersSubscription,
  type OrderFragment,
  type OrdersQueryVariables,
  type WindowInput,
} from './orders.generated.ts'

/** A client of an API, e.g. "http://localhost:4000/graphql", for scripts and servers: no cache, no framework. */
export function createClient(url: string, key?: string): GraphQLClient {
  return new GraphQLClient(url, key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } })
}

/** What was liquidated in a window; undefined where no feed was read. */
export async function liquidated(client: GraphQLClient, window: WindowInput, assets: string[]) {
  const { liquidations } = await client.request(LiquidatedDocument, { window, assets })
  return liquidations.total ?? undefined
}

/** Every forced order of a window, as pages come: `for await (const order of orders(client, window))`. */
export async function* orders(client: GraphQLClient, window: WindowInput): AsyncGenerator<OrderFragment> {
  const variables: OrdersQueryVariables = { window }
  for (;;) {
    const { edges, pageInfo } = (await client.request(OrdersDocument, variables)).liquidationOrders
    for (const { node } of edges) yield node
    if (!pageInfo.hasNextPage) return
    variables.after = pageInfo.endCursor
  }
}

/**
 * Forced orders as they come, with graphql-ws beside graphql-request. From its first batch on, which tells a cursor and mostly no orders, none is
 * missed and none told twice: when the socket breaks it goes on from the last cursor. Node before 22 has no WebSocket of its own:
 * `globalThis.WebSocket ??= ws`, from the package ws.
 */
export async function* follow(
  url: string,
  after?: string,
): AsyncGenerator<NewOrdersSubscription['liquidations']> {
  const socket = createSocket({ url: url.replace(/^http/, 'ws'), retryAttempts: 0 })
  const query = print(NewOrdersDocument)
  try {
    for (;;) {
      try {
        const batches = socket.iterate<NewOrdersSubscription>({ query, variables: { after } })
        for await (const { data, errors } of batches) {
          if (!data) throw new RefusedError(errors)
          after = data.liquidations.cursor
          yield data.liquidations
        }
      } catch (error) {
        if (error instanceof RefusedError) throw error
        // Before it begins it is refused by a list of errors. Anything else is the line.
        if (Array.isArray(error)) throw new RefusedError(error as ApiError[])
      }
      await setTimeout(1_000)
    }
  } finally {
    await socket.dispose()
  }
}

/** A subscription that the API refuses. */
class RefusedError extends Error {
  readonly errors: readonly ApiError[]

  constructor(errors: readonly ApiError[] = []) {
    super(errors[0]?.message ?? 'refused')
    this.errors = errors
  }
}

/** What to do about an error. Anything but an answer of the API is thrown on. */
export function explain(error: unknown): string {
  const errors =
    error instanceof ClientError
      ? error.response.errors
      : error instanceof RefusedError
        ? error.errors
        : undefined
  const first = errors?.[0]
  if (!first) throw error
  return adviceOn(first)
}
