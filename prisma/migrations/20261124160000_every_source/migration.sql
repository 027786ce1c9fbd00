-- Every source: more families of facts, versions of facts and instruments, quarantine, recorders, claims.
ALTER TYPE "market_kind" ADD VALUE 'SPOT';
ALTER TYPE "family" ADD VALUE 'FUNDING' BEFORE 'MARKET_CAPS';
ALTER TYPE "family" ADD VALUE 'ORDER_BOOK' BEFORE 'MARKET_CAPS';
ALTER TYPE "family" ADD VALUE 'CANDLES' BEFORE 'MARKET_CAPS';
ALTER TYPE "family" ADD VALUE 'LONG_SHORT' BEFORE 'MARKET_CAPS';
ALTER TYPE "family" ADD VALUE 'RESERVES';
ALTER TYPE "family" ADD VALUE 'FUND_FLOWS';
ALTER TYPE "family" ADD VALUE 'SERIES';

-- CreateEnum
CREATE TYPE "completeness" AS ENUM ('COMPLETE', 'THROTTLED', 'UNKNOWN');

-- CreateEnum
CREATE TYPE "quarantine_status" AS ENUM ('HELD', 'RELEASED', 'CONFIRMED');

-- CreateEnum
CREATE TYPE "feed_state" AS ENUM ('CONNECTING', 'LIVE', 'SILENT', 'DOWN', 'STOPPED');

-- AlterTable
ALTER TABLE "feed" ADD COLUMN "state" "feed_state",
ADD COLUMN "last_message_at" TIMESTAMPTZ(3),
ADD COLUMN "lag_ms" INTEGER,
ADD COLUMN "state_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "market_version" (
    "market_id" INTEGER NOT NULL,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "symbol" TEXT NOT NULL,
    "venue_symbol" TEXT NOT NULL,
    "base_multiplier" DECIMAL NOT NULL,
    "contract_size" DECIMAL NOT NULL,
    "active" BOOLEAN NOT NULL,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "market_version_pkey" PRIMARY KEY ("market_id","valid_from")
);

-- CreateTable
CREATE TABLE "funding_rate" (
    "market_id" INTEGER NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "rate" DECIMAL NOT NULL,
    "interval_minutes" INTEGER NOT NULL,
    "run_id" BIGINT NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "funding_rate_pkey" PRIMARY KEY ("market_id","time","source_id")
) PARTITION BY RANGE ("time");

-- CreateTable
CREATE TABLE "funding_rate_day" (
    "market_id" INTEGER NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "close_time" TIMESTAMPTZ(3) NOT NULL,
    "rate_sum" DECIMAL NOT NULL,
    "close_rate" DECIMAL NOT NULL,
    "close_interval_minutes" INTEGER NOT NULL,
    "readings" INTEGER NOT NULL,
    "last_observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "funding_rate_day_pkey" PRIMARY KEY ("market_id","bucket","source_id")
);

-- CreateTable
CREATE TABLE "funding_prediction" (
    "market_id" INTEGER NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "rate" DECIMAL NOT NULL,
    "interval_minutes" INTEGER NOT NULL,
    "settles_at" TIMESTAMPTZ(3),
    "run_id" BIGINT NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "funding_prediction_pkey" PRIMARY KEY ("market_id","time","source_id")
) PARTITION BY RANGE ("time");

-- CreateTable
CREATE TABLE "funding_prediction_hour" (
    "market_id" INTEGER NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "close_time" TIMESTAMPTZ(3) NOT NULL,
    "close_rate" DECIMAL NOT NULL,
    "close_interval_minutes" INTEGER NOT NULL,
    "close_settles_at" TIMESTAMPTZ(3),
    "readings" INTEGER NOT NULL,
    "last_observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "funding_prediction_hour_pkey" PRIMARY KEY ("market_id","bucket","source_id")
);

-- CreateTable
CREATE TABLE "funding_prediction_day" (
    "market_id" INTEGER NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "close_time" TIMESTAMPTZ(3) NOT NULL,
    "close_rate" DECIMAL NOT NULL,
    "close_interval_minutes" INTEGER NOT NULL,
    "close_settles_at" TIMESTAMPTZ(3),
    "readings" INTEGER NOT NULL,
    "last_observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "funding_prediction_day_pkey" PRIMARY KEY ("market_id","bucket","source_id")
);

-- CreateTable
CREATE TABLE "order_book_depth" (
    "market_id" INTEGER NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "venue_clock" BOOLEAN NOT NULL,
    "mid" DECIMAL NOT NULL,
    "best_bid" DECIMAL NOT NULL,
    "best_ask" DECIMAL NOT NULL,
    "bids_05" DECIMAL,
    "bids_1" DECIMAL,
    "bids_2" DECIMAL,
    "bids_5" DECIMAL,
    "asks_05" DECIMAL,
    "asks_1" DECIMAL,
    "asks_2" DECIMAL,
    "asks_5" DECIMAL,
    "bids_total" DECIMAL NOT NULL,
    "asks_total" DECIMAL NOT NULL,
    "bids_reach" DECIMAL NOT NULL,
    "asks_reach" DECIMAL NOT NULL,
    "run_id" BIGINT NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "order_book_depth_pkey" PRIMARY KEY ("market_id","time","source_id")
) PARTITION BY RANGE ("time");

-- CreateTable
CREATE TABLE "order_book_depth_hour" (
    "market_id" INTEGER NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "close_time" TIMESTAMPTZ(3) NOT NULL,
    "close_mid" DECIMAL NOT NULL,
    "bids_05_sum" DECIMAL,
    "bids_05_count" INTEGER NOT NULL,
    "bids_05_low" DECIMAL,
    "bids_1_sum" DECIMAL,
    "bids_1_count" INTEGER NOT NULL,
    "bids_1_low" DECIMAL,
    "bids_2_sum" DECIMAL,
    "bids_2_count" INTEGER NOT NULL,
    "bids_2_low" DECIMAL,
    "bids_5_sum" DECIMAL,
    "bids_5_count" INTEGER NOT NULL,
    "bids_5_low" DECIMAL,
    "asks_05_sum" DECIMAL,
    "asks_05_count" INTEGER NOT NULL,
    "asks_05_low" DECIMAL,
    "asks_1_sum" DECIMAL,
    "asks_1_count" INTEGER NOT NULL,
    "asks_1_low" DECIMAL,
    "asks_2_sum" DECIMAL,
    "asks_2_count" INTEGER NOT NULL,
    "asks_2_low" DECIMAL,
    "asks_5_sum" DECIMAL,
    "asks_5_count" INTEGER NOT NULL,
    "asks_5_low" DECIMAL,
    "readings" INTEGER NOT NULL,
    "last_observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "order_book_depth_hour_pkey" PRIMARY KEY ("market_id","bucket","source_id")
);

-- CreateTable
CREATE TABLE "order_book_depth_day" (
    "market_id" INTEGER NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "close_time" TIMESTAMPTZ(3) NOT NULL,
    "close_mid" DECIMAL NOT NULL,
    "bids_05_sum" DECIMAL,
    "bids_05_count" INTEGER NOT NULL,
    "bids_05_low" DECIMAL,
    "bids_1_sum" DECIMAL,
    "bids_1_count" INTEGER NOT NULL,
    "bids_1_low" DECIMAL,
    "bids_2_sum" DECIMAL,
    "bids_2_count" INTEGER NOT NULL,
    "bids_2_low" DECIMAL,
    "bids_5_sum" DECIMAL,
    "bids_5_count" INTEGER NOT NULL,
    "bids_5_low" DECIMAL,
    "asks_05_sum" DECIMAL,
    "asks_05_count" INTEGER NOT NULL,
    "asks_05_low" DECIMAL,
    "asks_1_sum" DECIMAL,
    "asks_1_count" INTEGER NOT NULL,
    "asks_1_low" DECIMAL,
    "asks_2_sum" DECIMAL,
    "asks_2_count" INTEGER NOT NULL,
    "asks_2_low" DECIMAL,
    "asks_5_sum" DECIMAL,
    "asks_5_count" INTEGER NOT NULL,
    "asks_5_low" DECIMAL,
    "readings" INTEGER NOT NULL,
    "last_observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "order_book_depth_day_pkey" PRIMARY KEY ("market_id","bucket","source_id")
);

-- CreateTable
CREATE TABLE "candle" (
    "market_id" INTEGER NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "step_seconds" INTEGER NOT NULL,
    "open" DECIMAL NOT NULL,
    "high" DECIMAL NOT NULL,
    "low" DECIMAL NOT NULL,
    "close" DECIMAL NOT NULL,
    "base_volume" DECIMAL NOT NULL,
    "volume_usd" DECIMAL,
    "taker_buy_base" DECIMAL,
    "taker_buy_usd" DECIMAL,
    "trades" INTEGER,
    "run_id" BIGINT NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "candle_pkey" PRIMARY KEY ("market_id","time","source_id")
) PARTITION BY RANGE ("time");

-- CreateTable
CREATE TABLE "candle_hour" (
    "market_id" INTEGER NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "close_time" TIMESTAMPTZ(3) NOT NULL,
    "open_time" TIMESTAMPTZ(3) NOT NULL,
    "open" DECIMAL NOT NULL,
    "high" DECIMAL NOT NULL,
    "low" DECIMAL NOT NULL,
    "close" DECIMAL NOT NULL,
    "covered_seconds" INTEGER NOT NULL,
    "base_volume" DECIMAL NOT NULL,
    "volume_usd" DECIMAL,
    "volume_usd_count" INTEGER NOT NULL,
    "taker_buy_base" DECIMAL,
    "taker_buy_base_count" INTEGER NOT NULL,
    "taker_buy_usd" DECIMAL,
    "taker_buy_usd_count" INTEGER NOT NULL,
    "trades" BIGINT,
    "readings" INTEGER NOT NULL,
    "last_observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "candle_hour_pkey" PRIMARY KEY ("market_id","bucket","source_id")
);

-- CreateTable
CREATE TABLE "candle_day" (
    "market_id" INTEGER NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "close_time" TIMESTAMPTZ(3) NOT NULL,
    "open_time" TIMESTAMPTZ(3) NOT NULL,
    "open" DECIMAL NOT NULL,
    "high" DECIMAL NOT NULL,
    "low" DECIMAL NOT NULL,
    "close" DECIMAL NOT NULL,
    "covered_seconds" INTEGER NOT NULL,
    "base_volume" DECIMAL NOT NULL,
    "volume_usd" DECIMAL,
    "volume_usd_count" INTEGER NOT NULL,
    "taker_buy_base" DECIMAL,
    "taker_buy_base_count" INTEGER NOT NULL,
    "taker_buy_usd" DECIMAL,
    "taker_buy_usd_count" INTEGER NOT NULL,
    "trades" BIGINT,
    "readings" INTEGER NOT NULL,
    "last_observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "candle_day_pkey" PRIMARY KEY ("market_id","bucket","source_id")
);

-- CreateTable
CREATE TABLE "long_short" (
    "market_id" INTEGER NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "long_share" DECIMAL NOT NULL,
    "run_id" BIGINT NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "long_short_pkey" PRIMARY KEY ("market_id","time","source_id")
) PARTITION BY RANGE ("time");

-- CreateTable
CREATE TABLE "long_short_hour" (
    "market_id" INTEGER NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "close_time" TIMESTAMPTZ(3) NOT NULL,
    "close_long_share" DECIMAL NOT NULL,
    "readings" INTEGER NOT NULL,
    "last_observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "long_short_hour_pkey" PRIMARY KEY ("market_id","bucket","source_id")
);

-- CreateTable
CREATE TABLE "long_short_day" (
    "market_id" INTEGER NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "close_time" TIMESTAMPTZ(3) NOT NULL,
    "close_long_share" DECIMAL NOT NULL,
    "readings" INTEGER NOT NULL,
    "last_observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "long_short_day_pkey" PRIMARY KEY ("market_id","bucket","source_id")
);

-- CreateTable
CREATE TABLE "series" (
    "id" SERIAL NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "measure" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "asset_id" INTEGER,
    "exchange_id" INTEGER,
    "venue_symbol" TEXT,
    "label" TEXT,
    "step_seconds" INTEGER NOT NULL,
    "venues" TEXT,
    "completeness" "completeness" NOT NULL,
    "key" TEXT NOT NULL,

    CONSTRAINT "series_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "series_point" (
    "series_id" INTEGER NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "value" DECIMAL NOT NULL,
    "run_id" BIGINT NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "series_point_pkey" PRIMARY KEY ("series_id","time","source_id")
) PARTITION BY RANGE ("time");

-- CreateTable
CREATE TABLE "fact_version" (
    "fact" TEXT NOT NULL,
    "id" INTEGER NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,
    "superseded_at" TIMESTAMPTZ(3) NOT NULL,
    "run_id" BIGINT NOT NULL,
    "row" JSONB NOT NULL,

    CONSTRAINT "fact_version_pkey" PRIMARY KEY ("fact","id","time","source_id","observed_at")
);

-- CreateTable
CREATE TABLE "quarantined_reading" (
    "id" BIGSERIAL NOT NULL,
    "family" "family" NOT NULL,
    "market_id" INTEGER NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "run_id" BIGINT NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,
    "status" "quarantine_status" NOT NULL DEFAULT 'HELD',
    "reason" TEXT NOT NULL,
    "judged_by" TEXT,
    "judged_at" TIMESTAMPTZ(3),
    "row" JSONB NOT NULL,

    CONSTRAINT "quarantined_reading_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "feed_break" (
    "id" BIGSERIAL NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "family" "family" NOT NULL,
    "scope" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "code" TEXT NOT NULL,
    "message" TEXT NOT NULL,

    CONSTRAINT "feed_break_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recorder" (
    "id" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "heartbeat_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "recorder_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recorder_job" (
    "job_id" TEXT NOT NULL,
    "queue" TEXT NOT NULL,
    "recorder_id" TEXT NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "recorder_job_pkey" PRIMARY KEY ("job_id")
);

-- CreateTable
CREATE TABLE "claim" (
    "code" TEXT NOT NULL,
    "measure" TEXT NOT NULL,
    "low" DECIMAL NOT NULL,
    "high" DECIMAL NOT NULL,
    "unit" TEXT NOT NULL,
    "asset_code" TEXT,
    "exchange_code" TEXT,
    "from" TIMESTAMPTZ(3),
    "to" TIMESTAMPTZ(3),
    "read_at" TIMESTAMPTZ(3),
    "published_at" TIMESTAMPTZ(3),
    "publisher" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "url" TEXT,
    "note" TEXT,

    CONSTRAINT "claim_pkey" PRIMARY KEY ("code")
);

-- CreateIndex
CREATE INDEX "series_measure_asset_id_idx" ON "series"("measure", "asset_id");

-- CreateIndex
CREATE UNIQUE INDEX "series_source_id_key_key" ON "series"("source_id", "key");

-- CreateIndex
CREATE INDEX "quarantined_reading_status_family_market_id_idx" ON "quarantined_reading"("status", "family", "market_id");

-- CreateIndex
CREATE UNIQUE INDEX "quarantined_reading_family_market_id_time_source_id_key" ON "quarantined_reading"("family", "market_id", "time", "source_id");

-- CreateIndex
CREATE INDEX "feed_break_source_id_family_scope_at_idx" ON "feed_break"("source_id", "family", "scope", "at");

-- CreateIndex
CREATE INDEX "recorder_job_recorder_id_idx" ON "recorder_job"("recorder_id");

-- CreateIndex
CREATE INDEX "claim_measure_from_idx" ON "claim"("measure", "from");
