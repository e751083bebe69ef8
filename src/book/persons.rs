//! What is held about a person, asked of the endpoint and never kept on the device; and erasing it.

use serde::Deserialize;
use thidua_domain::record::{PartitionId, RecordId};

use super::{Book, BookError};
use crate::connection::transport::{self, TransportError};

/// Of whom is asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Whom {
    /// Whoever a record is about.
    Record(RecordId),
    /// Somebody by name and, where that is known, by year of birth.
    Name(String, Option<i64>),
}

/// Why the endpoint did not tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PersonError {
    /// It was not reached, or is busy.
    Unreached,
    /// It does not take the login any more.
    SignedOut,
    /// The account may not ask.
    NotTheOffice,
    /// It asks for a name of two words.
    Nobody,
    /// It does not have the record.
    NoRecord,
    /// It answered with this HTTP status.
    Endpoint(u16),
}

/// All that is held, as the endpoint tells it.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub(crate) struct Holdings {
    /// When it was put together: milliseconds since 1970.
    pub(crate) made_ms: f64,
    /// About the person, the certain ones first.
    pub(crate) records: Vec<Held>,
    /// Whether there are more than are told at once.
    pub(crate) more: bool,
    /// Other records in whose text the name stands.
    pub(crate) mentions: Vec<Mention>,
    /// Accounts whose owner has the name.
    pub(crate) accounts: Vec<HeldAccount>,
}

/// A record about the person.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub(crate) struct Held {
    /// Its id.
    pub(crate) record: String,
    /// The code of its kind.
    pub(crate) kind: u16,
    /// The number of its unit.
    pub(crate) partition: u32,
    /// The name of its unit.
    pub(crate) place: String,
    /// Whether it is certainly about the person.
    pub(crate) certain: bool,
    /// Whether it is deleted.
    pub(crate) deleted: bool,
    /// Whether it ever came to be: otherwise it was refused, or waits in the tray.
    pub(crate) taken: bool,
    /// What it says.
    pub(crate) fields: Vec<HeldField>,
    /// The files that are at the endpoint.
    pub(crate) files: Vec<HeldFile>,
    /// Who wrote what, and when.
    pub(crate) history: Vec<Changed>,
    /// Why it is kept; nothing where it may be erased.
    pub(crate) kept: Option<String>,
}

/// A field and its value.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub(crate) struct HeldField {
    /// Its number.
    pub(crate) field: u16,
    /// Its item, 0 for none.
    #[serde(default)]
    pub(crate) item: u32,
    /// Its value.
    pub(crate) value: serde_json::Value,
}

/// A file.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub(crate) struct HeldFile {
    /// The digest of its bytes.
    pub(crate) digest: String,
    /// How many they are.
    pub(crate) size: u32,
}

/// Something that was done to a record.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub(crate) struct Changed {
    /// When it reached the endpoint.
    pub(crate) at_ms: f64,
    /// Whose account did it.
    pub(crate) by: String,
    /// What was done.
    pub(crate) action: String,
    /// Whether it took effect.
    pub(crate) done: bool,
    /// Whether it waits in the tray.
    #[serde(default)]
    pub(crate) waits: bool,
    /// What was written.
    pub(crate) fields: Vec<HeldField>,
}

/// A record in whose text the name stands.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub(crate) struct Mention {
    /// Its id.
    pub(crate) record: String,
    /// The code of its kind.
    pub(crate) kind: u16,
    /// The name of its unit.
    pub(crate) place: String,
    /// The fields in which the name stands.
    pub(crate) fields: Vec<HeldField>,
}

/// An account whose owner has the name.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub(crate) struct HeldAccount {
    /// The name for signing in.
    pub(crate) login: String,
    /// The owner's name or post.
    pub(crate) name: String,
    /// The name of its unit.
    pub(crate) place: String,
    /// Its devices.
    pub(crate) devices: Vec<HeldDevice>,
    /// What its owner has called its passkeys.
    pub(crate) passkeys: Vec<String>,
    /// What the log says of it, the newest first.
    pub(crate) audit: Vec<HeldEntry>,
}

/// A device of an account.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub(crate) struct HeldDevice {
    /// Its id.
    pub(crate) device: String,
    /// When it was last let in.
    pub(crate) seen_ms: f64,
}

/// An entry of the log about an account.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub(crate) struct HeldEntry {
    /// When.
    pub(crate) at_ms: f64,
    /// What was done, as a code.
    pub(crate) what: String,
}

impl Book {
    /// All that is held about somebody, and the same as it came, to be handed to the person.
    pub(crate) async fn holdings(self, asked: &Whom) -> Result<(Holdings, String), PersonError> {
        let token = self.token().map_err(|_| PersonError::SignedOut)?;
        let body = match asked {
            Whom::Record(record) => serde_json::json!({ "record": record.to_string() }),
            Whom::Name(name, born) => serde_json::json!({ "name": name, "birth_year": born }),
        };
        let told = transport::holdings(&token, body.to_string()).await?;
        let holdings = serde_json::from_str(&told).map_err(|_| PersonError::Endpoint(200))?;
        Ok((holdings, told))
    }

    /// Erases records for good, all or none; with the kind and the unit of those that never came to be.
    pub(crate) async fn erase(
        self,
        records: Vec<(RecordId, Option<(u16, PartitionId)>)>,
        reason: String,
        decided_by: String,
    ) -> Result<(), BookError> {
        let keeper = self.keeper()?;
        keeper.carry_out(&|replica, now| replica.erase(now, &records, &reason, &decided_by)).await?;
        keeper.saved();
        Ok(())
    }
}

impl From<TransportError> for PersonError {
    fn from(error: TransportError) -> Self {
        let TransportError::Status { status, reason } = error else { return Self::Unreached };
        match (status, reason.as_str()) {
            (429 | 502 | 503 | 504, _) => Self::Unreached,
            (401, _) => Self::SignedOut,
            (_, "not_standing_office") => Self::NotTheOffice,
            (_, "nobody_named") => Self::Nobody,
            (_, "no_record") => Self::NoRecord,
            _ => Self::Endpoint(status),
        }
    }
}
