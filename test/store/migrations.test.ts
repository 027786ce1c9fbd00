import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { getMigrations, openSchemaEngine, type Queryable } from '../../src/db.ts'
import { ensurePartitions } from '../../src/lib/partitions.ts'
import { migrate } from '../../scripts/migrate.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { linearMarket, loadLiquidations, loadMarkets, order, span } from '../support/fixtures.ts'

let migrated: TestDatabase
let declared: TestDatabase

beforeAll(async () => {
  migrated = await createEmptyDatabase()
  declared = await createEmptyDatabase()
})

afterAll(async () => {
  await migrated.close()
  await declared.close()
})

/** Everything that Prisma manages, as text: columns, keys and indexes, enums. */
async function describeSchema(db: Queryable): Promise<string[]> {
  const result = await db.query<{ line: string }>(`
    select format('%s.%s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
      case when a.attnotnull then 'not null' end, pg_get_expr(d.adbin, d.adrelid)) as line
    from pg_attribute a join pg_class c on c.oid = a.attrelid left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
      and c.relname <> '_prisma_migrations'
    union all
    select format('%s: %s', conrelid::regclass, pg_get_constraintdef(oid)) from pg_constraint
    where connamespace = 'public'::regnamespace and contype in ('p', 'f', 'u') and conrelid <> coalesce(to_regclass('_prisma_migrations'), 0)
    union all
    select replace(indexdef, ' ON ONLY ', ' ON ') from pg_indexes where schemaname = 'public' and tablename <> '_prisma_migrations'
    union all
    select format('%s: %s', t.typname, string_agg(e.enumlabel, ',' order by e.enumsortorder))
    from pg_type t join pg_enum e on e.enumtypid = t.oid group by t.typname
    order by 1`)
  return result.rows.map(({ line }) => line)
}

test('schema.prisma and the migrated database agree, to each column, key, index and enum', async () => {
  const engine = await openSchemaEngine(declared.url)
  const script = await engine.scriptFromEmpty()
  await declared.pool.query('drop schema public cascade')
  await declared.pool.query(script)
  const expected = await describeSchema(declared.pool)
  expect(expected.length).toBeGreaterThan(150)
  expect(await describeSchema(migrated.pool)).toEqual(expected)
})

test('a second run applies nothing and leaves the partitions that the writers made', async () => {
  const [market] = await loadMarkets(migrated, [linearMarket('binance', 'BTC')])
  await loadLiquidations(migrated, 'binance', span('22T00:00', '23T00:00'), [
    order(market!, '22T01:00', 'LONG', '7'),
  ])
  expect(await migrate(migrated.url)).toEqual([])
  const partitions = await migrated.pool.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'partition'::regnamespace and relkind = 'r' order by 1`,
  )
  expect(partitions.rows.map(({ name }) => name)).toEqual([
    'liquidation_2025_09',
    'liquidation_2025_10',
    'liquidation_minute_2025_09',
    'liquidation_minute_2025_10',
  ])
  const rows = await migrated.pool.query<{ count: number }>('select count(*)::int as count from liquidation')
  expect(rows.rows[0]!.count).toBe(1)
})

test('facts are partitioned by month and keyed by market or asset, then time', async () => {
  const keys = await migrated.pool.query<{ name: string; key: string; partitioned: boolean }>(
    `select conrelid::regclass::text as name, pg_get_constraintdef(k.oid) as key, c.relkind = 'p' as partitioned
     from pg_constraint as k join pg_class as c on c.oid = k.conrelid
     where contype = 'p' and conrelid::regclass::text = any($1) order by 1`,
    [['liquidation', 'open_interest', 'market_cap']],
  )
  expect(keys.rows).toEqual([
    { name: 'liquidation', key: 'PRIMARY KEY (market_id, "time", source_id, order_key)', partitioned: true },
    { name: 'market_cap', key: 'PRIMARY KEY (asset_id, "time", source_id)', partitioned: true },
    { name: 'open_interest', key: 'PRIMARY KEY (market_id, "time", source_id)', partitioned: true },
  ])
})

test('two writers that need the same new month at once both go on', async () => {
  const window = span('01T00:00', '02T00:00')
  const clients = [
    new pg.Client({ connectionString: migrated.url }),
    new pg.Client({ connectionString: migrated.url }),
  ]
  for (const client of clients) await client.connect()
  await Promise.all(clients.map((client) => ensurePartitions(client as never, ['open_interest'], window)))
  for (const client of clients) await client.end()
})

test('each migration has a name that sorts by its day', () => {
  for (const { name } of getMigrations()) expect(name).toMatch(/^\d{14}_[a-z_]+$/)
})
