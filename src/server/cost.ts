import {
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLDirective,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import { findBucketCount } from './bucketCount.ts'
import { withDefaults } from './variables.ts'

/** Items of a list that says nothing of its size. */
const ASSUMED_SIZE = 10

/** What a field costs, from its directives: read once. */
interface FieldCost {
  readonly weight: number
  readonly isList: boolean
  readonly assumedSize: number
  readonly slicingArguments: readonly string[]
  /** Lists below it that its slicing arguments size. */
  readonly sizedFields: ReadonlySet<string>
  /** Of a series, to a unit. */
  readonly bucketsPerUnit: number
  readonly valuesPerUnit: number
  /** Whether its items are the buckets of a series; those of columns are within its lists. */
  readonly isBuckets: boolean
}

/** What the fields above say of those below. */
interface Above {
  /** Size of lists by these names, right below. */
  readonly sized?: { readonly size: number; readonly names: ReadonlySet<string> }
  /** Buckets of series, however far below. */
  readonly buckets: number
}

/**
 * Estimates what a document costs before it runs, and counts what it has cost after: units as IBM's specification of GraphQL cost
 * directives has them (https://ibm.github.io/graphql-specs/cost-spec.html). An object costs 1, or what `@cost` says of its field; a scalar
 * nothing; a list its size, by `@listSize`, times what is in it. A series costs the more the longer it is, by `@bucketed`.
 */
export class CostModel {
  readonly #schema: GraphQLSchema
  readonly #cost: GraphQLDirective
  readonly #listSize: GraphQLDirective
  readonly #bucketed: GraphQLDirective
  readonly #fields = new WeakMap<GraphQLField<unknown, unknown>, FieldCost>()

  constructor(schema: GraphQLSchema) {
    this.#schema = schema
    this.#cost = schema.getDirective('cost')!
    this.#listSize = schema.getDirective('listSize')!
    this.#bucketed = schema.getDirective('bucketed')!
  }

  /** What an operation may cost at most by its arguments. Variables that don't fit are told when it runs: they count as left out. */
  estimate(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
  ): number {
    const walk = new Walk(document, withDefaults(operation, variables))
    const root = this.#schema.getRootType(operation.operation)
    return root ? this.#selection(walk, root, operation.selectionSet, { buckets: 0 }) : 0
  }

  /** What an answer has cost: lists and series count what they hold. */
  actual(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
    data: unknown,
  ): number {
    const walk = new Walk(document, withDefaults(operation, variables))
    const root = this.#schema.getRootType(operation.operation)
    return root && data ? this.#answer(walk, root, operation.selectionSet, data, 0) : 0
  }

  #of(field: GraphQLField<unknown, unknown>): FieldCost {
    let found = this.#fields.get(field)
    if (!found) {
      const node = field.astNode
      const cost = node && getDirectiveValues(this.#cost, node)
      const size = node && getDirectiveValues(this.#listSize, node)
      const bucketed = node && getDirectiveValues(this.#bucketed, node)
      const inner = getNamedType(field.type)
      found = {
        weight: cost ? Number(cost.weight) : isCompositeType(inner) ? 1 : 0,
        isList: hasLists(field.type),
        assumedSize: (size?.assumedSize as number | undefined) ?? ASSUMED_SIZE,
        slicingArguments: (size?.slicingArguments as string[] | undefined) ?? [],
        sizedFields: new Set((size?.sizedFields as string[] | undefined) ?? []),
        bucketsPerUnit: (bucketed?.bucketsPerUnit as number | undefined) ?? Infinity,
        valuesPerUnit: (bucketed?.valuesPerUnit as number | undefined) ?? Infinity,
        isBuckets:
          bucketed !== undefined &&
          hasLists(field.type) &&
          isObjectType(inner) &&
          !Object.values(inner.getFields()).some(({ type }) => hasLists(type)),
      }
      this.#fields.set(field, found)
    }
    return found
  }

  #selection(walk: Walk, type: GraphQLCompositeType, set: SelectionSetNode, above: Above): number {
    let sum = 0
    walk.each(this.#schema, type, set, (parent, node) => {
      const field = fieldOf(this.#schema, parent, node)
      if (!field) return
      const cost = this.#of(field)
      const values = argumentsOf(field, node, walk)
      const size = sizeOf(cost, values)
      const buckets = findBucketCount(values) ?? above.buckets
      const inner = getNamedType(field.type)
      let below = 0
      if (node.selectionSet && isCompositeType(inner)) {
        const sized = cost.sizedFields.size > 0 ? { sized: { size, names: cost.sizedFields } } : {}
        below =
          this.#selection(walk, inner, node.selectionSet, { ...sized, buckets }) +
          Math.ceil(buckets / cost.bucketsPerUnit) +
          this.#valuesOf(walk, cost, inner, node.selectionSet, buckets)
      }
      const times =
        !cost.isList || cost.isBuckets ? 1 : above.sized?.names.has(field.name) ? above.sized.size : size
      sum += times * (cost.weight + below)
    })
    return sum
  }

  /** What the values cost that are told of so many buckets. */
  #valuesOf(
    walk: Walk,
    { valuesPerUnit }: FieldCost,
    type: GraphQLCompositeType,
    set: SelectionSetNode,
    buckets: number,
  ): number {
    if (valuesPerUnit === Infinity) return 0
    let fields = 0
    walk.each(this.#schema, type, set, (_, { selectionSet }) => {
      if (!selectionSet) fields++
    })
    return Math.ceil((buckets * fields) / valuesPerUnit)
  }

  /** @param above buckets that series were asked for, which all come */
  #answer(
    walk: Walk,
    type: GraphQLCompositeType,
    set: SelectionSetNode,
    data: unknown,
    above: number,
  ): number {
    if (typeof data !== 'object' || data === null) return 0
    let sum = 0
    walk.each(this.#schema, type, set, (parent, node) => {
      const field = fieldOf(this.#schema, parent, node)
      if (!field) return
      const cost = this.#of(field)
      const value = (data as Record<string, unknown>)[node.alias?.value ?? node.name.value]
      if (value === null || value === undefined) return
      const inner = getNamedType(field.type)
      const items: readonly unknown[] = Array.isArray(value) ? value : [value]
      const { selectionSet } = node
      if (!selectionSet || !isCompositeType(inner)) {
        sum += cost.weight * items.length
        return
      }
      if (cost.isBuckets) {
        sum += cost.weight + this.#valuesOf(walk, cost, inner, selectionSet, items.length)
        return
      }
      const buckets = findBucketCount(argumentsOf(field, node, walk)) ?? above
      for (const item of items)
        sum +=
          cost.weight +
          this.#answer(walk, inner, selectionSet, item, buckets) +
          Math.ceil(buckets / cost.bucketsPerUnit) +
          this.#valuesOf(walk, cost, inner, selectionSet, longestOf(item))
    })
    return sum
  }
}

/** What does not fit is refused when the document runs. */
function argumentsOf(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  { variables }: Walk,
): Record<string, unknown> {
  if (field.args.length === 0) return {}
  try {
    return getArgumentValues(field, node, variables)
  } catch {
    return {}
  }
}

function sizeOf({ slicingArguments, assumedSize }: FieldCost, values: Record<string, unknown>): number {
  const sizes = slicingArguments.flatMap((name) => {
    const value = values[name]
    if (Array.isArray(value)) return [value.length]
    return typeof value === 'number' && value >= 0 ? [value] : []
  })
  return sizes.length === 0 ? assumedSize : Math.max(...sizes)
}

/** Length of the longest list in an object: columns are of equal length. */
const longestOf = (item: unknown): number =>
  typeof item !== 'object' || item === null
    ? 0
    : Math.max(0, ...Object.values(item).map((value) => (Array.isArray(value) ? value.length : 0)))

const hasLists = (type: GraphQLOutputType): boolean =>
  isListType(type) || (isNonNullType(type) && hasLists(type.ofType))

/** The definition of a field of a document; undefined: there is none, as of `__typename`. */
export function fieldOf(schema: GraphQLSchema, parent: GraphQLCompositeType, node: FieldNode) {
  return 'getFields' in parent
    ? (parent.getFields()[node.name.value] as GraphQLField<unknown, unknown> | undefined)
    : undefined
}

/** The fields of selections with fragments spread; what is skipped by a directive is left out. */
export class Walk {
  readonly variables: Readonly<Record<string, unknown>>
  readonly #fragments = new Map<string, FragmentDefinitionNode>()

  constructor(document: DocumentNode, variables: Readonly<Record<string, unknown>>) {
    this.variables = variables
    for (const definition of document.definitions)
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(definition.name.value, definition)
  }

  each(
    schema: GraphQLSchema,
    type: GraphQLCompositeType,
    { selections }: SelectionSetNode,
    visit: (parent: GraphQLCompositeType, node: FieldNode) => void,
  ): void {
    for (const selection of selections) {
      if (!this.#isAsked(schema, selection)) continue
      if (selection.kind === Kind.FIELD) {
        visit(type, selection)
        continue
      }
      const spread =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#fragments.get(selection.name.value)
      if (!spread) continue
      const on = spread.typeCondition && schema.getType(spread.typeCondition.name.value)
      this.each(schema, on && isCompositeType(on) ? on : type, spread.selectionSet, visit)
    }
  }

  #isAsked(schema: GraphQLSchema, node: SelectionSetNode['selections'][number]): boolean {
    if (!node.directives?.length) return true
    try {
      const skip = getDirectiveValues(schema.getDirective('skip')!, node, this.variables)
      const include = getDirectiveValues(schema.getDirective('include')!, node, this.variables)
      return skip?.if !== true && include?.if !== false
    } catch {
      return true
    }
  }
}
