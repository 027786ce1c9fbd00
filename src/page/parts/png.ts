import { time } from '../format.ts'
import { readPalette } from '../theme.ts'
import { FONT } from './drawings.ts'

/** What a picture says in words: drawn onto its PNG, which travels without the page. */
export interface Told {
  readonly title: string
  /** What is counted, and which moment or window it is of. */
  readonly lines: readonly string[]
  /** How far the numbers can be trusted. */
  readonly marks: readonly string[]
  readonly foot: string
}

/** Pixels of the file for each of the page. */
export const PNG_SCALE = 2
const MARGIN = 20

interface Style {
  readonly font: string
  readonly color: string
  /** From one line to the next, px of the page. */
  readonly leading: number
}

/** Chart and words on one canvas, in the colours that the page has now. undefined where the browser gives no canvas. */
export function pngOf(chart: HTMLCanvasElement, { title, lines, marks, foot }: Told): string | undefined {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d')
  if (!context) return undefined
  const { text, muted, alert, surface } = readPalette()
  const width = chart.width / PNG_SCALE
  const block = (texts: readonly string[], style: Style) => {
    context.font = style.font
    return { rows: texts.flatMap((own) => wrap(context, own, width)), style }
  }
  const above = [
    block([title], { font: `600 17px ${FONT}`, color: text, leading: 24 }),
    block(lines, { font: `13px ${FONT}`, color: muted, leading: 20 }),
    block(marks, { font: `13px ${FONT}`, color: alert, leading: 20 }),
  ]
  const below = [block([foot], { font: `12px ${FONT}`, color: muted, leading: 18 })]
  const heightOf = (blocks: typeof above) =>
    blocks.reduce((sum, { rows, style }) => sum + rows.length * style.leading, 0)
  const chartTop = MARGIN + heightOf(above) + MARGIN / 2
  const chartEnd = chartTop + chart.height / PNG_SCALE + MARGIN / 2
  // A new size clears the canvas and all that was set on it.
  canvas.width = chart.width + 2 * MARGIN * PNG_SCALE
  canvas.height = Math.ceil((chartEnd + heightOf(below) + MARGIN) * PNG_SCALE)
  context.fillStyle = surface
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(chart, MARGIN * PNG_SCALE, chartTop * PNG_SCALE)
  context.scale(PNG_SCALE, PNG_SCALE)
  context.textBaseline = 'middle'
  const write = (blocks: typeof above, top: number) => {
    let y = top
    for (const { rows, style } of blocks) {
      context.font = style.font
      context.fillStyle = style.color
      for (const row of rows) {
        context.fillText(row, MARGIN, y + style.leading / 2)
        y += style.leading
      }
    }
  }
  write(above, MARGIN)
  write(below, chartEnd)
  return canvas.toDataURL('image/png')
}

/** Lines no wider than asked, broken at spaces: a word that is wider alone stands alone. */
export function wrap(context: CanvasRenderingContext2D, text: string, width: number): string[] {
  const rows: string[] = []
  for (const word of text.split(' ')) {
    const longer = rows.length > 0 ? `${rows.at(-1)} ${word}` : word
    if (rows.length > 0 && context.measureText(longer).width <= width) rows[rows.length - 1] = longer
    else rows.push(word)
  }
  return rows
}

interface Window {
  readonly from: string
  readonly to: string
}

const isWindow = (value: unknown): value is Window =>
  typeof value === 'object' && value !== null && 'from' in value && 'to' in value

/** What a question is of in time: its window, from the first to the last of several, or else the moment that is "now". */
export function whenOf(variables: Readonly<Record<string, unknown>>, now: Date): string {
  const windows = isWindow(variables.window) ? [variables.window] : Object.values(variables).filter(isWindow)
  if (windows.length === 0) return `As it stood on ${time(now)}`
  const from = Math.min(...windows.map((window) => Date.parse(window.from)))
  const to = Math.max(...windows.map((window) => Date.parse(window.to)))
  return `${time(from)} to ${time(to)}`
}

/** Which part of the market a question is of; empty: all of it. */
export function partOf({ basket, filter }: Readonly<Record<string, unknown>>): string[] {
  const codes = (of: unknown, name: 'assets' | 'exchanges') => {
    const list = (of as Record<string, unknown> | null | undefined)?.[name]
    return Array.isArray(list) ? list.join(', ') : ''
  }
  const [assets, venues] = [codes(filter, 'assets'), codes(basket, 'exchanges')]
  return [assets && `Assets: ${assets}`, venues && `Venues: ${venues}`].filter(Boolean)
}
