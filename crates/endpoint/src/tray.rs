//! Work of devices without a login: it is handed in, waits in a tray, and a person accepts or refuses each operation.
//!
//! Invariants: only a token that was once given to this very device hands in, or, after a restore that has lost it, the device's
//! key; either is told nothing but what became of the device's own operations. Nothing takes effect before a person of the standing office, or an administrator, has said so; then it goes
//! through the same code as every operation, as its author's and with the author's rights. What was dealt with once is dealt
//! with for good, by whichever way it came.

use std::collections::{BTreeMap, BTreeSet};

use thidua_domain::access::{Account, Denial, Grant, Role};
use thidua_domain::decimal::{self, Notation};
use thidua_domain::lineage::Lineage;
use thidua_domain::record::{Field, Fields, PartitionId, RecordId, RecordKind, Value};
use thidua_domain::{council, decision, indicator, model, movement, nomination, notice, pledge, setting};
use thidua_sync::administration::{
    Answered, Fate, HandedIn, Tray, TrayChange, TrayEntry, Verdict, WitnessEntry, Word,
};
use thidua_sync::cursor::CursorKey;
use thidua_sync::identity::{DeviceId, Head};
use thidua_sync::operation::{Operation, Sealed};
use thidua_sync::outcome::{Outcome, Reason};
use thidua_sync::row::{Cell, Row};
use thidua_sync::server::{self, Arrival, Loaded, Taken, is_put_back, refuse};
use thidua_sync::wire::{Request, open};

use crate::audit::{Entry, What};
use crate::checksums;
use crate::erasure;
use crate::exchange::{self, ExchangeError};
use crate::secret::TokenHash;
use crate::session::{TokenError, identify};
use crate::store::{OfAnother, Outset, Session, Stock, Store, StoreError, Transaction, Waiting};
use crate::witness::{self, Found};

/// The most operations of a request. The app sends as many at once.
const MOST_OPERATIONS: usize = 1_000;
/// The most that one device may ever have handed in, and the most bytes of it that may wait.
const MOST_OF_DEVICE: u64 = 5_000;
const MOST_BYTES: u64 = 16 * 1024 * 1024;
/// How many entries are told at once.
const TOLD: u32 = 500;
/// The longest reason, in characters.
const LONGEST_REASON: usize = 300;

/// Why nothing was handed in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HandInError {
    /// The token was never given to a device.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The login holds: the work goes by exchanges, and nobody need look at it.
    #[error("the login holds")]
    SignedIn,
    /// The request speaks for a device that the token is not of.
    #[error("the request speaks for another device")]
    WrongDevice,
    /// More operations than are taken at once.
    #[error("too many operations in one request")]
    TooManyOperations,
    /// The device has handed in as much as the tray takes of one device.
    #[error("the tray takes no more of this device")]
    Full,
    /// The device has shown its key, and the account that it was let in for is not there any more.
    #[error("the account of this device is not there any more")]
    AccountUnknown,
    /// What a person had put back could not be carried out.
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a person's word was not taken, or the tray not shown.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TrayError {
    /// Only an administrator or the standing office may.
    #[error("neither an administrator nor the standing office")]
    NotTheOffice,
    /// There is no such entry.
    #[error("no such entry")]
    NoEntry,
    /// A reason of 1 to 300 characters is asked for.
    #[error("no reason, or a very long one")]
    Reason,
    /// The operation could not be tried.
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
}

impl From<StoreError> for TrayError {
    fn from(error: StoreError) -> Self {
        Self::Exchange(error.into())
    }
}

/// Whose token it is, and whether it still lets in: also of one that does not, as long as it was given once.
pub(crate) async fn identify_any(
    store: &Store,
    token: TokenHash,
    now_ms: i64,
) -> Result<(Session, bool), TokenError> {
    match identify(store, token, now_ms).await {
        Ok(session) => Ok((session, true)),
        Err(error @ (TokenError::NotSignedIn | TokenError::Store(_))) => Err(error),
        // It was given once, whatever has ended it.
        Err(_) => Ok((store.session(token).await?.ok_or(TokenError::NotSignedIn)?, false)),
    }
}

/// Whether the store was put back from a backup, so that it may have forgotten tokens and devices.
pub(crate) async fn may_have_forgotten(store: &Store) -> Result<bool, StoreError> {
    Ok(store.read().await?.reconciliation().await?.is_some())
}

/// Whose a request is whose token, or whose signature, a store knows nothing of that [`may_have_forgotten`] it: of a device that
/// shows its key. It lets in to nothing but the tray. `None` where the key is none.
pub(crate) async fn identify_by_key(
    store: &Store,
    key: &CursorKey,
    request: &Request,
    now_ms: i64,
) -> Result<Option<Session>, HandInError> {
    let device = request.device;
    let shown = request.key.as_ref().filter(|shown| shown.holds(key, device) && !device.is_of_endpoint());
    let Some(shown) = shown else { return Ok(None) };
    let account = store.credentials(&shown.login).await?.ok_or(HandInError::AccountUnknown)?.account;
    let mut tx = store.write().await?;
    let is_known = tx.devices().await?.iter().any(|bound| bound.device == device);
    if let Err(OfAnother) = tx.bind_device(device, account, now_ms).await? {
        return Err(HandInError::WrongDevice);
    }
    if !is_known {
        tx.audit(&Entry::own(now_ms, What::DeviceKnownAgain, account, device)).await?;
    }
    let (shut_out, standing) =
        (tx.is_revoked(device).await?, tx.standing(account).await?.ok_or(HandInError::AccountUnknown)?);
    tx.commit().await?;
    Ok(Some(Session { account, device, signed_out: true, shut_out, used_ms: 0, replaces: None, standing }))
}

/// Takes the operations of a request into the tray. Without operations, says where all stands that the device has handed in.
pub(crate) async fn hand_in(
    store: &Store,
    (session, lets_in): (Session, bool),
    request: &Request,
    now_ms: i64,
) -> Result<HandedIn, HandInError> {
    if request.device != session.device {
        return Err(HandInError::WrongDevice);
    }
    if request.operations.is_empty() {
        return fates(store, session, lets_in).await;
    }
    if lets_in {
        return Err(HandInError::SignedIn);
    }
    if request.operations.len() > MOST_OPERATIONS {
        return Err(HandInError::TooManyOperations);
    }
    let mut tx = store.write().await?;
    let restored = may_have_lost(&mut tx, session.device).await?;
    let (known, counters) = (
        tx.counters(session.device).await?,
        request.operations.iter().map(|sealed| sealed.counter).collect(),
    );
    let stored = tx.stored(session.device, &counters).await?;
    let before = tx.handed(session.device).await?;
    let about = request.operations.iter().filter_map(|sealed| open(sealed, session.device).ok());
    let about = about.map(|op| op.record).collect();
    let erased = erasure::of(&mut tx, &about).await?;
    let rows = tx.rows(&about).await?;
    let taken = Taken { counters: &known, stored: &stored, erased: &erased, rows: &rows };
    let (mut told, mut new): (Vec<Fate>, Vec<Sealed>) = Default::default();
    let (mut put_back, mut void): (Vec<Sealed>, Vec<&Sealed>) = Default::default();
    for sealed in &request.operations {
        match taken.arrival(session.device, sealed, before.get(&sealed.counter)) {
            Arrival::Told(fate) => told.push(fate),
            Arrival::Newer => {}
            Arrival::Erased(fate) => {
                told.push(fate);
                void.push(sealed);
            }
            Arrival::PutBack => {
                told.push(Fate::plain(sealed.counter, Verdict::Known));
                put_back.push(sealed.clone());
            }
            Arrival::Waits => {
                told.push(Fate::plain(sealed.counter, Verdict::Waiting));
                new.push(sealed.clone());
            }
        }
    }
    if !new.is_empty() {
        if !fits(tx.stock(session.device).await?, &new) {
            return Err(HandInError::Full);
        }
        let first = tx.hand_in(session.device, &new, now_ms).await?;
        let own = Entry::own(now_ms, What::HandedIn, session.account, session.device);
        tx.audit(&Entry { about_entry: Some(first), ..own }).await?;
    }
    let writes = !new.is_empty() || !put_back.is_empty() || !void.is_empty();
    for sealed in void {
        erasure::note(&mut tx, session.device, sealed, now_ms).await?;
    }
    for sealed in put_back {
        take_for_done(&mut tx, (session.account, session.device), sealed, now_ms).await?;
    }
    if writes {
        tx.commit().await?;
    }
    Ok(HandedIn { operations: told, restored })
}

/// Carries out an operation that a person has put back from a witnessed copy, so that its device finds it done by whichever way
/// it comes next. Where its account is closed, what stands there stands by that person's word alone.
pub(crate) async fn take_for_done(
    tx: &mut Transaction,
    (account, device): (u32, DeviceId),
    sealed: Sealed,
    now_ms: i64,
) -> Result<(), ExchangeError> {
    let Some(mut outset) = tx.outset(account, device).await? else { return Ok(()) };
    if let Ok(op) = open(&sealed, device) {
        as_it_was(tx, &mut outset, op.partition).await?;
    }
    let Outset { account, counters, heads, sums, .. } = outset;
    let request = Request { operations: vec![sealed], ..Request::of(device) };
    let sums = checksums::of_all(tx, sums, &heads).await?;
    let of_before = Default::default();
    exchange::carry_out(tx, &account, counters, (heads, sums), &request, of_before, now_ms).await?;
    Ok(())
}

/// Takes out of the tray what was just put back from a witnessed copy of a record: nobody need look at it any more.
pub(crate) async fn settle_put_back(
    tx: &mut Transaction,
    record: RecordId,
    (reviewer, reason): (u32, &str),
    now_ms: i64,
) -> Result<(), ExchangeError> {
    let rows = tx.rows(&BTreeSet::from([record])).await?;
    for Waiting { entry, device, account, sealed, .. } in tx.tray(u32::MAX).await? {
        let counters = tx.counters(device).await?;
        if is_put_back(&sealed, device, &counters, rows.get(&record)) {
            take_for_done(tx, (account, device), sealed, now_ms).await?;
            tx.settle_entry(entry, Verdict::Accepted, reason, reviewer, now_ms).await?;
        }
    }
    Ok(())
}

/// Puts operations into the tray that an exchange has brought and that are of a partition which has left the account's scope.
/// Says which of them wait there. What does not fit stays with its device.
pub(crate) async fn put_by(
    tx: &mut Transaction,
    session: Session,
    operations: Vec<Sealed>,
    now_ms: i64,
) -> Result<Vec<u64>, StoreError> {
    if operations.is_empty() {
        return Ok(Vec::new());
    }
    let before = tx.handed(session.device).await?;
    let (mut waiting, mut new): (Vec<u64>, Vec<Sealed>) = Default::default();
    for sealed in operations {
        match before.get(&sealed.counter) {
            Some(known) if known.digest == sealed.digest() => waiting.push(sealed.counter),
            // Other bytes under a counter that stands there: the device made a mistake that an exchange would tell it of.
            Some(_) => {}
            None => new.push(sealed),
        }
    }
    if fits(tx.stock(session.device).await?, &new) && !new.is_empty() {
        let first = tx.hand_in(session.device, &new, now_ms).await?;
        let own = Entry::own(now_ms, What::HandedIn, session.account, session.device);
        tx.audit(&Entry { about_entry: Some(first), ..own }).await?;
        waiting.extend(new.iter().map(|sealed| sealed.counter));
    }
    waiting.sort_unstable();
    Ok(waiting)
}

/// What has become of operations that [`put_by`] has put into the tray.
pub(crate) async fn said_of(
    tx: &mut Transaction,
    device: DeviceId,
    heads: &BTreeMap<PartitionId, Head>,
    request: &Request,
) -> Result<Vec<(u64, Outcome)>, StoreError> {
    let stored = tx.stored(device, &request.awaits).await?;
    let mut waiting: BTreeMap<u64, Sealed> = BTreeMap::new();
    let mut lineage = Lineage::default();
    if request.awaits.iter().any(|counter| !stored.contains_key(counter)) {
        let of_device = tx.tray_of(device).await?;
        waiting.extend(of_device.into_iter().map(|sealed| (sealed.counter, sealed)));
        lineage = tx.lineage().await?;
    }
    let reads = |partition| heads.contains_key(&partition);
    Ok(server::said_of(request, &stored, &waiting, &lineage, &reads))
}

fn fits(stock: Stock, new: &[Sealed]) -> bool {
    let bytes: usize = new.iter().map(|sealed| sealed.bytes.len()).sum();
    stock.operations + new.len() as u64 <= MOST_OF_DEVICE && stock.bytes + bytes as u64 <= MOST_BYTES
}

/// Whether the store was put back from a backup since a device's last exchange.
async fn may_have_lost(tx: &mut Transaction, device: DeviceId) -> Result<bool, StoreError> {
    let Some(last) = tx.reconciliation().await? else { return Ok(false) };
    Ok(tx.met().await?.get(&device).is_none_or(|met| met.number < last.number))
}

async fn fates(store: &Store, session: Session, lets_in: bool) -> Result<HandedIn, HandInError> {
    let mut tx = store.read().await?;
    // Whoever is let in is told with the next exchange.
    let restored = !lets_in && may_have_lost(&mut tx, session.device).await?;
    let known = tx.counters(session.device).await?;
    let before = tx.handed(session.device).await?;
    let waiting = before.iter().filter(|(_, handed)| handed.verdict == Verdict::Waiting);
    let counters: BTreeSet<u64> = waiting.map(|(counter, _)| *counter).collect();
    let stored = tx.stored(session.device, &counters).await?;
    let (erased, rows) = (&BTreeSet::new(), &BTreeMap::new());
    let taken = Taken { counters: &known, stored: &stored, erased, rows };
    let told = before.iter().map(|(counter, handed)| taken.fate(*counter, handed));
    Ok(HandedIn { operations: told.collect(), restored })
}

/// An account that was found to be an administrator's or of the standing office, as the endpoint knows it now.
pub(crate) struct Reviewer {
    session: Session,
    account: Account,
    /// What places are called.
    places: BTreeMap<PartitionId, String>,
}

impl Reviewer {
    /// Whether the account of a session is one.
    pub(crate) async fn of(store: &Store, session: Session) -> Result<Self, TrayError> {
        let directory = store.directory(session.account).await?.ok_or(TrayError::NotTheOffice)?;
        let account = directory.to_account().ok_or(TrayError::NotTheOffice)?;
        if !matches!(account.role, Role::Administrator | Role::EmulationOfficer) {
            return Err(TrayError::NotTheOffice);
        }
        let places = directory.places.into_iter().map(|place| (PartitionId(place.id), place.name)).collect();
        Ok(Self { session, account, places })
    }

    /// What waits, each operation beside what stands there now.
    pub(crate) async fn tray(&self, store: &Store) -> Result<Tray, TrayError> {
        let mut tx = store.read().await?;
        let mut opened = Vec::new();
        for waiting in tx.tray(TOLD).await? {
            // What could not be read was not taken; a version that cannot read it any more leaves it alone.
            if let Ok(op) = open(&waiting.sealed, waiting.device) {
                opened.push((waiting, op));
            }
        }
        let records: BTreeSet<RecordId> = opened.iter().map(|(_, op)| op.record).collect();
        let mut rows = tx.rows(&records).await?;
        // What the account may not read is as if it were not there.
        rows.retain(|_, row| self.account.grant(row.partition).is_some());
        // An edit of a record that waits itself is called as the record.
        let mut made: BTreeMap<RecordId, Fields> = BTreeMap::new();
        let mut entries = Vec::new();
        for (waiting, op) in &opened {
            let now = rows.get(&op.record).map(Row::fields).unwrap_or_default();
            let known = made.entry(op.record).or_insert_with(|| now.clone());
            known.extend(op.changes.iter().map(|change| (change.field, change.value.clone())));
            entries.push(self.entry(waiting, op, &now, known));
        }
        let witnessed = self.witnessed(&mut tx).await?;
        Ok(Tray { entries, witnessed })
    }

    /// The witnessed copies that wait, each beside what stands here, as far as the account reads their places.
    async fn witnessed(&self, tx: &mut Transaction) -> Result<Vec<WitnessEntry>, StoreError> {
        let found = witness::waiting(tx).await?;
        if found.is_empty() {
            return Ok(Vec::new());
        }
        let names: BTreeMap<DeviceId, String> =
            tx.devices().await?.into_iter().map(|of| (of.device, of.name)).collect();
        let mut entries = Vec::new();
        for Found { copy, row, here, lost } in found {
            if self.account.grant(row.partition).is_none() {
                continue;
            }
            let now = here.as_ref().map(Row::fields).unwrap_or_default();
            let says = |cell: &Cell| {
                lost.contains(&cell.rev) || cell.others.iter().any(|other| lost.contains(&other.rev))
            };
            let changes = row.cells.iter().filter(|(_, cell)| says(cell)).map(|(field, cell)| TrayChange {
                field: field.number,
                item: (field.item != 0).then_some(field.item),
                now: now.get(field).and_then(as_text),
                wanted: as_text(&cell.value),
            });
            let authors: BTreeSet<String> =
                lost.iter().filter_map(|dot| names.get(&dot.device).cloned()).collect();
            entries.push(WitnessEntry {
                entry: copy.entry,
                at_ms: copy.at_ms,
                device: copy.device.to_string(),
                name: copy.name,
                authors: authors.into_iter().collect(),
                record: row.id.to_string(),
                kind: row.kind,
                new: here.is_none(),
                place: self.place(row.partition),
                title: self.title(row.kind, &row.fields()),
                changes: changes.collect(),
            });
        }
        Ok(entries)
    }

    /// Takes a person's word on a witnessed copy. Said twice, it changes nothing and tells what holds.
    pub(crate) async fn answer_copy(
        &self,
        store: &Store,
        entry: u64,
        word: &Word,
        now_ms: i64,
    ) -> Result<Answered, TrayError> {
        let reason = word.reason.trim();
        if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
            return Err(TrayError::Reason);
        }
        let answered = witness::answer(store.write().await?, self.session, entry, word, now_ms).await?;
        answered.ok_or(TrayError::NoEntry)
    }

    fn entry(&self, waiting: &Waiting, op: &Operation, now: &Fields, known: &Fields) -> TrayEntry {
        let changes = op.changes.iter().map(|change| TrayChange {
            field: change.field.number,
            item: (change.field.item != 0).then_some(change.field.item),
            now: now.get(&change.field).and_then(as_text),
            wanted: as_text(&change.value),
        });
        TrayEntry {
            entry: waiting.entry,
            at_ms: waiting.at_ms,
            device: waiting.device.to_string(),
            counter: waiting.sealed.counter,
            name: waiting.name.clone(),
            shut_out: waiting.shut_out,
            record: op.record.to_string(),
            kind: op.kind,
            action: op.action.code(),
            place: self.place(op.partition),
            title: self.title(op.kind, known),
            changes: changes.collect(),
        }
    }

    fn place(&self, partition: PartitionId) -> String {
        self.places.get(&partition).cloned().unwrap_or_default()
    }

    /// What a record is called, as far as its fields tell; empty where they do not.
    fn title(&self, kind: u16, fields: &Fields) -> String {
        let text = |field: &Field| fields.get(field).and_then(Value::as_text).unwrap_or_default().to_owned();
        match RecordKind::from_code(kind) {
            Some(RecordKind::Nomination | RecordKind::Profile) => text(&nomination::NAME),
            Some(RecordKind::Pledge | RecordKind::Bloc | RecordKind::Score) => {
                let number = |field: &Field| fields.get(field).and_then(Value::as_int);
                let unit = number(&pledge::UNIT).and_then(|unit| u32::try_from(unit).ok());
                let unit = unit.map(|unit| self.place(PartitionId(unit))).unwrap_or_default();
                let year = number(&pledge::YEAR).map(|year| year.to_string()).unwrap_or_default();
                [unit, year].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
            }
            Some(RecordKind::Decision) => text(&decision::ABOUT),
            Some(RecordKind::CouncilSession) => text(&council::DAY),
            Some(RecordKind::Notice) => text(&notice::PLACE),
            Some(RecordKind::Setting) => text(&setting::KEY),
            Some(RecordKind::Movement) => text(&movement::NAME),
            Some(RecordKind::Model) => text(&model::NAME),
            Some(RecordKind::Indicator) => text(&indicator::NAME),
            Some(RecordKind::Explanation | RecordKind::CalendarDay | RecordKind::RuralGrid) | None => {
                String::new()
            }
        }
    }

    /// Takes a person's word on an entry. Said twice, or after somebody else's, it changes nothing and tells what holds.
    pub(crate) async fn answer(
        &self,
        store: &Store,
        entry: u64,
        word: &Word,
        now_ms: i64,
    ) -> Result<Answered, TrayError> {
        let reason = word.reason.trim();
        if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
            return Err(TrayError::Reason);
        }
        let mut tx = store.write().await?;
        let waiting = tx.tray_entry(entry).await?.ok_or(TrayError::NoEntry)?;
        if waiting.verdict != Verdict::Waiting {
            let refusal = waiting.erased.then(|| Reason::Erased.code());
            return Ok(Answered { verdict: waiting.verdict, refusal });
        }
        let Waiting { device, account, sealed, .. } = waiting;
        // Of a record that was erased nothing is taken, nor kept as something that a person has refused.
        let about = open(&sealed, device).ok().map(|op| BTreeSet::from([op.record])).unwrap_or_default();
        if !erasure::of(&mut tx, &about).await?.is_empty() {
            tx.silence_entry(entry, now_ms).await?;
            erasure::note(&mut tx, device, &sealed, now_ms).await?;
            tx.commit().await?;
            return Ok(Answered { verdict: Verdict::Refused, refusal: Some(Reason::Erased.code()) });
        }
        let counters = tx.counters(device).await?;
        if counters.contains(sealed.counter) {
            return Ok(Answered { verdict: Verdict::Known, refusal: None });
        }
        let (verdict, what) = if word.accept {
            let Some(mut outset) = tx.outset(account, device).await? else {
                // The account is closed: it may nothing any more.
                let refusal = Some(Denial::OutOfScope.code());
                return Ok(Answered { verdict: Verdict::Waiting, refusal });
            };
            if let Ok(op) = open(&sealed, device) {
                as_it_was(&mut tx, &mut outset, op.partition).await?;
            }
            let Outset { account: author, heads, sums, .. } = outset;
            let operations = vec![sealed];
            let request = Request { operations, ..Request::of(device) };
            let sums = checksums::of_all(&mut tx, sums, &heads).await?;
            let (pushed, _) = exchange::carry_out(
                &mut tx,
                &author,
                counters,
                (heads, sums),
                &request,
                Default::default(),
                now_ms,
            )
            .await?;
            let outcome = pushed.outcomes.first().map(|(_, outcome)| outcome);
            match outcome {
                Some(outcome) if outcome.took_effect() => {}
                // Nothing of it is kept: the operation waits on.
                Some(Outcome::Refused(why)) => {
                    return Ok(Answered { verdict: Verdict::Waiting, refusal: Some(why.code()) });
                }
                _ => return Ok(Answered { verdict: Verdict::Waiting, refusal: Some(0) }),
            }
            (Verdict::Accepted, What::Accepted)
        } else {
            let mut loaded = Loaded { counters, ..Loaded::default() };
            let pushed = refuse(&sealed, &mut loaded);
            tx.keep(device, &pushed, &loaded, now_ms).await?;
            (Verdict::Refused, What::Refused)
        };
        tx.settle_entry(entry, verdict, reason, self.session.account, now_ms).await?;
        let own = Entry::own(now_ms, what, self.session.account, self.session.device);
        let about = Entry { about_account: Some(account), about_device: Some(device), ..own };
        tx.audit(&Entry { about_entry: Some(entry), ..about }).await?;
        tx.commit().await?;
        Ok(Answered { verdict, refusal: None })
    }
}

/// What was written for a partition that has left the author's scope meanwhile is accepted with the rights that the author had
/// there.
async fn as_it_was(
    tx: &mut Transaction,
    outset: &mut Outset,
    partition: PartitionId,
) -> Result<(), StoreError> {
    let is_readable = outset.account.grant(partition).is_some();
    if is_readable || !tx.past_grants(outset.account.id).await?.contains(&partition) {
        return Ok(());
    }
    let lineage = tx.lineage().await?;
    let Some((kind, head, sum)) = tx.end_of(partition).await?.filter(|_| !lineage.has_ended(partition))
    else {
        return Ok(());
    };
    outset.account.grants.push(Grant { partition, kind });
    if kind.is_unit() {
        outset.account.home = partition;
    }
    outset.heads.insert(partition, head);
    sum.into_iter().for_each(|sum| _ = outset.sums.insert(partition, sum));
    Ok(())
}

/// A value as text: figures with a point, so that whoever reads it can tell them from words by the field.
fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Bool(yes) => Some(yes.to_string()),
        Value::Int(number) => Some(number.to_string()),
        Value::Decimal(number) => Some(decimal::format(*number, Notation::English)),
        Value::Text(text) => Some(text.clone()),
        Value::Opaque(_) => Some("?".to_owned()),
    }
}
