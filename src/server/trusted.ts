import crypto from 'node:crypto'
import fs from 'node:fs'
import { z } from 'zod'
import type { Caller } from '../access/record.ts'
import { messageOf, SetupError, UnwindError } from '../lib/errors.ts'

/** What a request says of the document that it wants: its text, or a name of it. */
export interface DocumentRequest {
  readonly query?: string | null | undefined
  /** As the draft of persisted documents in GraphQL over HTTP has it: "sha256:<hex>", or a name of the maker's own. */
  readonly documentId?: unknown
  /** `persistedQuery: { sha256Hash }`, as Apollo's clients send it. */
  readonly extensions?: unknown
}

/** A document is not on the list, and the caller may run no others. HTTP 403. */
export class DocumentNotTrustedError extends UnwindError {
  constructor(id: string | undefined) {
    super(
      'DOCUMENT_NOT_TRUSTED',
      id === undefined
        ? 'This server runs the documents of its list alone, and this is none of them. A key with the scope EXPLORE runs any.'
        : `The list of this server's documents has none of the id ${id.slice(0, 100)}.`,
    )
  }
}

/** A name of a document that this server does not know. */
export class DocumentNotFoundError extends UnwindError {
  constructor() {
    super('PERSISTED_QUERY_NOT_FOUND', 'No document is known by this id: send its text.')
  }
}

/** {hash: text}: Relay's compiler, and persisted-documents.json of GraphQL Code Generator's client preset. */
const textsById = z.record(z.string().min(1), z.string().min(1))

/** The manifest of Apollo's generate-persisted-query-manifest. */
const apolloManifest = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string().min(1), body: z.string().min(1) })),
})

const manifestSchema = z.union([
  apolloManifest.transform(({ operations }) => operations.map(({ id, body }) => [id, body] as const)),
  textsById.transform((texts) => Object.entries(texts)),
])

const sha256Of = (text: string): string => crypto.createHash('sha256').update(text).digest('hex')

/** Documents that are known before anybody asks, by their names; and whether they alone may run. */
export class TrustedDocuments {
  readonly only: boolean
  /** By what the manifest names it, and by the SHA-256 of its text. */
  readonly #byId: ReadonlyMap<string, string>

  constructor(documents: Iterable<readonly [id: string, text: string]>, only = false) {
    const byId = new Map<string, string>()
    for (const [id, text] of documents) byId.set(id, text).set(sha256Of(text), text)
    this.#byId = byId
    this.only = only
  }

  /** Each text once. */
  get texts(): ReadonlySet<string> {
    return new Set(this.#byId.values())
  }

  /**
   * The text of the document that is asked for; undefined: it is asked for by a hash alone that the list does not have, which somebody else
   * may know.
   * @throws DocumentNotTrustedError, DocumentNotFoundError, UnwindError BAD_REQUEST
   */
  textOf(asked: DocumentRequest, caller: Caller | undefined): string | undefined {
    checkHash(asked)
    const id = idOf(asked)
    const listed = id === undefined ? undefined : this.#byId.get(id)
    if (listed !== undefined) return listed
    const text = asked.query || undefined
    if (this.only && !caller?.scopes.has('EXPLORE') && !(text && this.#byId.has(sha256Of(text))))
      throw new DocumentNotTrustedError(text === undefined ? id : undefined)
    if (text === undefined && typeof asked.documentId === 'string') throw new DocumentNotFoundError()
    return text
  }
}

/** The name of a document in a request; undefined: it has none. */
export function idOf({ documentId, extensions }: DocumentRequest): string | undefined {
  if (typeof documentId === 'string') return documentId.replace(/^sha256:/, '')
  const hash = (extensions as { persistedQuery?: { sha256Hash?: unknown } | null } | null | undefined)
    ?.persistedQuery?.sha256Hash
  return typeof hash === 'string' ? hash : undefined
}

/**
 * A hash that clients send with a document, or in its place, is that of its text.
 * @throws UnwindError BAD_REQUEST
 */
function checkHash({ query, extensions }: DocumentRequest): void {
  const named = (extensions as { persistedQuery?: unknown } | null | undefined)?.persistedQuery
  if (named == null) return
  const { version, sha256Hash } = named as { version?: unknown; sha256Hash?: unknown }
  if (version !== 1 || typeof sha256Hash !== 'string')
    throw new UnwindError('BAD_REQUEST', '`persistedQuery` is { version: 1, sha256Hash: "…" }.')
  if (query && sha256Of(query) !== sha256Hash)
    throw new UnwindError('BAD_REQUEST', '`sha256Hash` is not the hash of `query`.')
}

/** Reads a manifest. @throws SetupError TRUSTED_DOCUMENTS_INVALID */
export function readTrustedDocuments(file: string, only: boolean): TrustedDocuments {
  let content: unknown
  try {
    content = JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch (error) {
    throw new SetupError('TRUSTED_DOCUMENTS_INVALID', `TRUSTED_DOCUMENTS: ${messageOf(error)}`)
  }
  const parsed = manifestSchema.safeParse(content)
  if (!parsed.success)
    throw new SetupError(
      'TRUSTED_DOCUMENTS_INVALID',
      `TRUSTED_DOCUMENTS: ${file} is neither {"<id>": "<document>"} nor Apollo's persisted query manifest.`,
    )
  return new TrustedDocuments(parsed.data, only)
}
