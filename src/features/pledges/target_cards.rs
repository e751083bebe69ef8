//! The targets of a pledge with their results, which are entered right here: written as soon as a field is left.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::access;
use thidua_domain::decimal;
use thidua_domain::pledge::{Pledge, TARGET_NAME, TARGET_RESULT, Target};
use thidua_domain::record::{Decimal, Field, Fields, RecordKind, Value};
use thidua_domain::schema;

use super::target::Reached;
use crate::book::{Book, RecordView, Session};
use crate::components::field::{Input, Keys, Label, TextField};
use crate::components::live::{live, live_if, live_text};
use crate::components::long_list::{Row, keyed};
use crate::components::toast::Toaster;
use crate::forms::entry::{self, EntryFault, EntryName};
use crate::locale::{Words, faults};
use crate::order;

const KIND: RecordKind = RecordKind::Pledge;

/// What the cards need to be drawn.
#[derive(Clone)]
pub(super) struct TargetCards {
    /// The words.
    pub(super) words: &'static Words,
    /// Where results are written.
    pub(super) book: Book,
    /// Who writes.
    pub(super) session: Option<Arc<Session>>,
    /// Says that a result is saved.
    pub(super) toaster: Toaster,
    /// The pledge.
    pub(super) record: Memo<Option<Arc<RecordView>>>,
}

impl TargetCards {
    /// Something of one target. Tracks.
    fn of<T: Default>(&self, item: u32, read: impl Fn(&Target<'_>) -> T) -> T {
        self.record
            .with(|record| {
                let record = record.as_ref()?;
                Pledge::read(&record.fields).targets.iter().find(|target| target.item == item).map(read)
            })
            .unwrap_or_default()
    }

    /// Whether the account may write results here. Tracks.
    fn may_write(&self) -> bool {
        let record = self.record.read();
        let Some((record, session)) = record.as_ref().zip(self.session.as_ref()) else { return false };
        let before = Some(&record.fields);
        !record.deleted
            && access::may_write(&session.account, KIND, record.partition, before, &Fields::new()).is_ok()
    }

    fn figure(&self, amount: Option<Decimal>) -> String {
        amount.map(|amount| decimal::format(amount, self.words.locale.notation())).unwrap_or_default()
    }
}

/// The targets, in their order.
pub(super) fn draw(cards: &TargetCards) -> AnyView {
    let cards = cards.clone();
    let rows = Signal::derive(move || {
        let record = cards.record.read();
        let targets = record.as_ref().map(|record| Pledge::read(&record.fields).targets).unwrap_or_default();
        let row = |target: &Target<'_>| {
            let (cards, item) = (cards.clone(), target.item);
            Row { key: (item.into(), 0), draw: Arc::new(move || card(&cards, item)) }
        };
        targets.iter().map(row).collect::<Vec<_>>()
    });
    view! { <div class="targets">{keyed(rows)}</div> }.into_any()
}

fn card(cards: &TargetCards, item: u32) -> AnyView {
    let words = cards.words;
    let part = |read: fn(&TargetCards, &Target<'_>) -> String| {
        let cards = cards.clone();
        live_text(move || cards.of(item, |target| read(&cards, target)))
    };
    let name = part(|_, target| target.name.to_owned());
    let plan = part(|cards, target| {
        let plan = if target.plan.is_some() {
            cards.figure(target.plan)
        } else {
            cards.words.record.nothing.to_owned()
        };
        [&plan, " ", target.measure].concat()
    });
    let reached = {
        let cards = cards.clone();
        Memo::new(move |_| cards.of(item, |target| Some(Reached::of(target))))
    };
    let result = {
        let asked = cards.clone();
        let may = Memo::new(move |_| asked.may_write());
        let cards = cards.clone();
        live(move || if may.get() { result_field(&cards, item) } else { result_read(&cards, item) })
    };
    view! {
        <div class="target">
            <p class="name" id=name_id(item)>{name}</p>
            {figure(words.pledge.plan, plan)}
            {result}
            <div class="reached">{live_if(move || reached.get().map(|reached| reached.draw(words)))}</div>
        </div>
    }
    .into_any()
}

/// A figure under its name, as tall as a field is.
fn figure(name: &'static str, text: AnyView) -> AnyView {
    view! { <p class="figure-line"><span class="small">{name}</span><span class="number">{text}</span></p> }
        .into_any()
}

/// The result, for those who may only read it.
fn result_read(cards: &TargetCards, item: u32) -> AnyView {
    let (words, cards) = (cards.words, cards.clone());
    let text = live_text(move || {
        let result = cards.of(item, |target| target.result);
        if result.is_some() { cards.figure(result) } else { words.record.nothing.to_owned() }
    });
    figure(words.pledge.result, text)
}

fn name_id(item: u32) -> String {
    EntryName::Of(Field::of_item(TARGET_NAME.number, item)).id()
}

/// The result. What is typed is not overwritten by what arrives meanwhile; it is written when the field is left.
fn result_field(cards: &TargetCards, item: u32) -> AnyView {
    let field = Field::of_item(TARGET_RESULT.number, item);
    let known = {
        let cards = cards.clone();
        Memo::new(move |_| cards.figure(cards.of(item, |target| target.result)))
    };
    let text = RwSignal::new(known.get_untracked());
    let error = RwSignal::new(None);
    Effect::new(move |before: Option<String>| {
        let now = known.get();
        if before.is_none_or(|before| before == text.get_untracked()) {
            text.set(now.clone());
        }
        now
    });
    let left = {
        let cards = cards.clone();
        Callback::new(move |()| {
            let typed = text.get_untracked();
            if typed.trim() == known.get_untracked() {
                return;
            }
            match judged(field, &typed, cards.words) {
                Ok(value) => save(&cards, order::gathered([(field, value)]), text, error),
                Err(fault) => error.set(Some(faults::entry(cards.words, KIND, fault))),
            }
        })
    };
    // The way back of the browser takes the field away without leaving it first.
    on_cleanup(move || {
        let _gone = left.try_run(());
    });
    let input = Input { text, error, left, ..Input::new() };
    let id = EntryName::Of(field).id();
    let label = Label { id, label: cards.words.pledge.result, optional: "", help: "" };
    let enter = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        input.leave();
    };
    view! {
        <form class="result" aria-labelledby=name_id(item) on:submit=enter>
            <TextField input=input label=label keys=Keys::Decimal/>
        </form>
    }
    .into_any()
}

fn judged(field: Field, typed: &str, words: &Words) -> Result<Value, EntryFault> {
    let value = entry::read(KIND, field, typed, words.locale.notation())?;
    schema::check_change(KIND, field, &value).map_err(EntryFault::Value)?;
    Ok(value)
}

fn save(cards: &TargetCards, changes: Fields, text: RwSignal<String>, error: RwSignal<Option<String>>) {
    let Some(id) = cards.record.with_untracked(|record| record.as_ref().map(|record| record.id)) else {
        return;
    };
    let (words, book, toaster) = (cards.words, cards.book, cards.toaster);
    // As the number will be shown, so that it is not taken for something that is still being typed.
    if let Some(Value::Decimal(amount)) = changes.values().next() {
        text.set(decimal::format(*amount, words.locale.notation()));
    }
    spawn_local(async move {
        match book.edit(id, changes, None).await {
            Ok(()) => toaster.say(words.form.saved),
            Err(failed) => {
                let _gone = error.try_set(Some(faults::book(words, failed)));
            }
        }
    });
}
