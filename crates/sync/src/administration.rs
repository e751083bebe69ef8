//! What administrators and the endpoint say to each other: accounts, places, enrolment slips, and the work of devices that
//! were shut out. JSON, as the directory. Each type names the path on which it goes; `docs/protocol.md` has them all.
//!
//! Which places an account reads is not said here: the endpoint computes it from the role and the unit.

use serde::{Deserialize, Serialize};

/// `GET /admin/accounts`: all accounts and places of the committee.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Accounts {
    /// The committee's name.
    pub committee: String,
    /// The year that is being worked on.
    pub year: u16,
    /// Its level: `commune`, `district` or `province`; empty where it was founded before that was asked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub level: String,
    /// The accounts, by number.
    pub accounts: Vec<AccountTold>,
    /// Units, blocs, clusters and the rest, by number.
    pub places: Vec<PlaceTold>,
}

/// An account, as an administrator is told of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AccountTold {
    /// Its number.
    pub account: u32,
    /// The name for signing in. It never changes.
    pub login: String,
    /// What can be changed of it.
    pub post: Post,
    /// Whether it may sign in at all.
    pub active: bool,
    /// Whether somebody has chosen a password for it: until then only a slip opens it.
    pub enrolled: bool,
    /// Until when its slip holds, in milliseconds since 1970, where one is out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slip_until_ms: Option<i64>,
}

/// What an account is for, and whose.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Post {
    /// The officer's name or post, as it stands in the history of dossiers. No two accounts have the same: 1 to 200 characters.
    pub name: String,
    /// The role, by its name in `domain::access`.
    pub role: String,
    /// The account's own unit: a commune or an office.
    pub home: u32,
    /// The first and the last year of work in which it may sign in; absent where there is no such bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_year: Option<u16>,
    /// See `first_year`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_year: Option<u16>,
}

/// `POST /admin/accounts`: makes an account; the answer is [`Made`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewAccount {
    /// The name for signing in: 3 to 40 of `a`–`z`, `0`–`9`, `.`, `-`, `_`.
    pub login: String,
    /// The rest of it.
    pub post: Post,
}

/// `PUT /admin/accounts/{account}`: changes it. An account that is not active any more is signed out everywhere.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ChangedAccount {
    /// The rest of it.
    pub post: Post,
    /// Whether it may sign in.
    pub active: bool,
}

/// The number of what was made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Made {
    /// The account or the place.
    pub number: u32,
}

/// A unit, a bloc, a cluster, the council or the authority, as an administrator is told of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PlaceTold {
    /// Its partition.
    pub place: u32,
    /// The first day on which it is there, as `YYYY-MM-DD`; absent where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The last day, where it was merged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Its official code on those days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The place that it was merged into, where it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<u32>,
    /// The rest of it.
    pub of: NewPlace,
}

/// `POST /admin/mergers/preview`: what would move; the answer is [`MergerPreview`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ToMerge {
    /// The units.
    pub units: Vec<u32>,
}

/// What moves if units are merged.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct MergerPreview {
    /// Of each unit, in the order of their numbers.
    pub units: Vec<UnitMoving>,
}

/// What moves of one unit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct UnitMoving {
    /// The unit.
    pub place: u32,
    /// Its name.
    pub name: String,
    /// How many records it has of each kind, by the kind's number on the wire.
    pub records: Vec<(u16, u64)>,
    /// How many files of evidence.
    pub files: u64,
    /// The names of the accounts that work in it.
    pub accounts: Vec<String>,
    /// The names of the blocs and clusters that it belongs to.
    pub groups: Vec<String>,
}

/// `POST /admin/mergers`: these units are one from a day on (sáp nhập đơn vị); the answer is [`Made`], the number of the new one. Their
/// records, files and accounts move to it, and the blocs and clusters that they belong to have it in their place.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewMerger {
    /// The units that end, two or more of one kind.
    pub units: Vec<u32>,
    /// The name of the new one: 1 to 200 characters, that of one of them or no other place's.
    pub name: String,
    /// Its first day, today or earlier, as `YYYY-MM-DD`.
    pub day: String,
    /// Its official code; empty where it has none.
    #[serde(default)]
    pub code: String,
}

/// `POST /admin/places`: makes a place; the answer is [`Made`]. There is one authority and one council, from the founding on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewPlace {
    /// `commune`, `office`, `bloc` or `cluster`.
    pub kind: String,
    /// Its name: 1 to 200 characters, no other place's.
    pub name: String,
    /// The units of a bloc or cluster.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<u32>,
}

/// `PUT /admin/places/{place}`: gives a place another name or other members. Whoever reads it by that gets a new scope.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ChangedPlace {
    /// Its name.
    pub name: String,
    /// The units of a bloc or cluster.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<u32>,
}

/// `PUT /admin/committee`: the committee's name and level, and the year that is being worked on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ChangedCommittee {
    /// Its name: 1 to 200 characters.
    pub name: String,
    /// 2000 to 2100.
    pub year: u16,
    /// `commune`, `district` or `province`; empty where nobody has said yet. What was said is not unsaid.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub level: String,
}

/// `POST /admin/accounts/{account}/slip`: a new enrolment slip, in the place of an earlier one. `DELETE` makes it void.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Slip {
    /// What opens the account once: four groups of four letters and digits, told only here.
    pub code: String,
    /// Until when, in milliseconds since 1970: 72 hours from now.
    pub until_ms: i64,
}

/// `POST /enrolment`: the officer who holds a slip chooses a password; the answer is [`super::directory::SignedIn`]. Also how
/// a forgotten password is replaced.
#[derive(Clone, Serialize, Deserialize)]
pub struct Enrolment {
    /// What stands on the slip, whatever its case and with or without dashes.
    pub code: String,
    /// The password that the officer has chosen.
    pub password: String,
    /// The device, as 32 hexadecimal digits.
    pub device: String,
}

/// `PUT /session/password`: another password. All other devices of the account are signed out.
#[derive(Clone, Serialize, Deserialize)]
pub struct ChangedPassword {
    /// The one that holds now.
    pub old: String,
    /// The one that is to hold.
    pub new: String,
}

/// `POST /session/token`: a fresh token for the device at hand. The one that asked holds until the fresh one is first shown, so
/// that a cut line locks nobody out.
#[derive(Clone, Serialize, Deserialize)]
pub struct FreshToken {
    /// The secret that the device sends from now on.
    pub token: String,
}

/// `POST /handin` takes the CBOR request of `/sync` from a device that was shut out or whose token has ended, keeps each operation
/// for a person to look at, and answers with this. A request without operations asks what became of all that the device has
/// handed in before.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct HandedIn {
    /// What became of each operation, by its counter. One that is left out was written by a later version than the
    /// endpoint's and was not taken.
    pub operations: Vec<Fate>,
    /// Whether the endpoint was put back from a backup since the device's last exchange: what it said is safe it may have lost, so the
    /// device hands in what it keeps as well.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub restored: bool,
}

/// What became of an operation that was handed in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Fate {
    /// Its counter.
    pub counter: u64,
    /// Where it stands.
    pub verdict: Verdict,
    /// Why it was refused or accepted, in the words of whoever did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Where it was refused, by a person or before: the reason code of a refusal in `docs/protocol.md`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<u16>,
    /// The field that this reason speaks of, and the item where it is one's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<(u16, u32)>,
}

impl Fate {
    /// An operation of which nothing more is said.
    #[must_use]
    pub const fn plain(counter: u64, verdict: Verdict) -> Self {
        Self { counter, verdict, reason: None, refusal: None, field: None }
    }
}

/// What was decided of an operation in the tray.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nobody has looked at it yet.
    Waiting,
    /// It was carried out, as its author's.
    Accepted,
    /// It was refused: by a person, or in an exchange before.
    Refused,
    /// The endpoint has carried it out in an exchange: there is nothing to look at.
    Known,
}

/// `GET /tray`: what waits for the administrator or the standing office, the oldest first, at most 500 at a time.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Tray {
    /// The operations that wait.
    pub entries: Vec<TrayEntry>,
    /// The witnessed copies that wait, at most 500.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub witnessed: Vec<WitnessEntry>,
}

/// An operation that waits for a person's word.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TrayEntry {
    /// Its place in the tray, by which it is answered.
    pub entry: u64,
    /// When it came, in milliseconds since 1970.
    pub at_ms: i64,
    /// The device that made it, as 32 hexadecimal digits.
    pub device: String,
    /// Its counter there.
    pub counter: u64,
    /// Whose it is: the name of the account.
    pub name: String,
    /// Whether an administrator has shut the device out, as when it was lost. Otherwise only its login has ended.
    #[serde(default)]
    pub shut_out: bool,
    /// The record, as 32 hexadecimal digits.
    pub record: String,
    /// The kind of the record, by its number on the wire.
    pub kind: u16,
    /// The action, by its number on the wire: 1 create, 2 edit, 3 delete, 4 restore, 5 step, 6 erase.
    pub action: u16,
    /// The name of the place that it is for.
    pub place: String,
    /// What the record is called, as far as the endpoint or the operation tells.
    pub title: String,
    /// What it would write, as text: the field's number, the item where it is one's, what stands there now, what it would say.
    pub changes: Vec<TrayChange>,
}

/// One field that an operation in the tray would write.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TrayChange {
    /// The number of the field.
    pub field: u16,
    /// The item, where it is a field of items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<u32>,
    /// What the endpoint's record says now; absent where it says nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<String>,
    /// What it would say; absent where it would be emptied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<String>,
}

/// `POST /tray/{entry}`: a person's word on an operation; the answer is [`Answered`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Word {
    /// Whether it is to be carried out.
    pub accept: bool,
    /// Why: 1 to 300 characters.
    pub reason: String,
}

/// What came of a person's word. Where the operation was to be carried out and could not, it waits on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Answered {
    /// Where the operation stands now.
    pub verdict: Verdict,
    /// Where it could not be carried out: the reason code of a refusal in `docs/protocol.md`; 0 where it builds on one that
    /// has not been accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<u16>,
}

/// `GET /admin/reconciliation`: how far devices have come back since the last restore. Empty where nothing was ever restored.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Reconciled {
    /// The last reconciliation, open or closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Reconciling>,
}

/// A reconciliation: what is waited for after a restore. Until it is closed no number is given.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reconciling {
    /// By which it is closed.
    pub number: u64,
    /// Since when, in milliseconds since 1970.
    pub begun_ms: i64,
    /// When it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_ms: Option<i64>,
    /// By whom; absent where another restore has begun another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_by: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The devices that are known from before.
    pub devices: Vec<Returning>,
    /// The numbers of decisions, by authority and year.
    pub years: Vec<NumberYear>,
    /// How many witnessed copies wait for a person's word, 500 at the most.
    pub copies: u64,
}

/// A device that may have something to bring back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Returning {
    /// The device, as 32 hexadecimal digits.
    pub device: String,
    /// Whose it is.
    pub name: String,
    /// The login of that account.
    pub login: String,
    /// When it was last let in, as far as the backup and what came since tell.
    pub seen_ms: i64,
    /// When it came back; absent where it has not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back_ms: Option<i64>,
    /// Whether it is shut out, so that it cannot come back by itself.
    #[serde(default)]
    pub shut_out: bool,
}

/// The numbers of one authority in one year.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NumberYear {
    /// The authority, by the number of its place.
    pub partition: u32,
    /// Its name.
    pub place: String,
    /// The year.
    pub year: u16,
    /// The last number that is known to have been given.
    pub last: u32,
    /// The numbers that came back since the restore.
    pub back: Vec<u32>,
    /// Numbers that stand on witnessed copies which wait for a person's word.
    pub on_copies: Vec<u32>,
    /// Numbers that no decision bears.
    pub left_out: Vec<NumbersLeftOut>,
}

/// Numbers that no decision bears, from the first to the last.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NumbersLeftOut {
    /// The first of them.
    pub first: u32,
    /// The last of them.
    pub last: u32,
    /// What was said of it when the decision after them was issued; empty where nothing was.
    pub reason: String,
}

/// `POST /admin/reconciliation/{number}`: nothing more is waited for, and numbers are given again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Closing {
    /// Why: 1 to 300 characters.
    pub reason: String,
    /// The last numbers that papers bear, where they are higher than what is known here: the next one comes after them.
    #[serde(default)]
    pub last: Vec<LastNumber>,
}

/// The last number of an authority in a year.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LastNumber {
    /// The authority, by the number of its place.
    pub partition: u32,
    /// The year.
    pub year: u16,
    /// The number.
    pub number: u32,
}

/// A row of the endpoint's life before a restore, as a device that had not written it was told it. It is answered by
/// `POST /tray/witnessed/{entry}` with a [`Word`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct WitnessEntry {
    /// By which it is answered.
    pub entry: u64,
    /// When it came, in milliseconds since 1970.
    pub at_ms: i64,
    /// The device that offers it, as 32 hexadecimal digits.
    pub device: String,
    /// Whose that device is.
    pub name: String,
    /// Who wrote what it says, as far as the endpoint knows their devices.
    pub authors: Vec<String>,
    /// The record, as 32 hexadecimal digits.
    pub record: String,
    /// The kind of the record, by its number on the wire.
    pub kind: u16,
    /// Whether there is no such record here.
    pub new: bool,
    /// The name of the place that it is for.
    pub place: String,
    /// What the record is called.
    pub title: String,
    /// What the copy says and nobody has brought, beside what stands here.
    pub changes: Vec<TrayChange>,
}

/// `POST /writers`: who wrote the values that stand beside each other in some records, and when.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Writers {
    /// A line for each value, in no order.
    pub writers: Vec<Writer>,
}

/// Who wrote a value, and when.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Writer {
    /// The device of the operation, as 32 hexadecimal digits.
    pub device: String,
    /// The operation's number on that device.
    pub counter: u64,
    /// The name of the officer whose device it was.
    pub by: String,
    /// When it was written, by the clock of that device: milliseconds since 1970.
    pub written_ms: i64,
    /// How far that clock was behind the endpoint's, where it had been measured: milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock_offset_ms: Option<i64>,
    /// When the endpoint received it: milliseconds since 1970.
    pub received_ms: i64,
}
