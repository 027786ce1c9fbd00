import { useMemo } from 'preact/hooks'
import { useParam } from '../router.ts'

/** Which part of the market the pictures are of; the address keeps it. */
export interface Selection {
  /** Code; "": all. */
  readonly asset: string
  readonly setAsset: (code: string) => void
  /** Codes; empty: all that are read. */
  readonly venues: readonly string[]
  readonly setVenues: (codes: readonly string[]) => void
  /** As questions take it: null is "all". */
  readonly basket: { readonly exchanges: string[] } | null
  readonly filter: { readonly assets: string[] } | null
}

/** A selection in the words of a title; each "" for all. */
export interface PartNames {
  /** " of BTC" */
  readonly of: string
  /** " on Binance + Bybit" */
  readonly on: string
}

export const partNames = (
  { asset, venues }: Pick<Selection, 'asset' | 'venues'>,
  exchanges: readonly { readonly code: string; readonly name: string }[],
): PartNames => ({
  of: asset && ` of ${asset}`,
  on:
    venues.length === 0
      ? ''
      : ` on ${venues.map((code) => exchanges.find((own) => own.code === code)?.name ?? code).join(' + ')}`,
})

/** Another part of the market, with the same setters. */
export const inBasket = (
  { setAsset, setVenues }: Pick<Selection, 'setAsset' | 'setVenues'>,
  { asset, venues }: Pick<Selection, 'asset' | 'venues'>,
): Selection => ({
  asset,
  setAsset,
  venues,
  setVenues,
  basket: venues.length > 0 ? { exchanges: [...venues] } : null,
  filter: asset ? { assets: [asset] } : null,
})

/** What the address says where all assets are meant, and not the one that a view begins with. */
export const ALL_ASSETS = 'all'

export function useSelection(): Selection {
  const [assetText, setAsset] = useParam('asset')
  const asset = assetText === ALL_ASSETS ? '' : assetText
  const [venueText, setVenueText] = useParam('venues')
  return useMemo(
    () =>
      inBasket(
        { setAsset, setVenues: (codes) => setVenueText(codes.join(',')) },
        { asset, venues: [...new Set(venueText.split(',').filter(Boolean))] },
      ),
    // The setters are the same each time in what they do.
    [asset, venueText],
  )
}
