import fs from 'node:fs'
import path from 'node:path'
import { makeExecutableSchema } from '@graphql-tools/schema'
import { isObjectType, type GraphQLField, type GraphQLSchema } from 'graphql'
import { accessResolvers } from '../access/resolvers.ts'
import { basisResolvers } from '../basis/resolvers.ts'
import { episodeResolvers } from '../episodes/resolvers.ts'
import { fundingResolvers } from '../funding/resolvers.ts'
import { leverageResolvers } from '../leverage/resolvers.ts'
import { liquidationResolvers } from '../liquidations/resolvers.ts'
import { longShortResolvers } from '../longShort/resolvers.ts'
import { marketCapResolvers } from '../marketCap/resolvers.ts'
import { measureResolvers } from '../measures/resolvers.ts'
import { marketResolvers } from '../markets/resolvers.ts'
import { openInterestResolvers } from '../openInterest/resolvers.ts'
import { orderBookResolvers } from '../orderBook/resolvers.ts'
import { qualityResolvers } from '../quality/resolvers.ts'
import { reserveResolvers } from '../reserves/resolvers.ts'
import { volumeResolvers } from '../volume/resolvers.ts'
import { streamResolvers } from '../stream/resolvers.ts'
import { webhookResolvers } from '../webhooks/resolvers.ts'
import { FEDERATION_KEYS, FEDERATION_MACHINERY, federationResolvers } from './federation.ts'
import { nodeResolvers } from './node.ts'
import { DateTime, Decimal, JSONObject } from './scalars.ts'

const SCHEMA_DIR = path.resolve(import.meta.dirname, '../../schema')

/** The SDL, a file a domain, as one text. */
export function readTypeDefs(): string {
  return fs
    .readdirSync(SCHEMA_DIR)
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => fs.readFileSync(path.join(SCHEMA_DIR, name), 'utf8'))
    .join('\n')
}

/** The SDL that a supergraph is composed from. */
export const readSubgraphSdl = (): string =>
  // Every API with connections has it; an extension would share its own fields alone.
  `${readTypeDefs().replace('type PageInfo {', 'type PageInfo @shareable {')}\n${FEDERATION_KEYS}`

export interface SchemaOptions {
  /** Whether it is a subgraph of Apollo Federation 2 as well. */
  readonly federation?: boolean
}

/** The executable schema: SDL from `schema/`, resolvers from the domains. */
export function buildSchema({ federation = false }: SchemaOptions = {}): GraphQLSchema {
  const subgraphSdl = federation ? readSubgraphSdl() : undefined
  const schema = makeExecutableSchema({
    typeDefs: subgraphSdl ? [subgraphSdl, FEDERATION_MACHINERY] : readTypeDefs(),
    resolvers: [
      { DateTime, Decimal, JSONObject },
      nodeResolvers,
      marketResolvers,
      measureResolvers,
      liquidationResolvers,
      openInterestResolvers,
      leverageResolvers,
      marketCapResolvers,
      fundingResolvers,
      longShortResolvers,
      basisResolvers,
      volumeResolvers,
      reserveResolvers,
      orderBookResolvers,
      episodeResolvers,
      qualityResolvers,
      accessResolvers,
      streamResolvers,
      webhookResolvers,
      ...(subgraphSdl ? [federationResolvers(subgraphSdl)] : []),
    ] as never,
    inheritResolversFromInterfaces: false,
  })
  for (const type of Object.values(schema.getTypeMap()))
    if (isObjectType(type)) for (const field of Object.values(type.getFields())) rejectRatherThanThrow(field)
  return schema
}

/** Compiled documents tell the path of a promise that rejects, but not of a resolver that throws: make it the former. */
function rejectRatherThanThrow(field: GraphQLField<unknown, unknown>): void {
  const { resolve } = field
  if (!resolve) return
  field.resolve = (...args): unknown => {
    try {
      return resolve(...args)
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)))
    }
  }
}
