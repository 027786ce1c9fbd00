import { openDatabase } from '../../src/db.ts'
import { createApp } from '../../src/server/app.ts'

// Our own server as `npm start` sets it up.
const [, , url = ''] = process.argv
const app = await createApp({ database: openDatabase({ url, size: 10, statementTimeoutMs: 5_000 }) })
await app.listen({ port: 0, host: '127.0.0.1' })
const address = app.server.address()
process.on('message', (asked) => {
  if (asked === 'usage') process.send?.({ rss: process.memoryUsage.rss(), cpu: process.cpuUsage() })
})
process.send?.({ port: typeof address === 'object' ? address?.port : undefined })
