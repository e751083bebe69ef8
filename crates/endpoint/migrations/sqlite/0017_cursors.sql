-- Cursors that are too long to travel with each exchange, as those of somebody who reads hundreds of units: they lie here, and
-- the device gets their name. A few for each device. Losing one costs that device a load from the beginning, and nothing else.
CREATE TABLE cursors (
    tenant  INTEGER NOT NULL,
    device  BLOB NOT NULL,
    name    BLOB NOT NULL,
    cursor  BLOB NOT NULL,
    kept_ms INTEGER NOT NULL,
    PRIMARY KEY (tenant, device, name),
    FOREIGN KEY (tenant, device) REFERENCES devices (tenant, device)
) WITHOUT ROWID;
