/** Addresses of the page's views below its root, with the words that name them. The server answers each with the page. */
export const VIEW_PATHS = ['', 'episode', 'compare', 'stress', 'quality'] as const

export type ViewPath = (typeof VIEW_PATHS)[number]
