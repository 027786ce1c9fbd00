-- What venues ask of positions: how high leverage may be, and what must be left of it. A set for each change that was seen.

-- CreateTable
CREATE TABLE "leverage_tier" (
    "market_id" INTEGER NOT NULL,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "tier" SMALLINT NOT NULL,
    "maintenance_rate" DECIMAL NOT NULL,
    "max_leverage" DECIMAL NOT NULL,
    "source_id" SMALLINT NOT NULL,
    "run_id" BIGINT NOT NULL,

    CONSTRAINT "leverage_tier_pkey" PRIMARY KEY ("market_id","valid_from","tier")
);
