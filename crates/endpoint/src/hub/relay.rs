//! What a hub does when it finds a line: it asks for its lease anew, hands in what waits, in the order in which it came, and reads what
//! the committee's endpoint has.
//!
//! Invariants: work goes one after the other, and the next only after the one before was answered, so that what builds on
//! something comes after it. It may be killed at any place: what was not answered goes once more, and the committee's endpoint
//! knows what it has taken.

use std::collections::BTreeMap;

use thidua_domain::access::Account;
use thidua_sync::client::{Batch, Meta, Replica, Stamp, Write};
use thidua_sync::counters::CounterSet;
use thidua_sync::identity::DeviceId;
use thidua_sync::row::Row;
use thidua_sync::wire::Answer;

use super::lease::{LeaseError, Leased};
use super::line::{Line, LineError};
use super::{Hub, Side};
use crate::clock;
use crate::store::{Relayed, StoreError, Transaction};

/// More requests than any honest committee's rows need.
const MOST_REQUESTS: usize = 10_000;

/// Facts of a hub among those of its store.
pub(super) const TOKEN: &str = "hub token";
pub(super) const DIRECTORY: &str = "hub directory";
pub(super) const META: &str = "hub state";
pub(super) const LEASE: &str = "hub lease";
pub(super) const UPSTREAM: &str = "hub upstream";
pub(super) const SHUT_OUT: &str = "hub shut out";

/// Why it is to be tried again later.
#[derive(Debug, thiserror::Error)]
pub enum RelayError {
    /// The line, or the committee's endpoint.
    #[error(transparent)]
    Line(#[from] LineError),
    /// The lease cannot be read, as of a later version.
    #[error("{0}")]
    Lease(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<LeaseError> for RelayError {
    fn from(error: LeaseError) -> Self {
        match error {
            LeaseError::Store(error) => error.into(),
            error => Self::Lease(error.to_string()),
        }
    }
}

impl Hub {
    /// Goes the whole way once.
    pub(super) async fn go(&self, line: &Line, side: &mut Side) -> Result<(), RelayError> {
        let leased = self.renew(line, side).await?;
        self.hand_in(line, &side.token).await?;
        self.read(line, side).await?;
        self.rebase(side, clock::now_ms()).await?;
        // Only now what that endpoint has taken stands in the rows here.
        self.change(|state| {
            state.taken = leased;
            state.reached_ms = clock::now_ms();
        });
        Ok(())
    }

    /// Asks for the lease anew. What the committee's endpoint has taken from its devices.
    async fn renew(&self, line: &Line, side: &Side) -> Result<BTreeMap<DeviceId, CounterSet>, RelayError> {
        let lease = match line.lease(&side.token, self.key().to_text()).await {
            Ok(lease) => lease,
            Err(error) => {
                if error.is_shut_out() {
                    let mut tx = self.store.write().await?;
                    tx.keep_hub_fact(SHUT_OUT, &[1]).await?;
                    tx.commit().await?;
                    self.change(|state| state.shut_out = true);
                }
                return Err(error.into());
            }
        };
        let leased = Leased::read(&lease)?;
        let taken = leased.taken();
        let told = serde_json::to_vec(&lease).unwrap_or_default();
        let (until_ms, certificate) = (leased.until_ms, leased.certificate);
        let mut tx = self.store.write().await?;
        leased.keep(&mut tx, clock::now_ms()).await?;
        tx.keep_hub_fact(LEASE, &told).await?;
        tx.keep_hub_fact(SHUT_OUT, &[0]).await?;
        tx.commit().await?;
        self.change(|state| {
            state.committee.clone_from(&lease.committee.committee);
            (state.until_ms, state.certificate, state.shut_out) = (until_ms, Some(certificate), false);
        });
        Ok(taken)
    }

    async fn hand_in(&self, line: &Line, token: &str) -> Result<(), RelayError> {
        loop {
            let turn = self.turn.write().await;
            let next = self.store.read().await?.next_queued().await?;
            drop(turn);
            let Some(next) = next else { return Ok(()) };
            let what = match line.hand_in(token, next.file).await {
                Ok(receipt) => Relayed::Taken(receipt),
                Err(error) => match error.is_final() {
                    Some(reason) => {
                        tracing::warn!("work of device {} was not taken: {reason}", next.device);
                        Relayed::Returned(reason.to_owned())
                    }
                    None => return Err(error.into()),
                },
            };
            let mut tx = self.store.write().await?;
            tx.relayed(next.place, &what).await?;
            tx.commit().await?;
        }
    }

    /// Reads what the committee's endpoint has, up to its end.
    async fn read(&self, line: &Line, side: &mut Side) -> Result<(), RelayError> {
        // What was handed in just now is in no row of before.
        side.replica.begin_round();
        for _ in 0..MOST_REQUESTS {
            while let Some((partition, generation, number)) = side.replica.next_snapshot_page() {
                let page = line.snapshot_page(&side.token, partition.0, generation, number).await?;
                let replica = &side.replica;
                let now = Stamp(clock::now_ms());
                let batch = match page {
                    Some(page) => replica.receive_snapshot_page(partition, generation, number, page, now),
                    None => replica.give_up_snapshot(partition),
                };
                let is_all = batch.meta.complete_ms != replica.meta().complete_ms;
                self.take(side, batch).await?;
                if is_all {
                    return Ok(());
                }
            }
            let (request, sent) = side.replica.request(Stamp(clock::now_ms()));
            let asked = request.anew.clone();
            let answer: Answer = match line.exchange(&side.token, &request).await {
                Ok(answer) => answer,
                Err(LineError::Status { status: 400, reason, .. }) if reason == "bad_cursor" => {
                    let forgotten = side.replica.forget_cursor(&[]);
                    self.take(side, forgotten).await?;
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            let more = answer.more || answer.restart;
            let batch = side.replica.receive(&sent, answer, Stamp(clock::now_ms()), Vec::new());
            self.take(side, batch).await?;
            let again = side.replica.to_read_again();
            let unread = (!again.is_empty() && again != asked) || !side.replica.meta().loading.is_empty();
            if !more && !unread {
                return Ok(());
            }
        }
        Err(LineError::Unreadable.into())
    }

    /// Makes a batch durable, and only then takes it in.
    async fn take(&self, side: &mut Side, batch: Batch) -> Result<(), StoreError> {
        let mut tx = self.store.write().await?;
        keep(&mut tx, &batch).await?;
        tx.commit().await?;
        side.replica.absorb(batch);
        Ok(())
    }
}

async fn keep(tx: &mut Transaction, batch: &Batch) -> Result<(), StoreError> {
    for write in &batch.writes {
        match write {
            Write::PutRow(row) => tx.keep_hub_row(row).await?,
            Write::DropRow(record) => tx.drop_hub_row(*record).await?,
            // A hub writes nothing of its own, so it has no outbox.
            _ => {}
        }
    }
    tx.keep_hub_fact(META, &batch.meta.encode()).await
}

/// The hub as a device, as its store has it.
pub(super) fn replica(account: Account, meta: Meta, rows: Vec<Row>) -> Replica {
    Replica::new(account, meta, rows, [], [])
}
