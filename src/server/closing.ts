import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/**
 * Has an app that closes wait for the answers that it makes, but not for connections: Node ends those that are idle at that moment alone.
 * - Over some nothing has come: browsers open them to have them at hand, and Node counts them as busy.
 * - Others become idle when their last answer has left: they would be kept for the next question until a time limit ends them.
 * - One that comes while the app closes is ended at once.
 * @returns whether it closes by now
 */
export function endConnectionsAtClose(app: FastifyInstance): () => boolean {
  const open = new Set<Socket>()
  let isClosing = false
  app.server.on('connection', (socket) => {
    if (isClosing) {
      socket.destroy()
      return
    }
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  app.server.on('request', (_, response) => {
    response.once('close', () => {
      if (isClosing) app.server.closeIdleConnections()
    })
  })
  app.addHook('preClose', (done) => {
    isClosing = true
    for (const socket of open) if (socket.bytesRead === 0) socket.destroy()
    done()
  })
  return () => isClosing
}
