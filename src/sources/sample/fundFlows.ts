import { DAY_MS } from '../../lib/time.ts'

/**
 * Net flows of the spot funds of the United States in millions of USD, of Bitcoin and of Ether, as collected in the repository
 * ccyun95/Cryptocurrency_Work (commit 7940af1). A line is a week from its Monday; a dash is a day without trading: no record,
 * since there was no flow to count. The source has nothing from 6 to 20 October 2025: those two weeks are drawn freely.
 */
const weeks = `
  06-02   -267.5 78.2  375.1 109.5  87 57  -278.4 11.3  -47.8 25.3
  06-09   386.2 52.7  431.2 125  164.6 240.3  86.3 112.3  322.7 -2.1
  06-16   412.2 21.4  216.5 11.1  388.3 19.1  - -  6.4 -11.3
  06-23   350.6 100.7  588.6 71.3  547.7 60.4  226.7 -26.4  501.2 77.5
  06-30   102.1 31.8  -342.2 40.7  407.8 -1.9  601.8 148.5  - -
  07-07   216.5 62.1  80.1 46.7  215.7 211.3  1175.6 383.1  1029.6 204.9
  07-14   297.4 259  403.1 192.3  799.4 726.6  522.6 602  363.5 402.5
  07-21   -131.4 296.5  -68 533.8  -85.8 332.2  226.7 231.2  130.8 452.8
  07-28   157.1 65.2  80 218.6  47.1 5.8  -114.8 17  -812.3 -152.3
  08-04   -323.5 -465.1  -196.2 73.3  91.6 35.1  277.4 222.3  403.9 461
  08-11   178.1 1018.8  65.9 523.9  86.9 729.1  230.8 639.6  -14.1 -59.3
  08-18   -121.7 -196.6  -523.3 -429.6  -315.9 -240.2  -194.4 287.6  -23.2 341.2
  08-25   219.1 443.9  88.1 455  81.4 309.5  178.9 39.1  -126.7 -164.6
  09-01   - -  332.8 -135.3  300.5 -38.2  -222.9 -167.3  -160.1 -446.8
  09-08   364.3 -96.7  23 44.2  741.5 171.5  552.7 113.1  642.4 405.5
  09-15   259.9 359.7  292.3 -61.7  -51.3 -1.9  163 213.1  222.6 47.8
  09-22   -363.1 -76  -103.8 -140.8  241 -79.4  -253.4 -251.2  -418.3 -248.4
  09-29   518 546.9  429.9 127.5  675.8 80.9  627.2 307.1  985.1 233.5
  10-06   350 180  280 120  150 60  40 -20  -60 -150
  10-13   -250 -300  60 40  -90 20  -420 -60  -300 -190
  10-20   -40 -120  477.2 141.7  -101.4 -18.9  20.3 -127.4  90.6 -93.6
  10-27   149.3 133.9  202.4 246  -470.7 -81.4  -488.4 -184.2  -191.6 -98.2`

export const FUND_ASSETS = ['BTC', 'ETH']

/** Net flow in whole USD of one asset's funds, by the begin of the day; days without trading are left out. */
export const fundFlows: ReadonlyMap<string, ReadonlyMap<number, number>> = new Map(
  FUND_ASSETS.map((code, place) => [code, readFlows(place)]),
)

function readFlows(place: number): Map<number, number> {
  const flows = new Map<number, number>()
  for (const line of weeks.trim().split('\n')) {
    const [monday, ...figures] = line.trim().split(/\s+/)
    for (let day = 0; day < 5; day++) {
      const millions = figures[2 * day + place]!
      const begin = Date.parse(`2025-${monday!}T00:00Z`) + day * DAY_MS
      if (millions !== '-') flows.set(begin, Math.round(Number(millions) * 1e6))
    }
  }
  return flows
}
