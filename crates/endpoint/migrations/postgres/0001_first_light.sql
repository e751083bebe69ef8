-- The same tables as in migrations/sqlite, under the same numbers. The tenant (one committee) stands first in every primary
-- key and every reference, so that Citus and CockroachDB can place whole tenants. Numbers that may use all 64 bits (counters)
-- are stored by their bits and only ever compared for equality.

-- One row for each committee: whoever writes for it locks the row first.
CREATE TABLE tenants (
    tenant BIGINT NOT NULL PRIMARY KEY
);

-- Secrets and facts of the committee: its name, its year, the epoch of its logs, the key of its cursors.
CREATE TABLE meta (
    tenant BIGINT NOT NULL,
    key    TEXT   NOT NULL,
    value  BYTEA   NOT NULL,
    PRIMARY KEY (tenant, key)
);

-- Units, blocs and clusters. The head is the only source of places in the partition's log.
CREATE TABLE partitions (
    tenant    BIGINT NOT NULL,
    partition BIGINT NOT NULL,
    kind      TEXT   NOT NULL,
    name      TEXT   NOT NULL,
    head_seq  BIGINT NOT NULL DEFAULT 0,
    head_hash BYTEA   NOT NULL DEFAULT decode('0000000000000000', 'hex'),
    PRIMARY KEY (tenant, partition)
);

-- The units of a bloc or cluster.
CREATE TABLE group_members (
    tenant    BIGINT NOT NULL,
    partition BIGINT NOT NULL,
    member    BIGINT NOT NULL,
    PRIMARY KEY (tenant, partition, member),
    FOREIGN KEY (tenant, partition) REFERENCES partitions (tenant, partition),
    FOREIGN KEY (tenant, member) REFERENCES partitions (tenant, partition)
);

CREATE TABLE accounts (
    tenant        BIGINT NOT NULL,
    account       BIGINT NOT NULL,
    login         TEXT   NOT NULL,
    display_name  TEXT   NOT NULL,
    role          TEXT   NOT NULL,
    home          BIGINT NOT NULL,
    password_hash TEXT   NOT NULL,
    -- Grows with every change of the account's grants; cursors name it.
    scope_version BIGINT NOT NULL DEFAULT 1,
    -- Made from sample data, with a password that everybody may read.
    sample        BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant, account),
    UNIQUE (tenant, login),
    FOREIGN KEY (tenant, home) REFERENCES partitions (tenant, partition)
);

-- What an account may read.
CREATE TABLE grants (
    tenant    BIGINT NOT NULL,
    account   BIGINT NOT NULL,
    partition BIGINT NOT NULL,
    PRIMARY KEY (tenant, account, partition),
    FOREIGN KEY (tenant, account) REFERENCES accounts (tenant, account),
    FOREIGN KEY (tenant, partition) REFERENCES partitions (tenant, partition)
);

CREATE TABLE devices (
    tenant   BIGINT NOT NULL,
    device   BYTEA   NOT NULL,
    account  BIGINT NOT NULL,
    -- The exact set of counters that were taken from the device.
    counters BYTEA   NOT NULL,
    bound_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant, device),
    FOREIGN KEY (tenant, account) REFERENCES accounts (tenant, account)
);

-- Sessions. The token itself is on the device alone.
CREATE TABLE tokens (
    tenant     BIGINT NOT NULL,
    token_hash BYTEA   NOT NULL,
    account    BIGINT NOT NULL,
    device     BYTEA   NOT NULL,
    created_ms BIGINT NOT NULL,
    revoked_ms BIGINT ,
    PRIMARY KEY (tenant, token_hash),
    FOREIGN KEY (tenant, account) REFERENCES accounts (tenant, account),
    FOREIGN KEY (tenant, device) REFERENCES devices (tenant, device)
);

-- Every record as it stands. `row` is what the sync core writes; the columns beside it are for finding it.
CREATE TABLE records (
    tenant    BIGINT NOT NULL,
    record    BYTEA   NOT NULL,
    partition BIGINT NOT NULL,
    seq       BIGINT NOT NULL,
    kind      BIGINT NOT NULL,
    row       BYTEA   NOT NULL,
    PRIMARY KEY (tenant, record),
    FOREIGN KEY (tenant, partition) REFERENCES partitions (tenant, partition)
);

-- No two records were last touched at the same place of a log: a second one would hide the first from readers.
CREATE UNIQUE INDEX records_by_place ON records (tenant, partition, seq);

-- What took effect, in order. `hash` is the digest of the partition's log up to and with this entry.
CREATE TABLE log (
    tenant    BIGINT NOT NULL,
    partition BIGINT NOT NULL,
    seq       BIGINT NOT NULL,
    hash      BYTEA   NOT NULL,
    device    BYTEA   NOT NULL,
    counter   BIGINT NOT NULL,
    record    BYTEA   NOT NULL,
    PRIMARY KEY (tenant, partition, seq),
    FOREIGN KEY (tenant, partition) REFERENCES partitions (tenant, partition)
);

-- Every operation that was dealt with for good, as it came: the history of its record and the proof of its outcome.
CREATE TABLE operations (
    tenant       BIGINT NOT NULL,
    device       BYTEA   NOT NULL,
    counter      BIGINT NOT NULL,
    digest       BYTEA   NOT NULL,
    outcome      BIGINT NOT NULL,
    reason       BIGINT ,
    field_number BIGINT ,
    field_item   BIGINT ,
    bytes        BYTEA   NOT NULL,
    received_ms  BIGINT NOT NULL,
    PRIMARY KEY (tenant, device, counter),
    FOREIGN KEY (tenant, device) REFERENCES devices (tenant, device)
);
