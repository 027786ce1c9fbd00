import fs from 'node:fs'
import path from 'node:path'
import { buildASTSchema, parse, type GraphQLEnumType } from 'graphql'
import ts from 'typescript'
import { readTypeDefs } from '../../src/server/schema.ts'

const SRC = path.resolve(import.meta.dirname, '../../src')

/** What a client of the API can meet as `extensions.code`, and what to do about it. A test holds it against the code. */
export const API_CODES: Readonly<Record<string, readonly [status: string, meaning: string]>> = {
  BAD_USER_INPUT: [
    '200',
    'An argument or a variable is wrong: `reason` says how, `argument` where, `accepted` what would be taken. See below.',
  ],
  GRAPHQL_PARSE_FAILED: ['200, or 400 for application/graphql-response+json', 'The document is no GraphQL.'],
  GRAPHQL_VALIDATION_FAILED: [
    '200, or 400 for application/graphql-response+json',
    'The document does not fit the schema.',
  ],
  DOCUMENT_TOO_LARGE: [
    '200, or 400 for application/graphql-response+json',
    'The document is larger than any needs to be: `reason` is LENGTH, TOKENS, DEPTH, FIELDS, ALIASES, DIRECTIVES, ROOT_FIELDS, REPEATS or RESERVED_NAME.',
  ],
  QUERY_TOO_EXPENSIVE: [
    '200, or 400 for application/graphql-response+json',
    'One request may not cost so much: ask for fewer items, or in several requests. `requested` and `accepted` are units.',
  ],
  NO_DATA: ['200', 'Nothing is held that could answer: another moment or window may.'],
  NOT_OFFERED: ['200', 'This server or venue does not offer it.'],
  QUERY_TIMEOUT: [
    '200',
    'It took too long and was cancelled in PostgreSQL: ask for a shorter window or a wider interval.',
  ],
  REQUEST_TIMEOUT: [
    '200',
    'The request as a whole took too long: what it was at was stopped, and `data` is null. Ask for less, or in several requests.',
  ],
  SERVER_BUSY: [
    '503',
    'The server has as much to do as it can, or closes: ask again after `retry-after` seconds. `reason` is QUEUE_FULL, WAIT_TOO_LONG, EXPORTS_FULL or CLOSING.',
  ],
  STORE_UNAVAILABLE: [
    '503; a socket is closed with 4503',
    'PostgreSQL can’t be reached, or is starting: ask again after `retry-after` seconds.',
  ],
  NOT_FOUND: ['404', 'There is nothing at this address. People who look for a page are told by a page.'],
  METHOD_NOT_ALLOWED: ['405', 'The address takes other methods: `allow` names them.'],
  CLIENT_GONE: ['499, in logs and metrics alone', 'The connection was closed before the answer.'],
  TOO_MANY_MARKETS: ['200', 'More markets than one series can sum: name a basket or a filter.'],
  TOO_MANY_BASKETS: ['200', 'The store holds as many named baskets as it keeps.'],
  TOO_MANY_WEBHOOKS: ['200', 'A key may have 20 webhooks: delete one.'],
  OPERATION_RESOLUTION_FAILURE: [
    '200',
    'The document has several operations and none is named, or none of that name.',
  ],
  TOO_MANY_STREAMS: [
    '429 or 503; a socket is closed with 4503',
    'The caller (429) or the server (503) holds as many sockets and streams as it may: end one, or ask again after `retry-after` seconds; where it is the server, another one may have room.',
  ],
  TOO_MANY_EXPORTS: [
    '429',
    'The caller has as many exports at a time as it may: wait for the end of one, or for `retry-after` seconds.',
  ],
  WEBHOOK_TEST_RUNNING: ['200', 'A key tests one webhook at a time: wait for the end of the other.'],
  TOO_MANY_SUBSCRIPTIONS: [
    'on the socket; 429',
    'A socket may hold 50 subscriptions, a caller those of its limit over all of its sockets and streams.',
  ],
  UNAUTHENTICATED: [
    '401; a socket is closed with 4403',
    'A key is needed and none was sent, or it opens nothing: `reason` is KEY_REQUIRED, KEY_MALFORMED, KEY_UNKNOWN, KEY_EXPIRED or KEY_REVOKED.',
  ],
  FORBIDDEN: ['403, or 200 for a single field', 'The key lacks the `scope` that is named.'],
  RATE_LIMITED: ['429', 'The units of this minute are spent: ask again after `retry-after` seconds.'],
  BAD_REQUEST: [
    '400',
    'The request is none: no JSON, no UTF-8, a reserved name, a parameter of another type, or an address that is no URL.',
  ],
  PAYLOAD_TOO_LARGE: ['413', 'The body is larger than 1 MB.'],
  UNSUPPORTED_MEDIA_TYPE: ['415', 'Bodies are application/json.'],
  NO_TABLE: ['400', '/export: there is no list in the answer.'],
  PERSISTED_QUERY_NOT_FOUND: ['200', 'The document of that hash or id is not known: send its text.'],
  DOCUMENT_NOT_TRUSTED: [
    '403',
    'The server runs the documents of its list alone (TRUSTED_DOCUMENTS_ONLY), and this is none of them: a key with the scope EXPLORE runs any.',
  ],
  RECEIVE_TIMEOUT: ['408', 'The request, headers and body, did not come in 30 s. The connection is closed.'],
  HEADERS_TOO_LARGE: ['431', 'The headers are larger than 16 KB. The connection is closed.'],
  INTERNAL_SERVER_ERROR: [
    '500, or 200 for a single field',
    'A fault of ours: it has been logged with `x-request-id`.',
  ],
}

/** How a subscription's socket is closed, beside the codes of graphql-transport-ws. */
const CLOSES: readonly (readonly [code: string, meaning: string])[] = [
  ['4403', 'UNAUTHENTICATED, with the reason.'],
  ['4429', 'SLOW_CLIENT: what was sent was not taken. Subscribe again with the last cursor.'],
  [
    '4503',
    'TOO_MANY_SOCKETS: the server holds as many as it may. TOO_MANY_STREAMS: the caller does. STORE_UNAVAILABLE: PostgreSQL can’t be reached. Try again in a moment.',
  ],
  ['4500', 'INTERNAL_SERVER_ERROR: a fault of ours, which has been logged.'],
  ['1001', 'GOING_AWAY: the server stops. Subscribe again with the last cursor.'],
]

interface Found {
  readonly reason: string
  readonly domain: string
  readonly message: string
  readonly accepted: string
}

/** Each reason of BAD_USER_INPUT, read out of the code that throws it. */
export function findReasons(): Found[] {
  const found: Found[] = []
  for (const file of fs.readdirSync(SRC, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!file.endsWith('.ts') || file.startsWith('generated')) continue
    const text = fs.readFileSync(path.join(SRC, file), 'utf8')
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
    const visit = (node: ts.Node): void => {
      if (ts.isNewExpression(node) && node.expression.getText() === 'InputError') {
        const [message, fault] = node.arguments ?? []
        const fields = new Map(
          fault && ts.isObjectLiteralExpression(fault)
            ? fault.properties.flatMap((property) =>
                ts.isPropertyAssignment(property)
                  ? [[property.name.getText(), property.initializer] as const]
                  : [],
              )
            : [],
        )
        const reason = fields.get('reason')
        if (message && reason && ts.isStringLiteral(reason))
          found.push({
            reason: reason.text,
            domain: file.split(/[/\\]/)[0]!,
            message: wordsOf(message),
            accepted: fields.has('accepted') ? wordsOf(fields.get('accepted')!) : '',
          })
      }
      ts.forEachChild(node, visit)
    }
    visit(source)
  }
  return found.sort((a, b) =>
    a.reason < b.reason ? -1 : a.reason > b.reason ? 1 : a.domain < b.domain ? -1 : 1,
  )
}

/** The text of an expression: what is put in when it is thrown is "…". */
function wordsOf(node: ts.Expression): string {
  if (ts.isStringLiteralLike(node)) return node.text
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('')
  if (ts.isConditionalExpression(node)) return `${wordsOf(node.whenTrue)} / ${wordsOf(node.whenFalse)}`
  return '…'
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

/** A table of the values of an enum, as the SDL describes them. */
function valuesOf(name: string): string[] {
  const schema = buildASTSchema(parse(readTypeDefs()))
  const values = (schema.getType(name) as GraphQLEnumType).getValues()
  return [
    '| Value | Meaning |',
    '| --- | --- |',
    ...values.map((value) => `| ${value.name} | ${cell(value.description ?? '')} |`),
  ]
}

export function writeErrorsDoc(): string {
  const rows = findReasons()
  const seen = new Set<string>()
  const unique = rows.filter(({ reason, message, accepted }) => {
    const key = `${reason}|${message}|${accepted}`
    return !seen.has(key) && seen.add(key)
  })
  return [
    '# Errors',
    '',
    'Made of the code by `npm run docs`.',
    '',
    'An error has `extensions.code`, stable and in capitals, and what a client can act on beside it. No answer tells a stack or a word of SQL.',
    '',
    '## Codes',
    '',
    '| Code | HTTP | Meaning |',
    '| --- | --- | --- |',
    ...Object.entries(API_CODES).map(
      ([code, [status, meaning]]) => `| ${code} | ${status} | ${cell(meaning)} |`,
    ),
    '',
    '## Sockets',
    '',
    '| Closed with | Meaning |',
    '| --- | --- |',
    ...CLOSES.map(([code, meaning]) => `| ${code} | ${cell(meaning)} |`),
    '',
    '## Webhooks',
    '',
    'A try to deliver that fails says why in its log (`WebhookAttempt.failure`). It is made again, ten times in some 75 hours; then the message is a',
    'dead letter, until `webhookReplay`. A receiver that finds a signature not good, or a `webhook-timestamp` more than five minutes old (a message',
    'that somebody else sends again), answers 401 or 400: that is STATUS here.',
    '',
    ...valuesOf('WebhookFailure'),
    '',
    'Why a webhook is sent nothing more (`Webhook.disabledReason`); `webhookUpdate(enabled: true)` begins again.',
    '',
    ...valuesOf('WebhookDisabledReason'),
    '',
    '## Event streams',
    '',
    'At /graphql/stream the codes of a document that is not fit are told as an event `next`, and the stream is completed: nothing is gained by asking again. Keys, scopes and units are told by the status, as above. A stream that ends without the event `complete` was cut off (the server stops, or the client has taken nothing for ten seconds): open it again with the last cursor, or, as EventSource does by itself, with `last-event-id`.',
    '',
    '## Reasons of BAD_USER_INPUT',
    '',
    '"…" is what was given, or what the store knows.',
    '',
    '| Reason | Said | Accepted |',
    '| --- | --- | --- |',
    ...unique.map(({ reason, message, accepted }) => `| ${reason} | ${cell(message)} | ${cell(accepted)} |`),
    '',
  ].join('\n')
}
