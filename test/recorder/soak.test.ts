import { expect, test } from 'vitest'
import { soak } from '../support/soak.ts'

test('a short purge on every venue at 3,000 messages a second, with every fault: the store equals what was sent and answered, less the gaps', async () => {
  const said: string[] = []
  const result = await soak({ seconds: 20, peak: 3_000, log: (text) => said.push(text) })
  expect(result, said.join('\n')).toMatchObject({
    invented: 0,
    missing: 0,
    duplicates: 0,
    wrongRollups: 0,
    leftBehind: 0,
    polled: { invented: 0, missing: 0, unheard: [], gapsElsewhere: 0, outagesWithoutGap: 0 },
    gapsElsewhere: 0,
    cutsWithoutGap: 0,
  })
  expect(result.sent).toBeGreaterThan(20_000)
  // A cut of a second or two here and there, at a tenth and a fifth of the height: as long in a short run as in a long one.
  expect(result.inGaps / result.sent).toBeLessThan(0.3)
  expect(result.gaps.map(({ cause }) => cause)).toContain('FEED_DROPPED')
  expect(result.takeoverSeconds).toBeLessThan(30)
}, 120_000)
