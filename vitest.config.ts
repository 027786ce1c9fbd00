import fs from 'node:fs'
import { defineConfig } from 'vitest/config'
import { relayPlugin } from './test/support/relayPlugin.ts'

const closingLine = './test/support/closingLine.ts'

export default defineConfig({
  // Vite would take graphql's ES module while Apollo takes its CommonJS one: two copies of every type.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  plugins: [relayPlugin],
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    globalSetup: ['test/support/globalSetup.ts'],
    reporters: fs.existsSync(closingLine) ? ['default', closingLine] : ['default'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // Two workers: the tests share the machine with PostgreSQL.
    maxWorkers: 2,
    // A worker reads each module once for all of its files: they share nothing that a test changes.
    isolate: false,
  },
})
