import { openDatabase, openSchemaEngine, getMigrations, type Queryable } from '../src/db.ts'

/** Names of migrations that the database lacks, oldest first; all of them on an empty database. */
export async function getPendingMigrations(connection: Queryable): Promise<string[]> {
  const known = await connection.query<{ exists: boolean }>(
    `select to_regclass('public._prisma_migrations') is not null as exists`,
  )
  if (!known.rows[0]?.exists) return getMigrations().map(({ name }) => name)
  const applied = await connection.query<{ name: string }>(
    'select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null',
  )
  const names = new Set(applied.rows.map(({ name }) => name))
  return getMigrations()
    .map(({ name }) => name)
    .filter((name) => !names.has(name))
}

/** Applies the missing migrations to the database at `url`; returns their names. */
export async function migrate(url: string): Promise<string[]> {
  const engine = await openSchemaEngine(url)
  return engine.migrate()
}

/** Whether anything is missing, told without loading the schema engine. */
export async function isMigrated(url: string): Promise<boolean> {
  const database = openDatabase({ url, size: 1 })
  try {
    return (await getPendingMigrations(database.pool)).length === 0
  } finally {
    await database.close()
  }
}
