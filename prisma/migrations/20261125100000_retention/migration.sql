-- Months of raw facts that were written to a file and dropped: what arrives for them is refused until they are restored.

-- CreateTable
CREATE TABLE "retired_month" (
    "fact" TEXT NOT NULL,
    "month" TIMESTAMPTZ(3) NOT NULL,
    "rows" BIGINT NOT NULL,
    "file" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "retired_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "retired_month_pkey" PRIMARY KEY ("fact","month")
);
