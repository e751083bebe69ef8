-- Work that was handed in without a login, by a device that was shut out or whose login had ended: each operation waits here
-- until a person accepts or refuses it. Then it stands among the operations as any other, and its bytes go from here.
CREATE TABLE tray (
    tenant      INTEGER NOT NULL,
    entry       INTEGER NOT NULL,
    device      BLOB    NOT NULL,
    counter     INTEGER NOT NULL,
    digest      BLOB    NOT NULL,
    bytes       BLOB    NOT NULL,
    received_ms INTEGER NOT NULL,
    -- What a person has said, with why, who and when: 1 accepted, 2 refused. Empty while it waits.
    verdict     INTEGER,
    reason      TEXT,
    decided_by  INTEGER,
    decided_ms  INTEGER,
    PRIMARY KEY (tenant, entry),
    FOREIGN KEY (tenant, device) REFERENCES devices (tenant, device)
);

-- The same operation is there once, however often it is handed in.
CREATE UNIQUE INDEX tray_by_operation ON tray (tenant, device, counter);

-- The entry of the tray that something was done to.
ALTER TABLE audit ADD COLUMN about_entry INTEGER;
