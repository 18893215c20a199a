-- From here on there are documents by which others are found (routes by path, for one). Version 1
-- lacks them and is refused, so this only ever meets an empty table; it marks the version.
UPDATE documents SET revision = revision;
