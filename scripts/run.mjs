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
// Files of any size are read and written in little memory: left to itself the collector would let garbage pile up to twice as much.
// What is written keeps a note of each row group until its end, about 10 MB for 10 million rows.
const OLD_SPACE = { import: 112, export: 384, retain: 384 }
const LEAN = ['--max-semi-space-size=2', `--max-old-space-size=${OLD_SPACE[rest[0]]}`]
if (name === 'etl' && Object.hasOwn(OLD_SPACE, rest[0] ?? '') && !process.execArgv.includes(LEAN[0])) {
  const child = spawn(process.execPath, [...LEAN, ...process.argv.slice(1)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  const [code] = await once(child, 'exit')
  process.exit(code ?? 1)
}
const { register } = await import('tsx/esm/api')
register()
const { main } = await import(`./${name}.ts`)
await main(rest)
