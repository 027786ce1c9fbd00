import graphql from '@graphql-eslint/eslint-plugin'
import importX from 'eslint-plugin-import-x'
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript'
import tseslint from 'typescript-eslint'

/** Prisma's client, its adapters and its engine. */
const PRISMA = ['@prisma/*', '**/generated/prisma/**']
const SOURCES = ['**/sources/**']

const prismaRule = {
  group: PRISMA,
  message: 'Prisma is known in store.ts files and src/db.ts alone.',
}
const sourcesRule = {
  group: SOURCES,
  message: 'src/sources is wired in by scripts and tests alone: ask for a source by its interface.',
}

const environmentRule = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'The environment is read in src/config.ts alone.',
}

export default tseslint.config(
  {
    ignores: [
      'node_modules',
      '.data',
      'dist',
      'src/generated',
      'src/page/generated',
      'bench/peers',
      'src/server/explorer',
      'docs/examples/orders.generated.ts',
      'docs/examples/relay/__generated__',
    ],
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.recommendedTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      // Keys of our own enums index records that have them all: `!` says so where the compiler can't see it.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // A source's generator may have nothing to wait for; its interface is asynchronous all the same.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowNullish: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-empty-function': ['error', { allow: ['arrowFunctions'] }],
      '@typescript-eslint/prefer-nullish-coalescing': 'off',
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
    },
  },
  {
    files: ['test/**/*.ts', 'test/**/*.tsx'],
    rules: {
      // Answers of any shape are looked into.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['src/sources/**/*.ts'],
    rules: {
      // A signal's reason is passed on as it is; ccxt's typings declare methods where it holds functions.
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // Four rules of the layout. test/tooling/lintRules.test.ts proves that each bites.
    files: ['**/*.ts', '**/*.tsx'],
    plugins: { 'import-x': importX },
    settings: {
      ...importX.flatConfigs.typescript.settings,
      'import-x/resolver-next': [createTypeScriptImportResolver()],
    },
    rules: {
      'import-x/no-cycle': 'error',
      'no-restricted-syntax': ['error', environmentRule],
      'no-restricted-imports': ['error', { patterns: [prismaRule, sourcesRule] }],
    },
  },
  { files: ['src/config.ts', 'test/**/*.ts', 'test/**/*.tsx'], rules: { 'no-restricted-syntax': 'off' } },
  // A child process is given the environment as it is.
  {
    files: ['scripts/start.ts', 'scripts/bench.ts', 'scripts/importBench.ts', 'bench/**/*.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/store.ts', 'src/db.ts', 'prisma.config.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [sourcesRule] }] },
  },
  {
    files: ['scripts/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts', 'src/sources/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [prismaRule] }] },
  },
  {
    files: ['schema/*.graphql'],
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: { schema: 'schema/*.graphql' } },
    },
    plugins: { '@graphql-eslint': graphql },
    rules: {
      ...graphql.configs['flat/schema-recommended'].rules,
      '@graphql-eslint/require-description': [
        'error',
        {
          types: true,
          FieldDefinition: true,
          InputValueDefinition: true,
          EnumValueDefinition: true,
          DirectiveDefinition: true,
          OperationDefinition: false,
        },
      ],
      // Read-only types without an id are values, not objects to look up again.
      '@graphql-eslint/strict-id-in-types': 'off',
      // One line reads better between the fields.
      '@graphql-eslint/description-style': 'off',
      // "exchangeId" is no field here, and Query.exchanges beside Query.exchange is what clients expect.
      '@graphql-eslint/no-typename-prefix': 'off',
    },
  },
)
