import crypto from 'node:crypto'

const PREFIX = 'whsec_'

/** A secret of 256 random bits, as Standard Webhooks writes it. */
export const makeSecret = (): string => `${PREFIX}${crypto.randomBytes(32).toString('base64')}`

/**
 * The headers that say who sent a message and when (Standard Webhooks 1.0): an HMAC-SHA256 over id, time and body, by each secret that is
 * valid now. A receiver refuses what is older than five minutes, so that each try is signed anew.
 * @param at whole seconds count
 */
export function signedHeaders(
  id: string,
  at: Date,
  body: string,
  secrets: readonly string[],
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(at.getTime() / 1_000))
  const signatureBy = (secret: string) =>
    crypto
      .createHmac('sha256', Buffer.from(secret.slice(PREFIX.length), 'base64'))
      .update(`${id}.${timestamp}.${body}`)
      .digest('base64')
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map((secret) => `v1,${signatureBy(secret)}`).join(' '),
  }
}
