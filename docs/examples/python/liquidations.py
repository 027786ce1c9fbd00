"""Forced orders of a window as CSV, page by page, with Python's standard library alone.

    python3 liquidations.py http://localhost:4000/graphql 2025-09-22T00:00:00Z 2025-09-23T00:00:00Z > orders.csv

The same with other packages: `requests.post(url, json={"query": ..., "variables": ...}).json()`; `gql` with
`RequestsHTTPTransport(url=url)`; `pandas.read_csv` of what POST /export answers (see ../curl/export.sh).
"""

import csv
import json
import os
import sys
import time
import urllib.error
import urllib.request
from decimal import Decimal

ORDERS = """
query Orders($window: WindowInput!, $after: String) {
  liquidationOrders(window: $window, orderBy: TIME_ASC, first: 10, after: $after) {
    nodes { time side notionalUsd market { symbol exchange { code } } }
    pageInfo { hasNextPage endCursor }
  }
}
"""

# For one answer. Units are there again within a minute; what is dearer than a whole minute is refused at once.
MOST_WAITS = 5


class ApiError(Exception):
    """What the API refuses: docs/errors.md lists the codes."""

    def __init__(self, error):
        super().__init__(error["message"])
        self.extensions = error.get("extensions", {})
        self.code = self.extensions.get("code")


def post(url, question):
    """An answer, and in how many seconds to ask again; None: that would not help."""
    headers = {"content-type": "application/json"}
    if key := os.environ.get("UNWIND_KEY"):
        headers["authorization"] = f"Bearer {key}"
    request = urllib.request.Request(url, json.dumps(question).encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.load(response), None
    except urllib.error.HTTPError as refusal:
        # 429: the minute's units are spent. 503: the server or its store is busy.
        seconds = refusal.headers.get("retry-after") if refusal.code in (429, 503) else None
        return json.load(refusal), seconds


def ask(url, query, variables):
    """The data of an answer. Waits, but not for ever, when it is told to ask again. Raises ApiError."""
    for waits_left in reversed(range(MOST_WAITS + 1)):
        answer, seconds = post(url, {"query": query, "variables": variables})
        if "errors" not in answer:
            return answer["data"]
        if seconds is None or waits_left == 0:
            raise ApiError(answer["errors"][0])
        time.sleep(int(seconds))


def orders(url, window):
    """Every forced order of a window, oldest first."""
    after = None
    while True:
        page = ask(url, ORDERS, {"window": window, "after": after})["liquidationOrders"]
        yield from page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


def main(url, start, end):
    table = csv.writer(sys.stdout)
    table.writerow(["time", "exchange", "symbol", "side", "usd"])
    # Decimals are text: a float would lose digits. An order whose USD value can't be had has none, which is not zero.
    total, unknown = Decimal(0), 0
    for order in orders(url, {"from": start, "to": end}):
        market, usd = order["market"], order["notionalUsd"]
        table.writerow([order["time"], market["exchange"]["code"], market["symbol"], order["side"], usd])
        if usd is None:
            unknown += 1
        else:
            total += Decimal(usd)
    print(f"{total} USD, and {unknown} orders without a USD value", file=sys.stderr)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:4])
    except ApiError as error:
        sys.exit(f"{error.code}: {error} Accepted: {error.extensions.get('accepted')}")
