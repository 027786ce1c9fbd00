import type { Queryable } from '../db.ts'
import { InputError } from '../lib/errors.ts'
import { insertBasket, type BasketRow } from './basketStore.ts'
import { checkExchanges, type Catalog } from './catalog.ts'

export interface BasketInput {
  readonly code: string
  readonly name?: string | null | undefined
  readonly exchanges: readonly string[]
}

/**
 * Makes a named basket, or finds the same one. A basket never changes: links and kept answers that name it stay true.
 * @throws InputError BASKET_CODE, BASKET_NAME, BASKET_EXISTS, EMPTY_BASKET, UNKNOWN_EXCHANGE, EXCHANGE_TWICE; UnwindError
 * TOO_MANY_BASKETS
 */
export async function createBasket(
  db: Queryable,
  catalog: Catalog,
  { code, name: given, exchanges }: BasketInput,
  now: Date,
): Promise<BasketRow> {
  const fault = (reason: string, field: string, message: string, accepted: string) =>
    new InputError(message, { reason, argument: ['input', field], accepted })
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(code))
    throw fault(
      'BASKET_CODE',
      'code',
      `${JSON.stringify(code)} can't be a code.`,
      'small letters, digits and hyphens, 1 to 40',
    )
  const name = given ?? code
  if (name.trim() === '' || name.length > 100 || /[\u0000-\u001f]/.test(name))
    throw fault('BASKET_NAME', 'name', "This can't be a name.", '1 to 100 characters in one line')
  checkExchanges(catalog, exchanges, ['input', 'exchanges'])
  const sorted = [...exchanges].sort()
  const kept = await insertBasket(db, { code, name, exchanges: sorted, createdAt: now })
  if (kept.exchanges.join() !== sorted.join())
    throw fault(
      'BASKET_EXISTS',
      'code',
      `${JSON.stringify(code)} stands for ${kept.exchanges.join(', ')}.`,
      'another code: a basket never changes',
    )
  return kept
}
