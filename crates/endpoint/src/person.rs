//! All that the committee holds about one person, for the person's right to know (quyền được biết, được truy cập): the
//! records as they stand, who wrote what when, the files, and the account where the person has one.
//!
//! Nothing is told before an entry of the audit says so.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use thidua_domain::access::{Account, Role};
use thidua_domain::decimal::{self, Notation};
use thidua_domain::erasure;
use thidua_domain::nomination::NAME;
use thidua_domain::person::{Sought, Sure};
use thidua_domain::pledge;
use thidua_domain::record::{Field, Fields, PartitionId, RecordId, RecordKind, Value};
use thidua_domain::step;
use thidua_domain::text::fold;
use thidua_sync::identity::Dot;
use thidua_sync::operation::{Action, Operation, Sealed};
use thidua_sync::row::Row;
use thidua_sync::server::nominations_of;
use thidua_sync::wire::{decode_row, open};

use crate::audit::{Entry, What};
use crate::blob;
use crate::mentions;
use crate::store::{Owner, Said, Session, Store, StoreError, Transaction};

/// The most records of which all is told at once.
const MOST: usize = 200;
/// The most entries of the audit that are told of an account.
const MOST_AUDITED: usize = 1_000;
/// The lowest code of an outcome by which an operation did not take effect.
const NOT_TAKEN: u16 = 3;
/// How many entries of the audit are read at a time.
const AT_ONCE: u32 = 1_000;

/// Why nothing was told.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PersonError {
    /// Only the standing office and administrators may ask.
    #[error("not the standing office")]
    NotTheOffice,
    /// The account is gone.
    #[error("the account is gone")]
    Gone,
    /// No name of two words, and no record.
    #[error("nobody was named")]
    Nobody,
    /// There is no such record for this account.
    #[error("no such record")]
    NoRecord,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Of whom is asked.
pub(crate) enum Asked {
    /// Whoever a record is about.
    Record(RecordId),
    /// Somebody by name, and by year of birth where that is known.
    Name(String, Option<i64>),
}

/// What is held.
#[derive(Serialize)]
pub(crate) struct Holdings {
    /// When it was put together, by the endpoint's clock: milliseconds since 1970.
    made_ms: i64,
    /// About the person, the certain ones first.
    records: Vec<Held>,
    /// Whether there are more records than are told at once.
    more: bool,
    /// Other records in whose text the name stands.
    mentions: Vec<Mention>,
    /// Accounts whose owner has the name.
    accounts: Vec<HeldAccount>,
}

#[derive(Serialize)]
struct Held {
    record: String,
    kind: u16,
    partition: u32,
    place: String,
    /// Whether name and year of birth are the same, or the record was named.
    certain: bool,
    deleted: bool,
    /// Whether the record ever came to be. One that did not was refused, or waits in the tray.
    taken: bool,
    fields: Vec<HeldField>,
    files: Vec<HeldFile>,
    history: Vec<Change>,
    /// Why it cannot be erased; absent where it can.
    #[serde(skip_serializing_if = "Option::is_none")]
    kept: Option<&'static str>,
}

#[derive(Serialize)]
struct HeldField {
    field: u16,
    #[serde(skip_serializing_if = "is_none")]
    item: u32,
    value: serde_json::Value,
    /// The values that lost their place to it and are not settled.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    beside: Vec<serde_json::Value>,
}

#[derive(Serialize)]
struct HeldFile {
    digest: String,
    /// Bytes that are here.
    size: u32,
}

#[derive(Serialize)]
struct Change {
    at_ms: i64,
    account: u32,
    by: String,
    device: String,
    action: &'static str,
    /// Whether it took effect.
    done: bool,
    /// Whether it waits in the tray for a person.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    waits: bool,
    fields: Vec<HeldField>,
}

#[derive(Serialize)]
struct Mention {
    record: String,
    kind: u16,
    place: String,
    fields: Vec<HeldField>,
}

#[derive(Serialize)]
struct HeldAccount {
    account: u32,
    login: String,
    name: String,
    role: String,
    place: String,
    devices: Vec<HeldDevice>,
    /// What its owner has called its passkeys.
    passkeys: Vec<String>,
    audit: Vec<HeldEntry>,
}

#[derive(Serialize)]
struct HeldDevice {
    device: String,
    bound_ms: i64,
    seen_ms: i64,
}

#[derive(Serialize)]
struct HeldEntry {
    at_ms: i64,
    what: &'static str,
    /// Whether the account did it; otherwise it was done to it.
    own: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde asks")]
fn is_none(item: &u32) -> bool {
    *item == 0
}

/// What is held about somebody, for the account of a session.
pub(crate) async fn holdings(
    store: &Store,
    session: Session,
    asked: &Asked,
    now_ms: i64,
) -> Result<Holdings, PersonError> {
    // It takes long where much is stored: nobody who writes waits for it.
    let mut tx = store.read().await?;
    let outset = tx.outset(session.account, session.device).await?.ok_or(PersonError::Gone)?;
    let account = outset.account;
    if !matches!(account.role, Role::Administrator | Role::EmulationOfficer) {
        return Err(PersonError::NotTheOffice);
    }
    let (sought, about_account) = match asked {
        Asked::Record(record) => {
            let row = tx.rows(&BTreeSet::from([*record])).await?.remove(record);
            let readable = |row: &Row| account.grant(row.partition).is_some() && !row.is_erased();
            let row = row.filter(readable).ok_or(PersonError::NoRecord)?;
            (Sought::by_record(*record, &row.fields()), name_of(&row))
        }
        Asked::Name(name, born) => (Sought::by_name(name, *born).ok_or(PersonError::Nobody)?, fold(name)),
    };
    let owners = tx.owners().await?;
    let places: BTreeMap<PartitionId, String> = tx.place_names().await?.into_iter().collect();
    let mut gathering =
        Gathering { sought, owners, places, records: Vec::new(), mentions: Vec::new(), more: false };
    for partition in account.grants.iter().map(|grant| grant.partition) {
        gathering.read(&mut tx, partition).await?;
    }
    gathering.remember(&mut tx).await?;
    gathering.offered(&mut tx, &account).await?;
    gathering.witnessed(&mut tx, &account).await?;
    gathering.records.sort_by_key(|held| (!held.certain, held.kind));
    let accounts = gathering.accounts(&mut tx, &account, &about_account).await?;
    drop(tx);
    let mut noting = store.write().await?;
    noting.audit(&Entry::own(now_ms, What::PersonTold, session.account, session.device)).await?;
    noting.commit().await?;
    let Gathering { records, mentions, more, .. } = gathering;
    Ok(Holdings { made_ms: now_ms, records, more, mentions, accounts })
}

fn name_of(row: &Row) -> String {
    let name = row.cells.get(&NAME).and_then(|cell| cell.value.as_text());
    name.map(fold).unwrap_or_default()
}

struct Gathering {
    sought: Sought,
    owners: Vec<Owner>,
    places: BTreeMap<PartitionId, String>,
    records: Vec<Held>,
    mentions: Vec<Mention>,
    more: bool,
}

impl Gathering {
    async fn read(&mut self, tx: &mut Transaction, partition: PartitionId) -> Result<(), StoreError> {
        let mut unit: Option<Vec<Fields>> = None;
        for kind in RecordKind::ALL {
            let rows = tx.rows_of(partition, kind).await?;
            if kind == RecordKind::Nomination {
                unit = Some(nominations_of(partition, rows.iter()));
            }
            for row in rows.iter().filter(|row| !row.is_erased()) {
                let fields = row.fields();
                let beside = row.cells.iter().filter(|(field, _)| **field == NAME);
                let beside =
                    beside.flat_map(|(_, cell)| &cell.others).filter_map(|other| other.value.as_text());
                match self.sought.is_about(row.id, kind, &fields, beside) {
                    Some(_) if self.records.len() >= MOST => self.more = true,
                    Some(sure) => {
                        let kept = erasure::kept(kind, partition, &fields, unit.iter().flatten());
                        let held = self.held(tx, row, kind, sure == Sure::Certainly).await?;
                        self.records.push(Held { kept: kept.map(erasure::Kept::id), ..held });
                    }
                    None => self.mention(row, kind),
                }
            }
        }
        Ok(())
    }

    fn place(&self, partition: PartitionId) -> String {
        self.places.get(&partition).cloned().unwrap_or_default()
    }

    async fn held(
        &self,
        tx: &mut Transaction,
        row: &Row,
        kind: RecordKind,
        certain: bool,
    ) -> Result<Held, StoreError> {
        let digests = blob::named_in(row);
        let files =
            if digests.is_empty() { Vec::new() } else { tx.files_of(row.partition, &digests).await? };
        let fields = row.cells.iter().map(|(field, cell)| HeldField {
            beside: cell.others.iter().map(|other| json(&other.value)).collect(),
            ..held_field(*field, &cell.value)
        });
        Ok(Held {
            record: row.id.to_string(),
            kind: kind.code(),
            partition: row.partition.0,
            place: self.place(row.partition),
            certain,
            deleted: row.is_deleted(),
            taken: true,
            fields: fields.collect(),
            files: files
                .iter()
                .map(|key| HeldFile { digest: key.digest.to_string(), size: key.size })
                .collect(),
            history: Vec::new(),
            kept: None,
        })
    }

    /// The history of every record that was told so far.
    async fn remember(&mut self, tx: &mut Transaction) -> Result<(), StoreError> {
        let told: Vec<Option<RecordId>> = self.records.iter().map(|held| held.record.parse().ok()).collect();
        let said = mentions::said_of(tx, &told.iter().flatten().copied().collect()).await?;
        let of = |record: &RecordId| -> Vec<Change> {
            let said = said.get(record).into_iter().flatten();
            said.filter_map(|said| self.change(*record, said)).collect()
        };
        let histories: Vec<Vec<Change>> =
            told.iter().map(|id| id.as_ref().map(of).unwrap_or_default()).collect();
        for (held, history) in self.records.iter_mut().zip(histories) {
            held.history = history;
        }
        Ok(())
    }

    /// What an operation said of the record; `None` where it speaks of another, or cannot be read.
    fn change(&self, record: RecordId, said: &Said) -> Option<Change> {
        let sealed = Sealed { counter: said.dot.counter, bytes: said.bytes.clone() };
        let op = open(&sealed, said.dot.device).ok().filter(|op| op.record == record)?;
        Some(self.change_of(&op, said, false))
    }

    fn change_of(&self, op: &Operation, said: &Said, waits: bool) -> Change {
        let by = self.owners.iter().find(|owner| owner.account == said.account);
        Change {
            at_ms: said.received_ms,
            account: said.account,
            by: by.map(|owner| owner.name.clone()).unwrap_or_default(),
            device: said.dot.device.to_string(),
            action: match op.action {
                Action::Create => "create",
                Action::Edit => "edit",
                Action::Delete => "delete",
                Action::Restore => "restore",
                Action::Step => "step",
                Action::Erase => "erase",
            },
            done: said.outcome < NOT_TAKEN && !waits,
            waits,
            fields: op.changes.iter().map(|change| held_field(change.field, &change.value)).collect(),
        }
    }

    /// What was offered and did not take effect: it was refused, or waits in the tray. What was refused of a record that is
    /// there stands in its history already.
    async fn offered(&mut self, tx: &mut Transaction, account: &Account) -> Result<(), StoreError> {
        let refused = tx.not_taken(NOT_TAKEN).await?.into_iter().map(|said| (said, false));
        let waiting = tx.tray(u32::MAX).await?.into_iter().map(|waiting| {
            let dot = Dot { device: waiting.device, counter: waiting.sealed.counter };
            let (bytes, received_ms, account) = (waiting.sealed.bytes, waiting.at_ms, waiting.account);
            (Said { dot, outcome: NOT_TAKEN, bytes, received_ms, account }, true)
        });
        let mut offers: BTreeMap<RecordId, Vec<(Operation, Said, bool)>> = BTreeMap::new();
        for (said, waits) in refused.chain(waiting) {
            let sealed = Sealed { counter: said.dot.counter, bytes: said.bytes.clone() };
            // What the account may not read is as if it were not there.
            if let Ok(op) = open(&sealed, said.dot.device)
                && account.grant(op.partition).is_some()
            {
                offers.entry(op.record).or_default().push((op, said, waits));
            }
        }
        let rows = tx.rows(&offers.keys().copied().collect()).await?;
        for (record, offers) in offers {
            let waiting = offers.iter().filter(|(_, _, waits)| *waits);
            let waiting = waiting.map(|(op, said, _)| self.change_of(op, said, true)).collect::<Vec<_>>();
            if let Some(held) = self.records.iter_mut().find(|held| held.record == record.to_string()) {
                held.history.extend(waiting);
            } else {
                self.offer(record, &offers, rows.contains_key(&record));
            }
        }
        Ok(())
    }

    /// Copies that other devices have offered after a restore, and that wait for a person.
    async fn witnessed(&mut self, tx: &mut Transaction, account: &Account) -> Result<(), StoreError> {
        let devices: BTreeMap<_, _> =
            tx.devices().await?.into_iter().map(|of| (of.device, of.account)).collect();
        let mut copies = Vec::new();
        for copy in tx.witnessed(u32::MAX).await? {
            // One whose record was erased has no bytes any more.
            let Ok(row) = decode_row(&copy.bytes) else { continue };
            if account.grant(row.partition).is_some() {
                copies.push((copy, row));
            }
        }
        let rows = tx.rows(&copies.iter().map(|(_, row)| row.id).collect()).await?;
        for (copy, row) in copies {
            let Some(kind) = RecordKind::from_code(row.kind) else { continue };
            let change = Change {
                at_ms: copy.at_ms,
                account: devices.get(&copy.device).copied().unwrap_or_default(),
                by: copy.name,
                device: copy.device.to_string(),
                action: "copy",
                done: false,
                waits: true,
                fields: row.cells.iter().map(|(field, cell)| held_field(*field, &cell.value)).collect(),
            };
            if let Some(held) = self.records.iter_mut().find(|held| held.record == row.id.to_string()) {
                held.history.push(change);
                continue;
            }
            let about = self.sought.is_about(row.id, kind, &row.fields(), []);
            let Some(sure) = about else {
                self.mention(&row, kind);
                continue;
            };
            if self.records.len() >= MOST {
                self.more = true;
                continue;
            }
            // What stands here of the record does not speak of the person: only the copy does.
            let held = self.held(tx, &row, kind, sure == Sure::Certainly).await?;
            self.records.push(Held { taken: rows.contains_key(&row.id), history: vec![change], ..held });
        }
        Ok(())
    }

    /// What was offered on a record that was not told yet, where it speaks of the person.
    fn offer(&mut self, record: RecordId, offers: &[(Operation, Said, bool)], is_there: bool) {
        let Some((first, ..)) = offers.first() else { return };
        let Some(kind) = RecordKind::from_code(first.kind) else { return };
        let mut fields = Fields::new();
        for change in offers.iter().flat_map(|(op, ..)| &op.changes) {
            fields.insert(change.field, change.value.clone());
        }
        let place = self.place(first.partition);
        let about = self.sought.is_about(record, kind, &fields, []);
        if let Some(sure) = about.filter(|_| !is_there) {
            if self.records.len() >= MOST {
                self.more = true;
                return;
            }
            self.records.push(Held {
                record: record.to_string(),
                kind: kind.code(),
                partition: first.partition.0,
                place,
                certain: sure == Sure::Certainly,
                deleted: false,
                taken: false,
                fields: fields.iter().map(|(field, value)| held_field(*field, value)).collect(),
                files: Vec::new(),
                history: offers.iter().map(|(op, said, waits)| self.change_of(op, said, *waits)).collect(),
                kept: None,
            });
            return;
        }
        let names = |value: &Value| value.as_text().is_some_and(|text| self.sought.is_named_in(text));
        let signed = |field: &Field| self.is_of_signature(kind, &fields, *field);
        let named: Vec<_> = (fields.iter())
            .filter(|(field, value)| !field.is_reserved() && (names(value) || signed(field)))
            .map(|(field, value)| held_field(*field, value))
            .collect();
        if !named.is_empty() {
            self.mentions.push(Mention {
                record: record.to_string(),
                kind: kind.code(),
                place,
                fields: named,
            });
        }
    }

    /// Whether a field belongs to the person's signature under a pledge.
    fn is_of_signature(&self, kind: RecordKind, fields: &Fields, field: Field) -> bool {
        let is_named = |signer: &str| self.sought.is_named_in(signer);
        kind == RecordKind::Pledge && pledge::is_of_signer(fields, field, is_named)
    }

    fn mention(&mut self, row: &Row, kind: RecordKind) {
        let names = |value: &Value| value.as_text().is_some_and(|text| self.sought.is_named_in(text));
        // Who is called the same and was born in another year is somebody else.
        let is_of_person = matches!(kind, RecordKind::Nomination | RecordKind::Profile);
        let is_name = |field: &Field| [NAME.number, step::WAS + NAME.number].contains(&field.number);
        let all = row.fields();
        let signed = |field: &Field| self.is_of_signature(kind, &all, *field);
        let fields: Vec<_> = (row.cells.iter())
            .filter(|(field, _)| !(field.is_reserved() || is_of_person && is_name(field)))
            .filter(|(field, cell)| names(&cell.value) || signed(field))
            .map(|(field, cell)| held_field(*field, &cell.value))
            .collect();
        if !fields.is_empty() {
            let place = self.place(row.partition);
            self.mentions.push(Mention { record: row.id.to_string(), kind: kind.code(), place, fields });
        }
    }

    /// The accounts of that name, and what the audit says of them, which only an administrator reads.
    async fn accounts(
        &self,
        tx: &mut Transaction,
        asking: &Account,
        name: &str,
    ) -> Result<Vec<HeldAccount>, StoreError> {
        let mut accounts = Vec::new();
        for owner in self.owners.iter().filter(|owner| !name.is_empty() && fold(&owner.name) == name) {
            let devices = tx.devices().await?.into_iter().filter(|of| of.account == owner.account);
            let devices = devices.map(|of| HeldDevice {
                device: of.device.to_string(),
                bound_ms: of.bound_ms,
                seen_ms: of.seen_ms,
            });
            let devices = devices.collect();
            let passkeys = tx.passkeys_of(owner.account).await?.into_iter().map(|key| key.name).collect();
            let audit = match asking.role {
                Role::Administrator => audit_of(tx, owner.account).await?,
                _ => Vec::new(),
            };
            accounts.push(HeldAccount {
                account: owner.account,
                login: owner.login.clone(),
                name: owner.name.clone(),
                role: owner.role.clone(),
                place: self.place(owner.home),
                devices,
                passkeys,
                audit,
            });
        }
        Ok(accounts)
    }
}

/// What the audit says of an account, the newest first.
async fn audit_of(tx: &mut Transaction, account: u32) -> Result<Vec<HeldEntry>, StoreError> {
    let (mut before, mut entries) = (u64::MAX >> 1, Vec::new());
    while entries.len() < MOST_AUDITED {
        let read = tx.audited_before(before, AT_ONCE).await?;
        let Some(last) = read.last() else { break };
        before = last.seq;
        for of in read.iter().map(|audited| &audited.entry) {
            let own = of.account == Some(account);
            if (own || of.about_account == Some(account)) && entries.len() < MOST_AUDITED {
                entries.push(HeldEntry { at_ms: of.at_ms, what: of.what.word(), own });
            }
        }
    }
    Ok(entries)
}

fn held_field(field: Field, value: &Value) -> HeldField {
    HeldField { field: field.number, item: field.item, value: json(value), beside: Vec::new() }
}

/// A value as people and other programs read it. A decimal is text, so that no digit is lost.
fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Null | Value::Opaque(_) => serde_json::Value::Null,
        Value::Bool(is) => (*is).into(),
        Value::Int(number) => (*number).into(),
        Value::Decimal(amount) => decimal::format(*amount, Notation::English).into(),
        Value::Text(text) => text.as_str().into(),
    }
}
