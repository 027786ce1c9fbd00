/** Questions that the page asks at once; the server lets as many of a lone reader in, however slow it is. */
export const MOST_AT_ONCE = 4
