import type pg from 'pg'
import { inTransaction, type Queryable } from '../db.ts'
import { InputError } from '../lib/errors.ts'
import { isKeepable } from '../lib/text.ts'
import { HOUR_MS } from '../lib/time.ts'
import { handOverWebhooks } from '../webhooks/store.ts'
import { makeKey } from './keys.ts'
import { SCOPES, type ApiKeyRow, type Scope } from './record.ts'
import { expireApiKey, findApiKey, findKeyEnd, insertApiKey, revokeApiKey } from './store.ts'

export interface KeyToMake {
  readonly name: string
  readonly scopes: readonly Scope[]
  /** undefined: what the server gives to every key. */
  readonly unitsPerMinute?: number | null | undefined
  /** undefined: never. */
  readonly expiresAt?: Date | null | undefined
}

/** A key and what opens the door: told once. */
export interface MadeKey {
  readonly row: ApiKeyRow
  readonly key: string
}

const MOST_UNITS = 100_000_000

/** @throws InputError KEY_NAME, SCOPES, OUT_OF_RANGE, EXPIRES_AT */
function check({ name, scopes, unitsPerMinute, expiresAt }: KeyToMake, now: Date): void {
  if (name.trim() === '' || name.length > 200 || !isKeepable(name))
    throw new InputError('A key needs a name.', {
      reason: 'KEY_NAME',
      argument: ['input', 'name'],
      accepted: '1 to 200 characters, none of them U+0000',
    })
  if (scopes.length === 0 || new Set(scopes).size < scopes.length)
    throw new InputError('A key needs scopes, each once.', {
      reason: 'SCOPES',
      argument: ['input', 'scopes'],
      accepted: SCOPES,
    })
  const isOfUnits = (units: number) => Number.isInteger(units) && units >= 1 && units <= MOST_UNITS
  if (unitsPerMinute != null && !isOfUnits(unitsPerMinute))
    throw new InputError(`\`unitsPerMinute\` is ${unitsPerMinute}.`, {
      reason: 'OUT_OF_RANGE',
      argument: ['input', 'unitsPerMinute'],
      accepted: `a whole number from 1 to ${MOST_UNITS}`,
    })
  checkEnd(expiresAt, ['input', 'expiresAt'], now)
}

/** @throws InputError EXPIRES_AT */
function checkEnd(end: Date | null | undefined, argument: readonly string[], now: Date): void {
  if (end && end <= now)
    throw new InputError('A key can’t have expired before it is made.', {
      reason: 'EXPIRES_AT',
      argument,
      accepted: 'a moment in the future, or null: it does not expire',
    })
}

/** Makes a key. */
export async function createKey(db: Queryable, asked: KeyToMake, now: Date): Promise<MadeKey> {
  check(asked, now)
  const made = makeKey()
  const row = await insertApiKey(db, {
    ...made,
    name: asked.name.trim(),
    scopes: asked.scopes,
    unitsPerMinute: asked.unitsPerMinute ?? null,
    createdAt: now,
    expiresAt: asked.expiresAt ?? null,
    replaces: null,
  })
  return { row, key: made.key }
}

const MOST_OVERLAP_HOURS = 720

/**
 * Makes a key in place of another: the same name, scopes, units, end and webhooks. The old one goes on for the overlap, so that nobody is
 * locked out.
 * @param asked an end in place of the old key's; null: none
 * @throws InputError UNKNOWN_KEY, KEY_ENDED, OUT_OF_RANGE, EXPIRES_AT
 */
export async function rotateKey(
  pool: pg.Pool,
  id: string,
  overlapHours: number,
  now: Date,
  asked: Pick<KeyToMake, 'expiresAt'> = {},
): Promise<MadeKey> {
  if (!(overlapHours >= 0 && overlapHours <= MOST_OVERLAP_HOURS))
    throw new InputError(`\`overlapHours\` is ${overlapHours}.`, {
      reason: 'OUT_OF_RANGE',
      argument: ['overlapHours'],
      accepted: `a number from 0 to ${MOST_OVERLAP_HOURS}`,
    })
  return inTransaction(pool, async (client) => {
    const old = await findApiKey(client, id)
    if (!old) throw unknownKey(id)
    if (old.revokedAt || (old.expiresAt && old.expiresAt <= now))
      throw new InputError(`The key ${id} has ended.`, {
        reason: 'KEY_ENDED',
        argument: ['id'],
        accepted: 'a key that is valid',
      })
    const expiresAt = asked.expiresAt === undefined ? await findKeyEnd(client, id) : asked.expiresAt
    checkEnd(expiresAt, ['expiresAt'], now)
    const made = makeKey()
    const row = await insertApiKey(client, {
      ...made,
      name: old.name,
      scopes: old.scopes,
      unitsPerMinute: old.unitsPerMinute,
      createdAt: now,
      expiresAt,
      replaces: old.id,
    })
    await handOverWebhooks(client, id)
    await expireApiKey(client, id, new Date(now.getTime() + overlapHours * HOUR_MS))
    return { row, key: made.key }
  })
}

/** Ends a key at once. @throws InputError UNKNOWN_KEY */
export async function revokeKey(db: Queryable, id: string, now: Date): Promise<ApiKeyRow> {
  const row = await revokeApiKey(db, id, now)
  if (!row) throw unknownKey(id)
  return row
}

const unknownKey = (id: string) =>
  new InputError(`There is no key ${JSON.stringify(id)}.`, {
    reason: 'UNKNOWN_KEY',
    argument: ['id'],
    accepted: 'an id of `apiKeys`',
  })
