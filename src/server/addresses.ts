import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { errorBody } from './transport.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

const pageOf = (title: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title} · Unwind</title><h1>${title}</h1><p><a href="/">To the overview</a></p></html>`

/** Whether a person looks for a page, not a program for an answer. */
export const wantsPage = ({ method, headers }: FastifyRequest): boolean =>
  method === 'GET' && (headers.accept ?? '').includes('text/html')

/** Answers what leads nowhere: 405 where the address takes other methods, else 404; to people as a page, to programs as an error. */
export function tellNowhere(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (wantsPage(request))
    return reply.code(404).type('text/html; charset=utf-8').send(pageOf('There is no such page'))
  const methods = methodsOf(app, request.url)
  if (methods.length === 0)
    return reply
      .code(404)
      .send(errorBody('NOT_FOUND', 'There is nothing at this address: questions are asked at /graphql.'))
  const allowed = methods.join(', ')
  return reply
    .code(405)
    .header('allow', allowed)
    .send(errorBody('METHOD_NOT_ALLOWED', `This address takes ${allowed}.`))
}

/** The methods that an address takes; none: there is no such address. */
function methodsOf(app: FastifyInstance, url: string): string[] {
  const path = decodeURI(url.split('?', 1)[0]!)
  return METHODS.filter((method) => app.hasRoute({ method, url: path }))
}

/** Answers an address that is no URL: no hook has seen the request, so that its headers are set here. */
export function tellBadAddress(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  void reply.code(error.statusCode ?? 400).headers({
    'x-request-id': request.id,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  })
  if (wantsPage(request)) void reply.type('text/html; charset=utf-8').send(pageOf('This is no address'))
  else void reply.send(errorBody('BAD_REQUEST', 'This address is no URL.'))
}
