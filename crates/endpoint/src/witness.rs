//! Witnessed copies at the endpoint: offered by devices after a restore, kept for a person, and put back by that person's word.
//!
//! Invariants: a device offers only what its account reads, as far as the place is here at all. Nothing takes effect before a
//! person of the standing office, or an administrator, has said so. What came back by the device that wrote it is asked about no
//! more.

use std::collections::{BTreeMap, BTreeSet};

use thidua_domain::record::{RecordId, RecordKind};
use thidua_sync::administration::{Answered, Verdict, Word};
use thidua_sync::counters::CounterSet;
use thidua_sync::identity::{DeviceId, Dot};
use thidua_sync::operation::Sealed;
use thidua_sync::outcome::Reason;
use thidua_sync::row::Row;
use thidua_sync::server::{Copy, Loaded, accept, links, news_of};
use thidua_sync::wire::decode_row;

use crate::audit::{Entry, What};
use crate::ballots;
use crate::checksums;
use crate::erasure;
use crate::exchange::ExchangeError;
use crate::store::{Outset, Session, StoreError, Transaction, Witnessed};
use crate::tray;

/// The most copies of one request, and the most bytes of one: a row of a dossier with all its steps is a tenth of it.
const MOST_AT_ONCE: usize = 1_000;
const MOST_OF_ONE: usize = 128 * 1024;
/// The most of one device that may wait. What is beyond it other devices hold as well.
const MOST_OF_DEVICE: u64 = 2_000;
const MOST_BYTES: u64 = 4 * 1024 * 1024;
/// How many copies are told at once.
const TOLD: u32 = 500;

/// A copy that says something which is not here.
pub(crate) struct Found {
    pub(crate) copy: Witnessed,
    pub(crate) row: Row,
    /// What stands here of the record.
    pub(crate) here: Option<Row>,
    /// The operations that nobody has brought.
    pub(crate) lost: BTreeSet<Dot>,
}

/// Keeps the copies that a device offers, as far as they say something.
pub(crate) async fn take(
    tx: &mut Transaction,
    Outset { account, .. }: &Outset,
    device: DeviceId,
    copies: &[Vec<u8>],
    now_ms: i64,
) -> Result<(), StoreError> {
    let mut stock = tx.witness_stock(device).await?;
    let lineage = tx.lineage().await?;
    let mut kept = 0;
    for bytes in copies.iter().take(MOST_AT_ONCE).filter(|bytes| bytes.len() <= MOST_OF_ONE) {
        let Ok(mut row) = decode_row(bytes) else { continue };
        // What was a row of a unit that has ended is one of its heir's.
        row.partition = lineage.heir(row.partition);
        // A place that was made since the backup, which somebody has to make again. The device offers the copy this once, so it is kept
        // until then; whoever reads the place then says what becomes of it.
        let is_missing = tx.end_of(row.partition).await?.is_none();
        let is_read = is_missing || account.grant(row.partition).is_some();
        if !is_read || RecordKind::from_code(row.kind).is_none() {
            continue;
        }
        let (here, lost) = lost(tx, &row).await?;
        let is_another = !is_missing && here.as_ref().is_some_and(|here| here.partition != row.partition);
        if lost.is_empty() || is_another || !erasure::of(tx, &BTreeSet::from([row.id])).await?.is_empty() {
            continue;
        }
        (stock.operations, stock.bytes) = (stock.operations + 1, stock.bytes + bytes.len() as u64);
        if stock.operations > MOST_OF_DEVICE || stock.bytes > MOST_BYTES {
            tracing::warn!("device {device} has offered more witnessed copies than are kept of one");
            break;
        }
        let digest = Sealed { counter: 0, bytes: bytes.clone() }.digest();
        tx.keep_witnessed((row.id, row.partition), device, digest, bytes, now_ms).await?;
        kept += 1;
    }
    if kept > 0 {
        tx.audit(&Entry::own(now_ms, What::CopiesWitnessed, account.id, device)).await?;
    }
    Ok(())
}

/// What stands here of a copy's record, and what of the copy nobody has brought, nor said anything of.
async fn lost(tx: &mut Transaction, copy: &Row) -> Result<(Option<Row>, BTreeSet<Dot>), StoreError> {
    let here = tx.rows(&BTreeSet::from([copy.id])).await?.remove(&copy.id);
    let mut settled = BTreeSet::new();
    for said in tx.witnessed_of(copy.id).await?.iter().filter(|said| said.verdict != Verdict::Waiting) {
        if let Ok(row) = decode_row(&said.bytes) {
            settled.extend(dots(&row));
        }
    }
    let devices = dots(copy).map(|dot| dot.device).collect();
    let known: BTreeMap<DeviceId, CounterSet> = tx.counters_of(&devices).await?;
    let is_known = |dot: Dot| {
        // What the endpoint itself wrote, as where a record came from when units were merged, is nobody's work.
        dot.device.is_of_endpoint()
            || settled.contains(&dot)
            || known.get(&dot.device).is_some_and(|counters| counters.contains(dot.counter))
    };
    let lost = news_of(copy, here.as_ref(), is_known);
    Ok((here, lost))
}

fn dots(row: &Row) -> impl Iterator<Item = Dot> + '_ {
    let of_cell = |cell: &'_ thidua_sync::row::Cell| {
        let others = cell.others.iter().map(|other| other.rev).collect::<Vec<_>>();
        std::iter::once(cell.rev).chain(others)
    };
    row.cells.values().flat_map(of_cell)
}

/// The copies that wait and still say something.
pub(crate) async fn waiting(tx: &mut Transaction) -> Result<Vec<Found>, StoreError> {
    let mut found = Vec::new();
    for copy in tx.witnessed(TOLD).await? {
        if let Some(known) = look(tx, copy).await?.filter(|known| !known.lost.is_empty()) {
            found.push(known);
        }
    }
    Ok(found)
}

async fn look(tx: &mut Transaction, copy: Witnessed) -> Result<Option<Found>, StoreError> {
    let Ok(mut row) = decode_row(&copy.bytes) else { return Ok(None) };
    row.partition = tx.lineage().await?.heir(row.partition);
    let (here, lost) = lost(tx, &row).await?;
    Ok(Some(Found { copy, row, here, lost }))
}

/// Takes a person's word on a copy. `None` where there is no such entry.
pub(crate) async fn answer(
    mut tx: Transaction,
    session: Session,
    entry: u64,
    word: &Word,
    now_ms: i64,
) -> Result<Option<Answered>, ExchangeError> {
    let Some(copy) = tx.witnessed_entry(entry).await? else { return Ok(None) };
    if copy.verdict != Verdict::Waiting {
        let refusal = copy.bytes.is_empty().then(|| Reason::Erased.code());
        return Ok(Some(Answered { verdict: copy.verdict, refusal }));
    }
    let waits = |reason: &Reason| Some(Answered { verdict: Verdict::Waiting, refusal: Some(reason.code()) });
    let device = copy.device;
    let Some(found) = look(&mut tx, copy).await? else { return Ok(waits(&Reason::Malformed)) };
    if found.lost.is_empty() {
        return Ok(Some(Answered { verdict: Verdict::Known, refusal: None }));
    }
    let (verdict, what) = if word.accept {
        if let Err(reason) = put_back(&mut tx, &found, session, now_ms).await? {
            return Ok(waits(&reason));
        }
        let by = (session.account, word.reason.trim());
        tray::settle_put_back(&mut tx, found.row.id, by, now_ms).await?;
        (Verdict::Accepted, What::CopyAccepted)
    } else {
        (Verdict::Refused, What::CopyRefused)
    };
    tx.settle_witnessed(entry, verdict, word.reason.trim(), session.account, now_ms).await?;
    let own = Entry::own(now_ms, what, session.account, session.device);
    tx.audit(&Entry { about_entry: Some(entry), about_device: Some(device), ..own }).await?;
    tx.commit().await?;
    Ok(Some(Answered { verdict, refusal: None }))
}

/// Puts a copy back, by a device of the endpoint's own that stands for whoever accepts: the log tells from it that this was
/// witnessed, and by whose word it stands.
async fn put_back(
    tx: &mut Transaction,
    found: &Found,
    session: Session,
    now_ms: i64,
) -> Result<Result<(), Reason>, StoreError> {
    let by = DeviceId::of_endpoint(session.account);
    let out_of_scope = Reason::Denied(thidua_domain::access::Denial::OutOfScope);
    let is_bound = tx.bind_device(by, session.account, now_ms).await?.is_ok();
    let Some(outset) = tx.outset(session.account, by).await?.filter(|_| is_bound) else {
        return Ok(Err(out_of_scope));
    };
    let Outset { counters, heads, sums, .. } = outset;
    let partition = found.row.partition;
    let mut rows: BTreeMap<RecordId, Row> = found.here.iter().map(|row| (row.id, row.clone())).collect();
    rows.extend(tx.rows(&links(&found.row).collect()).await?);
    if found.row.kind == RecordKind::Decision.code() {
        let decisions = tx.rows_of(partition, RecordKind::Decision).await?;
        rows.extend(decisions.into_iter().map(|row| (row.id, row)));
    }
    let restored = tx.reconciliation().await?.and_then(|of| of.heads.get(&partition).copied());
    let restored = restored.unwrap_or_default();
    let since = tx.since(partition, found.row.id, restored).await?;
    let counter = counters.highest().map_or(1, |highest| highest.saturating_add(1));
    let mut loaded = Loaded {
        counters,
        rows,
        sums: checksums::of_all(tx, sums, &heads).await?,
        heads,
        numbers: tx.numbers(&BTreeSet::from([partition])).await?,
        erased: erasure::of(tx, &BTreeSet::from([found.row.id])).await?,
        since: [(found.row.id, since)].into(),
        ..Loaded::default()
    };
    let copy = Copy { row: &found.row, lost: &found.lost, by, counter, restored, now_ms };
    match accept(copy, &mut loaded) {
        Ok(pushed) => {
            tx.keep(by, &pushed, &loaded, now_ms).await?;
            ballots::after(tx, &pushed.sessions, &BTreeMap::new(), &loaded.rows).await?;
            Ok(Ok(()))
        }
        Err(reason) => Ok(Err(reason)),
    }
}
