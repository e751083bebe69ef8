//! One indicator: what is told of it, the figures that it was worked out from, and how it went over the years.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::decimal;
use thidua_domain::indicator::{
    self, ACTUAL, Indicator, KEY, LAST_YEAR, MEASURE, NOTE, PLAN, SOURCE, TOTAL, Untold,
};
use thidua_domain::record::{Field, RecordId};

use super::figures::{self, KIND, address};
use super::{charts, words};
use crate::book::{Book, RecordView, Session, use_book};
use crate::components::chip::{Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if};
use crate::features::fields;
use crate::features::record_actions::{Actions, actions};
use crate::features::section::absent;
use crate::features::settle::{self, Settling};
use crate::features::state;
use crate::locale::facts::Both;
use crate::locale::{Words, format, words as of_app};
use crate::web;

/// What the detail needs to be drawn.
#[derive(Clone)]
struct Detail {
    app: &'static Words,
    book: Book,
    session: Arc<Session>,
    settling: Settling,
    actions: Actions,
}

/// One indicator.
pub(super) fn show(id: RecordId) -> AnyView {
    let (app, book) = (of_app(), use_book());
    let Some(session) = book.session().get_untracked() else { return ().into_any() };
    let (settling, actions) = (Settling::new(book, app), Actions::new(id, "/indicators"));
    let detail = Detail { app, book, session, settling, actions };
    let record = Memo::new(move |_| book.record(id).filter(|record| record.kind == KIND));
    live(move || record.get().map_or_else(absent, |record| whole(&detail, &record)))
}

fn whole(detail: &Detail, record: &Arc<RecordView>) -> AnyView {
    let (app, locale) = (detail.app, detail.app.locale);
    let read = Indicator::read(&record.fields);
    web::set_title(read.name);
    let year = read.year.map(|year| [app.record().year, " ", &year.to_string()].concat()).unwrap_or_default();
    let about = [
        figures::place_name(&detail.session, record.partition),
        " · ",
        words::group(locale, read.group()),
        " · ",
        &year,
    ];
    let edit = [address(record.id), "/edit".to_owned()].concat();
    let of_others = {
        let (detail, record) = (detail.clone(), Arc::clone(record));
        (!record.deleted).then(|| live_if(move || Some(over_years(&detail, &record))))
    };
    let changed = record.updated_ms.map(|at| [app.record().changed, &format::ago(app, at)].concat());
    view! {
        <article class="stack">
            <header class="stack">
                <h2 tabindex="-1">{read.name.to_owned()}</h2>
                <p class="muted">{about.concat()}</p>
                <p><strong>{figures::sentence(app, &read)}</strong></p>
                <div class="chips">{figures::reached(app, &read)} {state::chips(app, record)}</div>
            </header>
            {actions(detail.actions, record, read.name, edit)}
            {settle::returned(detail.settling, record, detail.actions.ask)}
            {settle::all_conflicts(detail.settling, Some(&*detail.session), record)}
            {facts(app, record, &read)}
            {of_others}
            <p class="small">{changed}</p>
        </article>
    }
    .into_any()
}

/// The figures, and what was worked out of them or why not.
fn facts(app: &'static Words, record: &RecordView, read: &Indicator<'_>) -> AnyView {
    let (locale, notation) = (app.locale, app.locale.notation());
    let value = |field: Field| {
        let value = record.fields.get(&field)?;
        let text = fields::value(app, None, KIND, field, value);
        (!text.is_empty()).then_some(text)
    };
    let given = |field: Field| {
        let text = value(field)?;
        Some(fact(fields::name(app, KIND, field), text))
    };
    // Sentences, under the figures.
    let long = |field: Field| {
        let text = value(field)?;
        let name = fields::name(app, KIND, field);
        Some(view! { <div class="whole"><dt>{name}</dt><dd class="prose">{text}</dd></div> })
    };
    let worked_out = |name: Both, told: Result<String, Untold>| {
        let text = told.unwrap_or_else(|why| indicator::why(why, notation).to_owned());
        fact(locale.of(name), text)
    };
    let growth = read.growth().map(|change| indicator::growth_words(change, notation));
    let plan = read.of_plan().map(|share| [&share.written(notation), " ", locale.of(PLAN_OF)].concat());
    let has_share = read.total.is_some() || read.known().is_some_and(|known| known.whole.is_some());
    let share =
        has_share.then(|| worked_out(words::SHARE, read.share().map(|share| share.written(notation))));
    let known = (read.known().is_some()).then(|| given(KEY)).flatten();
    view! {
        <dl class="card facts wide-facts">
            {known}
            {given(ACTUAL)}
            {given(PLAN)}
            {given(LAST_YEAR)}
            {given(TOTAL)}
            {given(MEASURE)}
            {worked_out(words::GROWTH, growth)}
            {worked_out(words::OF_PLAN, plan)}
            {share}
            {long(SOURCE)}
            {long(NOTE)}
        </dl>
    }
    .into_any()
}

const PLAN_OF: Both = ("kế hoạch", "of the plan");

fn fact(name: &'static str, text: String) -> AnyView {
    view! { <div><dt>{name}</dt><dd class="prose">{text}</dd></div> }.into_any()
}

/// How it went over the years, and where two years disagree. Tracks.
fn over_years(detail: &Detail, record: &Arc<RecordView>) -> AnyView {
    let (app, locale) = (detail.app, detail.app.locale);
    let all = figures::found(detail.book, &detail.session, None, Some(record.partition));
    let read: Vec<Indicator<'_>> = all.iter().map(|other| Indicator::read(&other.fields)).collect();
    let own = Indicator::read(&record.fields);
    let differs = indicator::differs_from(&own, &read).map(|reached| {
        let text = [locale.of(words::DIFFERS), &decimal::format(reached, locale.notation())].concat();
        view! { <Note tone=Tone::Wait icon=Icon::Alert><p>{text}</p></Note> }
    });
    let chart = own.year.map(|year| charts::trend(app, &own, &read, year));
    view! { {differs} {chart} }.into_any()
}
