//! One store for all who ask, whatever database is behind it. Nothing is decided here.

use std::collections::{BTreeMap, BTreeSet};

use thidua_domain::record::{PartitionId, RecordId, RecordKind};
use thidua_sync::cursor::{CursorKey, UnderWay};
use thidua_sync::directory::Directory;
use thidua_sync::identity::{ChainHash, DeviceId, Epoch, Head, Seq};
use thidua_sync::row::Row;
use thidua_sync::server::{Loaded, Pushed, Stored};
use tokio::sync::watch;

use super::{Audited, Credentials, Logged, Outset, Session, StoreError, postgres, sqlite};
use crate::audit::Entry;
use crate::challenge::ChallengeKey;
use crate::secret::TokenHash;

pub(crate) use self::place::Place;

/// The database.
#[derive(Clone)]
pub(crate) enum Store {
    Sqlite(sqlite::Store),
    Postgres(postgres::Store),
}

/// One transaction. It sees one state of the store from beginning to end; without [`Transaction::commit`] it leaves no
/// trace. What it sees while it writes may be others' that are not committed yet: what is answered from it is answered
/// after [`Transaction::commit`].
pub(crate) enum Transaction {
    Sqlite(sqlite::Transaction),
    Postgres(postgres::Transaction),
}

/// Asks the database that is behind it.
macro_rules! ask {
    ($this:ident.$name:ident($($argument:expr),*)) => {
        match $this {
            Self::Sqlite(it) => it.$name($($argument),*).await,
            Self::Postgres(it) => it.$name($($argument),*).await,
        }
    };
}

mod ballots;
mod blobs;
mod bundles;
mod devices;
mod hubs;
mod lineage;
mod persons;
mod place;
mod reconciling;
mod register;
mod snapshots;
mod trays;

impl Store {
    /// Opens the database and brings its tables to this version. With `together` off, each request that writes has a
    /// transaction of its own: what that costs can be measured so.
    pub(crate) async fn open(place: &Place, together: bool) -> Result<Self, StoreError> {
        Ok(match place {
            Place::Sqlite(place) => Self::Sqlite(sqlite::Store::open(place, together).await?),
            Place::Postgres(place) => Self::Postgres(postgres::Store::open(place, together).await?),
        })
    }

    /// Removes the traces of what was deleted, where an earlier endpoint was killed before it came to that.
    pub(crate) async fn wipe_what_is_left(&self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(store) => store.wipe_what_is_left().await,
            // Nobody but the server itself could say that it was done.
            Self::Postgres(_) => Ok(()),
        }
    }

    /// Says each time that something was erased.
    pub(crate) fn erased(&self) -> watch::Receiver<()> {
        match self {
            Self::Sqlite(store) => store.erased(),
            Self::Postgres(store) => store.erased(),
        }
    }

    /// A transaction that only reads: it waits for no writer and keeps none waiting.
    pub(crate) async fn read(&self) -> Result<Transaction, StoreError> {
        Ok(match self {
            Self::Sqlite(store) => Transaction::Sqlite(store.read().await?),
            Self::Postgres(store) => Transaction::Postgres(store.read().await?),
        })
    }

    /// A transaction that writes. There is one at a time; it may share its commit with others.
    pub(crate) async fn write(&self) -> Result<Transaction, StoreError> {
        Ok(match self {
            Self::Sqlite(store) => Transaction::Sqlite(store.write().await?),
            Self::Postgres(store) => Transaction::Postgres(store.write().await?),
        })
    }

    /// How often was committed so far.
    #[cfg(test)]
    pub(super) fn commits(&self) -> u32 {
        match self {
            Self::Sqlite(store) => store.commits(),
            Self::Postgres(store) => store.commits(),
        }
    }

    /// Whether the store answers.
    pub(crate) async fn check(&self) -> Result<(), StoreError> {
        ask!(self.check())
    }

    /// Lets the last transactions finish and closes what is open.
    pub(crate) async fn close(&self) {
        ask!(self.close());
    }

    /// The secret of the cursors.
    pub(crate) async fn cursor_key(&self) -> Result<CursorKey, StoreError> {
        ask!(self.cursor_key())
    }

    /// The secret of the challenges.
    pub(crate) async fn challenge_key(&self) -> Result<ChallengeKey, StoreError> {
        ask!(self.challenge_key())
    }

    /// Whose token this is.
    pub(crate) async fn session(&self, token: TokenHash) -> Result<Option<Session>, StoreError> {
        ask!(self.session(token))
    }

    /// What is checked when somebody signs in by this name.
    pub(crate) async fn credentials(&self, login: &str) -> Result<Option<Credentials>, StoreError> {
        self.read().await?.credentials(login).await
    }

    /// Who the account is and which places it has to do with. `None` where it is gone.
    pub(crate) async fn directory(&self, account: u32) -> Result<Option<Directory>, StoreError> {
        Ok(self.read().await?.roster().await?.directory(account))
    }

    /// The names and posts of the accounts whose password everybody may read.
    pub(crate) async fn sample_accounts(&self) -> Result<Vec<(String, String)>, StoreError> {
        self.read().await?.sample_accounts().await
    }
}

impl Transaction {
    /// Makes all that was written last; returns once it does.
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        ask!(self.commit())
    }

    /// What the database itself finds wrong with its pages and references. Empty where all is well.
    pub(crate) async fn faults(&mut self) -> Result<Vec<String>, StoreError> {
        ask!(self.faults())
    }

    /// The end of every log.
    pub(crate) async fn all_heads(&mut self) -> Result<Vec<(PartitionId, Head)>, StoreError> {
        ask!(self.all_heads())
    }

    /// The entries of a log after a place, with the operations that they stand for.
    pub(crate) async fn log_after(
        &mut self,
        partition: PartitionId,
        after: Seq,
        most: u32,
    ) -> Result<Vec<Logged>, StoreError> {
        ask!(self.log_after(partition, after, most))
    }

    /// Adds an entry to the audit.
    pub(crate) async fn audit(&mut self, entry: &Entry) -> Result<(), StoreError> {
        ask!(self.audit(entry))
    }

    /// The entries of the audit after a place.
    pub(crate) async fn audited_after(&mut self, after: u64, most: u32) -> Result<Vec<Audited>, StoreError> {
        ask!(self.audited_after(after, most))
    }

    /// The entries of the audit before a place, the newest first.
    pub(crate) async fn audited_before(
        &mut self,
        before: u64,
        most: u32,
    ) -> Result<Vec<Audited>, StoreError> {
        ask!(self.audited_before(before, most))
    }

    /// From here on the logs are another life's: no cursor that was given before goes on.
    pub(crate) async fn begin_epoch(&mut self, epoch: Epoch) -> Result<(), StoreError> {
        ask!(self.begin_epoch(epoch))
    }

    /// Whether the store has a committee already.
    pub(crate) async fn has_committee(&mut self) -> Result<bool, StoreError> {
        ask!(self.has_committee())
    }

    /// All that an exchange needs to know first. `None` where the account or the device is gone.
    pub(crate) async fn outset(
        &mut self,
        account: u32,
        device: DeviceId,
    ) -> Result<Option<Outset>, StoreError> {
        ask!(self.outset(account, device))
    }

    /// What was stored for these counters of a device.
    pub(crate) async fn stored(
        &mut self,
        device: DeviceId,
        counters: &BTreeSet<u64>,
    ) -> Result<BTreeMap<u64, Stored>, StoreError> {
        ask!(self.stored(device, counters))
    }

    /// The rows of these records, of those that are there.
    pub(crate) async fn rows(
        &mut self,
        records: &BTreeSet<RecordId>,
    ) -> Result<BTreeMap<RecordId, Row>, StoreError> {
        ask!(self.rows(records))
    }

    /// The last numbers that these authorities have given.
    pub(crate) async fn numbers(
        &mut self,
        authorities: &BTreeSet<PartitionId>,
    ) -> Result<BTreeMap<(PartitionId, u16), u32>, StoreError> {
        ask!(self.numbers(authorities))
    }

    /// The rows of a partition after a place, in the order of their places.
    pub(crate) async fn rows_after(
        &mut self,
        partition: PartitionId,
        after: Seq,
        limit: u32,
    ) -> Result<Vec<Row>, StoreError> {
        ask!(self.rows_after(partition, after, limit))
    }

    /// The rows of a partition before a place, the last changed first.
    pub(crate) async fn rows_before(
        &mut self,
        partition: PartitionId,
        before: Seq,
        limit: u32,
    ) -> Result<Vec<Row>, StoreError> {
        ask!(self.rows_before(partition, before, limit))
    }

    /// How many rows of a partition a device is still to be told that has read up to a place.
    pub(crate) async fn rows_left(
        &mut self,
        partition: PartitionId,
        read: Seq,
        at: &UnderWay,
    ) -> Result<u64, StoreError> {
        ask!(self.rows_left(partition, read, at))
    }

    /// The digests of logs at these places, of those that are there.
    pub(crate) async fn hashes(
        &mut self,
        places: &[(PartitionId, Seq)],
    ) -> Result<BTreeMap<(PartitionId, Seq), ChainHash>, StoreError> {
        ask!(self.hashes(places))
    }

    /// Writes what a push decided: the operations, the log, the rows, the heads and the counters.
    pub(crate) async fn keep(
        &mut self,
        device: DeviceId,
        pushed: &Pushed,
        loaded: &Loaded,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        ask!(self.keep(device, pushed, loaded, now_ms))
    }

    /// The rows of a kind in a partition, deleted ones too.
    pub(crate) async fn rows_of(
        &mut self,
        partition: PartitionId,
        kind: RecordKind,
    ) -> Result<Vec<Row>, StoreError> {
        ask!(self.rows_of(partition, kind))
    }
}
