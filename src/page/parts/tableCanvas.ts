import { readPalette } from '../theme.ts'
import { FONT } from './drawings.ts'
import { PNG_SCALE, wrap } from './png.ts'

/** Of what a table has more, the first stand on its picture. */
const MOST_ROWS = 60
/** px of the page. */
const [WIDEST, GAP, LEADING, ROW_GAP] = [320, 18, 18, 10]
const [HEAD_FONT, FONT_OF_CELLS] = [`12px ${FONT}`, `13px ${FONT}`]

interface Cell {
  readonly rows: readonly string[]
  readonly isNumber: boolean
}

/**
 * A table on a canvas of its own, {@link PNG_SCALE} pixels for each of the page, as a chart gives one. undefined where the browser gives
 * no canvas.
 */
export function tableCanvas(table: HTMLTableElement): HTMLCanvasElement | undefined {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d')
  if (!context) return undefined
  const [head, ...body] = [...table.rows].map((row) =>
    [...row.cells].map((cell) => ({
      text: cell.textContent.replace(/\s+/g, ' ').trim(),
      isNumber: cell.classList.contains('number'),
    })),
  )
  if (!head) return undefined
  const left = body.length - MOST_ROWS
  const texts = [head, ...body.slice(0, MOST_ROWS)]
  const fontOf = (row: number) => (row === 0 ? HEAD_FONT : FONT_OF_CELLS)
  const widths = head.map((_, column) =>
    Math.min(
      WIDEST,
      Math.max(
        ...texts.map((cells, row) => {
          context.font = fontOf(row)
          return Math.ceil(context.measureText(cells[column]?.text ?? '').width)
        }),
      ),
    ),
  )
  const rows = texts.map((cells, row): Cell[] => {
    context.font = fontOf(row)
    return cells.map(({ text, isNumber }, column) => ({
      rows: wrap(context, text, widths[column]!),
      isNumber,
    }))
  })
  const heightOf = (cells: readonly Cell[]) =>
    Math.max(1, ...cells.map(({ rows: lines }) => lines.length)) * LEADING + ROW_GAP
  const width = widths.reduce((sum, own) => sum + own + GAP, -GAP)
  const height = rows.reduce((sum, cells) => sum + heightOf(cells), left > 0 ? LEADING + ROW_GAP : 0)
  // A new size clears the canvas and all that was set on it.
  canvas.width = width * PNG_SCALE
  canvas.height = height * PNG_SCALE
  const { text, muted, line } = readPalette()
  context.scale(PNG_SCALE, PNG_SCALE)
  context.textBaseline = 'middle'
  let top = 0
  for (const [at, cells] of rows.entries()) {
    context.font = fontOf(at)
    let x = 0
    for (const [column, { rows: lines, isNumber }] of cells.entries()) {
      context.fillStyle = at === 0 ? muted : text
      context.textAlign = isNumber ? 'right' : 'left'
      for (const [number, own] of lines.entries())
        context.fillText(
          own,
          isNumber ? x + widths[column]! : x,
          top + ROW_GAP / 2 + LEADING * (number + 0.5),
        )
      x += widths[column]! + GAP
    }
    top += heightOf(cells)
    context.fillStyle = line
    context.fillRect(0, top - 0.5, width, 1)
  }
  if (left > 0) {
    context.textAlign = 'left'
    context.fillStyle = muted
    context.fillText(`and ${left} more`, 0, top + ROW_GAP / 2 + LEADING / 2)
  }
  return canvas
}
