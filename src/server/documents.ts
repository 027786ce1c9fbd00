import {
  GraphQLError,
  Kind,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql'
import type { Caller } from '../access/record.ts'
import { SetupError, UnwindError } from '../lib/errors.ts'
import { DocumentNotFoundError, idOf, TrustedDocuments, type DocumentRequest } from './trusted.ts'

/** What a document may be at most: far above what a page or an analyst asks, far below what a server feels. */
export interface DocumentLimits {
  /** Characters. */
  readonly length: number
  readonly tokens: number
  /** Fields within fields, fragments spread. */
  readonly depth: number
  /** Brackets of any kind within each other. */
  readonly brackets: number
  /** Fields of an operation, fragments spread as often as they are used. */
  readonly fields: number
  /** Fields with another name than their own. */
  readonly aliases: number
  /** Directives on anything. */
  readonly directives: number
  /** Fields of the query itself, fragments spread. */
  readonly rootFields: number
  /** How often one name is answered in one selection. */
  readonly repeats: number
}

export const DEFAULT_LIMITS: DocumentLimits = {
  length: 100_000,
  tokens: 6_000,
  depth: 16,
  brackets: 100,
  fields: 3_000,
  aliases: 200,
  directives: 50,
  rootFields: 50,
  repeats: 20,
}

/** Documents kept at most; the least recently used go first. */
const CACHE_SIZE = 1_000

/** A document that may be executed; or why it may not be looked at; or neither, when it is no document of this schema. */
export interface PreparedDocument {
  readonly document?: DocumentNode
  readonly refusal?: UnwindError
}

/** A document is larger than any needs to be: refused before it is validated, which can cost more than executing a good one. */
export class DocumentTooLargeError extends UnwindError {
  /** LENGTH, TOKENS, DEPTH, FIELDS, ALIASES, DIRECTIVES, ROOT_FIELDS, REPEATS or RESERVED_NAME. */
  readonly reason: string
  readonly accepted: string

  constructor(reason: string, message: string, accepted: string) {
    super('DOCUMENT_TOO_LARGE', message)
    this.reason = reason
    this.accepted = accepted
  }
}

const refusal = (reason: string, message: string, accepted: string) =>
  new DocumentTooLargeError(reason, message, accepted)

export interface DocumentOptions {
  /** false: questions for the schema are no documents of it. */
  readonly introspection?: boolean | undefined
  readonly trusted?: TrustedDocuments | undefined
  readonly limits?: DocumentLimits | undefined
}

/** Parses, limits and validates documents, each once. */
export class Documents {
  readonly trusted: TrustedDocuments
  readonly #schema: GraphQLSchema
  readonly #limits: DocumentLimits
  readonly #rules: readonly ValidationRule[]
  readonly #kept = new Map<string, PreparedDocument>()

  /** @throws SetupError TRUSTED_DOCUMENTS_INVALID: a document of the list is none of this schema */
  constructor(schema: GraphQLSchema, options: DocumentOptions = {}) {
    const { introspection = true, trusted = new TrustedDocuments([]), limits = DEFAULT_LIMITS } = options
    this.#schema = schema
    this.#rules = introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule]
    this.#limits = limits
    this.trusted = trusted
    const faults = [...trusted.texts].flatMap((text) => {
      const { document, refusal } = this.#make(text)
      const fault = document ? undefined : (refusal ?? this.faultsOf(text)[0])
      return fault ? [`  ${text.trim().slice(0, 80)} …: ${fault.message}`] : []
    })
    if (faults.length > 0)
      throw new SetupError(
        'TRUSTED_DOCUMENTS_INVALID',
        `TRUSTED_DOCUMENTS: these are no documents of this server:\n${faults.join('\n')}`,
      )
  }

  /** The document that a request names or holds. */
  prepareAsked(asked: DocumentRequest, caller: Caller | undefined): PreparedDocument {
    try {
      const text = this.trusted.textOf(asked, caller)
      if (text === undefined && idOf(asked) !== undefined) throw new DocumentNotFoundError()
      return this.prepare(text ?? '')
    } catch (error) {
      if (error instanceof UnwindError) return { refusal: error }
      throw error
    }
  }

  /** All that is wrong with a text that is no document of the schema, as errors of GraphQL with their codes. */
  faultsOf(source: string): readonly GraphQLError[] {
    try {
      const document = parse(source, { maxTokens: this.#limits.tokens })
      return validate(this.#schema, document, this.#rules).map((error) =>
        withCode(error, 'GRAPHQL_VALIDATION_FAILED'),
      )
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error
      return [withCode(error, 'GRAPHQL_PARSE_FAILED')]
    }
  }

  prepare(source: string): PreparedDocument {
    const kept = this.#kept.get(source)
    if (kept) {
      this.#kept.delete(source)
      this.#kept.set(source, kept)
      return kept
    }
    const prepared = this.#make(source)
    // Only good documents take up room.
    if (prepared.document) {
      if (this.#kept.size >= CACHE_SIZE) this.#kept.delete(this.#kept.keys().next().value!)
      this.#kept.set(source, prepared)
    }
    return prepared
  }

  #make(source: string): PreparedDocument {
    const { length, tokens } = this.#limits
    if (source.length > length)
      return {
        refusal: refusal(
          'LENGTH',
          `The document has ${source.length} characters.`,
          `${length} characters at most`,
        ),
      }
    if (bracketsOf(source) > this.#limits.brackets)
      return {
        refusal: refusal(
          'DEPTH',
          'Brackets lie too deep within each other.',
          `${this.#limits.brackets} at most`,
        ),
      }
    let document: DocumentNode
    try {
      document = parse(source, { maxTokens: tokens })
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error
      return error.message.includes('tokens. Parsing aborted')
        ? {
            refusal: refusal(
              'TOKENS',
              `The document has more than ${tokens} tokens.`,
              `${tokens} tokens at most`,
            ),
          }
        : {}
    }
    const fault = findFault(document, this.#limits)
    if (fault) return { refusal: fault }
    return validate(this.#schema, document, this.#rules, { maxErrors: 1 }).length > 0 ? {} : { document }
  }
}

const withCode = ({ message, nodes, source, positions }: GraphQLError, code: string): GraphQLError =>
  new GraphQLError(message, {
    ...(nodes ? { nodes } : {}),
    ...(source ? { source } : {}),
    ...(positions ? { positions } : {}),
    extensions: { code },
  })

/** How deep brackets lie within each other, texts and comments left out: told before a parser goes down as deep. */
function bracketsOf(source: string): number {
  let [depth, most] = [0, 0]
  for (const [token] of source.matchAll(/"(?:[^"\\\n]|\\.)*"|#[^\n]*|[{[(]|[)\]}]/g)) {
    if (token.length > 1) continue
    if (token === '{' || token === '[' || token === '(') most = Math.max(most, ++depth)
    else if (token === '}' || token === ']' || token === ')') depth--
  }
  return most
}

/** What a selection comes to with its fragments spread. */
interface Shape {
  readonly depth: number
  readonly fields: number
  readonly aliases: number
}

/** The first limit that a document breaks; undefined: none. Takes time by its length, not by what it would spread to. */
export function findFault(document: DocumentNode, limits: DocumentLimits): DocumentTooLargeError | undefined {
  const fragments = new Map<string, FragmentDefinitionNode>()
  const operations: OperationDefinitionNode[] = []
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
    else if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition)
  }
  const reader = new ShapeReader(fragments, limits)
  try {
    for (const fragment of fragments.values()) reader.fragment(fragment.name.value)
    for (const operation of operations) {
      const { depth, fields, aliases } = reader.selection(operation.selectionSet, 1)
      if (depth > limits.depth)
        throw refusal(
          'DEPTH',
          `Fields lie ${Number.isFinite(depth) ? depth : 'endlessly'} deep within fields.`,
          `${limits.depth} at most`,
        )
      if (fields > limits.fields)
        throw refusal('FIELDS', `The operation has ${fields} fields.`, `${limits.fields} at most`)
      if (aliases > limits.aliases)
        throw refusal(
          'ALIASES',
          `The operation gives ${aliases} fields another name.`,
          `${limits.aliases} at most`,
        )
      const roots = reader.rootFields(operation.selectionSet)
      if (roots > limits.rootFields)
        throw refusal(
          'ROOT_FIELDS',
          `The operation asks ${roots} questions at once.`,
          `${limits.rootFields} at most`,
        )
    }
    if (reader.directives > limits.directives)
      throw refusal(
        'DIRECTIVES',
        `The document has ${reader.directives} directives.`,
        `${limits.directives} at most`,
      )
  } catch (error) {
    if (error instanceof DocumentTooLargeError) return error
    throw error
  }
  return undefined
}

const NO_SHAPE: Shape = { depth: 0, fields: 0, aliases: 0 }

class ShapeReader {
  directives = 0
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>
  readonly #limits: DocumentLimits
  readonly #shapes = new Map<string, Shape>()
  readonly #underway = new Set<string>()

  constructor(fragments: ReadonlyMap<string, FragmentDefinitionNode>, limits: DocumentLimits) {
    this.#fragments = fragments
    this.#limits = limits
  }

  fragment(name: string): Shape {
    const known = this.#shapes.get(name)
    if (known) return known
    const fragment = this.#fragments.get(name)
    // Validation says that there is no such fragment.
    if (!fragment) return NO_SHAPE
    // Validation says that it spreads itself.
    if (this.#underway.has(name)) return NO_SHAPE
    this.#underway.add(name)
    this.directives += fragment.directives?.length ?? 0
    const shape = this.selection(fragment.selectionSet, 1)
    this.#underway.delete(name)
    this.#shapes.set(name, shape)
    return shape
  }

  /** @throws DocumentTooLargeError when selections lie too deep within each other, or one answers a name too often */
  selection({ selections }: SelectionSetNode, level: number): Shape {
    // The call stack is bounded too: inline fragments are no fields.
    if (level > 10 * this.#limits.depth)
      throw refusal('DEPTH', 'Selections lie too deep within each other.', `${this.#limits.depth} at most`)
    let [depth, fields, aliases] = [0, 0, 0]
    const answered = new Map<string, number>()
    for (const selection of selections) {
      this.directives += selection.directives?.length ?? 0
      if (selection.kind === Kind.FIELD) {
        const name = selection.alias?.value ?? selection.name.value
        const times = (answered.get(name) ?? 0) + 1
        answered.set(name, times)
        if (times > this.#limits.repeats)
          throw refusal(
            'REPEATS',
            `One selection answers ${name} more than ${this.#limits.repeats} times.`,
            `${this.#limits.repeats} at most`,
          )
        if (selection.alias) {
          aliases += 1
          if (name.startsWith('__'))
            throw refusal(
              'RESERVED_NAME',
              `${name} can't be the name of an answer.`,
              'a name without __ at its begin',
            )
        }
        const inner = selection.selectionSet && this.selection(selection.selectionSet, level + 1)
        fields += 1 + (inner?.fields ?? 0)
        aliases += inner?.aliases ?? 0
        depth = Math.max(depth, 1 + (inner?.depth ?? 0))
      } else {
        const inner =
          selection.kind === Kind.INLINE_FRAGMENT
            ? this.selection(selection.selectionSet, level + 1)
            : this.fragment(selection.name.value)
        fields += inner.fields
        aliases += inner.aliases
        depth = Math.max(depth, inner.depth)
      }
    }
    return { depth, fields, aliases }
  }

  /** Fields of a selection itself, fragments spread. */
  rootFields({ selections }: SelectionSetNode): number {
    return selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FIELD) return sum + 1
      if (selection.kind === Kind.INLINE_FRAGMENT) return sum + this.rootFields(selection.selectionSet)
      const fragment = this.#fragments.get(selection.name.value)
      return sum + (fragment ? this.#rootsOf(fragment) : 0)
    }, 0)
  }

  readonly #roots = new Map<string, number>()

  #rootsOf(fragment: FragmentDefinitionNode): number {
    const { value: name } = fragment.name
    let roots = this.#roots.get(name)
    if (roots === undefined) {
      // One that spreads itself counts once.
      this.#roots.set(name, 0)
      roots = this.rootFields(fragment.selectionSet)
      this.#roots.set(name, roots)
    }
    return roots
  }
}
