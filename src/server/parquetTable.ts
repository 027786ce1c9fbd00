import {
  getNamedType,
  isCompositeType,
  isEnumType,
  isListType,
  isNonNullType,
  type DocumentNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql'
import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import { fieldOf, Walk } from './cost.ts'

/** Cells of one row group: what is in memory at a time. */
const GROUP_CELLS = 60_000

/** How a column lies in the file. */
interface Column {
  readonly name: string
  readonly kind: 'TIME' | 'INTEGER' | 'DOUBLE' | 'BOOLEAN' | 'TEXT'
}

const TYPES = {
  TIME: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
  INTEGER: { type: 'INT32' },
  DOUBLE: { type: 'DOUBLE' },
  BOOLEAN: { type: 'BOOLEAN' },
  TEXT: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
} as const

const KINDS: Readonly<Record<string, Column['kind']>> = {
  DateTime: 'TIME',
  Int: 'INTEGER',
  Float: 'DOUBLE',
  Boolean: 'BOOLEAN',
}

/** Where a column lies in an answer: names of its fields. */
export interface ColumnPlace {
  /** From the question down to the rows. */
  readonly row: readonly string[]
  /** From a row down. */
  readonly column: readonly string[]
  /** Whether the column is itself the list of its values. */
  readonly isColumnOfLists: boolean
}

/**
 * What a column holds by the schema. A Decimal is text, digit for digit: Parquet's DECIMAL ends at 38 digits and has one scale a column. So are
 * ids and enums; what is itself a list, or lies below one within a row, is JSON.
 */
export function kindOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  { row, column, isColumnOfLists }: ColumnPlace,
): Column['kind'] {
  const walk = new Walk(document, {})
  let types: readonly GraphQLCompositeType[] = [schema.getRootType(operation.operation)!]
  let sets = [operation.selectionSet]
  let found: GraphQLOutputType | undefined
  for (const [depth, name] of [...row, ...column].entries()) {
    if (found && depth > row.length && isListType(withoutNonNull(found))) return 'TEXT'
    const below: { type: GraphQLOutputType; set: (typeof sets)[number] | undefined }[] = []
    sets.forEach((set, place) =>
      walk.each(schema, types[place]!, set, (parent, node) => {
        if ((node.alias?.value ?? node.name.value) !== name) return
        const field = fieldOf(schema, parent, node)
        if (field) below.push({ type: field.type, set: node.selectionSet })
      }),
    )
    found = below[0]?.type
    const inner = below.flatMap(({ type, set }) => {
      const named = getNamedType(type)
      return set && isCompositeType(named) ? [{ named, set }] : []
    })
    types = inner.map(({ named }) => named)
    sets = inner.map(({ set }) => set)
  }
  if (!found) return 'TEXT'
  const type = withoutNonNull(found)
  const bare = withoutNonNull(isColumnOfLists && isListType(type) ? (type.ofType as GraphQLOutputType) : type)
  if (isListType(bare) || isEnumType(bare)) return 'TEXT'
  return KINDS[getNamedType(bare).name] ?? 'TEXT'
}

const withoutNonNull = (type: GraphQLOutputType) => (isNonNullType(type) ? type.ofType : type)

/** Rows as a Parquet file, a row group at a time: memory does not grow with the table, but for some bytes of each group in the footer. */
export class ParquetTable {
  readonly #columns: readonly Column[]
  readonly #bytes = new ByteWriter()
  readonly #parquet: ParquetWriter
  readonly #groupRows: number
  #rows: unknown[][] = []

  constructor(columns: readonly Column[]) {
    this.#columns = columns
    this.#groupRows = Math.max(100, Math.floor(GROUP_CELLS / columns.length))
    this.#parquet = new ParquetWriter({
      writer: this.#bytes,
      schema: [
        { name: 'root', num_children: columns.length },
        ...columns.map(({ name, kind }) => ({
          name,
          ...TYPES[kind],
          repetition_type: 'OPTIONAL' as const,
        })),
      ],
      createdBy: 'unwind',
    })
  }

  /** Takes a row; tells the bytes of a row group when it has filled one. */
  add(row: unknown[]): Buffer | undefined {
    this.#rows.push(row)
    return this.#rows.length < this.#groupRows ? undefined : this.#flush()
  }

  /** The last rows, and the footer. */
  end(): Buffer {
    const rest = this.#flush()
    void this.#parquet.finish()
    return Buffer.concat([rest, this.#take()])
  }

  #flush(): Buffer {
    const rows = this.#rows
    this.#rows = []
    if (rows.length > 0)
      void this.#parquet.write({
        columnData: this.#columns.map(({ name, kind }, at) => ({
          name,
          data: rows.map((row) => encode(row[at], kind)),
          // They would be kept in memory until the footer.
          offsetIndex: false,
          statistics: kind === 'TIME',
        })),
        rowGroupSize: rows.length,
      })
    return this.#take()
  }

  #take(): Buffer {
    const taken = Buffer.from(this.#bytes.getBytes())
    this.#bytes.index = 0
    return taken
  }
}

function encode(value: unknown, kind: Column['kind']): unknown {
  if (value === null || value === undefined) return undefined
  if (kind === 'TIME') return new Date(value as string)
  if (kind === 'TEXT') return typeof value === 'string' ? value : JSON.stringify(value)
  return value
}
