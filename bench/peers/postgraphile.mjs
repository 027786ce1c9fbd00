// PostGraphile 5 on the same table, through a function that takes the window.
import { createServer } from 'node:http'
import { grafserv } from 'postgraphile/grafserv/node'
import { postgraphile } from 'postgraphile'
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber'
import { makePgService } from 'postgraphile/adaptors/pg'

const [, , url] = process.argv
const pgl = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ connectionString: url, schemas: ['public'] })],
  grafast: { explain: false },
  grafserv: { graphiql: false, watch: false },
})
const server = createServer()
const serv = pgl.createServ(grafserv)
await serv.addTo(server)
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
