//! What is kept of secret ballots while a session is open: its key, the roll, the used tokens, and sums.
//!
//! Invariant: no row holds both a member and a vote, and once the session is over no row is left. What PostgreSQL cannot
//! promise: a changed or deleted row stays in the table's file until it is vacuumed, and each change stands in the
//! write-ahead log, in the order of time, for as long as the server keeps that log. `docs/operations.md` says so.

use sqlx::PgConnection;
use thidua_ballot::{Choice, Paper};
use thidua_domain::guard::Tally;
use thidua_domain::record::RecordId;

use super::{TENANT, Transaction, narrow, number};
use crate::store::StoreError;
use crate::store::group::Wipe;

/// Where what is erased of a person stood.
const OF_PERSONS: [&str; 6] = ["records", "operations", "tray", "blobs", "blob_chunks", "snapshot_pages"];
const TABLES: [&str; 4] = ["ballot_keys", "ballot_roll", "ballots", "ballot_sums"];

/// Lets the server overwrite what was deleted. Says what is left to do.
pub(super) async fn wipe_traces(connection: &mut PgConnection, what: Wipe) -> Wipe {
    let of_persons = if what == Wipe::All { OF_PERSONS.as_slice() } else { &[] };
    // Where nothing older is read any more, the emptied pages at the end of a table are given back as well.
    for table in TABLES.iter().chain(of_persons) {
        let statement = sqlx::AssertSqlSafe(format!("VACUUM {table}"));
        if let Err(error) = sqlx::raw_sql(statement).execute(&mut *connection).await {
            tracing::warn!("the tables were not vacuumed: {}", crate::telemetry::Chain(&error));
            return what;
        }
    }
    let query = sqlx::query_scalar::<_, i64>(
        "SELECT coalesce(sum(pg_relation_size(oid)), 0)::bigint FROM pg_class
         WHERE oid = ANY(ARRAY['ballot_roll', 'ballots', 'ballot_sums']::regclass[])
         AND NOT EXISTS (SELECT 1 FROM ballot_keys)",
    );
    // With no session open the files are to be empty; somebody who still reads an older state keeps them from it.
    let is_done = query.fetch_one(connection).await.is_ok_and(|bytes| bytes == 0);
    if is_done { Wipe::Nothing } else { Wipe::Ballots }
}

impl Transaction {
    /// The secret key of a session whose ballots are out.
    pub(crate) async fn ballot_key(&mut self, session: RecordId) -> Result<Option<Vec<u8>>, StoreError> {
        let query = sqlx::query_scalar("SELECT key FROM ballot_keys WHERE tenant = $1 AND session = $2");
        Ok(query.bind(TENANT).bind(session.as_bytes().as_slice()).fetch_optional(&mut *self.0).await?)
    }

    /// From here on ballots are given out under this key.
    pub(crate) async fn open_ballots(&mut self, session: RecordId, key: &[u8]) -> Result<(), StoreError> {
        let query = sqlx::query("INSERT INTO ballot_keys (tenant, session, key) VALUES ($1, $2, $3)");
        let query = query.bind(TENANT).bind(session.as_bytes().as_slice()).bind(key);
        query.execute(&mut *self.0).await?;
        Ok(())
    }

    /// The digest of the question with which an account took its ballot.
    pub(crate) async fn taken_with(
        &mut self,
        session: RecordId,
        account: u32,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let query = sqlx::query_scalar(
            "SELECT question FROM ballot_roll WHERE tenant = $1 AND session = $2 AND account = $3",
        );
        let query = query.bind(TENANT).bind(session.as_bytes().as_slice()).bind(i64::from(account));
        Ok(query.fetch_optional(&mut *self.0).await?)
    }

    /// An account takes its ballot.
    pub(crate) async fn take_ballot(
        &mut self,
        session: RecordId,
        account: u32,
        question: [u8; 32],
    ) -> Result<(), StoreError> {
        let query = sqlx::query(
            "INSERT INTO ballot_roll (tenant, session, account, question) VALUES ($1, $2, $3, $4)",
        );
        let query = query.bind(TENANT).bind(session.as_bytes().as_slice()).bind(i64::from(account));
        query.bind(question.as_slice()).execute(&mut *self.0).await?;
        Ok(())
    }

    /// The seal of the paper that a token was used for.
    pub(crate) async fn seal_of(
        &mut self,
        session: RecordId,
        spent: [u8; 32],
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let query =
            sqlx::query_scalar("SELECT seal FROM ballots WHERE tenant = $1 AND session = $2 AND spent = $3");
        let query = query.bind(TENANT).bind(session.as_bytes().as_slice()).bind(spent.as_slice());
        Ok(query.fetch_optional(&mut *self.0).await?)
    }

    /// A paper is cast: its token is used and its votes are added to the sums.
    pub(crate) async fn cast(&mut self, session: RecordId, paper: &Paper) -> Result<(), StoreError> {
        let query = sqlx::query("INSERT INTO ballots (tenant, session, spent, seal) VALUES ($1, $2, $3, $4)");
        let query = query.bind(TENANT).bind(session.as_bytes().as_slice());
        let query = query.bind(paper.spent().to_vec()).bind(paper.seal().to_vec());
        query.execute(&mut *self.0).await?;
        for (item, choice) in paper.votes() {
            let is = |wanted: Choice| i64::from(*choice == wanted);
            let query = sqlx::query(
                "INSERT INTO ballot_sums AS s (tenant, session, item, yes, no, blank)
                 VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (tenant, session, item) DO UPDATE
                 SET yes = s.yes + excluded.yes, no = s.no + excluded.no, blank = s.blank + excluded.blank",
            );
            let query = query.bind(TENANT).bind(session.as_bytes().as_slice()).bind(i64::from(*item));
            let query = query.bind(is(Choice::Yes)).bind(is(Choice::No)).bind(is(Choice::Blank));
            query.execute(&mut *self.0).await?;
        }
        Ok(())
    }

    /// Who took a ballot and what was voted.
    pub(crate) async fn tally(&mut self, session: RecordId) -> Result<Tally, StoreError> {
        let session = session.as_bytes().as_slice();
        let query = sqlx::query_scalar(
            "SELECT account FROM ballot_roll WHERE tenant = $1 AND session = $2 ORDER BY account",
        );
        let took: Vec<i64> = query.bind(TENANT).bind(session).fetch_all(&mut *self.0).await?;
        let took = took.into_iter().map(narrow).collect::<Result<_, _>>()?;
        let query = sqlx::query_scalar("SELECT count(*) FROM ballots WHERE tenant = $1 AND session = $2");
        let ballots: i64 = query.bind(TENANT).bind(session).fetch_one(&mut *self.0).await?;
        let query = sqlx::query(
            "SELECT item, yes, no, blank FROM ballot_sums WHERE tenant = $1 AND session = $2 ORDER BY item",
        );
        let mut votes = Vec::new();
        for sums in query.bind(TENANT).bind(session).fetch_all(&mut *self.0).await? {
            votes.push((number(&sums, 0)?, [number(&sums, 1)?, number(&sums, 2)?, number(&sums, 3)?]));
        }
        Ok(Tally { took, ballots: narrow(ballots)?, votes, lost: false })
    }

    /// Destroys what is kept of a session's ballots.
    pub(crate) async fn shred_ballots(&mut self, session: RecordId) -> Result<(), StoreError> {
        self.leave_no_trace(Wipe::Ballots).await?;
        for table in TABLES {
            let statement = format!("DELETE FROM {table} WHERE tenant = $1 AND session = $2");
            let query = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(TENANT);
            query.bind(session.as_bytes().as_slice()).execute(&mut *self.0).await?;
        }
        Ok(())
    }

    /// Destroys what is kept of all ballots: after a restore nobody knows what was voted since.
    pub(crate) async fn shred_all_ballots(&mut self) -> Result<(), StoreError> {
        self.leave_no_trace(Wipe::Ballots).await?;
        for table in TABLES {
            let statement = format!("DELETE FROM {table} WHERE tenant = $1");
            let query = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(TENANT);
            query.execute(&mut *self.0).await?;
        }
        Ok(())
    }
}
