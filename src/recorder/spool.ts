import fs from 'node:fs'
import path from 'node:path'
import { isAlive } from '../lib/isAlive.ts'

/** A segment is written to until it is so large; a whole one is read back at once. */
const SEGMENT_BYTES = 4 * 1024 * 1024

/** Thrown when the spool may not grow further: what comes then is a gap, with this as its cause. */
export class SpoolFullError extends Error {}

/**
 * A queue on disk, oldest first, for what can't be written while PostgreSQL is away. A line an entry. What was appended
 * survives the process. An entry leaves it only after its consumer has succeeded, so that a crash in between hands it over
 * a second time: consumers must bear that.
 */
export class Spool<T> {
  readonly #dir: string
  readonly #maxBytes: number
  /** Numbers of the segments, oldest first. */
  readonly #segments: number[]
  #bytes: number
  #entries: number

  constructor(dir: string, maxBytes: number) {
    this.#dir = dir
    this.#maxBytes = maxBytes
    fs.mkdirSync(dir, { recursive: true })
    this.#segments = fs
      .readdirSync(dir)
      .filter((name) => /^\d{10}\.ndjson$/.test(name))
      .map((name) => Number(name.slice(0, 10)))
      .sort((a, b) => a - b)
    const texts = this.#segments.map((segment) => fs.readFileSync(this.#fileOf(segment), 'utf8'))
    this.#bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
    this.#entries = texts.reduce((sum, text) => sum + linesOf(text).length, 0)
  }

  get isEmpty(): boolean {
    return this.#segments.length === 0
  }

  get entries(): number {
    return this.#entries
  }

  get bytes(): number {
    return this.#bytes
  }

  /**
   * Keeps all of the entries or, when it throws, none of them.
   * @throws SpoolFullError when it would grow beyond its limit; what the disk throws
   */
  append(entries: readonly T[]): void {
    const lines = Buffer.from(entries.map((entry) => `${JSON.stringify(entry, datesOut)}\n`).join(''))
    if (this.#bytes + lines.length > this.#maxBytes)
      throw new SpoolFullError(`${this.#dir} holds ${this.#bytes} bytes, its limit is ${this.#maxBytes}`)
    const last = this.#segments.at(-1)
    const size = last === undefined ? SEGMENT_BYTES : fs.statSync(this.#fileOf(last)).size
    const isRoom = last !== undefined && size < SEGMENT_BYTES
    const segment = isRoom ? last : (last ?? 0) + 1
    try {
      fs.appendFileSync(this.#fileOf(segment), lines)
    } catch (error) {
      // A full disk takes a part: the next entry would be written into the middle of a line.
      if (isRoom) fs.truncateSync(this.#fileOf(segment), size)
      else fs.rmSync(this.#fileOf(segment), { force: true })
      throw error
    }
    if (!isRoom) this.#segments.push(segment)
    this.#bytes += lines.length
    this.#entries += entries.length
  }

  /** Hands over the oldest entries, all of one segment, and forgets them once `consume` has resolved. */
  async drainOldest(consume: (entries: T[]) => Promise<void>): Promise<void> {
    const [segment] = this.#segments
    if (segment === undefined) return
    const file = this.#fileOf(segment)
    const text = fs.readFileSync(file, 'utf8')
    const lines = linesOf(text)
    await consume(lines.map((line) => JSON.parse(line, datesIn) as T))
    // More may have been appended in the meantime.
    const rest = fs.readFileSync(file).subarray(Buffer.byteLength(text))
    if (rest.length === 0) {
      fs.rmSync(file)
      this.#segments.shift()
    } else {
      fs.writeFileSync(`${file}.rest`, rest)
      fs.renameSync(`${file}.rest`, file)
    }
    this.#bytes -= Buffer.byteLength(text)
    this.#entries -= lines.length
  }

  #fileOf(segment: number): string {
    return path.join(this.#dir, `${String(segment).padStart(10, '0')}.ndjson`)
  }
}

/** A line that a crash cut short is not whole: its entry was never acknowledged as kept. */
function linesOf(text: string): string[] {
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1)
}

function datesOut(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const raw = this[key]
  return raw instanceof Date ? { $date: raw.getTime() } : value
}

function datesIn(_: string, value: unknown): unknown {
  const ms = (value as { $date?: unknown } | null)?.$date
  return typeof ms === 'number' ? new Date(ms) : value
}

/**
 * A folder of one process alone below `root`: the first whose owner no longer lives, with what it left, else a new one.
 * Two recorders on one machine thus never share a spool, and what a killed one left is taken up by the next.
 */
export function claimSpoolDir(root: string): string {
  fs.mkdirSync(root, { recursive: true })
  for (let slot = 1; ; slot += 1) {
    const dir = path.join(root, String(slot))
    const lock = path.join(dir, 'owner')
    fs.mkdirSync(dir, { recursive: true })
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: 'wx' })
      return dir
    } catch {
      const owner = Number(fs.readFileSync(lock, 'utf8'))
      if (owner === process.pid) return dir
      if (isAlive(owner)) continue
      // Of two that find the same dead owner one renames the lock, and the other finds nothing to rename.
      const taken = `${lock}.${process.pid}`
      try {
        fs.renameSync(lock, taken)
      } catch {
        continue
      }
      fs.rmSync(taken)
      fs.writeFileSync(lock, String(process.pid), { flag: 'wx' })
      return dir
    }
  }
}

export function releaseSpoolDir(dir: string): void {
  fs.rmSync(path.join(dir, 'owner'), { force: true })
}
