-- The bytes of evidence. A file belongs to one unit: the same file in another unit is another row, so that nobody can
-- learn by trying whether somebody else has it. The size is part of the key, because a record names both: one that names
-- a wrong size stands in nobody's way.
CREATE TABLE blobs (
    tenant     INTEGER NOT NULL,
    partition  INTEGER NOT NULL,
    digest     BLOB    NOT NULL,
    size       INTEGER NOT NULL,
    -- How many bytes are there, from the first on without a gap.
    received   INTEGER NOT NULL DEFAULT 0,
    -- Whether all are there and have the digest. Only then does anybody get to see them.
    whole      INTEGER NOT NULL DEFAULT 0,
    touched_ms INTEGER NOT NULL,
    PRIMARY KEY (tenant, partition, digest, size),
    FOREIGN KEY (tenant, partition) REFERENCES partitions (tenant, partition)
) WITHOUT ROWID;

CREATE TABLE blob_chunks (
    tenant    INTEGER NOT NULL,
    partition INTEGER NOT NULL,
    digest    BLOB    NOT NULL,
    size      INTEGER NOT NULL,
    -- Where in the file these bytes begin.
    start     INTEGER NOT NULL,
    bytes     BLOB    NOT NULL,
    PRIMARY KEY (tenant, partition, digest, size, start),
    FOREIGN KEY (tenant, partition, digest, size) REFERENCES blobs (tenant, partition, digest, size) ON DELETE CASCADE
);
