-- The checksum of the rows of a partition, by its bits, and the place in the log at which it holds. Where that is not the head's,
-- an earlier version has written since, and the sum is made anew from the rows.
ALTER TABLE partitions ADD COLUMN checksum BIGINT NOT NULL DEFAULT 0;
ALTER TABLE partitions ADD COLUMN checksum_seq BIGINT NOT NULL DEFAULT 0;

-- Snapshots: the rows of a partition as they stood at a place in its log, made once for all that begin there. What a device reads
-- first; what has changed since comes after it. Nothing depends on them: they may be taken away at any time.
CREATE TABLE snapshots (
    tenant     BIGINT NOT NULL,
    partition  BIGINT NOT NULL,
    generation BIGINT NOT NULL,
    seq        BIGINT NOT NULL,
    pages      BIGINT NOT NULL,
    rows       BIGINT NOT NULL,
    bytes      BIGINT NOT NULL,
    made_ms    BIGINT NOT NULL,
    PRIMARY KEY (tenant, partition, generation),
    FOREIGN KEY (tenant, partition) REFERENCES partitions (tenant, partition)
);

-- Their pages, compressed by Brotli as they go over the line.
CREATE TABLE snapshot_pages (
    tenant     BIGINT NOT NULL,
    partition  BIGINT NOT NULL,
    generation BIGINT NOT NULL,
    page       BIGINT NOT NULL,
    body       BYTEA NOT NULL,
    PRIMARY KEY (tenant, partition, generation, page),
    FOREIGN KEY (tenant, partition, generation) REFERENCES snapshots (tenant, partition, generation) ON DELETE CASCADE
);
