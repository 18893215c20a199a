-- Queues. A message is due when its time has come; while it is leased, that is the lease's end.
CREATE TABLE messages (
    id         INTEGER PRIMARY KEY,
    queue      TEXT    NOT NULL,
    family     TEXT    NOT NULL,
    due        INTEGER NOT NULL,
    lease      INTEGER NOT NULL,
    deliveries INTEGER NOT NULL,
    state      TEXT    NOT NULL,
    payload    BLOB    NOT NULL
);
CREATE INDEX messages_due ON messages (queue, family, due, id);
