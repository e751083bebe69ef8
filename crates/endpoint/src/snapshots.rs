//! Snapshots: the rows of a partition as they stood, compressed once for all devices that begin there.
//!
//! They are made beside the requests, from one state of the store, and stored whole. A device reads a snapshot and then what has
//! changed since, by an ordinary exchange; so a snapshot that is old costs bytes and never correctness. Where an erasure takes a
//! person's data out of the rows, [`forget`] takes the partition's snapshots away in the same transaction.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use brotli::enc::BrotliEncoderParams;
use thidua_domain::record::PartitionId;
use thidua_sync::cursor::UnderWay;
use thidua_sync::directory::Place;
use thidua_sync::identity::{Head, Seq};
use thidua_sync::server::Snapshot;
use thidua_sync::wire::{Offer, Page, Request, RowPatch, encode_page};

use crate::secret;
use crate::store::{Store, StoreError, Transaction};

/// Below so many records the pages of the answers are as good.
const LEAST_ROWS: u64 = 500;
/// A page before compression: about 190 kB after it, four seconds on the line that is planned for.
const PAGE: usize = 1_200_000;
/// How many rows are read at a time.
const AT_ONCE: u32 = 500;
/// So many snapshots of a partition are kept: whoever reads the one before may end.
const KEPT: usize = 2;

/// Why a snapshot was not made. The next time comes by itself.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The page could not be compressed.
    #[error("a page could not be compressed")]
    Compression(#[source] std::io::Error),
    /// The thread that compresses is gone.
    #[error("the thread that compresses is gone")]
    Thread(#[from] tokio::task::JoinError),
    /// No number could be drawn.
    #[error(transparent)]
    Random(#[from] secret::NoRandomness),
}

/// Makes the snapshots that are due. How many there were.
pub(crate) async fn bring_up(store: &Store, now_ms: i64) -> Result<usize, SnapshotError> {
    let heads = store.read().await?.all_heads().await?;
    let mut made = 0;
    for (partition, head) in heads {
        if head.seq.0 >= LEAST_ROWS && is_due(&mut store.read().await?, partition, head).await? {
            make(store, partition, now_ms).await?;
            made += 1;
        }
    }
    Ok(made)
}

/// Whether a partition has none, or one behind which a quarter has changed.
async fn is_due(tx: &mut Transaction, partition: PartitionId, head: Head) -> Result<bool, StoreError> {
    let newest = tx.snapshots(partition).await?.pop();
    let after = newest.map_or(Seq(0), |newest| newest.seq);
    if after == head.seq {
        return Ok(false);
    }
    let tail = tx.rows_left(partition, after, &UnderWay::default()).await?;
    Ok(newest.map_or(tail >= LEAST_ROWS, |newest| tail * 4 > newest.offer.rows))
}

async fn make(store: &Store, partition: PartitionId, now_ms: i64) -> Result<(), SnapshotError> {
    let mut tx = store.read().await?;
    let erased = tx.erasures().await?.len();
    let heads = tx.all_heads().await?;
    let Some((_, head)) = heads.into_iter().find(|(known, _)| *known == partition) else { return Ok(()) };
    // Compressing takes seconds a page. A transaction that stood open meanwhile would be ended by PostgreSQL, and would keep
    // what is erased from being wiped.
    let (mut pages, mut rows, mut weight, mut count) = (Vec::new(), Vec::new(), 0, 0);
    let mut after = Seq(0);
    loop {
        let read = tx.rows_after(partition, after, AT_ONCE).await?;
        let Some(last) = read.last() else { break };
        after = last.seq;
        for row in &read {
            let patch = RowPatch::whole(row);
            weight += patch.weight();
            rows.push(patch);
            count += 1;
            if weight >= PAGE {
                pages.push(encode_page(&Page { partition, rows: std::mem::take(&mut rows) }));
                weight = 0;
            }
        }
        // SQLite answers in this very thread, and others want it too.
        tokio::task::yield_now().await;
    }
    drop(tx);
    if !rows.is_empty() {
        pages.push(encode_page(&Page { partition, rows }));
    }
    let mut bodies = Vec::with_capacity(pages.len());
    for plain in pages {
        bodies.push(compressed(plain).await?);
    }
    let offer = Offer {
        partition,
        // Drawn, so that no address of a page ever stands for another one. Positive in every database.
        generation: u64::from_ne_bytes(secret::random()?) >> 1,
        pages: u32::try_from(bodies.len()).unwrap_or(u32::MAX),
        rows: count,
        bytes: bodies.iter().map(|body| body.len() as u64).sum(),
    };
    let mut tx = store.write().await?;
    let known = tx.snapshots(partition).await?;
    // Another endpoint may have made one meanwhile; and what was read may say what has been erased since.
    let holds = tx.erasures().await?.len() == erased;
    if holds && known.last().is_none_or(|newest| newest.seq < head.seq) {
        tx.keep_snapshot(&Snapshot { offer, seq: head.seq }, bodies, now_ms).await?;
        let too_many = (known.len() + 1).saturating_sub(KEPT);
        for old in known.iter().take(too_many) {
            tx.drop_snapshot(partition, old.offer.generation).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// A page, compressed as well as can be, away from the threads that serve requests.
async fn compressed(plain: Vec<u8>) -> Result<Vec<u8>, SnapshotError> {
    let pressing = tokio::task::spawn_blocking(move || {
        let parameters =
            BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: plain.len(), ..Default::default() };
        let mut body = Vec::new();
        brotli::BrotliCompress(&mut Cursor::new(plain), &mut body, &parameters).map(|_| body)
    });
    pressing.await?.map_err(SnapshotError::Compression)
}

/// A page of a snapshot, as it goes over the line; `None` where it is not there, or not there for this account.
pub(crate) async fn page_for(
    store: &Store,
    account: u32,
    partition: PartitionId,
    generation: u64,
    page: u32,
) -> Result<Option<Vec<u8>>, StoreError> {
    let directory = store.directory(account).await?;
    let reads = |place: &Place| place.id == partition.0 && place.granted;
    if !directory.is_some_and(|directory| directory.places.iter().any(reads)) {
        return Ok(None);
    }
    store.read().await?.snapshot_page(partition, generation, page).await
}

/// What a page says, for a browser that cannot read Brotli.
pub(crate) fn unpacked(body: &[u8]) -> Result<Vec<u8>, std::io::Error> {
    let mut plain = Vec::new();
    brotli::BrotliDecompress(&mut Cursor::new(body), &mut plain)?;
    Ok(plain)
}

/// Takes all snapshots of a partition away.
pub(crate) async fn forget(tx: &mut Transaction, partition: PartitionId) -> Result<(), StoreError> {
    for known in tx.snapshots(partition).await? {
        tx.drop_snapshot(partition, known.offer.generation).await?;
    }
    Ok(())
}

/// The snapshots that a request names, and the newest of partitions that it asks for anew, as far as they are there; to a device that has
/// nothing yet the newest of all.
///
/// `heads` are those of the partitions that the account may read: of others nothing is looked up.
pub(crate) async fn named(
    tx: &mut Transaction,
    request: &Request,
    heads: &BTreeMap<PartitionId, Head>,
) -> Result<Vec<Snapshot>, StoreError> {
    let begins = request.cursor.is_none();
    let taken = request.snapshots.iter().map(|taken| taken.partition).chain(request.anew.iter().copied());
    let mut named: BTreeSet<PartitionId> = taken.collect();
    if begins {
        named.extend(
            heads.iter().filter(|(_, head)| head.seq.0 >= LEAST_ROWS).map(|(partition, _)| *partition),
        );
    }
    let mut found = Vec::new();
    for partition in named.into_iter().filter(|partition| heads.contains_key(partition)) {
        let mut known = tx.snapshots(partition).await?;
        if begins || request.anew.contains(&partition) {
            found.extend(known.pop());
        } else {
            found.extend(known);
        }
    }
    Ok(found)
}

/// What a device is told: of each partition the snapshot that it reads, or the newest.
pub(crate) async fn offers(
    tx: &mut Transaction,
    request: &Request,
    partitions: Vec<PartitionId>,
) -> Result<Vec<Offer>, StoreError> {
    let mut offers = Vec::new();
    for partition in partitions {
        let mut known = tx.snapshots(partition).await?;
        let reads = request.snapshots.iter().find(|taken| taken.partition == partition);
        let offered = match reads {
            Some(reads) => known.into_iter().find(|known| known.offer.generation == reads.generation),
            None => known.pop(),
        };
        offers.extend(offered.map(|known| known.offer));
    }
    Ok(offers)
}
