import { useCallback, useEffect, useState } from 'preact/hooks'
import { ask, TroubleError, type Trouble, type TypedDocument } from '../api.ts'
import { useRefreshTurn } from './store.ts'

export interface Answering<Answer> {
  /** The last answer, also while the next is on its way; undefined before the first. */
  readonly data: Answer | undefined
  /** Whether `data` answers what is asked now, and not what was asked before. */
  readonly isCurrent: boolean
  /** Why the last question failed; undefined when it did not. */
  readonly trouble: Trouble | undefined
  readonly isLoading: boolean
  /** It takes longer than a reader expects. */
  readonly isSlow: boolean
  readonly retry: () => void
}

/** After so long the page says that it still waits, ms. */
const SLOW_MS = 3_000

interface State<Answer> extends Omit<Answering<Answer>, 'retry' | 'isCurrent'> {
  /** What `data` was asked with, as text. */
  readonly key: string | undefined
}

/** Asks when the document or its variables change, and when told to. `undefined` variables: nothing is asked yet. */
export function useAnswer<Answer, Variables extends object>(
  document: TypedDocument<Answer, Variables>,
  variables: Variables | undefined,
): Answering<Answer> {
  const key = variables === undefined ? undefined : JSON.stringify(variables)
  const [turn, setTurn] = useState(0)
  const refreshTurn = useRefreshTurn()
  const [state, setState] = useState<State<Answer>>({
    data: undefined,
    key: undefined,
    trouble: undefined,
    isLoading: true,
    isSlow: false,
  })
  useEffect(() => {
    if (key === undefined) return
    const cut = new AbortController()
    let isCurrent = true
    setState((was) => ({ ...was, isLoading: true, isSlow: false }))
    const slow = setTimeout(() => setState((was) => ({ ...was, isSlow: true })), SLOW_MS)
    void ask(document, JSON.parse(key) as Variables, cut.signal)
      .then(
        (data) => ({ data, trouble: undefined }),
        (error: unknown) => {
          if (!(error instanceof TroubleError)) throw error
          return { data: undefined, trouble: error.trouble }
        },
      )
      .then(({ data, trouble }) => {
        if (!isCurrent) return
        setState((was) => ({
          ...(trouble ? was : { data, key }),
          trouble,
          isLoading: false,
          isSlow: false,
        }))
      })
      .finally(() => clearTimeout(slow))
    return () => {
      isCurrent = false
      clearTimeout(slow)
      cut.abort()
    }
  }, [document, key, turn, refreshTurn])
  const retry = useCallback(() => setTurn((count) => count + 1), [])
  const { key: answered, ...answer } = state
  return { ...answer, isCurrent: answered !== undefined && answered === key, retry }
}
