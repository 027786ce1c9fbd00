import type { EChartsCoreOption, ECharts } from 'echarts/core'
import { useEffect, useRef, useState } from 'preact/hooks'
import { readPalette, useTheme, type Palette } from '../theme.ts'
import { PNG_SCALE } from './png.ts'

/** What a chart is drawn from: made anew when the colours change. */
export type Drawing = (palette: Palette, isNarrow: boolean) => EChartsCoreOption

/** What the frame of a chart may ask it for. */
export interface ChartHandle {
  /** As it is drawn now, {@link PNG_SCALE} pixels for each of the page; undefined before it is drawn. */
  canvas: () => HTMLCanvasElement | undefined
}

const NARROW_PX = 520

/** A drawn picture. What it shows is told in words by `label`, and in numbers by the table beside it. */
export function Chart({
  drawing,
  height,
  label,
  group,
  handle,
}: {
  drawing: Drawing
  height: number
  label: string
  /** Charts of one group show the same moment under the pointer. */
  group?: string
  handle?: { current: ChartHandle | null }
}) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts | undefined>(undefined)
  const [isDrawn, setDrawn] = useState(false)
  const { isDark } = useTheme()

  useEffect(() => {
    let isGone = false
    let observer: ResizeObserver | undefined
    void import('./echarts.ts').then(({ init, connect }) => {
      if (isGone || !box.current) return
      const made = init(box.current, null, { renderer: 'canvas' })
      chart.current = made
      if (group) {
        made.group = group
        connect(group)
      }
      observer = new ResizeObserver(() => made.resize())
      observer.observe(box.current)
      setDrawn(true)
    })
    if (handle)
      handle.current = {
        canvas: () =>
          chart.current?.renderToCanvas({
            pixelRatio: PNG_SCALE,
            backgroundColor: readPalette().surface,
          }),
      }
    return () => {
      isGone = true
      observer?.disconnect()
      chart.current?.dispose()
      chart.current = undefined
    }
  }, [group, handle])

  useEffect(() => {
    const isNarrow = (box.current?.clientWidth ?? NARROW_PX) < NARROW_PX
    if (isDrawn) chart.current?.setOption(drawing(readPalette(), isNarrow), { notMerge: true })
  }, [drawing, isDrawn, isDark])

  return (
    <div
      class={isDrawn ? 'chart' : 'chart skeleton'}
      ref={box}
      style={{ height: `${height}px` }}
      role="img"
      aria-label={label}
    />
  )
}
