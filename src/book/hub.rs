//! A hub: where the committee's endpoint is out of reach, it takes what this device has, provisionally, and tells what others have
//! done. What it says is shown and not stored.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use thidua_bundle::{Author, Certificate, CommitteeKey};
use thidua_sync::client::{Lent, Replica};
use thidua_sync::hub::HubAnswer;

use super::keeper::{Keeper, as_float, now};
use super::view::{Attempt, AttemptEnd, SyncFailure};
use super::{Book, BookError};
use crate::connection::hub;
use crate::connection::transport::TransportError;
use crate::web;

/// More exchanges in a row than a conference can fill.
const MOST_REQUESTS: usize = 200;

/// What is known of the hub.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct HubSeen {
    /// When it last answered, by the device's clock.
    pub(crate) at_ms: Option<f64>,
    /// Until when it may be one.
    pub(crate) until_ms: f64,
    /// When it last reached the committee's endpoint.
    pub(crate) reached_ms: Option<f64>,
    /// How many pieces of work of all devices wait there.
    pub(crate) waiting: u64,
    /// How many of this device's it did not carry out.
    pub(crate) refused: usize,
    /// How many only the committee's endpoint can decide.
    pub(crate) beyond: usize,
    /// Why it did not answer, the last time.
    pub(crate) trouble: Option<HubTrouble>,
}

/// Why a hub did not help.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum HubTrouble {
    /// It was not reached; or the browser does not trust it, which looks the same from here.
    Unreached,
    /// The committee has not signed its keys.
    Foreign,
    /// Its time is over.
    Over,
    /// The committee has shut it out.
    ShutOut,
    /// It does not know this device's login yet.
    Unknown,
    /// This device has not been told the committee's keys.
    NoKey,
    /// It answers with this reason.
    Refused(String),
    /// The store of this device failed.
    Device,
}

/// What a round with a hub has done.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct AtHub {
    sent: usize,
    bytes: usize,
}

/// A round with the chosen hub, where the committee's endpoint is out of reach; `None` where it is there. Where the hub does not
/// help either, that is told beside it. In the part of the files, which has the ciphers.
#[wasm_split(carry, wasm_split_path = ::leptos::wasm_split, fallible)]
pub(super) fn round_with(
    keeper: Rc<Keeper>,
    address: String,
    asks_first: bool,
) -> Result<Pin<Box<dyn Future<Output = Option<Attempt>>>>, SplitLoaderError> {
    Ok(Box::pin(async move {
        let begun = web::now_ms();
        if asks_first && hub::is_endpoint_there().await {
            return None;
        }
        let end = match keeper.meet(&address).await {
            Ok(AtHub { sent, bytes }) => AttemptEnd::AtHub { sent, bytes },
            Err(trouble) => {
                keeper.book.hub.update(|seen| seen.trouble = Some(trouble));
                AttemptEnd::Failed(SyncFailure::Offline)
            }
        };
        let now = web::now_ms();
        let attempt = Attempt { at_ms: now, took_ms: (now - begun).max(0.0), end };
        keeper.after(&attempt).await;
        // The browser may still send it by itself, to the committee's endpoint.
        let _later = keeper.lay_ready().await;
        Some(attempt)
    }))
}

impl Book {
    /// What is known of the hub.
    pub(crate) fn hub(self) -> Signal<HubSeen> {
        self.hub.into()
    }

    /// The hubs that the committee has named, as last heard.
    pub(crate) fn hubs(self) -> Vec<String> {
        let keeper = self.keeper().ok();
        let hubs = keeper
            .map(|keeper| keeper.session.borrow().as_ref().map(|own| own.signed_in.directory.hubs.clone()));
        hubs.flatten().unwrap_or_default()
    }

    /// Asks the committee's endpoint which hubs there are, where it can be reached.
    pub(crate) async fn ask_for_hubs(self) {
        let Ok(keeper) = self.keeper() else { return };
        let token = keeper.session.borrow().as_ref().map(|own| own.signed_in.token.clone());
        if let Some(token) = token {
            let before = self.hubs();
            keeper.refresh_directory(&token).await;
            if self.hubs() != before {
                web::hub::renew_page();
            }
        }
    }

    /// Chooses a hub, or none, and asks it at once.
    pub(crate) fn choose_hub(self, address: &str) {
        web::hub::choose(address);
        self.hub.set(HubSeen::default());
        self.sync_now();
    }
}

impl Keeper {
    /// The hub that was chosen, where the committee has named it.
    pub(super) fn chosen_hub(&self) -> Option<String> {
        let chosen = web::hub::chosen()?;
        let session = self.session.borrow();
        session.as_ref()?.signed_in.directory.hubs.contains(&chosen).then_some(chosen)
    }

    /// Exchanges with a hub until nothing is left.
    async fn meet(&self, address: &str) -> Result<AtHub, HubTrouble> {
        let (author, committee) = self.book.seals().map_err(|_| HubTrouble::NoKey)?;
        let key = self.key_of(address, &committee).await?;
        let mut done = AtHub::default();
        for _ in 0..MOST_REQUESTS {
            // Sealed and durable before a byte leaves, by this way as by every other.
            self.carry_out(&|replica, _| Ok(replica.seal().unwrap_or_else(|| replica.nothing()))).await?;
            let asked = self.replica.borrow().as_ref().map(|replica| replica.hub_request(now()));
            let (asked, sent, carried) = asked.ok_or(HubTrouble::Device)?;
            let file = match carried.operations.is_empty() {
                true => Vec::new(),
                false => author
                    .seal(&committee, &self.with_key(carried), entropy()?)
                    .map_err(|_| HubTrouble::Device)?,
            };
            let asks = author.ask(&key, &asked.encode(), entropy()?).map_err(|_| HubTrouble::Device)?;
            let heard = match hub::ask(address, &asks, &file).await {
                Ok(heard) => heard,
                // It was set up anew since: what it had lent is not what it has now.
                Err(TransportError::Status { reason, .. }) if reason == "bad_cursor" && self.gives_back() => {
                    continue;
                }
                Err(error) => return Err(trouble_of(&error)),
            };
            done.bytes += asks.len() + file.len() + heard.len();
            let plain = author.hear(&key, &heard).map_err(|_| HubTrouble::Foreign)?;
            let told = HubAnswer::decode(&plain).map_err(|_| HubTrouble::Refused(String::new()))?;
            let lent: RefCell<Option<Lent>> = RefCell::default();
            self.carry_out(&|replica, now| {
                let received = replica.receive_from_hub(&sent, &told, now).ok();
                let (batch, taken) = received.unzip();
                *lent.borrow_mut() = taken;
                Ok(batch.unwrap_or_else(|| replica.nothing()))
            })
            .await?;
            let lent = lent.into_inner().ok_or(HubTrouble::Refused(String::new()))?;
            let more = lent.more;
            done.sent += sent.counters.len();
            self.lend(lent);
            self.take_receipts(&author, &committee, &told).await?;
            if !more {
                return Ok(done);
            }
        }
        Err(HubTrouble::Refused(String::new()))
    }

    /// The hub's keys, where the committee has signed them and their time is not over.
    async fn key_of(&self, address: &str, committee: &CommitteeKey) -> Result<CommitteeKey, HubTrouble> {
        let told = hub::told(address).await.map_err(|error| trouble_of(&error))?;
        let key = CommitteeKey::from_text(&told.key).ok_or(HubTrouble::Foreign)?;
        let certificate = Certificate::from_text(&told.certificate).ok_or(HubTrouble::Foreign)?;
        if !committee.has_certified(&key, told.until_ms, &certificate) {
            return Err(HubTrouble::Foreign);
        }
        let replica = self.replica.borrow();
        let offset = replica.as_ref().and_then(|replica| replica.meta().clock_offset_ms).unwrap_or_default();
        if now().0.saturating_add(offset) >= told.until_ms { Err(HubTrouble::Over) } else { Ok(key) }
    }

    /// Shows what a hub has lent.
    fn lend(&self, lent: Lent) {
        let seen = HubSeen {
            at_ms: Some(web::now_ms()),
            until_ms: as_float(lent.until_ms),
            reached_ms: (lent.reached_ms > 0).then(|| as_float(lent.reached_ms)),
            waiting: lent.waiting,
            refused: lent.refused().len(),
            beyond: self.replica.borrow().as_ref().map_or(0, Replica::beyond_hub),
            trouble: None,
        };
        let change = self.replica.borrow_mut().as_mut().map(|replica| replica.lend(lent));
        self.show(&change.unwrap_or_default());
        self.book.hub.set(seen);
    }

    /// Whether something was lent, which is gone now.
    fn gives_back(&self) -> bool {
        let change = self.replica.borrow_mut().as_mut().and_then(Replica::forget_lent);
        change.map(|change| self.show(&change)).is_some()
    }

    /// The receipts of the committee's endpoint that the hub has brought back.
    async fn take_receipts(
        &self,
        author: &Author,
        committee: &CommitteeKey,
        told: &HubAnswer,
    ) -> Result<(), HubTrouble> {
        for (_, receipt) in told.receipts.iter().filter(|(_, receipt)| !receipt.is_empty()) {
            // One for an earlier login of this device tells nothing that the next exchange does not.
            let Ok(receipt) = author.open_receipt(committee, receipt) else { continue };
            let fates = receipt.told();
            self.carry_out(&|replica, now| Ok(replica.take_receipt(&fates, now))).await?;
        }
        Ok(())
    }

    /// Whether everything that a hub decides is there, or further.
    pub(super) fn is_all_at_hub(&self) -> bool {
        let replica = self.replica.borrow();
        replica.as_ref().is_some_and(|replica| !replica.has_for_hub())
    }
}

fn entropy() -> Result<[u8; 32], HubTrouble> {
    web::secret_bytes().ok_or(HubTrouble::Device)
}

fn trouble_of(error: &TransportError) -> HubTrouble {
    match error {
        TransportError::Status { reason, .. } => match reason.as_str() {
            "hub_lease_over" => HubTrouble::Over,
            "hub_shut_out" => HubTrouble::ShutOut,
            "unknown_author" => HubTrouble::Unknown,
            _ => HubTrouble::Refused(reason.clone()),
        },
        TransportError::Unreadable => HubTrouble::Foreign,
        TransportError::Unreached | TransportError::Cut | TransportError::TooSlow => HubTrouble::Unreached,
    }
}

impl From<BookError> for HubTrouble {
    fn from(_: BookError) -> Self {
        Self::Device
    }
}
