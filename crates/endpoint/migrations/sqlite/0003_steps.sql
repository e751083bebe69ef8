-- The last number that an authority has given to a decision of a year. Changed only in the transaction that gives it.
CREATE TABLE numbers (
    tenant    INTEGER NOT NULL,
    partition INTEGER NOT NULL,
    year      INTEGER NOT NULL,
    last      INTEGER NOT NULL,
    PRIMARY KEY (tenant, partition, year),
    FOREIGN KEY (tenant, partition) REFERENCES partitions (tenant, partition)
) WITHOUT ROWID;
