import ipaddr from 'ipaddr.js'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import type pg from 'pg'
import { UnwindError } from '../lib/errors.ts'
import { MINUTE_MS } from '../lib/time.ts'
import { hashOf, isKey } from './keys.ts'
import { SCOPES, type ApiKeyRow, type Caller, type Scope } from './record.ts'
import { findApiKey, findApiKeyByHash, touchApiKey } from './store.ts'

export interface AccessOptions {
  /** true: who has no key may not ask at all. */
  readonly requireKey: boolean
  /** Units that a caller without a key has a minute. */
  readonly anonymousUnits: number
  /** Units that a key has a minute, where it says nothing else. */
  readonly keyUnits: number
  /** What one request may cost at most. */
  readonly mostUnits: number
}

const UNITS_TABLE = 'rate_limit'
const UNITS = 'units'
/** Ends of minutes that lie so near are the same one: it is told in ms that are left. */
const SAME_MINUTE_MS = 5_000

export const DEFAULT_ACCESS: AccessOptions = {
  requireKey: false,
  anonymousUnits: 60_000,
  keyUnits: 120_000,
  mostUnits: 20_000,
}

/** What is left after a request was charged. */
export interface Charge {
  /** Units that the minute had. */
  readonly limit: number
  readonly remaining: number
  readonly resetAt: Date
  /** When the minute ends that it was taken from, ms of the machine's clock, give or take a few: which minute that is. */
  readonly minuteEndsMs: number
}

/** A caller is not who it says, or says nothing where it must. HTTP 401. */
export class UnauthenticatedError extends UnwindError {
  /** KEY_REQUIRED, KEY_MALFORMED, KEY_UNKNOWN, KEY_EXPIRED or KEY_REVOKED. */
  readonly reason: string

  constructor(reason: string, message: string) {
    super('UNAUTHENTICATED', message)
    this.reason = reason
  }
}

/** Its key does not reach that far. HTTP 403. */
export class ForbiddenError extends UnwindError {
  readonly scope: Scope

  constructor(scope: Scope) {
    super('FORBIDDEN', `This needs a key with the scope ${scope}.`)
    this.scope = scope
  }
}

/** Its units of the minute are spent. HTTP 429. */
export class RateLimitedError extends UnwindError {
  readonly charge: Charge
  readonly retryAfterSeconds: number

  constructor(charge: Charge, now: Date) {
    const seconds = Math.max(1, Math.ceil((charge.resetAt.getTime() - now.getTime()) / 1_000))
    super('RATE_LIMITED', `The units of this minute are spent: ask again in ${seconds} s.`)
    this.charge = charge
    this.retryAfterSeconds = seconds
  }
}

/** `1.2.3.4:5678`, `[2001:db8::1]:5678`, `[2001:db8::1]`: as some proxies write whom they ask for. */
const WITH_PORT = /^(?:\[([^\]]+)\]|(\d+\.\d+\.\d+\.\d+))(?::\d*)?$/

/** An address without the port of its connection, which is another one each time. */
export const withoutPort = (address: string): string => {
  const [, v6, v4] = WITH_PORT.exec(address) ?? []
  return v6 ?? v4 ?? address
}

/** Whose address it is, with a port or without: of IPv6 a customer has a whole /64. */
export function networkOf(text: string): string {
  const address = withoutPort(text)
  if (!ipaddr.IPv6.isValid(address)) return address
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString()}/64`
}

/** What a caller without a key is counted under. */
export const idOfAddress = (address: string): string => `address:${networkOf(address)}`

/** How long a key that was looked up is believed: a revoked one may go on for so long. */
const BELIEVED_MS = 5_000
const MOST_BELIEVED = 10_000

interface Believed {
  readonly row: ApiKeyRow | undefined
  readonly until: number
}

/** Knows callers by their keys, and counts their units in PostgreSQL: several servers of one store count together. */
export class Gate {
  readonly options: AccessOptions
  readonly #pool: pg.Pool
  readonly #now: () => Date
  readonly #believed = new Map<string, Believed>()
  readonly #limiters = new Map<number, RateLimiterPostgres>()
  readonly #touched = new Map<string, number>()

  constructor(pool: pg.Pool, options: AccessOptions, now: () => Date) {
    this.#pool = pool
    this.options = options
    this.#now = now
  }

  /**
   * Who asks.
   * @param key undefined: none was sent
   * @throws UnauthenticatedError
   */
  async callerOf(key: string | undefined, address: string): Promise<Caller> {
    if (key === undefined) {
      if (this.options.requireKey)
        throw new UnauthenticatedError('KEY_REQUIRED', 'Send a key as `Authorization: Bearer unwind_…`.')
      return {
        id: idOfAddress(address),
        key: undefined,
        // What is kept for all takes a key: whoever fills it up is known, and can be stopped.
        scopes: new Set<Scope>(['READ']),
        unitsPerMinute: this.options.anonymousUnits,
      }
    }
    if (!isKey(key)) throw new UnauthenticatedError('KEY_MALFORMED', 'This is no key of Unwind.')
    const row = await this.#rowOf(hashOf(key))
    const now = this.#now()
    if (!row) throw new UnauthenticatedError('KEY_UNKNOWN', 'There is no such key.')
    if (row.revokedAt && row.revokedAt <= now)
      throw new UnauthenticatedError('KEY_REVOKED', `The key ${row.id} was revoked.`)
    if (row.expiresAt && row.expiresAt <= now)
      throw new UnauthenticatedError(
        'KEY_EXPIRED',
        `The key ${row.id} expired at ${row.expiresAt.toISOString()}.`,
      )
    this.#touch(row.id, now)
    return this.#callerOfRow(row)
  }

  /** The caller that a key stands for, for what is done in its name; undefined: there is no such key. Whether it is valid is not looked at. */
  async findCaller(keyId: string): Promise<Caller | undefined> {
    const row = await findApiKey(this.#pool, keyId)
    return row && this.#callerOfRow(row)
  }

  /** Whether a caller that goes on for long may go on: its key may have ended meanwhile. */
  async stillOpens({ key }: Caller): Promise<boolean> {
    if (!key) return true
    const row = await findApiKey(this.#pool, key.id)
    const now = this.#now()
    const hasEnded = (at: Date | null) => at !== null && at <= now
    return (
      row !== undefined && !hasEnded(row.revokedAt) && !hasEnded(row.expiresAt) && row.scopes.includes('READ')
    )
  }

  #callerOfRow(row: ApiKeyRow): Caller {
    return {
      id: `key:${row.id}`,
      key: row,
      scopes: new Set(row.scopes.filter((scope) => SCOPES.includes(scope))),
      unitsPerMinute: row.unitsPerMinute ?? this.options.keyUnits,
    }
  }

  async #rowOf(hash: string): Promise<ApiKeyRow | undefined> {
    const at = Date.now()
    const believed = this.#believed.get(hash)
    if (believed && believed.until > at) return believed.row
    const row = await findApiKeyByHash(this.#pool, hash)
    if (this.#believed.size >= MOST_BELIEVED) this.#believed.clear()
    this.#believed.set(hash, { row, until: at + BELIEVED_MS })
    return row
  }

  #touch(id: string, now: Date): void {
    const minute = Math.floor(now.getTime() / MINUTE_MS)
    if (this.#touched.get(id) === minute) return
    this.#touched.set(id, minute)
    // A note for people: a request does not wait for it, nor fail with it.
    touchApiKey(this.#pool, id, now).catch(() => this.#touched.delete(id))
  }

  /**
   * Takes units from a caller's minute.
   * @throws RateLimitedError when there are not so many left
   */
  async charge(caller: Caller, units: number): Promise<Charge> {
    const limit = caller.unitsPerMinute
    try {
      return this.#chargeOf(limit, await this.#limiterOf(limit).consume(caller.id, units))
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error
      const left = Math.max(0, limit - error.consumedPoints + units)
      const charge = { ...this.#chargeOf(limit, error), remaining: left }
      // What could not be paid is not taken.
      await this.refund(caller, units, charge)
      throw new RateLimitedError(charge, this.#now())
    }
  }

  /** Gives back what a request did not cost after all, to the minute that it was charged to: the next one never begins with more. */
  async refund(caller: Caller, units: number, { minuteEndsMs }: Charge): Promise<void> {
    if (units <= 0) return
    await this.#pool.query(
      `update ${UNITS_TABLE} set points = points - $2 where key = $1 and expire between $3 and $4`,
      [`${UNITS}:${caller.id}`, units, minuteEndsMs - SAME_MINUTE_MS, minuteEndsMs + SAME_MINUTE_MS],
    )
  }

  #chargeOf(limit: number, { remainingPoints, msBeforeNext }: RateLimiterRes): Charge {
    return {
      limit,
      remaining: Math.max(0, remainingPoints),
      resetAt: new Date(this.#now().getTime() + Math.max(0, msBeforeNext)),
      minuteEndsMs: Date.now() + Math.max(0, msBeforeNext),
    }
  }

  #limiterOf(points: number): RateLimiterPostgres {
    let limiter = this.#limiters.get(points)
    if (!limiter) {
      limiter = new RateLimiterPostgres({
        storeClient: this.#pool,
        storeType: 'pool',
        tableName: UNITS_TABLE,
        tableCreated: true,
        keyPrefix: UNITS,
        points,
        duration: MINUTE_MS / 1_000,
        clearExpiredByTimeout: true,
      })
      this.#limiters.set(points, limiter)
    }
    return limiter
  }
}
