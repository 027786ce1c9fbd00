import {
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
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
  valueFromASTUntyped,
} from 'graphql'

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
}

/**
 * Estimates what a document costs before it runs, and counts what it has cost after: units as IBM's specification of GraphQL cost
 * directives has them (https://ibm.github.io/graphql-specs/cost-spec.html). An object costs 1, or what `@cost` says of its field; a scalar
 * nothing; a list its size, by `@listSize`, times what is in it.
 */
export class CostModel {
  readonly #schema: GraphQLSchema
  readonly #cost: GraphQLDirective
  readonly #listSize: GraphQLDirective
  readonly #fields = new WeakMap<GraphQLField<unknown, unknown>, FieldCost>()

  constructor(schema: GraphQLSchema) {
    this.#schema = schema
    this.#cost = schema.getDirective('cost')!
    this.#listSize = schema.getDirective('listSize')!
  }

  /** What an operation may cost at most by its arguments. Variables that don't fit are told when it runs: they count as left out. */
  estimate(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
  ): number {
    const walk = new Walk(document, withDefaults(operation, variables))
    const root = this.#schema.getRootType(operation.operation)
    return root ? this.#selection(walk, root, operation.selectionSet, undefined) : 0
  }

  /** What an answer has cost: lists count what they hold. */
  actual(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
    data: unknown,
  ): number {
    const walk = new Walk(document, withDefaults(operation, variables))
    const root = this.#schema.getRootType(operation.operation)
    return root && data ? this.#answer(walk, root, operation.selectionSet, data) : 0
  }

  #of(field: GraphQLField<unknown, unknown>): FieldCost {
    let found = this.#fields.get(field)
    if (!found) {
      const node = field.astNode
      const cost = node && getDirectiveValues(this.#cost, node)
      const size = node && getDirectiveValues(this.#listSize, node)
      found = {
        weight: cost ? Number(cost.weight) : isCompositeType(getNamedType(field.type)) ? 1 : 0,
        isList: isListType(isNonNullType(field.type) ? field.type.ofType : field.type),
        assumedSize: (size?.assumedSize as number | undefined) ?? ASSUMED_SIZE,
        slicingArguments: (size?.slicingArguments as string[] | undefined) ?? [],
        sizedFields: new Set((size?.sizedFields as string[] | undefined) ?? []),
      }
      this.#fields.set(field, found)
    }
    return found
  }

  /** @param sized size of lists below, from the field that the selection is of */
  #selection(
    walk: Walk,
    type: GraphQLCompositeType,
    set: SelectionSetNode,
    sized: { readonly size: number; readonly names: ReadonlySet<string> } | undefined,
  ): number {
    let sum = 0
    walk.each(this.#schema, type, set, (parent, node) => {
      const field = fieldOf(this.#schema, parent, node)
      if (!field) return
      const cost = this.#of(field)
      const size = this.#sizeOf(walk, field, node, cost)
      const inner = getNamedType(field.type)
      const below =
        node.selectionSet && isCompositeType(inner)
          ? this.#selection(
              walk,
              inner,
              node.selectionSet,
              cost.sizedFields.size > 0 ? { size, names: cost.sizedFields } : undefined,
            )
          : 0
      const times = !cost.isList ? 1 : sized?.names.has(field.name) ? sized.size : size
      sum += times * (cost.weight + below)
    })
    return sum
  }

  #sizeOf(walk: Walk, field: GraphQLField<unknown, unknown>, node: FieldNode, cost: FieldCost): number {
    if (cost.slicingArguments.length === 0) return cost.assumedSize
    let values: Record<string, unknown> = {}
    try {
      values = getArgumentValues(field, node, walk.variables)
    } catch {
      // What does not fit is refused when the document runs.
    }
    const sizes = cost.slicingArguments.flatMap((name) => {
      const value = values[name]
      if (Array.isArray(value)) return [value.length]
      return typeof value === 'number' && value >= 0 ? [value] : []
    })
    return sizes.length === 0 ? cost.assumedSize : Math.max(...sizes)
  }

  #answer(walk: Walk, type: GraphQLCompositeType, set: SelectionSetNode, data: unknown): number {
    if (typeof data !== 'object' || data === null) return 0
    let sum = 0
    walk.each(this.#schema, type, set, (parent, node) => {
      const field = fieldOf(this.#schema, parent, node)
      if (!field) return
      const { weight } = this.#of(field)
      const value = (data as Record<string, unknown>)[node.alias?.value ?? node.name.value]
      if (value === null || value === undefined) return
      const inner = getNamedType(field.type)
      const items: readonly unknown[] = Array.isArray(value) ? value : [value]
      if (!node.selectionSet || !isCompositeType(inner)) {
        sum += weight * (Array.isArray(value) ? items.length : 1)
        return
      }
      if (!hasLists(field.type) && items.length === 1) {
        sum += weight + this.#answer(walk, inner, node.selectionSet, items[0])
        return
      }
      for (const item of items) sum += weight + this.#answer(walk, inner, node.selectionSet, item)
    })
    return sum
  }
}

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

/** Variables as the operation will have them: what is left out has its default. */
function withDefaults(
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const defaults = variableDefinitions.flatMap(({ variable, defaultValue }) =>
    defaultValue && variables[variable.name.value] === undefined
      ? [[variable.name.value, valueFromASTUntyped(defaultValue)] as const]
      : [],
  )
  return defaults.length === 0 ? variables : { ...variables, ...Object.fromEntries(defaults) }
}
