//! The façade between the screens and everything that keeps or sends records. A screen reads signals and calls
//! commands of [`Book`]; it never opens a transaction and never sends a request.
//!
//! All signals live in the root owner, so that a screen which is gone can never be the end of one.

mod accounts;
mod administration;
mod attempts;
mod ballots;
mod carrying;
mod copies;
mod desk;
mod disputes;
mod enrolment;
mod evidence;
mod exchange;
mod fetching;
mod gone;
mod handing;
mod hub;
mod keeper;
mod lock;
mod neighbours;
mod passkeys;
mod persons;
mod porter;
mod ready;
mod repair;
mod typed;
mod view;

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::record::{Field, Fields, PartitionId, RecordId, RecordKind, Value};
use thidua_sync::client::{NewStep, Replica};
use wasm_bindgen::JsValue;

use crate::storage::{Storage, StorageError};
use keeper::Keeper;

pub(crate) use administration::{AdministrationError, Audited, Bound, Objection, PlaceCode};
pub(crate) use ballots::{Ballot, BallotError, Roll, Stage};
pub(crate) use carrying::{Carried, CarryError, Exported, Load, Taken};
pub(crate) use copies::KeptCopy;
pub(crate) use disputes::{Dispute, Side, Writers};
pub(crate) use enrolment::EnrolError;
pub(crate) use evidence::{Due, Files, Halt, Moving, Trouble};
pub(crate) use fetching::FetchError;
pub(crate) use gone::Gone;
pub(crate) use handing::{HandInError, Handing};
pub(crate) use hub::{HubSeen, HubTrouble};
pub(crate) use lock::{PinError, Recovered};
pub(crate) use passkeys::PasskeyError;
pub(crate) use persons::{
    Changed, Held, HeldAccount, HeldDevice, HeldField, Holdings, Mention, PersonError, Whom,
};
pub(crate) use repair::Needs;
pub(crate) use typed::Typed;
pub(crate) use view::{
    Agreement, Attempt, AttemptEnd, BookError, Compared, Draft, DraftKey, Place, RecordView, RefusalView,
    Session, SignInError, StepTaken, SyncFailure, SyncState, SyncStatus,
};

/// A list that a signal holds: cheap to clone, replaced as a whole.
pub(crate) type Shared<T> = Arc<Vec<T>>;

/// Everything that screens read and command. `Copy`: a handful of signals of the root owner.
#[derive(Clone, Copy)]
pub(crate) struct Book {
    session: RwSignal<Option<Arc<Session>>>,
    nominations: RwSignal<Shared<Arc<RecordView>>>,
    pledges: RwSignal<Shared<Arc<RecordView>>>,
    profiles: RwSignal<Shared<Arc<RecordView>>>,
    settings: RwSignal<Shared<Arc<RecordView>>>,
    explanations: RwSignal<Shared<Arc<RecordView>>>,
    decisions: RwSignal<Shared<Arc<RecordView>>>,
    sessions: RwSignal<Shared<Arc<RecordView>>>,
    notices: RwSignal<Shared<Arc<RecordView>>>,
    days: RwSignal<Shared<Arc<RecordView>>>,
    movements: RwSignal<Shared<Arc<RecordView>>>,
    models: RwSignal<Shared<Arc<RecordView>>>,
    indicators: RwSignal<Shared<Arc<RecordView>>>,
    grids: RwSignal<Shared<Arc<RecordView>>>,
    blocs: RwSignal<Shared<Arc<RecordView>>>,
    scores: RwSignal<Shared<Arc<RecordView>>>,
    deleted: RwSignal<Shared<Arc<RecordView>>>,
    refusals: RwSignal<Shared<RefusalView>>,
    drafts: RwSignal<Shared<Draft>>,
    ballots: RwSignal<Shared<ballots::Ballot>>,
    files: Files,
    load: RwSignal<Load>,
    status: RwSignal<SyncStatus>,
    attempts: RwSignal<Shared<Attempt>>,
    hub: RwSignal<HubSeen>,
    clock_offset: RwSignal<Option<f64>>,
    open_forms: RwSignal<usize>,
    awaited: RwSignal<bool>,
    opening: RwSignal<Opening>,
    sealed: RwSignal<bool>,
    lock_news: RwSignal<Option<JsValue>, LocalStorage>,
    keeper: StoredValue<Option<Rc<Keeper>>, LocalStorage>,
}

/// The book of this app, from the context.
#[must_use]
pub(crate) fn use_book() -> Book {
    use_context().unwrap_or_else(Book::new)
}

impl Book {
    /// An empty book. Call it once, in the root owner.
    #[must_use]
    pub(crate) fn new() -> Self {
        Self {
            session: RwSignal::new(None),
            nominations: RwSignal::default(),
            pledges: RwSignal::default(),
            profiles: RwSignal::default(),
            settings: RwSignal::default(),
            explanations: RwSignal::default(),
            decisions: RwSignal::default(),
            sessions: RwSignal::default(),
            notices: RwSignal::default(),
            days: RwSignal::default(),
            movements: RwSignal::default(),
            models: RwSignal::default(),
            indicators: RwSignal::default(),
            grids: RwSignal::default(),
            blocs: RwSignal::default(),
            scores: RwSignal::default(),
            deleted: RwSignal::default(),
            refusals: RwSignal::default(),
            drafts: RwSignal::default(),
            ballots: RwSignal::default(),
            files: Files::new(),
            load: RwSignal::default(),
            status: RwSignal::new(SyncStatus { state: SyncState::Idle, unsent: 0, last_safe_ms: None }),
            attempts: RwSignal::default(),
            hub: RwSignal::default(),
            clock_offset: RwSignal::new(None),
            open_forms: RwSignal::new(0),
            awaited: RwSignal::new(false),
            opening: RwSignal::new(Opening::UnderWay),
            sealed: RwSignal::new(false),
            lock_news: RwSignal::new_local(None),
            keeper: StoredValue::new_local(None),
        }
    }

    /// Who is signed in; `None` before the first sign-in and after signing out.
    pub(crate) fn session(self) -> Signal<Option<Arc<Session>>> {
        self.session.into()
    }

    /// The live nominations, in no order.
    pub(crate) fn nominations(self) -> Signal<Shared<Arc<RecordView>>> {
        self.nominations.into()
    }

    /// The live pledges, in no order.
    pub(crate) fn pledges(self) -> Signal<Shared<Arc<RecordView>>> {
        self.pledges.into()
    }

    /// The live entries of the register, merged ones included, in no order.
    pub(crate) fn profiles(self) -> Signal<Shared<Arc<RecordView>>> {
        self.profiles.into()
    }

    /// What the committee has set, in no order.
    pub(crate) fn settings(self) -> Signal<Shared<Arc<RecordView>>> {
        self.settings.into()
    }

    /// The live explanations, in no order.
    pub(crate) fn explanations(self) -> Signal<Shared<Arc<RecordView>>> {
        self.explanations.into()
    }

    /// The live records of a kind, in no order.
    pub(crate) fn records(self, kind: RecordKind) -> Signal<Shared<Arc<RecordView>>> {
        self.list_of(kind).into()
    }

    /// The signal that holds the live records of a kind.
    fn list_of(self, kind: RecordKind) -> RwSignal<Shared<Arc<RecordView>>> {
        match kind {
            RecordKind::Nomination => self.nominations,
            RecordKind::Pledge => self.pledges,
            RecordKind::Profile => self.profiles,
            RecordKind::Setting => self.settings,
            RecordKind::Explanation => self.explanations,
            RecordKind::Decision => self.decisions,
            RecordKind::CouncilSession => self.sessions,
            RecordKind::Notice => self.notices,
            RecordKind::CalendarDay => self.days,
            RecordKind::Movement => self.movements,
            RecordKind::Model => self.models,
            RecordKind::Indicator => self.indicators,
            RecordKind::RuralGrid => self.grids,
            RecordKind::Bloc => self.blocs,
            RecordKind::Score => self.scores,
        }
    }

    /// The deleted records of all kinds, in no order.
    pub(crate) fn deleted(self) -> Signal<Shared<Arc<RecordView>>> {
        self.deleted.into()
    }

    /// One record, deleted or not. Tracks.
    pub(crate) fn record(self, id: RecordId) -> Option<Arc<RecordView>> {
        RecordKind::ALL
            .into_iter()
            .map(|kind| self.list_of(kind))
            .chain([self.deleted])
            .find_map(|list| list.with(|list| list.iter().find(|record| record.id == id).cloned()))
    }

    /// Operations that the endpoint did not carry out, until the officer has dealt with them.
    pub(crate) fn refusals(self) -> Signal<Shared<RefusalView>> {
        self.refusals.into()
    }

    /// What is typed and not saved yet.
    pub(crate) fn drafts(self) -> Signal<Shared<Draft>> {
        self.drafts.into()
    }

    /// Where the sync stands.
    pub(crate) fn status(self) -> Signal<SyncStatus> {
        self.status.into()
    }

    /// The last attempts to sync, newest first.
    pub(crate) fn attempts(self) -> Signal<Shared<Attempt>> {
        self.attempts.into()
    }

    /// How far this device's clock is ahead of the endpoint's, in milliseconds, once measured.
    pub(crate) fn clock_offset_ms(self) -> Signal<Option<f64>> {
        self.clock_offset.into()
    }

    /// Whether a form is open, so that a new version of the app must wait.
    pub(crate) fn is_form_open(self) -> Signal<bool> {
        Signal::derive(move || self.open_forms.get() > 0)
    }

    /// Says that a form is open until the guard is dropped.
    pub(crate) fn form_opened(self) -> FormGuard {
        self.open_forms.update(|open| *open += 1);
        FormGuard(self.open_forms)
    }
}

/// A form is open as long as this lives.
pub(crate) struct FormGuard(RwSignal<usize>);

impl Drop for FormGuard {
    fn drop(&mut self) {
        // The last form may close with the app itself.
        let _gone = self.0.try_update(|open| *open = open.saturating_sub(1));
    }
}

/// How far the book is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Opening {
    /// The store is being read.
    UnderWay,
    /// Another tab holds the store of an older version open, and has to let go first.
    Waiting,
    /// What is stored is sealed: the PIN is asked for.
    Locked,
    /// What the device holds is shown.
    Open,
    /// A newer version of the app has taken the store over, in another tab. What was saved here is in it.
    Outdated,
    /// The store cannot be opened or read. Nothing was changed.
    Failed(StorageError),
}

impl Book {
    /// Opens the store and shows what is in it; then begins to sync. Call it once, at the start.
    pub(crate) async fn open(self) {
        let opened = match Storage::open(Rc::new(self)).await {
            Ok(storage) => {
                let locked = storage.is_locked().await;
                self.keeper.set_value(Some(Keeper::new(self, storage)));
                locked
            }
            Err(error) => Err(error),
        };
        match opened {
            Ok(true) => self.opening.set(Opening::Locked),
            Ok(false) => self.begin().await,
            Err(error) => self.opening.set(Opening::Failed(error)),
        }
    }

    /// Shows what is in the store, once it can be read, and begins to sync.
    async fn begin(self) {
        let Ok(keeper) = self.keeper() else { return };
        match keeper.load().await {
            Ok(()) => {
                self.sealed.set(keeper.storage.is_sealed());
                self.opening.set(Opening::Open);
                keeper.listen_to_tabs();
                keeper.listen_to_browser();
                keeper.sync_now();
            }
            Err(error) => self.opening.set(Opening::Failed(error)),
        }
    }

    /// How far the book is open.
    pub(crate) fn opening(self) -> Signal<Opening> {
        self.opening.into()
    }

    fn keeper(self) -> Result<Rc<Keeper>, BookError> {
        self.keeper.try_get_value().flatten().ok_or(BookError::Storage)
    }

    /// The token of the login, for requests outside of the sync.
    fn token(self) -> Result<String, BookError> {
        let keeper = self.keeper()?;
        let token = keeper.session.borrow().as_ref().map(|session| session.signed_in.token.clone());
        token.ok_or(BookError::SignedOut)
    }
}

/// The commands. Each resolves only when the store has it for good.
impl Book {
    /// Makes a record of what was typed in a form. The form's draft goes in the same transaction.
    pub(crate) async fn create(
        self,
        kind: RecordKind,
        partition: PartitionId,
        fields: Fields,
        form: DraftKey,
    ) -> Result<RecordId, BookError> {
        desk::create(self.keeper()?, kind, partition, fields, form).await
    }

    /// Makes many records of one kind in one transaction: all or none. A long list is made in several calls, so that it
    /// can be told how far it is, and stopped.
    pub(crate) async fn create_many(
        self,
        kind: RecordKind,
        news: Vec<(PartitionId, Fields)>,
    ) -> Result<Vec<RecordId>, BookError> {
        desk::create_many(self.keeper()?, kind, news).await
    }

    /// Changes fields of a record: only those in `changes`. Where they were typed in a form, its draft goes in the same
    /// transaction.
    pub(crate) async fn edit(
        self,
        id: RecordId,
        changes: Fields,
        form: Option<DraftKey>,
    ) -> Result<(), BookError> {
        desk::edit(self.keeper()?, id, changes, form).await
    }

    /// Deletes a record; it can be restored.
    pub(crate) async fn delete(self, id: RecordId) -> Result<(), BookError> {
        desk::set_deleted(self.keeper()?, id, true).await
    }

    /// Brings a deleted record back.
    pub(crate) async fn restore(self, id: RecordId) -> Result<(), BookError> {
        desk::set_deleted(self.keeper()?, id, false).await
    }

    /// Settles a field that holds two values, or with [`Field::RETURNED`] the question whether a record that came
    /// back is to stay.
    pub(crate) async fn settle(self, id: RecordId, field: Field, value: Value) -> Result<(), BookError> {
        desk::settle(self.keeper()?, id, field, value).await
    }

    /// Takes a step with legal force on each of many records, and says of each whether it was taken. What was taken waits
    /// for the endpoint: it is done when the endpoint says so.
    pub(crate) async fn steps(self, news: Vec<(RecordId, NewStep)>) -> Result<Vec<StepTaken>, BookError> {
        desk::steps(self.keeper()?, news).await
    }

    /// Takes a refused operation back.
    pub(crate) async fn dismiss_refusal(self, counter: u64) -> Result<(), BookError> {
        desk::dismiss_refusal(self.keeper()?, counter).await
    }

    /// Keeps what is typed. Replaces the draft of the same key.
    pub(crate) async fn save_draft(self, draft: Draft) -> Result<(), BookError> {
        desk::save_draft(self.keeper()?, draft).await
    }

    /// Forgets a draft.
    pub(crate) async fn drop_draft(self, key: DraftKey) -> Result<(), BookError> {
        desk::drop_draft(self.keeper()?, key).await
    }

    /// Signs in at the endpoint; needs a connection.
    pub(crate) async fn sign_in(self, login: String, password: String) -> Result<(), SignInError> {
        let keeper = self.keeper().map_err(|_| SignInError::Storage)?;
        desk::sign_in(keeper, login, password).await
    }

    /// Signs out and clears the device. The screen has asked before, where work is unsent.
    pub(crate) async fn sign_out(self) -> Result<(), BookError> {
        desk::sign_out(self.keeper()?).await
    }

    /// Compares everything with the endpoint now, also what was given up before.
    pub(crate) async fn compare_now(self) {
        let Ok(keeper) = self.keeper() else { return };
        // Where the store fails, the exchange says so.
        let _failed = keeper.carry_out(&|replica, _| Ok(replica.compare_anew())).await;
        keeper.sync_now();
    }

    /// The records of each place, as this device and the endpoint hold them.
    pub(crate) fn compared(self) -> Vec<Compared> {
        let Ok(keeper) = self.keeper() else { return Vec::new() };
        let replica = keeper.replica.borrow();
        let all = replica.as_ref().map(Replica::comparisons).unwrap_or_default();
        all.iter().map(Compared::of).collect()
    }

    /// Asks for an exchange now.
    pub(crate) fn sync_now(self) {
        if let Ok(keeper) = self.keeper() {
            keeper.sync_now();
        }
    }
}
