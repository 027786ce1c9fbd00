import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import {
  execute,
  Kind,
  type DocumentNode,
  type ExecutionResult,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import { z } from 'zod'
import { RateLimitedError } from '../access/gate.ts'
import { UnwindError } from '../lib/errors.ts'
import type { Question } from './admit.ts'
import type { Context } from './context.ts'
import { httpOf, noteRequest, toGraphQLError } from './errors.ts'
import { Bill, type BillOptions } from './exportBill.ts'
import { PAGE_INFO, withCursors, withMoments } from './exportQuestion.ts'
import { chargeHeaders, isDryRun } from './guard.ts'
import { kindOf, ParquetTable } from './parquetTable.ts'

const FORMATS = {
  CSV: { type: 'text/csv; charset=utf-8; header=present', extension: 'csv' },
  NDJSON: { type: 'application/x-ndjson', extension: 'ndjson' },
  PARQUET: { type: 'application/vnd.apache.parquet', extension: 'parquet' },
} as const

const requestSchema = z.object({
  query: z.string().nullish(),
  documentId: z.string().nullish(),
  extensions: z.record(z.string(), z.unknown()).nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
  format: z.enum(['CSV', 'NDJSON', 'PARQUET']),
})

/** What is asked can't be a table, or the request is none of this route. */
class ExportError extends UnwindError {
  readonly status: number

  constructor(code: string, message: string, status = 400) {
    super(code, message)
    this.status = status
  }
}

/** A table within an answer: where it lies, what each row is, and its columns. */
interface Table {
  /** Names of the answer's fields down to it. */
  readonly path: readonly string[]
  /**
   * NODES and EDGES: a connection's; LIST: objects; COLUMNS: lists of equal length, a row for each place; OBJECT: one row.
   */
  readonly kind: 'NODES' | 'EDGES' | 'LIST' | 'COLUMNS' | 'OBJECT'
  /** Paths of the leaves below a row. */
  readonly columns: readonly (readonly string[])[]
}

/** Leaves of a selection, as the answer names them. */
function leavesOf(
  set: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  prefix: readonly string[] = [],
): (readonly string[])[] {
  const leaves: (readonly string[])[] = []
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      const path = [...prefix, selection.alias?.value ?? selection.name.value]
      leaves.push(...(selection.selectionSet ? leavesOf(selection.selectionSet, fragments, path) : [path]))
      continue
    }
    const inner =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection.selectionSet
        : fragments.get(selection.name.value)?.selectionSet
    if (inner) leaves.push(...leavesOf(inner, fragments, prefix))
  }
  const seen = new Set<string>()
  return leaves.filter((path) => !seen.has(path.join('.')) && seen.add(path.join('.')))
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isLeaf = (value: unknown): boolean => value === null || typeof value !== 'object'

/** The first table of an answer, looked for from the outside in; undefined: there is none. */
export function findTable(
  data: Record<string, unknown>,
  operation: OperationDefinitionNode,
  document: DocumentNode,
): Table | undefined {
  const fragments = new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  )
  const leaves = leavesOf(operation.selectionSet, fragments)
  const below = (path: readonly string[]) =>
    leaves
      .filter((leaf) => leaf.length > path.length && path.every((name, at) => leaf[at] === name))
      .map((leaf) => leaf.slice(path.length))
  const search = (value: Record<string, unknown>, path: readonly string[]): Table | undefined => {
    if (Array.isArray(value.nodes))
      return { path: [...path, 'nodes'], kind: 'NODES', columns: below([...path, 'nodes']) }
    if (Array.isArray(value.edges))
      return { path: [...path, 'edges'], kind: 'EDGES', columns: below([...path, 'edges']) }
    const lists = Object.entries(value).filter(([, own]) => Array.isArray(own)) as [string, unknown[]][]
    // An empty list is one of objects too, when something is asked below it.
    const objects = lists.find(([name]) => below([...path, name]).length > 0)
    if (objects) return { path: [...path, objects[0]], kind: 'LIST', columns: below([...path, objects[0]]) }
    const columns = lists.filter(([, own]) => own.every(isLeaf))
    const [first] = columns
    if (first && columns.every(([, own]) => own.length === first[1].length))
      return { path, kind: 'COLUMNS', columns: columns.map(([name]) => [name]) }
    for (const [name, own] of Object.entries(value))
      if (isObject(own)) {
        const found = search(own, [...path, name])
        if (found) return found
      }
    return undefined
  }
  return (
    search(data, []) ??
    (leaves.length > 0 && Object.values(data).some((value) => value !== null)
      ? { path: [], kind: 'OBJECT', columns: leaves }
      : undefined)
  )
}

/** What lies at a path: below a list, a list of what lies there in each of its items, so that lists of one row have one order. */
function at(value: unknown, path: readonly string[], from = 0): unknown {
  if (from === path.length) return value
  if (Array.isArray(value)) return value.map((item) => at(item, path, from))
  return isObject(value) ? at(value[path[from]!], path, from + 1) : undefined
}

/**
 * Rows of a table of an answer: a value for each column, undefined and null alike where nothing is known. What a row has several of is a list
 * of values, null at the place of one that is not known.
 */
export function* rowsOf(data: unknown, { path, kind, columns }: Table): Generator<unknown[]> {
  const found = at(data, path)
  if (kind === 'OBJECT') yield columns.map((column) => at(data, column))
  else if (kind === 'COLUMNS') {
    const lists = columns.map(([name]) => (found as Record<string, unknown[]>)[name!]!)
    for (let row = 0; row < lists[0]!.length; row++) yield lists.map((list) => list[row])
  } else
    for (const item of Array.isArray(found) ? (found as unknown[]) : [])
      yield columns.map((column) => at(item, column))
}

/** A cell of CSV by RFC 4180; what is not known is empty. Text that a spreadsheet would take for a formula is told as text. */
export function csvCell(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return String(value)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const safe =
    /^[=+@\t\r]/.test(text) || (text.startsWith('-') && !/^-\d+(\.\d+)?$/.test(text)) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export interface ExportOptions extends BillOptions {
  readonly schema: GraphQLSchema
  readonly contextOf: (request: FastifyRequest) => Context
  readonly formatError: (formatted: GraphQLFormattedError, thrown: unknown) => GraphQLFormattedError
  /** How long a client may take nothing, ms. */
  readonly stalledMs?: number | undefined
}

/**
 * POST /export: the table of a question as CSV, NDJSON or Parquet, row by row. A connection is read page by page to its end when the question takes
 * `$after`: memory stays that of a page. All pages are of the moment at which the first was asked.
 */
export function serveExport(app: FastifyInstance, options: ExportOptions): void {
  const { admission, formatError, now, stalledMs = STALLED_MS } = options
  app.post('/export', async (request, reply) => {
    const bill = new Bill(options, request)
    try {
      const parsed = requestSchema.safeParse(request.body)
      if (!parsed.success)
        throw new ExportError(
          'BAD_REQUEST',
          'Send { query, variables, operationName, format: "CSV", "NDJSON" or "PARQUET" }.',
        )
      const asked = admission.read(parsed.data, request.caller)
      if (!('document' in asked)) throw asked[0]!
      if ((asked.operation.operation as string) !== 'query')
        throw new ExportError('BAD_REQUEST', 'One query is exported: no mutation and no subscription.')
      const startedAt = now()
      const question = withMoments(options.schema, asked, startedAt)
      if (isDryRun(parsed.data.extensions)) {
        const cost = bill.estimate(question)
        return { data: null, ...(cost ? { extensions: { cost } } : {}) }
      }
      const pages = readPages(options, question, { request, bill, startedAt })
      const { value: first } = (await pages.next()) as IteratorYieldResult<Page>
      const { format } = parsed.data
      const rows = rowsOfPages(first, pages, (error, told) => {
        const code = noteError(request, error, formatError).extensions?.code
        // The client has no way to know more than that its connection broke.
        if (code !== 'CLIENT_GONE')
          request.log.warn({ code, rows: told, waitedMs: Math.round(bill.waitedMs) }, 'export broke off')
      })
      const body =
        format === 'PARQUET' ? parquetOf(options.schema, question, first, rows) : linesOf(format, first, rows)
      const { type, extension } = FORMATS[format]
      // Half a table is told by a connection that breaks.
      request.scope?.onStop(() => reply.raw.destroy())
      return await reply
        .headers(bill.left ? chargeHeaders(bill.left, now()) : {})
        .header('content-type', type)
        .header('content-disposition', `attachment; filename="unwind.${extension}"`)
        .send(Readable.from(whileTaken(body, reply.raw, stalledMs)))
    } catch (error) {
      const left = error instanceof RateLimitedError ? error.charge : bill.left
      if (left) void reply.headers(chargeHeaders(left, now()))
      return refuse(request, reply, error, formatError)
    }
  })
}

interface Page {
  readonly table: Table
  readonly data: Record<string, unknown>
}

interface Reading {
  readonly request: FastifyRequest
  readonly bill: Bill
  readonly startedAt: Date
}

/** One page or more. @throws GraphQLError of the first error; ExportError NO_TABLE; as Bill.pay */
async function* readPages(
  { schema, contextOf }: ExportOptions,
  question: Question,
  { request, bill, startedAt }: Reading,
): AsyncGenerator<Page> {
  const { document, operation } = withCursors(schema, question)
  let variables = question.variables
  for (;;) {
    await bill.pay({ ...question, variables })
    const result: ExecutionResult = await execute({
      schema,
      document,
      operationName: operation.name?.value ?? null,
      variableValues: variables,
      // Loaders keep what they read: a context for each page.
      contextValue: { ...contextOf(request), now: () => startedAt },
    })
    const error = result.errors?.[0]
    if (error) {
      if (!request.scope?.stopped && isRefusal(error, question)) await bill.forgive()
      throw error
    }
    const data = result.data ?? {}
    const table = findTable(data, question.operation, question.document)
    if (!table) {
      await bill.forgive()
      throw new ExportError('NO_TABLE', 'There is no list in the answer.')
    }
    await bill.settle({ ...question, variables }, data)
    yield { table, data }
    const after = cursorAfter(data, table)
    if (after === undefined) return
    // It would lead to no end, and to stop here would tell a part as the whole.
    if (after === null || after === variables.after)
      throw new Error('A page that is not the last leads to no other.')
    variables = { ...variables, after }
  }
}

/** Whether a question was refused before anything was read for it: its variables, or what its only field was asked. */
function isRefusal({ path, originalError, extensions }: GraphQLError, { operation }: Question): boolean {
  if (!path) return true
  const { selections } = operation.selectionSet
  const isOnlyField = path.length === 1 && selections.length === 1 && selections[0]!.kind === Kind.FIELD
  return isOnlyField && (originalError instanceof UnwindError || extensions.code === 'BAD_USER_INPUT')
}

/** Where the page after this one begins; undefined: there is none, or it was not asked for by `$after`. */
function cursorAfter(data: unknown, { path }: Table): unknown {
  const page = at(data, [...path.slice(0, -1), PAGE_INFO])
  return isObject(page) && page.hasNextPage === true ? page.endCursor : undefined
}

/** A client that takes nothing for so long is cut off, ms: there are few places for exports. */
const STALLED_MS = 10_000
/** What it must take within that time, bytes. */
const PIECE_BYTES = 65_536

/** A body piece by piece, as a client takes it; one that takes none for too long is cut off, also with the last ones before it. */
async function* whileTaken(
  body: AsyncIterable<string | Buffer>,
  response: ServerResponse,
  stalledMs: number,
): AsyncGenerator<Buffer> {
  let timer: NodeJS.Timeout | undefined
  const watch = () => (timer = setTimeout(() => response.destroy(), stalledMs).unref())
  response.once('close', () => clearTimeout(timer))
  for await (const part of body) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part
    for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
      watch()
      yield bytes.subarray(from, from + PIECE_BYTES)
      clearTimeout(timer)
    }
  }
  watch()
}

const namesOf = ({ table }: Page): string[] => table.columns.map((column) => column.join('.'))

/**
 * Rows of all pages, those of a page together. An error now cuts the answer off: half a table must not look like a whole one.
 * @param onBroken told of it, and how many rows there were until then
 */
async function* rowsOfPages(
  first: Page,
  rest: AsyncGenerator<Page>,
  onBroken: (error: unknown, rows: number) => void,
): AsyncGenerator<unknown[][]> {
  // The columns of the first page are those of all.
  const { columns } = first.table
  const rowsOfPage = ({ data, table }: Page) => [...rowsOf(data, { ...table, columns })]
  let told = 0
  try {
    for (let page: Page | undefined = first; page; page = await nextOf(rest)) {
      const rows = rowsOfPage(page)
      yield rows
      told += rows.length
    }
  } catch (error) {
    onBroken(error, told)
    throw error
  }
}

async function nextOf(pages: AsyncGenerator<Page>): Promise<Page | undefined> {
  const next = await pages.next()
  return next.done ? undefined : next.value
}

async function* linesOf(
  format: 'CSV' | 'NDJSON',
  first: Page,
  pages: AsyncIterable<unknown[][]>,
): AsyncGenerator<string> {
  const names = namesOf(first)
  if (format === 'CSV') yield `${names.map(csvCell).join(',')}\r\n`
  const lineOf = (row: unknown[]) =>
    format === 'CSV'
      ? `${row.map(csvCell).join(',')}\r\n`
      : `${JSON.stringify(Object.fromEntries(names.map((name, place) => [name, row[place] ?? null])))}\n`
  for await (const rows of pages) yield rows.map(lineOf).join('')
}

async function* parquetOf(
  schema: GraphQLSchema,
  { document, operation }: Question,
  first: Page,
  pages: AsyncIterable<unknown[][]>,
): AsyncGenerator<Buffer> {
  const { path, kind, columns } = first.table
  const names = namesOf(first)
  const table = new ParquetTable(
    columns.map((column, place) => ({
      name: names[place]!,
      kind: kindOf(schema, document, operation, { row: path, column, isColumnOfLists: kind === 'COLUMNS' }),
    })),
  )
  for await (const rows of pages)
    for (const row of rows) {
      const group = table.add(row)
      if (group) yield group
    }
  yield table.end()
}

/** Notes an error for logs and metrics; how a client is told it. */
function noteError(
  { id, scope }: FastifyRequest,
  error: unknown,
  formatError: ExportOptions['formatError'],
): GraphQLFormattedError {
  const graphql = toGraphQLError(error)
  noteRequest(graphql, id)
  const formatted = formatError(graphql.toJSON(), graphql)
  scope?.codes.add(String(formatted.extensions?.code))
  return formatted
}

function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
  formatError: ExportOptions['formatError'],
) {
  const formatted = noteError(request, error, formatError)
  const { status, retryAfter } = httpOf(formatted, error)
  if (retryAfter !== undefined) void reply.header('retry-after', retryAfter)
  return reply.code(error instanceof ExportError ? error.status : status).send({ errors: [formatted] })
}
