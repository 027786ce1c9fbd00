import { useEffect, useMemo, useState } from 'preact/hooks'
import { listen, watchSocket, type Trouble } from '../../api.ts'
import { hour, usd } from '../../format.ts'
import { ForcedOrdersDocument, type ForcedOrdersSubscription } from '../../generated/overview.ts'
import { TroubleNote } from '../../parts/States.tsx'
import type { PartNames, Selection } from '../../parts/selection.ts'
import { useStore } from '../../parts/store.ts'

type Order = ForcedOrdersSubscription['liquidations']['orders'][number]

const MOST_SHOWN = 8
/** Pictures are asked anew at most this often while orders come, ms. */
const REFRESH_MS = 10_000

/** Forced orders as they are committed. `onOrders` is called now and then while they come. */
export function LiveOrders({
  selection,
  names: { of, on },
  onOrders,
}: {
  selection: Selection
  names: PartNames
  onOrders: () => void
}) {
  const { basket, filter } = selection
  const { isLive, isPinned, provenance } = useStore()
  const isSample = provenance === 'RECONSTRUCTED'
  const [orders, setOrders] = useState<readonly Order[]>([])
  const [isOpen, setOpen] = useState(false)
  const [trouble, setTrouble] = useState<Trouble>()
  const [turn, setTurn] = useState(0)
  const key = useMemo(() => JSON.stringify({ basket, filter }), [basket, filter])

  useEffect(() => {
    setOrders([])
    setTrouble(undefined)
    // What comes now is not of a moment that is past.
    if (isPinned) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let hasMore = false
    const wait = () => {
      timer = hasMore ? setTimeout(wait, REFRESH_MS) : undefined
      if (hasMore) onOrders()
      hasMore = false
    }
    const stopWatching = watchSocket(setOpen)
    const stop = listen(
      ForcedOrdersDocument,
      JSON.parse(key) as Pick<Selection, 'basket' | 'filter'>,
      ({ liquidations: { orders: more } }) => {
        // A batch of none tells where the page stands.
        if (more.length === 0) return
        setOrders((shown) => [...[...more].reverse(), ...shown].slice(0, MOST_SHOWN))
        // At once for the first, then for all that came meanwhile.
        if (timer === undefined) {
          onOrders()
          timer = setTimeout(wait, REFRESH_MS)
        } else hasMore = true
      },
      setTrouble,
    )
    return () => {
      stop()
      stopWatching()
      clearTimeout(timer)
    }
  }, [key, onOrders, turn, isPinned])

  return (
    <section class="live" aria-labelledby="live-title">
      <h2 id="live-title">
        <span class={isOpen ? 'live-dot is-open' : 'live-dot'} aria-hidden="true" />
        {`Forced orders${of}${on}, live`}
        <span class="live-state" role="status">
          {isPinned ? 'not at a past moment' : isOpen ? 'listening' : 'connecting …'}
        </span>
      </h2>
      {trouble ? (
        <TroubleNote trouble={trouble} retry={() => setTurn(turn + 1)} />
      ) : orders.length === 0 ? (
        <p class="live-none">
          {isPinned
            ? 'The page stands at a moment that is past: what comes now is not shown.'
            : isSample
              ? 'None: the sample was loaded once, and nothing is being recorded.'
              : `None since this page was opened${isLive ? '.' : ', and nothing is being recorded.'}`}
        </p>
      ) : (
        <ol class="live-orders" aria-label="The newest orders">
          {orders.map(({ id, time, side, notionalUsd, market }) => (
            <li key={id}>
              <time dateTime={time}>{hour(time)}</time>
              <span class={side === 'LONG' ? 'side side-long' : 'side side-short'}>
                {side === 'LONG' ? '▼ long' : '▲ short'}
              </span>
              <strong>{usd(notionalUsd)}</strong>
              <span>{market.baseAsset.code}</span>
              <span class="live-venue">{market.exchange.name}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
