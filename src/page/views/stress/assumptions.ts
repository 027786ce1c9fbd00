import { count, decimal, percent } from '../../format.ts'
import type { StressAssumptionsQuery } from '../../generated/stress.ts'
import { base, legend, valueAxis, WITH_LEGEND } from '../../parts/drawings.ts'
import type { Shown } from '../../parts/Picture.tsx'

/** Which part of open interest is taken to have which leverage: by convention, and as fitted to what was recorded. */
export function showAssumptions({ stress: { params } }: StressAssumptionsQuery): Shown {
  const { weights, isCalibrated, comparedDays, recordedOverPrior } = params
  const names = weights.map(({ leverage }) => `${leverage} ×`)
  const series = {
    'By convention': weights.map(({ prior }) => prior),
    ...(isCalibrated ? { Fitted: weights.map(({ weight }) => weight) } : {}),
  }
  return {
    title: isCalibrated
      ? `How much leverage there is was fitted to ${count(comparedDays)} days of recorded forced orders`
      : 'How much leverage there is is a convention: nothing was fitted',
    unit: 'Part of open interest by leverage, with what is left over never closed by force',
    marks: isCalibrated
      ? []
      : [
          {
            kind: 'NOTE',
            text: 'not fitted',
            detail: `Weights are fitted where 14 days or more can be compared: here it was ${comparedDays}.`,
          },
        ],
    drawing: (palette) => ({
      ...base(palette),
      grid: WITH_LEGEND,
      legend: legend(palette, Object.keys(series)),
      xAxis: {
        type: 'category',
        data: names,
        axisLine: { lineStyle: { color: palette.line } },
        axisTick: { show: false },
        axisLabel: { color: palette.muted },
      },
      yAxis: valueAxis(palette, (value) => percent(value, 0)),
      tooltip: {
        ...(base(palette).tooltip as object),
        axisPointer: { type: 'none' },
        formatter: (given: readonly { name: string; seriesName: string; value: number }[]) =>
          [
            given[0]?.name,
            ...given.map(({ seriesName, value }) => `${seriesName}  ${percent(value, 3)}`),
          ].join('\n'),
      },
      series: Object.entries(series).map(([name, values]) => ({
        type: 'bar',
        name,
        data: values,
        barGap: '12%',
        barCategoryGap: '42%',
        itemStyle: { color: name === 'Fitted' ? palette.main : palette.price },
        emphasis: { disabled: true },
      })),
    }),
    note: [
      recordedOverPrior === null
        ? ''
        : `Recorded forced orders were ${decimal(recordedOverPrior)} times what the convention makes of the same days; throttled feeds leave orders out, so what is fitted to them is low. `,
      `Assumed: ${percent(params.turnoverPerDay, 0)} of positions opened anew each day, books filled up ${decimal(params.refill, 0)} times, entries followed over ${count(params.lookbackDays)} days.`,
    ].join(''),
    table: {
      columns: [
        { title: 'What' },
        { title: 'By convention', isNumber: true },
        { title: 'As used', isNumber: true },
      ],
      rows: [
        ...weights.map(({ leverage, prior, weight }) => [
          `Leverage of ${leverage}`,
          percent(prior, 3),
          percent(weight, 3),
        ]),
        ['Days that entries are followed over', '60', count(params.lookbackDays)],
        ['Positions opened anew in a day', '10 %', percent(params.turnoverPerDay, 0)],
        ['Times that books are filled up', '4', decimal(params.refill, 1)],
        ['Margin that must be left, where no tiers are held', '0.5 %', percent(params.maintenanceRate, 2)],
      ],
    },
  }
}
