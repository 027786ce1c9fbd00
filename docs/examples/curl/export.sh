#!/usr/bin/env bash
# Every forced order of a day as CSV: the server turns the pages. NDJSON in place of CSV: a line of JSON each.
set -eu
curl --silent --show-error --fail-with-body "${UNWIND_URL:-http://localhost:4000}/export" \
  --header 'content-type: application/json' \
  ${UNWIND_KEY:+--header "authorization: Bearer $UNWIND_KEY"} \
  --data '{
    "format": "CSV",
    "query": "query ($after: String) { liquidationOrders(window: { from: \"2025-09-22T00:00:00Z\", to: \"2025-09-23T00:00:00Z\" }, orderBy: TIME_ASC, first: 100, after: $after) { nodes { time side notionalUsd market { symbol } } pageInfo { hasNextPage endCursor } } }"
  }'
