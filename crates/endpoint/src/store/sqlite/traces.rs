//! Removing from the file, and from the log beside it, what was deleted or overwritten.
//!
//! It can only be done after the commit. So the transaction that deletes also writes down that it is still to be done: what is
//! killed in between is made up for when the endpoint starts again.

use super::driver::{self as sqlx, Connection};
use super::{Store, TENANT, Transaction};
use crate::store::StoreError;
use crate::store::group::Wipe;

/// Stands among the committee's facts while something is to be wiped, with what it is.
const MARK: &str = "wipe";
const BALLOTS: u8 = 1;
const ALL: u8 = 2;

/// Brings what was overwritten into the file and empties the log beside it, in which the old pages would still stand. Says
/// what is left to do, where somebody was in the way.
///
/// What was erased of a person may have been written over and over before, and moved within its page: the whole file is
/// written anew, so that nothing is left in between.
pub(super) async fn wipe(connection: &mut Connection, what: Wipe) -> Wipe {
    if what == Wipe::All {
        if let Err(error) = connection.away("VACUUM").await {
            tracing::warn!("the file was not written anew: {}", crate::telemetry::Chain(&error));
            return what;
        }
        // From here on only the log is left. Where this fails, the file is written anew once more, some day.
        connection.away("UPDATE meta SET value = x'01' WHERE tenant = 1 AND key = 'wipe'").await.ok();
    }
    // After a `VACUUM` the log holds the whole file.
    let query = sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)");
    let asked: Result<Vec<(i64, i64, i64)>, _> = query.fetch_all_at_length(connection).await;
    // The first column says whether somebody was in the way.
    if !asked.is_ok_and(|told| matches!(told[..], [(0, ..)])) {
        return Wipe::Ballots;
    }
    // What an erasure has marked stays marked, where it was ballots that are gone now.
    connection.away("DELETE FROM meta WHERE tenant = 1 AND key = 'wipe' AND value = x'01'").await.ok();
    Wipe::Nothing
}

impl Store {
    /// Wipes what an earlier life of the store was to wipe and did not come to.
    pub(crate) async fn wipe_what_is_left(&self) -> Result<(), StoreError> {
        let what = match self.read().await?.meta(MARK).await?.as_deref() {
            None => return Ok(()),
            Some([BALLOTS]) => Wipe::Ballots,
            Some(_) => Wipe::All,
        };
        tracing::info!("an earlier life of the endpoint did not come to remove traces of what was deleted");
        self.group.wipe(what).await;
        Ok(())
    }
}

impl Transaction {
    /// What is deleted or overwritten here is gone for good: after the commit its traces are to go as well, whatever happens.
    pub(super) async fn leave_no_trace(&mut self, what: Wipe) -> Result<(), StoreError> {
        let mark = match what {
            Wipe::Nothing => return Ok(()),
            Wipe::Ballots => BALLOTS,
            Wipe::All => ALL,
        };
        self.0.wipe_after(what);
        let query = sqlx::query(
            "INSERT INTO meta (tenant, key, value) VALUES (?, ?, ?)
             ON CONFLICT (tenant, key) DO UPDATE SET value = max(value, excluded.value)",
        );
        query.bind(TENANT).bind(MARK).bind(vec![mark]).execute(&mut self.0).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use thidua_domain::evidence::FileDigest;
    use thidua_domain::record::{PartitionId, RecordId};

    use super::super::{Place, driver as sqlx};
    use super::*;
    use crate::store::tests::{Scratch, found};
    use crate::store::{BlobKey, Store as AnyStore};

    const SECRET: &[u8] = "Đinh Văn Thử Nghiệm".as_bytes();

    fn holds(scratch: &Scratch) -> bool {
        ["", "-wal"].iter().any(|ending| {
            let mut file = scratch.file().into_os_string();
            file.push(ending);
            fs::read(file).is_ok_and(|bytes| bytes.windows(SECRET.len()).any(|part| part == SECRET))
        })
    }

    async fn count(store: &Store, asked: &'static str) -> i64 {
        let mut tx = store.read().await.unwrap();
        sqlx::query_scalar(asked).fetch_one(&mut tx.0).await.unwrap()
    }

    /// The store as a machine would find it that lost its power right after the commit, before anything was wiped.
    async fn killed_after(delete: impl AsyncFnOnce(&mut Transaction, BlobKey)) -> Scratch {
        let scratch = Scratch::on_file();
        let store = Store::open(&Place::File(scratch.file()), true).await.unwrap();
        found(&AnyStore::Sqlite(store.clone())).await;
        let bytes = SECRET.repeat(2_000);
        let size = u32::try_from(bytes.len()).unwrap();
        let key = BlobKey { partition: PartitionId(1), digest: FileDigest::of(&bytes), size };
        let mut tx = store.write().await.unwrap();
        tx.append(&key, 0, &bytes, 1).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = store.write().await.unwrap();
        delete(&mut tx, key).await;
        sqlx::raw_sql("COMMIT").execute(&mut tx.0).await.unwrap();
        let copy = Scratch::on_file();
        for ending in ["", "-wal"] {
            let [from, to] = [&scratch, &copy].map(|scratch| {
                let mut file = scratch.file().into_os_string();
                file.push(ending);
                file
            });
            fs::copy(from, to).unwrap();
        }
        drop(tx);
        store.close().await;
        copy
    }

    #[tokio::test]
    async fn what_was_erased_before_a_kill_is_wiped_at_the_next_start_and_once() {
        let scratch = killed_after(async |tx, key| {
            tx.discard(&key).await.unwrap();
            tx.leave_no_trace(Wipe::All).await.unwrap();
            // A session that is closed with the same commit asks for less.
            tx.shred_ballots(RecordId::from_bytes([1; 16])).await.unwrap();
        })
        .await;
        assert!(holds(&scratch));
        let store = Store::open(&Place::File(scratch.file()), true).await.unwrap();
        assert!(count(&store, "PRAGMA freelist_count").await > 0);
        store.wipe_what_is_left().await.unwrap();
        assert!(!holds(&scratch));
        assert_eq!(count(&store, "PRAGMA freelist_count").await, 0, "the file was written anew");
        assert_eq!(count(&store, "SELECT count(*) FROM meta WHERE key = 'wipe'").await, 0);
        store.close().await;
    }

    #[tokio::test]
    async fn what_ballots_left_before_a_kill_is_wiped_at_the_next_start() {
        let scratch = killed_after(async |tx, key| {
            tx.discard(&key).await.unwrap();
            tx.shred_all_ballots().await.unwrap();
        })
        .await;
        assert!(holds(&scratch));
        let store = Store::open(&Place::File(scratch.file()), true).await.unwrap();
        store.wipe_what_is_left().await.unwrap();
        assert!(!holds(&scratch));
        assert_eq!(count(&store, "SELECT count(*) FROM meta WHERE key = 'wipe'").await, 0);
        store.close().await;
    }

    #[tokio::test]
    async fn what_was_wiped_with_the_commit_leaves_no_mark() {
        let scratch = Scratch::on_file();
        let store = Store::open(&Place::File(scratch.file()), true).await.unwrap();
        found(&AnyStore::Sqlite(store.clone())).await;
        for what in [Wipe::All, Wipe::Ballots] {
            let mut tx = store.write().await.unwrap();
            tx.leave_no_trace(what).await.unwrap();
            assert_eq!(tx.meta(MARK).await.unwrap().map(|mark| mark.len()), Some(1));
            tx.commit().await.unwrap();
            assert_eq!(count(&store, "SELECT count(*) FROM meta WHERE key = 'wipe'").await, 0);
        }
        store.close().await;
    }
}
