/** Addresses of the page's views below its root, with the words that name them. The server answers each with the page. */
export const VIEW_PATHS = ['', 'episode', 'compare', 'stress', 'quality'] as const

export type ViewPath = (typeof VIEW_PATHS)[number]

/** Questions that the page asks at once; the server lets as many of a lone reader in, however slow it is. */
export const MOST_AT_ONCE = 4
