import {
  getNamedType,
  getNullableType,
  getOperationAST,
  isInputObjectType,
  isListType,
  isObjectType,
  Kind,
  parse,
  typeFromAST,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type GraphQLInputType,
  type GraphQLSchema,
  type TypeNode,
} from 'graphql'
import type { Question } from './admit.ts'
import { DateTime, findRelativeTime, toIsoText } from './scalars.ts'

/** The variable that takes the cursor of the next page. */
const AFTER = 'after'

/** Where a connection that is read on tells its cursor: no document may use a name like this for its own. */
export const PAGE_INFO = '__page'

const [pageInfoNode] = (
  parse(`{ ${PAGE_INFO}: pageInfo { hasNextPage endCursor } }`, { noLocation: true })
    .definitions[0] as Question['operation']
).selectionSet.selections as [FieldNode]

const withDocument = (question: Question, document: DocumentNode): Question =>
  document === question.document
    ? question
    : { ...question, document, operation: getOperationAST(document, question.operation.name?.value)! }

/** The same question with the cursor of each connection that takes `$after`, whether it was asked for or not. */
export function withCursors(schema: GraphQLSchema, question: Question): Question {
  const types = new TypeInfo(schema)
  const document = visit(
    question.document,
    visitWithTypeInfo(types, {
      Field: {
        leave(node) {
          const takesAfter = node.arguments?.some(
            ({ name, value }) =>
              name.value === AFTER && value.kind === Kind.VARIABLE && value.name.value === AFTER,
          )
          const type = getNamedType(types.getType())
          if (!takesAfter || !node.selectionSet || !isObjectType(type) || !('pageInfo' in type.getFields()))
            return undefined
          const selections = [...node.selectionSet.selections, pageInfoNode]
          return { ...node, selectionSet: { ...node.selectionSet, selections } }
        },
      },
    }),
  )
  return withDocument(question, document)
}

/** The same question with "-7d/d" and the like told as the moments that they are now, in the document and in its variables. */
export function withMoments(schema: GraphQLSchema, question: Question, now: Date): Question {
  const types = new TypeInfo(schema)
  const document = visit(
    question.document,
    visitWithTypeInfo(types, {
      StringValue(node) {
        const type = types.getInputType()
        const value = type && momentsOf(node.value, type, now)
        return value === node.value || typeof value !== 'string' ? undefined : { ...node, value }
      },
    }),
  )
  const variables = { ...question.variables }
  for (const { variable, type } of question.operation.variableDefinitions ?? []) {
    const { value: name } = variable.name
    const input = inputOf(schema, type)
    if (input && name in variables) variables[name] = momentsOf(variables[name], input, now)
  }
  return withDocument({ ...question, variables }, document)
}

const inputOf = (schema: GraphQLSchema, type: TypeNode) =>
  typeFromAST(schema, type) as GraphQLInputType | undefined

/** A value with the moments in it; what does not fit its type stays as it is, and is refused when it runs. */
function momentsOf(value: unknown, declared: GraphQLInputType, now: Date): unknown {
  const type = getNullableType(declared)
  if (isListType(type)) {
    const of = type.ofType
    return Array.isArray(value) ? value.map((item) => momentsOf(item, of, now)) : momentsOf(value, of, now)
  }
  if (isInputObjectType(type)) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    const fields = type.getFields()
    return Object.fromEntries(
      Object.entries(value).map(([name, own]) => [
        name,
        fields[name] ? momentsOf(own, fields[name].type, now) : own,
      ]),
    )
  }
  if (type.name !== DateTime.name || typeof value !== 'string') return value
  const moment = findRelativeTime(value, now.getTime())
  return moment ? toIsoText(moment.getTime()) : value
}
