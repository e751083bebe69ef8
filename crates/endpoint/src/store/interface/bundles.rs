//! The committee's keys for files, and by what their authors are known.

use thidua_bundle::{Committee, Verifier};

use super::{Store, Transaction};
use crate::secret::TokenHash;
use crate::store::StoreError;

impl Store {
    /// What opens files and signs receipts.
    pub(crate) async fn committee(&self) -> Result<Committee, StoreError> {
        ask!(self.committee())
    }
}

impl Transaction {
    /// Notes by what the holder of a token is known as an author.
    pub(crate) async fn keep_verifier(
        &mut self,
        token: TokenHash,
        verifier: Verifier,
    ) -> Result<(), StoreError> {
        ask!(self.keep_verifier(token, verifier))
    }

    /// By what the holder of a token is known; `None` where that was not noted.
    pub(crate) async fn verifier(&mut self, token: TokenHash) -> Result<Option<Verifier>, StoreError> {
        ask!(self.verifier(token))
    }

    /// The token that a verifier was made from.
    pub(crate) async fn token_of(&mut self, verifier: Verifier) -> Result<Option<TokenHash>, StoreError> {
        ask!(self.token_of(verifier))
    }
}
