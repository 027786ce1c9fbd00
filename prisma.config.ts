import { defineConfig } from 'prisma/config'

/** Only the generator reads this: migrations are applied by `src/migrate.ts`, which needs no native engine. */
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
})
