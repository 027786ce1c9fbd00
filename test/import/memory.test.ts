import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '../..')

test('an import of a large file stays under 150 MB resident, in a process of its own', async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [path.join(ROOT, 'scripts/run.mjs'), 'importBench', '--megabytes', '6'],
    { cwd: ROOT, env: { PATH: process.env.PATH } },
  )
  const rows = Number(/([\d,]+) rows$/m.exec(stdout)?.[1]?.replaceAll(',', ''))
  expect(rows).toBeGreaterThan(40_000)
  expect(Number(/at most (\d+) MB resident/.exec(stdout)?.[1])).toBeLessThan(150)
}, 120_000)
