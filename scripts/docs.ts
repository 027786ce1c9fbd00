import fs from 'node:fs'
import path from 'node:path'
import { writeErrorsDoc } from './support/errorsDoc.ts'
import { writeMethodologyDoc } from './support/methodologyDoc.ts'
import { writeReportDoc } from './support/reportDoc.ts'
import { writeSourcesDoc } from './support/sourcesDoc.ts'

const docs = (name: string) => path.resolve(import.meta.dirname, '../docs', name)

export const SOURCES_DOC = docs('sources.md')
export const METHODOLOGY_DOC = docs('methodology.md')
export const REPORT_DOC = docs('market-report.md')
export const ERRORS_DOC = docs('errors.md')

/** `npm run docs`: writes the documents that are made of the code. */
export function main(): void {
  for (const [file, write] of [
    [SOURCES_DOC, writeSourcesDoc],
    [METHODOLOGY_DOC, writeMethodologyDoc],
    [REPORT_DOC, writeReportDoc],
    [ERRORS_DOC, writeErrorsDoc],
  ] as const) {
    fs.writeFileSync(file, write())
    process.stdout.write(`${path.relative(process.cwd(), file)} is written.\n`)
  }
}
