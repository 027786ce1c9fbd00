/**
 * @generated SignedSource<<8a754a69636badcbe0d0ced214a7e35a>>
 * @lightSyntaxTransform
 * @codegen-command: npm run codegen:client
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ConcreteRequest } from 'relay-runtime';
import type { FragmentRefs } from "relay-runtime";
export type ExchangeMarketsQuery$variables = {
  code: string;
};
export type ExchangeMarketsQuery$data = {
  readonly exchange: {
    readonly " $fragmentSpreads": FragmentRefs<"ExchangeMarkets_exchange">;
  } | null | undefined;
};
export type ExchangeMarketsQuery = {
  response: ExchangeMarketsQuery$data;
  variables: ExchangeMarketsQuery$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "code"
  }
],
v1 = [
  {
    "kind": "Variable",
    "name": "code",
    "variableName": "code"
  }
],
v2 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "id",
  "storageKey": null
};
return {
  "fragment": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Fragment",
    "metadata": null,
    "name": "ExchangeMarketsQuery",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": "Exchange",
        "kind": "LinkedField",
        "name": "exchange",
        "plural": false,
        "selections": [
          {
            "args": null,
            "kind": "FragmentSpread",
            "name": "ExchangeMarkets_exchange"
          }
        ],
        "storageKey": null
      }
    ],
    "type": "Query",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "ExchangeMarketsQuery",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": "Exchange",
        "kind": "LinkedField",
        "name": "exchange",
        "plural": false,
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
                "kind": "Literal",
                "name": "first",
                "value": 1
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
                  (v2/*:: as any*/),
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
            "storageKey": "markets(first:1)"
          },
          (v2/*:: as any*/)
        ],
        "storageKey": null
      }
    ]
  },
  "params": {
    "cacheID": "c0535964a47daf5dfdd4c57c8124a5a9",
    "id": null,
    "metadata": {},
    "name": "ExchangeMarketsQuery",
    "operationKind": "query",
    "text": "query ExchangeMarketsQuery(\n  $code: String!\n) {\n  exchange(code: $code) {\n    ...ExchangeMarkets_exchange\n    id\n  }\n}\n\nfragment ExchangeMarkets_exchange on Exchange {\n  name\n  markets(first: 1) {\n    totalCount\n    nodes {\n      id\n      symbol\n    }\n  }\n  id\n}\n"
  }
};
})();

(node as any).hash = "6a3ca62015791b011382b4d750009862";

export default node;
