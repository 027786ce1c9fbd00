import crypto from 'node:crypto'

const PREFIX = 'unwind'
const ID_BYTES = 6
const SECRET_BYTES = 32
/** unwind_<id>_<secret>: easy to find in code by a scanner of secrets. */
const SHAPE = /^unwind_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/

/** A new key: told once, when it is made. */
export interface NewKey {
  readonly id: string
  /** What the partner sends. */
  readonly key: string
  readonly hash: string
}

/** Makes a key of 256 random bits. */
export function makeKey(): NewKey {
  const id = crypto.randomBytes(ID_BYTES).toString('hex')
  const key = `${PREFIX}_${id}_${crypto.randomBytes(SECRET_BYTES).toString('base64url')}`
  return { id, key, hash: hashOf(key) }
}

/** SHA-256, hex: a key is random, so that it can't be guessed from its hash. */
export const hashOf = (key: string): string => crypto.createHash('sha256').update(key).digest('hex')

/** Whether a text can be a key at all. */
export const isKey = (text: string): boolean => SHAPE.test(text)
