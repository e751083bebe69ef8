//! What is kept of secret ballots while a session is open: its key, the roll, the used tokens, and sums.
//!
//! Invariant: no row holds both a member and a vote, and once the session is over no byte of these rows is left in the
//! file or in the log beside it.

use thidua_ballot::{Choice, Paper};
use thidua_domain::guard::Tally;
use thidua_domain::record::RecordId;

use super::driver as sqlx;
use super::{TENANT, Transaction};
use crate::store::StoreError;
use crate::store::group::Wipe;

pub(super) const TABLES: [&str; 4] = ["ballot_keys", "ballot_roll", "ballots", "ballot_sums"];

impl Transaction {
    /// The secret key of a session whose ballots are out.
    pub(crate) async fn ballot_key(&mut self, session: RecordId) -> Result<Option<Vec<u8>>, StoreError> {
        let query = sqlx::query_scalar("SELECT key FROM ballot_keys WHERE tenant = ? AND session = ?");
        Ok(query.bind(TENANT).bind(session.as_bytes().as_slice()).fetch_optional(&mut self.0).await?)
    }

    /// From here on ballots are given out under this key.
    pub(crate) async fn open_ballots(&mut self, session: RecordId, key: &[u8]) -> Result<(), StoreError> {
        let query = sqlx::query("INSERT INTO ballot_keys (tenant, session, key) VALUES (?, ?, ?)");
        let query = query.bind(TENANT).bind(session.as_bytes().as_slice()).bind(key);
        query.execute(&mut self.0).await?;
        Ok(())
    }

    /// The digest of the question with which an account took its ballot.
    pub(crate) async fn taken_with(
        &mut self,
        session: RecordId,
        account: u32,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let query = sqlx::query_scalar(
            "SELECT question FROM ballot_roll WHERE tenant = ? AND session = ? AND account = ?",
        );
        let query = query.bind(TENANT).bind(session.as_bytes().as_slice()).bind(account);
        Ok(query.fetch_optional(&mut self.0).await?)
    }

    /// An account takes its ballot.
    pub(crate) async fn take_ballot(
        &mut self,
        session: RecordId,
        account: u32,
        question: [u8; 32],
    ) -> Result<(), StoreError> {
        let query =
            sqlx::query("INSERT INTO ballot_roll (tenant, session, account, question) VALUES (?, ?, ?, ?)");
        let query = query.bind(TENANT).bind(session.as_bytes().as_slice()).bind(account);
        query.bind(question.as_slice()).execute(&mut self.0).await?;
        Ok(())
    }

    /// The seal of the paper that a token was used for.
    pub(crate) async fn seal_of(
        &mut self,
        session: RecordId,
        spent: [u8; 32],
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let query =
            sqlx::query_scalar("SELECT seal FROM ballots WHERE tenant = ? AND session = ? AND spent = ?");
        let query = query.bind(TENANT).bind(session.as_bytes().as_slice()).bind(spent.as_slice());
        Ok(query.fetch_optional(&mut self.0).await?)
    }

    /// A paper is cast: its token is used and its votes are added to the sums.
    pub(crate) async fn cast(&mut self, session: RecordId, paper: &Paper) -> Result<(), StoreError> {
        let query = sqlx::query("INSERT INTO ballots (tenant, session, spent, seal) VALUES (?, ?, ?, ?)");
        let query = query.bind(TENANT).bind(session.as_bytes().as_slice());
        let query = query.bind(paper.spent().to_vec()).bind(paper.seal().to_vec());
        query.execute(&mut self.0).await?;
        for (item, choice) in paper.votes() {
            let is = |wanted: Choice| i64::from(*choice == wanted);
            let query = sqlx::query(
                "INSERT INTO ballot_sums (tenant, session, item, yes, no, blank) VALUES (?, ?, ?, ?, ?, ?)
                 ON CONFLICT (tenant, session, item) DO UPDATE
                 SET yes = yes + excluded.yes, no = no + excluded.no, blank = blank + excluded.blank",
            );
            let query = query.bind(TENANT).bind(session.as_bytes().as_slice()).bind(*item);
            let query = query.bind(is(Choice::Yes)).bind(is(Choice::No)).bind(is(Choice::Blank));
            query.execute(&mut self.0).await?;
        }
        Ok(())
    }

    /// Who took a ballot and what was voted.
    pub(crate) async fn tally(&mut self, session: RecordId) -> Result<Tally, StoreError> {
        let session = session.as_bytes().as_slice();
        let query = sqlx::query_scalar("SELECT account FROM ballot_roll WHERE tenant = ? AND session = ?");
        let took = query.bind(TENANT).bind(session).fetch_all(&mut self.0).await?;
        let query = sqlx::query_scalar("SELECT count(*) FROM ballots WHERE tenant = ? AND session = ?");
        let ballots = query.bind(TENANT).bind(session).fetch_one(&mut self.0).await?;
        let query = sqlx::query_as(
            "SELECT item, yes, no, blank FROM ballot_sums WHERE tenant = ? AND session = ? ORDER BY item",
        );
        let sums: Vec<(u32, u32, u32, u32)> = query.bind(TENANT).bind(session).fetch_all(&mut self.0).await?;
        let votes = sums.into_iter().map(|(item, yes, no, blank)| (item, [yes, no, blank])).collect();
        Ok(Tally { took, ballots, votes, lost: false })
    }

    /// Destroys what is kept of a session's ballots.
    pub(crate) async fn shred_ballots(&mut self, session: RecordId) -> Result<(), StoreError> {
        self.leave_no_trace(Wipe::Ballots).await?;
        for table in TABLES {
            let statement = format!("DELETE FROM {table} WHERE tenant = ? AND session = ?");
            let query = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(TENANT);
            query.bind(session.as_bytes().as_slice()).execute(&mut self.0).await?;
        }
        Ok(())
    }

    /// Destroys what is kept of all ballots: after a restore nobody knows what was voted since.
    pub(crate) async fn shred_all_ballots(&mut self) -> Result<(), StoreError> {
        self.leave_no_trace(Wipe::Ballots).await?;
        for table in TABLES {
            let statement = format!("DELETE FROM {table} WHERE tenant = ?");
            let query = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(TENANT);
            query.execute(&mut self.0).await?;
        }
        Ok(())
    }
}
