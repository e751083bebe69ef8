-- Each time that the logs began a new life, after a restore: from when on, where each log ended in the backup (CBOR: partition
-- and place in turn), and who has said that nothing more is waited for. Until then no number is given.
CREATE TABLE reconciliations (
    tenant    BIGINT NOT NULL,
    number    BIGINT NOT NULL,
    begun_ms  BIGINT NOT NULL,
    heads     BYTEA NOT NULL,
    closed_ms BIGINT,
    closed_by BIGINT,
    reason    TEXT,
    PRIMARY KEY (tenant, number)
);

-- Numbers of decisions that nothing bore when a reconciliation was closed.
CREATE TABLE number_gaps (
    tenant         BIGINT NOT NULL,
    partition      BIGINT NOT NULL,
    year           BIGINT NOT NULL,
    first          BIGINT NOT NULL,
    last           BIGINT NOT NULL,
    reconciliation BIGINT NOT NULL,
    PRIMARY KEY (tenant, partition, year, first, reconciliation)
);

-- Rows of the life before, as devices that had not written them were told them: each waits until a person accepts or refuses it
-- (1, 2), or its record is erased (3).
CREATE TABLE witnessed (
    tenant      BIGINT NOT NULL,
    entry       BIGINT NOT NULL,
    record      BYTEA NOT NULL,
    partition   BIGINT NOT NULL,
    device      BYTEA NOT NULL,
    digest      BYTEA NOT NULL,
    bytes       BYTEA NOT NULL,
    received_ms BIGINT NOT NULL,
    verdict     BIGINT,
    reason      TEXT,
    decided_by  BIGINT,
    decided_ms  BIGINT,
    PRIMARY KEY (tenant, entry),
    FOREIGN KEY (tenant, device) REFERENCES devices (tenant, device)
);

-- The same copy is there once, however many devices offer it.
CREATE UNIQUE INDEX witnessed_by_copy ON witnessed (tenant, record, digest);

-- The place of an operation in its partition's log, and the one in the life before, where it was offered again.
ALTER TABLE operations ADD COLUMN seq BIGINT;
ALTER TABLE operations ADD COLUMN old_seq BIGINT;

-- The last reconciliation in which a device has come back, and when.
ALTER TABLE devices ADD COLUMN met BIGINT NOT NULL DEFAULT 0;
ALTER TABLE devices ADD COLUMN met_ms BIGINT;
