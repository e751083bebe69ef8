//! A hub: this program on a laptop at a conference. It decides provisionally, by the same code and in the same tables as every
//! endpoint, and takes what it was given to the committee's endpoint when it finds a line.
//!
//! Invariants: a hub holds no password, no token but its own, and no key of any device: what it carries was sealed by the device to
//! the committee's endpoint, so it can neither make nor change it. It answers only while the lease holds that the committee's
//! endpoint has given it. What that endpoint says of a record takes the place of what the hub has said.

mod exchange;
mod lease;
mod line;
mod qr;
mod rebase;
mod relay;
mod startup;

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use thidua_bundle::{Certificate, Committee, CommitteeKey, OpenError, SealError};
use thidua_sync::client::Replica;
use thidua_sync::counters::CounterSet;
use thidua_sync::cursor::CursorKey;
use thidua_sync::identity::DeviceId;
use thidua_sync::wire::DecodeError;

use crate::exchange::ExchangeError;
use crate::secret::NoRandomness;
use crate::session::TokenError;
use crate::store::{Store, StoreError};

pub(crate) use lease::{LeaseError, give};
pub use line::LineError;
pub(crate) use line::{is_address, is_origin};
pub use startup::{HubStartError, run, start};

/// Why a device got no answer from a hub.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HubError {
    /// What was asked cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// It cannot be read.
    #[error("what is asked cannot be read")]
    Unreadable(#[from] DecodeError),
    /// The lease is over.
    #[error("the lease of this hub is over")]
    LeaseOver,
    /// The committee's endpoint has shut this hub out.
    #[error("this hub was shut out")]
    ShutOut,
    /// Signed by nobody whom the committee's endpoint has told of.
    #[error("signed by nobody who is known here")]
    UnknownAuthor,
    /// The device or its account is not let in.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// It speaks for another device.
    #[error("it speaks for another device")]
    WrongDevice,
    /// Work came without what the committee's endpoint is to be given.
    #[error("work without the file for the committee's endpoint")]
    NothingToCarry,
    /// It was not carried out.
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
    /// The answer cannot be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The system gives no random bytes.
    #[error(transparent)]
    Random(#[from] NoRandomness),
}

impl From<StoreError> for HubError {
    fn from(error: StoreError) -> Self {
        Self::Exchange(error.into())
    }
}

/// What a hub knows beside its tables.
pub(crate) struct Hub {
    pub(crate) store: Store,
    key: CursorKey,
    /// The hub's own keys.
    committee: Committee,
    state: RwLock<Arc<State>>,
    /// Held by whoever keeps work and decides it, so that none is handed in between the two.
    turn: tokio::sync::RwLock<()>,
}

/// What the committee's endpoint has told last.
#[derive(Clone, Default)]
struct State {
    committee: String,
    until_ms: i64,
    certificate: Option<Certificate>,
    /// What that endpoint had taken when the rows here were read from it.
    taken: BTreeMap<DeviceId, CounterSet>,
    reached_ms: i64,
    /// That endpoint lets this hub in no more.
    shut_out: bool,
}

/// The hub as a device of the committee's endpoint.
struct Side {
    replica: Replica,
    token: String,
}

impl Hub {
    fn state(&self) -> Arc<State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        change(Arc::make_mut(&mut state));
    }

    fn key(&self) -> CommitteeKey {
        self.committee.key()
    }
}
