import dns from 'node:dns'
import net, { type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { InputError } from '../lib/errors.ts'
import { isKeepable } from '../lib/text.ts'

type Cidr = readonly [address: ipaddr.IPv4 | ipaddr.IPv6, bits: number]

/** Networks that may be sent to although they are private: of those who run the server. */
export interface Targets {
  readonly allowed: readonly Cidr[]
  /** Names to addresses; the machine's own way when left out. */
  readonly lookup?: LookupFunction
}

/** @throws Error for what is no network, e.g. "10.0.0.0/8" */
export const parseNetworks = (texts: readonly string[]): readonly Cidr[] =>
  texts.map((text) => ipaddr.parseCIDR(text))

/** IPv4 within IPv6 in a form that was given up: no range of its own in lists of them. */
const IPV4_COMPATIBLE: Cidr = ipaddr.parseCIDR('::/96')

/** An address that must not be sent to. */
export class AddressRefusedError extends Error {}

const isWithin = (address: ipaddr.IPv4 | ipaddr.IPv6, [network, bits]: Cidr): boolean =>
  address.kind() === network.kind() && address.match(network, bits)

/** Whether an address is of a network that is named as allowed. */
function isNamed(text: string, { allowed }: Targets): boolean {
  const address = ipaddr.parse(text)
  return allowed.some((network) => isWithin(address, network))
}

/**
 * Whether an address may be sent to: a public one, or of a network that is allowed. All others (loopback, private, link-local with the
 * clouds' metadata, carriers', multicast, documentation's, and IPv4 within IPv6 in any of its forms) would let a stranger reach what
 * stands behind the server.
 */
export const isAllowed = (text: string, targets: Targets): boolean => {
  const address = ipaddr.parse(text)
  const isPublic = address.range() === 'unicast' && !isWithin(address, IPV4_COMPATIBLE)
  return isPublic || isNamed(text, targets)
}

const addressOf = ({ hostname }: URL): string | undefined => {
  const bare = hostname.replace(/^\[|\]$/g, '')
  return net.isIP(bare) === 0 ? undefined : bare
}

/**
 * A look-up that gives allowed addresses alone: the one that is checked is the one that is connected to, whatever a name says the next
 * time it is asked.
 * @param mustBeNamed without TLS, for networks of one's own alone
 */
export function guardLookup(targets: Targets, mustBeNamed: boolean): LookupFunction {
  const lookup = targets.lookup ?? dns.lookup
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '')
      const addresses = (found as dns.LookupAddress[]).filter(
        ({ address }) => isAllowed(address, targets) && (!mustBeNamed || isNamed(address, targets)),
      )
      if (addresses.length === 0)
        return callback(new AddressRefusedError(`${hostname} has no address that may be sent to.`), '')
      if (options.all) callback(null, addresses)
      else callback(null, addresses[0]!.address, addresses[0]!.family)
    })
  }
}

/** @throws AddressRefusedError for an address that stands in the URL itself: no name is looked up for it */
export function checkLiteral(url: URL, targets: Targets): void {
  const address = addressOf(url)
  if (address === undefined) return
  const isOpen = url.protocol === 'https:' ? isAllowed(address, targets) : isNamed(address, targets)
  if (!isOpen) throw new AddressRefusedError(`${address} may not be sent to.`)
}

const refuse = (message: string) =>
  new InputError(message, {
    reason: 'WEBHOOK_URL',
    argument: ['input', 'url'],
    accepted: 'https://…, on a public address, without a user, 2,000 characters at most',
  })

/**
 * Whether messages may go there, as far as can be said before one is sent.
 * @throws InputError WEBHOOK_URL
 */
export async function checkTarget(text: string, targets: Targets): Promise<void> {
  const isTaken = text.length <= 2_000 && isKeepable(text) && URL.canParse(text)
  const url = isTaken ? new URL(text) : undefined
  if (!url || (url.protocol !== 'https:' && !(url.protocol === 'http:' && targets.allowed.length > 0)))
    throw refuse('This is no address that messages can be sent to.')
  if (url.username !== '' || url.password !== '')
    throw refuse('An address with a user or a password in it is not taken.')
  try {
    checkLiteral(url, targets)
    if (addressOf(url) === undefined)
      await new Promise<void>((resolve, reject) =>
        guardLookup(targets, url.protocol === 'http:')(url.hostname, { all: true }, (error) =>
          error ? reject(error) : resolve(),
        ),
      )
  } catch (error) {
    if (error instanceof AddressRefusedError) throw refuse(error.message)
    // A name that is not there yet may be tomorrow: each try looks it up anew.
  }
}
