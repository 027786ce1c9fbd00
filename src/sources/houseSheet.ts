import type { FamilySheet } from './ccxt/sheet.ts'

/** What a house that is no venue gives, part by part, as `docs/sources.md` tells it. */
export interface HouseSheet {
  readonly name: string
  /** Code of its source in the store. */
  readonly code: string
  /** What it costs, and which variables hold its key. */
  readonly key: string
  readonly parts: Readonly<Record<string, Extract<FamilySheet, { readonly supported: true }>>>
}
