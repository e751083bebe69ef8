//! Secret ballots, whatever database is behind them.

use thidua_ballot::Paper;
use thidua_domain::guard::Tally;
use thidua_domain::record::RecordId;

use super::Transaction;
use crate::store::StoreError;

impl Transaction {
    /// The secret key of a session whose ballots are out.
    pub(crate) async fn ballot_key(&mut self, session: RecordId) -> Result<Option<Vec<u8>>, StoreError> {
        ask!(self.ballot_key(session))
    }

    /// From here on ballots are given out under this key.
    pub(crate) async fn open_ballots(&mut self, session: RecordId, key: &[u8]) -> Result<(), StoreError> {
        ask!(self.open_ballots(session, key))
    }

    /// The digest of the question with which an account took its ballot.
    pub(crate) async fn taken_with(
        &mut self,
        session: RecordId,
        account: u32,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        ask!(self.taken_with(session, account))
    }

    /// An account takes its ballot.
    pub(crate) async fn take_ballot(
        &mut self,
        session: RecordId,
        account: u32,
        question: [u8; 32],
    ) -> Result<(), StoreError> {
        ask!(self.take_ballot(session, account, question))
    }

    /// The seal of the paper that a token was used for.
    pub(crate) async fn seal_of(
        &mut self,
        session: RecordId,
        spent: [u8; 32],
    ) -> Result<Option<Vec<u8>>, StoreError> {
        ask!(self.seal_of(session, spent))
    }

    /// A paper is cast: its token is used and its votes are added to the sums.
    pub(crate) async fn cast(&mut self, session: RecordId, paper: &Paper) -> Result<(), StoreError> {
        ask!(self.cast(session, paper))
    }

    /// Who took a ballot and what was voted.
    pub(crate) async fn tally(&mut self, session: RecordId) -> Result<Tally, StoreError> {
        ask!(self.tally(session))
    }

    /// Destroys what is kept of a session's ballots, and with the commit their traces.
    pub(crate) async fn shred_ballots(&mut self, session: RecordId) -> Result<(), StoreError> {
        ask!(self.shred_ballots(session))
    }

    /// Destroys what is kept of all ballots: after a restore nobody knows what was voted since.
    pub(crate) async fn shred_all_ballots(&mut self) -> Result<(), StoreError> {
        ask!(self.shred_all_ballots())
    }
}
