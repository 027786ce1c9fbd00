import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache } from '@apollo/client'
import { GraphQLWsLink } from '@apollo/client/link/subscriptions'
import { relayStylePagination } from '@apollo/client/utilities'
import { OperationTypeNode } from 'graphql'
import { createClient as createSocket } from 'graphql-ws'
import { defer, map, retry, tap, throwError, timer, type Observable } from 'rxjs'
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
 * A client of an API, e.g. "http://localhost:4000/graphql".
 * Node before 22 has no WebSocket of its own: `globalThis.WebSocket ??= ws`, from the package ws.
 */
export function createClient(url: string, key?: string): ApolloClient {
  const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` }
  const http = new HttpLink({ uri: url, headers })
  const socket = new GraphQLWsLink(
    createSocket({
      url: url.replace(/^http/, 'ws'),
      connectionParams: headers,
      // `follow` starts again from its cursor: this library would, from where it first began.
      retryAttempts: 0,
    }),
  )
  return new ApolloClient({
    link: ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      socket,
      http,
    ),
    cache: new InMemoryCache({
      // Pages of one list are one list in the cache.
      typePolicies: { Query: { fields: { liquidationOrders: relayStylePagination(['window', 'orderBy']) } } },
    }),
  })
}

/** What was liquidated in a window; undefined where no feed was read. */
export async function liquidated(client: ApolloClient, window: WindowInput, assets: string[]) {
  const { data } = await client.query({ query: LiquidatedDocument, variables: { window, assets } })
  return data?.liquidations.total ?? undefined
}

/** All forced orders of a window, page by page. In React, `useQuery` and its `fetchMore` do the same. */
export async function allOrders(client: ApolloClient, window: WindowInput): Promise<OrderFragment[]> {
  const variables: OrdersQueryVariables = { window }
  for (;;) {
    const { data } = await client.query({ query: OrdersDocument, variables, fetchPolicy: 'network-only' })
    // With the policy of the cache this is every page so far.
    const { edges, pageInfo } = data!.liquidationOrders
    if (!pageInfo.hasNextPage) return edges.map(({ node }) => node)
    variables.after = pageInfo.endCursor
  }
}

/**
 * Forced orders as they come. From its first batch on, which tells a cursor and mostly no orders, none is missed and none told twice: when the
 * socket breaks it goes on from the last cursor. What the API refuses ends it.
 */
export function follow(
  client: ApolloClient,
  after?: string,
): Observable<NewOrdersSubscription['liquidations']> {
  return defer(() => client.subscribe({ query: NewOrdersDocument, variables: { after } })).pipe(
    map(({ data, error }) => {
      if (!data) throw error as Error
      return data.liquidations
    }),
    tap(({ cursor }) => (after = cursor)),
    retry({ delay: (error) => (CombinedGraphQLErrors.is(error) ? throwError(() => error) : timer(1_000)) }),
  )
}

/** What to do about an error. Anything but an answer of the API is thrown on. */
export function explain(error: unknown): string {
  if (!CombinedGraphQLErrors.is(error)) throw error
  return adviceOn(error.errors[0]!)
}
