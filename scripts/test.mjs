// `npm test`: makes the clone ready, then runs vitest with the given arguments.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { ensureSetup } from './setup.mjs'

ensureSetup()
const vitest = path.resolve(import.meta.dirname, '../node_modules/vitest/vitest.mjs')
const { status } = spawnSync(process.execPath, [vitest, 'run', ...process.argv.slice(2)], {
  stdio: 'inherit',
})
process.exit(status ?? 1)
