import { inTransaction } from '../../src/db.ts'
import { STREAM_CHANNEL } from '../../src/stream/store.ts'
import type { TestDatabase } from './database.ts'

/** Commits events of which only the last is still there when servers hear of them, as for one that was cut off from its store for days. */
export const cutWhatComes = ({ pool }: TestDatabase): Promise<void> =>
  inTransaction(pool, async (client) => {
    await client.query(
      `insert into stream_event (topic, at, payload) select 'EPISODES', clock_timestamp(), '[]' from generate_series(1, 5)`,
    )
    await client.query('delete from stream_event where id < (select max(id) from stream_event)')
    await client.query(`notify ${STREAM_CHANNEL}`)
  })
