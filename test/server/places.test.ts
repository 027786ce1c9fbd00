import { getOperationAST, parse } from 'graphql'
import { expect, test } from 'vitest'
import { EventPlaces } from '../../src/server/places.ts'
import { eventsOf } from '../../src/server/subscribe.ts'

const caller = { id: 'one' }

test('what a caller asks of events is bounded over all its subscriptions; what it asks several times counts once', () => {
  const places = new EventPlaces(100)
  const leaves = [places.take(caller, 'a', 60), places.take(caller, 'a', 60), places.take(caller, 'b', 40)]
  const full = expect.objectContaining({ code: 'TOO_MANY_SUBSCRIPTIONS' }) as Error
  expect(() => places.take(caller, 'c', 1)).toThrow(full)
  // Another has its own, and who is not counted has no limit.
  places.take({ id: 'another' }, 'c', 100)
  places.take(undefined, 'c', 1_000)
  leaves[0]!()
  leaves[0]!()
  expect(() => places.take(caller, 'c', 1)).toThrow(full)
  leaves[1]!()
  expect(() => places.take(caller, 'c', 60)).not.toThrow()
})

test('subscriptions that stand at different places ask the same of events', () => {
  const asked = (text: string, variables: Record<string, unknown>) => {
    const document = parse(text)
    return (more: Record<string, unknown>) =>
      eventsOf({ document, operation: getOperationAST(document)!, variables: { ...variables, ...more } })
  }
  const orders = asked(
    'subscription ($filter: LiquidationFilter, $from: String) { liquidations(filter: $filter, after: $from) { cursor } }',
    { filter: { assets: ['BTC'] } },
  )
  expect(orders({ from: 'x' })).toBe(orders({ from: 'y' }))
  expect(orders({ from: 'x' })).toBe(orders({}))
  expect(orders({ filter: null })).not.toBe(orders({}))
  // Here it says more than a place.
  const twice = asked(
    'subscription ($a: String) { liquidations(after: $a) { orders { market { exchange { markets(after: $a) { nodes { symbol } } } } } } }',
    {},
  )
  expect(twice({ a: 'x' })).not.toBe(twice({ a: 'y' }))
})
