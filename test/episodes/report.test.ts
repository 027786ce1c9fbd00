import { afterAll, beforeAll, expect, test } from 'vitest'
import { toMarkdown } from '../../src/episodes/report.ts'
import { createApi, type Api } from '../support/api.ts'
import { openSampleDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
let api: Api

beforeAll(async () => {
  database = await openSampleDatabase()
  api = await createApi(database)
})

afterAll(async () => {
  await api.close()
  await database.close()
})

interface Report {
  readonly sections: {
    readonly title: string
    readonly statements: {
      readonly text: string
      readonly numbers: { readonly value: string; readonly query: string; readonly path: string }[]
    }[]
  }[]
  readonly markdown: string
}

async function reportOf(code: string): Promise<Report> {
  const { data, errors } = await api.query(
    `{ report(episode: "${code}") { sections { title statements { text numbers { value query path } } } markdown } }`,
  )
  expect(errors).toBeUndefined()
  return data.report as Report
}

const EPISODES = [
  '2025-09-21-long-purge',
  '2025-10-10-long-purge',
  '2025-07-31-long-purge',
  '2025-07-09-short-squeeze',
]

test.each(EPISODES)(
  'every number of the report on %s is the answer to the question that it carries',
  async (code) => {
    const { sections } = await reportOf(code)
    const answers = new Map<string, unknown>()
    let checked = 0
    for (const { statements } of sections)
      for (const { text, numbers } of statements)
        for (const { value, query, path } of numbers) {
          if (!answers.has(query)) {
            const { data, errors } = await api.query(query)
            expect(errors, query).toBeUndefined()
            answers.set(query, data)
          }
          const found = path
            .split('.')
            .reduce<unknown>((own, key) => (own as Record<string, unknown> | null)?.[key], answers.get(query))
          expect(String(found), `${text}: ${query} ${path}`).toBe(value)
          checked += 1
        }
    expect(checked).toBeGreaterThan(8)
  },
)

test('the key points of the market report come out of it', async () => {
  const { sections, markdown } = await reportOf('2025-09-21-long-purge')
  expect(sections.map(({ title }) => title)).toEqual([
    'Key points',
    'Anatomy',
    'Who carried it',
    'Derivatives',
    'Parallels',
    'What followed',
    'Published beside measured',
  ])
  const texts = sections.flatMap(({ statements }) => statements.map(({ text }) => text))
  expect(texts).toEqual(
    expect.arrayContaining([
      '$1.77 billion were liquidated from 2025-09-21 20:00 UTC to 2025-09-23 17:00 UTC, as far as feeds print it.',
      '93.0 % of it were long positions.',
      'Open interest was $227 billion at its high and fell by 12.4 % by its low.',
      'The whole market fell by 4.7 %: -$185 billion.',
      'Bitcoin carried 42.4 % of that, less than its size: everything else led.',
      'Bitcoin fell by 3.4 %, everything else fell by 6.4 %.',
      'That high of open interest was the highest of the data held, which begins on 2025-06-01.',
      "Bitcoin's price was back where its move began 175 hours after its extreme.",
      '1 earlier episode of this kind and side is held. That is too few to tell anything by.',
    ]),
  )
  expect(markdown).toContain('# Episode 2025-09-21-long-purge')
  expect(markdown).toContain('## Questions behind the numbers')
  // Each reference has its question.
  const marks = [...markdown.matchAll(/\[(\d+)\]/g)].map(([, mark]) => Number(mark))
  const questions = [...markdown.matchAll(/^(\d+)\. /gm)].map(([, mark]) => Number(mark))
  expect([...new Set(marks)].sort((a, b) => a - b)).toEqual(questions)
})

test('what is not held is not said, and what has not come is said to have not', async () => {
  const { sections } = await reportOf('2025-10-10-long-purge')
  const texts = sections.flatMap(({ statements }) => statements.map(({ text }) => text))
  expect(texts).toContain("Bitcoin's price has not come back to where its move began in the data held.")
  expect(texts.join(' ')).not.toMatch(/null|undefined|NaN/)
  const { data } = await api.query('{ report(episode: "none") { markdown } }')
  expect(data.report).toBeNull()
  expect(toMarkdown('Empty', [])).toBe('# Empty\n\n## Questions behind the numbers\n\n')
})
