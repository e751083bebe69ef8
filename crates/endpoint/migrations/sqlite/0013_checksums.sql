-- The checksum of the rows of a partition, by its bits, and the place in the log at which it holds. Where that is not the head's,
-- an earlier version has written since, and the sum is made anew from the rows.
ALTER TABLE partitions ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
ALTER TABLE partitions ADD COLUMN checksum_seq INTEGER NOT NULL DEFAULT 0;

-- Snapshots: the rows of a partition as they stood at a place in its log, made once for all that begin there. What a device reads
-- first; what has changed since comes after it. Nothing depends on them: they may be taken away at any time.
CREATE TABLE snapshots (
    tenant     INTEGER NOT NULL,
    partition  INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    seq        INTEGER NOT NULL,
    pages      INTEGER NOT NULL,
    rows       INTEGER NOT NULL,
    bytes      INTEGER NOT NULL,
    made_ms    INTEGER NOT NULL,
    PRIMARY KEY (tenant, partition, generation),
    FOREIGN KEY (tenant, partition) REFERENCES partitions (tenant, partition)
) WITHOUT ROWID;

-- Their pages, compressed by Brotli as they go over the line.
CREATE TABLE snapshot_pages (
    tenant     INTEGER NOT NULL,
    partition  INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    page       INTEGER NOT NULL,
    body       BLOB NOT NULL,
    PRIMARY KEY (tenant, partition, generation, page),
    FOREIGN KEY (tenant, partition, generation) REFERENCES snapshots (tenant, partition, generation) ON DELETE CASCADE
);
