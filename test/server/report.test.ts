import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { REPORT_DOC } from '../../scripts/docs.ts'
import { REPORT_ANSWERS } from '../../scripts/support/reportAnswers.ts'
import { writeReportDoc } from '../../scripts/support/reportDoc.ts'
import { createApi, type Api } from '../support/api.ts'
import { openSampleDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
let api: Api
const answers = new Map<string, Promise<{ data: unknown; errors?: unknown }>>()

beforeAll(async () => {
  database = await openSampleDatabase()
  api = await createApi(database)
})

afterAll(async () => {
  await api.close()
  await database.close()
})

function ask(question: string) {
  let answer = answers.get(question)
  if (!answer)
    answers.set(
      question,
      (answer = api.query(fs.readFileSync(path.join('schema/examples', question), 'utf8'))),
    )
  return answer
}

test('docs/market-report.md says what the code says: `npm run docs` writes it', () => {
  expect(fs.readFileSync(REPORT_DOC, 'utf8')).toBe(writeReportDoc())
})

test.each(
  REPORT_ANSWERS.map(({ says, question, path: at, answer }) => [says, question, at, answer] as const),
)('%s (%s, %s)', async (_, question, at, answer) => {
  const { data, errors } = await ask(question)
  expect(errors).toBeUndefined()
  const found = at
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], data)
  expect(found).toEqual(answer)
})

test('every saved question is answered without an error', async () => {
  for (const file of fs.readdirSync('schema/examples')) {
    // What is pushed is heard in the tests of the stream and the explorer.
    if (/^subscription /m.test(fs.readFileSync(path.join('schema/examples', file), 'utf8'))) continue
    const { errors } = await ask(file)
    expect(errors, file).toBeUndefined()
  }
})

test('a question that is stopped, at whatever moment, is told so, and no promise is forgotten', async () => {
  for (const requestTimeoutMs of [1, 10, 40]) {
    const hasty = await createApi(database, { requestTimeoutMs })
    for (const file of fs.readdirSync('schema/examples')) {
      const query = fs.readFileSync(path.join('schema/examples', file), 'utf8')
      if (/^subscription /m.test(query)) continue
      const { status, data, errors } = await hasty.query(query)
      expect([file, status]).toEqual([file, 200])
      // What shared rows of others it waited for was told before, or all of it was.
      if (errors) expect([file, data, errors[0]!.extensions.code]).toEqual([file, null, 'REQUEST_TIMEOUT'])
    }
    await hasty.close()
    expect(hasty.unexpected).toEqual([])
  }
})
