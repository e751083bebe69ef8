-- What was erased of persons' data, by the ids of records, which name nobody. What devices offer again on these records is not
-- taken, and a copy that is put back is held to this list.
CREATE TABLE erasures (
    tenant     INTEGER NOT NULL,
    record     BLOB    NOT NULL,
    partition  INTEGER NOT NULL,
    kind       INTEGER NOT NULL,
    erased_ms  INTEGER NOT NULL,
    -- Why, and who decided it: what also stays in the record's place.
    reason     TEXT    NOT NULL,
    decided_by TEXT    NOT NULL,
    PRIMARY KEY (tenant, record),
    FOREIGN KEY (tenant, partition) REFERENCES partitions (tenant, partition)
) WITHOUT ROWID;

-- An entry of the tray whose record was erased has the verdict 3, whatever was said of it: its bytes and the reason are gone.

-- When what the operation said was erased. Its bytes are gone; its digest stays, so that the logs can still be followed.
ALTER TABLE operations ADD COLUMN erased_ms INTEGER;
