import { Command, Option } from 'commander'
import type pg from 'pg'
import { createKey, revokeKey, rotateKey, type MadeKey } from '../src/access/manage.ts'
import { SCOPES, type ApiKeyRow, type Scope } from '../src/access/record.ts'
import { getApiKeys } from '../src/access/store.ts'
import { readConfig } from '../src/config.ts'
import { InputError, messageOf, SetupError } from '../src/lib/errors.ts'
import { DAY_MS } from '../src/lib/time.ts'
import { openStore } from './support/openStore.ts'

/** `npm run keys -- …`: keys of partners. What opens the door is printed once, when it is made. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('keys').description('keys of partners: made, listed, rotated, revoked')
  program
    .command('create')
    .description('makes a key, and prints it this once')
    .requiredOption('--name <name>', 'name for people')
    .addOption(
      new Option('--scopes <list>', `some of ${SCOPES.join(', ')}`)
        .argParser((text) => text.split(',').map((scope) => scope.trim().toUpperCase()))
        .default(['READ']),
    )
    .option('--days <days>', 'opens nothing after so many days, or "never" (default: never)', daysOf)
    .option('--units <units>', 'units a minute (default: what the server gives to every key)', Number)
    .action((options: { name: string; scopes: string[]; days?: Days; units?: number }) =>
      withStore(async (pool) => {
        const unknown = options.scopes.filter((scope) => !(SCOPES as readonly string[]).includes(scope))
        if (unknown.length > 0)
          throw new InputError(`There is no scope ${unknown.join(', ')}.`, {
            reason: 'SCOPES',
            argument: ['--scopes'],
            accepted: SCOPES,
          })
        const now = new Date()
        const made = await createKey(
          pool,
          {
            name: options.name,
            scopes: options.scopes as Scope[],
            unitsPerMinute: options.units ?? null,
            expiresAt: daysFrom(now, options.days),
          },
          now,
        )
        print(made)
      }),
    )
  program
    .command('list')
    .description('all keys, newest first')
    .action(() =>
      withStore(async (pool) => {
        const rows = await getApiKeys(pool)
        for (const row of rows) process.stdout.write(`${lineOf(row)}\n`)
        process.stdout.write(rows.length === 1 ? '1 key.\n' : `${rows.length} keys.\n`)
      }),
    )
  program
    .command('rotate <id>')
    .description('makes a key in place of another, which goes on for the overlap')
    .option('--overlap <hours>', 'hours', Number, 24)
    .option('--days <days>', 'opens nothing after so many days, or "never" (default: as the old one)', daysOf)
    .action((id: string, { overlap, days }: { overlap: number; days?: Days }) =>
      withStore(async (pool) => {
        const now = new Date()
        print(await rotateKey(pool, id, overlap, now, { expiresAt: daysFrom(now, days) }))
      }),
    )
  program
    .command('revoke <id>')
    .description('ends a key')
    .action((id: string) =>
      withStore(async (pool) => {
        process.stdout.write(`${lineOf(await revokeKey(pool, id, new Date()))}\n`)
      }),
    )
  await program.parseAsync([...argv], { from: 'user' })
}

type Days = number | 'never'

const daysOf = (text: string): Days => (text === 'never' ? text : Number(text))

/** null: never; undefined: nothing was said. */
function daysFrom(now: Date, days: Days | undefined): Date | null | undefined {
  if (days === undefined) return undefined
  if (days === 'never') return null
  if (days > 0 && days <= 36_500) return new Date(now.getTime() + days * DAY_MS)
  throw new InputError(`--days is ${days}.`, {
    reason: 'OUT_OF_RANGE',
    argument: ['--days'],
    accepted: 'a number above 0, 36500 at most, or "never"',
  })
}

function print({ row, key }: MadeKey): void {
  process.stdout.write(`${lineOf(row)}\n\n  ${key}\n\nThis is told once: what is kept is a hash.\n`)
}

function lineOf({ id, name, scopes, createdAt, expiresAt, revokedAt, lastUsedAt }: ApiKeyRow): string {
  const day = (time: Date) => time.toISOString().slice(0, 16)
  const end = revokedAt
    ? `revoked ${day(revokedAt)}`
    : expiresAt
      ? `expires ${day(expiresAt)}`
      : 'does not expire'
  return `${id}  ${name}  ${scopes.join(',')}  made ${day(createdAt)}, ${end}, ${lastUsedAt ? `used ${day(lastUsedAt)}` : 'never used'}`
}

async function withStore(work: (pool: pg.Pool) => Promise<void>): Promise<void> {
  try {
    const store = await openStore(readConfig(), () => undefined)
    try {
      await work(store.database.pool)
    } finally {
      await store.close()
    }
  } catch (error) {
    const accepted = error instanceof InputError ? ` Accepted: ${String(error.fault.accepted)}.` : ''
    process.stderr.write(`${messageOf(error)}${accepted}\n`)
    process.exitCode = error instanceof InputError || error instanceof SetupError ? 2 : 1
  }
}
