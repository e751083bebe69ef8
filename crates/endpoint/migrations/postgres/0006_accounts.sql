-- When a device was last let in, so that an administrator sees which one is meant, and when it was shut out, with why.
ALTER TABLE devices ADD COLUMN seen_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE devices ADD COLUMN revoked_ms BIGINT;
ALTER TABLE devices ADD COLUMN revoked_why TEXT;

-- When a token was last shown. One that nobody has shown for long lets nobody in.
ALTER TABLE tokens ADD COLUMN used_ms BIGINT NOT NULL DEFAULT 0;
UPDATE tokens SET used_ms = created_ms;
UPDATE devices SET seen_ms = bound_ms;

-- What was done that is no operation of a record. Only ever added to; `hash` is the digest of all entries up to and with this
-- one. It names accounts, devices and places by their numbers and holds no text that anybody has typed.
CREATE TABLE audit (
    tenant  BIGINT NOT NULL,
    seq     BIGINT NOT NULL,
    at_ms   BIGINT NOT NULL,
    -- Who did it, and with which device; empty where nobody was signed in.
    account BIGINT,
    device  BYTEA,
    what    BIGINT NOT NULL,
    -- To whom or what: an account, and a device.
    about_account BIGINT,
    about_device  BYTEA,
    hash    BYTEA    NOT NULL,
    PRIMARY KEY (tenant, seq)
);
