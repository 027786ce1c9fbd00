-- A number for each day of a table of facts and venue that goes up whenever a transaction changes something in it: what was computed
-- from a day stays true as long as its number stands.

-- CreateTable
CREATE TABLE "fact_day" (
    "fact" TEXT NOT NULL,
    "scope" INTEGER NOT NULL,
    "day" DATE NOT NULL,
    "version" BIGINT NOT NULL,

    CONSTRAINT "fact_day_pkey" PRIMARY KEY ("fact","scope","day")
);
