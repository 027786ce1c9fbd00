import crypto from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isQuestion } from './routes.ts'

/** What an answer depends on beside its address. */
const VARY = ['accept', 'authorization', 'x-api-key']

/**
 * Answers to GET /graphql carry the hash of what they say; who has that already is told so (304) and sent nothing. The hash is of the answer
 * itself, so it is right whatever was written meanwhile; the question runs, and costs its units, either way. (@fastify/etag would do it for
 * errors and POST alike, and knows no list of tags.)
 */
export function serveETags(app: FastifyInstance): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    if (!isQuestion(request)) return done(null, payload)
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store')
    if (request.method !== 'GET' || reply.statusCode !== 200 || typeof payload !== 'string')
      return done(null, payload)
    const before = String(reply.getHeader('vary') ?? '')
    void reply.header('vary', [...(before === '' ? [] : [before]), ...VARY].join(', '))
    if (reply.getHeader('cache-control') === 'no-store') return done(null, payload)
    const tag = `"${crypto.createHash('sha256').update(payload).digest('base64url')}"`
    void reply.header('etag', tag)
    if (!hasTag(request, tag)) return done(null, payload)
    void reply.code(304).removeHeader('content-type')
    done(null, '')
  })
}

/** Whether `if-none-match` names a tag; proxies that pack answers mark it as weak. */
function hasTag({ headers }: FastifyRequest, tag: string): boolean {
  const given = headers['if-none-match']
  if (given === undefined) return false
  return given.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === tag)
}
