/** Scalars of the schema whose values are texts. A text of any other type of a variable is a value of an enum. */
const TEXTS = new Set(['String', 'ID', 'DateTime', 'Decimal'])

/** The head of a question: its kind and name, and what it takes. */
const HEAD = /^((?:query|subscription) \w+\()([^)]*)\)/

/**
 * A question as one text that can be run wherever it is pasted: what it was asked with stands in it as the defaults of its variables.
 */
export function runnable(query: string, variables: Readonly<Record<string, unknown>>): string {
  return query.trim().replace(HEAD, (_, begin: string, definitions: string) => {
    const parts = definitions.split(', ').map((definition) => {
      const [name, type] = definition.split(': ')
      const value = variables[name!.slice(1)]
      return value === undefined ? definition : `${definition} = ${literal(value, type)}`
    })
    return parts.length === 1 ? `${begin}${parts[0]})` : `${begin}\n  ${parts.join('\n  ')}\n)`
  })
}

/** A value of JSON as GraphQL writes it. Fields of input objects that the page sets are texts and numbers alone. */
function literal(value: unknown, type = 'String'): string {
  if (typeof value === 'string')
    return TEXTS.has(type.replaceAll(/[[\]!]/g, '')) ? JSON.stringify(value) : value
  if (Array.isArray(value)) return `[${value.map((own) => literal(own, type)).join(', ')}]`
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .map(([name, own]) => `${name}: ${literal(own)}`)
      .join(', ')} }`
  return String(value)
}
