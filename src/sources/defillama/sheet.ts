import type { HouseSheet } from '../houseSheet.ts'

const FIXTURE = 'test/sources/defillama.test.ts'

export const DEFILLAMA_SHEET: HouseSheet = {
  name: 'DefiLlama',
  code: 'defillama.rest',
  key: 'Free, without a key.',
  parts: {
    'Coins on exchanges': {
      supported: true,
      through:
        'GET /cexs for the houses, /protocol/{slug} for each: tokens and tokensInUsd, summed over chains',
      unit: 'tokens: coins; tokensInUsd: USD. A token is a series of its own; its asset is the coin that it stands for one to one (WETH, which is what ether itself is called there, is ETH; WBTC, BTCB, CBBTC, TBTC are BTC; WBNB, WSOL, WAVAX, WTRX; BSC-USD, USDT.E, USDT0 are USDT; USDC.E is USDC)',
      clock:
        'date, in seconds: the state at the begin of that day (UTC): the first reading of it. The newest reading behind the days is left out',
      history: 'to the first day that DefiLlama read the wallets of the house',
      limits:
        'Wallets that are known, never known to be all: completeness UNKNOWN. A token that is not listed on a day is not known on it, not zero. Of RECORD_ASSETS, USDT and USDC. Wrapped coins may be told twice, with the coins that back them. Staked tokens (STETH, WBETH) are left out. KuCoin and Kraken stand under kucoinfutures and krakenfutures; houses that are no venue here have their slug as label and no exchange.',
      url: 'https://api-docs.defillama.com',
      fixture: FIXTURE,
    },
    'All that an exchange holds': {
      supported: true,
      through: 'GET /protocol/{slug}: tvl',
      unit: 'USD at prices of the day, its own token included',
      clock: 'as above',
      history: 'as above',
      limits: 'Moves with prices: flows are seen in coins.',
      url: 'https://api-docs.defillama.com',
      fixture: FIXTURE,
    },
  },
}
