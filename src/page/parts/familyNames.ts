import { words } from '../format.ts'

const NAMES: Readonly<Record<string, string>> = {
  CANDLES: 'Bars',
  LONG_SHORT: 'Long accounts',
  MARKETS: 'Instrument lists',
  ORDER_BOOK: 'Order books',
}

/** What a family of readings is called. */
export const familyName = (family: string): string => NAMES[family] ?? words(family)
