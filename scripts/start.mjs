// `npm start`: makes the clone ready, then starts everything.
import { ensureSetup } from './setup.mjs'

const began = performance.now()
// graphql checks each value twice unless it is told that this is no development build.
process.env.NODE_ENV ??= 'production'
ensureSetup()
const { register } = await import('tsx/esm/api')
register()
const { start } = await import('./start.ts')
await start(began)
