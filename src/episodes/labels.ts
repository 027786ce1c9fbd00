import fs from 'node:fs'
import path from 'node:path'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { parse as parseYaml } from 'yaml'
import { messageOf, UnwindError } from '../lib/errors.ts'
import type { EpisodeKind } from './detector.ts'
import type { EpisodeLabel } from './score.ts'

const SCHEMA_FILE = path.resolve(import.meta.dirname, '../../schema/episode-labels.schema.json')

/** A file of labels, as schema/episode-labels.schema.json has it. */
type LabelsDocument = readonly {
  readonly name: string
  readonly kind: EpisodeKind
  readonly from: string
  readonly to: string
}[]

/**
 * Reads labelled episodes, YAML or JSON by schema/episode-labels.schema.json.
 * @throws UnwindError BAD_LABELS with every fault
 */
export function readLabels(file: string): EpisodeLabel[] {
  const fault = (what: string) => new UnwindError('BAD_LABELS', `${file}: ${what}`)
  let document: unknown
  try {
    document = parseYaml(fs.readFileSync(file, 'utf8'))
  } catch (error) {
    throw fault(messageOf(error))
  }
  const ajv = new Ajv({ allErrors: true, strict: true })
  addFormats.default(ajv)
  const isValid = ajv.compile<LabelsDocument>(JSON.parse(fs.readFileSync(SCHEMA_FILE, 'utf8')) as object)
  if (!isValid(document))
    throw fault(
      (isValid.errors ?? [])
        .map(
          ({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
        )
        .join('; '),
    )
  const labels = document.map(({ name, kind, from, to }) => ({
    name,
    kind,
    window: { from: new Date(from), to: new Date(to) },
  }))
  const crossed = labels.filter(({ window }) => window.from >= window.to)
  if (crossed.length > 0) throw fault(crossed.map(({ name }) => `${name}: from is not before to`).join('; '))
  return labels
}
