//! What the endpoint keeps, behind narrow functions. Statements of a database stand in the module of that database and
//! nowhere else; what is decided about records stands in the sync core and never here.

mod books;
mod bundles;
#[macro_use]
mod copying;
mod group;
mod hubs;
#[macro_use]
mod interface;
mod cursors;
mod lineage;
mod passkeys;
mod persons;
mod postgres;
mod reconciling;
mod register;
mod sqlite;
mod stored;
#[cfg(test)]
mod tests;
mod trays;

pub use copying::MoveError;
pub(crate) use copying::move_all;
pub(crate) use hubs::Relayed;
pub(crate) use interface::{Place, Store, Transaction};
pub(crate) use passkeys::{Noted, Passkey, Spent};
pub(crate) use sqlite::copy as copy_file;

use std::collections::BTreeMap;
use std::sync::Arc;

use thidua_domain::access::Account;
use thidua_domain::evidence::FileDigest;
use thidua_domain::record::{PartitionId, RecordId};
use thidua_sync::administration::Verdict;
use thidua_sync::checksum::{Checksum, Checksums};
use thidua_sync::counters::CounterSet;
use thidua_sync::identity::{ChainHash, DeviceId, Dot, Epoch, Head, Seq};
use thidua_sync::operation::{Digest, Sealed};
use thidua_sync::wire::DecodeError;

use crate::audit::{Chain, Entry};
use crate::roster::Standing;
use crate::secret::TokenHash;

/// The only committee of a store so far. The tables already tell committees apart.
const TENANT: i64 = 1;
/// Stands among the committee's facts while it is being moved here.
const MOVING: &str = "moving";

/// Why the store could not do what it was asked. Nothing of it was stored.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database failed.
    #[error("the database failed")]
    Database(#[from] sqlx::Error),
    /// The commit that several requests shared failed.
    #[error("the database did not commit")]
    Commit(#[source] Arc<sqlx::Error>),
    /// The turn to write did not come in time.
    #[error("the database is busy")]
    Waited,
    /// The address of the database is none.
    #[error("the address of the database is not understood: it begins with postgres:// or with sqlite:")]
    Address,
    /// The address of the database is none, as its driver says.
    #[error("the address of the database is not understood")]
    Url(#[source] sqlx::Error),
    /// There is no connection to the database.
    #[error("no connection to {place}")]
    Connect {
        /// The server and the database on it; never a password.
        place: String,
        /// Why.
        source: sqlx::Error,
    },
    /// The tables are those of a later version.
    #[error(
        "the database was made by a newer version of this program: it has migration {0}, which is not known here. \
         Nothing was changed. Start that version again, or a later one"
    )]
    Newer(i64),
    /// The tables could not be brought to this version.
    #[error("the database could not be brought to this version")]
    Migration(#[source] sqlx::migrate::MigrateError),
    /// A move into this database broke off.
    #[error("a move into this database did not come to its end: empty the database, and move again")]
    HalfMoved,
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

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        match error {
            sqlx::migrate::MigrateError::VersionMissing(version) => Self::Newer(version),
            error => Self::Migration(error),
        }
    }
}

/// What a failure of the database asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fault {
    /// To come again: somebody else was first.
    Busy,
    /// To connect anew, and to come again.
    Lost,
    /// Room on the disk.
    Full,
    /// Somebody who looks into it.
    Other,
}

fn fault(error: &sqlx::Error) -> Fault {
    match error {
        sqlx::Error::PoolTimedOut => Fault::Busy,
        sqlx::Error::Io(_) | sqlx::Error::WorkerCrashed | sqlx::Error::PoolClosed => Fault::Lost,
        sqlx::Error::Database(error) => {
            let code = error.code().unwrap_or_default();
            if error.try_downcast_ref::<sqlite::SqliteError>().is_some() {
                sqlite::fault(&code)
            } else {
                postgres::fault(&code)
            }
        }
        _ => Fault::Other,
    }
}

/// Whether the connection is of no use any more.
fn is_lost(error: &sqlx::Error) -> bool {
    fault(error) == Fault::Lost
}

impl StoreError {
    fn fault(&self) -> Fault {
        match self {
            Self::Database(error) | Self::Connect { source: error, .. } => fault(error),
            Self::Commit(error) => fault(error),
            Self::Waited => Fault::Busy,
            _ => Fault::Other,
        }
    }

    /// Whether it waited in vain for its turn or lost its connection, and may be asked again.
    pub(crate) fn is_busy(&self) -> bool {
        matches!(self.fault(), Fault::Busy | Fault::Lost)
    }

    /// Whether the disk of the database is full.
    pub(crate) fn is_full(&self) -> bool {
        self.fault() == Fault::Full
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
    /// Whether the officer has signed out.
    pub(crate) signed_out: bool,
    /// Whether an administrator has shut the device out.
    pub(crate) shut_out: bool,
    /// When the token was last shown, to the hour.
    pub(crate) used_ms: i64,
    /// The token in whose place this one comes, where it was never shown before.
    pub(crate) replaces: Option<TokenHash>,
    /// Whether the account may be used.
    pub(crate) standing: Standing,
}

/// All that an exchange needs to know before it looks at single records.
pub(crate) struct Outset {
    pub(crate) account: Account,
    pub(crate) scope_version: u64,
    pub(crate) epoch: Epoch,
    pub(crate) counters: CounterSet,
    /// The head of every partition that the account may read.
    pub(crate) heads: BTreeMap<PartitionId, Head>,
    /// Their checksums, where they hold at the head.
    pub(crate) sums: Checksums,
    /// The last reconciliation, 0 where there was none, and the last in which the device has come back.
    pub(crate) reconciliation: u64,
    pub(crate) met: u64,
}

/// A partition and the checksum of its rows.
pub(crate) struct Summed {
    pub(crate) partition: PartitionId,
    pub(crate) name: String,
    /// `None` where a version that kept no checksums has written last.
    pub(crate) sum: Option<Checksum>,
}

/// A file of evidence: the unit whose it is, the digest and the number of its bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct BlobKey {
    pub(crate) partition: PartitionId,
    pub(crate) digest: FileDigest,
    pub(crate) size: u32,
}

/// How much of a file is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Received {
    /// The bytes from the first on, without a gap.
    pub(crate) bytes: u32,
    /// Whether all are there and were checked.
    pub(crate) whole: bool,
}

/// An entry of a log, with what it stands for.
pub(crate) struct Logged {
    pub(crate) seq: Seq,
    pub(crate) hash: ChainHash,
    pub(crate) dot: Dot,
    /// The digest that was stored with the operation; `None` where there is no operation.
    pub(crate) digest: Option<Digest>,
    pub(crate) bytes: Vec<u8>,
    /// Whether what the operation said was erased.
    pub(crate) erased: bool,
    /// Where the record was last touched; `None` where there is no record.
    pub(crate) row: Option<Seq>,
}

/// An entry of the audit at its place, which begins with 1.
pub(crate) struct Audited {
    pub(crate) seq: u64,
    pub(crate) entry: Entry,
    /// The digest of all entries up to and with it.
    pub(crate) chain: Chain,
}

/// A device and whose it is.
pub(crate) struct Bound {
    pub(crate) device: DeviceId,
    pub(crate) account: u32,
    pub(crate) name: String,
    pub(crate) login: String,
    /// When it first signed in.
    pub(crate) bound_ms: i64,
    /// When it was last let in, to the hour.
    pub(crate) seen_ms: i64,
    pub(crate) revoked: Option<Revoked>,
}

/// When and why a device was shut out.
pub(crate) struct Revoked {
    pub(crate) at_ms: i64,
    pub(crate) why: String,
}

/// The verdict on an entry of the tray that nobody gives: its record was erased.
const VERDICT_ERASED: i64 = 3;

/// An operation in the tray, with whose it is.
pub(crate) struct Waiting {
    pub(crate) entry: u64,
    pub(crate) device: DeviceId,
    pub(crate) sealed: Sealed,
    pub(crate) at_ms: i64,
    pub(crate) verdict: Verdict,
    /// Whether its record was erased while it waited, so that it says nothing any more.
    pub(crate) erased: bool,
    /// The author.
    pub(crate) account: u32,
    pub(crate) name: String,
    /// Whether an administrator has shut the device out.
    pub(crate) shut_out: bool,
}

/// What is waited for after a restore.
pub(crate) struct Reconciliation {
    pub(crate) number: u64,
    pub(crate) begun_ms: i64,
    /// Where each log ended in the backup.
    pub(crate) heads: BTreeMap<PartitionId, Seq>,
    pub(crate) closed: Option<Closed>,
}

/// When, by whom and why a reconciliation was closed.
pub(crate) struct Closed {
    pub(crate) at_ms: i64,
    /// `None` where another one has taken its place.
    pub(crate) by: Option<u32>,
    pub(crate) reason: String,
}

/// Numbers that no decision bears.
pub(crate) struct Gap {
    pub(crate) partition: PartitionId,
    pub(crate) year: u16,
    pub(crate) first: u32,
    pub(crate) last: u32,
}

/// The last reconciliation in which a device has come back.
pub(crate) struct Met {
    pub(crate) number: u64,
    pub(crate) at_ms: Option<i64>,
}

/// A row of the life before, as a device offers it.
pub(crate) struct Witnessed {
    pub(crate) entry: u64,
    pub(crate) device: DeviceId,
    /// The row; empty where its record was erased.
    pub(crate) bytes: Vec<u8>,
    pub(crate) at_ms: i64,
    pub(crate) verdict: Verdict,
    /// Whose the device is.
    pub(crate) name: String,
}

/// How much a device has handed in.
#[derive(Clone, Copy)]
pub(crate) struct Stock {
    pub(crate) operations: u64,
    /// Of those that wait.
    pub(crate) bytes: u64,
}

/// What is checked when somebody signs in.
pub(crate) struct Credentials {
    pub(crate) account: u32,
    /// `None` where nobody has chosen a password yet.
    pub(crate) password_hash: Option<String>,
}

/// A record that was erased.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Erasure {
    pub(crate) record: RecordId,
    pub(crate) partition: PartitionId,
    /// The code of its kind.
    pub(crate) kind: u16,
    pub(crate) erased_ms: i64,
    pub(crate) reason: String,
    pub(crate) decided_by: String,
}

/// An operation, as it came, and whose it was.
#[derive(Clone)]
pub(crate) struct Said {
    pub(crate) dot: Dot,
    /// The code of its outcome.
    pub(crate) outcome: u16,
    /// The operation as it came; empty where it was erased.
    pub(crate) bytes: Vec<u8>,
    pub(crate) received_ms: i64,
    pub(crate) account: u32,
}

/// An account, as far as it is somebody.
pub(crate) struct Owner {
    pub(crate) account: u32,
    pub(crate) login: String,
    pub(crate) name: String,
    pub(crate) role: String,
    pub(crate) home: PartitionId,
}

/// A device belongs to another account already.
#[derive(Debug)]
pub(crate) struct OfAnother;
