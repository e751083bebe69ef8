-- The tenant (one committee) stands first in every primary key, so that a distributed database can later place whole
-- tenants. Numbers that may use all 64 bits (counters) are stored by their bits and only ever compared for equality.

-- Secrets and facts of the committee: its name, its year, the epoch of its logs, the key of its cursors.
CREATE TABLE meta (
    tenant INTEGER NOT NULL,
    key    TEXT    NOT NULL,
    value  BLOB    NOT NULL,
    PRIMARY KEY (tenant, key)
) WITHOUT ROWID;

-- Units, blocs and clusters. The head is the only source of places in the partition's log.
CREATE TABLE partitions (
    tenant    INTEGER NOT NULL,
    partition INTEGER NOT NULL,
    kind      TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    head_seq  INTEGER NOT NULL DEFAULT 0,
    head_hash BLOB    NOT NULL DEFAULT (zeroblob(8)),
    PRIMARY KEY (tenant, partition)
) WITHOUT ROWID;

-- The units of a bloc or cluster.
CREATE TABLE group_members (
    tenant    INTEGER NOT NULL,
    partition INTEGER NOT NULL,
    member    INTEGER NOT NULL,
    PRIMARY KEY (tenant, partition, member),
    FOREIGN KEY (tenant, partition) REFERENCES partitions (tenant, partition),
    FOREIGN KEY (tenant, member) REFERENCES partitions (tenant, partition)
) WITHOUT ROWID;

CREATE TABLE accounts (
    tenant        INTEGER NOT NULL,
    account       INTEGER NOT NULL,
    login         TEXT    NOT NULL,
    display_name  TEXT    NOT NULL,
    role          TEXT    NOT NULL,
    home          INTEGER NOT NULL,
    password_hash TEXT    NOT NULL,
    -- Grows with every change of the account's grants; cursors name it.
    scope_version INTEGER NOT NULL DEFAULT 1,
    -- Made from sample data, with a password that everybody may read.
    sample        INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant, account),
    UNIQUE (tenant, login),
    FOREIGN KEY (tenant, home) REFERENCES partitions (tenant, partition)
);

-- What an account may read.
CREATE TABLE grants (
    tenant    INTEGER NOT NULL,
    account   INTEGER NOT NULL,
    partition INTEGER NOT NULL,
    PRIMARY KEY (tenant, account, partition),
    FOREIGN KEY (tenant, account) REFERENCES accounts (tenant, account),
    FOREIGN KEY (tenant, partition) REFERENCES partitions (tenant, partition)
) WITHOUT ROWID;

CREATE TABLE devices (
    tenant   INTEGER NOT NULL,
    device   BLOB    NOT NULL,
    account  INTEGER NOT NULL,
    -- The exact set of counters that were taken from the device.
    counters BLOB    NOT NULL,
    bound_ms INTEGER NOT NULL,
    PRIMARY KEY (tenant, device),
    FOREIGN KEY (tenant, account) REFERENCES accounts (tenant, account)
) WITHOUT ROWID;

-- Sessions. The token itself is on the device alone.
CREATE TABLE tokens (
    tenant     INTEGER NOT NULL,
    token_hash BLOB    NOT NULL,
    account    INTEGER NOT NULL,
    device     BLOB    NOT NULL,
    created_ms INTEGER NOT NULL,
    revoked_ms INTEGER,
    PRIMARY KEY (tenant, token_hash),
    FOREIGN KEY (tenant, account) REFERENCES accounts (tenant, account),
    FOREIGN KEY (tenant, device) REFERENCES devices (tenant, device)
) WITHOUT ROWID;

-- Every record as it stands. `row` is what the sync core writes; the columns beside it are for finding it.
CREATE TABLE records (
    tenant    INTEGER NOT NULL,
    record    BLOB    NOT NULL,
    partition INTEGER NOT NULL,
    seq       INTEGER NOT NULL,
    kind      INTEGER NOT NULL,
    row       BLOB    NOT NULL,
    PRIMARY KEY (tenant, record),
    FOREIGN KEY (tenant, partition) REFERENCES partitions (tenant, partition)
);

-- No two records were last touched at the same place of a log: a second one would hide the first from readers.
CREATE UNIQUE INDEX records_by_place ON records (tenant, partition, seq);

-- What took effect, in order. `hash` is the digest of the partition's log up to and with this entry.
CREATE TABLE log (
    tenant    INTEGER NOT NULL,
    partition INTEGER NOT NULL,
    seq       INTEGER NOT NULL,
    hash      BLOB    NOT NULL,
    device    BLOB    NOT NULL,
    counter   INTEGER NOT NULL,
    record    BLOB    NOT NULL,
    PRIMARY KEY (tenant, partition, seq),
    FOREIGN KEY (tenant, partition) REFERENCES partitions (tenant, partition)
) WITHOUT ROWID;

-- Every operation that was dealt with for good, as it came: the history of its record and the proof of its outcome.
CREATE TABLE operations (
    tenant       INTEGER NOT NULL,
    device       BLOB    NOT NULL,
    counter      INTEGER NOT NULL,
    digest       BLOB    NOT NULL,
    outcome      INTEGER NOT NULL,
    reason       INTEGER,
    field_number INTEGER,
    field_item   INTEGER,
    bytes        BLOB    NOT NULL,
    received_ms  INTEGER NOT NULL,
    PRIMARY KEY (tenant, device, counter),
    FOREIGN KEY (tenant, device) REFERENCES devices (tenant, device)
);
