import type { FastifyRequest } from 'fastify'

const QUESTIONS: ReadonlySet<string> = new Set(['/graphql', '/graphql/stream', '/export'])

/** The route that a request was matched to, however its address is written: an address has many spellings, a route has one. */
export const routeOf = ({ routeOptions }: FastifyRequest): string => routeOptions.url ?? 'unmatched'

/** What needs a caller and has limits: questions, not the page, the explorer, the probes and what is asked before a question. */
export const isQuestion = (request: FastifyRequest): boolean =>
  request.method !== 'OPTIONS' && QUESTIONS.has(routeOf(request))
