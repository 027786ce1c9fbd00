import fs from 'node:fs'
import { buildSchema } from 'graphql'
import { describe, expect, test } from 'vitest'
import { compareSchemas } from '../../scripts/checkSchema.ts'
import { CHANGELOG } from '../../scripts/schema.ts'
import { findPolicyFaults, getDeprecations } from '../../scripts/support/changePolicy.ts'
import { newestIn, writeChangelog } from '../../scripts/support/changelog.ts'
import { fingerprintOf, readSdl } from '../../scripts/support/schemaHistory.ts'

const NOW = new Date('2026-01-15T12:00:00Z')

test('docs/CHANGELOG-schema.md is of the schema as it is: `npm run schema -- changelog` writes it', () => {
  expect(newestIn(fs.readFileSync(CHANGELOG, 'utf8'))).toBe(fingerprintOf(readSdl()))
})

test('a day with changes is a section, newest first; wording and order are no changes', async () => {
  const first = 'type Query { openInterest: Int } enum Side { LONG }'
  const worded = '"Whose." enum Side { LONG } type Query { "USD." openInterest: Int }'
  const second =
    'type Query { funding: Rate } enum Side { LONG SHORT } type Rate { daily: Float yearly: Float }'
  expect(fingerprintOf(worded)).toBe(fingerprintOf(first))
  const days = [
    { day: '2026-01-01', sdl: first },
    { day: '2026-01-02', sdl: worded },
    { day: '2026-01-03', sdl: second },
  ]
  const text = await writeChangelog(days)
  expect(newestIn(text)).toBe(fingerprintOf(second))
  expect(text.slice(text.indexOf('## 2026'))).toBe(
    `## 2026-01-03

Schema \`${fingerprintOf(second)}\`.

### Breaking

- Field \`openInterest\` was removed from object type \`Query\`

### Dangerous

- Enum value \`SHORT\` was added to enum \`Side\`

### Safe

- Field \`funding\` was added to object type \`Query\`
- Type \`Rate\` was added

## 2026-01-01

Schema \`${fingerprintOf(first)}\`. The first one that is known.
`,
  )
  // A last day without changes for clients is still the one that the file is of.
  expect(newestIn(await writeChangelog(days.slice(0, 2)))).toBe(fingerprintOf(worded))
})

describe('what is deprecated', () => {
  const deprecate = (reason: string) =>
    `type Query { old(was: Int @deprecated(reason: "${reason}")): Int @deprecated(reason: "${reason}") new: Int }
     enum Side { LONG SHORT @deprecated(reason: "${reason}") }
     input Filter { side: Side @deprecated(reason: "${reason}") }`
  const faultsOf = (reason: string, before: string[] = []) =>
    findPolicyFaults(
      getDeprecations(buildSchema(deprecate(reason))),
      before.map((path) => ({ path, reason })),
      NOW,
    )

  test('names the day after which it is removed, six months ahead, and what takes its place', () => {
    expect(faultsOf('Slow. Removed after 2026-07-15; use `new`.')).toEqual([])
    const paths = faultsOf('Slow.').map((fault) => fault.split(':', 1)[0])
    expect(paths).toEqual(['Query.old', 'Query.old.was', 'Side.SHORT', 'Filter.side'])
    expect(faultsOf('Removed after 2026-07-15.')).toHaveLength(4)
    expect(faultsOf('Removed after 2026-19-15; use `new`.')).toHaveLength(4)
    expect(faultsOf('Removed after 2026-07-14; use `new`.')[0]).toMatch(/^Query\.old: .*less than 6 months/)
  })

  test('may be close to its end when it was deprecated before', () => {
    const known = ['Query.old', 'Query.old.was', 'Side.SHORT', 'Filter.side']
    expect(faultsOf('Removed after 2026-02-01; use `new`.', known)).toEqual([])
  })

  test('may go after its day, not before', async () => {
    const after = 'type Query { new: Int } enum Side { LONG SHORT } input Filter { side: Side }'
    const levelOf = async (reason: string) =>
      (await compareSchemas(deprecate(reason), after, NOW)).find(({ path }) => path === 'Query.old')?.level
    expect(await levelOf('Removed after 2026-01-14; use `new`.')).toBe('DANGEROUS')
    expect(await levelOf('Removed after 2026-01-16; use `new`.')).toBe('BREAKING')
    expect(await levelOf('Slow.')).toBe('BREAKING')
  })

  test('in this schema keeps to it', () => {
    const own = getDeprecations(buildSchema(readSdl()))
    expect(findPolicyFaults(own, own, NOW)).toEqual([])
  })
})
