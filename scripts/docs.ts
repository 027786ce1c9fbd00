import fs from 'node:fs'
import path from 'node:path'
import { writeSourcesDoc } from './support/sourcesDoc.ts'

export const SOURCES_DOC = path.resolve(import.meta.dirname, '../docs/sources.md')

/** `npm run docs`: writes the documents that are made of the code. */
export function main(): void {
  fs.writeFileSync(SOURCES_DOC, writeSourcesDoc())
  process.stdout.write(`${path.relative(process.cwd(), SOURCES_DOC)} is written.\n`)
}
