-- The last number that an authority has given to a decision of a year. Changed only in the transaction that gives it.
CREATE TABLE numbers (
    tenant    BIGINT NOT NULL,
    partition BIGINT NOT NULL,
    year      BIGINT NOT NULL,
    last      BIGINT NOT NULL,
    PRIMARY KEY (tenant, partition, year),
    FOREIGN KEY (tenant, partition) REFERENCES partitions (tenant, partition)
);
