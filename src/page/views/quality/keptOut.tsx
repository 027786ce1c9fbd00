import { counted, decimal, time, usdWhole } from '../../format.ts'
import type { KeptOutQuery } from '../../generated/quality.ts'
import { familyName } from '../../parts/familyNames.ts'
import type { Shown } from '../../parts/Picture.tsx'
import { Table, type TableContent } from '../../parts/Table.tsx'

const STATUSES = {
  HELD: 'waits for later readings',
  RELEASED: 'was right, and is in the facts',
  CONFIRMED: 'was a fault, and stays out',
} as const

/** Readings that jumped on one venue alone, with what the rule saw. */
export function showKeptOut({ quality: { quarantine } }: KeptOutQuery): Shown {
  const held = quarantine.filter(({ status }) => status === 'HELD').length
  const content: TableContent = {
    columns: [
      { title: 'Market' },
      { title: 'Time, UTC' },
      { title: 'Coins', isNumber: true },
      { title: 'Price', isNumber: true },
      { title: 'What the rule saw' },
      { title: 'What became of it' },
    ],
    rows: quarantine.map((own) => [
      `${own.market.exchange.name} ${own.market.symbol}, ${familyName(own.family).toLowerCase()}`,
      time(own.time),
      decimal(own.baseQuantity, 2),
      usdWhole(own.markPrice),
      own.reason,
      `${STATUSES[own.status]}${own.judgedBy ? `, by ${own.judgedBy}, ${time(own.judgedAt)}` : ''}`,
    ]),
  }
  return {
    title:
      quarantine.length === 0
        ? 'No reading was kept out of the totals'
        : `${counted(quarantine.length, 'reading')} kept out of the totals, ${held} of them to be judged`,
    unit: 'A reading that jumps on one venue alone is stored, but counts in no total until it is judged',
    marks: held > 0 ? [{ kind: 'NOTE', text: `${held} held` }] : [],
    body:
      quarantine.length === 0 ? (
        <p class="picture-empty">
          None jumped beyond what the price, the other venues and forced orders explain.
        </p>
      ) : (
        <Table caption="Readings that were kept out" content={content} isTall />
      ),
    table: content,
  }
}
