import { isEnumType, isInputObjectType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql'

/** How long what is deprecated goes on at least, months. */
export const NOTICE_MONTHS = 6

/** What an SDL says is on its way out. */
export interface Deprecation {
  /** E.g. "Query.liquidations", "Query.liquidations.interval" of an argument, "Interval.DAY" of a value. */
  readonly path: string
  readonly reason: string
}

/** Everything in a schema that carries `@deprecated`. */
export function getDeprecations(schema: GraphQLSchema): Deprecation[] {
  const found: Deprecation[] = []
  const look = (path: string, reason: string | null | undefined) => {
    if (reason != null) found.push({ path, reason })
  }
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue
    if (isEnumType(type))
      for (const { name, deprecationReason } of type.getValues())
        look(`${type.name}.${name}`, deprecationReason)
    else if (isInputObjectType(type))
      for (const field of Object.values(type.getFields()))
        look(`${type.name}.${field.name}`, field.deprecationReason)
    else if (isObjectType(type) || isInterfaceType(type))
      for (const field of Object.values(type.getFields())) {
        look(`${type.name}.${field.name}`, field.deprecationReason)
        for (const arg of field.args) look(`${type.name}.${field.name}.${arg.name}`, arg.deprecationReason)
      }
  }
  return found
}

/** The day after which what is deprecated may go; undefined when the reason names no day or nothing to use in its place. */
export function endOf({ reason }: Deprecation): Date | undefined {
  const day = /Removed after (\d{4}-\d{2}-\d{2}); use \S.*/.exec(reason)?.[1]
  const end = day === undefined ? Number.NaN : Date.parse(`${day}T00:00:00Z`)
  return Number.isNaN(end) ? undefined : new Date(end)
}

/**
 * What of a schema's deprecations breaks the policy: each names its end and what takes its place, and a new one leaves clients six months.
 * @param before what was deprecated before the change
 */
export function findPolicyFaults(
  deprecations: readonly Deprecation[],
  before: readonly Deprecation[],
  now: Date,
): string[] {
  const known = new Set(before.map(({ path }) => path))
  const soonest = new Date(now)
  soonest.setUTCMonth(soonest.getUTCMonth() + NOTICE_MONTHS)
  soonest.setUTCHours(0, 0, 0, 0)
  return deprecations.flatMap((deprecation) => {
    const { path, reason } = deprecation
    const end = endOf(deprecation)
    if (!end) return [`${path}: "${reason}" does not end in "Removed after YYYY-MM-DD; use …".`]
    if (!known.has(path) && end < soonest)
      return [
        `${path}: is removed after ${end.toISOString().slice(0, 10)}, which is less than ${NOTICE_MONTHS} months ahead.`,
      ]
    return []
  })
}
