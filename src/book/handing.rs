//! Handing work in without a login: what a device that is shut out, or that nobody signs in to again, can still do with what it
//! has. A person looks at it then.

use std::collections::BTreeSet;

use leptos::prelude::*;
use thidua_domain::record::{Fields, PartitionId, RecordId, RecordKind};
use thidua_sync::administration::HandedIn;
use thidua_sync::client::{Handed, Replica, Stamp};
use thidua_sync::outcome::Reason;
use thidua_sync::wire::Request;

use super::keeper::{Keeper, as_float};
use super::view::SyncState;
use super::{Book, BookError};
use crate::connection::transport::TransportError;
use crate::connection::tray;
use crate::order;

/// More requests in a row than an outbox of years needs.
const MOST_REQUESTS: usize = 20;

/// An operation of the outbox, and what became of it without a login.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Handing {
    /// The record.
    pub(crate) record: RecordId,
    /// Its kind; `None` where a later version made it.
    pub(crate) kind: Option<RecordKind>,
    /// Where it belongs.
    pub(crate) partition: PartitionId,
    /// What is done, by its number on the wire.
    pub(crate) action: u16,
    /// What it writes.
    pub(crate) fields: Fields,
    /// When it was written here: milliseconds since 1970.
    pub(crate) at_ms: f64,
    /// What became of it; `None` where it was not handed in.
    pub(crate) handed: Option<Handed>,
}

/// Why nothing was handed in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum HandInError {
    /// The endpoint was not reached, or is busy.
    Unreached,
    /// The login holds after all: everything goes as ever.
    SignedIn,
    /// The endpoint has never given this device a token, as far as it knows.
    Unknown,
    /// The endpoint was put back from a backup of before this account was made.
    NoAccount,
    /// The tray takes no more of this device.
    Full,
    /// Too often.
    TooOften,
    /// The store of this device failed.
    Storage,
    /// The endpoint answered with this HTTP status.
    Endpoint(u16),
}

impl Book {
    /// What is in the outbox, the oldest first. Tracks.
    pub(crate) fn handing(self) -> Vec<Handing> {
        // Told anew after everything that was stored.
        self.status().track();
        let Ok(keeper) = self.keeper() else { return Vec::new() };
        let replica = keeper.replica.borrow();
        let handed =
            |counter| replica.as_ref().and_then(|replica| replica.meta().handed.get(counter).copied());
        let outbox = replica.iter().flat_map(thidua_sync::client::Replica::outbox);
        outbox
            .map(|(counter, pending)| {
                let op = &pending.op;
                let own = op.changes.iter().filter(|change| !change.field.is_reserved());
                Handing {
                    record: op.record,
                    kind: RecordKind::from_code(op.kind),
                    partition: op.partition,
                    action: op.action.code(),
                    fields: order::gathered(own.map(|change| (change.field, change.value.clone()))),
                    at_ms: as_float(op.device_time_ms),
                    // A hub is not the endpoint: what is there waits as ever.
                    handed: handed(counter).filter(|handed| *handed != Handed::AtHub),
                }
            })
            .collect()
    }

    /// Hands in what was not handed in yet, and asks what became of the rest.
    pub(crate) async fn hand_in(self) -> Result<(), HandInError> {
        let keeper = self.keeper()?;
        let token = self.token()?;
        // Sealed and durable before a byte leaves.
        keeper.carry_out(&|replica, _| Ok(replica.seal().unwrap_or_else(|| replica.nothing()))).await?;
        let mut before = BTreeSet::new();
        for _ in 0..MOST_REQUESTS {
            let next = keeper.replica.borrow().as_ref().map(Replica::hand_in);
            let (request, sent) = next.ok_or(HandInError::Storage)?;
            // What the endpoint leaves out stays; the same once more would not change that.
            if sent.is_empty() || sent == before {
                break;
            }
            let told = tray::hand_in(&token, keeper.with_key(request).encode()).await?;
            keeper.take_fates(&|replica, now| replica.take_fates(&sent, &told, now)).await?;
            keeper.offer_kept(&told).await?;
            before = sent;
        }
        self.ask_fates().await
    }

    /// Asks what became of what was handed in, and why a person has refused.
    pub(crate) async fn ask_fates(self) -> Result<(), HandInError> {
        let keeper = self.keeper()?;
        let token = self.token()?;
        let request = {
            let replica = keeper.replica.borrow();
            let replica = replica.as_ref().ok_or(HandInError::Storage)?;
            let lacks_words =
                |reason: &Reason, words: Option<&String>| *reason == Reason::ByPerson && words.is_none();
            let mut refused = replica.refused().values();
            // Without a login nothing else tells that the endpoint was put back from a backup.
            let asks = self.status().read_untracked().state == SyncState::NeedsSignIn
                || !replica.meta().handed.is_empty()
                || refused.any(|refused| lacks_words(&refused.reason, refused.words.as_ref()));
            asks.then(|| keeper.with_key(replica.ask_fates()).encode())
        };
        let Some(request) = request else { return Ok(()) };
        let told: HandedIn = tray::hand_in(&token, request).await?;
        keeper.take_fates(&|replica, now| replica.take_all_fates(&told, now)).await?;
        keeper.offer_kept(&told).await
    }
}

impl Keeper {
    /// The request with the key by which an endpoint that was put back from a backup knows this device again.
    pub(super) fn with_key(&self, request: Request) -> Request {
        let key = self.session.borrow().as_ref().and_then(|own| own.signed_in.directory.key());
        Request { key, ..request }
    }

    /// What the endpoint once said is safe is to be handed in as well, where it may have lost it.
    async fn offer_kept(&self, told: &HandedIn) -> Result<(), HandInError> {
        if !told.restored {
            return Ok(());
        }
        let kept = self.storage.kept().await.map_err(|_| HandInError::Storage)?;
        if kept.is_empty() {
            return Ok(());
        }
        Ok(self.carry_out(&|replica, _| Ok(replica.offer_kept(&kept))).await?)
    }

    async fn take_fates(
        &self,
        take: &dyn Fn(&Replica, Stamp) -> thidua_sync::client::Batch,
    ) -> Result<(), HandInError> {
        Ok(self.carry_out(&|replica, now| Ok(take(replica, now))).await?)
    }
}

impl From<BookError> for HandInError {
    fn from(_: BookError) -> Self {
        Self::Storage
    }
}

impl From<TransportError> for HandInError {
    fn from(error: TransportError) -> Self {
        let TransportError::Status { status, reason } = error else { return Self::Unreached };
        match (status, reason.as_str()) {
            (429, _) => Self::TooOften,
            (502..=504, _) => Self::Unreached,
            (_, "signed_in") => Self::SignedIn,
            (_, "not_signed_in") => Self::Unknown,
            (_, "account_unknown") => Self::NoAccount,
            (_, "tray_full") => Self::Full,
            _ => Self::Endpoint(status),
        }
    }
}
