//! The keeper of the book: the replica in memory over the store on the device, and what screens see of both.
//!
//! One way round: a command becomes a batch, the store commits it, the replica absorbs it, the signals change. A screen
//! never sees what is not on the disk.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::record::{RecordId, RecordKind};
use thidua_sync::client::{Batch, Change, CommandError, Meta, Replica, Stamp, View, Write};
use thidua_sync::outcome::Reason;

use super::view::{BookError, RecordView, RefusalView, Session};
use super::{Book, Draft, DraftKey, Shared};
use crate::connection::tabs::Tabs;
use crate::order;
use crate::storage::{Storage, StorageError, StoredSession};
use crate::web;

/// How often a command is prepared anew because another tab wrote first, before it is given up as a failing store.
const TRIES: usize = 8;

/// Prepares a batch upon the replica as it is. Behind a pointer, so that the way to the disk is compiled once and not
/// for each command.
pub(super) type Prepare<'p> = &'p dyn Fn(&Replica, Stamp) -> Result<Batch, CommandError>;

/// What stands behind the book.
pub(super) struct Keeper {
    pub(super) book: Book,
    pub(super) storage: Storage,
    pub(super) session: RefCell<Option<StoredSession>>,
    pub(super) replica: RefCell<Option<Replica>>,
    pub(super) tabs: RefCell<Option<Tabs>>,
    pub(super) clockwork: super::exchange::Clockwork,
    pub(super) courier: super::carrying::Courier,
    views: RefCell<BTreeMap<RecordId, Arc<RecordView>>>,
    /// Commands of this tab go one after the other: each is prepared upon what the one before has stored.
    pub(super) turn: tokio::sync::Mutex<()>,
    reloading: Cell<bool>,
}

impl Keeper {
    /// Takes over the store.
    pub(super) fn new(book: Book, storage: Storage) -> Rc<Self> {
        Rc::new(Self {
            book,
            storage,
            session: RefCell::new(None),
            replica: RefCell::new(None),
            tabs: RefCell::new(None),
            clockwork: super::exchange::Clockwork::default(),
            courier: super::carrying::Courier::default(),
            views: RefCell::new(BTreeMap::new()),
            turn: tokio::sync::Mutex::new(()),
            reloading: Cell::new(false),
        })
    }

    /// Listens to the other tabs of this app.
    pub(super) fn listen_to_tabs(self: &Rc<Self>) {
        let keeper = self.clone();
        let tabs = Tabs::listen(move |news| {
            if !news.is_string() {
                keeper.book.lock_news.set(Some(news));
                return;
            }
            let keeper = keeper.clone();
            leptos::task::spawn_local(async move { keeper.hear_of_another_tab().await });
        });
        *self.tabs.borrow_mut() = Some(tabs);
    }

    /// Reads everything from the store and shows it.
    pub(super) async fn load(&self) -> Result<(), StorageError> {
        let Some((session, meta)) = self.storage.session().await? else {
            self.show_signed_out();
            return Ok(());
        };
        let Some(account) = session.signed_in.directory.to_account() else {
            // A role that only a later version knows: this app must not guess what it may do.
            return Err(StorageError::Damaged);
        };
        let records = self.storage.records(&meta).await?;
        let drafts: Vec<Draft> = self.storage.drafts().await?;
        let device = meta.device.to_string();
        let lent = self
            .replica
            .borrow()
            .as_ref()
            .filter(|old| old.account().id == account.id && old.meta().device == meta.device)
            .and_then(|old| old.lent().cloned());
        let replica =
            Replica::new(account, meta, records.rows, records.outbox, records.refused).with_lent(lent);
        let views = replica.views().into_iter().filter_map(|view| Some((view.id, Arc::new(shown(view)?))));
        let mut shown = BTreeMap::new();
        shown.extend(views);
        *self.views.borrow_mut() = shown;
        let shown_session = Session::of(&session.signed_in.directory, &device);
        *self.session.borrow_mut() = Some(session);
        *self.replica.borrow_mut() = Some(replica);
        self.book.drafts.set(Arc::new(drafts));
        self.show_lists();
        self.show_refusals();
        self.show_counts();
        // Read anew after another tab's work, the session is mostly the same: then no screen is drawn again.
        if self.book.session.with_untracked(|before| before.as_deref() != shown_session.as_ref()) {
            self.book.session.set(shown_session.map(Arc::new));
        }
        Ok(())
    }

    /// Another tab has stored something: this one reads it. Messages that come meanwhile need no second reading, because
    /// the next one of theirs brings it.
    async fn hear_of_another_tab(&self) {
        if self.reloading.replace(true) {
            return;
        }
        let _turn = self.turn.lock().await;
        self.reloading.set(false);
        // Where the store fails now, the next command will say so at its place.
        let _failed = self.load().await;
    }

    /// Prepares a batch, commits it and takes it in. Where another tab was faster, reads anew and prepares again.
    pub(super) async fn carry_out(&self, prepare: Prepare<'_>) -> Result<(), BookError> {
        self.carry_out_of(None, prepare).await
    }

    /// The same for what was typed in a form, whose draft goes with it.
    pub(super) async fn carry_out_of(
        &self,
        form: Option<DraftKey>,
        prepare: Prepare<'_>,
    ) -> Result<(), BookError> {
        let _turn = self.turn.lock().await;
        for _ in 0..TRIES {
            let batch = {
                let replica = self.replica.borrow();
                let replica = replica.as_ref().ok_or(BookError::SignedOut)?;
                prepare(replica, now()).map_err(BookError::from)?
            };
            // The very state that is there already needs no transaction.
            if batch.writes.is_empty() && self.is_as(&batch.meta) {
                return Ok(());
            }
            let mut drafts: Vec<String> = form.map(String::from).into_iter().collect();
            for write in &batch.writes {
                if let Write::Forget(forgotten) = write {
                    drafts.extend(DraftKey::of_record(forgotten.record).map(String::from));
                }
            }
            match self.storage.commit(&batch, drafts).await {
                Ok(()) => {
                    self.absorb(batch);
                    form.into_iter().for_each(|form| self.forget_draft(form));
                    return Ok(());
                }
                Err(StorageError::Stale) => self.load().await?,
                Err(error) => return Err(error.into()),
            }
        }
        Err(BookError::Storage)
    }

    /// The draft is not in the store any more.
    pub(super) fn forget_draft(&self, form: DraftKey) {
        self.book.drafts.update(|drafts| Arc::make_mut(drafts).retain(|draft| draft.key != form));
    }

    /// Whether a batch leaves the device's state as it is.
    fn is_as(&self, then: &Meta) -> bool {
        let replica = self.replica.borrow();
        replica.as_ref().map(Replica::meta).is_some_and(|now| {
            let same = now.cursor == then.cursor && now.sums == then.sums;
            same && now.doubts == then.doubts && now.loading == then.loading && now.left == then.left
        })
    }

    fn absorb(&self, batch: Batch) {
        let change = match self.replica.borrow_mut().as_mut() {
            Some(replica) => replica.absorb(batch),
            None => Change::default(),
        };
        self.show(&change);
        self.tell_tabs();
    }

    /// Tells the other tabs that something was stored.
    pub(super) fn tell_tabs(&self) {
        if let Some(tabs) = self.tabs.borrow().as_ref() {
            tabs.tell();
        }
    }

    /// Brings the signals up to date with what has changed.
    pub(super) fn show(&self, change: &Change) {
        if !change.records.is_empty() {
            let replica = self.replica.borrow();
            let mut views = self.views.borrow_mut();
            for record in &change.records {
                views.remove(record);
            }
            for view in replica.iter().flat_map(|replica| replica.views_of(&change.records)) {
                let id = view.id;
                if let Some(view) = shown(view) {
                    views.insert(id, Arc::new(view));
                }
            }
        }
        if !change.records.is_empty() {
            self.show_lists();
        }
        if change.refused {
            self.show_refusals();
        }
        if !change.forgotten.is_empty() {
            let gone = |draft: &Draft| {
                change.forgotten.iter().any(|record| DraftKey::of_record(*record).contains(&draft.key))
            };
            self.book.drafts.update(|drafts| Arc::make_mut(drafts).retain(|draft| !gone(draft)));
            let book = self.book;
            leptos::task::spawn_local(async move {
                // Where the store fails now, the next start reads them.
                let _failed = book.read_files().await;
            });
        }
        self.show_counts();
    }

    fn show_lists(&self) {
        let views = self.views.borrow();
        let pick = |wanted: &dyn Fn(&RecordView) -> bool| {
            Arc::new(views.values().filter(|view| wanted(view)).cloned().collect::<Vec<_>>())
        };
        for kind in RecordKind::ALL {
            let live = pick(&|view| !view.deleted && view.kind == kind);
            show_list(self.book.list_of(kind), live);
        }
        show_list(self.book.deleted, pick(&|view| view.deleted));
    }

    fn show_refusals(&self) {
        let replica = self.replica.borrow();
        let refused = replica.iter().flat_map(|replica| replica.refused().values());
        self.book.refusals.set(Arc::new(refused.map(RefusalView::of).collect()));
    }

    /// What the bar at the top says of records and times.
    pub(super) fn show_counts(&self) {
        let replica = self.replica.borrow();
        let Some(replica) = replica.as_ref() else { return };
        let mut records = BTreeSet::new();
        let only_here = replica.outbox().iter().filter(|(counter, _)| !replica.is_done(**counter));
        records.extend(only_here.map(|(_, pending)| pending.op.record));
        self.book.clock_offset.set(replica.meta().clock_offset_ms.map(|offset| -as_float(offset)));
        self.book.status.update(|status| {
            status.unsent = records.len();
            status.last_safe_ms = replica.meta().complete_ms.map(as_float);
        });
    }

    /// Nobody is signed in: nothing is shown.
    pub(super) fn show_signed_out(&self) {
        *self.session.borrow_mut() = None;
        *self.replica.borrow_mut() = None;
        self.views.borrow_mut().clear();
        self.book.drafts.set(Arc::default());
        self.book.ballots.set(Arc::default());
        self.book.files.clear();
        self.book.refusals.set(Arc::default());
        self.show_lists();
        self.book.sealed.set(self.storage.is_sealed());
        self.book.session.set(None);
    }
}

/// A list in which nothing has changed is left as it is: what follows it has nothing to do.
fn show_list(list: RwSignal<Shared<Arc<RecordView>>>, now: Shared<Arc<RecordView>>) {
    let same = list.with_untracked(|before| {
        before.len() == now.len() && before.iter().zip(now.iter()).all(|(a, b)| Arc::ptr_eq(a, b))
    });
    if !same {
        list.set(now);
    }
}

/// The device's clock.
pub(super) fn now() -> Stamp {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit for 285,000 years")]
    Stamp(web::now_ms() as i64)
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit for 285,000 years")]
pub(super) fn as_float(ms: i64) -> f64 {
    ms as f64
}

/// The view of a record whose kind this version knows.
fn shown(view: View) -> Option<RecordView> {
    let kind = RecordKind::from_code(view.kind)?;
    let values = |others: Vec<thidua_sync::row::Other>| others.into_iter().map(|other| other.value).collect();
    Some(RecordView {
        id: view.id,
        kind,
        partition: view.partition,
        fields: view.fields,
        unsent: view.unsent,
        at_hub: view.at_hub,
        provisional: view.provisional,
        waiting: view.waiting,
        deleted: view.deleted,
        returned: view.returned,
        conflicts: order::gathered(view.conflicts.into_iter().map(|(field, others)| (field, values(others)))),
        created_ms: made_ms(view.id),
        updated_ms: None,
    })
}

/// When a record was made, by the clock of the device that made it: the first 48 bits of its id.
fn made_ms(id: RecordId) -> Option<f64> {
    let [a, b, c, d, e, f, ..] = *id.as_bytes();
    let ms = i64::from_be_bytes([0, 0, a, b, c, d, e, f]);
    (ms > 0).then(|| as_float(ms))
}

impl From<CommandError> for BookError {
    fn from(error: CommandError) -> Self {
        match error {
            CommandError::NoSuchRecord => Self::NoRecord,
            CommandError::Refused(Reason::Denied(denial)) => Self::Denied(denial),
            CommandError::Refused(Reason::Fault(fault)) => Self::Fault(fault),
            CommandError::Refused(Reason::Obstacle(obstacle)) => Self::Obstacle(obstacle),
            CommandError::Refused(_) => Self::Storage,
        }
    }
}

impl From<StorageError> for BookError {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::NoRoom => Self::NoRoom,
            _ => Self::Storage,
        }
    }
}
