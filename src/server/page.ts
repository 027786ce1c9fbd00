import fs from 'node:fs'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { VIEW_PATHS } from '../page/paths.ts'
import { tellNowhere, wantsPage } from './addresses.ts'

const BUILD_DIR = path.resolve(import.meta.dirname, '../generated/page')

/** Scripts and styles from files of this server alone: no inline ones, no other host, no socket to elsewhere. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const NOT_BUILT = 'The page is not built yet: `npm run setup` does it. The API is at graphql.\n'

/**
 * Serves the built page: at / and at the addresses of its views, each of which is index.html. Its files have names by their content and are
 * kept for ever; index.html is asked for anew each time. A person who asks for what is not there is told so by the page itself.
 * @param dir where the build lies
 */
export async function page(app: FastifyInstance, dir: string = BUILD_DIR): Promise<void> {
  const isBuilt = fs.existsSync(path.join(dir, 'index.html'))
  if (isBuilt)
    await app.register(fastifyStatic, {
      root: path.join(dir, 'assets'),
      prefix: '/assets/',
      // They were compressed when they were built.
      preCompressed: true,
      index: false,
      // The explorer has decorations of its own.
      decorateReply: false,
      cacheControl: false,
      setHeaders: (reply) => void reply.setHeader('cache-control', 'public, max-age=31536000, immutable'),
    })
  const send = (reply: FastifyReply) =>
    isBuilt
      ? reply
          .headers({
            'content-security-policy': CONTENT_SECURITY_POLICY,
            'referrer-policy': 'no-referrer',
            'cache-control': 'no-cache',
          })
          .type('text/html; charset=utf-8')
          // A build made while the server runs is served from the next request on.
          .send(fs.createReadStream(path.join(dir, 'index.html')))
      : reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT)
  for (const view of VIEW_PATHS) app.get(`/${view}`, (_, reply) => send(reply))
  app.setNotFoundHandler((request, reply) =>
    // Deeper down the page's links to its files would point elsewhere: they are relative to its views.
    isBuilt && wantsPage(request) && /^\/[^/]*$/.test(request.url.split('?', 1)[0]!)
      ? send(reply.code(404))
      : tellNowhere(app, request, reply),
  )
}
