import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { SetupError } from './errors.ts'
import { isAlive } from './isAlive.ts'

/**
 * A lock between processes of one machine. Each turn is a file, named by a number that only grows, that holds the id of
 * its process and then FREE; the highest counts. Whoever creates the next file has the lock. A single file would not do:
 * of two that find its holder dead, the slower would remove the lock that the quicker has just made.
 */
const FREE = 'free'

/** A turn without an id is being written, unless its process died between creating and writing: then it is this old. */
const UNWRITTEN_MS = 10_000

/** Turns of this process. Another with our id is one that died: in a container each may well be number 1. */
const ours = new Set<string>()

/**
 * Runs `work` while no other process, nor another call in this one, runs its own with the same folder, which is made
 * when missing. Who dies at it gives way.
 * @throws SetupError FOLDER_BUSY when it was another's turn all the time
 */
export async function withProcessLock<T>(
  dir: string,
  work: () => Promise<T>,
  { patienceMs = 180_000 }: { patienceMs?: number } = {},
): Promise<T> {
  fs.mkdirSync(dir, { recursive: true })
  const turn = await takeTurn(path.resolve(dir), patienceMs)
  try {
    return await work()
  } finally {
    fs.writeFileSync(turn, FREE)
    ours.delete(turn)
  }
}

async function takeTurn(dir: string, patienceMs: number): Promise<string> {
  for (const deadline = Date.now() + patienceMs; ; await sleep(20)) {
    const last = Math.max(0, ...turnsOf(dir))
    if ((last === 0 || isOver(fileOf(dir, last))) && createTurn(dir, last + 1)) return fileOf(dir, last + 1)
    if (Date.now() > deadline)
      throw new SetupError(
        'FOLDER_BUSY',
        `Another process keeps ${path.dirname(dir)} busy: its id is in ${fileOf(dir, last)}. Remove that file if it is none of Unwind's.`,
      )
  }
}

function createTurn(dir: string, turn: number): boolean {
  const file = fileOf(dir, turn)
  try {
    fs.writeFileSync(file, String(process.pid), { flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
  const others = turnsOf(dir).filter((other) => other !== turn)
  // We looked too long ago: others have had this turn and removed it.
  const isLate = others.some((other) => other > turn)
  if (!isLate) ours.add(file)
  for (const old of isLate ? [turn] : others) fs.rmSync(fileOf(dir, old), { force: true })
  return !isLate
}

function isOver(file: string): boolean {
  try {
    const holder = fs.readFileSync(file, 'utf8')
    if (holder === '') return Date.now() - fs.statSync(file).mtimeMs > UNWRITTEN_MS
    if (Number(holder) === process.pid) return !ours.has(file)
    return holder === FREE || !isAlive(Number(holder))
  } catch (error) {
    // A later turn removed it.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}

const turnsOf = (dir: string) =>
  fs
    .readdirSync(dir)
    .map(Number)
    .filter((turn) => Number.isInteger(turn) && turn > 0)

const fileOf = (dir: string, turn: number) => path.join(dir, String(turn))
