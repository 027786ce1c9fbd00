import type { Reporter, TestModule } from 'vitest/node'

/**
 * Ends the output with `N passed, N failed, N skipped` alone on a line, which scripts can read. A module that could not
 * be run counts as a failed test: a run that is broken must not look green.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: errors.length, skipped: 0, pending: 0 }
    for (const module of modules) {
      for (const test of module.children.allTests()) counts[test.result().state]++
      if (module.errors().length > 0) counts.failed++
    }
    const skipped = counts.skipped + counts.pending
    // After whatever the other reporters still have to say.
    process.on('exit', () => {
      process.stdout.write(
        `${counts.passed} passed, ${counts.failed} failed${skipped ? `, ${skipped} skipped` : ''}\n`,
      )
    })
  }
}
