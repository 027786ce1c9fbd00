/**
 * What a key may do. READ: queries and subscriptions. WRITE: what is shared, as baskets. WEBHOOKS: its own webhooks. ADMIN: keys. EXPLORE:
 * any document, also where a server runs those of its list alone.
 */
export type Scope = 'READ' | 'WRITE' | 'WEBHOOKS' | 'ADMIN' | 'EXPLORE'

export const SCOPES: readonly Scope[] = ['READ', 'WRITE', 'WEBHOOKS', 'ADMIN', 'EXPLORE']

/** A key as it is stored: what opens the door is not in it. */
export interface ApiKeyRow {
  /** Part of the key, for people and logs. */
  readonly id: string
  readonly name: string
  readonly scopes: readonly Scope[]
  /** null: what the server gives to every key. */
  readonly unitsPerMinute: number | null
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
  /** To the minute; null: never. */
  readonly lastUsedAt: Date | null
  /** The key that it was rotated from. */
  readonly replaces: string | null
}

/** Who asks. */
export interface Caller {
  /** What its units are counted under: of a key its id, of a caller without one its address. */
  readonly id: string
  /** undefined: no key was given. */
  readonly key: ApiKeyRow | undefined
  readonly scopes: ReadonlySet<Scope>
  readonly unitsPerMinute: number
}
