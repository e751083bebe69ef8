//! One model: what it is, its pictures, how to do the same, and who has.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use thidua_domain::model::{self, Model};
use thidua_domain::record::{Field, RecordId, Value};

use super::list::chips;
use super::{Copying, KIND, address, copies, may_write, whose, words};
use crate::book::{Book, RecordView, Session, use_book};
use crate::components::live::live_if;
use crate::features::record_actions::{Actions, actions};
use crate::features::section::while_there;
use crate::features::settle::{self, Settling};
use crate::features::{evidence, fields, state};
use crate::locale::{Words, format, words as of_app};
use crate::web;

/// What the screen of one model knows. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
pub(super) struct Detail {
    pub(super) app: &'static Words,
    pub(super) book: Book,
    pub(super) id: RecordId,
    pub(super) session: StoredValue<Arc<Session>>,
    /// Opens the form for the own unit's copying, for those whose way to a form leads to the model's own.
    pub(super) open_copy: Callback<()>,
    record: Memo<Option<Arc<RecordView>>>,
    actions: Actions,
    settling: Settling,
}

/// One model.
pub(super) fn show(id: RecordId) -> AnyView {
    let (app, book) = (of_app(), use_book());
    let Some(session) = book.session().get_untracked() else { return ().into_any() };
    let copying = use_context::<Copying>();
    if let Some(copying) = copying {
        copying.0.set(false);
    }
    let navigate = use_navigate();
    let open_copy = Callback::new(move |()| {
        if let Some(copying) = copying {
            copying.0.set(true);
        }
        navigate(&[address(id), "/edit".to_owned()].concat(), Default::default());
    });
    let detail = Detail {
        app,
        book,
        id,
        session: StoredValue::new(session),
        open_copy,
        record: Memo::new(move |_| book.record(id)),
        actions: Actions::new(id, "/models"),
        settling: Settling::new(book, app),
    };
    while_there(detail.record, move || whole(detail))
}

fn whole(detail: Detail) -> AnyView {
    let part = |draw: fn(Detail, &Arc<RecordView>) -> AnyView| {
        live_if(move || detail.record.get().map(|record| draw(detail, &record)))
    };
    view! {
        <article class="stack">
            {part(head)}
            {evidence::of_record(detail.id)}
            {part(facts)}
            {part(|detail, record| copies::draw(detail, record))}
            {part(foot)}
        </article>
    }
    .into_any()
}

fn head(detail: Detail, record: &Arc<RecordView>) -> AnyView {
    let app = detail.app;
    let session = detail.session.get_value();
    let model = Model::read(&record.fields);
    let title = model.name.to_owned();
    web::set_title(&title);
    let edit = [address(record.id), "/edit".to_owned()].concat();
    let may = may_write(&session, record);
    let actions = may.then(|| actions(detail.actions, record, &title, edit));
    let returned = may.then(|| settle::returned(detail.settling, record, detail.actions.ask));
    let since = model.since.map(|year| words::since(app.locale, year));
    let line: Vec<_> =
        [whose(Some(&session), &model)].into_iter().chain(since).filter(|part| !part.is_empty()).collect();
    view! {
        <header class="stack">
            <h2 tabindex="-1">{title.clone()}</h2>
            <p class="muted">{line.join(" · ")}</p>
            {chips(app, &model)}
            {state::chips(app, record)}
        </header>
        {actions}
        {returned}
        {conflicts(detail, &session, record)}
    }
    .into_any()
}

/// The fields that hold two values, where they are this officer's to settle. Those of pictures stand with the pictures.
fn conflicts(detail: Detail, session: &Session, record: &Arc<RecordView>) -> Vec<AnyView> {
    let whole = may_write(session, record);
    let is_own = |field: &&Field| {
        let of_copy = model::is_copy(**field);
        (of_copy && field.item == session.home.0) || (whole && (!of_copy || session.sees_all_units()))
    };
    let two = |field: &Field| {
        let two = settle::two_values(detail.settling, Some(session), record, *field)?;
        Some(
            view! { <div class="field"><strong>{fields::name(detail.app, KIND, *field)}</strong>{two}</div> }
                .into_any(),
        )
    };
    let of_files = |field: &&Field| field.number >= thidua_domain::nomination::EVIDENCE_DIGEST.number;
    record.conflicts.keys().filter(|field| !of_files(field)).filter(is_own).filter_map(two).collect()
}

fn facts(detail: Detail, record: &Arc<RecordView>) -> AnyView {
    let app = detail.app;
    let model = Model::read(&record.fields);
    let long = [(model::WHAT, model.what), (model::HOW, model.how), (model::RESULT, model.result)];
    let long = long
        .into_iter()
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(field, text)| {
            let (name, text) = (fields::name(app, KIND, field), text.to_owned());
            view! { <div class="whole"><dt>{name}</dt><dd class="prose">{text}</dd></div> }
        })
        .collect_view();
    let movement = model.movement.map(|id| {
        let of = detail.book.record(id);
        let name = of.as_ref().and_then(|of| {
            of.fields.get(&thidua_domain::movement::NAME).and_then(Value::as_text).map(str::to_owned)
        });
        let said = name.map_or_else(
            || view! { <span>{app.locale.of(words::MOVEMENT_ABSENT)}</span> }.into_any(),
            |name| view! { <a href=["/movements/", &id.to_string()].concat()>{name}</a> }.into_any(),
        );
        view! { <div class="whole"><dt>{fields::name(app, KIND, model::MOVEMENT)}</dt><dd>{said}</dd></div> }
    });
    view! { <dl class="facts">{long} {movement}</dl> }.into_any()
}

fn foot(detail: Detail, record: &Arc<RecordView>) -> AnyView {
    let changed =
        record.updated_ms.map(|at| [detail.app.record().changed, &format::ago(detail.app, at)].concat());
    view! { <p class="small">{changed}</p> }.into_any()
}
