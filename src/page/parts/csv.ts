export interface CsvContent {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number | null)[])[]
}

/** By RFC 4180; what is not known is empty. Text that a spreadsheet would take for a formula is told as text. */
function cellOf(value: string | number | null): string {
  if (value === null) return ''
  const text = String(value)
  const safe =
    /^[=+@\t\r]/.test(text) || (text.startsWith('-') && !/^-\d+(\.\d+)?(e-?\d+)?$/.test(text))
      ? `'${text}`
      : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** The same form as the API's own export has. */
export function csvOf({ columns, rows }: CsvContent): Blob {
  const lines = [columns, ...rows].map((row) => row.map(cellOf).join(','))
  return new Blob([lines.map((line) => `${line}\r\n`).join('')], { type: 'text/csv;charset=utf-8' })
}
