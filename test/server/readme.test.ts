import fs from 'node:fs'
import path from 'node:path'
import { parse, validate } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildSchema } from '../../src/server/schema.ts'
import { createApi, type Api } from '../support/api.ts'
import { openSampleDatabase, type TestDatabase } from '../support/database.ts'

/** What a new user reads first must be so. */

const PAGES = ['README.md', ...fs.readdirSync('docs').filter((name) => name.endsWith('.md'))].map((name) =>
  name === 'README.md' ? name : path.join('docs', name),
)
const textOf = (page: string): string => fs.readFileSync(page, 'utf8')
const questionsOf = (page: string): string[] =>
  [...textOf(page).matchAll(/```graphql\n([\s\S]*?)```/g)].map(([, question]) => question!)

let sample: TestDatabase
let api: Api
beforeAll(async () => {
  sample = await openSampleDatabase()
  api = await createApi(sample)
})
afterAll(async () => {
  await api.close()
  await sample.close()
})

const schema = buildSchema()

test('every document on every page fits the schema', () => {
  const documents = PAGES.flatMap((page) => questionsOf(page).map((text) => [page, text] as const))
  expect(documents.length).toBeGreaterThanOrEqual(11)
  for (const [page, text] of documents)
    expect([page, validate(schema, parse(text)).map(({ message }) => message)]).toEqual([page, []])
})

test('every link of every page leads to a file', () => {
  for (const page of PAGES) {
    const links = [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!.split('#', 1)[0]!)
    const local = links.filter((link) => link !== '' && !/^[a-z]+:/.test(link))
    expect([page, local.filter((link) => !fs.existsSync(path.join(path.dirname(page), link)))]).toEqual([
      page,
      [],
    ])
  }
})

test('the five questions of README have the answers that it tells', async () => {
  const [liquidations, attribution, openInterest, episodes, stress] = await Promise.all(
    questionsOf('README.md').map(async (question) => {
      const { data, errors } = await api.query(question)
      expect(errors).toBeUndefined()
      return data
    }),
  )
  const text = textOf('README.md').replaceAll(/\s+/g, ' ')
  const told = (fraction: string | number, digits: number) =>
    (Math.abs(Number(fraction)) * 100).toFixed(digits)
  const billions = (usd: string, digits: number) => (Math.abs(Number(usd)) / 1e9).toFixed(digits)
  const { total } = liquidations.liquidations
  expect(text).toContain(
    `${billions(total.usd, 2)} billion dollars, ${told(total.longShare, 2)} % of it long`,
  )

  const { total: whole, bitcoin, rest } = attribution.attribution
  expect(text).toContain(`lost ${billions(whole.changeUsd, 0)} billion, ${told(whole.changeFraction, 2)} %`)
  const { changeFraction, contribution, contributionOverWeight } = bitcoin.part
  expect(text).toContain(
    `Bitcoin fell ${told(changeFraction, 2)} % and carried ${told(contribution, 1)} % of it, ${Number(contributionOverWeight).toFixed(2)} times its weight`,
  )
  expect(text).toContain(`lost ${billions(rest.changeUsd, 1)} billion, ${told(rest.changeFraction, 2)} %`)

  const carried = attribution.attribution.bySector
    .slice(0, 3)
    .map((own: { sector: { name: string }; part: { contribution: string } }) => [
      own.sector.name,
      `${told(own.part.contribution, 1)} %`,
    ])
  const [most, second, third] = carried
  expect(text).toContain(
    `By sector ${most[0]} carried ${most[1]}, ${second.join(' ')} and ${third.join(' ')}`,
  )

  expect(text).toContain(`Its high, ${billions(openInterest.openInterest.allTimeHigh.usd, 0)} billion,`)
  const { allTimeHigh, change } = openInterest.openInterest
  expect(text).toContain(`it stood ${told(allTimeHigh.distanceFraction, 1)} % below`)
  expect(text).toContain(
    `Prices made ${told(change.priceShare, 1)} % of the day's fall, closed positions ${told(change.positionShare, 1)} %`,
  )

  const valuesOf = (name: string): string[] =>
    episodes.compareEpisodes.metrics
      .find(({ metric }: { metric: string }) => metric === name)
      .values.map(({ value }: { value: string }) => told(value, 1))
  const [september, july] = valuesOf('OPEN_INTEREST_CHANGE')
  expect(text).toContain(`September's took ${september} % off open interest, July's ${july} %`)
  const [closed, closedBefore] = valuesOf('POSITION_SHARE')
  expect(text).toContain(`in September closed positions made ${closed} % of that, in July ${closedBefore} %`)
  const [october, ofSeptember] = episodes.episodes.nodes
  expect(episodes.episodes.nodes).toHaveLength(3)
  expect(text).toContain(`September's was made good after ${ofSeptember.phases.hoursToRecover} hours`)
  expect(october.phases.hoursToRecover).toBeNull()

  const { forcedUsd, amplification, liquidationMap, replays } = stress.stress
  expect(text).toContain(
    `${billions(forcedUsd, 2)} billion dollars, and the fall becomes ${amplification.toFixed(2)} times as deep`,
  )
  const near = liquidationMap.find(({ from }: { from: number }) => from === -0.05)
  expect(text).toContain(`${billions(near.usd, 2)} billion of longs wait from 5 to 10 % below`)
  const [one, two, three] = replays.map(({ error }: { error: number }) => told(error, 0))
  expect(text).toContain(`the last three episodes came out ${one}, ${two} and ${three} % too low`)
  expect(replays.every(({ error }: { error: number }) => error < 0)).toBe(true)
})

test('every other question of the docs is answered without an error', async () => {
  for (const question of questionsOf('docs/queries.md'))
    expect((await api.query(question)).errors, question).toBeUndefined()
})
