-- Cursors that are too long to travel with each exchange, as those of somebody who reads hundreds of units: they lie here, and
-- the device gets their name. A few for each device. Losing one costs that device a load from the beginning, and nothing else.
CREATE TABLE cursors (
    tenant  BIGINT NOT NULL,
    device  BYTEA NOT NULL,
    name    BYTEA NOT NULL,
    cursor  BYTEA NOT NULL,
    kept_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant, device, name),
    FOREIGN KEY (tenant, device) REFERENCES devices (tenant, device)
);
