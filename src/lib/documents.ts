import fs from 'node:fs'
import path from 'node:path'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { parse as parseYaml } from 'yaml'
import { messageOf, UnwindError } from './errors.ts'

const SCHEMA_DIR = path.resolve(import.meta.dirname, '../../schema')

/**
 * Reads a file of YAML or JSON that a JSON Schema describes.
 * @param schema name of the schema's file in schema/
 * @param code of the error for a file that can't be read, or is not what the schema says
 * @throws UnwindError `code` with every fault
 */
export function readDocument<T>(file: string, schema: string, code: string): T {
  const fault = (what: string) => new UnwindError(code, `${file}: ${what}`)
  let document: unknown
  try {
    document = parseYaml(fs.readFileSync(file, 'utf8'))
  } catch (error) {
    throw fault(messageOf(error))
  }
  const ajv = new Ajv({ allErrors: true, strict: true, strictRequired: false })
  addFormats.default(ajv)
  const isValid = ajv.compile<T>(JSON.parse(fs.readFileSync(path.join(SCHEMA_DIR, schema), 'utf8')) as object)
  if (isValid(document)) return document
  throw fault(
    (isValid.errors ?? [])
      .map(
        ({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
      )
      .join('; '),
  )
}
