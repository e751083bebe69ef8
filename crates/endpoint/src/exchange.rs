//! One exchange: the sync core's two halves, push and pull, over one transaction of the store.
//!
//! Invariants: nothing is answered before it is committed. An exchange that brings no operation never waits for those
//! that do. The account is read from the store, never from the request.

use std::collections::{BTreeMap, BTreeSet};

use thidua_domain::access::Account;
use thidua_domain::lineage::Lineage;
use thidua_domain::record::{PartitionId, RecordId, RecordKind};
use thidua_sync::checksum::Checksums;
use thidua_sync::counters::CounterSet;
use thidua_sync::cursor::CursorKey;
use thidua_sync::identity::{DeviceId, Dot, Epoch, Head};
use thidua_sync::operation::Operation;
use thidua_sync::row::Row;
use thidua_sync::server::{CursorOf, Life, Loaded, Needs, Pushed, Returned, Since, Standing, push};
use thidua_sync::wire::{Answer, Request, open};

use crate::audit::{Entry, What};
use crate::ballots;
use crate::checksums;
use crate::clock;
use crate::erasure;
use crate::long_cursor::{self, Shown};
use crate::pulling;
use crate::reconciliation;
use crate::store::{Outset, Reconciliation, Session, Store, StoreError, Transaction};
use crate::tray;
use crate::witness;

/// The most operations of a request. The app sends at most 1,000 at once.
pub(crate) const MOST_OPERATIONS: usize = 5_000;
/// The most records of which a request may ask for the whole row: one for each operation.
const MOST_WHOLE: usize = MOST_OPERATIONS;
/// Why there is no answer. Nothing was stored.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExchangeError {
    /// The request speaks for a device that the token is not of.
    #[error("the request speaks for another device")]
    WrongDevice,
    /// More operations than are taken at once.
    #[error("too many operations in one request")]
    TooManyOperations,
    /// The cursor is not one that this endpoint gave.
    #[error("a cursor that this endpoint did not give")]
    BadCursor,
    /// The account or the device was removed since the token was checked.
    #[error("the account is gone")]
    Gone,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The key of a session could not be made.
    #[error(transparent)]
    Ballots(#[from] ballots::KeyError),
}

/// Whether the transaction at hand may write.
#[derive(Clone, Copy, PartialEq)]
enum May {
    Read,
    Write,
}

/// Carries out a request and says what the device is to be told.
pub(crate) async fn exchange(
    store: &Store,
    key: &CursorKey,
    session: Session,
    request: &Request,
    now_ms: i64,
) -> Result<Answer, ExchangeError> {
    if request.device != session.device {
        return Err(ExchangeError::WrongDevice);
    }
    if request.operations.len() > MOST_OPERATIONS || request.whole.len() > MOST_WHOLE {
        return Err(ExchangeError::TooManyOperations);
    }
    let exchange = Exchange { key, session, request, now_ms };
    if request.operations.is_empty() {
        let mut tx = store.read().await?;
        if let Some(mut answer) = exchange.within(&mut tx, May::Read).await? {
            drop(tx);
            if long_cursor::is_too_long(&answer) {
                // Nothing else is written, and a cursor says the same whenever it is kept.
                let mut tx = store.write().await?;
                long_cursor::put_away(&mut tx, key, request, &mut answer, now_ms).await?;
                tx.commit().await?;
            }
            return Ok(answer);
        }
    }
    let mut tx = store.write().await?;
    let mut answer = exchange.within(&mut tx, May::Write).await?;
    if let Some(answer) = &mut answer {
        long_cursor::put_away(&mut tx, key, request, answer, now_ms).await?;
    }
    tx.commit().await?;
    // Only an exchange that may not write can be left without an answer.
    answer.ok_or(ExchangeError::Gone)
}

/// Carries out the operations of a request for an account, and writes what came of it: the one way by which operations take
/// effect. Nobody else's rights count than those of the account.
pub(crate) async fn carry_out(
    tx: &mut Transaction,
    account: &Account,
    counters: CounterSet,
    (heads, sums): (BTreeMap<PartitionId, Head>, Checksums),
    request: &Request,
    (returned, gone): (BTreeMap<u64, Returned>, BTreeSet<u64>),
    now_ms: i64,
) -> Result<(Pushed, Loaded), ExchangeError> {
    let Outside { lineage, left, missing } = outside(tx, account, &heads, request).await?;
    let needs = Needs::of(request, &lineage);
    let mut rows = tx.rows(&needs.records).await?;
    for (partition, kind) in needs.kinds(account) {
        rows.extend(tx.rows_of(partition, kind).await?.into_iter().map(|row| (row.id, row)));
    }
    rows.extend(tx.rows(&needs.further(&rows)).await?);
    for authority in &needs.numbers {
        let decisions = tx.rows_of(*authority, RecordKind::Decision).await?;
        rows.extend(decisions.into_iter().map(|row| (row.id, row)));
    }
    let own_devices = devices_of(tx, account, &needs).await?;
    let dealt_with =
        if needs.asks_for_grounds(&rows) { dealt_with(tx, &needs).await? } else { BTreeSet::new() };
    let erased = erasure::among(tx, &needs.records, &rows).await?;
    let (keys, tallies) = ballots::ahead(tx, &needs.sessions, &rows).await?;
    // Whoever brings nothing is told nothing of it.
    let reconciliation = if request.operations.is_empty() { None } else { tx.reconciliation().await? };
    let since = since(tx, &needs, reconciliation.as_ref(), &rows).await?;
    let mut loaded = Loaded {
        life: Reconciliation::life(reconciliation.as_ref()),
        restored: reconciliation.map(|of| of.heads).unwrap_or_default(),
        returned,
        gone,
        since,
        dealt_with,
        counters,
        stored: tx.stored(request.device, &needs.counters).await?,
        rows,
        heads,
        sums,
        numbers: tx.numbers(&needs.numbers).await?,
        own_devices,
        today: clock::day(now_ms),
        erased,
        tallies,
        ballot_keys: keys.iter().map(|(session, key)| (*session, key.public().to_text())).collect(),
        lineage,
        left,
        missing,
    };
    if loaded.life != Life::Whole {
        for place in &loaded.missing {
            tracing::warn!(
                "device {} has work for place {}, which is not here: what was made since the backup has to be made again",
                request.device,
                place.0
            );
        }
    }
    let pushed = push(account, request, &mut loaded);
    tx.keep(request.device, &pushed, &loaded, now_ms).await?;
    let erasing = Entry::own(now_ms, What::PersonErased, account.id, request.device);
    erasure::after(tx, &pushed.erased, &loaded.rows, &erasing).await?;
    ballots::after(tx, &pushed.sessions, &keys, &loaded.rows).await?;
    Ok((pushed, loaded))
}

/// What a request speaks of beside what the account reads.
#[derive(Default)]
struct Outside {
    /// The units that have ended.
    lineage: Lineage,
    /// What has left the account's scope.
    left: BTreeSet<PartitionId>,
    /// What is not here at all.
    missing: BTreeSet<PartitionId>,
}

/// Looked up where a request speaks of something that the account does not read, or of a unit by its number.
async fn outside(
    tx: &mut Transaction,
    account: &Account,
    heads: &BTreeMap<PartitionId, Head>,
    request: &Request,
) -> Result<Outside, StoreError> {
    let opened = request.operations.iter().filter_map(|sealed| open(sealed, request.device).ok());
    let speaks = |op: &Operation| !heads.contains_key(&op.partition) || op.kind == RecordKind::Pledge.code();
    let spoken: BTreeSet<PartitionId> = opened.filter(speaks).map(|op| op.partition).collect();
    if spoken.is_empty() {
        return Ok(Outside::default());
    }
    let mut outside = Outside { lineage: tx.lineage().await?, ..Outside::default() };
    outside.left = tx.past_grants(account.id).await?;
    outside.left.retain(|partition| !heads.contains_key(partition));
    for partition in spoken.into_iter().filter(|partition| !heads.contains_key(partition)) {
        if tx.end_of(partition).await?.is_none() {
            outside.missing.insert(partition);
        }
    }
    Ok(outside)
}

/// The devices of an account, where a step on a decision asks who wrote what.
async fn devices_of(
    tx: &mut Transaction,
    account: &Account,
    needs: &Needs,
) -> Result<BTreeSet<DeviceId>, StoreError> {
    if needs.numbers.is_empty() {
        return Ok(BTreeSet::new());
    }
    let devices = tx.devices().await?.into_iter();
    Ok(devices.filter(|of| of.account == account.id).map(|of| of.device).collect())
}

/// The operations of other devices that those of the request build on, of those that were dealt with.
async fn dealt_with(tx: &mut Transaction, needs: &Needs) -> Result<BTreeSet<Dot>, StoreError> {
    let devices: BTreeSet<DeviceId> = needs.grounds.iter().map(|dot| dot.device).collect();
    let taken = tx.counters_of(&devices).await?;
    let is_taken = |dot: &&Dot| taken.get(&dot.device).is_some_and(|set| set.contains(dot.counter));
    Ok(needs.grounds.iter().filter(is_taken).copied().collect())
}

/// What came after the backup to the records of operations that are offered again.
async fn since(
    tx: &mut Transaction,
    needs: &Needs,
    reconciliation: Option<&Reconciliation>,
    rows: &BTreeMap<RecordId, Row>,
) -> Result<BTreeMap<RecordId, Vec<Since>>, StoreError> {
    let mut since = BTreeMap::new();
    for record in &needs.since {
        let mut of_record = Vec::new();
        if let (Some(of), Some(row)) = (reconciliation, rows.get(record)) {
            let restored = of.heads.get(&row.partition).copied().unwrap_or_default();
            of_record = tx.since(row.partition, *record, restored).await?;
        }
        since.insert(*record, of_record);
    }
    Ok(since)
}

struct Exchange<'e> {
    key: &'e CursorKey,
    session: Session,
    request: &'e Request,
    now_ms: i64,
}

impl Exchange<'_> {
    /// The answer; `None` where it takes a write that this transaction may not do.
    async fn within(&self, tx: &mut Transaction, may: May) -> Result<Option<Answer>, ExchangeError> {
        let outset =
            tx.outset(self.session.account, self.session.device).await?.ok_or(ExchangeError::Gone)?;
        let mut epoch = outset.epoch;
        let shown = long_cursor::shown(tx, self.key, self.request).await?;
        let is_of_this_life = shown.epoch() == Some(epoch);
        let standing = standing(tx, shown, epoch, &outset.heads).await?;
        let forked_now = standing == Standing::Forked && is_of_this_life;
        if forked_now {
            if may == May::Read {
                return Ok(None);
            }
            // The device has seen a log that this one is not the continuation of: every device is to notice, not only
            // this one. A cursor of an earlier epoch, though, means that they are being told already.
            epoch = reconciliation::begin_epoch(tx, self.now_ms).await?;
            tracing::warn!("a device has seen more of the logs than this store holds: a new epoch begins");
        }

        // It shows that it was told of the new life, and has with it what it brings back.
        let comes_back = matches!(standing, Standing::GoesOn(_)) && outset.met < outset.reconciliation;
        if (comes_back || !self.request.witnessed.is_empty()) && may == May::Read {
            return Ok(None);
        }
        if comes_back {
            tx.meet(self.session.device, outset.reconciliation, self.now_ms).await?;
        }
        if !self.request.witnessed.is_empty() && outset.reconciliation > 0 {
            witness::take(tx, &outset, self.session.device, &self.request.witnessed, self.now_ms).await?;
        }
        let Outset { account, scope_version, counters, heads, sums, .. } = outset;
        let sums = checksums::of_all(tx, sums, &heads).await?;
        let of_before = (Returned::of(self.request, self.key), standing.gone(self.request));
        let (mut pushed, loaded) =
            carry_out(tx, &account, counters, (heads, sums), self.request, of_before, self.now_ms).await?;
        let for_person = std::mem::take(&mut pushed.for_person);
        let waiting = tray::put_by(tx, self.session, for_person, self.now_ms).await?;
        let of = CursorOf { key: self.key, epoch, scope_version, standing: &standing };
        let mut answer =
            pulling::answer(tx, self.request, pushed, &loaded, account.home, of, self.now_ms).await?;
        answer.waiting = waiting;
        if !self.request.awaits.is_empty() {
            answer
                .outcomes
                .extend(tray::said_of(tx, self.session.device, &loaded.heads, self.request).await?);
            answer.outcomes.sort_by_key(|(counter, _)| *counter);
        }
        if let Some(scope) = &answer.scope {
            let lineage = tx.lineage().await?;
            let told = lineage.pairs().filter(|(unit, _)| scope.contains(&lineage.heir(*unit)));
            answer.lineage = Some(Lineage::of(told)).filter(|told| !told.is_empty());
        }
        Ok(Some(answer))
    }
}

/// What a cursor turns out to be against the logs as they stand before the request's operations. A log only grows, so that
/// its earlier places say the same afterwards.
async fn standing(
    tx: &mut Transaction,
    shown: Shown,
    epoch: Epoch,
    heads: &BTreeMap<PartitionId, Head>,
) -> Result<Standing, StoreError> {
    let cursor = match shown {
        Shown::Nothing => None,
        Shown::Cursor(cursor) => Some(cursor),
        Shown::Lost(_) => return Ok(Standing::Forked),
    };
    let known = cursor.iter().flat_map(|cursor| &cursor.read);
    let places: Vec<_> = known
        .filter(|(partition, seq)| heads.get(partition).is_none_or(|head| head.seq != **seq))
        .map(|(partition, seq)| (*partition, *seq))
        .collect();
    let hashes = tx.hashes(&places).await?;
    let hash_at = |partition, seq| {
        let head = heads.get(&partition).filter(|head| head.seq == seq).map(|head| head.hash);
        head.or_else(|| hashes.get(&(partition, seq)).copied())
    };
    Ok(Standing::of(cursor, epoch, hash_at))
}
