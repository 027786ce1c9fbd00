import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Trouble } from '../api.ts'

/** Room that something will take: the page does not jump when it comes. */
export function Skeleton({ height, isSlow = false }: { height: number; isSlow?: boolean }) {
  return (
    <div class="skeleton" style={{ height: `${height}px` }} role="status">
      <span class={isSlow ? 'skeleton-text' : 'visually-hidden'}>
        {isSlow ? 'The answer takes its time …' : 'Loading'}
      </span>
    </div>
  )
}

/** Codes of what is no fault of the question: the same one may be answered later. */
const PASSING = new Set(['INTERNAL_SERVER_ERROR', 'QUERY_TIMEOUT', 'NO_DATA'])

/** Asked again, what was refused for itself is refused again; without the key that is needed nothing comes either. */
const mayPass = (trouble: Trouble): boolean =>
  trouble.kind === 'UNREACHABLE' ||
  trouble.kind === 'UNAVAILABLE' ||
  (trouble.kind === 'REFUSED' && PASSING.has(trouble.code))

/** What a trouble is, and what to do about it. */
export function TroubleNote({ trouble, retry }: { trouble: Trouble; retry: () => void }) {
  return (
    <div class="trouble" role="alert">
      <TroubleText trouble={trouble} />
      {trouble.kind === 'RATE_LIMITED' ? (
        <Countdown seconds={trouble.retryAfterSeconds} retry={retry} />
      ) : (
        mayPass(trouble) && (
          <button type="button" onClick={retry}>
            Try again
          </button>
        )
      )}
    </div>
  )
}

function TroubleText({ trouble }: { trouble: Trouble }) {
  switch (trouble.kind) {
    case 'UNREACHABLE':
      return (
        <p>
          <strong>The API can’t be reached.</strong> It is stopped, or the connection is. What stands here
          already stays.
        </p>
      )
    case 'UNAVAILABLE':
      return (
        <p>
          <strong>The API can’t answer now</strong> (HTTP {trouble.status}).
        </p>
      )
    case 'RATE_LIMITED':
      return (
        <p>
          <strong>The units of this minute are spent.</strong> A key of your own has more.
        </p>
      )
    case 'KEY_NEEDED':
      return (
        <p>
          <strong>This server wants a key.</strong> {trouble.message} Set it under “Key” at the top of the
          page.
        </p>
      )
    case 'REFUSED':
      if (trouble.code === 'NO_DATA')
        return (
          <p>
            <strong>Nothing is held for this.</strong> {trouble.message}
          </p>
        )
      return (
        <p>
          <strong>
            {mayPass(trouble) ? 'The API has no answer now.' : 'The API refuses this question.'}
          </strong>{' '}
          {trouble.message} {trouble.accepted && `It takes ${trouble.accepted}. `}
          <code>{trouble.reason ?? trouble.code}</code>
        </p>
      )
  }
}

/** Asks again by itself when the time has come. */
function Countdown({ seconds, retry }: { seconds: number; retry: () => void }) {
  const [left, setLeft] = useState(seconds)
  useEffect(() => {
    if (left <= 0) {
      retry()
      return
    }
    const timer = setTimeout(() => setLeft(left - 1), 1_000)
    return () => clearTimeout(timer)
  }, [left, retry])
  return (
    <button type="button" onClick={retry}>
      Try again (by itself in {left} s)
    </button>
  )
}

/** Nothing to show, and why. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <h2>{title}</h2>
      {children}
    </div>
  )
}
