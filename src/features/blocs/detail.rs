//! One bloc's year: what it says, and the ways to sign, to score and to the ranking.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::access;
use thidua_domain::bloc::{self, Bloc};
use thidua_domain::pledge::Pledge;
use thidua_domain::record::{Fields, RecordId, Value};

use super::super::pledges::promise;
use super::{KIND, address, may_edit, overview, part_address, ranking, scoring, signing_row, title, words};
use crate::book::{Book, RecordView, Session, use_book};
use crate::components::icon::Icon;
use crate::components::live::{attribute, live_if};
use crate::components::press::{Weight, link};
use crate::features::record_actions::{Actions, actions};
use crate::features::section::while_there;
use crate::features::settle::{self, Settling};
use crate::features::state;
use crate::features::whereabouts::{Part, Whereabouts, use_whereabouts};
use crate::locale::{Words, words as of_app};
use crate::web;

/// What the screens of one bloc's year know. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
pub(super) struct Detail {
    pub(super) app: &'static Words,
    pub(super) book: Book,
    pub(super) session: StoredValue<Arc<Session>>,
    pub(super) id: RecordId,
    pub(super) record: Memo<Option<Arc<RecordView>>>,
    actions: Actions,
    settling: Settling,
}

/// One bloc's year, or what is done with it, as the address says.
pub(super) fn show(id: RecordId) -> AnyView {
    let (app, book) = (of_app(), use_book());
    let Some(session) = book.session().get_untracked() else { return ().into_any() };
    let detail = Detail {
        app,
        book,
        session: StoredValue::new(session),
        id,
        record: Memo::new(move |_| book.record(id)),
        actions: Actions::new(id, "/blocs"),
        settling: Settling::new(book, app),
    };
    let place = use_whereabouts();
    let part = Memo::new(move |_| match place.get() {
        Whereabouts::Part(_, part) => Some(part),
        _ => None,
    });
    while_there(detail.record, move || {
        let body = match part.get() {
            None => overview(detail),
            Some(Part::Signing) => signing_row::draw(detail),
            Some(Part::Scoring) => scoring::draw(detail),
            Some(Part::Ranking) => ranking::draw(detail),
        };
        view! {
            <article class="stack">
                {live_if(move || detail.record.get().map(|record| head(detail, &record)))}
                {tabs(detail, part)}
                {body}
            </article>
        }
        .into_any()
    })
}

fn head(detail: Detail, record: &Arc<RecordView>) -> AnyView {
    let name = detail.session.with_value(|session| title(Some(session), record));
    web::set_title(&name);
    view! {
        <header class="stack">
            <h2 tabindex="-1">{name}</h2>
            {state::chips(detail.app, record)}
        </header>
    }
    .into_any()
}

/// The ways between the screens of one bloc's year.
fn tabs(detail: Detail, at: Memo<Option<Part>>) -> AnyView {
    let locale = detail.app.locale;
    let tab = |part: Option<Part>, word, address: String| {
        let current = attribute(move || (at.get() == part).then_some("page"));
        view! { <a class="button" href=address aria-current=current>{locale.of(word)}</a> }
    };
    let id = detail.id;
    view! {
        <nav class="buttons tabs" aria-label=locale.of(words::PARTS)>
            {tab(None, words::OVERVIEW, address(id))}
            {tab(Some(Part::Signing), words::SIGNING, part_address(id, "signing"))}
            {tab(Some(Part::Scoring), words::SCORING, part_address(id, "scoring"))}
            {tab(Some(Part::Ranking), words::RANKING, part_address(id, "ranking"))}
        </nav>
    }
    .into_any()
}

fn overview(detail: Detail) -> AnyView {
    live_if(move || detail.record.get().map(|record| whole(detail, &record)))
}

fn whole(detail: Detail, record: &Arc<RecordView>) -> AnyView {
    let app = detail.app;
    let locale = app.locale;
    let session = detail.session.get_value();
    let who = Some(session.as_ref());
    let edit = [address(record.id), "/edit".to_owned()].concat();
    // The leader changes what the members agree on, and deletes nothing.
    let may_all =
        access::may_write(&session.account, KIND, record.partition, Some(&record.fields), &Fields::new())
            .is_ok();
    let tools = if may_all || record.deleted {
        actions(detail.actions, record, &title(who, record), edit)
    } else if may_edit(&session, record) {
        let edit = link(Weight::Primary, Some(Icon::Pencil), app.record().edit, edit);
        view! { <div class="buttons">{edit}</div> }.into_any()
    } else {
        ().into_any()
    };
    let bloc = Bloc::read(&record.fields);
    let regulation = (!bloc.regulation.is_empty()).then(|| {
        view! {
            <details>
                <summary>{locale.of(words::REGULATION)}</summary>
                <p class="prose">{bloc.regulation.to_owned()}</p>
            </details>
        }
    });
    let template = Pledge::read(&record.fields);
    let has_template =
        !template.targets.is_empty() || record.fields.get(&bloc::CONTENT).and_then(Value::as_text).is_some();
    let template = has_template.then(|| {
        view! {
            <section class="card">
                <h3>{locale.of(words::TEMPLATE)}</h3>
                {promise::draw(app, &template)}
            </section>
        }
    });
    view! {
        <p class="help">{locale.of(words::WHO_EDITS)}</p>
        {tools}
        {settle::returned(detail.settling, record, detail.actions.ask)}
        {settle::all_conflicts(detail.settling, who, record)}
        {overview::notes(app, who, &record.fields)}
        <section class="card">
            <h3>{locale.of(words::MEMBERS)}</h3>
            {overview::members(app, who, record)}
        </section>
        {regulation}
        {template}
        <section class="card">
            <h3>{locale.of(words::TABLE)}</h3>
            {overview::table(app, record)}
        </section>
    }
    .into_any()
}
