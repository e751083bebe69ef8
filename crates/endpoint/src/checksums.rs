//! The checksums of partitions, where they are not at hand with the heads: they are made from the rows.
//!
//! Every write brings them along. They are missing where a version that knew of none has written last, as in a database
//! from before, or beside this endpoint while several are being replaced one after the other.

use std::collections::BTreeMap;

use thidua_domain::record::PartitionId;
use thidua_sync::checksum::{Checksum, Checksums};
use thidua_sync::identity::{Head, Seq};

use crate::store::{Store, StoreError, Transaction};

/// How many rows are read at a time.
const AT_ONCE: u32 = 500;

/// Makes what is missing, each partition in a transaction of its own, so that nobody waits long. How many there were.
pub(crate) async fn bring_up(store: &Store) -> Result<usize, StoreError> {
    let all = store.read().await?.sums().await?;
    let missing: Vec<_> = all.into_iter().filter(|of| of.sum.is_none()).map(|of| of.partition).collect();
    for partition in &missing {
        let mut tx = store.write().await?;
        if tx.sum_of(*partition).await?.is_some_and(|of| of.sum.is_none()) {
            let sum = of_rows(&mut tx, *partition).await?;
            tx.keep_sum(*partition, sum).await?;
        }
        tx.commit().await?;
    }
    Ok(missing.len())
}

/// The checksums of all these partitions: those that are known, and those of the rest from their rows.
pub(crate) async fn of_all(
    tx: &mut Transaction,
    known: Checksums,
    heads: &BTreeMap<PartitionId, Head>,
) -> Result<Checksums, StoreError> {
    let mut sums = known;
    for partition in heads.keys() {
        if !sums.contains_key(partition) {
            sums.insert(*partition, of_rows(tx, *partition).await?);
        }
    }
    Ok(sums)
}

/// The checksum of a partition, from its rows.
pub(crate) async fn of_rows(tx: &mut Transaction, partition: PartitionId) -> Result<Checksum, StoreError> {
    let (mut sum, mut after) = (Checksum::default(), Seq(0));
    loop {
        let rows = tx.rows_after(partition, after, AT_ONCE).await?;
        let Some(last) = rows.last() else { return Ok(sum) };
        after = last.seq;
        rows.iter().for_each(|row| sum.add(row));
    }
}
