import { InputError } from './errors.ts'

/** Paging arguments as Relay's specification of connections names them. */
export interface PageArguments {
  readonly first?: number | null | undefined
  readonly after?: string | null | undefined
  readonly last?: number | null | undefined
  readonly before?: string | null | undefined
}

export interface Page {
  readonly limit: number
  readonly backwards: boolean
  /** The cursor to read on from; undefined: from the end of the list that `backwards` names. */
  readonly cursor: string | undefined
}

export const MAX_PAGE = 100

/** Checks paging arguments: `first` (with `after`) or `last` (with `before`), 1 to 100. Throws InputError. */
export function checkPage({ first, after, last, before }: PageArguments): Page {
  const both = (a: string, b: string) =>
    new InputError(`\`${a}\` and \`${b}\` can't be used together.`, {
      reason: 'PAGE_ARGUMENTS',
      argument: [b],
      accepted: '`first` with `after`, or `last` with `before`',
    })
  if (first != null && last != null) throw both('first', 'last')
  if (first != null && before != null) throw both('first', 'before')
  if (last != null && after != null) throw both('last', 'after')
  const name = last != null ? 'last' : 'first'
  const limit = last ?? first
  if (limit == null)
    throw new InputError('`first` or `last` is required.', {
      reason: 'PAGE_ARGUMENTS',
      argument: ['first'],
      accepted: `a whole number from 1 to ${MAX_PAGE}`,
    })
  checkCount(limit, [name], MAX_PAGE)
  return { limit, backwards: name === 'last', cursor: after ?? before ?? undefined }
}

/** Throws InputError unless 1 <= count <= most. */
export function checkCount(count: number, argument: readonly string[], most: number): number {
  if (count < 1 || count > most)
    throw new InputError(`\`${argument.join('.')}\` is ${count}.`, {
      reason: 'OUT_OF_RANGE',
      argument,
      accepted: `a whole number from 1 to ${most}`,
    })
  return count
}

export interface Connection<T> {
  readonly edges: { readonly cursor: string; readonly node: T }[]
  readonly nodes: T[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
}

/**
 * A connection from rows that were read one beyond the page.
 * @param rows in the direction of reading: backwards pages are turned round here
 */
export function toConnection<T>(rows: readonly T[], page: Page, cursorOf: (row: T) => string): Connection<T> {
  const more = rows.length > page.limit
  const nodes = rows.slice(0, page.limit)
  if (page.backwards) nodes.reverse()
  const edges = nodes.map((node) => ({ cursor: cursorOf(node), node }))
  const beyondCursor = page.cursor !== undefined
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: page.backwards ? beyondCursor : more,
      hasPreviousPage: page.backwards ? more : beyondCursor,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  }
}
