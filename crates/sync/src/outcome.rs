//! What became of an operation at the endpoint.
//!
//! An outcome belongs to one operation and says nothing of its neighbours: one bad operation never blocks the rest.

use thidua_domain::access::Denial;
use thidua_domain::fault::Fault;
use thidua_domain::obstacle::Obstacle;
use thidua_domain::record::Field;

/// What the endpoint did with one operation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// Carried out on the very state that the device had seen.
    Applied,
    /// Carried out; others had changed the record meanwhile, in other fields or to the same value.
    Merged,
    /// Carried out where both had changed the same thing: both are kept, one is shown, the other is offered.
    Conflict,
    /// Not yet: an operation that this one builds on has not arrived. The device keeps it and sends it again.
    Held,
    /// Not carried out, for good.
    Refused(Reason),
    /// Written by a later version than this endpoint's. The device keeps it until the endpoint knows that version.
    NewerAppNeeded,
}

impl Outcome {
    /// Whether the endpoint has dealt with the operation for good, so that a replay must return the same outcome.
    /// The others leave no trace on the endpoint, and the operation stays with the device.
    #[must_use]
    pub const fn is_final(&self) -> bool {
        !matches!(self, Self::Held | Self::NewerAppNeeded)
    }

    /// Whether the operation took effect.
    #[must_use]
    pub const fn took_effect(&self) -> bool {
        matches!(self, Self::Applied | Self::Merged | Self::Conflict)
    }

    /// The number that stands for this outcome on the wire. Never reused.
    #[must_use]
    pub const fn code(&self) -> u16 {
        match self {
            Self::Applied => 0,
            Self::Merged => 1,
            Self::Conflict => 2,
            Self::Held => 3,
            Self::Refused(_) => 4,
            Self::NewerAppNeeded => 5,
        }
    }
}

/// Why an operation was refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    /// Its bytes are no operation of the version that it names.
    Malformed,
    /// The device had used the same counter for another operation (a copied or restored device).
    CounterReused,
    /// An operation that this one builds on was refused.
    ParentRefused,
    /// A record of this id exists already.
    RecordExists,
    /// The record is of another kind or in another partition than the operation says.
    RecordDiffers,
    /// A person refused it: work of a device that was shut out, which waited in the tray.
    ByPerson,
    /// What the record said was erased: nothing more is taken on it, and the device lets go of what it wanted to send.
    Erased,
    /// What it was done to was lost with a restore from a backup, and nobody has brought it back before the reconciliation was
    /// closed.
    Lost,
    /// The account may not do this.
    Denied(Denial),
    /// What is written is wrong in itself.
    Fault(Fault),
    /// A step was not carried out, or an edit came to a record that had left the hands of its author.
    Obstacle(Obstacle),
    /// A reason that only a later version knows, by its code.
    Unknown(u16),
}

impl Reason {
    /// The number that stands for this reason on the wire: below 100 from the sync core, 100 to 199 faults of the
    /// content, 200 to 299 of access, 300 to 399 what stands in the way of a step. Never reused.
    #[must_use]
    pub fn code(&self) -> u16 {
        match self {
            Self::Malformed => 1,
            Self::CounterReused => 2,
            Self::ParentRefused => 3,
            Self::RecordExists => 4,
            Self::RecordDiffers => 5,
            Self::ByPerson => 6,
            Self::Erased => 7,
            Self::Lost => 8,
            Self::Denied(denial) => denial.code(),
            Self::Fault(fault) => fault.code(),
            Self::Obstacle(obstacle) => obstacle.code(),
            Self::Unknown(code) => *code,
        }
    }

    /// The field that the reason speaks of.
    #[must_use]
    pub fn field(&self) -> Option<Field> {
        match self {
            Self::Fault(fault) => fault.field(),
            _ => None,
        }
    }

    /// The reason of a code and the field that came with it.
    #[must_use]
    pub fn from_code(code: u16, field: Option<Field>) -> Self {
        match code {
            1 => Self::Malformed,
            2 => Self::CounterReused,
            3 => Self::ParentRefused,
            4 => Self::RecordExists,
            5 => Self::RecordDiffers,
            6 => Self::ByPerson,
            7 => Self::Erased,
            8 => Self::Lost,
            100..200 => Fault::from_code(code, field).map_or(Self::Unknown(code), Self::Fault),
            200..300 => Denial::from_code(code).map_or(Self::Unknown(code), Self::Denied),
            300..400 => Obstacle::from_code(code).map_or(Self::Unknown(code), Self::Obstacle),
            _ => Self::Unknown(code),
        }
    }
}
