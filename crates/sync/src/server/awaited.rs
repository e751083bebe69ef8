//! What has become of operations that an exchange has put into the tray because their partition had left the account's scope.

use std::collections::BTreeMap;

use thidua_domain::lineage::Lineage;
use thidua_domain::record::PartitionId;

use super::push::Stored;
use crate::operation::Sealed;
use crate::outcome::Outcome;
use crate::wire::{Request, open};

/// What is told of the operations that a request awaits, of those of which there is something to tell. `stored` is what was dealt with
/// of them, `waiting` what waits in the tray of the device, `reads` whether the account reads a partition.
///
/// One that the account may write now, for its unit or for what that has become, is held, and so is one that is not in the tray any more:
/// its device sends it as any other.
#[must_use]
pub fn said_of(
    request: &Request,
    stored: &BTreeMap<u64, Stored>,
    waiting: &BTreeMap<u64, Sealed>,
    lineage: &Lineage,
    reads: &dyn Fn(PartitionId) -> bool,
) -> Vec<(u64, Outcome)> {
    let is_sent = |counter: &u64| request.operations.iter().any(|sealed| sealed.counter == *counter);
    let is_read =
        |sealed: &Sealed| open(sealed, request.device).is_ok_and(|op| reads(lineage.heir(op.partition)));
    let mut said = Vec::new();
    for counter in request.awaits.iter().filter(|counter| !is_sent(counter)) {
        match (stored.get(counter), waiting.get(counter)) {
            (Some(stored), _) => said.push((*counter, stored.outcome.clone())),
            (None, Some(sealed)) if !is_read(sealed) => {}
            (None, _) => said.push((*counter, Outcome::Held)),
        }
    }
    said
}
