//! Which operations name which records by their ids. No index leads there: an operation may name records anywhere in its bytes,
//! and one that could not be read may say anything. So all are read, once for however many records are asked for.

use std::collections::{BTreeMap, BTreeSet};

use thidua_domain::record::RecordId;
use thidua_sync::identity::{DeviceId, Dot};
use thidua_sync::operation::Sealed;

use crate::store::{Said, StoreError, Transaction};

/// How many operations are read at a time.
const AT_ONCE: u32 = 2_000;
/// As many as there are values of two bytes.
const ENDS: usize = 1 << 16;

/// Records that are looked for in bytes.
struct Sought<'r> {
    records: &'r BTreeSet<RecordId>,
    /// Whether one of them ends with two bytes of this value. The ends of ids are drawn, so that hardly any other sixteen bytes get
    /// further than this.
    ends: Vec<bool>,
}

impl<'r> Sought<'r> {
    fn of(records: &'r BTreeSet<RecordId>) -> Self {
        let mut ends = vec![false; ENDS];
        for record in records {
            if let Some(is_one) = ends.get_mut(end(record.as_bytes())) {
                *is_one = true;
            }
        }
        Self { records, ends }
    }

    /// Those of them that the bytes name.
    fn named_in(&self, bytes: &[u8]) -> BTreeSet<RecordId> {
        let windows = bytes.windows(16).filter_map(|window| <[u8; 16]>::try_from(window).ok());
        let likely = windows.filter(|window| self.ends.get(end(window)).is_some_and(|is_one| *is_one));
        likely.map(RecordId::from_bytes).filter(|record| self.records.contains(record)).collect()
    }
}

fn end(id: &[u8; 16]) -> usize {
    let [.., before, last] = *id;
    usize::from(u16::from_be_bytes([before, last]))
}

/// Every operation that names one of the records, for each record in the order in which they came. One that names several stands
/// with each of them.
pub(crate) async fn said_of(
    tx: &mut Transaction,
    records: &BTreeSet<RecordId>,
) -> Result<BTreeMap<RecordId, Vec<Said>>, StoreError> {
    let mut found: BTreeMap<RecordId, Vec<Said>> = BTreeMap::new();
    if records.is_empty() {
        return Ok(found);
    }
    let sought = Sought::of(records);
    let mut after = Dot { device: DeviceId([0; 16]), counter: 0 };
    loop {
        let read = tx.said_after(after, AT_ONCE).await?;
        let Some(last) = read.last() else { break };
        after = last.dot;
        for said in read {
            for record in sought.named_in(&said.bytes) {
                found.entry(record).or_default().push(said.clone());
            }
        }
        // SQLite answers in this very thread, and others want it too.
        tokio::task::yield_now().await;
    }
    for said in found.values_mut() {
        said.sort_by_key(|said| (said.received_ms, said.dot));
    }
    Ok(found)
}

/// An entry of the tray that waits.
pub(crate) type Waiting = (u64, DeviceId, Sealed);

/// Every entry of the tray that waits and names one of the records.
pub(crate) async fn waiting_about(
    tx: &mut Transaction,
    records: &BTreeSet<RecordId>,
) -> Result<BTreeMap<RecordId, Vec<Waiting>>, StoreError> {
    let mut found: BTreeMap<RecordId, Vec<Waiting>> = BTreeMap::new();
    if records.is_empty() {
        return Ok(found);
    }
    let (sought, mut after) = (Sought::of(records), 0);
    loop {
        let read = tx.waiting_after(after, AT_ONCE).await?;
        let Some((last, ..)) = read.last() else { break };
        after = *last;
        for waiting in read {
            for record in sought.named_in(&waiting.2.bytes) {
                found.entry(record).or_default().push(waiting.clone());
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_found_wherever_its_id_stands_and_no_other() {
        let [one, other, absent] = [1, 2, 3].map(|n| RecordId::from_bytes([n; 16]));
        let mut alike = *one.as_bytes();
        alike[0] = 9;
        let records = BTreeSet::from([one, other, absent]);
        let sought = Sought::of(&records);
        let bytes = [&[0xa7, 0x50], one.as_bytes().as_slice(), &[0], other.as_bytes(), &alike].concat();
        assert_eq!(sought.named_in(&bytes), BTreeSet::from([one, other]));
        assert!(sought.named_in(&alike).is_empty() && sought.named_in(&[1; 15]).is_empty());
        assert_eq!(sought.named_in(one.as_bytes()), BTreeSet::from([one]));
    }
}
