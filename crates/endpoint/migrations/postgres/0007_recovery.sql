-- The recovery key of a device whose officer has set a PIN on it: what opens the device where the PIN is forgotten. It is
-- of no use without the device, and is given only to a fresh sign-in of the device's own account on that device.
CREATE TABLE recovery (
    tenant  BIGINT NOT NULL,
    device  BYTEA    NOT NULL,
    account BIGINT NOT NULL,
    key     BYTEA    NOT NULL,
    kept_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant, device),
    FOREIGN KEY (tenant, device) REFERENCES devices (tenant, device)
);
