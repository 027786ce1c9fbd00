import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { Command } from 'commander'
import { printSchema } from 'graphql'
import { SetupError } from '../src/lib/errors.ts'
import { buildSchema, readSubgraphSdl } from '../src/server/schema.ts'
import { writeChangelog } from './support/changelog.ts'
import { getDailySdl } from './support/schemaHistory.ts'

export const CHANGELOG = path.resolve(import.meta.dirname, '../docs/CHANGELOG-schema.md')

/** `npm run schema -- …`: the SDL for the tools of clients, and how it changed. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('schema').description('the SDL for the tools of clients, and how it changed')
  program
    .command('print')
    .description('the SDL as the server serves it')
    .option('--out <file>', 'where it is written (default: standard output)')
    .option('--federation', 'as a subgraph of Apollo Federation 2: what a supergraph is composed from')
    .action(({ out, federation }: { out?: string; federation?: boolean }) => {
      const sdl = federation ? readSubgraphSdl() : `${printSchema(buildSchema())}\n`
      if (out === undefined) process.stdout.write(sdl)
      else fs.writeFileSync(out, sdl)
    })
  program
    .command('changelog')
    .description('writes docs/CHANGELOG-schema.md from the history of the SDL')
    .action(async () => {
      if (isShallow())
        throw new SetupError(
          'HISTORY_MISSING',
          'This clone is shallow: `git fetch --unshallow` brings the history that the changelog is written from.',
        )
      fs.writeFileSync(CHANGELOG, await writeChangelog(getDailySdl(new Date())))
    })
  await program.parseAsync(argv, { from: 'user' })
}

const isShallow = (): boolean =>
  execFileSync('git', ['rev-parse', '--is-shallow-repository'], { encoding: 'utf8' }).trim() === 'true'
