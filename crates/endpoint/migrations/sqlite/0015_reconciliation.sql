-- Each time that the logs began a new life, after a restore: from when on, where each log ended in the backup (CBOR: partition
-- and place in turn), and who has said that nothing more is waited for. Until then no number is given.
CREATE TABLE reconciliations (
    tenant    INTEGER NOT NULL,
    number    INTEGER NOT NULL,
    begun_ms  INTEGER NOT NULL,
    heads     BLOB NOT NULL,
    closed_ms INTEGER,
    closed_by INTEGER,
    reason    TEXT,
    PRIMARY KEY (tenant, number)
);

-- Numbers of decisions that nothing bore when a reconciliation was closed.
CREATE TABLE number_gaps (
    tenant         INTEGER NOT NULL,
    partition      INTEGER NOT NULL,
    year           INTEGER NOT NULL,
    first          INTEGER NOT NULL,
    last           INTEGER NOT NULL,
    reconciliation INTEGER NOT NULL,
    PRIMARY KEY (tenant, partition, year, first, reconciliation)
);

-- Rows of the life before, as devices that had not written them were told them: each waits until a person accepts or refuses it
-- (1, 2), or its record is erased (3).
CREATE TABLE witnessed (
    tenant      INTEGER NOT NULL,
    entry       INTEGER NOT NULL,
    record      BLOB NOT NULL,
    partition   INTEGER NOT NULL,
    device      BLOB NOT NULL,
    digest      BLOB NOT NULL,
    bytes       BLOB NOT NULL,
    received_ms INTEGER NOT NULL,
    verdict     INTEGER,
    reason      TEXT,
    decided_by  INTEGER,
    decided_ms  INTEGER,
    PRIMARY KEY (tenant, entry),
    FOREIGN KEY (tenant, device) REFERENCES devices (tenant, device)
);

-- The same copy is there once, however many devices offer it.
CREATE UNIQUE INDEX witnessed_by_copy ON witnessed (tenant, record, digest);

-- The place of an operation in its partition's log, and the one in the life before, where it was offered again.
ALTER TABLE operations ADD COLUMN seq INTEGER;
ALTER TABLE operations ADD COLUMN old_seq INTEGER;

-- The last reconciliation in which a device has come back, and when.
ALTER TABLE devices ADD COLUMN met INTEGER NOT NULL DEFAULT 0;
ALTER TABLE devices ADD COLUMN met_ms INTEGER;
