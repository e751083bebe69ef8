-- Secret ballots. None of these tables has a time, and none holds both a member and a vote. All of them are emptied when the
-- session is closed or broken off, and vacuumed. What the server keeps beyond that, docs/operations.md tells.

-- The secret key of a session whose ballots are out.
CREATE TABLE ballot_keys (
    tenant  BIGINT NOT NULL,
    session BYTEA   NOT NULL,
    key     BYTEA   NOT NULL,
    PRIMARY KEY (tenant, session)
);

-- The roll: who took a ballot. `question` is the digest of what the device had blinded, so that a lost answer can be given
-- again. It has nothing in common with the token that came of it.
CREATE TABLE ballot_roll (
    tenant   BIGINT NOT NULL,
    session  BYTEA   NOT NULL,
    account  BIGINT NOT NULL,
    question BYTEA   NOT NULL,
    PRIMARY KEY (tenant, session, account),
    FOREIGN KEY (tenant, account) REFERENCES accounts (tenant, account)
);

-- The tokens that were used, by their digest. `seal` knows the same paper again when its receipt was lost; without the token,
-- which is not stored, no votes can be tried against it.
CREATE TABLE ballots (
    tenant  BIGINT NOT NULL,
    session BYTEA   NOT NULL,
    spent   BYTEA   NOT NULL,
    seal    BYTEA   NOT NULL,
    PRIMARY KEY (tenant, session, spent)
);

-- The votes: only sums. No ballot paper is stored.
CREATE TABLE ballot_sums (
    tenant  BIGINT NOT NULL,
    session BYTEA   NOT NULL,
    item    BIGINT NOT NULL,
    yes     BIGINT NOT NULL DEFAULT 0,
    no      BIGINT NOT NULL DEFAULT 0,
    blank   BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant, session, item)
);
