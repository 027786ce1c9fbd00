import fs from 'node:fs'
import { Command } from 'commander'
import { printSchema } from 'graphql'
import { buildSchema } from '../src/server/schema.ts'

/** `npm run schema -- …`: the SDL, for the tools of clients. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('schema').description('the SDL, for the tools of clients')
  program
    .command('print')
    .description('the SDL as the server serves it')
    .option('--out <file>', 'where it is written (default: standard output)')
    .action(({ out }: { out?: string }) => {
      const sdl = `${printSchema(buildSchema())}\n`
      if (out === undefined) process.stdout.write(sdl)
      else fs.writeFileSync(out, sdl)
    })
  await program.parseAsync(argv, { from: 'user' })
}
