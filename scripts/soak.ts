import { Command, InvalidArgumentError } from 'commander'
import { soak } from '../test/support/soak.ts'

const positive = (text: string): number => {
  const number = Number(text)
  if (!(number > 0)) throw new InvalidArgumentError('Give a number above zero.')
  return number
}

/** `npm run soak -- --minutes 5`: recorders against exchanges that misbehave, and what the store holds afterwards. */
export async function main(argv: readonly string[]): Promise<void> {
  const options = new Command('soak')
    .description(
      'Records a purge from local exchanges that misbehave, and holds the store against what was sent.',
    )
    .option('--minutes <number>', 'how long', positive, 5)
    .option('--peak <number>', 'messages a second at the height', positive, 3_000)
    .parse([...argv], { from: 'user' })
    .opts<{ minutes: number; peak: number }>()
  const result = await soak({
    seconds: options.minutes * 60,
    peak: options.peak,
    log: (text) => process.stdout.write(`${text}\n`),
  })
  const {
    gaps,
    polled: { gaps: interestGaps, ...polled },
    ...others
  } = result
  const figures = { ...others, polled }
  process.stdout.write(`${JSON.stringify(figures, undefined, 2)}\n`)
  for (const [what, ofFamily] of [
    ['liquidations', gaps],
    ['open interest', interestGaps],
  ] as const)
    for (const { exchange, from, to, cause } of ofFamily)
      process.stdout.write(
        `gap  ${what}  ${exchange}  ${from.toISOString()} to ${to.toISOString()}  ${cause}\n`,
      )
  const { invented, missing, duplicates, wrongRollups, leftBehind, gapsElsewhere, cutsWithoutGap } = result
  const faults = [invented, missing, duplicates, wrongRollups, leftBehind, gapsElsewhere, cutsWithoutGap]
  const ofPolls = [
    polled.invented,
    polled.missing,
    polled.unheard.length,
    polled.gapsElsewhere,
    polled.outagesWithoutGap,
  ]
  const isRight = [...faults, ...ofPolls].every((count) => count === 0) && result.stored > 0
  process.stdout.write(isRight ? 'The store equals what was sent, less what lies in gaps.\n' : 'NOT RIGHT.\n')
  process.exitCode = isRight ? 0 : 1
}
