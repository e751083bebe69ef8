//! An operation on its way: in the outbox, kept after its receipt, or refused.

use std::collections::BTreeSet;

use thidua_domain::record::{PartitionId, RecordId};

use crate::identity::DeviceId;
use crate::operation::{Action, Operation, Sealed};
use crate::outcome::{Outcome, Reason};
use crate::receipt::Receipt;
use crate::wire::open;

/// An operation in the outbox.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pending {
    /// The operation.
    pub op: Operation,
    /// How far it has come.
    pub state: PendingState,
}

/// How far an operation in the outbox has come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PendingState {
    /// Further edits of the same record are still merged into it.
    Open,
    /// Its bytes are final: it may have left the device.
    Sealed(Sealed),
    /// Final, and written in a schema that the endpoint does not read yet. Waits for an endpoint that does.
    Parked(Sealed),
    /// Final and acknowledged once, offered again because the endpoint has begun a new life. Its effect is not shown
    /// on top of newer rows. With what the endpoint said of it then, where it did.
    Offered(Sealed, Option<Receipt>),
}

impl Pending {
    /// The operation as it may be sent now, if it may.
    #[must_use]
    pub fn sendable(&self) -> Option<&Sealed> {
        match &self.state {
            PendingState::Sealed(sealed) | PendingState::Offered(sealed, _) => Some(sealed),
            PendingState::Open | PendingState::Parked(_) => None,
        }
    }

    /// Whether further edits may still be merged into it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state == PendingState::Open
    }

    /// Whether its effect is shown although the endpoint has not answered.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        !matches!(self.state, PendingState::Offered(..))
    }

    /// What the endpoint said of it in its life before.
    #[must_use]
    pub const fn receipt(&self) -> Option<&Receipt> {
        match &self.state {
            PendingState::Offered(_, receipt) => receipt.as_ref(),
            _ => None,
        }
    }
}

/// An operation that the endpoint has dealt with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept {
    /// The operation in its final bytes.
    pub sealed: Sealed,
    /// What became of it.
    pub outcome: Outcome,
    /// When the endpoint told of it, by the endpoint's clock, milliseconds since 1970.
    pub acknowledged_ms: i64,
    /// What the endpoint said of it beside the outcome; `None` where an earlier version of the endpoint or of the app dealt
    /// with it.
    pub receipt: Option<Receipt>,
}

/// An operation that the endpoint has refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    /// The operation, with everything that was typed.
    pub op: Operation,
    /// Why.
    pub reason: Reason,
    /// Why, in the words of whoever did, where it was a person.
    pub words: Option<String>,
    /// When the device learned of it, by its own clock, milliseconds since 1970.
    pub refused_ms: i64,
}

impl Kept {
    /// Whether it is of one of these partitions. Of an operation that cannot be read here nobody knows; it stays until its time is
    /// over.
    #[must_use]
    pub fn is_of_any(&self, partitions: &BTreeSet<PartitionId>, device: DeviceId) -> bool {
        open(&self.sealed, device).is_ok_and(|op| partitions.contains(&op.partition))
    }

    /// Whether it goes when a record is erased: whatever was done to it but that it was erased. Of an operation that cannot
    /// be read here nobody knows what it speaks of; it stays until its time is over.
    #[must_use]
    pub fn is_forgotten_with(&self, record: RecordId, device: DeviceId) -> bool {
        let op = open(&self.sealed, device);
        op.is_ok_and(|op| op.record == record && op.action != Action::Erase)
    }
}
