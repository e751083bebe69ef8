//! One pledge: what was promised, and its targets, whose results are entered right here.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::pledge::Pledge;
use thidua_domain::record::RecordId;

use super::list::address;
use super::target::Reached;
use super::target_cards::{self, TargetCards};
use crate::book::{Book, RecordView, Session, use_book};
use crate::components::empty::Empty;
use crate::components::icon::Icon;
use crate::components::live::{live, live_if};
use crate::components::toast::{Toaster, use_toaster};
use crate::features::record_actions::{Actions, actions};
use crate::features::settle::{self, Settling};
use crate::features::state;
use crate::locale::{Words, format, words};
use crate::web;

/// What the detail needs to be drawn.
#[derive(Clone)]
struct Detail {
    words: &'static Words,
    book: Book,
    session: Option<Arc<Session>>,
    toaster: Toaster,
    settling: Settling,
    actions: Actions,
}

/// One pledge.
pub(super) fn show(id: RecordId) -> AnyView {
    let (words, book) = (words(), use_book());
    let detail = Detail {
        words,
        book,
        session: book.session().get_untracked(),
        toaster: use_toaster(),
        settling: Settling::new(book, words),
        actions: Actions::new(id, "/pledges"),
    };
    let record = Memo::new(move |_| book.record(id));
    let absent = move || {
        view! { <Empty icon=Icon::Search title=words.record.absent text=words.record.absent_help/> }
            .into_any()
    };
    let is_there = Memo::new(move |_| record.read().is_some());
    live(move || if is_there.get() { whole(&detail, record) } else { absent() })
}

/// The targets stand apart from what is around them: what is being typed there must outlive a change of the record.
fn whole(detail: &Detail, record: Memo<Option<Arc<RecordView>>>) -> AnyView {
    let part = |draw: fn(&Detail, &Arc<RecordView>) -> AnyView| {
        let detail = detail.clone();
        live_if(move || record.get().map(|record| draw(&detail, &record)))
    };
    let targets = target_cards::draw(&TargetCards {
        words: detail.words,
        book: detail.book,
        session: detail.session.clone(),
        toaster: detail.toaster,
        record,
    });
    view! {
        <article class="stack">
            {part(above)}
            {targets}
            {part(below)}
        </article>
    }
    .into_any()
}

/// What is promised, by whom and where.
fn above(detail: &Detail, record: &Arc<RecordView>) -> AnyView {
    let words = detail.words;
    let pledge = Pledge::read(&record.fields);
    let place =
        |id| detail.session.as_ref().map(|session| session.place_name(id).to_owned()).unwrap_or_default();
    let title = pledge.unit.map(place).unwrap_or_default();
    web::set_title(&title);
    let year =
        pledge.year.map(|year| [words.record.year, " ", &year.to_string()].concat()).unwrap_or_default();
    let content =
        (!pledge.content.is_empty()).then(|| view! { <p class="prose">{pledge.content.to_owned()}</p> });
    let conflicts = settle::all_conflicts(detail.settling, detail.session.as_deref(), record);
    let actions = actions(detail.actions, record, &title, [address(record.id), "/edit".to_owned()].concat());
    let count = (words.count.targets)(reached(&pledge), pledge.targets.len());
    view! {
        <header class="stack">
            <h2 tabindex="-1">{title}</h2>
            <p class="muted">{[place(record.partition), year].join(" · ")}</p>
            {state::chips(words, record)}
        </header>
        {actions}
        {settle::returned(detail.settling, record, detail.actions.ask)}
        {conflicts}
        {content}
        <h3 class="section-title">{words.pledge.targets} <span class="count">{count}</span></h3>
    }
    .into_any()
}

/// When it changed.
fn below(detail: &Detail, record: &Arc<RecordView>) -> AnyView {
    let words = detail.words;
    let changed = record.updated_ms.map(|at| [words.record.changed, &format::ago(words, at)].concat());
    view! { <p class="small">{changed}</p> }.into_any()
}

fn reached(pledge: &Pledge<'_>) -> usize {
    pledge.targets.iter().filter(|target| matches!(Reached::of(target), Reached::Fully(_))).count()
}
