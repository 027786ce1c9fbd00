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

export function useSelection(): Selection {
  const [asset, setAsset] = useParam('asset')
  const [venueText, setVenueText] = useParam('venues')
  return useMemo(() => {
    const venues = venueText.split(',').filter(Boolean)
    return {
      asset,
      setAsset,
      venues,
      setVenues: (codes) => setVenueText(codes.join(',')),
      basket: venues.length > 0 ? { exchanges: [...venues] } : null,
      filter: asset ? { assets: [asset] } : null,
    }
    // The setters are the same each time in what they do.
  }, [asset, venueText])
}
