import { REPORT_ANSWERS } from './reportAnswers.ts'

/** `docs/market-report.md`: each figure and claim of the market report, the question that asks it, and the sample's answer. */
export function writeReportDoc(): string {
  return [
    '# The market report, asked',
    '',
    '<!-- Written by `npm run docs`; a test asks each question of the sample. -->',
    '',
    'A market report on one purge says the following. Each figure, comparison and claim in it is a question to Unwind: the saved ones are in',
    '[schema/examples](../schema/examples), and tabs of the explorer. The answers are those of the sample, which is reconstructed from',
    'published figures: that it agrees where the report gave the figure proves nothing about the market, only that the questions can be asked.',
    '',
    '| The report says | Question | Field | Answer | |',
    '| --- | --- | --- | --- | --- |',
    ...REPORT_ANSWERS.map(
      ({ says, question, path, answer, note }) =>
        `| ${says} | [${question.replace('.graphql', '')}](../schema/examples/${question}) | \`${path}\` | ${String(answer)} | ${note ?? ''} |`,
    ),
    '',
    'Parallels are questions about episodes: [13-purges-beside-each-other](../schema/examples/13-purges-beside-each-other.graphql) and',
    '[14-an-episode-with-what-was-published](../schema/examples/14-an-episode-with-what-was-published.graphql). What usually follows such an episode',
    'is not answered yet: the sample holds three purges, which is no base for a rate.',
    '',
  ].join('\n')
}
