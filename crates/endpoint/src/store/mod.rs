//! What the endpoint keeps, behind narrow functions. Statements of a database stand in the module of that database and
//! nowhere else; what is decided about records stands in the sync core and never here.

pub(crate) mod sqlite;

use std::collections::BTreeMap;

use thidua_domain::access::Account;
use thidua_domain::record::{PartitionId, PartitionKind};
use thidua_sync::counters::CounterSet;
use thidua_sync::identity::{DeviceId, Epoch, Head};
use thidua_sync::wire::DecodeError;

/// Why the store could not do what it was asked. Nothing of it was stored.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database failed.
    #[error("the database failed")]
    Database(#[from] sqlx::Error),
    /// The tables could not be brought to this version.
    #[error("the database could not be brought to this version")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// What is stored cannot be read.
    #[error("a stored {what} cannot be read")]
    Damaged {
        /// What it is.
        what: &'static str,
    },
    /// A secret could not be made.
    #[error(transparent)]
    Secret(#[from] crate::secret::NoRandomness),
}

impl StoreError {
    /// Whether it waited in vain for its turn, and may be asked again.
    pub(crate) fn is_busy(&self) -> bool {
        match self {
            Self::Database(sqlx::Error::PoolTimedOut) => true,
            // SQLITE_BUSY, with whatever stands in its upper bytes.
            Self::Database(sqlx::Error::Database(error)) => {
                error.code().and_then(|code| code.parse::<u32>().ok()).is_some_and(|code| code & 0xff == 5)
            }
            _ => false,
        }
    }

    /// Turns a failure of reading into one that names what was read.
    pub(crate) fn damaged(what: &'static str) -> impl FnOnce(DecodeError) -> Self {
        move |_| Self::Damaged { what }
    }
}

/// Who sends a request: found by the token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Session {
    pub(crate) account: u32,
    pub(crate) device: DeviceId,
    pub(crate) revoked: bool,
}

/// All that an exchange needs to know before it looks at single records.
pub(crate) struct Outset {
    pub(crate) account: Account,
    pub(crate) scope_version: u64,
    pub(crate) epoch: Epoch,
    pub(crate) counters: CounterSet,
    /// The head of every partition that the account may read.
    pub(crate) heads: BTreeMap<PartitionId, Head>,
}

/// What is checked when somebody signs in.
pub(crate) struct Credentials {
    pub(crate) account: u32,
    pub(crate) password_hash: String,
}

/// A device belongs to another account already.
#[derive(Debug)]
pub(crate) struct OfAnother;

/// A committee with its places and accounts, to begin with.
pub(crate) struct Committee {
    pub(crate) name: String,
    pub(crate) year: u16,
    pub(crate) places: Vec<NewPlace>,
    pub(crate) accounts: Vec<NewAccount>,
}

pub(crate) struct NewPlace {
    pub(crate) partition: PartitionId,
    pub(crate) kind: PartitionKind,
    pub(crate) name: String,
    pub(crate) members: Vec<PartitionId>,
}

pub(crate) struct NewAccount {
    /// The account, with what it may read.
    pub(crate) account: Account,
    pub(crate) login: String,
    pub(crate) display_name: String,
    pub(crate) password_hash: String,
    /// Whether everybody may read its password.
    pub(crate) sample: bool,
}
