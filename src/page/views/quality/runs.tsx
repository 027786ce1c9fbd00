import { count, counted, day, decimal, time } from '../../format.ts'
import type { LatestRunsQuery, RunStatus } from '../../generated/quality.ts'
import { familyName } from '../../parts/familyNames.ts'
import type { Mark, Shown } from '../../parts/Picture.tsx'
import { Table, type TableContent } from '../../parts/Table.tsx'

type Run = LatestRunsQuery['quality']['runs'][number]

const STATUSES: Readonly<Record<RunStatus, readonly [icon: string, word: string]>> = {
  SUCCEEDED: ['✓', 'done'],
  RUNNING: ['◐', 'running, or killed'],
  FAILED: ['✕', 'failed'],
}

/** The latest loads: what was asked for, and what became of it. */
export function showRuns({ quality: { runs } }: LatestRunsQuery): Shown {
  const failed = runs.filter(({ status }) => status === 'FAILED').length
  const rejected = runs.reduce((sum, run) => sum + run.rejected, 0)
  const content: TableContent = {
    columns: [
      { title: 'Begin, UTC' },
      { title: 'What' },
      { title: 'Range' },
      { title: 'Ended' },
      { title: 'Read', isNumber: true },
      { title: 'Written', isNumber: true },
      { title: 'Held already', isNumber: true },
      { title: 'Refused', isNumber: true },
      { title: 'Took', isNumber: true },
    ],
    rows: runs.map((run) => [
      time(run.startedAt),
      `${run.exchange?.name ?? 'Whole market'}, ${familyName(run.family).toLowerCase()}`,
      run.window ? `${day(run.window.from)} to ${day(run.window.to)}` : 'as it was then',
      <Status run={run} />,
      count(run.read),
      count(run.written),
      count(run.unchanged),
      count(run.rejected),
      run.endedAt === null
        ? ''
        : `${decimal((Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1_000, 1)} s`,
    ]),
  }
  return {
    title: titleOf(runs.length, failed, rejected),
    unit: 'Records of each load, newest first',
    marks: marksFor(failed, rejected),
    body:
      runs.length === 0 ? (
        <p class="picture-empty">Nothing was loaded yet.</p>
      ) : (
        <Table caption="The latest loads" content={content} isTall />
      ),
    table: content,
  }
}

function titleOf(all: number, failed: number, rejected: number): string {
  if (all === 0) return 'No load of this family'
  const ended =
    failed === 0
      ? `None of the latest ${counted(all, 'load')} failed`
      : `${failed} of the latest ${counted(all, 'load')} failed`
  return `${ended}, ${rejected === 0 ? 'no record was refused' : `${counted(rejected, 'record')} refused`}`
}

const marksFor = (failed: number, rejected: number): Mark[] => [
  ...(failed > 0 ? [{ kind: 'GAP' as const, text: `${failed} failed` }] : []),
  ...(rejected > 0
    ? [
        {
          kind: 'NOTE' as const,
          text: `${count(rejected)} refused`,
          detail: 'Records that could not be mapped: each is kept with its payload.',
        },
      ]
    : []),
]

function Status({ run: { status, error } }: { run: Run }) {
  const [icon, word] = STATUSES[status]
  return (
    <span class={`run-${status.toLowerCase()}`}>
      <span aria-hidden="true">{icon}</span> {word}
      {error && <span class="run-error">{error}</span>}
    </span>
  )
}
