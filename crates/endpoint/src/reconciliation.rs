//! After a restore: devices bring back what the backup does not know, and until an administrator says that nothing more is
//! waited for, no new number is given. A number that a paper bears already comes back with its decision and stays what it is.
//!
//! Invariant: whoever begins a new epoch begins a reconciliation, in the same transaction.

use std::collections::{BTreeMap, BTreeSet};

use thidua_domain::decision::{self, numbers};
use thidua_domain::record::{Fields, PartitionId, PartitionKind, RecordId, RecordKind};
use thidua_sync::administration::{Closing, NumberYear, NumbersLeftOut, Reconciled, Reconciling, Returning};
use thidua_sync::identity::{Epoch, Seq};
use thidua_sync::row::Row;
use thidua_sync::server::Life;
use thidua_sync::wire::decode_row;

use crate::administration::Administrator;
use crate::audit::{Entry, What};
use crate::secret;
use crate::store::{Gap, Met, Reconciliation, Store, StoreError, Transaction};
use crate::witness;

/// The longest reason, in characters.
const LONGEST_REASON: usize = 300;
/// The most that a number can be.
const MOST_NUMBER: u32 = 1_000_000;
/// How many copies are looked at for numbers.
const COPIES: u32 = 5_000;

/// Why a reconciliation was not closed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReconciliationError {
    /// There is none of this number.
    #[error("no such reconciliation")]
    None,
    /// It was closed before, or another restore has begun another one.
    #[error("it is closed")]
    Closed,
    /// A reason of 1 to 300 characters is asked for.
    #[error("no reason, or a very long one")]
    Reason,
    /// A last number is below one that is known, above all numbers, or no authority's.
    #[error("a last number that cannot be")]
    Number,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Reconciliation {
    /// How the logs stand to what devices have seen.
    pub(crate) fn life(of: Option<&Self>) -> Life {
        match of {
            None => Life::Whole,
            Some(Self { closed: None, .. }) => Life::Reconciling,
            Some(Self { closed: Some(_), .. }) => Life::Reconciled,
        }
    }
}

/// The logs begin a new epoch: what devices have seen of them is more than what is here.
pub(crate) async fn begin_epoch(tx: &mut Transaction, now_ms: i64) -> Result<Epoch, StoreError> {
    let epoch = Epoch(secret::random().map_err(StoreError::from)?);
    tx.begin_epoch(epoch).await?;
    tx.audit(&Entry::to(now_ms, What::EpochBegun, None)).await?;
    let mut heads: BTreeMap<PartitionId, Seq> = BTreeMap::new();
    for (partition, head) in tx.all_heads().await? {
        heads.insert(partition, head.seq);
    }
    let before = tx.reconciliation().await?;
    if let Some(open) = before.as_ref().filter(|before| before.closed.is_none()) {
        // What the earlier one waited for is waited for still.
        for (partition, seq) in &open.heads {
            heads.entry(*partition).and_modify(|at| *at = (*at).min(*seq)).or_insert(*seq);
        }
        tx.close_reconciliation(open.number, None, "", now_ms).await?;
    }
    let number = before.map_or(1, |before| before.number + 1);
    tx.begin_reconciliation(number, &heads, now_ms).await?;
    // What was voted since the backup is not known, and a token could be used twice.
    tx.shred_all_ballots().await?;
    // A slip that was used since would be there again.
    tx.drop_all_slips().await?;
    Ok(epoch)
}

/// The decisions of one authority.
async fn decisions(
    tx: &mut Transaction,
    authority: PartitionId,
) -> Result<Vec<(RecordId, Fields, Row)>, StoreError> {
    let rows = tx.rows_of(authority, RecordKind::Decision).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.fields(), row)).collect())
}

/// The numbers that no decision bears, up to the last that was given, where nobody has said why.
fn left_out(decisions: &[(RecordId, Fields, Row)], year: u16, last: u32) -> Vec<NumbersLeftOut> {
    let fields = decisions.iter().map(|(id, fields, _)| (*id, fields));
    let (mut gaps, mut highest) = (Vec::new(), 0);
    for line in numbers::register(fields, year) {
        match line {
            numbers::Line::Given { number, .. } => highest = number,
            numbers::Line::LeftOut { first, last, reason } => {
                gaps.push(NumbersLeftOut { first, last, reason });
            }
        }
    }
    if highest < last {
        gaps.push(NumbersLeftOut { first: highest + 1, last, reason: String::new() });
    }
    gaps
}

impl Administrator {
    /// How far devices have come back since the last restore.
    pub(crate) async fn reconciliation(self, store: &Store) -> Result<Reconciled, StoreError> {
        let mut tx = store.read().await?;
        let Some(of) = tx.reconciliation().await? else { return Ok(Reconciled::default()) };
        let roster = tx.roster().await?;
        let met = tx.met().await?;
        let mut devices = Vec::new();
        for bound in tx.devices().await? {
            // One that came later has nothing to bring.
            if bound.device.is_of_endpoint() || bound.bound_ms >= of.begun_ms {
                continue;
            }
            let back = met.get(&bound.device).filter(|Met { number, .. }| *number >= of.number);
            devices.push(Returning {
                device: bound.device.to_string(),
                name: bound.name,
                login: bound.login,
                seen_ms: bound.seen_ms,
                back_ms: back.and_then(|back| back.at_ms),
                shut_out: bound.revoked.is_some(),
            });
        }
        let copies = tx.witnessed(COPIES).await?;
        let copied: Vec<Row> = copies.iter().filter_map(|copy| decode_row(&copy.bytes).ok()).collect();
        let authorities: Vec<_> = roster
            .places
            .iter()
            .filter(|(_, place)| place.kind == PartitionKind::Authority)
            .map(|(id, place)| (*id, place.name.clone()))
            .collect();
        let given = tx.numbers(&authorities.iter().map(|(id, _)| *id).collect()).await?;
        let mut years = Vec::new();
        for (authority, place) in authorities {
            let decisions = decisions(&mut tx, authority).await?;
            let restored = of.heads.get(&authority).copied().unwrap_or_default();
            let of_given = given.keys().filter(|(partition, _)| *partition == authority);
            let mut all: BTreeSet<u16> = of_given.map(|(_, year)| *year).collect();
            let waiting: Vec<Fields> =
                copied.iter().filter(|row| row.partition == authority).map(Row::fields).collect();
            all.extend(
                waiting
                    .iter()
                    .chain(decisions.iter().map(|(_, fields, _)| fields))
                    .filter_map(|fields| decision::number_of(fields).and_then(|_| decision::year(fields))),
            );
            for year in all {
                let last = given.get(&(authority, year)).copied().unwrap_or(0);
                let back = decisions.iter().filter(|(_, fields, row)| {
                    let cell = row.cells.get(&decision::NUMBER);
                    decision::year(fields) == Some(year) && cell.is_some_and(|cell| cell.seq > restored)
                });
                let on_copies = waiting.iter().filter(|fields| decision::year(fields) == Some(year));
                let on_copies: BTreeSet<u32> = on_copies.filter_map(decision::number_of).collect();
                years.push(NumberYear {
                    partition: authority.0,
                    place: place.clone(),
                    year,
                    last,
                    back: back.filter_map(|(_, fields, _)| decision::number_of(fields)).collect(),
                    on_copies: on_copies.into_iter().collect(),
                    left_out: left_out(&decisions, year, last),
                });
            }
        }
        let closed_by = of.closed.as_ref().and_then(|closed| closed.by);
        let waiting = witness::waiting(&mut tx).await?.len() as u64;
        Ok(Reconciled {
            last: Some(Reconciling {
                number: of.number,
                begun_ms: of.begun_ms,
                closed_ms: of.closed.as_ref().map(|closed| closed.at_ms),
                closed_by: closed_by.and_then(|by| Some(roster.officers.get(&by)?.name.clone())),
                reason: of.closed.map(|closed| closed.reason).filter(|reason| !reason.is_empty()),
                devices,
                years,
                copies: waiting,
            }),
        })
    }

    /// Says that nothing more is waited for: numbers are given again, after the last that is known or told.
    pub(crate) async fn close_reconciliation(
        self,
        store: &Store,
        number: u64,
        closing: &Closing,
        now_ms: i64,
    ) -> Result<(), ReconciliationError> {
        let session = self.session();
        let reason = closing.reason.trim();
        if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
            return Err(ReconciliationError::Reason);
        }
        let mut tx = store.write().await?;
        let of = tx.reconciliation().await?.filter(|of| number <= of.number && number > 0);
        let of = of.ok_or(ReconciliationError::None)?;
        if of.number != number || of.closed.is_some() {
            return Err(ReconciliationError::Closed);
        }
        let roster = tx.roster().await?;
        let authorities: BTreeSet<PartitionId> = roster
            .places
            .iter()
            .filter(|(_, place)| place.kind == PartitionKind::Authority)
            .map(|(id, _)| *id)
            .collect();
        let mut given = tx.numbers(&authorities).await?;
        for told in &closing.last {
            let authority = PartitionId(told.partition);
            let known = given.get(&(authority, told.year)).copied().unwrap_or(0);
            if !authorities.contains(&authority) || told.number < known || told.number > MOST_NUMBER {
                return Err(ReconciliationError::Number);
            }
            given.insert((authority, told.year), told.number);
            tx.set_last_number(authority, told.year, told.number).await?;
        }
        for authority in authorities {
            let decisions = decisions(&mut tx, authority).await?;
            for ((_, year), last) in given.iter().filter(|((partition, _), _)| *partition == authority) {
                for gap in left_out(&decisions, *year, *last) {
                    if gap.reason.is_empty() {
                        let (first, last) = (gap.first, gap.last);
                        let gap = Gap { partition: authority, year: *year, first, last };
                        tx.keep_gap(number, &gap).await?;
                    }
                }
            }
        }
        tx.close_reconciliation(number, Some(session.account), reason, now_ms).await?;
        let own = Entry::own(now_ms, What::ReconciliationClosed, session.account, session.device);
        tx.audit(&Entry { about_entry: Some(number), ..own }).await?;
        Ok(tx.commit().await?)
    }
}
