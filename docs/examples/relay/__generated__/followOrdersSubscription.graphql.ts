/**
 * @generated SignedSource<<878eb42c1f536e598b11bcdbf2933046>>
 * @lightSyntaxTransform
 * @codegen-command: npm run codegen:client
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ConcreteRequest } from 'relay-runtime';
export type PositionSide = "LONG" | "SHORT" | "%future added value";
export type followOrdersSubscription$variables = {
  after?: string | null | undefined;
};
export type followOrdersSubscription$data = {
  readonly liquidations: {
    readonly cursor: string;
    readonly orders: ReadonlyArray<{
      readonly id: string;
      readonly notionalUsd: string | null | undefined;
      readonly side: PositionSide;
    }>;
  };
};
export type followOrdersSubscription = {
  response: followOrdersSubscription$data;
  variables: followOrdersSubscription$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "after"
  }
],
v1 = [
  {
    "alias": null,
    "args": [
      {
        "kind": "Variable",
        "name": "after",
        "variableName": "after"
      }
    ],
    "concreteType": "LiquidationBatch",
    "kind": "LinkedField",
    "name": "liquidations",
    "plural": false,
    "selections": [
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "cursor",
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "concreteType": "LiquidationOrder",
        "kind": "LinkedField",
        "name": "orders",
        "plural": true,
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
          }
        ],
        "storageKey": null
      }
    ],
    "storageKey": null
  }
];
return {
  "fragment": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Fragment",
    "metadata": null,
    "name": "followOrdersSubscription",
    "selections": (v1/*:: as any*/),
    "type": "Subscription",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "followOrdersSubscription",
    "selections": (v1/*:: as any*/)
  },
  "params": {
    "cacheID": "4a7ea2d0b96a8464ef1e719dfd0b798e",
    "id": null,
    "metadata": {},
    "name": "followOrdersSubscription",
    "operationKind": "subscription",
    "text": "subscription followOrdersSubscription(\n  $after: String\n) {\n  liquidations(after: $after) {\n    cursor\n    orders {\n      id\n      side\n      notionalUsd\n    }\n  }\n}\n"
  }
};
})();

(node as any).hash = "6c18e4fbe7bf69325cb4dca4c60f34cb";

export default node;
