import { BASIS_METHODS } from '../basis/methodology.ts'
import { EPISODE_METHODS } from '../episodes/methodology.ts'
import { FUNDING_METHODS } from '../funding/methodology.ts'
import { LEVERAGE_METHODS } from '../leverage/methodology.ts'
import { LIQUIDATION_METHODS } from '../liquidations/methodology.ts'
import { LONG_SHORT_METHODS } from '../longShort/methodology.ts'
import { MARKET_CAP_METHODS } from '../marketCap/methodology.ts'
import { OPEN_INTEREST_METHODS } from '../openInterest/methodology.ts'
import { ORDER_BOOK_METHODS } from '../orderBook/methodology.ts'
import { RESERVE_METHODS } from '../reserves/methodology.ts'
import { VOLUME_METHODS } from '../volume/methodology.ts'
import type { Methodology } from './methodology.ts'

/** Every rule that makes numbers, by id: the domains' own lists together. */
export const METHODOLOGIES: readonly Methodology[] = [
  ...LEVERAGE_METHODS,
  ...LIQUIDATION_METHODS,
  ...OPEN_INTEREST_METHODS,
  ...MARKET_CAP_METHODS,
  ...VOLUME_METHODS,
  ...RESERVE_METHODS,
  ...ORDER_BOOK_METHODS,
  ...FUNDING_METHODS,
  ...LONG_SHORT_METHODS,
  ...BASIS_METHODS,
  ...EPISODE_METHODS,
].sort((a, b) => (a.id < b.id ? -1 : 1))

const byId = new Map(METHODOLOGIES.map((method) => [method.id, method]))

/** @throws Error for an id that no domain declares: a fault of ours */
export function findMethodology(id: string): Methodology {
  const found = byId.get(id)
  if (!found) throw new Error(`no methodology ${id}`)
  return found
}
