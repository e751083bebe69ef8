//! What joins entries and takes them apart again. Nothing is lost by either: a merged entry points to the one that holds
//! for it, and taking it apart clears that.

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::nomination;
use thidua_domain::profile::{DISTINCT_FROM, MERGED_INTO};
use thidua_domain::record::{Field, Fields, RecordId, Value};

use super::words::PeopleWords;
use crate::book::{Book, use_book};
use crate::components::toast::{Toaster, use_toaster};
use crate::locale::{Words, faults, words};
use crate::order;
use crate::web;

/// One record's change.
type Change = (RecordId, Fields);

/// The commands, and what says how they ended.
#[derive(Clone, Copy)]
pub(super) struct Merging {
    book: Book,
    words: &'static Words,
    own: &'static PeopleWords,
    toaster: Toaster,
}

impl Merging {
    /// Of this screen.
    pub(super) fn new() -> Self {
        Self { book: use_book(), words: words(), own: PeopleWords::chosen(), toaster: use_toaster() }
    }

    /// `from` counts as `into` from now on.
    pub(super) fn merge(self, from: RecordId, into: RecordId) {
        let undo = vec![change(from, MERGED_INTO, Value::Null)];
        self.write(vec![change(from, MERGED_INTO, link(into))], self.own.was_merged, undo);
    }

    /// These entries stand for themselves again.
    pub(super) fn take_apart(self, merged: &[RecordId]) {
        let changes = merged.iter().map(|id| change(*id, MERGED_INTO, Value::Null)).collect();
        self.write(changes, self.own.was_taken_apart, Vec::new());
    }

    /// `id` is somebody else than `other`.
    pub(super) fn tell_apart(self, id: RecordId, other: RecordId) {
        let field = Field::of_item(DISTINCT_FROM.number, web::random_item());
        let undo = vec![change(id, field, Value::Null)];
        self.write(vec![change(id, field, link(other))], self.own.was_told_apart, undo);
    }

    /// A nomination is for this entry.
    pub(super) fn link(self, nomination: RecordId, id: RecordId) {
        let undo = vec![change(nomination, nomination::PROFILE, Value::Null)];
        self.write(vec![change(nomination, nomination::PROFILE, link(id))], self.own.was_linked, undo);
    }

    /// Of two versions of where an entry was merged, this one holds.
    pub(super) fn settle(self, id: RecordId, value: Value) {
        let Self { book, words, toaster, .. } = self;
        spawn_local(async move {
            match book.settle(id, MERGED_INTO, value).await {
                Ok(()) => toaster.say(words.record().settled),
                Err(error) => toaster.say(faults::book_short(words, error)),
            }
        });
    }

    /// Writes the changes one after the other; says so, with the way back where there is one.
    fn write(self, changes: Vec<Change>, said: &'static str, undo: Vec<Change>) {
        let Self { book, words, toaster, .. } = self;
        spawn_local(async move {
            for (id, fields) in changes {
                if let Err(error) = book.edit(id, fields, None).await {
                    return toaster.say(faults::book_short(words, error));
                }
            }
            if undo.is_empty() {
                return toaster.say(said);
            }
            let back = Callback::new(move |()| self.write(undo.clone(), self.own.was_undone, Vec::new()));
            toaster.say_with(said, words.record().undo, back);
        });
    }
}

fn change(id: RecordId, field: Field, value: Value) -> Change {
    (id, order::gathered([(field, value)]))
}

fn link(id: RecordId) -> Value {
    Value::from(id.to_string().as_str())
}
