import proxyAddress from '@fastify/proxy-addr'
import { withoutPort } from '../access/gate.ts'

/** Whether an address is one of the proxies that are believed whom they ask for, with a port behind it or without. */
export function trustOf(proxies: readonly string[]): (address: string, hop: number) => boolean {
  const isTrusted = proxyAddress.compile([...proxies])
  return (address, hop) => isTrusted(withoutPort(address), hop)
}
