import { Suspense, useTransition } from 'react'
import { graphql, useLazyLoadQuery, useRefetchableFragment } from 'react-relay'
import type { ExchangeMarketsQuery } from './__generated__/ExchangeMarketsQuery.graphql.ts'
import type { ExchangeMarketsRefetchQuery } from './__generated__/ExchangeMarketsRefetchQuery.graphql.ts'
import type { ExchangeMarkets_exchange$key } from './__generated__/ExchangeMarkets_exchange.graphql.ts'

/** A venue and its first markets. The button asks for the venue anew, through `node(id:)`. */
export function ExchangeMarkets({ code }: { code: string }) {
  return (
    <Suspense fallback={<p>Loading</p>}>
      <FirstLook code={code} />
    </Suspense>
  )
}

function FirstLook({ code }: { code: string }) {
  const { exchange } = useLazyLoadQuery<ExchangeMarketsQuery>(
    graphql`
      query ExchangeMarketsQuery($code: String!) {
        exchange(code: $code) {
          ...ExchangeMarkets_exchange
        }
      }
    `,
    { code },
  )
  return exchange ? <Markets exchange={exchange} /> : <p>There is no such venue.</p>
}

function Markets({ exchange }: { exchange: ExchangeMarkets_exchange$key }) {
  const [isPending, startTransition] = useTransition()
  const [data, refetch] = useRefetchableFragment<ExchangeMarketsRefetchQuery, ExchangeMarkets_exchange$key>(
    graphql`
      fragment ExchangeMarkets_exchange on Exchange
      @refetchable(queryName: "ExchangeMarketsRefetchQuery")
      @argumentDefinitions(count: { type: "Int", defaultValue: 1 }) {
        name
        markets(first: $count) {
          totalCount
          nodes {
            id
            symbol
          }
        }
      }
    `,
    exchange,
  )
  const showAll = () =>
    startTransition(() => void refetch({ count: 100 }, { fetchPolicy: 'store-and-network' }))
  return (
    <>
      <h2>
        {data.name}: {data.markets.totalCount} markets
      </h2>
      <ul>
        {data.markets.nodes.map(({ id, symbol }) => (
          <li key={id}>{symbol}</li>
        ))}
      </ul>
      <button disabled={isPending} onClick={showAll}>
        All
      </button>
    </>
  )
}
