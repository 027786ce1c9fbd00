import { percent, usd } from '../../format.ts'
import type { CompletenessByVenueQuery } from '../../generated/quality.ts'
import { rowsOf } from '../../parts/drawings.ts'
import { floorMarks, marksOf } from '../../parts/marks.ts'
import type { Shown } from '../../parts/Picture.tsx'

const WORDS = {
  COMPLETE: 'prints every order',
  THROTTLED: 'leaves orders out',
  UNKNOWN: 'does not say',
} as const

/** What each venue's feed of forced orders prints, and which part of the sum is a lower bound for it. */
export function showCompleteness({ liquidations }: CompletenessByVenueQuery): Shown {
  const { byExchange, completenessByExchange, total, meta } = liquidations
  const reasonOf = (code: string) => completenessByExchange.find(({ exchange }) => exchange.code === code)
  const partial = byExchange.filter(({ completeness }) => completeness !== 'COMPLETE')
  return {
    title:
      partial.length === 0
        ? 'Every venue prints every forced order'
        : `${partial.length} of ${byExchange.length} venues do not print every forced order: ${total ? percent(total.floorShare, 0) : 'an unknown part'} of the sum is a lower bound`,
    unit: 'Forced orders, USD; hatched: a lower bound',
    marks: [...floorMarks(total?.floorShare), ...marksOf(meta)],
    drawing: (palette, isNarrow) =>
      rowsOf(
        palette,
        byExchange.map(({ exchange, total: own }) => ({
          name: exchange.name,
          value: own === null ? null : Number(own.usd),
          floor: own === null ? 0 : Number(own.floorUsd),
          label: usd(own?.usd),
        })),
        isNarrow,
      ),
    note: (
      <span class="reasons">
        {byExchange.map(({ exchange, completeness }) => {
          const found = reasonOf(exchange.code)
          return (
            <span class="reason" key={exchange.code}>
              <strong>
                {exchange.name} {WORDS[completeness]}.
              </strong>{' '}
              {found?.reason}{' '}
              {found?.url && (
                <a href={found.url} rel="noreferrer" target="_blank">
                  Where it says so
                </a>
              )}
            </span>
          )
        })}
      </span>
    ),
    table: {
      columns: [
        { title: 'Venue' },
        { title: 'Its feed' },
        { title: 'Forced orders', isNumber: true },
        { title: 'Lower bound', isNumber: true },
        { title: 'Why' },
      ],
      rows: byExchange.map(({ exchange, completeness, total: own }) => [
        exchange.name,
        WORDS[completeness],
        usd(own?.usd),
        usd(own?.floorUsd),
        reasonOf(exchange.code)?.reason ?? '',
      ]),
    },
  }
}
