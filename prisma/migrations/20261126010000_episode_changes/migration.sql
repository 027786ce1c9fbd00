-- What each run of the detector found anew, changed or no longer found: a log that is read on from where a reader stopped.

-- CreateTable
CREATE TABLE "episode_change" (
    "id" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "fields" TEXT[],
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "episode_change_pkey" PRIMARY KEY ("id")
);

-- Version 1 of the detector had no such rule.
UPDATE "detection" SET "params" = "params" || '{"withoutPart": 0}';

-- Known when an episode was detected: what share of the time before its open interest was not above.
-- AlterTable
ALTER TABLE "episode" ADD COLUMN "detected_open_interest_percentile" DOUBLE PRECISION;
