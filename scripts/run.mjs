// `node scripts/run.mjs NAME ...`: makes the clone ready, then runs scripts/NAME.ts with the other arguments.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { ensureSetup } from './setup.mjs'

const [, , name, ...rest] = process.argv
if (!name || !/^[A-Za-z]+$/.test(name)) {
  process.stderr.write('usage: node scripts/run.mjs NAME ...\n')
  process.exit(2)
}
ensureSetup()
// Files of any size are imported in little memory: left to itself the collector would let garbage pile up to twice as much.
const LEAN = ['--max-semi-space-size=2', '--max-old-space-size=112']
if (name === 'etl' && rest[0] === 'import' && !process.execArgv.includes(LEAN[0])) {
  const child = spawn(process.execPath, [...LEAN, ...process.argv.slice(1)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  const [code] = await once(child, 'exit')
  process.exit(code ?? 1)
}
const { register } = await import('tsx/esm/api')
register()
const { main } = await import(`./${name}.ts`)
await main(rest)
