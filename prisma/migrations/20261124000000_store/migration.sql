-- Monthly partitions are made ahead by the code that writes (src/lib/partitions.ts), in a database schema of their
-- own: Prisma manages "public" alone and leaves them as they are.
CREATE SCHEMA IF NOT EXISTS "partition";

-- CreateEnum
CREATE TYPE "position_side" AS ENUM ('LONG', 'SHORT');

-- CreateEnum
CREATE TYPE "market_kind" AS ENUM ('PERPETUAL', 'FUTURE');

-- CreateEnum
CREATE TYPE "contract_style" AS ENUM ('LINEAR', 'INVERSE', 'QUANTO');

-- CreateEnum
CREATE TYPE "provenance" AS ENUM ('OBSERVED', 'RECONSTRUCTED');

-- CreateEnum
CREATE TYPE "family" AS ENUM ('MARKETS', 'LIQUIDATIONS', 'OPEN_INTEREST', 'MARKET_CAPS');

-- CreateEnum
CREATE TYPE "run_status" AS ENUM ('RUNNING', 'SUCCEEDED', 'FAILED');

-- CreateTable
CREATE TABLE "exchange" (
    "id" SERIAL NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "exchange_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sector" (
    "id" SERIAL NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "sector_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "asset" (
    "id" SERIAL NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "coingecko_id" TEXT,
    "sector_id" INTEGER,

    CONSTRAINT "asset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "market" (
    "id" SERIAL NOT NULL,
    "exchange_id" INTEGER NOT NULL,
    "symbol" TEXT NOT NULL,
    "venue_symbol" TEXT NOT NULL,
    "base_asset_id" INTEGER NOT NULL,
    "base_multiplier" DECIMAL NOT NULL DEFAULT 1,
    "quote" TEXT NOT NULL,
    "settle" TEXT NOT NULL,
    "kind" "market_kind" NOT NULL,
    "style" "contract_style" NOT NULL,
    "contract_size" DECIMAL NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "listed_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "market_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source" (
    "id" SERIAL NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "provenance" "provenance" NOT NULL,
    "url" TEXT,

    CONSTRAINT "source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "liquidation" (
    "market_id" INTEGER NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "order_key" TEXT NOT NULL,
    "side" "position_side" NOT NULL,
    "price" DECIMAL NOT NULL,
    "contracts" DECIMAL NOT NULL,
    "base_quantity" DECIMAL,
    "notional_usd" DECIMAL,
    "run_id" BIGINT NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "liquidation_pkey" PRIMARY KEY ("market_id","time","source_id","order_key")
) PARTITION BY RANGE ("time");

-- CreateTable
CREATE TABLE "liquidation_minute" (
    "market_id" INTEGER NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "long_usd" DECIMAL NOT NULL,
    "short_usd" DECIMAL NOT NULL,
    "long_count" INTEGER NOT NULL,
    "short_count" INTEGER NOT NULL,
    "unvalued_count" INTEGER NOT NULL,
    "largest_usd" DECIMAL,
    "last_observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "liquidation_minute_pkey" PRIMARY KEY ("market_id","bucket","source_id")
) PARTITION BY RANGE ("bucket");

-- CreateTable
CREATE TABLE "liquidation_hour" (
    "market_id" INTEGER NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "long_usd" DECIMAL NOT NULL,
    "short_usd" DECIMAL NOT NULL,
    "long_count" INTEGER NOT NULL,
    "short_count" INTEGER NOT NULL,
    "unvalued_count" INTEGER NOT NULL,
    "largest_usd" DECIMAL,
    "last_observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "liquidation_hour_pkey" PRIMARY KEY ("market_id","bucket","source_id")
);

-- CreateTable
CREATE TABLE "liquidation_day" (
    "market_id" INTEGER NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "long_usd" DECIMAL NOT NULL,
    "short_usd" DECIMAL NOT NULL,
    "long_count" INTEGER NOT NULL,
    "short_count" INTEGER NOT NULL,
    "unvalued_count" INTEGER NOT NULL,
    "largest_usd" DECIMAL,
    "last_observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "liquidation_day_pkey" PRIMARY KEY ("market_id","bucket","source_id")
);

-- CreateTable
CREATE TABLE "open_interest" (
    "market_id" INTEGER NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "base_quantity" DECIMAL NOT NULL,
    "mark_price" DECIMAL NOT NULL,
    "value_usd" DECIMAL NOT NULL,
    "run_id" BIGINT NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "open_interest_pkey" PRIMARY KEY ("market_id","time","source_id")
) PARTITION BY RANGE ("time");

-- CreateTable
CREATE TABLE "open_interest_minute" (
    "market_id" INTEGER NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "open_time" TIMESTAMPTZ(3) NOT NULL,
    "open_usd" DECIMAL NOT NULL,
    "high_usd" DECIMAL NOT NULL,
    "low_usd" DECIMAL NOT NULL,
    "close_time" TIMESTAMPTZ(3) NOT NULL,
    "close_usd" DECIMAL NOT NULL,
    "close_base" DECIMAL NOT NULL,
    "close_price" DECIMAL NOT NULL,
    "readings" INTEGER NOT NULL,
    "last_observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "open_interest_minute_pkey" PRIMARY KEY ("market_id","bucket","source_id")
) PARTITION BY RANGE ("bucket");

-- CreateTable
CREATE TABLE "open_interest_hour" (
    "market_id" INTEGER NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "open_time" TIMESTAMPTZ(3) NOT NULL,
    "open_usd" DECIMAL NOT NULL,
    "high_usd" DECIMAL NOT NULL,
    "low_usd" DECIMAL NOT NULL,
    "close_time" TIMESTAMPTZ(3) NOT NULL,
    "close_usd" DECIMAL NOT NULL,
    "close_base" DECIMAL NOT NULL,
    "close_price" DECIMAL NOT NULL,
    "readings" INTEGER NOT NULL,
    "last_observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "open_interest_hour_pkey" PRIMARY KEY ("market_id","bucket","source_id")
);

-- CreateTable
CREATE TABLE "open_interest_day" (
    "market_id" INTEGER NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "open_time" TIMESTAMPTZ(3) NOT NULL,
    "open_usd" DECIMAL NOT NULL,
    "high_usd" DECIMAL NOT NULL,
    "low_usd" DECIMAL NOT NULL,
    "close_time" TIMESTAMPTZ(3) NOT NULL,
    "close_usd" DECIMAL NOT NULL,
    "close_base" DECIMAL NOT NULL,
    "close_price" DECIMAL NOT NULL,
    "readings" INTEGER NOT NULL,
    "last_observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "open_interest_day_pkey" PRIMARY KEY ("market_id","bucket","source_id")
);

-- CreateTable
CREATE TABLE "market_cap" (
    "asset_id" INTEGER NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "price_usd" DECIMAL NOT NULL,
    "supply" DECIMAL,
    "cap_usd" DECIMAL NOT NULL,
    "run_id" BIGINT NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "market_cap_pkey" PRIMARY KEY ("asset_id","time","source_id")
) PARTITION BY RANGE ("time");

-- CreateTable
CREATE TABLE "market_cap_minute" (
    "asset_id" INTEGER NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "close_time" TIMESTAMPTZ(3) NOT NULL,
    "close_price_usd" DECIMAL NOT NULL,
    "close_supply" DECIMAL,
    "close_cap_usd" DECIMAL NOT NULL,
    "readings" INTEGER NOT NULL,
    "last_observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "market_cap_minute_pkey" PRIMARY KEY ("asset_id","bucket","source_id")
) PARTITION BY RANGE ("bucket");

-- CreateTable
CREATE TABLE "market_cap_hour" (
    "asset_id" INTEGER NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "close_time" TIMESTAMPTZ(3) NOT NULL,
    "close_price_usd" DECIMAL NOT NULL,
    "close_supply" DECIMAL,
    "close_cap_usd" DECIMAL NOT NULL,
    "readings" INTEGER NOT NULL,
    "last_observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "market_cap_hour_pkey" PRIMARY KEY ("asset_id","bucket","source_id")
);

-- CreateTable
CREATE TABLE "market_cap_day" (
    "asset_id" INTEGER NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "close_time" TIMESTAMPTZ(3) NOT NULL,
    "close_price_usd" DECIMAL NOT NULL,
    "close_supply" DECIMAL,
    "close_cap_usd" DECIMAL NOT NULL,
    "readings" INTEGER NOT NULL,
    "last_observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "market_cap_day_pkey" PRIMARY KEY ("asset_id","bucket","source_id")
);

-- CreateTable
CREATE TABLE "total_market_cap" (
    "time" TIMESTAMPTZ(3) NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "cap_usd" DECIMAL NOT NULL,
    "coins" INTEGER,
    "run_id" BIGINT NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "total_market_cap_pkey" PRIMARY KEY ("time","source_id")
);

-- CreateTable
CREATE TABLE "etl_run" (
    "id" BIGSERIAL NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "exchange_id" INTEGER,
    "family" "family" NOT NULL,
    "from" TIMESTAMPTZ(3),
    "to" TIMESTAMPTZ(3),
    "status" "run_status" NOT NULL DEFAULT 'RUNNING',
    "read" INTEGER NOT NULL DEFAULT 0,
    "written" INTEGER NOT NULL DEFAULT 0,
    "unchanged" INTEGER NOT NULL DEFAULT 0,
    "rejected" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "etl_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "feed" (
    "source_id" SMALLINT NOT NULL,
    "family" "family" NOT NULL,
    "scope" TEXT NOT NULL,
    "exchange_id" INTEGER,
    "first_read_at" TIMESTAMPTZ(3) NOT NULL,
    "last_read_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "feed_pkey" PRIMARY KEY ("source_id","family","scope")
);

-- CreateTable
CREATE TABLE "coverage" (
    "exchange_id" INTEGER NOT NULL,
    "family" "family" NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "to" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "coverage_pkey" PRIMARY KEY ("exchange_id","family","source_id","from")
);

-- CreateTable
CREATE TABLE "checkpoint" (
    "source_id" SMALLINT NOT NULL,
    "family" "family" NOT NULL,
    "scope" TEXT NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "done_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "checkpoint_pkey" PRIMARY KEY ("source_id","family","scope","from")
);

-- CreateTable
CREATE TABLE "rejected_record" (
    "id" BIGSERIAL NOT NULL,
    "run_id" BIGINT NOT NULL,
    "code" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "payload_key" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rejected_record_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "exchange_code_key" ON "exchange"("code");

-- CreateIndex
CREATE UNIQUE INDEX "sector_code_key" ON "sector"("code");

-- CreateIndex
CREATE UNIQUE INDEX "asset_code_key" ON "asset"("code");

-- CreateIndex
CREATE UNIQUE INDEX "asset_coingecko_id_key" ON "asset"("coingecko_id");

-- CreateIndex
CREATE INDEX "asset_sector_id_idx" ON "asset"("sector_id");

-- CreateIndex
CREATE INDEX "market_base_asset_id_idx" ON "market"("base_asset_id");

-- CreateIndex
CREATE INDEX "market_exchange_id_venue_symbol_idx" ON "market"("exchange_id", "venue_symbol");

-- CreateIndex
CREATE UNIQUE INDEX "market_exchange_id_symbol_key" ON "market"("exchange_id", "symbol");

-- CreateIndex
CREATE UNIQUE INDEX "source_code_key" ON "source"("code");

-- CreateIndex
CREATE INDEX "etl_run_family_started_at_idx" ON "etl_run"("family", "started_at");

-- CreateIndex
CREATE UNIQUE INDEX "rejected_record_run_id_code_payload_key_key" ON "rejected_record"("run_id", "code", "payload_key");

-- AddForeignKey
ALTER TABLE "asset" ADD CONSTRAINT "asset_sector_id_fkey" FOREIGN KEY ("sector_id") REFERENCES "sector"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "market" ADD CONSTRAINT "market_exchange_id_fkey" FOREIGN KEY ("exchange_id") REFERENCES "exchange"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "market" ADD CONSTRAINT "market_base_asset_id_fkey" FOREIGN KEY ("base_asset_id") REFERENCES "asset"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "coverage" ADD CONSTRAINT "coverage_exchange_id_fkey" FOREIGN KEY ("exchange_id") REFERENCES "exchange"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rejected_record" ADD CONSTRAINT "rejected_record_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "etl_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
