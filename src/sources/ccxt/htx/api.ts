import { z } from 'zod'
import { BadAnswerError } from '../../retry.ts'
import type { VenueClient } from '../loadExchange.ts'
import { callOf } from '../readers.ts'

/** System and database errors, and too many requests: worth a second try. The venue's own list of codes. */
const PASSING: ReadonlySet<string> = new Set(['1000', '1001', '1002', '1003', '1004', '1032'])

/** An answer without a code is judged by the caller's schema alone. */
const verdictSchema = z.object({
  code: z.union([z.string(), z.number()]).transform(String),
  message: z.string().nullish(),
  msg: z.string().nullish(),
})

/**
 * One raw request. The newer answers say `code: 200` where the older say `status: "ok"`; ccxt throws for a bad status and for the codes
 * that it knows, and hands the others on as if they were answers.
 * https://huobiapi.github.io/docs/usdt_swap/v1/en/#details-of-each-error-code
 * @throws SourceError as VenueClient.request
 */
export function ask<T>(
  client: VenueClient,
  what: string,
  name: string,
  query: object,
  schema: z.ZodType<T>,
): Promise<T> {
  return client.request(
    what,
    async () => {
      const answer = await callOf(client.exchange, name)(query)
      const verdict = verdictSchema.safeParse(answer)
      if (!verdict.success || verdict.data.code === '200') return answer
      const { code, message, msg } = verdict.data
      const reason = `code ${code}: ${message ?? msg ?? ''}`
      throw PASSING.has(code) ? new BadAnswerError(reason) : new Error(reason)
    },
    schema,
  )
}
