/** Characters that PostgreSQL keeps in no text, or not as they are: U+0000, and halves of pairs alone. */
const NOT_KEPT = /[\0\p{Surrogate}]/u

/** Whether the store can keep a text as it is: what it can't keep it does not hold either. */
export const isKeepable = (text: string): boolean => !NOT_KEPT.test(text)

/** Whether the store can keep a JSON value as it is: its texts and names are such, and it is nested `depth` times at most. */
export function isKeepableJson(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return isKeepable(value)
  if (typeof value !== 'object' || value === null) return true
  return (
    depth > 0 &&
    Object.entries(value).every(([name, part]) => isKeepable(name) && isKeepableJson(part, depth - 1))
  )
}
