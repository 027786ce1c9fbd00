-- What is pushed to subscribers: a log in the order of commits, from which a client that was cut off reads on. A day of it is kept.

-- CreateTable
CREATE TABLE "stream_event" (
    "id" BIGSERIAL NOT NULL,
    "topic" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "payload" JSONB NOT NULL,

    CONSTRAINT "stream_event_pkey" PRIMARY KEY ("id")
);
