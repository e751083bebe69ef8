//! Where two have written the same field: both values, and the officer says which one holds. The history keeps both.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::record::{Field, Value};

use super::fields;
use crate::book::{Book, RecordView, Session};
use crate::components::chip::{Note, Tone};
use crate::components::icon::Icon;
use crate::components::press::{Weight, button};
use crate::components::toast::{Toaster, use_toaster};
use crate::locale::{Words, faults};

/// What settling needs to know.
#[derive(Clone, Copy)]
pub(crate) struct Settling {
    /// The book.
    pub(crate) book: Book,
    /// The words.
    pub(crate) words: &'static Words,
    toaster: Toaster,
}

impl Settling {
    /// Of this screen.
    pub(crate) fn new(book: Book, words: &'static Words) -> Self {
        Self { book, words, toaster: use_toaster() }
    }

    fn settle(self, record: &RecordView, field: Field, value: Value) {
        let (id, words) = (record.id, self.words);
        spawn_local(async move {
            match self.book.settle(id, field, value).await {
                Ok(()) => self.toaster.say(words.record().settled),
                Err(error) => self.toaster.say(faults::book_short(words, error)),
            }
        });
    }
}

/// Both values of one field, each with the button that makes it hold.
pub(crate) fn two_values(
    settling: Settling,
    session: Option<&Session>,
    record: &Arc<RecordView>,
    field: Field,
) -> Option<AnyView> {
    let others = record.conflicts.get(&field)?;
    let words = settling.words;
    let shown = record.fields.get(&field).cloned().unwrap_or(Value::Null);
    let version = |value: &Value, label, word| {
        let text = fields::value(words, session, record.kind, field, value);
        let (record, value) = (Arc::clone(record), value.clone());
        let settle = move |()| settling.settle(&record, field, value.clone());
        view! {
            <div class="version">
                <span class="small">{label}</span>
                <p class="prose">{text}</p>
                {button(Weight::Other, None, word, settle)}
            </div>
        }
    };
    let shown = version(&shown, words.record().shown_value, words.record().keep_this);
    let others: Vec<_> = others
        .iter()
        .map(|value| version(value, words.record().other_value, words.record().use_other))
        .collect();
    let name = fields::name(words, record.kind, field);
    Some(view! { <div class="two" role="group" aria-label=name>{shown} {others}</div> }.into_any())
}

/// The fields of a record that hold two values, each with its name: where the screen has no place of its own for one.
pub(crate) fn all_conflicts(
    settling: Settling,
    session: Option<&Session>,
    record: &Arc<RecordView>,
) -> Vec<AnyView> {
    record
        .conflicts
        .keys()
        .filter_map(|field| {
            let two = two_values(settling, session, record, *field)?;
            let name = fields::name(settling.words, record.kind, *field);
            Some(view! { <div class="field"><strong>{name}</strong>{two}</div> }.into_any())
        })
        .collect()
}

/// Said where an edit brought a deleted record back: it stays, or it is deleted after all.
pub(crate) fn returned(
    settling: Settling,
    record: &Arc<RecordView>,
    delete: Callback<()>,
) -> Option<AnyView> {
    let words = settling.words;
    let kept = Arc::clone(record);
    let keep = move |_| settling.settle(&kept, Field::RETURNED, Value::Bool(false));
    record.returned.then(|| {
        view! {
            <Note tone=Tone::Grave icon=Icon::Return>
                <p>{words.record().returned_help}</p>
                <div class="buttons">
                    {button(Weight::Other, None, words.record().keep_record, keep)}
                    {button(Weight::Grave, None, words.record().delete, move |_| delete.run(()))}
                </div>
            </Note>
        }
        .into_any()
    })
}
