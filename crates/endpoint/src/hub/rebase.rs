//! What the committee's endpoint says takes the place of what the hub has said, record by record.
//!
//! Invariants: a record of which work still waits is left alone until that has been handed in. A row that takes another's place has
//! a place of its own in the log, so that devices are told it as any change. Revisions are the same on every path, so a record that
//! came to the same there is the same here, and nothing is written.

use std::collections::{BTreeMap, BTreeSet};

use thidua_domain::record::{Field, PartitionId, RecordId, Value};
use thidua_sync::identity::{DeviceId, Dot, Head, Seq};
use thidua_sync::operation::{Action, Change, Operation, SCHEMA};
use thidua_sync::outcome::Outcome;
use thidua_sync::row::{Cell, Row};
use thidua_sync::server::{Loaded, LogEntry, Pushed, chained};
use thidua_sync::wire::seal;

use super::{Hub, Side};
use crate::checksums;
use crate::store::{Outset, StoreError, Transaction};

/// How many rows are read at a time.
const AT_ONCE: u32 = 500;

impl Hub {
    /// Puts what was read from the committee's endpoint in the place of what stands here.
    pub(super) async fn rebase(&self, side: &Side, now_ms: i64) -> Result<usize, StoreError> {
        let account = side.replica.account().id;
        let by = DeviceId::of_endpoint(account);
        let mut tx = self.store.write().await?;
        if tx.bind_device(by, account, now_ms).await?.is_err() {
            return Ok(0);
        }
        let Some(outset) = tx.outset(account, by).await? else { return Ok(0) };
        let Outset { counters, heads, sums, .. } = outset;
        let (_, waiting) = tx.waiting().await?;
        let mut here = BTreeMap::new();
        for partition in heads.keys() {
            read(&mut tx, *partition, &mut here).await?;
        }
        let stands = stands(side.replica.rows(), &here, &waiting, by);
        if stands.is_empty() {
            return Ok(0);
        }
        let sums = checksums::of_all(&mut tx, sums, &heads).await?;
        let mut loaded = Loaded { counters, heads, sums, ..Loaded::default() };
        let mut pushed = Pushed::default();
        for row in stands {
            put(row, here.get(&row_id(row)), by, now_ms, &mut loaded, &mut pushed);
        }
        let changed = pushed.changed.len();
        tx.keep(by, &pushed, &loaded, now_ms).await?;
        tx.commit().await?;
        Ok(changed)
    }
}

/// What is to stand in a record's place.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Stands<'r> {
    /// This row.
    Row(&'r Row),
    /// The committee's endpoint knows no such record: what was made here was refused there.
    Nothing(&'r Row),
}

fn row_id(stands: Stands<'_>) -> RecordId {
    match stands {
        Stands::Row(row) | Stands::Nothing(row) => row.id,
    }
}

fn stands<'r>(
    there: &'r BTreeMap<RecordId, Row>,
    here: &'r BTreeMap<RecordId, Row>,
    waiting: &BTreeSet<RecordId>,
    by: DeviceId,
) -> Vec<Stands<'r>> {
    let mut stands = Vec::new();
    for row in there.values().filter(|row| !waiting.contains(&row.id)) {
        if here.get(&row.id).is_none_or(|here| !is_same(row, here)) {
            stands.push(Stands::Row(row));
        }
    }
    for row in here.values().filter(|row| !there.contains_key(&row.id) && !waiting.contains(&row.id)) {
        if row.rev.device != by {
            stands.push(Stands::Nothing(row));
        }
    }
    stands
}

/// Whether two rows say the same, wherever they stand in a log.
fn is_same(one: &Row, other: &Row) -> bool {
    let without_place = |row: &Row| {
        let mut row = Row { seq: Seq(0), ..row.clone() };
        row.cells.iter_mut().for_each(|(_, cell)| cell.seq = Seq(0));
        row
    };
    without_place(one) == without_place(other)
}

async fn read(
    tx: &mut Transaction,
    partition: PartitionId,
    rows: &mut BTreeMap<RecordId, Row>,
) -> Result<(), StoreError> {
    let mut after = Seq(0);
    loop {
        let some = tx.rows_after(partition, after, AT_ONCE).await?;
        let Some(last) = some.last() else { return Ok(()) };
        after = last.seq;
        rows.extend(some.into_iter().map(|row| (row.id, row)));
    }
}

/// Writes a row at the end of its partition's log, by the hub's own device.
fn put(
    stands: Stands<'_>,
    before: Option<&Row>,
    by: DeviceId,
    now_ms: i64,
    loaded: &mut Loaded,
    pushed: &mut Pushed,
) {
    let counter = loaded.counters.highest().map_or(1, |highest| highest.saturating_add(1));
    let dot = Dot { device: by, counter };
    let (Stands::Row(row) | Stands::Nothing(row)) = stands;
    let partition = row.partition;
    // A partition that the committee's endpoint does not tell of any more is not read here either.
    let Some(head) = loaded.heads.get_mut(&partition) else { return };
    let seq = head.seq.next();
    let mut after = Row { seq, ..row.clone() };
    if let Stands::Nothing(_) = stands {
        let cell = Cell { value: Value::Bool(true), rev: dot, seq, others: Vec::new() };
        after.rev = dot;
        after.cells = [(Field::DELETED, cell)].into_iter().collect();
    }
    after.cells.iter_mut().for_each(|(_, cell)| cell.seq = seq);
    let changes = after.cells.iter().map(|(field, cell)| Change {
        field: *field,
        base: before.and_then(|row| row.rev_of(*field)),
        value: cell.value.clone(),
        settles: Vec::new(),
    });
    let op = Operation {
        device: by,
        counter,
        record: row.id,
        partition,
        kind: row.kind,
        action: if before.is_none() { Action::Create } else { Action::Edit },
        schema: SCHEMA,
        base: before.map(|row| row.rev),
        changes: changes.collect(),
        parents: Vec::new(),
        device_time_ms: now_ms,
        clock_offset_ms: None,
    };
    let sealed = seal(&op);
    let digest = sealed.digest();
    *head = Head { seq, hash: chained(head.hash, dot, digest) };
    let sum = loaded.sums.entry(partition).or_default();
    before.into_iter().for_each(|row| sum.take(row));
    sum.add(&after);
    pushed.log.push(LogEntry {
        counter,
        bytes: sealed.bytes,
        digest,
        outcome: Outcome::Merged,
        place: Some((partition, row.id, *head)),
        old: None,
    });
    pushed.changed.insert(row.id);
    pushed.moved.insert(partition);
    loaded.counters.insert(counter);
    loaded.rows.insert(row.id, after);
}

#[cfg(test)]
mod tests {
    use thidua_domain::nomination::ACHIEVEMENTS;
    use thidua_domain::record::RecordKind;

    use super::*;

    const HUB: DeviceId = DeviceId([0xaa; 16]);

    fn row(number: u8, text: &str, device: DeviceId, seq: u64) -> Row {
        let rev = Dot { device, counter: 1 };
        let cell = Cell { value: text.into(), rev, seq: Seq(seq), others: Vec::new() };
        let id = RecordId::from_bytes([number; 16]);
        let (partition, kind) = (PartitionId(3), RecordKind::Nomination.code());
        Row { id, partition, kind, rev, seq: Seq(seq), cells: [(ACHIEVEMENTS, cell)].into_iter().collect() }
    }

    fn rows(rows: &[Row]) -> BTreeMap<RecordId, Row> {
        rows.iter().map(|row| (row.id, row.clone())).collect()
    }

    #[test]
    fn what_came_to_the_same_is_left_alone_and_the_rest_is_as_there() {
        let device = DeviceId([1; 16]);
        let there = rows(&[row(1, "một", device, 0), row(2, "hai", device, 0), row(3, "ba", device, 0)]);
        let here = rows(&[
            row(1, "một", device, 9),
            row(2, "khác", device, 10),
            row(4, "bị từ chối", device, 11),
            row(5, "còn chờ", device, 12),
            row(6, "đã bỏ", HUB, 13),
        ]);
        let waiting = BTreeSet::from([RecordId::from_bytes([5; 16])]);
        let id = |number: u8| RecordId::from_bytes([number; 16]);
        let stands = stands(&there, &here, &waiting, HUB);
        let wanted =
            [Stands::Row(&there[&id(2)]), Stands::Row(&there[&id(3)]), Stands::Nothing(&here[&id(4)])];
        assert_eq!(stands, wanted);
    }

    #[test]
    fn the_sum_of_a_partition_goes_with_its_rows() {
        let (device, partition) = (DeviceId([1; 16]), PartitionId(3));
        let (before, there) = (row(2, "khác", device, 4), row(2, "hai", DeviceId([2; 16]), 0));
        let mut loaded = Loaded::default();
        loaded.heads.insert(partition, Head { seq: Seq(7), ..Head::default() });
        loaded.sums.entry(partition).or_default().add(&before);
        let mut pushed = Pushed::default();
        put(Stands::Row(&there), Some(&before), HUB, 0, &mut loaded, &mut pushed);
        let after = &loaded.rows[&there.id];
        assert!(is_same(after, &there) && after.seq == Seq(8), "{after:?}");
        let mut sum = thidua_sync::checksum::Checksum::default();
        sum.add(&there);
        assert_eq!(loaded.sums[&partition], sum);
        put(Stands::Nothing(&there), Some(&there), HUB, 0, &mut loaded, &mut pushed);
        assert!(loaded.rows[&there.id].is_deleted() && loaded.counters.highest() == Some(2));
    }
}
