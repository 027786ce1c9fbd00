import { valueFromASTUntyped, type OperationDefinitionNode } from 'graphql'

/** Variables as the operation will have them: what is left out has its default. */
export function withDefaults(
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
