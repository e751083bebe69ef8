//! Accounts, places, slips and tokens, whatever database is behind them.

use thidua_sync::identity::DeviceId;

use super::Transaction;
use crate::enrolment::CodeHash;
use crate::roster::{Amendment, Roster, Standing};
use crate::secret::TokenHash;
use crate::store::{Credentials, StoreError};

impl Transaction {
    /// All accounts and places.
    pub(crate) async fn roster(&mut self) -> Result<Roster, StoreError> {
        ask!(self.roster())
    }

    /// Writes what has changed of a committee. `after` is what is to stand there.
    pub(crate) async fn amend(&mut self, after: &Roster, amendment: &Amendment) -> Result<(), StoreError> {
        ask!(self.amend(after, amendment))
    }

    pub(super) async fn credentials(&mut self, login: &str) -> Result<Option<Credentials>, StoreError> {
        ask!(self.credentials(login))
    }

    pub(super) async fn sample_accounts(&mut self) -> Result<Vec<(String, String)>, StoreError> {
        ask!(self.sample_accounts())
    }

    /// The name for signing in of an account, and the hash of its password, where it has one.
    pub(crate) async fn credentials_of(
        &mut self,
        account: u32,
    ) -> Result<Option<(String, Option<String>)>, StoreError> {
        ask!(self.credentials_of(account))
    }

    /// What decides whether an account is let in. `None` where it is gone.
    pub(crate) async fn standing(&mut self, account: u32) -> Result<Option<Standing>, StoreError> {
        ask!(self.standing(account))
    }

    /// Keeps the hash of a password. `sample`: whether everybody may read the password.
    pub(crate) async fn keep_password(
        &mut self,
        account: u32,
        hash: &str,
        sample: bool,
    ) -> Result<(), StoreError> {
        ask!(self.keep_password(account, hash, sample))
    }

    /// Keeps a slip, in the place of an earlier one of the account.
    pub(crate) async fn keep_slip(
        &mut self,
        account: u32,
        code: CodeHash,
        now_ms: i64,
        until_ms: i64,
    ) -> Result<(), StoreError> {
        ask!(self.keep_slip(account, code, now_ms, until_ms))
    }

    /// The account that a slip opens, and its name for signing in, where the slip holds.
    pub(crate) async fn opened_by(
        &mut self,
        code: CodeHash,
        now_ms: i64,
    ) -> Result<Option<(u32, String)>, StoreError> {
        ask!(self.opened_by(code, now_ms))
    }

    /// The slip of an account opens it no more.
    pub(crate) async fn drop_slip(&mut self, account: u32) -> Result<(), StoreError> {
        ask!(self.drop_slip(account))
    }

    /// No slip opens anything any more: after a restore nobody knows which were used.
    pub(crate) async fn drop_all_slips(&mut self) -> Result<(), StoreError> {
        ask!(self.drop_all_slips())
    }

    /// No token of the account lets anybody in any more, except on one device.
    pub(crate) async fn revoke_account(
        &mut self,
        account: u32,
        except: Option<DeviceId>,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        ask!(self.revoke_account(account, except, now_ms))
    }

    /// Stores a token that is to come in the place of another, which goes on until this one is shown.
    pub(crate) async fn add_fresh(
        &mut self,
        fresh: TokenHash,
        old: TokenHash,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        ask!(self.add_fresh(fresh, old, now_ms))
    }

    /// A token was shown that came in the place of another: that one, and others that came in its place and did not
    /// arrive, let nobody in any more.
    pub(crate) async fn settle(
        &mut self,
        token: TokenHash,
        old: TokenHash,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        ask!(self.settle(token, old, now_ms))
    }
}
