import { compareSchemas, type SchemaChange } from '../checkSchema.ts'
import { NOTICE_MONTHS } from './changePolicy.ts'
import { fingerprintOf, type DaySdl } from './schemaHistory.ts'

const POLICY = `# Changes of the schema

Written by \`npm run schema -- changelog\` from the history of \`schema/*.graphql\`, a section a day, newest first. CI refuses a schema that the
newest section is not of.

## What may change, and how

- **Breaking** changes (a field, argument, type or value that is gone or renamed; an argument newly required; a type that no longer fits)
  fail CI. What has to go is deprecated first: \`@deprecated(reason: "… Removed after 2027-01-31; use …")\`, with a day that is ${NOTICE_MONTHS} months
  ahead or more, and what to use in its place. A test refuses a deprecation without them. After that day it may be removed, and not before.
- **Dangerous** changes (a new value of an enum, a new type in a union, a new optional argument, another default) break no document, but may surprise a client that
  takes the list for complete: handle values that you don't know.
- **Safe** changes (new types and fields) come at any time.
- Codes of errors (docs/errors.md) and the meaning of a number (docs/methodology.md, each with its version) are under the same rule. Texts of
  messages and descriptions, and what a question costs, are not: they are not listed here.
`

/** The text of docs/CHANGELOG-schema.md. */
export async function writeChangelog(days: readonly DaySdl[]): Promise<string> {
  const sections: string[] = []
  for (const [at, { day, sdl }] of days.entries()) {
    const before = days[at - 1]
    const changes = before ? forClients(await compareSchemas(before.sdl, sdl)) : undefined
    if (changes?.length === 0 && at < days.length - 1) continue
    sections.unshift(sectionOf(day, fingerprintOf(sdl), changes))
  }
  return `${POLICY}\n${sections.join('\n')}`
}

/** The fingerprint of the schema that a changelog was last written for; undefined: it has no section. */
export const newestIn = (changelog: string): string | undefined =>
  /^## \d{4}-\d{2}-\d{2}\n\nSchema `([0-9a-f]+)`/m.exec(changelog)?.[1]

/** Without wording and costs, and a new type as one change, not as many as it has fields. */
function forClients(changes: readonly SchemaChange[]): SchemaChange[] {
  const added = new Set(changes.filter(({ type }) => type === 'TYPE_ADDED').map(({ path }) => path))
  return changes.filter(
    ({ type, path }) =>
      !/DESCRIPTION|DIRECTIVE/.test(type) && (type === 'TYPE_ADDED' || !added.has(path.split('.', 1)[0]!)),
  )
}

const TITLES = { BREAKING: 'Breaking', DANGEROUS: 'Dangerous', SAFE: 'Safe' } as const

function sectionOf(day: string, fingerprint: string, changes: readonly SchemaChange[] | undefined): string {
  const head = `## ${day}\n\nSchema \`${fingerprint}\`.${changes ? '' : ' The first one that is known.'}\n`
  const parts = (['BREAKING', 'DANGEROUS', 'SAFE'] as const).flatMap((level) => {
    const lines = (changes ?? [])
      .filter((change) => change.level === level)
      .map(({ message }) => `- ${message.replaceAll(/'([^']+)'/g, '`$1`')}`)
    return lines.length === 0 ? [] : [`\n### ${TITLES[level]}\n\n${[...new Set(lines)].sort().join('\n')}\n`]
  })
  return [head, ...parts].join('')
}
