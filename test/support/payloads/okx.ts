/** OKX's v5 wire format with numbers of our own. */

export const swapInstruments = [
  {
    instType: 'SWAP',
    instId: 'BTC-USDT-SWAP',
    uly: 'BTC-USDT',
    instFamily: 'BTC-USDT',
    baseCcy: '',
    quoteCcy: '',
    settleCcy: 'USDT',
    ctVal: '0.01',
    ctMult: '1',
    ctValCcy: 'BTC',
    ctType: 'linear',
    state: 'live',
    listTime: '1611907686000',
    expTime: '',
    tickSz: '0.1',
    lotSz: '0.01',
    minSz: '0.01',
    lever: '100',
  },
  {
    instType: 'SWAP',
    instId: 'BTC-USD-SWAP',
    uly: 'BTC-USD',
    instFamily: 'BTC-USD',
    baseCcy: '',
    quoteCcy: '',
    settleCcy: 'BTC',
    ctVal: '100',
    ctMult: '1',
    ctValCcy: 'USD',
    ctType: 'inverse',
    state: 'live',
    listTime: '1611907686000',
    expTime: '',
    tickSz: '0.1',
    lotSz: '1',
    minSz: '1',
    lever: '100',
  },
]

export const futuresInstruments = [
  {
    ...swapInstruments[0],
    instType: 'FUTURES',
    instId: 'BTC-USDT-261225',
    alias: 'quarter',
    expTime: '1798185600000',
  },
]

export const spotInstruments = [
  {
    instType: 'SPOT',
    instId: 'BTC-USDT',
    uly: '',
    instFamily: '',
    baseCcy: 'BTC',
    quoteCcy: 'USDT',
    settleCcy: '',
    ctVal: '',
    ctMult: '',
    ctValCcy: '',
    ctType: '',
    state: 'live',
    listTime: '1611907686000',
    expTime: '',
    tickSz: '0.1',
    lotSz: '0.00000001',
    minSz: '0.00001',
    lever: '10',
  },
  { instType: 'SPOT', instId: 'ETH-BTC', baseCcy: 'ETH', quoteCcy: 'BTC', ctVal: '', state: 'live' },
]

export const instruments: Record<string, unknown[]> = {
  SPOT: spotInstruments,
  SWAP: swapInstruments,
  FUTURES: futuresInstruments,
}

export const openInterest: Record<string, unknown[]> = {
  SWAP: [
    {
      instId: 'BTC-USDT-SWAP',
      instType: 'SWAP',
      oi: '3000000.5',
      oiCcy: '30000.005',
      oiUsd: '2400000400',
      ts: '1790000000111',
    },
    {
      instId: 'BTC-USD-SWAP',
      instType: 'SWAP',
      oi: '4000000',
      oiCcy: '5000',
      oiUsd: '400000000',
      ts: '1790000000222',
    },
  ],
  FUTURES: [
    {
      instId: 'BTC-USDT-261225',
      instType: 'FUTURES',
      oi: '100',
      oiCcy: '1',
      oiUsd: '81000',
      ts: '1790000000333',
    },
  ],
}

export const markPrice: Record<string, unknown[]> = {
  SWAP: [
    { instId: 'BTC-USDT-SWAP', instType: 'SWAP', markPx: '80000', ts: '1790000000100' },
    { instId: 'BTC-USD-SWAP', instType: 'SWAP', markPx: '80000', ts: '1790000000100' },
  ],
  FUTURES: [],
}

/** One message, two instruments, three details: 150 contracts of 0.01 BTC, a net-mode order, and ten of 100 USD. */
export const liquidationOrders = {
  arg: { channel: 'liquidation-orders', instType: 'SWAP' },
  data: [
    {
      details: [
        {
          bkLoss: '0',
          bkPx: '79655.7',
          ccy: '',
          posSide: 'long',
          side: 'sell',
          sz: '150',
          ts: '1790000000771',
        },
        { bkLoss: '0', bkPx: '80400', ccy: '', posSide: 'net', side: 'buy', sz: '8.55', ts: '1790000000700' },
      ],
      instFamily: 'BTC-USDT',
      instId: 'BTC-USDT-SWAP',
      instType: 'SWAP',
      uly: 'BTC-USDT',
    },
    {
      details: [
        { bkLoss: '0', bkPx: '80000', ccy: '', posSide: 'long', side: 'sell', sz: '10', ts: '1790000000900' },
      ],
      instFamily: 'BTC-USD',
      instId: 'BTC-USD-SWAP',
      instType: 'SWAP',
      uly: 'BTC-USD',
    },
  ],
}

/** Interest of the whole currency: rows of time, interest and volume. */
export const rubikOpenInterest = [['1790000000000', '3000000000.5', '80000000.1']]

const fundingRate = {
  formulaType: 'withRate',
  instId: 'BTC-USDT-SWAP',
  instType: 'SWAP',
  interestRate: '0.0001',
  maxFundingRate: '0.00375',
  method: 'current_period',
  minFundingRate: '-0.00375',
  nextFundingRate: '',
  premium: '0.0001',
  prevFundingTime: '1789977600000',
  settFundingRate: '0.0000333',
  settState: 'settled',
  fundingRate: '0.0000515',
  fundingTime: '1790006400000',
  nextFundingTime: '1790035200000',
  ts: '1790000000123',
}

/** All swaps in one answer; the second settles every two hours, the last one's next settlement is not told. */
export const fundingRates = [
  fundingRate,
  {
    ...fundingRate,
    instId: 'BTC-USD-SWAP',
    fundingRate: '-0.0002',
    fundingTime: '1790006400000',
    nextFundingTime: '1790013600000',
  },
  { ...fundingRate, instId: 'PEPE-USDT-SWAP', nextFundingTime: '' },
]

/** Newest first; fundingRate is what had been predicted, realizedRate what was charged. */
export const settledFunding = [
  {
    formulaType: 'withRate',
    instId: 'BTC-USDT-SWAP',
    instType: 'SWAP',
    method: 'current_period',
    fundingRate: '0.0000747',
    realizedRate: '0.0000746',
    fundingTime: '1789977600000',
  },
  {
    formulaType: 'withRate',
    instId: 'BTC-USDT-SWAP',
    instType: 'SWAP',
    method: 'current_period',
    fundingRate: '0.0000227',
    realizedRate: '0.0000226',
    fundingTime: '1789948800000',
  },
]

const book = (bids: string[][], asks: string[][]) => ({ bids, asks, ts: '1790000000456' })

/** [price, size, orders] of books-full: spot in coins, swaps in contracts. */
export const orderBooks: Record<string, unknown> = {
  'BTC-USDT': book([['79990', '0.5', '2']], [['80010', '0.25', '1']]),
  'BTC-USDT-SWAP': book([['79990', '150', '3']], [['80010', '50.5', '1']]),
  'BTC-USD-SWAP': book([['79900', '70', '3']], [['80100', '30', '1']]),
}

/** [ts, open, high, low, close, vol, volCcy, volCcyQuote, confirm] */
export const candles: Record<string, string[][]> = {
  'BTC-USDT': [
    ['1789999980000', '80000', '80100', '79900', '80050', '12.5', '1000500.25', '1000500.25', '1'],
  ],
  'BTC-USDT-SWAP': [
    ['1790000040000', '80050', '80060', '80040', '80055', '10', '0.1', '8005', '0'],
    ['1789999980000', '80000', '80100', '79900', '80050', '1250', '12.5', '1000400', '1'],
  ],
  'BTC-USD-SWAP': [['1789999980000', '80000', '80100', '79900', '80050', '1600', '2', '160000', '1']],
}

/** [ts, longs for each short] */
export const accountRatio = [
  ['1790000100000', '0.25'],
  ['1789999800000', '3'],
]

/** By instFamily. */
export const positionTiers: Record<string, object[]> = {
  'BTC-USDT': [
    {
      tier: '1',
      minSz: '0',
      maxSz: '1000',
      imr: '0.01',
      mmr: '0.004',
      maxLever: '100',
      instId: '',
      uly: 'BTC-USDT',
    },
    {
      tier: '2',
      minSz: '1001',
      maxSz: '4000',
      imr: '0.0133',
      mmr: '0.005',
      maxLever: '75',
      instId: '',
      uly: 'BTC-USDT',
    },
  ],
  'BTC-USD': [
    {
      tier: '1',
      minSz: '0',
      maxSz: '500',
      imr: '0.01',
      mmr: '0.004',
      maxLever: '100',
      instId: '',
      uly: 'BTC-USD',
    },
  ],
}
