import net, { type AddressInfo } from 'node:net'

/** A line to PostgreSQL that can be cut, as a restart or a broken network cuts it. */
export interface CuttableLine {
  /** The same database, through the line. */
  readonly url: string
  /** Ends every connection and refuses new ones. */
  cut(): Promise<void>
  mend(): Promise<void>
  close(): Promise<void>
}

export async function createCuttableLine(databaseUrl: string): Promise<CuttableLine> {
  const target = new URL(databaseUrl)
  const open = new Set<net.Socket>()
  let server = createServer()
  function createServer(): net.Server {
    return net.createServer((client) => {
      const upstream = net.connect(Number(target.port), target.hostname)
      for (const [socket, other] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        open.add(socket)
        socket.on('error', () => undefined)
        socket.on('close', () => {
          open.delete(socket)
          other.destroy()
        })
      }
      client.pipe(upstream).pipe(client)
    })
  }
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  await listen(0)
  const { port } = server.address() as AddressInfo
  const url = new URL(databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = String(port)
  const cut = async () => {
    const closed = new Promise((resolve) => server.close(resolve))
    for (const socket of open) socket.destroy()
    await closed
  }
  return {
    url: url.href,
    cut,
    mend: () => {
      server = createServer()
      return listen(port)
    },
    close: () => cut().catch(() => undefined),
  }
}
