-- The days on which a unit is there, its official code on those days, and what it was merged into. A code may be given to
-- another unit once this one has ended.
ALTER TABLE partitions ADD COLUMN valid_from TEXT;
ALTER TABLE partitions ADD COLUMN valid_until TEXT;
ALTER TABLE partitions ADD COLUMN merged_into INTEGER;
ALTER TABLE partitions ADD COLUMN code TEXT;

-- What an account read once and reads no more. What its devices wrote for it meanwhile is looked at by a person.
CREATE TABLE past_grants (
    tenant    INTEGER NOT NULL,
    account   INTEGER NOT NULL,
    partition INTEGER NOT NULL,
    PRIMARY KEY (tenant, account, partition),
    FOREIGN KEY (tenant, account) REFERENCES accounts (tenant, account),
    FOREIGN KEY (tenant, partition) REFERENCES partitions (tenant, partition)
) WITHOUT ROWID;
