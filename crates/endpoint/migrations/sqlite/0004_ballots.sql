-- Secret ballots. None of these tables has a time or an order of arrival (WITHOUT ROWID: the order is that of the keys), and
-- none holds both a member and a vote. All of them are emptied, and overwritten, when the session is closed or broken off.

-- The secret key of a session whose ballots are out.
CREATE TABLE ballot_keys (
    tenant  INTEGER NOT NULL,
    session BLOB    NOT NULL,
    key     BLOB    NOT NULL,
    PRIMARY KEY (tenant, session)
) WITHOUT ROWID;

-- The roll: who took a ballot. `question` is the digest of what the device had blinded, so that a lost answer can be given
-- again. It has nothing in common with the token that came of it.
CREATE TABLE ballot_roll (
    tenant   INTEGER NOT NULL,
    session  BLOB    NOT NULL,
    account  INTEGER NOT NULL,
    question BLOB    NOT NULL,
    PRIMARY KEY (tenant, session, account),
    FOREIGN KEY (tenant, account) REFERENCES accounts (tenant, account)
) WITHOUT ROWID;

-- The tokens that were used, by their digest. `seal` knows the same paper again when its receipt was lost; without the token,
-- which is not stored, no votes can be tried against it.
CREATE TABLE ballots (
    tenant  INTEGER NOT NULL,
    session BLOB    NOT NULL,
    spent   BLOB    NOT NULL,
    seal    BLOB    NOT NULL,
    PRIMARY KEY (tenant, session, spent)
) WITHOUT ROWID;

-- The votes: only sums. No ballot paper is stored.
CREATE TABLE ballot_sums (
    tenant  INTEGER NOT NULL,
    session BLOB    NOT NULL,
    item    INTEGER NOT NULL,
    yes     INTEGER NOT NULL DEFAULT 0,
    no      INTEGER NOT NULL DEFAULT 0,
    blank   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant, session, item)
) WITHOUT ROWID;
