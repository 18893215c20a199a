-- Queues. A message is due when its time has come; while it is leased, that is the lease's end.
CREATE TABLE messages (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    queue      TEXT COLLATE "C" NOT NULL,
    family     TEXT COLLATE "C" NOT NULL,
    due        BIGINT NOT NULL,
    lease      BIGINT NOT NULL,
    deliveries INTEGER NOT NULL,
    state      TEXT   NOT NULL,
    payload    BYTEA  NOT NULL
);
CREATE INDEX messages_due ON messages (queue, family, due, id);
