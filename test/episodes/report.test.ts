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
      '$1.77 billion was liquidated from 21 Sept 2025, 20:00 UTC to 23 Sept 2025, 17:00 UTC, as far as feeds print it.',
      '93.0 % of it was long positions.',
      'Open interest was $227 billion at its high and fell by 12.5 % by its low.',
      'The whole market fell by 4.7 %, or $185 billion.',
      'Bitcoin carried 42.4 % of that, less than its size: everything else led.',
      'Bitcoin fell by 3.4 %, everything else fell by 6.4 %.',
      'Within an hour of that high open interest stood highest of the data held, which begins on 1 Jun 2025: at $227 billion.',
      "Bitcoin's price was back where its move began 7.3 days after its extreme.",
      'The largest part was in Ethereum: 35.0 %.',
      '1 earlier episode of this kind and side is held. That is too few to tell anything by.',
      'Of 3 episodes of this kind and side that are held, this one among them, 2 have recovered. That is too few to tell anything by.',
      'News reports, “Liquidations of 25 and 26 September 2025”: liquidations of longs, 25 to 26 Sept 2025: $855 million. Measured here: $854 million. The most of any 24 hours of the window. A lower bound: some feeds leave orders out.',
    ]),
  )
  expect(markdown).toContain('# Long purge of 21 Sept 2025')
  expect(markdown).toContain('## Questions behind the numbers')
  // Each reference has its question.
  const marks = [...markdown.matchAll(/\[(\d+)\]/g)].map(([, mark]) => Number(mark))
  const questions = [...markdown.matchAll(/^(\d+)\. /gm)].map(([, mark]) => Number(mark))
  expect([...new Set(marks)].sort((a, b) => a - b)).toEqual(questions)
})

test('its sentences are for people: no codes, no times of machines, no hyphens for a minus, nothing that is counted wrongly', async () => {
  for (const code of EPISODES) {
    const text = (await reportOf(code)).sections
      .flatMap(({ statements }) => statements.map((own) => own.text))
      .join('\n')
    expect(text).not.toMatch(
      /\d{4}-\d\d|T\d\d:|[A-Z]{2}_[A-Z]|-\$?\d|\b0 (earlier|episodes)|\b1 (episodes|hours|coins|days)\b/,
    )
  }
  const squeeze = (await reportOf('2025-07-09-short-squeeze')).sections.flatMap(({ statements }) =>
    statements.map(({ text }) => text),
  )
  expect(squeeze).toEqual(
    expect.arrayContaining([
      'No earlier episode of this kind and side is held.',
      'This is the only episode of its kind and side that is held, and it has recovered.',
      'Bitcoin held on exchanges fell by 2,704 coins in the 7 days up to the end of the flush.',
      'Open interest was calm 5.6 days after the flush ended.',
    ]),
  )
})

test('what is not held is not said, and what has not come is said to have not', async () => {
  const { sections } = await reportOf('2025-10-10-long-purge')
  const texts = sections.flatMap(({ statements }) => statements.map(({ text }) => text))
  expect(texts).toContain("Bitcoin's price has not come back to where its move began in the data held.")
  expect(texts.join(' ')).not.toMatch(/null|undefined|NaN/)
  expect(texts).toContain(
    'The nearest is the long purge of 31 Jul 2025: 27.24 standard deviations away on the mean of the features.',
  )
  const { data } = await api.query('{ report(episode: "none") { markdown } }')
  expect(data.report).toBeNull()
  expect(toMarkdown('Empty', [])).toBe('# Empty\n\n## Questions behind the numbers\n\n')
})
