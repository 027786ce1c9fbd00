-- Settled funding by the hour, so that a series finer than a day needs no single rates, and the time that the rates of a bucket are for.

-- CreateTable
CREATE TABLE "funding_rate_hour" (
    "market_id" INTEGER NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "close_time" TIMESTAMPTZ(3) NOT NULL,
    "rate_sum" DECIMAL NOT NULL,
    "minutes_sum" INTEGER NOT NULL,
    "close_rate" DECIMAL NOT NULL,
    "close_interval_minutes" INTEGER NOT NULL,
    "readings" INTEGER NOT NULL,
    "last_observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "funding_rate_hour_pkey" PRIMARY KEY ("market_id","bucket","source_id")
);

-- What is held already.
INSERT INTO "funding_rate_hour"
SELECT market_id, date_bin('1 hour', time, '2000-01-01Z'), source_id, max(time), sum(rate), sum(interval_minutes),
  (array_agg(rate order by time))[count(*)], (array_agg(interval_minutes order by time))[count(*)], count(*), max(observed_at)
FROM "funding_rate" GROUP BY 1, 2, 3;

-- AlterTable: where the single rates are no longer held, every rate of the day is taken to be for the day's last interval.
ALTER TABLE "funding_rate_day" ADD COLUMN "minutes_sum" INTEGER;
UPDATE "funding_rate_day" AS d SET minutes_sum = coalesce((
  SELECT sum(f.interval_minutes) FROM "funding_rate" AS f
  WHERE f.market_id = d.market_id AND f.source_id = d.source_id AND f.time >= d.bucket AND f.time < d.bucket + interval '1 day'
  HAVING count(*) = d.readings), d.readings * d.close_interval_minutes);
ALTER TABLE "funding_rate_day" ALTER COLUMN "minutes_sum" SET NOT NULL;
