-- A secret that was replaced signs for as long as was promised, also when its successor is replaced meanwhile.

-- AlterTable
ALTER TABLE "webhook" RENAME COLUMN "previous_secret" TO "previous_secrets";
ALTER TABLE "webhook" RENAME COLUMN "previous_until" TO "previous_untils";
ALTER TABLE "webhook"
    ALTER COLUMN "previous_secrets" TYPE TEXT[] USING array_remove(ARRAY["previous_secrets"], NULL),
    ALTER COLUMN "previous_untils" TYPE TIMESTAMPTZ(3)[] USING array_remove(ARRAY["previous_untils"], NULL);
