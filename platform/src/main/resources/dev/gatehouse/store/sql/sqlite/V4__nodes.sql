-- Which node has claimed a message.
ALTER TABLE messages ADD COLUMN owner TEXT NOT NULL DEFAULT '';
