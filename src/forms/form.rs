//! The state of one open form, whatever its kind of record.
//!
//! What is typed goes to the drafts as it is typed and leaves them only when it is saved or given up. Saving writes
//! only what differs from what the form began with, so that a form left open for a day undoes nobody's work.

use leptos::prelude::*;
use leptos::task::spawn_local;
use litemap::LiteMap;
use thidua_domain::decimal::Notation;
use thidua_domain::fault::Fault;
use thidua_domain::record::{Field, Fields, PartitionId, RecordId, RecordKind, Value};

use super::entry::{self, Entry, EntryFault, EntryName};
use super::pause::Pause;
use crate::book::{Book, BookError, Draft, DraftKey, RecordView};
use crate::components::field::{Input, lead_to_complaint};
use crate::locale::{Words, faults};
use crate::order;
use crate::web;

/// What a form begins with, by the name of its field.
pub(crate) type Texts = LiteMap<String, String>;

/// What is being done with a form.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Doing {
    /// Being typed.
    Typing,
    /// Something is wrong; it is said beside the fields.
    Mending,
    /// The store has been asked.
    Saving,
    /// The store could not.
    Failed(BookError),
}

/// One open form. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
pub(crate) struct Form {
    /// Which draft is its.
    pub(crate) key: DraftKey,
    /// The kind of its record.
    pub(crate) kind: RecordKind,
    /// What is being done with it.
    pub(crate) doing: RwSignal<Doing>,
    /// When what is typed was last kept as a draft.
    pub(crate) kept_at: RwSignal<Option<f64>>,
    /// When the draft was typed with which the form began.
    pub(crate) resumed_from: RwSignal<Option<f64>>,
    /// Where it is kept.
    pub(crate) book: Book,
    words: &'static Words,
    owner: StoredValue<Owner>,
    entries: RwSignal<Vec<Entry>>,
    base: StoredValue<Texts>,
    dirty: StoredValue<bool>,
    closed: StoredValue<bool>,
    pause: Pause,
    changed: Callback<()>,
    left: Callback<()>,
}

/// What a form for an existing record begins with: its fields as an officer would type them, without the `hidden` ones.
pub(crate) fn texts_of(record: &RecordView, words: &Words, hidden: &[Field]) -> Texts {
    let notation = words.locale.notation();
    let fields = record.fields.iter().filter(|(field, _)| !field.is_reserved() && !hidden.contains(field));
    let texts = fields.map(|(field, value)| {
        (EntryName::Of(*field).to_string(), entry::write_of(record.kind, *field, value, notation))
    });
    let place = (EntryName::Place.to_string(), record.partition.to_string());
    order::gathered(texts.filter(|(_, text)| !text.is_empty()).chain([place]))
}

/// Keeps what is typed in an open form when the page is hidden, left or locked, and when the form is closed. Until then no
/// new version of the app takes the form away.
pub(crate) fn at_the_last_moment(book: Book, keep: impl Fn() + Copy + Send + Sync + 'static) {
    let guard = book.form_opened();
    let hiding = window_event_listener_untyped("visibilitychange", move |_| {
        if web::is_hidden() {
            keep();
        }
    });
    let leaving = window_event_listener_untyped("pagehide", move |_| keep());
    let locking = window_event_listener_untyped(web::KEEP, move |_| keep());
    on_cleanup(move || {
        keep();
        hiding.remove();
        leaving.remove();
        locking.remove();
        drop(guard);
    });
}

impl Form {
    /// Opens a form that begins with `base`, and with the draft over it where there is one.
    pub(crate) fn open(
        book: Book,
        words: &'static Words,
        kind: RecordKind,
        key: DraftKey,
        base: Texts,
    ) -> Self {
        let dirty = StoredValue::new(false);
        // The callbacks know the form by a cell, because the form holds the callbacks.
        let cell = StoredValue::new(None::<Form>);
        let changed = Callback::new(move |()| {
            if let Some(form) = cell.try_get_value().flatten() {
                form.touch();
            }
        });
        let left = Callback::new(move |()| {
            if let Some(form) = cell.try_get_value().flatten() {
                form.keep();
            }
        });
        let form = Self {
            key,
            kind,
            doing: RwSignal::new(Doing::Typing),
            kept_at: RwSignal::new(None),
            resumed_from: RwSignal::new(None),
            book,
            words,
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            entries: RwSignal::default(),
            base: StoredValue::new(base.clone()),
            dirty,
            closed: StoredValue::new(false),
            pause: Pause::new(),
            changed,
            left,
        };
        cell.set_value(Some(form));
        form.begin(base);
        at_the_last_moment(book, move || form.keep());
        form
    }

    fn begin(self, mut texts: Texts) {
        let draft = self
            .book
            .drafts()
            .with_untracked(|drafts| drafts.iter().find(|draft| draft.key == self.key).cloned());
        if let Some(draft) = draft {
            self.resumed_from.set(Some(draft.saved_at_ms));
            // A draft is the whole form: what it does not name was removed.
            texts = draft.texts;
        }
        for (name, text) in texts {
            if let Some(name) = EntryName::parse(&name) {
                self.add(name, text);
            }
        }
    }

    /// The entry of a name, made empty where the form has none yet.
    pub(crate) fn entry(self, name: EntryName) -> Entry {
        let found = self.entries.with_untracked(|all| all.iter().find(|entry| entry.name == name).copied());
        found.unwrap_or_else(|| self.add(name, String::new()))
    }

    /// The entry of a field.
    pub(crate) fn of(self, field: Field) -> Entry {
        self.entry(EntryName::Of(field))
    }

    /// Adds an entry.
    pub(crate) fn add(self, name: EntryName, text: String) -> Entry {
        let (changed, left) = (self.changed, self.left);
        // An entry may first be asked for by something that runs again and again, and must outlive it.
        let input = self.owner.with_value(|owner| {
            owner.with(|| Input { text: RwSignal::new(text), error: RwSignal::new(None), changed, left })
        });
        let entry = Entry { name, input };
        self.entries.update_untracked(|all| all.push(entry));
        entry
    }

    /// Removes the entries of one item of a repeated part.
    pub(crate) fn remove_item(self, item: u32) {
        self.entries.update_untracked(|all| {
            all.retain(|entry| !matches!(entry.name, EntryName::Of(field) if field.item == item));
        });
        self.touch();
    }

    /// The numbers of the items that have an entry.
    pub(crate) fn items(self) -> Vec<u32> {
        let mut items = Vec::new();
        self.entries.with_untracked(|all| {
            for entry in all {
                if let EntryName::Of(Field { item: item @ 1.., .. }) = entry.name
                    && !items.contains(&item)
                {
                    items.push(item);
                }
            }
        });
        items
    }

    /// The numbers of the items that have an entry for one of these fields.
    pub(crate) fn items_with(self, fields: &[Field]) -> Vec<u32> {
        let all = self.items();
        self.entries.with_untracked(|entries| {
            let has = |item: &u32| {
                entries.iter().any(|entry| {
                    matches!(entry.name, EntryName::Of(field)
                        if field.item == *item && fields.iter().any(|own| own.number == field.number))
                })
            };
            all.into_iter().filter(has).collect()
        })
    }

    /// Something was typed: keep it soon.
    pub(crate) fn touch(self) {
        self.dirty.set_value(true);
        if !matches!(self.doing.get_untracked(), Doing::Saving) {
            self.doing.set(Doing::Typing);
        }
        self.pause.before(move || self.keep());
    }

    /// Keeps what is typed as a draft, now. Does nothing where nothing changed since.
    pub(crate) fn keep(self) {
        let idle =
            self.closed.try_get_value().unwrap_or(true) || !self.dirty.try_get_value().unwrap_or(false);
        let Some(texts) = self.texts().filter(|_| !idle) else { return };
        let _gone = self.dirty.try_set_value(false);
        let book = self.book;
        let draft = Draft { key: self.key, kind: self.kind, texts, saved_at_ms: web::now_ms() };
        let kept_at = self.kept_at;
        let doing = self.doing;
        let unchanged = self.base.try_with_value(|base| *base == draft.texts).unwrap_or(false);
        spawn_local(async move {
            let at = draft.saved_at_ms;
            let kept =
                if unchanged { book.drop_draft(draft.key).await } else { book.save_draft(draft).await };
            let _gone = match kept {
                Ok(()) => kept_at.try_set(Some(at).filter(|_| !unchanged)).is_some(),
                Err(error) => doing.try_set(Doing::Failed(error)).is_some(),
            };
        });
    }

    /// All that is typed; `None` once the screen is gone.
    fn texts(self) -> Option<Texts> {
        let entries = self.entries.try_get_untracked()?;
        let text = |entry: &Entry| Some((entry.name.to_string(), entry.input.text.try_get_untracked()?));
        let filled = entries.iter().filter_map(text).filter(|(_, text)| !text.is_empty());
        Some(order::gathered(filled))
    }

    /// The values that are typed, and what is wrong with them by themselves.
    pub(crate) fn values(self, notation: Notation) -> (Fields, Vec<(EntryName, EntryFault)>) {
        let mut fields = Fields::new();
        let mut wrong = Vec::new();
        for entry in self.entries.get_untracked() {
            let EntryName::Of(field) = entry.name else { continue };
            match entry.input.text.with_untracked(|text| entry::read(self.kind, field, text, notation)) {
                Ok(value) => _ = fields.insert(field, value),
                Err(fault) => wrong.push((entry.name, fault)),
            }
        }
        (fields, wrong)
    }

    /// The place that is chosen.
    pub(crate) fn place(self) -> Option<PartitionId> {
        self.entry(EntryName::Place).input.text.with_untracked(|text| text.parse().ok()).map(PartitionId)
    }

    /// The values of the form that differ from what it began with. What is gone from the form is cleared.
    pub(crate) fn changes(self, fields: &Fields) -> Fields {
        let now = self.texts().unwrap_or_default();
        let same = |name: &str, base: &Texts| base.get(name) == now.get(name);
        self.base.with_value(|base| {
            let written = fields.iter().filter(|(field, _)| !same(&EntryName::Of(**field).to_string(), base));
            let mut changes = order::gathered(written.map(|(field, value)| (*field, value.clone())));
            for name in base.keys().filter(|name| !now.contains_key(*name)) {
                if let Some(EntryName::Of(field)) = EntryName::parse(name) {
                    changes.insert(field, Value::Null);
                }
            }
            changes
        })
    }

    /// Says beside each field what is wrong, and leads to the first. Whether nothing is.
    pub(crate) fn judge(self, wrong: Vec<(EntryName, EntryFault)>, faults: Vec<Fault>) -> bool {
        for entry in self.entries.get_untracked() {
            entry.input.error.set(None);
        }
        let of_values = faults
            .into_iter()
            .filter_map(|fault| Some((EntryName::Of(fault.field()?), EntryFault::Value(fault))));
        let mut good = true;
        for (name, fault) in wrong.into_iter().chain(of_values) {
            good = false;
            let error = self.entry(name).input.error;
            // The first complaint of a field is the one to mend first.
            if error.with_untracked(Option::is_none) {
                error.set(Some(faults::entry(self.words, self.kind, fault)));
            }
        }
        if !good {
            self.doing.set(Doing::Mending);
            lead_to_complaint();
        }
        good
    }

    /// Saves the values: as a new record, or what differs of the `existing` one. What is typed stays until the store has
    /// it.
    pub(crate) fn save(
        self,
        existing: Option<RecordId>,
        place: PartitionId,
        values: &Fields,
        then: Callback<RecordId>,
    ) {
        self.doing.set(Doing::Saving);
        let (book, kind, key) = (self.book, self.kind, self.key);
        let fields = if existing.is_some() { self.changes(values) } else { entry::filled(values) };
        spawn_local(async move {
            let saved: Result<RecordId, BookError> = match existing {
                None => book.create(kind, place, fields, key).await,
                Some(id) => book.edit(id, fields, Some(key)).await.map(|()| id),
            };
            match saved {
                Ok(id) => {
                    let _gone = self.closed.try_set_value(true);
                    // It went with the record. Only where nothing had changed is it still there.
                    let _kept = book.drop_draft(self.key).await;
                    let _gone = then.try_run(id);
                }
                Err(error) => {
                    let _gone = self.doing.try_set(Doing::Failed(error));
                }
            }
        });
    }

    /// What was typed is stored by other means: its draft goes.
    pub(crate) async fn finish(self) {
        let _gone = self.closed.try_set_value(true);
        // Should the store fail here, a draft of something done is offered again: a nuisance, no loss.
        let _kept = self.book.drop_draft(self.key).await;
    }

    /// Gives up what is typed.
    pub(crate) fn discard(self, then: Callback<()>) {
        self.closed.set_value(true);
        let (book, key) = (self.book, self.key);
        spawn_local(async move {
            let _kept = book.drop_draft(key).await;
            let _gone = then.try_run(());
        });
    }

    /// Whether a save is under way. Tracks.
    pub(crate) fn is_saving(self) -> bool {
        self.doing.get() == Doing::Saving
    }
}
