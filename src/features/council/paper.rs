//! A session as it is put together: who sits, and what is on the agenda.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::council::{self, MEMBER, POST};
use thidua_domain::record::{Field, Value};

use super::super::papers::{dossiers, words as of_papers};
use super::detail::Detail;
use super::{OnAgenda, agenda as agenda_of, words};
use crate::book::{RecordView, Session};
use crate::components::live::live;
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
    let app = detail.app;
    let locale = app.locale;
    let count = live(move || {
        let count = detail.record.get().map_or(0, |record| council::agenda(&record.fields).count());
        view! { <span class="count">{count}</span> }.into_any()
    });
    let rows = long_list(move |most| {
        let Some(record) = detail.record.get() else { return Vec::new() };
        let row = |own: &OnAgenda| {
            let own = own.clone();
            let session = detail.session.get_value();
            Row { key: key(&own), draw: Arc::new(move || one(app, &session, &own)) }
        };
        agenda_of(detail.book, &record.fields).iter().take(most).map(row).collect()
    });
    view! {
        <section class="stack" aria-label=locale.of(words::AGENDA)>
            <h3 class="section-title">{locale.of(words::AGENDA)} " " {count}</h3>
            {rows}
        </section>
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

fn one(app: &'static Words, session: &Session, own: &OnAgenda) -> AnyView {
    let (name, line) = name_and_line(app, session, own);
    let body = view! { <span class="name">{name}</span> <span class="line">{line}</span> };
    match &own.dossier {
        Some(record) => {
            view! { <li><a class="row" href=dossiers::address(record.id)>{body}</a></li> }.into_any()
        }
        None => view! { <li><div class="row">{body}</div></li> }.into_any(),
    }
}
