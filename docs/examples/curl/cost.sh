#!/usr/bin/env bash
# What a query may cost, without asking it: `extensions.cost.requested`, in units.
set -eu
curl --silent --show-error "${UNWIND_URL:-http://localhost:4000}/graphql" \
  --header 'content-type: application/json' \
  ${UNWIND_KEY:+--header "authorization: Bearer $UNWIND_KEY"} \
  --data '{
    "query": "{ markets(first: 100) { nodes { symbol exchange { name } } } }",
    "extensions": { "dryRun": true }
  }'
