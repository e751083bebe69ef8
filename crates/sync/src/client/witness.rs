//! Witnessed copies: what the device was told before the endpoint lost it, and cannot offer as its own.
//!
//! An endpoint that was restored says which operations it knows. Where a row names others, and they are not this device's, the
//! row itself may be the last that is left of them. It is offered as it stood, and what becomes of it is for a person to say.

use std::collections::{BTreeMap, BTreeSet};

use thidua_domain::record::RecordKind;

use super::pending::Kept;
use super::replica::Replica;
use crate::counters::CounterSet;
use crate::gather;
use crate::identity::{DeviceId, Dot, Seq};
use crate::row::Row;
use crate::wire::encode_row;

/// The most bytes of copies that a device holds ready. Others that read the same offer the rest.
const MOST_BYTES: usize = 256 * 1024;
/// The most bytes of copies in one request.
const MOST_AT_ONCE: usize = 64 * 1024;

impl Replica {
    /// The copies to offer once the endpoint has said which operations it knows, the newest records first. `kept` are the
    /// device's own operations, which are offered as what they are.
    pub(super) fn witnesses(&self, known: &BTreeMap<DeviceId, CounterSet>, kept: &[Kept]) -> Vec<Vec<u8>> {
        let mut own: BTreeSet<u64> = gather::set(kept.iter().map(|kept| kept.sealed.counter));
        own.extend(self.outbox.keys());
        let is_lost = |row: &Row, dot: Dot| {
            let is_there = known.get(&dot.device).is_some_and(|counters| counters.contains(dot.counter));
            // What the endpoint counted of ballots comes back with no operation, the officer's own included.
            let is_counted = row.kind == RecordKind::CouncilSession.code();
            // What the endpoint itself wrote, as where a record came from when units were merged, it can write again.
            let is_own = dot.device.is_of_endpoint();
            !is_there
                && !is_own
                && (is_counted || dot.device != self.meta.device || !own.contains(&dot.counter))
        };
        let says_more = |row: &&Row| {
            !row.is_erased()
                && row.cells.values().any(|cell| {
                    is_lost(row, cell.rev) || cell.others.iter().any(|other| is_lost(row, other.rev))
                })
        };
        let (mut copies, mut bytes) = (Vec::new(), 0);
        for row in self.rows.values().rev().filter(says_more) {
            let copy = encode_row(&Row { seq: Seq::default(), ..row.clone() });
            bytes += copy.len();
            if bytes > MOST_BYTES {
                break;
            }
            copies.push(copy);
        }
        copies
    }

    /// The copies that go with the next request.
    pub(super) fn next_witnesses(&self) -> Vec<Vec<u8>> {
        let mut bytes = 0;
        let fitting = self.meta.witnessed.iter().take_while(|copy| {
            let fits = bytes == 0 || bytes + copy.len() <= MOST_AT_ONCE;
            bytes += copy.len();
            fits
        });
        fitting.cloned().collect()
    }
}
