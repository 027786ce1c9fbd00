/**
 * @generated SignedSource<<e68af060c14c37368c8a081cb859afea>>
 * @lightSyntaxTransform
 * @codegen-command: npm run codegen:client
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ConcreteRequest } from 'relay-runtime';
import type { FragmentRefs } from "relay-runtime";
export type ExchangeMarketsRefetchQuery$variables = {
  count?: number | null | undefined;
  id: string;
};
export type ExchangeMarketsRefetchQuery$data = {
  readonly node: {
    readonly " $fragmentSpreads": FragmentRefs<"ExchangeMarkets_exchange">;
  } | null | undefined;
};
export type ExchangeMarketsRefetchQuery = {
  response: ExchangeMarketsRefetchQuery$data;
  variables: ExchangeMarketsRefetchQuery$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": 1,
    "kind": "LocalArgument",
    "name": "count"
  },
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "id"
  }
],
v1 = [
  {
    "kind": "Variable",
    "name": "id",
    "variableName": "id"
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
    "name": "ExchangeMarketsRefetchQuery",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": null,
        "kind": "LinkedField",
        "name": "node",
        "plural": false,
        "selections": [
          {
            "args": [
              {
                "kind": "Variable",
                "name": "count",
                "variableName": "count"
              }
            ],
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
    "name": "ExchangeMarketsRefetchQuery",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": null,
        "kind": "LinkedField",
        "name": "node",
        "plural": false,
        "selections": [
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "__typename",
            "storageKey": null
          },
          (v2/*:: as any*/),
          {
            "kind": "InlineFragment",
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
                "storageKey": null
              }
            ],
            "type": "Exchange",
            "abstractKey": null
          }
        ],
        "storageKey": null
      }
    ]
  },
  "params": {
    "cacheID": "7407b35162f8043f0b4c9cee85cc1a11",
    "id": null,
    "metadata": {},
    "name": "ExchangeMarketsRefetchQuery",
    "operationKind": "query",
    "text": "query ExchangeMarketsRefetchQuery(\n  $count: Int = 1\n  $id: ID!\n) {\n  node(id: $id) {\n    __typename\n    ...ExchangeMarkets_exchange_yu5n1\n    id\n  }\n}\n\nfragment ExchangeMarkets_exchange_yu5n1 on Exchange {\n  name\n  markets(first: $count) {\n    totalCount\n    nodes {\n      id\n      symbol\n    }\n  }\n  id\n}\n"
  }
};
})();

(node as any).hash = "c80cd5a211e09e39cecd0361ee80b87b";

export default node;
