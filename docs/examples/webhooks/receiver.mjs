// A receiver of Unwind's webhooks: WEBHOOK_SECRET=whsec_… PORT=8080 node receiver.mjs (npm install standardwebhooks)
import http from 'node:http'
import { Webhook, WebhookVerificationError } from 'standardwebhooks'

const webhook = new Webhook(process.env.WEBHOOK_SECRET)
/** Ids of messages that were taken: a message may come more than once. Keep them where they outlive the process. */
const seen = new Set()

const server = http.createServer(async (request, response) => {
  const parts = []
  for await (const part of request) parts.push(part)
  try {
    // The signature is over the bytes as they came: verify before anything parses them.
    const message = webhook.verify(Buffer.concat(parts).toString('utf8'), request.headers)
    const id = request.headers['webhook-id']
    if (!seen.has(id)) {
      seen.add(id)
      console.log(`${message.type} ${JSON.stringify(message.data)}`)
    }
    // Answer at once, work later: what is not answered 2xx within 15 seconds comes again.
    response.writeHead(204).end()
  } catch (error) {
    response.writeHead(error instanceof WebhookVerificationError ? 401 : 400).end(error.message)
  }
})
server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () =>
  console.log(`Listening on ${server.address().port}`),
)
