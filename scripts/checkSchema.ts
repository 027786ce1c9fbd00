import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { CriticalityLevel, diff } from '@graphql-inspector/core'
import { buildSchema } from 'graphql'

export interface SchemaChange {
  readonly level: 'BREAKING' | 'DANGEROUS' | 'SAFE'
  readonly message: string
}

/** What clients would notice between two SDL texts, the worst first. */
export async function compareSchemas(before: string, after: string): Promise<SchemaChange[]> {
  const changes = await diff(buildSchema(before), buildSchema(after))
  const levels = {
    [CriticalityLevel.Breaking]: 'BREAKING',
    [CriticalityLevel.Dangerous]: 'DANGEROUS',
    [CriticalityLevel.NonBreaking]: 'SAFE',
  } as const
  const order = ['BREAKING', 'DANGEROUS', 'SAFE']
  return changes
    .map(({ criticality, message }) => ({ level: levels[criticality.level], message }))
    .sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level))
}

/**
 * `node scripts/run.mjs checkSchema [--base REVISION]`: the SDL against that of a revision, by default the commit before
 * HEAD. Exit code 1 when a client's documents could break.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const revision = (argv.includes('--base') ? argv[argv.indexOf('--base') + 1] : undefined) ?? 'HEAD~1'
  const before = readAt(revision)
  if (before === undefined) {
    process.stdout.write(`No schema at ${revision}: nothing to compare with.\n`)
    return
  }
  const files = fs
    .readdirSync('schema')
    .filter((name) => name.endsWith('.graphql'))
    .sort()
  const after = files.map((name) => fs.readFileSync(path.join('schema', name), 'utf8')).join('\n')
  const changes = await compareSchemas(before, after)
  process.stdout.write(
    `Schema against ${revision}: ${changes.length === 0 ? 'no change' : `${changes.length} changes`}.\n`,
  )
  for (const { level, message } of changes) process.stdout.write(`  ${level} ${message}\n`)
  if (changes.some(({ level }) => level === 'BREAKING')) process.exitCode = 1
}

/** The SDL of a revision as one text; undefined when there is no such revision or it has no schema. */
function readAt(revision: string): string | undefined {
  const git = (...args: string[]) =>
    execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  try {
    const names = git('ls-tree', '--name-only', revision, 'schema/')
      .split('\n')
      .filter((name) => name.endsWith('.graphql'))
    return names.length === 0 ? undefined : names.map((name) => git('show', `${revision}:${name}`)).join('\n')
  } catch {
    return undefined
  }
}
