import { graphql, requestSubscription, type Disposable, type Environment } from 'relay-runtime'
import type {
  followOrdersSubscription,
  followOrdersSubscription$data,
} from './__generated__/followOrdersSubscription.graphql.ts'
import { ApiError } from './environment.ts'

type Batch = followOrdersSubscription$data['liquidations']

/**
 * Tells of forced orders as they are committed. From its first batch on, which tells a cursor and mostly no orders, none is missed and none told
 * twice: when the socket breaks it goes on from the last cursor.
 * @param onRefused told of what the API refuses, which ends it
 */
export function followOrders(
  environment: Environment,
  onBatch: (batch: Batch) => void,
  onRefused: (error: ApiError) => void,
  after?: string,
): Disposable {
  let running: Disposable | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  const goOn = () => (retry = setTimeout(start, 1_000))

  function start() {
    running = requestSubscription<followOrdersSubscription>(environment, {
      subscription: graphql`
        subscription followOrdersSubscription($after: String) {
          liquidations(after: $after) {
            cursor
            orders {
              id
              side
              notionalUsd
            }
          }
        }
      `,
      variables: { after },
      onNext: (answer) => {
        if (!answer) return
        after = answer.liquidations.cursor
        onBatch(answer.liquidations)
      },
      onError: (error) => (error instanceof ApiError ? onRefused(error) : goOn()),
      onCompleted: goOn,
    })
  }

  start()
  return {
    dispose: () => {
      clearTimeout(retry)
      running?.dispose()
    },
  }
}
