import { CriticalityLevel, diff } from '@graphql-inspector/core'
import { buildSchema } from 'graphql'
import { endOf, findPolicyFaults, getDeprecations } from './support/changePolicy.ts'
import { findSdlAt, readSdl } from './support/schemaHistory.ts'

export interface SchemaChange {
  readonly level: 'BREAKING' | 'DANGEROUS' | 'SAFE'
  readonly message: string
  /** graphql-inspector's name of the kind of change, e.g. FIELD_REMOVED. */
  readonly type: string
  /** What was changed, e.g. "Query.liquidations". */
  readonly path: string
}

/**
 * What clients would notice between two SDL texts, the worst first. What was deprecated and whose day has passed may go: its removal is
 * dangerous, not breaking.
 */
export async function compareSchemas(
  before: string,
  after: string,
  now = new Date(0),
): Promise<SchemaChange[]> {
  const old = buildSchema(before)
  const changes = await diff(old, buildSchema(after))
  const levels = {
    [CriticalityLevel.Breaking]: 'BREAKING',
    [CriticalityLevel.Dangerous]: 'DANGEROUS',
    [CriticalityLevel.NonBreaking]: 'SAFE',
  } as const
  const ended = new Set(
    getDeprecations(old)
      .filter((deprecation) => (endOf(deprecation) ?? now) < now)
      .map(({ path }) => path),
  )
  const order = ['BREAKING', 'DANGEROUS', 'SAFE']
  return changes
    .map(({ criticality, message, type, path = '' }) => {
      const mayGo = String(type).endsWith('_REMOVED') && ended.has(path)
      return { level: mayGo ? 'DANGEROUS' : levels[criticality.level], message, type: String(type), path }
    })
    .sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level))
}

/**
 * `node scripts/run.mjs checkSchema [--base REVISION]`: the SDL against that of a revision, by default the commit before
 * HEAD. Exit code 1 when a client's documents could break, or a deprecation breaks the policy of docs/CHANGELOG-schema.md.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const revision = (argv.includes('--base') ? argv[argv.indexOf('--base') + 1] : undefined) ?? 'HEAD~1'
  const before = findSdlAt(revision)
  if (before === undefined) {
    process.stdout.write(`No schema at ${revision}: nothing to compare with.\n`)
    return
  }
  const after = readSdl()
  const now = new Date()
  const changes = await compareSchemas(before, after, now)
  process.stdout.write(
    `Schema against ${revision}: ${changes.length === 0 ? 'no change' : `${changes.length} changes`}.\n`,
  )
  for (const { level, message } of changes) process.stdout.write(`  ${level} ${message}\n`)
  const faults = findPolicyFaults(
    getDeprecations(buildSchema(after)),
    getDeprecations(buildSchema(before)),
    now,
  )
  for (const fault of faults) process.stdout.write(`  POLICY ${fault}\n`)
  if (faults.length > 0 || changes.some(({ level }) => level === 'BREAKING')) process.exitCode = 1
}
