-- Episodes of leverage, as the last run of the detector found them, with the rules that it went by.

-- CreateTable
CREATE TABLE "detection" (
    "id" SERIAL NOT NULL,
    "version" INTEGER NOT NULL,
    "params" JSONB NOT NULL,
    "exchanges" TEXT[],
    "from" TIMESTAMPTZ(3) NOT NULL,
    "to" TIMESTAMPTZ(3) NOT NULL,
    "step_seconds" INTEGER NOT NULL,
    "ran_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "detection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "episode" (
    "code" TEXT NOT NULL,
    "detection_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "build_up_at" TIMESTAMPTZ(3) NOT NULL,
    "peak_at" TIMESTAMPTZ(3) NOT NULL,
    "detected_at" TIMESTAMPTZ(3) NOT NULL,
    "flush_end_at" TIMESTAMPTZ(3) NOT NULL,
    "trough_at" TIMESTAMPTZ(3) NOT NULL,
    "reset_at" TIMESTAMPTZ(3),
    "recovered_at" TIMESTAMPTZ(3),
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "is_provisional" BOOLEAN NOT NULL,
    "open_interest_change" DOUBLE PRECISION NOT NULL,
    "position_change" DOUBLE PRECISION,
    "price_change" DOUBLE PRECISION NOT NULL,
    "liquidation_ratio" DOUBLE PRECISION,
    "long_share" DOUBLE PRECISION,
    "breadth" DOUBLE PRECISION,
    "detected_open_interest_change" DOUBLE PRECISION,
    "detected_position_change" DOUBLE PRECISION,
    "detected_price_change" DOUBLE PRECISION,
    "detected_liquidation_ratio" DOUBLE PRECISION,
    "detected_long_share" DOUBLE PRECISION,
    "detected_build_up" DOUBLE PRECISION,

    CONSTRAINT "episode_pkey" PRIMARY KEY ("code")
);

-- CreateIndex
CREATE INDEX "episode_peak_at_code_idx" ON "episode"("peak_at", "code");

-- AddForeignKey
ALTER TABLE "episode" ADD CONSTRAINT "episode_detection_id_fkey" FOREIGN KEY ("detection_id") REFERENCES "detection"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
