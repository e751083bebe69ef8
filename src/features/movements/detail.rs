//! One movement: what it is for, what the own unit does with it, who takes part, and what came of it.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use thidua_domain::model::Model;
use thidua_domain::movement::{self, Movement};
use thidua_domain::record::{Field, PartitionId, RecordId, RecordKind};

use super::joining::{self, Joining};
use super::list::chips;
use super::{KIND, OnBehalf, address, day, figures, may_write, may_write_part, part, span, units, words};
use crate::book::{Book, DraftKey, RecordView, Session, use_book};
use crate::components::chip::{Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::live_if;
use crate::components::press::{Weight, button, link};
use crate::components::toast::{Toaster, use_toaster};
use crate::features::record_actions::{Actions, actions};
use crate::features::section::while_there;
use crate::features::settle::{self, Settling};
use crate::features::{fields, models, state};
use crate::locale::{Words, format, words as of_app};
use crate::web;

/// What the screen of one movement knows. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
pub(super) struct Detail {
    pub(super) app: &'static Words,
    pub(super) book: Book,
    pub(super) id: RecordId,
    pub(super) record: Memo<Option<Arc<RecordView>>>,
    pub(super) toaster: Toaster,
    pub(super) session: StoredValue<Arc<Session>>,
    actions: Actions,
    settling: Settling,
    /// Opens the form for the part of a unit.
    open_part: Callback<PartitionId>,
}

impl Detail {
    /// The button that opens the form for the part of a unit.
    pub(super) fn write_for(self, word: &'static str, unit: PartitionId) -> AnyView {
        button(Weight::Other, Some(Icon::Pencil), word, move |()| self.open_part.run(unit))
    }
}

/// One movement.
pub(super) fn show(id: RecordId) -> AnyView {
    let (app, book) = (of_app(), use_book());
    let Some(session) = book.session().get_untracked() else { return ().into_any() };
    let on_behalf = use_context::<OnBehalf>();
    if let Some(unit) = on_behalf {
        unit.0.set(None);
    }
    let navigate = use_navigate();
    let open_part = Callback::new(move |unit: PartitionId| {
        if let Some(chosen) = on_behalf {
            chosen.0.set(Some(unit));
        }
        navigate(&[address(id), "/edit".to_owned()].concat(), NavigateOptions::default());
    });
    let detail = Detail {
        app,
        book,
        id,
        record: Memo::new(move |_| book.record(id)),
        toaster: use_toaster(),
        session: StoredValue::new(session),
        actions: Actions::new(id, "/movements"),
        settling: Settling::new(book, app),
        open_part,
    };
    let own = Joining::new(detail);
    while_there(detail.record, move || whole(detail, own))
}

fn whole(detail: Detail, own: Joining) -> AnyView {
    let part = |draw: fn(Detail, &Arc<RecordView>) -> AnyView| {
        live_if(move || detail.record.get().map(|record| draw(detail, &record)))
    };
    view! {
        <article class="stack">
            {part(head)}
            {live_if(move || joining::card(detail, own, detail.record.get()?.as_ref()))}
            {live_if(move || begun(detail))}
            {part(facts)}
            {part(|detail, record| super::units::draw(detail, record))}
            {live_if(move || models_of(detail))}
            {part(foot)}
        </article>
    }
    .into_any()
}

fn head(detail: Detail, record: &Arc<RecordView>) -> AnyView {
    let app = detail.app;
    let session = detail.session.get_value();
    let movement = Movement::read(&record.fields);
    let title = movement.name.to_owned();
    web::set_title(&title);
    let edit = [address(record.id), "/edit".to_owned()].concat();
    // A unit's officer has a card of their own below, and nothing to do with the whole.
    let may = may_write(&session, record);
    let actions = may.then(|| actions(detail.actions, record, &title, edit));
    let returned = may.then(|| settle::returned(detail.settling, record, detail.actions.ask));
    view! {
        <header class="stack">
            <h2 tabindex="-1">{title.clone()}</h2>
            <p class="muted">{span(app.locale, &movement)}</p>
            {chips(app, Some(&session), &movement)}
            {state::chips(app, record)}
        </header>
        {actions}
        {returned}
        {conflicts(detail, &session, record)}
    }
    .into_any()
}

/// The fields that hold two values, where they are this officer's to settle.
fn conflicts(detail: Detail, session: &Session, record: &Arc<RecordView>) -> Vec<AnyView> {
    let whole = may_write(session, record);
    let is_own = |field: &&Field| {
        whole
            || (movement::is_of_unit(**field)
                && field.item == session.home.0
                && may_write_part(session, record, session.home))
    };
    let two = |field: &Field| {
        let two = settle::two_values(detail.settling, Some(session), record, *field)?;
        let name = fields::name(detail.app, KIND, *field);
        let unit = movement::is_of_unit(*field)
            .then(|| session.place_name(PartitionId(field.item)).to_owned())
            .filter(|unit| !unit.is_empty())
            .map(|unit| [" (", &unit, ")"].concat());
        Some(view! { <div class="field"><strong>{name} {unit}</strong>{two}</div> }.into_any())
    };
    record.conflicts.keys().filter(is_own).filter_map(two).collect()
}

/// Said where the standing office has begun to write a unit's part. Tracks.
fn begun(detail: Detail) -> Option<AnyView> {
    let drafts = detail.book.drafts().get();
    let draft = drafts.iter().find(|draft| draft.key == DraftKey::Step(detail.id))?;
    let unit = part::unit_of(&draft.texts)?;
    let locale = detail.app.locale;
    let name = detail.session.get_value().place_name(unit).to_owned();
    Some(
        view! {
            <Note tone=Tone::Wait icon=Icon::Pencil>
                <p>{locale.of(words::BEGUN)} " " <strong>{name}</strong></p>
                <div class="buttons">{detail.write_for(locale.of(words::GO_ON), unit)}</div>
            </Note>
        }
        .into_any(),
    )
}

fn facts(detail: Detail, record: &Arc<RecordView>) -> AnyView {
    let app = detail.app;
    let session = detail.session.get_value();
    let movement = Movement::read(&record.fields);
    let name = |field| fields::name(app, KIND, field);
    let audience = movement.audience.map(|audience| {
        let words = fields::choices(app, KIND, movement::AUDIENCE);
        let code = usize::try_from(audience.code() - 1).unwrap_or_default();
        let word = words.get(code).copied().unwrap_or_default().to_owned();
        if audience != movement::Audience::Named {
            return word;
        }
        let names: Vec<_> = units(&session, &movement)
            .iter()
            .filter(|place| movement.named.contains(&place.id))
            .map(|place| place.name.clone())
            .collect();
        [word, ": ".to_owned(), names.join(", ")].concat()
    });
    let short = [
        (movement::LAUNCHED_BY, movement.launched_by.to_owned()),
        (movement::DECISION, movement.decision.to_owned()),
        (movement::AUDIENCE, audience.unwrap_or_default()),
        (movement::JOIN_BY, day(movement.join_by)),
        (movement::INTERIM_BY, day(movement.interim_by)),
        (movement::FINAL_BY, day(movement.final_by)),
        (movement::REVIEWED_ON, day(movement.review.0)),
        (movement::CLOSED_ON, day(movement.summary.0)),
    ];
    let short = short
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(field, text)| view! { <div><dt>{name(field)}</dt><dd>{text}</dd></div> })
        .collect_view();
    let long = [
        (movement::AIM, movement.aim),
        (movement::REVIEW, movement.review.1),
        (movement::SUMMARY, movement.summary.1),
    ];
    let long = long
        .into_iter()
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(field, text)| {
            let text = text.to_owned();
            view! { <div class="whole"><dt>{name(field)}</dt><dd class="prose">{text}</dd></div> }
        })
        .collect_view();
    view! {
        <dl class="facts">{long} {short}</dl>
        {figures::targets(app, &movement)}
        {figures::totals(app, &session, &movement)}
    }
    .into_any()
}

/// The models that came of this movement, and the way to tell of one. Tracks.
fn models_of(detail: Detail) -> Option<AnyView> {
    let (app, locale, id) = (detail.app, detail.app.locale, detail.id);
    let session = detail.session.get_value();
    let all = detail.book.records(RecordKind::Model).get();
    let of_this = |record: &&Arc<RecordView>| Model::read(&record.fields).movement == Some(id);
    let rows: Vec<_> = all
        .iter()
        .filter(of_this)
        .map(|record| {
            let model = Model::read(&record.fields);
            let unit = model.unit.map(|unit| session.place_name(unit).to_owned()).unwrap_or_default();
            let address = ["/models/", &record.id.to_string()].concat();
            view! {
                <li>
                    <a class="row" href=address>
                        <span class="name">{model.name.to_owned()}</span>
                        <span class="line">{unit}</span>
                        {state::chips(app, record)}
                    </a>
                </li>
            }
        })
        .collect();
    let is_live = detail.record.get().is_some_and(|record| !record.deleted);
    let add = (is_live && !session.only_reads()).then(|| {
        let form = models::new_of_movement(id);
        link(Weight::Other, Some(Icon::Plus), locale.of(words::ADD_MODEL), form)
    });
    (!rows.is_empty() || add.is_some()).then(|| {
        view! {
            <section class="stack" aria-label=locale.of(words::MODELS)>
                <h3 class="section-title">{locale.of(words::MODELS)} " " <span class="count">{rows.len()}</span></h3>
                <ul class="rows">{rows}</ul>
                <div class="buttons">{add}</div>
            </section>
        }
        .into_any()
    })
}

fn foot(detail: Detail, record: &Arc<RecordView>) -> AnyView {
    let changed =
        record.updated_ms.map(|at| [detail.app.record().changed, &format::ago(detail.app, at)].concat());
    view! { <p class="small">{changed}</p> }.into_any()
}
