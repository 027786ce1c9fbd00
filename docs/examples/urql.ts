import { Client, CombinedError, fetchExchange, subscriptionExchange } from '@urql/core'
import { createClient as createSocket, type Sink } from 'graphql-ws'
import { adviceOn } from './advice.ts'
import {
  LiquidatedDocument,
  NewOrdersDocument,
  OrdersDocument,
  type NewOrdersSubscription,
  type OrderFragment,
  type OrdersQueryVariables,
  type WindowInput,
} from './orders.generated.ts'

/**
 * A client of an API, e.g. "http://localhost:4000/graphql". A page adds `cacheExchange`.
 * Node before 22 has no WebSocket of its own: `globalThis.WebSocket ??= ws`, from the package ws.
 */
export function createClient(url: string, key?: string): Client {
  const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` }
  const socket = createSocket({
    url: url.replace(/^http/, 'ws'),
    connectionParams: headers,
    // `follow` starts again from its cursor: this library would, from where it first began.
    retryAttempts: 0,
  })
  return new Client({
    url,
    preferGetMethod: false,
    fetchOptions: { headers },
    exchanges: [
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query, variables }) => ({
          subscribe: (sink) => ({
            unsubscribe: socket.subscribe({ query: query!, variables }, sink as Sink),
          }),
        }),
      }),
    ],
  })
}

/** What was liquidated in a window; undefined where no feed was read. */
export async function liquidated(client: Client, window: WindowInput, assets: string[]) {
  const { data, error } = await client.query(LiquidatedDocument, { window, assets })
  if (error) throw error
  return data?.liquidations.total ?? undefined
}

/** All forced orders of a window, page by page. */
export async function allOrders(client: Client, window: WindowInput): Promise<OrderFragment[]> {
  const orders: OrderFragment[] = []
  const variables: OrdersQueryVariables = { window }
  for (;;) {
    const { data, error } = await client.query(OrdersDocument, variables)
    if (error) throw error
    const { edges, pageInfo } = data!.liquidationOrders
    orders.push(...edges.map(({ node }) => node))
    if (!pageInfo.hasNextPage) return orders
    variables.after = pageInfo.endCursor
  }
}

/**
 * Tells of forced orders as they come. From its first batch on, which tells a cursor and mostly no orders, none is missed and none told twice:
 * when the socket breaks it goes on from the last cursor.
 * @param onRefused told of what the API refuses, which ends it
 * @returns what ends it
 */
export function follow(
  client: Client,
  onBatch: (batch: NewOrdersSubscription['liquidations']) => void,
  onRefused: (error: CombinedError) => void,
  after?: string,
): () => void {
  let stop = () => undefined as void
  const start = () => {
    const running = client.subscription(NewOrdersDocument, { after }).subscribe(({ data, error }) => {
      if (data) {
        after = data.liquidations.cursor
        onBatch(data.liquidations)
      }
      if (!error) return
      if (!error.networkError) return onRefused(error)
      const retry = setTimeout(start, 1_000)
      stop = () => clearTimeout(retry)
    })
    stop = () => running.unsubscribe()
  }
  start()
  return () => stop()
}

/** What to do about an error. Anything but an answer of the API is thrown on. */
export function explain(error: unknown): string {
  if (!(error instanceof CombinedError) || error.graphQLErrors.length === 0) throw error
  return adviceOn(error.graphQLErrors[0]!)
}
