// `npm start`: makes the clone ready, then starts everything.
import { ensureSetup } from './setup.mjs'

const began = performance.now()
ensureSetup()
const { register } = await import('tsx/esm/api')
register()
const { start } = await import('./start.ts')
await start(began)
