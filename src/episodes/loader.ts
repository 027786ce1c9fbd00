import DataLoader from 'dataloader'
import type { Reads } from '../db.ts'
import { findEpisodes, type EpisodeRow } from './store.ts'

/** Batches and caches episodes by code within one request. */
export interface EpisodeLoaders {
  readonly episodeLoader: DataLoader<string, EpisodeRow | undefined>
}

export function createEpisodeLoaders(database: Reads): EpisodeLoaders {
  return {
    episodeLoader: new DataLoader(async (codes) => {
      const rows = new Map((await findEpisodes(database.pool, codes)).map((row) => [row.code, row]))
      return codes.map((code) => rows.get(code))
    }),
  }
}
