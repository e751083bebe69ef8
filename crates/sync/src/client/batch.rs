//! What a store commits in one transaction.

use std::collections::BTreeSet;

use thidua_domain::record::{PartitionId, RecordId};

use super::pending::{Kept, Pending, Refused};
use super::replica::Meta;
use crate::row::Row;
use crate::wire::AfterSnapshots;

/// One transaction's worth of writes. Prepared whole before the transaction opens, because a transaction in which one
/// waits for anything else may be committed by the browser half done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Batch {
    /// The generation that the store must still have. Another tab may have moved on; then nothing is written and the
    /// command is prepared anew.
    pub expected: u64,
    /// The device's new state beside its records, with the next generation.
    pub meta: Meta,
    /// The writes, in order.
    pub writes: Vec<Write>,
    /// Where the device stands once it has read its snapshots. No store keeps it: see [`Replica::begin_round`].
    ///
    /// [`Replica::begin_round`]: super::Replica::begin_round
    pub(super) after: Option<AfterSnapshots>,
}

impl Batch {
    /// The first of a device: its state, and nothing beside it.
    #[must_use]
    pub const fn first(meta: Meta) -> Self {
        Self { expected: 0, meta, writes: Vec::new(), after: None }
    }
}

/// One write.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Write {
    /// The endpoint's row of a record.
    PutRow(Row),
    /// The row is not held any more.
    DropRow(RecordId),
    /// An operation in the outbox.
    PutPending(Pending),
    /// An operation has left the outbox.
    DropPending(u64),
    /// An operation that the endpoint has taken, kept so that the endpoint can be healed from its devices.
    PutKept(Kept),
    /// A kept operation is offered again from the outbox: its counter, and when it was acknowledged.
    DropKept {
        /// Its number on this device.
        counter: u64,
        /// When it was acknowledged, milliseconds since 1970.
        acknowledged_ms: i64,
    },
    /// Kept operations that were acknowledged before this time (endpoint's clock, milliseconds since 1970) are let go.
    PruneKept(i64),
    /// An operation that the endpoint has refused, shown to the officer until they deal with it.
    PutRefused(Refused),
    /// The officer has dealt with it.
    DropRefused(u64),
    /// Partitions have left the account's scope: what the device keeps of them beside their rows goes.
    Leave(Leaving),
    /// The record was erased: what the device keeps of it beside its row goes as well.
    Forget(Forgotten),
}

/// What of partitions that have left the account's scope the store of a device lets go of.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Leaving {
    /// The partitions of which kept operations go.
    pub partitions: BTreeSet<PartitionId>,
    /// The files that rows named which go, and nothing does that stays, by their digests as records write them.
    pub files: Vec<String>,
}

/// A record that was erased, as the store of a device lets go of it: kept operations, drafts, and files.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Forgotten {
    /// The record.
    pub record: RecordId,
    /// The files that it named and no other record of the device does, by their digests as records write them.
    pub files: Vec<String>,
}

/// What a batch touched, for whoever shows it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Change {
    /// The records whose fold may have changed.
    pub records: BTreeSet<RecordId>,
    /// Whether the refused operations changed.
    pub refused: bool,
    /// The records that were erased.
    pub forgotten: Vec<RecordId>,
}
