import { z } from 'zod'
import { JsonClient, type JsonClientOptions } from '../jsonClient.ts'

export interface CoinglassOptions extends JsonClientOptions {
  readonly apiKey: string
  /** Length of the period that requests are counted in; Coinglass's is a minute. */
  readonly limitPeriodMs?: number
}

/** A code is text; what is no number, or is none of HTTP's, is a refusal all the same. */
const refusalSchema = z.object({ code: z.union([z.string(), z.number()]), msg: z.unknown() })

const answerSchema = z.object({ code: z.unknown(), data: z.array(z.unknown()) })

/**
 * Coinglass's API v4. Its HTTP status is 200 for most refusals too: `code` is "0", or says what is wrong ("400" for a key that is
 * not known, "401" or "403" for a plan that does not hold the endpoint or the interval, "429" for too many requests).
 * https://docs.coinglass.com/reference/responses-error-codes
 */
export class CoinglassClient {
  readonly #client: JsonClient

  constructor(options: CoinglassOptions) {
    const { apiKey, limitPeriodMs = 60_000 } = options
    this.#client = new JsonClient(
      {
        name: 'coinglass',
        baseUrl: 'https://open-api-v4.coinglass.com',
        headers: { 'CG-API-KEY': apiKey },
        secrets: [apiKey],
        findRefusal,
        // Requests allowed and made in this minute; when it began is not told, so a whole one is waited for.
        restMsOf: (headers) => {
          const [most, used] = ['api-key-max-limit', 'api-key-use-limit'].map((name) =>
            Number(headers.get(name) ?? Number.NaN),
          ) as [number, number]
          return used >= most ? limitPeriodMs : 0
        },
      },
      options,
    )
  }

  /**
   * The rows of one answer.
   * @throws SourceError SOURCE_UNAVAILABLE, SOURCE_RATE_LIMITED, SOURCE_BAD_ANSWER; SOURCE_REFUSED for a key or a plan
   */
  async getRows(
    path: string,
    query: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<unknown[]> {
    return (await this.#client.get(path, query, answerSchema, signal)).data
  }
}

function findRefusal(body: unknown): { status: number; message: string } | undefined {
  const parsed = refusalSchema.safeParse(body)
  // Another shape: it is told as a bad answer.
  if (!parsed.success || String(parsed.data.code) === '0') return undefined
  const { code, msg } = parsed.data
  const message = `code ${code}: ${typeof msg === 'string' ? msg : 'no message'}`
  if (/too many requests|rate limit/i.test(message)) return { status: 429, message }
  const status = Number(code)
  return { status: status >= 400 && status < 600 ? status : 400, message }
}
