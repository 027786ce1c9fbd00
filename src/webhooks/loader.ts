import DataLoader from 'dataloader'
import type { Queryable } from '../db.ts'
import type { AttemptRow } from './record.ts'
import { getAttempts, getPendingCounts } from './deliveryStore.ts'

/** What webhooks and their messages are joined with, batched within one request. */
export interface WebhookLoaders {
  readonly pendingCountLoader: DataLoader<string, number>
  readonly attemptLoader: DataLoader<string, AttemptRow[]>
}

/** @param db the store itself: a replica may lack what was just sent */
export function createWebhookLoaders(db: Queryable): WebhookLoaders {
  return {
    pendingCountLoader: new DataLoader(async (ids) => {
      const counts = await getPendingCounts(db, ids)
      return ids.map((id) => counts.get(id) ?? 0)
    }),
    attemptLoader: new DataLoader(async (ids) => {
      const rows = await getAttempts(db, ids)
      return ids.map((id) => rows.filter(({ deliveryId }) => deliveryId === id))
    }),
  }
}
