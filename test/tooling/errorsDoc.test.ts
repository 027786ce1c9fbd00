import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ERRORS_DOC } from '../../scripts/docs.ts'
import { API_CODES, findReasons, writeErrorsDoc } from '../../scripts/support/errorsDoc.ts'

test('docs/errors.md says what the code throws: `npm run docs` writes it', () => {
  expect(fs.readFileSync(ERRORS_DOC, 'utf8')).toBe(writeErrorsDoc())
  expect(findReasons().length).toBeGreaterThan(50)
})

/** Codes of commands, sources and the recorder: no client of the API meets them. */
const NOT_OF_THE_API =
  /^(SOURCE_|FEED_|ARCHIVE_|FILE_|BAD_(LABELS|CLAIMS|AGE|ROW|FILE|MAPPING)|PARAMS_FILE|WINDOW_MISSING|VENUE_OPTIONS_INVALID|HISTORY_NOT_OFFERED|EMBEDDED_|CONFIG_INVALID|KEY_MISSING|NO_MARKETS|MONTH_|STORE_|DATABASE_)/

test('every code that domains of the API throw is told', () => {
  const src = path.resolve(import.meta.dirname, '../../src')
  const codes = new Set<string>()
  for (const file of fs.readdirSync(src, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || /^(generated|sources|recorder|archive)/.test(file)) continue
    const text = fs.readFileSync(path.join(src, file), 'utf8')
    for (const [, code] of text.matchAll(/(?:new (?:UnwindError|ExportError)|super)\(\s*'([A-Z_]+)'/g))
      codes.add(code!)
  }
  expect(codes.size).toBeGreaterThan(8)
  expect([...codes].filter((code) => !(code in API_CODES) && !NOT_OF_THE_API.test(code))).toEqual([])
})
