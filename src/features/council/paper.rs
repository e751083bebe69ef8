//! A session as it is put together: who sits, and what is on the agenda.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::council::{self, MEMBER, POST};
use thidua_domain::record::{Field, Value};

use super::super::papers::{dossiers, words as of_papers};
use super::detail::Detail;
use super::{OnAgenda, agenda as agenda_of, words};
use crate::book::{RecordView, Session};
use crate::components::live::{flag, live};
use crate::components::long_list::{Row, long_list};
use crate::locale::Words;

/// The names of the members.
pub(super) fn members(detail: Detail, record: &Arc<RecordView>) -> AnyView {
    let locale = detail.app.locale;
    let text = |field: Field, item: u32| {
        let value = record.fields.get(&Field::of_item(field.number, item));
        value.and_then(Value::as_text).unwrap_or_default().to_owned()
    };
    let line = |item| {
        view! { <li><span>{text(MEMBER, item)}</span> <span class="small">{text(POST, item)}</span></li> }
    };
    let names: Vec<_> = council::members(&record.fields).map(line).collect();
    let count = names.len();
    view! {
        <section class="stack" aria-label=locale.of(words::MEMBERS)>
            <h3 class="section-title">
                {locale.of(words::MEMBERS)} " " <span class="count">{count}</span>
            </h3>
            <ul class="card plain-list">{names}</ul>
        </section>
    }
    .into_any()
}

/// The dossiers on the agenda.
pub(super) fn agenda(detail: Detail) -> AnyView {
    let locale = detail.app.locale;
    let count = live(move || {
        let count = detail.record.get().map_or(0, |record| council::agenda(&record.fields).count());
        view! { <span class="count">{count}</span> }.into_any()
    });
    let rows = items(detail, |item| one(&item));
    view! {
        <section class="stack" aria-label=locale.of(words::AGENDA)>
            <h3 class="section-title">{locale.of(words::AGENDA)} " " {count}</h3>
            {rows}
        </section>
    }
    .into_any()
}

/// An item of the agenda as it is drawn.
pub(super) struct Item {
    pub(super) own: OnAgenda,
    /// What its dossier is called, and the line below.
    pub(super) name: String,
    pub(super) line: String,
    /// Its place among all, from 1.
    pub(super) place: usize,
    pub(super) count: usize,
}

/// The items of the agenda, each drawn anew when its dossier changes.
pub(super) fn items(
    detail: Detail,
    draw: impl Fn(Item) -> AnyView + Copy + Send + Sync + 'static,
) -> AnyView {
    long_list(move |most| {
        let Some(record) = detail.record.get() else { return Vec::new() };
        let session = detail.session.get_value();
        let all = agenda_of(detail.book, &record.fields);
        let count = all.len();
        let row = |(place, own): (usize, OnAgenda)| {
            let (key, session) = (key(&own), Arc::clone(&session));
            let drawn = move || {
                let (name, line) = name_and_line(detail.app, &session, &own);
                draw(Item { own: own.clone(), name, line, place: place.saturating_add(1), count })
            };
            Row { key, draw: Arc::new(drawn) }
        };
        all.into_iter().enumerate().take(most).map(row).collect()
    })
}

/// One of several choices, of which one is chosen.
pub(super) fn choice(
    group: String,
    word: &'static str,
    is_chosen: impl Fn() -> bool + Send + Sync + 'static,
    pick: impl Fn() + 'static,
) -> AnyView {
    view! {
        <label>
            <input type="radio" name=group prop:checked=flag(is_chosen) on:change=move |_| pick()/>
            {word}
        </label>
    }
    .into_any()
}

/// By what a row of the agenda is told from another, and from what it was.
pub(super) fn key(own: &OnAgenda) -> (u128, usize) {
    (u128::from(own.item), own.dossier.as_ref().map_or(0, |record| Arc::as_ptr(record) as usize))
}

/// What a dossier is called, and the line below.
pub(super) fn name_and_line(app: &Words, session: &Session, own: &OnAgenda) -> (String, String) {
    match &own.dossier {
        Some(record) => {
            let parts = [dossiers::award(app, record), session.place_name(record.partition)];
            let line = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
            (dossiers::name(app, record), line)
        }
        None => (app.locale.of(of_papers::NOT_HERE).to_owned(), String::new()),
    }
}

fn one(item: &Item) -> AnyView {
    let body =
        view! { <span class="name">{item.name.clone()}</span> <span class="line">{item.line.clone()}</span> };
    match &item.own.dossier {
        Some(record) => {
            view! { <li><a class="row" href=dossiers::address(record.id)>{body}</a></li> }.into_any()
        }
        None => view! { <li><div class="row">{body}</div></li> }.into_any(),
    }
}
