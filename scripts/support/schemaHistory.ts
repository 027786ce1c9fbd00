import { execFileSync } from 'node:child_process'
import crypto from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { parse, print, visit } from 'graphql'

const DIR = 'schema'

/** The SDL of the working tree as one text. */
export const readSdl = (): string =>
  fs
    .readdirSync(DIR)
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => fs.readFileSync(path.join(DIR, name), 'utf8'))
    .join('\n')

const git = (...args: string[]) =>
  execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 2 ** 28 })

/** The SDL of a revision as one text; undefined when there is no such revision or it has no schema. */
export function findSdlAt(revision: string): string | undefined {
  try {
    const names = git('ls-tree', '--name-only', revision, `${DIR}/`)
      .split('\n')
      .filter((name) => name.endsWith('.graphql'))
    return names.length === 0 ? undefined : names.map((name) => git('show', `${revision}:${name}`)).join('\n')
  } catch {
    return undefined
  }
}

/** What clients can notice of an SDL, as a short text: the same for other descriptions, comments and line breaks. */
export function fingerprintOf(sdl: string): string {
  const bare = visit(parse(sdl), {
    enter: (node) =>
      'description' in node && node.description ? { ...node, description: undefined } : undefined,
  })
  const text = bare.definitions.map(print).sort().join('\n')
  return crypto.createHash('sha256').update(text).digest('hex').slice(0, 16)
}

/** The SDL as it was at the end of a day. */
export interface DaySdl {
  /** In UTC, e.g. "2026-01-31". */
  readonly day: string
  readonly sdl: string
}

/** The SDL of each day on which it was changed, oldest first; what is not committed counts as changed now. A shallow clone knows the last day alone. */
export function getDailySdl(now: Date): DaySdl[] {
  const lines = git('log', '--first-parent', '--format=%H %ct', '--', `${DIR}/*.graphql`).trim().split('\n')
  const byDay = new Map<string, string>()
  for (const line of lines) {
    const [revision, seconds] = line.split(' ') as [string, string]
    const day = dayOf(new Date(Number(seconds) * 1_000))
    // The newest come first.
    if (!byDay.has(day)) byDay.set(day, findSdlAt(revision)!)
  }
  const current = readSdl()
  if (fingerprintOf(current) !== fingerprintOf(findSdlAt('HEAD') ?? current)) byDay.set(dayOf(now), current)
  return [...byDay].map(([day, sdl]) => ({ day, sdl })).sort((a, b) => (a.day < b.day ? -1 : 1))
}

const dayOf = (time: Date): string => time.toISOString().slice(0, 10)
