import { GraphQLScalarType, Kind, valueFromASTUntyped } from 'graphql'
import { InputError } from '../lib/errors.ts'
import { encodeOpaque } from '../lib/ids.ts'
import type { Context } from './context.ts'
import { nodeOf, type NodeRow } from './node.ts'

/** Entities that one question may ask for. A router asks for those of a page, so for hundreds at most. */
const MOST_REPRESENTATIONS = 1_000

/**
 * What makes the API a subgraph of Apollo Federation 2 (https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/subgraph-spec):
 * by what a router may name our objects, and what others may define as well.
 */
export const FEDERATION_KEYS = `
extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])

extend type Exchange @key(fields: "id") @key(fields: "code")
extend type Sector @key(fields: "id") @key(fields: "code")
extend type Asset @key(fields: "id") @key(fields: "code")
extend type Market @key(fields: "id") @key(fields: "exchange { code } symbol")
extend type Basket @key(fields: "id") @key(fields: "code")
extend type Episode @key(fields: "id") @key(fields: "code")
extend type LiquidationOrder @key(fields: "id")
`

/** What a router asks through: no part of the SDL that it is told. */
export const FEDERATION_MACHINERY = `
directive @link(url: String!, as: String, import: [String]) repeatable on SCHEMA
directive @key(fields: String!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE
directive @shareable repeatable on OBJECT | FIELD_DEFINITION

"An object by one of its keys, with \`__typename\`."
scalar _Any

"What a router may ask for by a key."
union _Entity = Exchange | Sector | Asset | Market | Basket | Episode | LiquidationOrder

"This API as a subgraph."
type _Service {
  "The SDL that a supergraph is composed from."
  sdl: String!
}

extend type Query {
  "This API as a subgraph."
  _service: _Service!
  """
  Objects by their keys, in the order asked; null where there is none. For routers.
  Errors (BAD_USER_INPUT): MALFORMED_REPRESENTATION, MALFORMED_ID, OUT_OF_RANGE.
  """
  _entities("Up to ${MOST_REPRESENTATIONS} objects by their keys." representations: [_Any!]!): [_Entity]!
    @listSize(slicingArguments: ["representations"])
}
`

/** One object as a router names it. */
type Representation = Readonly<Record<string, unknown>>

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** Entities that have a code of their own. */
const WITH_CODE: ReadonlySet<string> = new Set(['Exchange', 'Sector', 'Asset', 'Basket', 'Episode'])
const WITHOUT_CODE: ReadonlySet<string> = new Set(['Market', 'LiquidationOrder'])

/** The global id of what is named by any of its keys; undefined when it is named by none. */
function idOf(type: string, named: Representation): string | undefined {
  const id = textOf(named.id)
  if (id !== undefined) return id
  const code = textOf(named.code)
  if (WITH_CODE.has(type) && code !== undefined) return encodeOpaque(type, [code])
  const exchange = textOf((named.exchange as Representation | null | undefined)?.code)
  const symbol = textOf(named.symbol)
  return type === 'Market' && exchange !== undefined && symbol !== undefined
    ? encodeOpaque('Market', [exchange, symbol])
    : undefined
}

/** @throws InputError MALFORMED_REPRESENTATION, MALFORMED_ID */
async function entityOf(named: Representation, context: Context, at: number): Promise<NodeRow | null> {
  const type = textOf(named.__typename) ?? ''
  const isKnown = WITH_CODE.has(type) || WITHOUT_CODE.has(type)
  const id = isKnown ? idOf(type, named) : undefined
  if (id === undefined)
    throw new InputError('This names no object of this API.', {
      reason: 'MALFORMED_REPRESENTATION',
      argument: ['representations', at],
      accepted: isKnown
        ? `${type} by one of its keys, as \`_service { sdl }\` tells them`
        : [...WITH_CODE, ...WITHOUT_CODE],
    })
  const found = await nodeOf(id, context, ['representations', at, 'id'])
  return found?.__typename === type ? found : null
}

/** Takes objects alone. */
const Any = new GraphQLScalarType({
  name: '_Any',
  description: 'An object by one of its keys, with `__typename`.',
  parseValue: asRepresentation,
  parseLiteral: (node, variables) =>
    asRepresentation(node.kind === Kind.OBJECT ? valueFromASTUntyped(node, variables) : undefined),
})

function asRepresentation(value: unknown): Representation {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Representation
  throw new InputError('A representation is no object.', {
    reason: 'MALFORMED_REPRESENTATION',
    argument: ['representations'],
    accepted: 'an object with `__typename` and a key',
  })
}

/** @param sdl what a router is told */
export const federationResolvers = (sdl: string) => ({
  _Any: Any,
  _Entity: { __resolveType: ({ __typename }: NodeRow) => __typename },
  Query: {
    _service: () => ({ sdl }),
    _entities: (
      _: unknown,
      { representations }: { representations: readonly Representation[] },
      context: Context,
    ) => {
      if (representations.length > MOST_REPRESENTATIONS)
        throw new InputError(`\`representations\` has ${representations.length} objects.`, {
          reason: 'OUT_OF_RANGE',
          argument: ['representations'],
          accepted: `${MOST_REPRESENTATIONS} objects at most`,
        })
      // Errors as values: graphql-jit leaves out what is rejected at the end of a list.
      return Promise.all(
        representations.map((named, at) => entityOf(named, context, at).catch((error: unknown) => error)),
      )
    },
  },
})
