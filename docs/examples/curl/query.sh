#!/usr/bin/env bash
# How much was liquidated on a day, as JSON.
set -eu
curl --silent --show-error "${UNWIND_URL:-http://localhost:4000}/graphql" \
  --header 'content-type: application/json' \
  ${UNWIND_KEY:+--header "authorization: Bearer $UNWIND_KEY"} \
  --data '{
    "query": "query ($window: WindowInput!) { liquidations(window: $window) { total { usd longShare floorShare } } }",
    "variables": { "window": { "from": "2025-09-22T00:00:00Z", "to": "2025-09-23T00:00:00Z" } }
  }'
