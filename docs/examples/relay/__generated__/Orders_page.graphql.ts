/**
 * @generated SignedSource<<010aee6f76eceb8b415a1f01783bee48>>
 * @lightSyntaxTransform
 * @codegen-command: npm run codegen:client
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ReaderFragment } from 'relay-runtime';
export type PositionSide = "LONG" | "SHORT" | "%future added value";
import type { FragmentRefs } from "relay-runtime";
export type Orders_page$data = {
  readonly liquidationOrders: {
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly id: string;
        readonly market: {
          readonly symbol: string;
        };
        readonly notionalUsd: string | null | undefined;
        readonly side: PositionSide;
      };
    }>;
  };
  readonly " $fragmentType": "Orders_page";
};
export type Orders_page$key = {
  readonly " $data"?: Orders_page$data;
  readonly " $fragmentSpreads": FragmentRefs<"Orders_page">;
};

import OrdersPageQuery_graphql from './OrdersPageQuery.graphql';

const node: ReaderFragment = (function(){
var v0 = [
  "liquidationOrders"
];
return {
  "argumentDefinitions": [
    {
      "defaultValue": 10,
      "kind": "LocalArgument",
      "name": "count"
    },
    {
      "defaultValue": null,
      "kind": "LocalArgument",
      "name": "cursor"
    },
    {
      "defaultValue": null,
      "kind": "LocalArgument",
      "name": "window"
    }
  ],
  "kind": "Fragment",
  "metadata": {
    "connection": [
      {
        "count": "count",
        "cursor": "cursor",
        "direction": "forward",
        "path": (v0/*:: as any*/)
      }
    ],
    "refetch": {
      "connection": {
        "forward": {
          "count": "count",
          "cursor": "cursor"
        },
        "backward": null,
        "path": (v0/*:: as any*/)
      },
      "fragmentPathInResult": [],
      "operation": OrdersPageQuery_graphql
    }
  },
  "name": "Orders_page",
  "selections": [
    {
      "alias": "liquidationOrders",
      "args": [
        {
          "kind": "Literal",
          "name": "orderBy",
          "value": "NOTIONAL_DESC"
        },
        {
          "kind": "Variable",
          "name": "window",
          "variableName": "window"
        }
      ],
      "concreteType": "LiquidationOrderConnection",
      "kind": "LinkedField",
      "name": "__Orders_liquidationOrders_connection",
      "plural": false,
      "selections": [
        {
          "alias": null,
          "args": null,
          "concreteType": "LiquidationOrderEdge",
          "kind": "LinkedField",
          "name": "edges",
          "plural": true,
          "selections": [
            {
              "alias": null,
              "args": null,
              "concreteType": "LiquidationOrder",
              "kind": "LinkedField",
              "name": "node",
              "plural": false,
              "selections": [
                {
                  "alias": null,
                  "args": null,
                  "kind": "ScalarField",
                  "name": "id",
                  "storageKey": null
                },
                {
                  "alias": null,
                  "args": null,
                  "kind": "ScalarField",
                  "name": "side",
                  "storageKey": null
                },
                {
                  "alias": null,
                  "args": null,
                  "kind": "ScalarField",
                  "name": "notionalUsd",
                  "storageKey": null
                },
                {
                  "alias": null,
                  "args": null,
                  "concreteType": "Market",
                  "kind": "LinkedField",
                  "name": "market",
                  "plural": false,
                  "selections": [
                    {
                      "alias": null,
                      "args": null,
                      "kind": "ScalarField",
                      "name": "symbol",
                      "storageKey": null
                    }
                  ],
                  "storageKey": null
                },
                {
                  "alias": null,
                  "args": null,
                  "kind": "ScalarField",
                  "name": "__typename",
                  "storageKey": null
                }
              ],
              "storageKey": null
            },
            {
              "alias": null,
              "args": null,
              "kind": "ScalarField",
              "name": "cursor",
              "storageKey": null
            }
          ],
          "storageKey": null
        },
        {
          "alias": null,
          "args": null,
          "concreteType": "PageInfo",
          "kind": "LinkedField",
          "name": "pageInfo",
          "plural": false,
          "selections": [
            {
              "alias": null,
              "args": null,
              "kind": "ScalarField",
              "name": "endCursor",
              "storageKey": null
            },
            {
              "alias": null,
              "args": null,
              "kind": "ScalarField",
              "name": "hasNextPage",
              "storageKey": null
            }
          ],
          "storageKey": null
        }
      ],
      "storageKey": null
    }
  ],
  "type": "Query",
  "abstractKey": null
};
})();

(node as any).hash = "3137d7b50e777626d4b014c376fdccf9";

export default node;
