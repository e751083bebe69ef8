//! When the book syncs, and how one exchange goes.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use thidua_sync::client::{Appetite, PendingState, Replica};
use thidua_sync::operation::Sealed;
use thidua_sync::pace::{self, Pace};
use thidua_sync::wire::{Answer, Request, decode_page};

use super::BookError;
use super::hub;
use super::keeper::{Keeper, now};
use super::view::{Attempt, AttemptEnd, Coming, SyncFailure, SyncState};
use crate::connection::transport::{self, TransportError};
use crate::connection::{browser, tabs};
use crate::storage::{StorageError, StoredSession};
use crate::web;

/// In a hall others write beside one: the hub is asked so often, milliseconds.
const AFTER_HUB_MS: u32 = 20_000;
/// The last attempts that the health page shows.
pub(super) const ATTEMPTS: usize = 20;
/// From this age on a token is replaced: one that somebody has copied is of no use for longer.
const TOKEN_AGE_MS: f64 = 7.0 * 24.0 * 60.0 * 60.0 * 1000.0;
/// More requests in a row than any honest backlog needs: then something is wrong, and the next attempt comes later.
const MOST_REQUESTS: usize = 200;
/// After so many pages in a row that did not come whole a snapshot is given up.
const MOST_CUT_PAGES: u32 = 3;

/// What is due, and how it went so far.
#[derive(Default)]
pub(super) struct Clockwork {
    timer: RefCell<Option<TimeoutHandle>>,
    /// When the timer strikes, by the device's clock.
    due_ms: Cell<Option<f64>>,
    pace: Cell<Pace>,
    under_way: Cell<bool>,
    /// Something was saved or asked for while an exchange was under way.
    again: Cell<bool>,
    /// How much of an answer the line takes at once.
    appetite: Cell<Appetite>,
    asked_for_key: Cell<bool>,
    /// Whether this page has asked the browser not to clear what is stored.
    asked_to_stay: Cell<bool>,
    /// How often in a row a page of a snapshot did not come whole.
    cut_pages: Cell<u32>,
    /// Whether no request lies ready for the browser to send by itself, as far as this tab knows.
    pub(super) nothing_ready: Cell<bool>,
}

/// What a round of exchanges has done so far.
#[derive(Clone, Copy, Default)]
struct Done {
    sent: usize,
    received: usize,
    bytes: usize,
    mended: usize,
    /// Records of snapshots that are still to come.
    left: u64,
    /// Whether the endpoint has answered.
    exchanged: bool,
    /// When it began.
    since_ms: f64,
}

/// How a round of exchanges ended.
enum Round {
    Done(Done),
    Failed(SyncFailure),
    SignedOut,
}

/// A round of exchanges. It is in a part of its own: the first screen comes sooner without it, and nobody exchanges before
/// signing in. Where the part cannot be had, there is no line.
#[wasm_split(exchange, wasm_split_path = ::leptos::wasm_split, fallible)]
fn round_of(keeper: Rc<Keeper>) -> Result<Pin<Box<dyn Future<Output = Attempt>>>, SplitLoaderError> {
    Ok(Box::pin(async move {
        let begun = web::now_ms();
        let end = match keeper.round().await {
            Round::Done(Done { sent, received, bytes, mended, .. }) => {
                AttemptEnd::Done { sent, received, bytes, mended }
            }
            Round::Failed(failure) => AttemptEnd::Failed(failure),
            Round::SignedOut => AttemptEnd::Failed(SyncFailure::SignedOut),
        };
        let now = web::now_ms();
        let attempt = Attempt { at_ms: now, took_ms: (now - begun).max(0.0), end };
        keeper.after(&attempt).await;
        if matches!(end, AttemptEnd::Done { .. }) {
            // Nobody waits for it: what the officer has written is safe already.
            spawn_local(keeper.book.carry_on());
        }
        if matches!(end, AttemptEnd::Failed(SyncFailure::Offline | SyncFailure::Cut | SyncFailure::TooSlow)) {
            // Where it cannot be laid ready, it goes with the next attempt of a page.
            let _later = keeper.lay_ready().await;
        }
        attempt
    }))
}

/// What is done when the page is hidden, which may be the last that is heard of it. In the same part, which is here as soon as
/// anything was sent.
#[wasm_split(exchange, wasm_split_path = ::leptos::wasm_split, fallible)]
fn leaving(keeper: Rc<Keeper>) -> Result<Pin<Box<dyn Future<Output = ()>>>, SplitLoaderError> {
    Ok(Box::pin(async move {
        let _later = keeper.lay_ready().await;
    }))
}

impl Keeper {
    /// Hears from the browser: a connection is there, the page is looked at again.
    pub(super) fn listen_to_browser(self: &Rc<Self>) {
        let keeper = self.clone();
        browser::on_line(move || keeper.sync_in(pace::after_return_ms(js_sys::Math::random())));
        let keeper = self.clone();
        browser::on_sight(move || keeper.sync_now());
        let keeper = self.clone();
        browser::on_loss(move || keeper.say(SyncState::Offline));
        let keeper = self.clone();
        browser::on_hiding(move || {
            let keeper = keeper.clone();
            // While an exchange is under way it is sent by that; where none can be, it is laid ready afterwards.
            let is_unsent = keeper.book.status.with_untracked(|status| status.unsent > 0);
            if is_unsent && !keeper.clockwork.under_way.get() {
                spawn_local(async move {
                    if let Ok(leaving) = leaving(keeper).await {
                        leaving.await;
                    }
                });
            }
        });
    }

    /// Something was saved: it goes in a moment, with what else is typed until then.
    pub(super) fn saved(self: &Rc<Self>) {
        // Now there is something that is nowhere else. Whatever the browser answers, the health page tells.
        if !self.clockwork.asked_to_stay.replace(true) {
            spawn_local(async { _ = web::persist().await });
        }
        if self.clockwork.under_way.get() {
            self.clockwork.again.set(true);
            return;
        }
        let calm = matches!(self.book.status.with_untracked(|status| status.state), SyncState::Idle);
        if calm {
            self.say(SyncState::Waiting);
        }
        // While the line is down, saving does not ask for it more often.
        if self.clockwork.pace.get().is_well() {
            self.sync_in(pace::AFTER_SAVE_MS);
        }
    }

    /// Syncs at once: the button, or a page that is looked at again.
    pub(super) fn sync_now(self: &Rc<Self>) {
        if self.clockwork.under_way.get() {
            self.clockwork.again.set(true);
            return;
        }
        if self.session.borrow().is_none() {
            return;
        }
        self.cancel_timer();
        self.clockwork.under_way.set(true);
        let keeper = self.clone();
        spawn_local(async move {
            let worker = keeper.clone();
            let ran = tabs::alone(tabs::RECORDS, async move { worker.attempt().await }).await;
            keeper.clockwork.under_way.set(false);
            if !ran {
                keeper.sync_in(pace::AFTER_ANOTHER_TAB_MS);
            } else if keeper.clockwork.again.replace(false) && keeper.clockwork.pace.get().is_well() {
                keeper.sync_in(pace::AFTER_SAVE_MS);
            }
        });
    }

    fn sync_in(self: &Rc<Self>, ms: u32) {
        let due = web::now_ms() + f64::from(ms);
        if self.clockwork.due_ms.get().is_some_and(|sooner| sooner <= due) {
            return;
        }
        self.cancel_timer();
        let keeper = self.clone();
        let strike = move || {
            keeper.clockwork.due_ms.set(None);
            // A hidden page saves the battery; it syncs when it is looked at again.
            if !web::is_hidden() {
                keeper.sync_now();
            }
        };
        let timer = set_timeout_with_handle(strike, Duration::from_millis(u64::from(ms))).ok();
        self.clockwork.due_ms.set(timer.as_ref().map(|_| due));
        *self.clockwork.timer.borrow_mut() = timer;
    }

    /// Forgets what is due, as when nobody is signed in any more.
    pub(super) fn cancel_timer(&self) {
        self.clockwork.due_ms.set(None);
        if let Some(timer) = self.clockwork.timer.borrow_mut().take() {
            timer.clear();
        }
    }

    /// One attempt: exchanges until nothing is left, then what is next.
    async fn attempt(self: Rc<Self>) {
        let hub = self.chosen_hub();
        let mut attempt = match &hub {
            Some(address) => self.clone().at_hub(address, true).await,
            None => None,
        };
        if attempt.is_none() {
            let round = match round_of(self.clone()).await {
                Ok(round) => round.await,
                Err(_absent) => Attempt {
                    at_ms: web::now_ms(),
                    took_ms: 0.0,
                    end: AttemptEnd::Failed(SyncFailure::Offline),
                },
            };
            let is_cut = matches!(
                round.end,
                AttemptEnd::Failed(SyncFailure::Offline | SyncFailure::Cut | SyncFailure::TooSlow)
            );
            // The endpoint was there a moment ago, and is not any more.
            if let Some(address) = hub.filter(|_| is_cut) {
                attempt = self.clone().at_hub(&address, false).await;
            }
            attempt =
                attempt.filter(|attempt| matches!(attempt.end, AttemptEnd::AtHub { .. })).or(Some(round));
        }
        let offline = AttemptEnd::Failed(SyncFailure::Offline);
        let attempt = attempt.unwrap_or(Attempt { at_ms: web::now_ms(), took_ms: 0.0, end: offline });
        let chance = js_sys::Math::random();
        let mut pace = self.clockwork.pace.get();
        match attempt.end {
            AttemptEnd::Done { .. } => {
                self.say(if self.waits_for_a_newer_endpoint() {
                    SyncState::Failed(SyncFailure::NewerAppNeeded)
                } else {
                    SyncState::Idle
                });
                self.sync_in(pace.went_well(chance));
            }
            AttemptEnd::AtHub { .. } => {
                self.say(if self.is_all_at_hub() { SyncState::AtHub } else { SyncState::Offline });
                pace.went_well(chance);
                self.sync_in(AFTER_HUB_MS);
            }
            AttemptEnd::Failed(SyncFailure::SignedOut) => self.say(SyncState::NeedsSignIn),
            AttemptEnd::Failed(failure) => {
                let offline = failure == SyncFailure::Offline;
                self.say(if offline { SyncState::Offline } else { SyncState::Failed(failure) });
                self.sync_in(pace.failed(chance));
            }
        }
        self.clockwork.pace.set(pace);
        self.show_counts();
        self.book.attempts.update(|attempts| {
            let attempts = Arc::make_mut(attempts);
            attempts.insert(0, attempt);
            attempts.truncate(ATTEMPTS);
        });
    }

    /// A round with the hub; `None` where the endpoint is there after all.
    async fn at_hub(self: Rc<Self>, address: &str, asks_first: bool) -> Option<Attempt> {
        match hub::round_with(self, address.to_owned(), asks_first).await {
            Ok(round) => round.await,
            Err(_absent) => None,
        }
    }

    async fn round(&self) -> Round {
        let mut done = Done { since_ms: web::now_ms(), ..Done::default() };
        self.replica.borrow_mut().as_mut().into_iter().for_each(Replica::begin_round);
        for _ in 0..MOST_REQUESTS {
            match self.step(&mut done).await {
                Ok(true) => {}
                Ok(false) => {
                    self.renew_token().await;
                    return Round::Done(done);
                }
                Err(Obstacle::Line(TransportError::Status { status: 401, .. })) => {
                    if self.takes_token_of_another_tab().await {
                        continue;
                    }
                    self.mark_session_invalid().await;
                    return Round::SignedOut;
                }
                Err(Obstacle::Line(TransportError::Status { status: 400, reason }))
                    if reason == "bad_cursor" =>
                {
                    if let Err(error) = self.forget_cursor().await {
                        return Round::Failed(failure_of_store(error));
                    }
                }
                Err(Obstacle::Line(error)) => return Round::Failed(failure_of(&error)),
                Err(Obstacle::Store(error)) => return Round::Failed(failure_of_store(error)),
            }
        }
        Round::Failed(SyncFailure::Unreadable)
    }

    /// The endpoint does not take the cursor any more.
    async fn forget_cursor(&self) -> Result<(), BookError> {
        // An endpoint that does not know its cursor may not know the files either.
        self.storage.set_files_in_doubt(true).await?;
        let kept = self.storage.kept().await?;
        self.carry_out(&|replica, _| Ok(replica.forget_cursor(&kept))).await
    }

    /// What there is to read of snapshots, and an exchange; says whether another one should follow at once.
    async fn step(&self, done: &mut Done) -> Result<bool, Obstacle> {
        // What waits to be sent goes first: a line that lets no page of a snapshot through may still let it through.
        let sends = self.replica.borrow().as_ref().is_some_and(Replica::has_sendable);
        if done.exchanged || !sends {
            let complete_ms =
                || self.replica.borrow().as_ref().and_then(|replica| replica.meta().complete_ms);
            let before = complete_ms();
            self.read_snapshots(done).await?;
            // With their last page all is here that there was.
            if complete_ms() != before {
                return Ok(false);
            }
        }
        let more = self.exchange(done).await?;
        done.exchanged = true;
        Ok(more)
    }

    /// Reads snapshots, page by page, until there is something to send.
    async fn read_snapshots(&self, done: &mut Done) -> Result<(), Obstacle> {
        loop {
            let next = self.replica.borrow().as_ref().and_then(Replica::next_snapshot_page);
            let Some((partition, generation, number)) = next else { return Ok(()) };
            // What was saved meanwhile does not wait for all that is to come.
            if self.clockwork.again.replace(false) {
                return Ok(());
            }
            let token = self.session.borrow().as_ref().map(|session| session.signed_in.token.clone());
            let token = token.ok_or(Obstacle::Store(BookError::Storage))?;
            let came = transport::snapshot_page(&token, partition.0, generation, number).await;
            let came = came.and_then(|(body, moved)| {
                decode_page(&body).map(|page| (page, moved)).map_err(|_| TransportError::Cut)
            });
            match came {
                Ok((page, moved)) => {
                    self.clockwork.cut_pages.set(0);
                    done.bytes += moved;
                    done.received += page.rows.len();
                    done.left = done.left.saturating_sub(page.rows.len() as u64);
                    self.carry_out(&|replica, now| {
                        Ok(replica.receive_snapshot_page(partition, generation, number, page.clone(), now))
                    })
                    .await?;
                    if let Some(coming) = Coming::of(done, done.left) {
                        self.say(SyncState::Receiving(coming));
                    }
                }
                // It was replaced by a newer one while this device was away.
                Err(TransportError::Status { status: 404, .. }) => {
                    self.carry_out(&|replica, _| Ok(replica.give_up_snapshot(partition))).await?;
                }
                Err(error) => {
                    if matches!(error, TransportError::Cut | TransportError::TooSlow) {
                        let cut = self.clockwork.cut_pages.get() + 1;
                        self.clockwork.cut_pages.set(cut % MOST_CUT_PAGES);
                        // The pages of a snapshot are as large as they are; those of the answers shrink with the line.
                        if cut == MOST_CUT_PAGES {
                            self.carry_out(&|replica, _| Ok(replica.give_up_snapshot(partition))).await?;
                        }
                    }
                    return Err(Obstacle::Line(error));
                }
            }
        }
    }

    /// One request and its answer; says whether another one should follow at once.
    async fn exchange(&self, done: &mut Done) -> Result<bool, Obstacle> {
        let token = self.session.borrow().as_ref().map(|session| session.signed_in.token.clone());
        let token = token.ok_or(Obstacle::Store(BookError::Storage))?;
        // Sealed and durable before a byte leaves.
        self.carry_out(&|replica, _| Ok(replica.seal().unwrap_or_else(|| replica.nothing()))).await?;
        let (request, under_way, waiting, asked, copies) = {
            let replica = self.replica.borrow();
            let replica = replica.as_ref().ok_or(Obstacle::Store(BookError::Storage))?;
            let (mut request, under_way) = replica.request(now());
            request.page = Some(self.clockwork.appetite.get().asks(request.cursor.is_none()));
            let asked = request.anew.clone();
            (request, under_way, replica.outbox().len(), asked, replica.meta().witnessed.len())
        };
        let body = request.encode();
        let total = done.sent + waiting;
        // Where records are still coming, what was said of them stands.
        if waiting > 0 || done.received == 0 {
            self.say(SyncState::Sending { done: done.sent, total, bytes: weight(&request) });
        }
        let (answer, moved) = transport::exchange(&token, body).await.map_err(|error| {
            if matches!(error, TransportError::Cut | TransportError::TooSlow) {
                self.clockwork.appetite.set(self.clockwork.appetite.get().halved());
            }
            Obstacle::Line(error)
        })?;
        done.bytes += moved;
        let answer = Answer::decode(&answer).map_err(|_| Obstacle::Line(TransportError::Cut))?;
        done.left = answer.snapshots.iter().map(|offer| offer.rows).sum();
        let (more, left, scope_moved) = (answer.more, answer.left + done.left, answer.scope.is_some());
        if more {
            self.clockwork.appetite.set(self.clockwork.appetite.get().grown());
        }
        done.mended += answer.anew.len();
        done.received += answer.pages.iter().map(|page| page.rows.len()).sum::<usize>();
        let kept = if answer.restart {
            self.storage.set_files_in_doubt(true).await?;
            self.storage.kept().await?
        } else {
            Vec::new()
        };
        self.carry_out(&|replica, now| Ok(replica.receive(&under_way, answer.clone(), now, kept.clone())))
            .await?;
        if more && let Some(coming) = Coming::of(done, left) {
            self.say(SyncState::Receiving(coming));
        }
        let left = self.replica.borrow().as_ref().map_or(0, |replica| replica.outbox().len());
        let taken = waiting.saturating_sub(left);
        done.sent += taken;
        if scope_moved || self.has_old_directory() || self.asks_for_key() {
            self.refresh_directory(&token).await;
        }
        let (unsent, unread) = {
            let replica = self.replica.borrow();
            let replica = replica.as_ref().ok_or(Obstacle::Store(BookError::Storage))?;
            // An endpoint of an earlier version does not hear what it is asked, and asking again would turn in a circle.
            let again = replica.to_read_again();
            let unread = (!again.is_empty() && again != asked) || !replica.meta().loading.is_empty();
            // Witnessed copies go in their own requests until none is left.
            (replica.has_sendable(), unread || replica.meta().witnessed.len() != copies)
        };
        // What an endpoint has lost that was restored from a backup stands in the outbox again, and is not left until the
        // next round. Operations that wait for others come back unchanged: asking again at once would only turn in a circle.
        Ok(more || unread || (unsent && (taken > 0 || left > waiting)))
    }

    /// Whether the key for files, or this device's own, is not here, as after an endpoint of an earlier version. It is asked for once
    /// in a life of the page.
    fn asks_for_key(&self) -> bool {
        let session = self.session.borrow();
        let lacks = session.as_ref().is_some_and(|own| {
            let directory = &own.signed_in.directory;
            directory.sealing_key.is_empty() || directory.device_key.is_empty()
        });
        lacks && !self.clockwork.asked_for_key.replace(true)
    }

    /// Whether the directory at hand is of before the last change of scope: the line was cut when it was asked for.
    fn has_old_directory(&self) -> bool {
        let replica = self.replica.borrow();
        replica.as_ref().is_some_and(|replica| {
            let meta = replica.meta();
            replica.account().grants.iter().any(|grant| {
                meta.left.contains_key(&grant.partition) || meta.lineage.has_ended(grant.partition)
            })
        })
    }

    /// The account's places may have changed: the names come with the next line.
    pub(super) async fn refresh_directory(&self, token: &str) {
        let Ok(directory) = transport::directory(token).await else { return };
        // As it is on the disk: another tab may have stored a fresh token.
        let Ok(Some((mut session, _))) = self.storage.session().await else { return };
        if session.signed_in.directory == directory {
            return;
        }
        session.signed_in.directory = directory;
        if self.storage.keep_session(&session, None).await.is_ok() {
            // What cannot be read now is read at the next start.
            let _failed = self.load().await;
        }
    }

    /// Asks for a fresh token where the one at hand is old. Whatever is cut here, the device has one that holds: the
    /// endpoint takes the old one until it is shown the fresh one, and that is shown only once it is on the disk.
    async fn renew_token(&self) {
        let session = self.session.borrow().clone();
        let old = session.filter(|session| (web::now_ms() - session.since_ms).abs() > TOKEN_AGE_MS);
        let Some(old) = old.map(|session| session.signed_in.token) else { return };
        let Ok(fresh) = transport::fresh_token(&old).await else { return };
        // Meanwhile the officer may have signed out or in.
        let session = self.session.borrow().clone();
        let Some(mut session) = session.filter(|session| session.signed_in.token == old) else { return };
        (session.signed_in.token, session.since_ms) = (fresh.token, web::now_ms());
        if self.storage.keep_session(&session, None).await.is_ok() {
            *self.session.borrow_mut() = Some(session);
            self.tell_tabs();
        }
    }

    /// Whether the token was refused because another tab has got a fresh one, or has signed in.
    async fn takes_token_of_another_tab(&self) -> bool {
        let Ok(Some((stored, _))) = self.storage.session().await else { return false };
        let token = |session: &StoredSession| session.signed_in.token.clone();
        let is_other = self.session.borrow().as_ref().is_some_and(|own| token(own) != token(&stored));
        if is_other {
            *self.session.borrow_mut() = Some(stored);
        }
        is_other
    }

    /// Whether something was written by a later version of the app than the endpoint knows.
    fn waits_for_a_newer_endpoint(&self) -> bool {
        let replica = self.replica.borrow();
        let mut outbox = replica.iter().flat_map(|replica| replica.outbox().values());
        outbox.any(|pending| matches!(pending.state, PendingState::Parked(_)))
    }

    async fn mark_session_invalid(&self) {
        let session = self.session.borrow().clone();
        if let Some(mut session) = session.filter(|session| session.valid) {
            session.valid = false;
            // Where it cannot be kept, the endpoint will say so again.
            let _failed = self.storage.keep_session(&session, None).await;
            *self.session.borrow_mut() = Some(session);
        }
    }

    fn say(&self, state: SyncState) {
        self.book.status.update(|status| status.state = state);
    }
}

impl Coming {
    /// What is still to come, by what has come in this round.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an estimate of what is far below 2^53"
    )]
    fn of(done: &Done, left: u64) -> Option<Self> {
        let each = (done.received > 0).then(|| left as f64 / done.received as f64)?;
        let seconds = (web::now_ms() - done.since_ms).max(0.0) / 1000.0 * each;
        Some(Self {
            received: done.received,
            left: left as usize,
            bytes: (done.bytes as f64 * each) as usize,
            seconds: seconds.ceil() as usize,
        })
    }
}

/// What stopped an exchange.
enum Obstacle {
    Line(TransportError),
    Store(BookError),
}

impl From<BookError> for Obstacle {
    fn from(error: BookError) -> Self {
        Self::Store(error)
    }
}

impl From<StorageError> for Obstacle {
    fn from(error: StorageError) -> Self {
        Self::Store(error.into())
    }
}

fn weight(request: &Request) -> usize {
    request.operations.iter().map(|Sealed { bytes, .. }| bytes.len()).sum()
}

/// The same for what the store would not take.
fn failure_of_store(error: BookError) -> SyncFailure {
    if error == BookError::NoRoom { SyncFailure::NoRoom } else { SyncFailure::Storage }
}

/// The cause as the screens tell it.
fn failure_of(error: &TransportError) -> SyncFailure {
    match error {
        TransportError::Unreached => SyncFailure::Offline,
        TransportError::Cut => SyncFailure::Cut,
        TransportError::TooSlow => SyncFailure::TooSlow,
        TransportError::Status { status, .. } => SyncFailure::Endpoint(*status),
        TransportError::Unreadable => SyncFailure::Unreadable,
    }
}
