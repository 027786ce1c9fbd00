-- Measures: when a span was known to be read (for queries as of a time), and named baskets of venues.

-- AlterTable: what stands so far was read as it happened.
ALTER TABLE "coverage" ADD COLUMN "known_at" TIMESTAMPTZ(3) NOT NULL DEFAULT '1970-01-01T00:00:00Z';
ALTER TABLE "coverage" ALTER COLUMN "known_at" DROP DEFAULT;
ALTER TABLE "coverage" DROP CONSTRAINT "coverage_pkey";
ALTER TABLE "coverage" ADD CONSTRAINT "coverage_pkey" PRIMARY KEY ("exchange_id","family","source_id","from","known_at");

-- CreateTable
CREATE TABLE "basket" (
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "exchanges" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "basket_pkey" PRIMARY KEY ("code")
);
