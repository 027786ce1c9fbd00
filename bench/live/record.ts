/** How clients are told what comes: graphql-transport-ws at /graphql, or server-sent events at /graphql/stream. */
export type Transport = 'sockets' | 'sse'

/** What a process of clients is asked to do first. */
export interface Opening {
  readonly port: number
  readonly transport: Transport
  readonly clients: number
  /** Orders that will come; each has its number, from 1, as its notional. 0: one that is sent until all clients hear. */
  readonly orders: number
}

/** What the parent says to a process of clients. */
export type Said =
  | { readonly kind: 'open'; readonly opening: Opening }
  /** All was committed: `committedAt[n]` is when order n was, ms since 1970. */
  | { readonly kind: 'end'; readonly committedAt: readonly number[] }

/** What a process of clients says to its parent. */
export type Told =
  /** Every client has heard something. */
  { readonly kind: 'listening' } | { readonly kind: 'tally'; readonly tally: Tally }

/** What the clients of one process were told. */
export interface Tally {
  /** How many orders came so many ms after their commit, whole ms. */
  readonly counts: readonly number[]
  /** Orders that a client was not told, and those that it was told again. */
  readonly lost: number
  readonly twice: number
  /** Connections that ended before the end. */
  readonly dropped: number
  readonly bytes: number
}

/** What comes later than this is counted as this, ms. */
export const MOST_MS = 60_000
