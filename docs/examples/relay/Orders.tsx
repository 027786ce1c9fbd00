import { Suspense } from 'react'
import { graphql, useLazyLoadQuery, usePaginationFragment } from 'react-relay'
import type { OrdersQuery } from './__generated__/OrdersQuery.graphql.ts'
import type { OrdersPageQuery } from './__generated__/OrdersPageQuery.graphql.ts'
import type { Orders_page$key } from './__generated__/Orders_page.graphql.ts'

/** The largest forced orders of a window, ten more at each click. */
export function Orders({ from, to }: { from: string; to: string }) {
  return (
    <Suspense fallback={<p>Loading</p>}>
      <FirstPage from={from} to={to} />
    </Suspense>
  )
}

function FirstPage({ from, to }: { from: string; to: string }) {
  const query = useLazyLoadQuery<OrdersQuery>(
    graphql`
      query OrdersQuery($window: WindowInput!) {
        ...Orders_page @arguments(window: $window)
      }
    `,
    { window: { from, to } },
  )
  return <Pages query={query} />
}

function Pages({ query }: { query: Orders_page$key }) {
  const { data, hasNext, isLoadingNext, loadNext } = usePaginationFragment<OrdersPageQuery, Orders_page$key>(
    graphql`
      fragment Orders_page on Query
      @refetchable(queryName: "OrdersPageQuery")
      @argumentDefinitions(
        window: { type: "WindowInput!" }
        count: { type: "Int", defaultValue: 10 }
        cursor: { type: "String" }
      ) {
        liquidationOrders(window: $window, orderBy: NOTIONAL_DESC, first: $count, after: $cursor)
          @connection(key: "Orders_liquidationOrders") {
          edges {
            node {
              id
              side
              notionalUsd
              market {
                symbol
              }
            }
          }
        }
      }
    `,
    query,
  )
  return (
    <>
      <ol>
        {data.liquidationOrders.edges.map(({ node }) => (
          <li key={node.id}>
            {/* An order whose USD value can't be had has none: it is not zero. */}
            {node.market.symbol} {node.side} {node.notionalUsd ?? 'unknown'}
          </li>
        ))}
      </ol>
      {hasNext && (
        <button disabled={isLoadingNext} onClick={() => loadNext(10)}>
          More
        </button>
      )}
    </>
  )
}
