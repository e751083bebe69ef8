-- By what the author of a file is known: a public key that is made from the token, beside the token's hash. Empty where the token
-- is of an earlier version and its device has not asked for its directory since.
ALTER TABLE tokens ADD COLUMN verifier BLOB;
CREATE INDEX tokens_by_verifier ON tokens (tenant, verifier);
