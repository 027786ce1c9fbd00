/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** What a load brought. */
export type Family =
  /** Bars of price and volume, spot and perpetual. */
  | 'CANDLES'
  /** Funding rates, settled and predicted. */
  | 'FUNDING'
  /** Money into funds less money out of them. */
  | 'FUND_FLOWS'
  /** Forced orders. */
  | 'LIQUIDATIONS'
  /** Share of accounts that are net long. */
  | 'LONG_SHORT'
  /** Instrument lists. */
  | 'MARKETS'
  /** Market capitalisations. */
  | 'MARKET_CAPS'
  /** Open interest. */
  | 'OPEN_INTEREST'
  /** Order books, as value resting near mid. */
  | 'ORDER_BOOK'
  /** Coins that exchanges hold. */
  | 'RESERVES'
  /** Sums that another house made, kept beside ours. */
  | 'SERIES';

/** Where numbers come from. The two are never mixed in one store, so never in one answer. */
export type Provenance =
  /** As the source sent it. */
  | 'OBSERVED'
  /** Made by Unwind from published anchor figures to try the API with: never observed on a market. */
  | 'RECONSTRUCTED';

export type HoldingsQueryVariables = Exact<{ [key: string]: never; }>;


export type HoldingsQuery = { quality: { provenance: Provenance | null, holdings: Array<{ family: Family, since: string | null, until: string | null }> } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const HoldingsDocument = new TypedDocumentString(`
    query Holdings {
  quality {
    provenance
    holdings {
      family
      since
      until
    }
  }
}
    `) as unknown as TypedDocumentString<HoldingsQuery, HoldingsQueryVariables>;