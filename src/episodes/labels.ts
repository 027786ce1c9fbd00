import { readDocument } from '../lib/documents.ts'
import { UnwindError } from '../lib/errors.ts'
import type { EpisodeLabel } from './score.ts'

/** A file of labels, as schema/episode-labels.schema.json has it. */
type LabelsDocument = readonly {
  readonly name: string
  readonly kind: EpisodeLabel['kind']
  readonly from: string
  readonly to: string
}[]

/**
 * Reads labelled episodes, YAML or JSON by schema/episode-labels.schema.json.
 * @throws UnwindError BAD_LABELS with every fault
 */
export function readLabels(file: string): EpisodeLabel[] {
  const document = readDocument<LabelsDocument>(file, 'episode-labels.schema.json', 'BAD_LABELS')
  const labels = document.map(({ name, kind, from, to }) => ({
    name,
    kind,
    window: { from: new Date(from), to: new Date(to) },
  }))
  const crossed = labels.filter(({ window }) => window.from >= window.to)
  if (crossed.length > 0) {
    const faults = crossed.map(({ name }) => `${name}: from is not before to`).join('; ')
    throw new UnwindError('BAD_LABELS', `${file}: ${faults}`)
  }
  return labels
}
