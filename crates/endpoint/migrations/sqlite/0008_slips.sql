-- Whether an account may sign in at all, and in which years of work. One that nobody has chosen a password for yet has an empty
-- hash, which no password is right for.
ALTER TABLE accounts ADD COLUMN active INTEGER NOT NULL DEFAULT 1;
ALTER TABLE accounts ADD COLUMN first_year INTEGER;
ALTER TABLE accounts ADD COLUMN last_year INTEGER;

-- Of a fresh token that nobody has shown yet: the one in whose place it comes. That one holds until then.
ALTER TABLE tokens ADD COLUMN replaces BLOB;

-- The place that something was done to. Part of the digest only where it is there, so that earlier entries keep theirs.
ALTER TABLE audit ADD COLUMN about_place INTEGER;

-- Enrolment slips: one for each account at the most. The code itself is on the paper alone. A slip that was used is not here
-- any more.
CREATE TABLE slips (
    tenant   INTEGER NOT NULL,
    account  INTEGER NOT NULL,
    code     BLOB    NOT NULL,
    made_ms  INTEGER NOT NULL,
    until_ms INTEGER NOT NULL,
    PRIMARY KEY (tenant, account),
    UNIQUE (tenant, code),
    FOREIGN KEY (tenant, account) REFERENCES accounts (tenant, account)
) WITHOUT ROWID;
