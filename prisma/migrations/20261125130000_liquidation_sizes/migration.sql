-- Forced orders by size class: what a breakdown by size reads in place of the orders themselves.

-- CreateTable
CREATE TABLE "liquidation_size_hour" (
    "market_id" INTEGER NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "size" SMALLINT NOT NULL,
    "long_usd" DECIMAL NOT NULL,
    "short_usd" DECIMAL NOT NULL,
    "long_count" INTEGER NOT NULL,
    "short_count" INTEGER NOT NULL,
    "largest_usd" DECIMAL NOT NULL,
    "last_observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "liquidation_size_hour_pkey" PRIMARY KEY ("market_id","bucket","source_id","size")
);

-- CreateTable
CREATE TABLE "liquidation_size_day" (
    "market_id" INTEGER NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "size" SMALLINT NOT NULL,
    "long_usd" DECIMAL NOT NULL,
    "short_usd" DECIMAL NOT NULL,
    "long_count" INTEGER NOT NULL,
    "short_count" INTEGER NOT NULL,
    "largest_usd" DECIMAL NOT NULL,
    "last_observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "liquidation_size_day_pkey" PRIMARY KEY ("market_id","bucket","source_id","size")
);

-- What is held already.
INSERT INTO "liquidation_size_hour"
SELECT market_id, date_bin('1 hour', time, '2000-01-01Z'), source_id, width_bucket(notional_usd, array[10000, 100000, 1000000, 10000000]::numeric[]),
  coalesce(sum(notional_usd) filter (where side = 'LONG'), 0), coalesce(sum(notional_usd) filter (where side = 'SHORT'), 0),
  count(*) filter (where side = 'LONG'), count(*) filter (where side = 'SHORT'), max(notional_usd), max(observed_at)
FROM "liquidation" WHERE notional_usd IS NOT NULL GROUP BY 1, 2, 3, 4;

INSERT INTO "liquidation_size_day"
SELECT market_id, date_bin('1 day', bucket, '2000-01-01Z'), source_id, size, sum(long_usd), sum(short_usd), sum(long_count), sum(short_count),
  max(largest_usd), max(last_observed_at)
FROM "liquidation_size_hour" GROUP BY 1, 2, 3, 4;
