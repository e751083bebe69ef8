-- Work that was handed in without a login, by a device that was shut out or whose login had ended: each operation waits here
-- until a person accepts or refuses it. Then it stands among the operations as any other, and its bytes go from here.
CREATE TABLE tray (
    tenant      BIGINT NOT NULL,
    entry       BIGINT NOT NULL,
    device      BYTEA   NOT NULL,
    counter     BIGINT NOT NULL,
    digest      BYTEA   NOT NULL,
    bytes       BYTEA   NOT NULL,
    received_ms BIGINT NOT NULL,
    -- What a person has said, with why, who and when: 1 accepted, 2 refused. Empty while it waits.
    verdict     BIGINT,
    reason      TEXT,
    decided_by  BIGINT,
    decided_ms  BIGINT,
    PRIMARY KEY (tenant, entry),
    FOREIGN KEY (tenant, device) REFERENCES devices (tenant, device)
);

-- The same operation is there once, however often it is handed in.
CREATE UNIQUE INDEX tray_by_operation ON tray (tenant, device, counter);

-- The entry of the tray that something was done to.
ALTER TABLE audit ADD COLUMN about_entry BIGINT;
