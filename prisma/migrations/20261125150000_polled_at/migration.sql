-- When a poll of a feed last ended well: what the next one covers begins there.

-- AlterTable
ALTER TABLE "feed" ADD COLUMN     "polled_at" TIMESTAMPTZ(3);
