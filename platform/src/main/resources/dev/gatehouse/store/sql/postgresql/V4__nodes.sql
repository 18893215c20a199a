-- Which node has claimed a message.
ALTER TABLE messages ADD COLUMN owner TEXT COLLATE "C" NOT NULL DEFAULT '';

-- What nodes tell each other: the documents that were changed, numbered as they were committed.
CREATE TABLE changes (
    number   BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    store    TEXT COLLATE "C" NOT NULL,
    kind     TEXT COLLATE "C" NOT NULL,
    account  TEXT COLLATE "C" NOT NULL,
    region   TEXT COLLATE "C" NOT NULL,
    id       TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL
);
