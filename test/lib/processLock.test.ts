import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withProcessLock } from '../../src/lib/processLock.ts'

let dir: string

beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'unwind-lock-'))
})

afterEach(() => {
  fs.rmSync(dir, { recursive: true, force: true })
})

/** A turn as a process leaves it that died at its work. */
const leaveTurn = (holder: number | string) => {
  fs.writeFileSync(path.join(dir, '7'), String(holder))
}

test('one works at a time, and one that fails gives way', async () => {
  let working = 0
  const work = async (turn: number) => {
    expect(++working).toBe(1)
    await new Promise(setImmediate)
    working--
    if (turn === 2) throw new Error('failed')
    return turn
  }
  const turns = await Promise.allSettled([1, 2, 3, 4].map((turn) => withProcessLock(dir, () => work(turn))))
  expect(turns.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
  expect(fs.readdirSync(dir)).toHaveLength(1)
})

test.each([
  ['dead', () => spawnSync(process.execPath, ['--version']).pid],
  ['dead and had the id that is ours now', () => process.pid],
])('a holder that is %s is taken over from', async (_, holder) => {
  leaveTurn(holder())
  expect(await withProcessLock(dir, () => Promise.resolve('done'))).toBe('done')
  expect(fs.readdirSync(dir)).toEqual(['8'])
})

test('a holder that lives is waited for, and named when it takes too long', async () => {
  leaveTurn(process.ppid)
  const work = withProcessLock(dir, () => Promise.resolve('done'), { patienceMs: 50 })
  await expect(work).rejects.toMatchObject({
    code: 'FOLDER_BUSY',
    message: expect.stringContaining(path.join(dir, '7')),
  })
})
