import type { CodegenConfig } from '@graphql-codegen/cli'

/** Types the documents of the examples: `npm run codegen:client`. In a project of your own `schema` is the address of an API. */
const config: CodegenConfig = {
  schema: 'schema/*.graphql',
  documents: 'docs/examples/orders.graphql',
  generates: {
    'docs/examples/orders.generated.ts': {
      plugins: ['typescript-operations', 'typed-document-node'],
      config: {
        enumsAsTypes: true,
        useTypeImports: true,
        strictScalars: true,
        // Decimals are text: a number would lose digits.
        scalars: { DateTime: 'string', Decimal: 'string', JSONObject: 'Record<string, unknown>' },
      },
    },
  },
}

export default config
