-- What authenticators are told an account is called: random, and of no meaning to anybody else. Drawn when it is first needed.
ALTER TABLE accounts ADD COLUMN passkey_user BYTEA;

-- Passkeys: public keys of authenticators with which their owners sign in.
CREATE TABLE passkeys (
    tenant     BIGINT NOT NULL,
    -- The name that the authenticator gave it.
    credential BYTEA    NOT NULL,
    account    BIGINT NOT NULL,
    -- The device on which it was made: whoever shuts that out takes it away.
    device     BYTEA    NOT NULL,
    -- The host for which it was made. Authenticators show it to no other.
    site       TEXT    NOT NULL,
    -- What its owner calls it.
    name       TEXT    NOT NULL,
    -- As COSE writes it, with its algorithm.
    public_key BYTEA    NOT NULL,
    -- How often it has signed, where the authenticator counts.
    counter    BIGINT NOT NULL,
    copyable   BIGINT NOT NULL,
    copied     BIGINT NOT NULL,
    made_ms    BIGINT NOT NULL,
    used_ms    BIGINT,
    PRIMARY KEY (tenant, credential),
    FOREIGN KEY (tenant, account) REFERENCES accounts (tenant, account),
    FOREIGN KEY (tenant, device) REFERENCES devices (tenant, device)
);

CREATE INDEX passkeys_by_account ON passkeys (tenant, account);

-- Challenges that were answered, until they are over: none is answered twice, whichever endpoint is asked.
CREATE TABLE passkey_challenges (
    tenant   BIGINT NOT NULL,
    nonce    BYTEA    NOT NULL,
    until_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant, nonce)
);
