import type { AddressInfo } from 'node:net'
import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApi, type Api } from '../support/api.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'

/** The public suite of the specification GraphQL over HTTP, against a listening server. */

let database: TestDatabase
let api: Api
let url: string
beforeAll(async () => {
  database = await createEmptyDatabase()
  api = await createApi(database)
  await api.app.listen({ port: 0, host: '127.0.0.1' })
  url = `http://127.0.0.1:${(api.app.server.address() as AddressInfo).port}/graphql`
})
afterAll(async () => {
  await api.close()
  await database.close()
})

test('every MUST and SHOULD is met, and every MAY but those that the guard against forged requests forbids', async () => {
  const audits = serverAudits({ url: () => url, fetchFn: fetch })
  expect(audits.length).toBeGreaterThan(55)
  const failed: string[] = []
  for (const { id, fn } of audits) {
    const result = await fn()
    if (result.status !== 'ok') failed.push(`${result.status} ${id}`)
  }
  // Questions in an address that any page could have a browser send, without a header of their own.
  expect(failed).toEqual(['notice 5A70', 'notice D6D5', 'notice 6A70'])
})
