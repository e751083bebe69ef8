//! What screens see: plain values, made by the book, never by a screen.

use litemap::LiteMap;
use serde::{Deserialize, Serialize};
use thidua_domain::access::{Account, Denial, Role};
use thidua_domain::fault::Fault;
use thidua_domain::obstacle::Obstacle;
use thidua_domain::record::{Field, Fields, PartitionId, PartitionKind, RecordId, RecordKind, Value};
use thidua_sync::client::{Comparison, Doubt, Refused};
use thidua_sync::directory::{self, Directory};
use thidua_sync::outcome::Reason;

use crate::order;

/// Who is signed in on this device, and where they may work.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Session {
    /// The account as the rules of access see it.
    pub(crate) account: Account,
    /// The officer's name or post.
    pub(crate) account_name: String,
    /// The name for signing in.
    pub(crate) login: String,
    /// What the account is for.
    pub(crate) role: Role,
    /// The account's own unit.
    pub(crate) home: PartitionId,
    /// The committee, by name.
    pub(crate) committee: String,
    /// The year that is being worked on.
    pub(crate) year: i64,
    /// Whether the committee is a sample, where sample records may be made.
    pub(crate) sample: bool,
    /// Units, blocs and clusters that have a name here.
    pub(crate) places: Vec<Place>,
    /// The accounts that vote in the council, where this account puts its sessions together.
    pub(crate) council: Vec<directory::Member>,
    /// The first digits of the device's id, to be read out by telephone.
    pub(crate) device_id_short: String,
}

impl Session {
    /// The session of an account's directory; `None` where its role is of a later version.
    pub(crate) fn of(directory: &Directory, device: &str) -> Option<Self> {
        let place = |place: &directory::Place| {
            Some(Place {
                id: PartitionId(place.id),
                kind: place.partition_kind()?,
                name: place.name.clone(),
                members: place.members.iter().copied().map(PartitionId).collect(),
            })
        };
        let account = directory.to_account()?;
        Some(Self {
            role: account.role,
            home: account.home,
            account,
            account_name: directory.display_name.clone(),
            login: directory.login.clone(),
            committee: directory.committee.clone(),
            year: i64::from(directory.year),
            sample: directory.sample,
            places: directory.places.iter().filter_map(place).collect(),
            council: directory.council.clone(),
            device_id_short: device.chars().take(8).collect(),
        })
    }

    /// The name of a place; empty where this account has never heard of it.
    pub(crate) fn place_name(&self, id: PartitionId) -> &str {
        self.place(id).map_or("", |place| place.name.as_str())
    }

    /// A place by its partition.
    pub(crate) fn place(&self, id: PartitionId) -> Option<&Place> {
        self.places.iter().find(|place| place.id == id)
    }

    /// Whether the account looks after all units instead of its own.
    pub(crate) fn sees_all_units(&self) -> bool {
        matches!(self.role, Role::EmulationOfficer | Role::Administrator)
    }

    /// Whether the account only reads and votes.
    pub(crate) fn only_reads(&self) -> bool {
        self.role == Role::CouncilMember
    }

    /// The council's own partition, where its sessions are.
    pub(crate) fn council(&self) -> Option<&Place> {
        let is_council = |place: &&Place| place.kind == PartitionKind::Council;
        self.places.iter().find(is_council).filter(|place| self.account.grant(place.id).is_some())
    }

    /// The units whose nominations this account may write.
    pub(crate) fn units(&self) -> impl Iterator<Item = &Place> {
        self.places.iter().filter(|place| {
            place.kind.is_unit()
                && !self.only_reads()
                && (place.id == self.home
                    || (self.sees_all_units() && self.account.grant(place.id).is_some()))
        })
    }

    /// The committee's own partition, where its settings are.
    pub(crate) fn authority(&self) -> Option<&Place> {
        let is_authority = |place: &&Place| place.kind == PartitionKind::Authority;
        self.places.iter().find(is_authority).filter(|place| self.account.grant(place.id).is_some())
    }

    /// The place for what concerns all units; `None` where the endpoint is of a version that knows none.
    pub(crate) fn commons(&self) -> Option<&Place> {
        let is_commons = |place: &&Place| place.kind == PartitionKind::Commons;
        self.places.iter().find(is_commons).filter(|place| self.account.grant(place.id).is_some())
    }

    /// The blocs and clusters whose pledges this account reads.
    pub(crate) fn groups(&self) -> impl Iterator<Item = &Place> {
        self.places.iter().filter(|place| place.kind.is_group() && self.account.grant(place.id).is_some())
    }
}

/// A unit, a bloc or a cluster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Place {
    /// Its partition.
    pub(crate) id: PartitionId,
    /// What it is.
    pub(crate) kind: PartitionKind,
    /// Its name.
    pub(crate) name: String,
    /// The units of a bloc or cluster.
    pub(crate) members: Vec<PartitionId>,
}

/// One record as it stands on this device: the endpoint's row with this device's own operations folded in.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct RecordView {
    /// Its identity.
    pub(crate) id: RecordId,
    /// Its kind.
    pub(crate) kind: RecordKind,
    /// Where it belongs.
    pub(crate) partition: PartitionId,
    /// The values that are shown.
    pub(crate) fields: Fields,
    /// Whether something of it is only on this device.
    pub(crate) unsent: bool,
    /// Whether all of that is at a hub as well, which is not the committee's endpoint.
    pub(crate) at_hub: bool,
    /// Whether what is shown is what a hub says, provisionally.
    pub(crate) provisional: bool,
    /// How many of its last steps wait for the endpoint's word.
    pub(crate) waiting: usize,
    /// Whether it is deleted.
    pub(crate) deleted: bool,
    /// Whether an edit brought it back after somebody had deleted it, and nobody has settled that yet.
    pub(crate) returned: bool,
    /// For each field that two have written: the values that are not shown.
    pub(crate) conflicts: LiteMap<Field, Vec<Value>>,
    /// When it was made, by the device that made it.
    pub(crate) created_ms: Option<f64>,
    /// When it was last changed here or there, as far as known.
    pub(crate) updated_ms: Option<f64>,
}

/// What became of one step among many.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct StepTaken {
    /// The record.
    pub(crate) record: RecordId,
    /// Why it was not taken.
    pub(crate) refused: Option<BookError>,
}

/// An operation that the endpoint did not carry out.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct RefusalView {
    /// The operation, by this device's counter.
    pub(crate) counter: u64,
    /// The record that it was for.
    pub(crate) record: Option<RecordId>,
    /// The kind of that record; `None` where a later version made it.
    pub(crate) kind: Option<RecordKind>,
    /// Where that record belongs or would have belonged.
    pub(crate) partition: Option<PartitionId>,
    /// Why not.
    pub(crate) reason: Reason,
    /// Why, in the words of the person who refused it.
    pub(crate) words: Option<String>,
    /// What it would have written.
    pub(crate) fields: Fields,
    /// When it was written here.
    pub(crate) at_ms: f64,
}

impl RefusalView {
    /// A refused operation as it is shown.
    pub(crate) fn of(refused: &Refused) -> Self {
        let own = refused.op.changes.iter().filter(|change| !change.field.is_reserved());
        Self {
            counter: refused.op.counter,
            record: Some(refused.op.record),
            kind: RecordKind::from_code(refused.op.kind),
            partition: Some(refused.op.partition),
            reason: refused.reason.clone(),
            words: refused.words.clone(),
            fields: order::gathered(own.map(|change| (change.field, change.value.clone()))),
            #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit for 285,000 years")]
            at_ms: refused.op.device_time_ms as f64,
        }
    }
}

/// Which form a draft belongs to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) enum DraftKey {
    /// A record that does not exist yet; one draft a kind.
    New(RecordKind),
    /// An edit of this record.
    Edit(RecordId),
    /// A step on this record.
    Step(RecordId),
    /// A step on many records at once.
    Steps,
}

impl DraftKey {
    /// The drafts of what is typed about a record that is there.
    pub(crate) const fn of_record(record: RecordId) -> [Self; 2] {
        [Self::Edit(record), Self::Step(record)]
    }
}

impl std::fmt::Display for DraftKey {
    /// The key under which a draft is stored.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::New(kind) => write!(f, "new-{}", kind.code()),
            Self::Edit(id) => write!(f, "edit-{id}"),
            Self::Step(id) => write!(f, "step-{id}"),
            Self::Steps => f.write_str("steps"),
        }
    }
}

impl From<DraftKey> for String {
    fn from(key: DraftKey) -> Self {
        key.to_string()
    }
}

impl TryFrom<String> for DraftKey {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let unknown = "a draft of a form that this version does not have";
        match text.split_once('-') {
            Some(("new", code)) => {
                code.parse().ok().and_then(RecordKind::from_code).map(Self::New).ok_or(unknown)
            }
            Some(("edit", id)) => id.parse().map(Self::Edit).map_err(|_| unknown),
            Some(("step", id)) => id.parse().map(Self::Step).map_err(|_| unknown),
            None if text == "steps" => Ok(Self::Steps),
            _ => Err(unknown),
        }
    }
}

/// What is typed in a form and not saved yet.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) struct Draft {
    /// Which form.
    pub(crate) key: DraftKey,
    /// The kind of the record.
    #[serde(with = "kind_code")]
    pub(crate) kind: RecordKind,
    /// What was typed, by the name of the form's field.
    #[serde(with = "typed")]
    pub(crate) texts: LiteMap<String, String>,
    /// When it was last kept.
    #[serde(with = "whole_ms")]
    pub(crate) saved_at_ms: f64,
}

/// Where the sync stands.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct SyncStatus {
    /// What it is doing.
    pub(crate) state: SyncState,
    /// How many records have something that is only on this device.
    pub(crate) unsent: usize,
    /// When everything on this device was last safe at the endpoint.
    pub(crate) last_safe_ms: Option<f64>,
}

/// What the sync is doing.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum SyncState {
    /// Nothing to do.
    Idle,
    /// Something is to be sent soon.
    Waiting,
    /// An exchange is under way.
    Sending {
        /// Operations handed over so far.
        done: usize,
        /// Operations to hand over.
        total: usize,
        /// Bytes of this exchange.
        bytes: usize,
    },
    /// Records are coming; those that have come can be worked with.
    Receiving(Coming),
    /// There is no connection.
    Offline,
    /// A hub has what this device had for it; the committee's endpoint is out of reach.
    AtHub,
    /// The endpoint wants a new sign-in; work goes on.
    NeedsSignIn,
    /// The last exchange failed; another follows.
    Failed(SyncFailure),
}

impl SyncState {
    /// Whether an exchange is under way.
    pub(crate) const fn is_under_way(&self) -> bool {
        matches!(self, Self::Sending { .. } | Self::Receiving(_))
    }
}

/// What has come in a round of exchanges, and about how much is still to come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Coming {
    /// Records that have come.
    pub(crate) received: usize,
    /// Records that are still to come.
    pub(crate) left: usize,
    /// Their bytes on the line, as the line has been so far.
    pub(crate) bytes: usize,
    /// The seconds that they take.
    pub(crate) seconds: usize,
}

/// Why an exchange failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SyncFailure {
    /// There was no connection.
    Offline,
    /// The line was cut in the middle.
    Cut,
    /// No answer in time.
    TooSlow,
    /// The endpoint does not take the login any more.
    SignedOut,
    /// The endpoint answered with this HTTP status.
    Endpoint(u16),
    /// The answer could not be read.
    Unreadable,
    /// This app is too old for what the endpoint holds.
    NewerAppNeeded,
    /// The store of this device failed.
    Storage,
    /// This device has no room left for what came.
    NoRoom,
}

/// One attempt to sync.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Attempt {
    /// When it ended.
    pub(crate) at_ms: f64,
    /// How long it took, in milliseconds.
    pub(crate) took_ms: f64,
    /// How it ended.
    pub(crate) end: AttemptEnd,
}

/// How an attempt ended.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum AttemptEnd {
    /// Well.
    Done {
        /// Operations handed over.
        sent: usize,
        /// Records received.
        received: usize,
        /// Bytes both ways.
        bytes: usize,
        /// Places that were read again because this device did not hold what the endpoint holds.
        mended: usize,
    },
    /// At a hub, because the committee's endpoint was out of reach.
    AtHub {
        /// Operations handed over.
        sent: usize,
        /// Bytes both ways.
        bytes: usize,
    },
    /// Not.
    Failed(SyncFailure),
}

/// The records of a place, as this device and the endpoint hold them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Compared {
    /// The place.
    pub(crate) place: PartitionId,
    /// What is read out by telephone.
    pub(crate) code: String,
    /// Whether both hold the same.
    pub(crate) agreement: Agreement,
}

/// Whether the device and the endpoint hold the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Agreement {
    /// They do.
    Same,
    /// They do not.
    Differs,
    /// The device is reading it again.
    UnderWay,
    /// The endpoint has not said yet.
    Unknown,
}

impl Compared {
    /// As the replica compares it.
    pub(crate) fn of(comparison: &Comparison) -> Self {
        let agreement = match (comparison.there, comparison.doubt) {
            (Some(there), _) if there == comparison.here => Agreement::Same,
            (_, Some(Doubt::Remains)) => Agreement::Differs,
            // It is being read again, or will be with the next exchange.
            (_, Some(Doubt::UnderWay)) | (Some(_), None) => Agreement::UnderWay,
            (None, None) => Agreement::Unknown,
        };
        Self { place: comparison.partition, code: comparison.here.code().to_string(), agreement }
    }
}

/// Why a command was not carried out. Nothing of what was typed is lost.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum BookError {
    /// The device has no room left.
    #[error("no room left on the device")]
    NoRoom,
    /// The store failed otherwise.
    #[error("the store failed")]
    Storage,
    /// Nobody is signed in.
    #[error("signed out")]
    SignedOut,
    /// The record is not on this device.
    #[error("no such record")]
    NoRecord,
    /// The account may not.
    #[error("denied: {0:?}")]
    Denied(Denial),
    /// A value is wrong in itself.
    #[error("fault: {0:?}")]
    Fault(Fault),
    /// The record as it stands does not allow it.
    #[error("obstacle: {0:?}")]
    Obstacle(Obstacle),
}

/// Why a sign-in failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum SignInError {
    /// There is no connection.
    #[error("offline")]
    Offline,
    /// The account or the password is wrong.
    #[error("wrong account or password")]
    Wrong,
    /// Another account is signed in on this device, and its work is still here.
    #[error("another account's device")]
    OtherAccount,
    /// Too many attempts.
    #[error("too many attempts")]
    TooMany,
    /// An administrator has shut this device out.
    #[error("the device is shut out")]
    Revoked,
    /// The account is not active, or not in this year of work.
    #[error("the account is closed")]
    Closed,
    /// The endpoint answered otherwise.
    #[error("HTTP {0}")]
    Endpoint(u16),
    /// The store of this device failed.
    #[error("the store failed")]
    Storage,
    /// The device has no room left.
    #[error("no room left on the device")]
    NoRoom,
}

/// A kind of record in a stored draft is its code.
mod kind_code {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};
    use thidua_domain::record::RecordKind;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
    pub(super) fn serialize<S: Serializer>(kind: &RecordKind, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_u16(kind.code())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<RecordKind, D::Error> {
        let code = u16::deserialize(input)?;
        RecordKind::from_code(code).ok_or_else(|| D::Error::custom("a kind of a later version"))
    }
}

/// What was typed is stored as pairs.
pub(super) mod typed {
    use litemap::LiteMap;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::order;

    type Texts = LiteMap<String, String>;

    pub(in crate::book) fn serialize<S: Serializer>(texts: &Texts, out: S) -> Result<S::Ok, S::Error> {
        out.collect_seq(texts)
    }

    pub(in crate::book) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Texts, D::Error> {
        Vec::deserialize(input).map(order::gathered)
    }
}

/// A time in a stored draft is a whole number: reading fractions is code of its own.
mod whole_ms {
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit for 285,000 years")]
    pub(super) fn serialize<S: Serializer>(ms: &f64, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_i64(*ms as i64)
    }

    #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit for 285,000 years")]
    pub(super) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<f64, D::Error> {
        i64::deserialize(input).map(|ms| ms as f64)
    }
}
