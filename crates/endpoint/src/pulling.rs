//! The answer's half of an exchange: the rows that the device is told, page by page, with what stands beside them.

use std::collections::BTreeMap;

use thidua_domain::record::PartitionId;
use thidua_sync::server::{CursorOf, Loaded, Pull, Pushed, Standing};
use thidua_sync::wire::{Answer, Request};

use crate::long_cursor;
use crate::scale::Deflated;
use crate::snapshots;
use crate::store::{StoreError, Transaction};

/// How many rows are read at a time to fill a page.
const ROWS_AT_ONCE: u32 = 256;
/// How many of the newest rows are read at a time: a page of them is small.
const NEWEST_AT_ONCE: u32 = 48;

/// What a device is told after its operations were carried out. `home` is the account's own unit.
pub(crate) async fn answer(
    tx: &mut Transaction,
    request: &Request,
    pushed: Pushed,
    loaded: &Loaded,
    home: PartitionId,
    of: CursorOf<'_>,
    now_ms: i64,
) -> Result<Answer, StoreError> {
    let (heads, outcomes) = (loaded.heads.clone(), &pushed.outcomes);
    let named = snapshots::named(tx, request, &heads).await?;
    let scale = Box::new(Deflated::default());
    let mut pull = Pull::new(request, of.standing, heads, outcomes, &loaded.rows, home, &named, scale);
    while let Some((partition, before)) = pull.newest() {
        let rows = tx.rows_before(partition, before, NEWEST_AT_ONCE).await?;
        let all = rows.len() < NEWEST_AT_ONCE as usize;
        if rows.iter().all(|row| pull.offer_newest(row)) && all {
            pull.newest_ended(partition);
        }
    }
    while let Some((partition, after)) = pull.wanted() {
        let rows = tx.rows_after(partition, after, ROWS_AT_ONCE).await?;
        let all = rows.len() < ROWS_AT_ONCE as usize;
        if rows.iter().all(|row| pull.offer(row)) && all {
            pull.ended(partition);
        }
    }
    let ends: Vec<_> = pull.ends().collect();
    let hashes = tx.hashes(&ends).await?;
    let hash_at = |partition, seq| hashes.get(&(partition, seq)).copied();
    let behind: Vec<_> = pull.behind().collect();
    let mut left = 0;
    for (partition, read, at) in behind {
        left += tx.rows_left(partition, read, &at).await?;
    }
    let offers = snapshots::offers(tx, request, pull.of_use().collect()).await?;
    let (next_counter, receipts) = (pushed.next_counter, pushed.receipts(of.key, request.device));
    let mut known = None;
    if *of.standing == Standing::Forked {
        let mut counters = BTreeMap::new();
        for partition in loaded.heads.keys() {
            counters.extend(tx.counters_in(*partition).await?);
        }
        known = Some(counters);
    }
    let answer = pull.answer(pushed.outcomes, now_ms, of, &loaded.sums, hash_at);
    // A reader of many units asks once more and is given the name of its cursor, which would go with every request otherwise.
    let after = answer.after.filter(|after| long_cursor::fits(&after.cursor));
    Ok(Answer { next_counter, left, snapshots: offers, receipts, known, after, ..answer })
}
