import { counted } from '../../format.ts'
import type { EpisodeReportTextQuery } from '../../generated/episode.ts'
import { explorerUrl, type Shown } from '../../parts/Picture.tsx'

/** The report as it is written: each number leads to the question that makes it. */
export function showReport({ report }: EpisodeReportTextQuery): Shown {
  const sections = report?.sections ?? []
  const statements = sections.flatMap(({ title, statements: own }) =>
    own.map((statement) => ({ section: title, ...statement })),
  )
  const numbers = statements.reduce((sum, { numbers: own }) => sum + own.length, 0)
  return {
    title: `The report: ${counted(statements.length, 'sentence')}, ${counted(numbers, 'number')}, each with its question`,
    unit: 'Filled from the data; what it does not tell is left out',
    body: (
      <div class="report">
        {sections.map(({ title, statements: own }) => (
          <section key={title}>
            <h3>{title}</h3>
            {own.map(({ text, numbers: of }) => (
              <p key={text}>
                {text}
                {of.map(({ value, query, path }, at) => (
                  <a
                    key={path}
                    class="report-number"
                    href={explorerUrl(query)}
                    target="_blank"
                    rel="noreferrer"
                    title={`${value}, at ${path}`}
                    aria-label={`Question behind number ${at + 1} of this sentence`}
                  >
                    {at + 1}
                  </a>
                ))}
              </p>
            ))}
          </section>
        ))}
      </div>
    ),
    table: {
      columns: [{ title: 'Part' }, { title: 'Sentence' }, { title: 'Numbers' }],
      rows: statements.map(({ section, text, numbers: of }) => [
        section,
        text,
        of.map(({ value }) => value).join('; '),
      ]),
    },
    csv: {
      columns: ['section', 'sentence', 'numbers'],
      rows: statements.map(({ section, text, numbers: of }) => [
        section,
        text,
        of.map(({ value }) => value).join('; '),
      ]),
    },
  }
}
