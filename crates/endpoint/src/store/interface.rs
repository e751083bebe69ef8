//! One store for all who ask, whatever database is behind it. Nothing is decided here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use thidua_ballot::Paper;
use thidua_domain::guard::Tally;
use thidua_domain::record::{PartitionId, RecordId, RecordKind};
use thidua_sync::administration::Verdict;
use thidua_sync::checksum::Checksum;
use thidua_sync::counters::CounterSet;
use thidua_sync::cursor::{CursorKey, UnderWay};
use thidua_sync::directory::Directory;
use thidua_sync::identity::{ChainHash, DeviceId, Epoch, Head, Seq};
use thidua_sync::operation::Sealed;
use thidua_sync::row::Row;
use thidua_sync::server::{Handed, Loaded, Pushed, Snapshot, Stored};

use super::{
    Audited, BlobKey, Bound, Credentials, Logged, OfAnother, Outset, Received, Session, Stock, StoreError,
    Summed, Waiting, postgres, sqlite,
};
use crate::audit::Entry;
use crate::challenge::ChallengeKey;
use crate::recovery::RecoveryKey;
use crate::secret::TokenHash;

/// Where a database is.
pub(crate) enum Place {
    Sqlite(sqlite::Place),
    Postgres(postgres::Place),
}

impl Place {
    /// What an address says. It may hold a password: no error repeats it.
    pub(crate) fn of_address(address: &str) -> Result<Self, StoreError> {
        if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            return postgres::Place::of_address(address).map(Self::Postgres);
        }
        match address.strip_prefix("sqlite:") {
            Some(":memory:") => Ok(Self::Sqlite(sqlite::Place::Memory)),
            Some(file) => match file.strip_prefix("//").unwrap_or(file) {
                "" => Err(StoreError::Address),
                file => Ok(Self::of_file(Path::new(file))),
            },
            None => Err(StoreError::Address),
        }
    }

    /// What is there, in one state of it, without making or changing anything: also the tables of another version.
    pub(crate) async fn look(&self) -> Result<Transaction, StoreError> {
        Ok(match self {
            Self::Sqlite(place) => Transaction::Sqlite(place.look().await?),
            Self::Postgres(place) => Transaction::Postgres(place.look().await?),
        })
    }

    /// The file, where it is one.
    pub(crate) fn file(&self) -> Option<&Path> {
        match self {
            Self::Sqlite(sqlite::Place::File(file)) => Some(file),
            Self::Sqlite(sqlite::Place::Memory) | Self::Postgres(_) => None,
        }
    }

    /// A file of SQLite.
    pub(crate) fn of_file(file: &Path) -> Self {
        Self::Sqlite(sqlite::Place::File(file.to_owned()))
    }
}

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

mod bundles;
mod lineage;
mod persons;
mod reconciling;
mod register;

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

    /// Whether the tables know of checksums: a copy that an earlier version made does not.
    pub(crate) async fn knows_sums(&mut self) -> Result<bool, StoreError> {
        ask!(self.knows_sums())
    }

    /// The checksum of every partition.
    pub(crate) async fn sums(&mut self) -> Result<Vec<Summed>, StoreError> {
        ask!(self.sums())
    }

    /// The checksum of one partition; `None` where there is no such partition.
    pub(crate) async fn sum_of(&mut self, partition: PartitionId) -> Result<Option<Summed>, StoreError> {
        ask!(self.sum_of(partition))
    }

    /// Writes the checksum that a partition has at its head.
    pub(crate) async fn keep_sum(&mut self, partition: PartitionId, sum: Checksum) -> Result<(), StoreError> {
        ask!(self.keep_sum(partition, sum))
    }

    /// The snapshots of a partition, the oldest first.
    pub(crate) async fn snapshots(&mut self, partition: PartitionId) -> Result<Vec<Snapshot>, StoreError> {
        ask!(self.snapshots(partition))
    }

    /// A page of a snapshot, as it goes over the line.
    pub(crate) async fn snapshot_page(
        &mut self,
        partition: PartitionId,
        generation: u64,
        page: u32,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        ask!(self.snapshot_page(partition, generation, page))
    }

    /// Keeps a snapshot with its pages.
    pub(crate) async fn keep_snapshot(
        &mut self,
        snapshot: &Snapshot,
        pages: Vec<Vec<u8>>,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        ask!(self.keep_snapshot(snapshot, pages, now_ms))
    }

    /// Takes a snapshot away, with its pages.
    pub(crate) async fn drop_snapshot(
        &mut self,
        partition: PartitionId,
        generation: u64,
    ) -> Result<(), StoreError> {
        ask!(self.drop_snapshot(partition, generation))
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

    /// All devices, the last seen first.
    pub(crate) async fn devices(&mut self) -> Result<Vec<Bound>, StoreError> {
        ask!(self.devices())
    }

    /// Shuts a device out. Whose it was; `None` where there is none, or it was shut out before.
    pub(crate) async fn revoke_device(
        &mut self,
        device: DeviceId,
        why: &str,
        now_ms: i64,
    ) -> Result<Option<u32>, StoreError> {
        ask!(self.revoke_device(device, why, now_ms))
    }

    /// Whether a device is shut out.
    pub(crate) async fn is_revoked(&mut self, device: DeviceId) -> Result<bool, StoreError> {
        ask!(self.is_revoked(device))
    }

    /// The recovery key of a session's device, where the account has kept one.
    pub(crate) async fn recovery(&mut self, session: Session) -> Result<Option<RecoveryKey>, StoreError> {
        ask!(self.recovery(session))
    }

    /// When a token was given, in milliseconds since 1970.
    pub(crate) async fn token_made_ms(&mut self, token: TokenHash) -> Result<Option<i64>, StoreError> {
        ask!(self.token_made_ms(token))
    }

    /// Keeps the recovery key of a session's device, in the place of an earlier one.
    pub(crate) async fn keep_recovery(
        &mut self,
        session: Session,
        key: &RecoveryKey,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        ask!(self.keep_recovery(session, key, now_ms))
    }

    /// Notes that a token was shown, and its device seen.
    pub(crate) async fn touch(
        &mut self,
        token: TokenHash,
        device: DeviceId,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        ask!(self.touch(token, device, now_ms))
    }

    /// From here on the logs are another life's: no cursor that was given before goes on.
    pub(crate) async fn begin_epoch(&mut self, epoch: Epoch) -> Result<(), StoreError> {
        ask!(self.begin_epoch(epoch))
    }

    /// Makes the device the account's, unless it is another's.
    pub(crate) async fn bind_device(
        &mut self,
        device: DeviceId,
        account: u32,
        now_ms: i64,
    ) -> Result<Result<(), OfAnother>, StoreError> {
        ask!(self.bind_device(device, account, now_ms))
    }

    /// Stores a new token.
    pub(crate) async fn add_token(
        &mut self,
        token: TokenHash,
        device: DeviceId,
        account: u32,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        ask!(self.add_token(token, device, account, now_ms))
    }

    /// The token lets nobody in any more, nor does one that was to come in its place.
    pub(crate) async fn revoke(&mut self, token: TokenHash, now_ms: i64) -> Result<(), StoreError> {
        ask!(self.revoke(token, now_ms))
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

    /// Everything that a device has ever handed in, by its counter.
    pub(crate) async fn handed(&mut self, device: DeviceId) -> Result<BTreeMap<u64, Handed>, StoreError> {
        ask!(self.handed(device))
    }

    /// The counters that were taken from a device, whatever may be said of its account.
    pub(crate) async fn counters(&mut self, device: DeviceId) -> Result<CounterSet, StoreError> {
        ask!(self.counters(device))
    }

    /// How much a device has in the tray.
    pub(crate) async fn stock(&mut self, device: DeviceId) -> Result<Stock, StoreError> {
        ask!(self.stock(device))
    }

    /// Puts operations of a device into the tray. Says the entry of the first.
    pub(crate) async fn hand_in(
        &mut self,
        device: DeviceId,
        operations: &[Sealed],
        now_ms: i64,
    ) -> Result<u64, StoreError> {
        ask!(self.hand_in(device, operations, now_ms))
    }

    /// The operations that wait for a person, the oldest first: not those that came by an exchange meanwhile.
    pub(crate) async fn tray(&mut self, most: u32) -> Result<Vec<Waiting>, StoreError> {
        ask!(self.tray(most))
    }

    /// What waits of one device.
    pub(crate) async fn tray_of(&mut self, device: DeviceId) -> Result<Vec<Sealed>, StoreError> {
        ask!(self.tray_of(device))
    }

    /// An entry of the tray, whatever was said of it.
    pub(crate) async fn tray_entry(&mut self, entry: u64) -> Result<Option<Waiting>, StoreError> {
        ask!(self.tray_entry(entry))
    }

    /// A person's word on an entry. Its bytes stand among the operations from now on.
    pub(crate) async fn settle_entry(
        &mut self,
        entry: u64,
        verdict: Verdict,
        reason: &str,
        decided_by: u32,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        ask!(self.settle_entry(entry, verdict, reason, decided_by, now_ms))
    }

    /// How much of a file is there.
    pub(crate) async fn received(&mut self, key: &BlobKey) -> Result<Received, StoreError> {
        ask!(self.received(key))
    }

    /// Adds bytes to the end of what is there, which is at `start`.
    pub(crate) async fn append(
        &mut self,
        key: &BlobKey,
        start: u32,
        bytes: &[u8],
        now_ms: i64,
    ) -> Result<(), StoreError> {
        ask!(self.append(key, start, bytes, now_ms))
    }

    /// The file is what it is said to be.
    pub(crate) async fn make_whole(&mut self, key: &BlobKey) -> Result<(), StoreError> {
        ask!(self.make_whole(key))
    }

    /// Takes a file away, with its chunks.
    pub(crate) async fn discard(&mut self, key: &BlobKey) -> Result<(), StoreError> {
        ask!(self.discard(key))
    }

    /// The bytes of a file from `from` up to `to`, as far as they are there.
    pub(crate) async fn bytes(&mut self, key: &BlobKey, from: u32, to: u32) -> Result<Vec<u8>, StoreError> {
        ask!(self.bytes(key, from, to))
    }

    /// The files that nobody has added to since a moment.
    pub(crate) async fn untouched_since(&mut self, ms: i64) -> Result<Vec<BlobKey>, StoreError> {
        ask!(self.untouched_since(ms))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_database_or_is_refused_without_being_repeated() {
        let file = |address| match Place::of_address(address) {
            Ok(Place::Sqlite(sqlite::Place::File(file))) => file.display().to_string(),
            _ => panic!("no file"),
        };
        assert_eq!(file("sqlite:data/a.sqlite"), "data/a.sqlite");
        assert_eq!(file("sqlite:///srv/a.sqlite"), "/srv/a.sqlite");
        assert!(matches!(Place::of_address("sqlite::memory:"), Ok(Place::Sqlite(sqlite::Place::Memory))));
        assert!(matches!(Place::of_address("postgres://u:secret@h/d"), Ok(Place::Postgres(_))));
        for wrong in ["", "sqlite:", "mysql://u:secret@h/d", "postgres://u:secret@h:port/d", "secret"] {
            let Err(error) = Place::of_address(wrong) else { panic!("{wrong} is an address") };
            assert!(!crate::telemetry::Chain(&error).to_string().contains("secret"), "{wrong}");
        }
    }
}
