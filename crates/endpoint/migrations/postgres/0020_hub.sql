-- What a hub has beside the tables of every endpoint; empty everywhere else. The rows as the committee's endpoint has told them:
-- what stands in `records` is the hub's own, provisional word.
CREATE TABLE hub_rows (
    tenant BIGINT NOT NULL,
    record BYTEA NOT NULL,
    row    BYTEA NOT NULL,
    PRIMARY KEY (tenant, record)
);

-- Work of devices on its way to the committee's endpoint, in the order in which it came: files that only that endpoint opens.
-- State 0 waits, 1 was taken and `receipt` is for the device, 2 was not taken and `why` says why.
CREATE TABLE hub_queue (
    tenant   BIGINT NOT NULL,
    place    BIGINT NOT NULL,
    device   BYTEA NOT NULL,
    counters BYTEA NOT NULL,
    records  BYTEA NOT NULL,
    file     BYTEA NOT NULL,
    came_ms  BIGINT NOT NULL,
    state    BIGINT NOT NULL,
    receipt  BYTEA,
    why      TEXT,
    PRIMARY KEY (tenant, place),
    FOREIGN KEY (tenant, device) REFERENCES devices (tenant, device)
);
