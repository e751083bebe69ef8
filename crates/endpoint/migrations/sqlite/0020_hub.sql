-- What a hub has beside the tables of every endpoint; empty everywhere else. The rows as the committee's endpoint has told them:
-- what stands in `records` is the hub's own, provisional word.
CREATE TABLE hub_rows (
    tenant INTEGER NOT NULL,
    record BLOB NOT NULL,
    row    BLOB NOT NULL,
    PRIMARY KEY (tenant, record)
);

-- Work of devices on its way to the committee's endpoint, in the order in which it came: files that only that endpoint opens.
-- State 0 waits, 1 was taken and `receipt` is for the device, 2 was not taken and `why` says why.
CREATE TABLE hub_queue (
    tenant   INTEGER NOT NULL,
    place    INTEGER NOT NULL,
    device   BLOB NOT NULL,
    counters BLOB NOT NULL,
    records  BLOB NOT NULL,
    file     BLOB NOT NULL,
    came_ms  INTEGER NOT NULL,
    state    INTEGER NOT NULL,
    receipt  BLOB,
    why      TEXT,
    PRIMARY KEY (tenant, place),
    FOREIGN KEY (tenant, device) REFERENCES devices (tenant, device)
);
