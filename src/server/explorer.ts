import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

const PAGE_DIR = path.resolve(import.meta.dirname, 'explorer')
const EXAMPLES_DIR = path.resolve(import.meta.dirname, '../../schema/examples')

/** All that the page loads. GraphiQL 4 is the last with a prebuilt file: version 5 would need a bundler and workers. */
const ASSETS: Readonly<Record<string, readonly [packageName: string, file: string]>> = {
  'react.js': ['react', 'umd/react.production.min.js'],
  'react-dom.js': ['react-dom', 'umd/react-dom.production.min.js'],
  'graphiql.js': ['graphiql', 'graphiql.min.js'],
  'graphiql.css': ['graphiql', 'graphiql.min.css'],
  'graphql-ws.js': ['graphql-ws', 'umd/graphql-ws.min.js'],
}

/** Nothing from another host, no inline script. GraphiQL's editor sets inline styles and its style sheet embeds fonts. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** A saved query. */
export interface Example {
  /** The question that the query answers: its first line, without the `#`. */
  readonly title: string
  readonly query: string
}

/** The saved queries of a folder, by file name. */
export function getExamples(dir: string = EXAMPLES_DIR): Example[] {
  return fs
    .readdirSync(dir)
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => {
      const query = fs.readFileSync(path.join(dir, name), 'utf8')
      const title = /^#\s*(\S.*?)\s*$/m.exec(query.split('\n', 1)[0] ?? '')?.[1]
      return { title: title ?? name.replace(/\.graphql$/, ''), query }
    })
}

/** Serves GraphiQL at /explorer from our own files, with the saved queries in tabs. Works without a network. */
export async function explorer(app: FastifyInstance): Promise<void> {
  const require = createRequire(import.meta.url)
  // The packages export only their package.json, and the prebuilt files lie beside it.
  const files = Object.entries(ASSETS).map(([name, [packageName, file]]) => {
    const dir = path.dirname(require.resolve(`${packageName}/package.json`))
    return { name, dir, file }
  })
  const examples = getExamples()

  await app.register(fastifyStatic, { root: PAGE_DIR, serve: false })
  app.get('/explorer', (_, reply) =>
    reply
      .headers({
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      })
      .sendFile('index.html'),
  )
  app.get('/explorer/', (_, reply) => reply.redirect('../explorer'))
  app.get('/explorer/examples.json', () => examples)
  app.get('/explorer/page.js', (_, reply) => reply.sendFile('page.js'))
  app.get('/explorer/page.css', (_, reply) => reply.sendFile('page.css'))
  for (const { name, dir, file } of files)
    app.get(`/explorer/${name}`, (_, reply) => reply.sendFile(file, dir))
}
