#!/usr/bin/env bash
# Who asks, and what it may: with a key that `npm run keys -- create --name NAME` printed.
set -eu
curl --silent --show-error "${UNWIND_URL:-http://localhost:4000}/graphql" \
  --header "authorization: Bearer $UNWIND_KEY" \
  --header 'content-type: application/json' \
  --data '{ "query": "{ viewer { key { name } scopes rateLimit { limit } } }" }'
