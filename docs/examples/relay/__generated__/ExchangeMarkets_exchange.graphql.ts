/**
 * @generated SignedSource<<2b943057cbfb9370ad8e4d086c8f6a61>>
 * @lightSyntaxTransform
 * @codegen-command: npm run codegen:client
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ReaderFragment } from 'relay-runtime';
import type { FragmentRefs } from "relay-runtime";
export type ExchangeMarkets_exchange$data = {
  readonly id: string;
  readonly markets: {
    readonly nodes: ReadonlyArray<{
      readonly id: string;
      readonly symbol: string;
    }>;
    readonly totalCount: number;
  };
  readonly name: string;
  readonly " $fragmentType": "ExchangeMarkets_exchange";
};
export type ExchangeMarkets_exchange$key = {
  readonly " $data"?: ExchangeMarkets_exchange$data;
  readonly " $fragmentSpreads": FragmentRefs<"ExchangeMarkets_exchange">;
};

import ExchangeMarketsRefetchQuery_graphql from './ExchangeMarketsRefetchQuery.graphql';

const node: ReaderFragment = (function(){
var v0 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "id",
  "storageKey": null
};
return {
  "argumentDefinitions": [
    {
      "defaultValue": 1,
      "kind": "LocalArgument",
      "name": "count"
    }
  ],
  "kind": "Fragment",
  "metadata": {
    "refetch": {
      "connection": null,
      "fragmentPathInResult": [
        "node"
      ],
      "operation": ExchangeMarketsRefetchQuery_graphql,
      "identifierInfo": {
        "identifierField": "id",
        "identifierQueryVariableName": "id"
      }
    }
  },
  "name": "ExchangeMarkets_exchange",
  "selections": [
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "name",
      "storageKey": null
    },
    {
      "alias": null,
      "args": [
        {
          "kind": "Variable",
          "name": "first",
          "variableName": "count"
        }
      ],
      "concreteType": "MarketConnection",
      "kind": "LinkedField",
      "name": "markets",
      "plural": false,
      "selections": [
        {
          "alias": null,
          "args": null,
          "kind": "ScalarField",
          "name": "totalCount",
          "storageKey": null
        },
        {
          "alias": null,
          "args": null,
          "concreteType": "Market",
          "kind": "LinkedField",
          "name": "nodes",
          "plural": true,
          "selections": [
            (v0/*:: as any*/),
            {
              "alias": null,
              "args": null,
              "kind": "ScalarField",
              "name": "symbol",
              "storageKey": null
            }
          ],
          "storageKey": null
        }
      ],
      "storageKey": null
    },
    (v0/*:: as any*/)
  ],
  "type": "Exchange",
  "abstractKey": null
};
})();

(node as any).hash = "c80cd5a211e09e39cecd0361ee80b87b";

export default node;
