//! One thing that an officer did to one record, as it travels.
//!
//! An operation carries the changed fields only, each with the revision it was made upon, so that the endpoint can tell
//! an edit of what is there from an edit of what was there. Once sealed, its bytes never change: every path carries
//! the same bytes, and the endpoint keeps them as the record's history.

use sha2::{Digest as _, Sha256};
use thidua_domain::record::{Field, PartitionId, RecordId, Value};

use crate::identity::{DeviceId, Dot};

/// The version of the operations that this code writes and the highest that it reads.
pub const SCHEMA: u16 = thidua_domain::schema::SCHEMA_VERSION;

/// What is done to the record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Action {
    /// The record is made.
    Create,
    /// Fields are written, or a conflict is settled.
    Edit,
    /// The record is deleted. It can be restored, and an edit that the deleting officer had not seen brings it back.
    Delete,
    /// A deleted record is brought back.
    Restore,
    /// Everything that the record says is erased for good: see [`thidua_domain::erasure`].
    Erase,
    /// A step with legal force is taken on a guarded record: carried out on the state and the text that it names, or not
    /// at all.
    Step,
}

impl Action {
    /// The number that stands for this action on the wire. Never reused.
    #[must_use]
    pub const fn code(self) -> u16 {
        match self {
            Self::Create => 1,
            Self::Edit => 2,
            Self::Delete => 3,
            Self::Restore => 4,
            Self::Step => 5,
            Self::Erase => 6,
        }
    }

    /// The action of a code.
    #[must_use]
    pub const fn from_code(code: u16) -> Option<Self> {
        match code {
            1 => Some(Self::Create),
            2 => Some(Self::Edit),
            3 => Some(Self::Delete),
            4 => Some(Self::Restore),
            5 => Some(Self::Step),
            6 => Some(Self::Erase),
            _ => None,
        }
    }
}

/// One field's new value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// Which field.
    pub field: Field,
    /// The revision of the field that the officer had before their eyes; `None` where it was never written.
    pub base: Option<Dot>,
    /// What it is now.
    pub value: Value,
    /// The other values of a conflict that the officer saw and thereby settled.
    pub settles: Vec<Dot>,
}

/// One thing done to one record by one device.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Operation {
    /// The device that did it.
    pub device: DeviceId,
    /// Its number on that device, from 1, used once.
    pub counter: u64,
    /// The record.
    pub record: RecordId,
    /// Where the record belongs.
    pub partition: PartitionId,
    /// The code of the record's kind; a number, because the kind may be of a later version.
    pub kind: u16,
    /// What is done.
    pub action: Action,
    /// The version in which the operation is written.
    pub schema: u16,
    /// The revision of the record that the officer had before their eyes; `None` for a new one.
    pub base: Option<Dot>,
    /// The changed fields. For a deletion or restoration, the one reserved field that says so.
    pub changes: Vec<Change>,
    /// Operations of the same device that must have been carried out before, by counter.
    pub parents: Vec<u64>,
    /// The device's clock when it was last changed, milliseconds since 1970. Evidence; it chooses nothing.
    pub device_time_ms: i64,
    /// How far the device's clock was behind the endpoint's at the last exchange, milliseconds.
    pub clock_offset_ms: Option<i64>,
}

impl Operation {
    /// The revision that this operation gives to what it writes.
    #[must_use]
    pub const fn dot(&self) -> Dot {
        Dot { device: self.device, counter: self.counter }
    }

    /// What this operation writes into a field, if anything.
    #[must_use]
    pub fn change_of(&self, field: Field) -> Option<&Change> {
        self.changes.iter().find(|change| change.field == field)
    }
}

/// An operation in its final bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sealed {
    /// The operation's number on its device.
    pub counter: u64,
    /// The operation as `docs/protocol.md` writes it.
    pub bytes: Vec<u8>,
}

/// Half of the SHA-256 of a sealed operation: tells a replay from a reused counter.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Digest(pub [u8; 16]);

impl Sealed {
    /// The digest of the bytes.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let full: [u8; 32] = Sha256::digest(&self.bytes).into();
        let mut half = [0; 16];
        half.copy_from_slice(full.split_at(16).0);
        Digest(half)
    }
}
