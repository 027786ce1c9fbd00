// `node scripts/run.mjs NAME ...`: makes the clone ready, then runs scripts/NAME.ts with the other arguments.
import { ensureSetup } from './setup.mjs'

const [, , name, ...rest] = process.argv
if (!name || !/^[A-Za-z]+$/.test(name)) {
  process.stderr.write('usage: node scripts/run.mjs NAME ...\n')
  process.exit(2)
}
ensureSetup()
const { register } = await import('tsx/esm/api')
register()
const { main } = await import(`./${name}.ts`)
await main(rest)
