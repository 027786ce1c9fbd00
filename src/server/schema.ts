import fs from 'node:fs'
import path from 'node:path'
import { makeExecutableSchema } from '@graphql-tools/schema'
import type { GraphQLSchema } from 'graphql'
import { liquidationResolvers } from '../liquidations/resolvers.ts'
import { marketCapResolvers } from '../marketCap/resolvers.ts'
import { marketResolvers } from '../markets/resolvers.ts'
import { openInterestResolvers } from '../openInterest/resolvers.ts'
import { qualityResolvers } from '../quality/resolvers.ts'
import { nodeResolvers } from './node.ts'
import { DateTime, Decimal } from './scalars.ts'

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

/** The executable schema: SDL from `schema/`, resolvers from the domains. */
export function buildSchema(): GraphQLSchema {
  return makeExecutableSchema({
    typeDefs: readTypeDefs(),
    resolvers: [
      { DateTime, Decimal },
      nodeResolvers,
      marketResolvers,
      liquidationResolvers,
      openInterestResolvers,
      marketCapResolvers,
      qualityResolvers,
    ] as never,
    inheritResolversFromInterfaces: false,
  })
}
