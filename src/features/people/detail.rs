//! One entry: who it is, what it received over the years, what was merged into it, and what can be done with it.

use std::sync::Arc;

use leptos::prelude::*;
use litemap::LiteMap;
use thidua_domain::profile::{
    BIRTH_YEAR, ETHNICITY, MERGED_INTO, POSITION, Profile, RECIPIENT_CLASS, SEX, SUBJECT, WORKPLACE,
};
use thidua_domain::record::{Field, RecordId, Value};

use super::ethnicity;
use super::family::Family;
use super::index::PeopleIndex;
use super::list::{address, name_of};
use super::merging::Merging;
use super::record;
use super::words::PeopleWords;
use crate::book::{RecordView, use_book};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if};
use crate::components::press::{Weight, link};
use crate::features::persons::TITLE as PERSONS;
use crate::features::record_actions::{Actions, actions};
use crate::features::section::absent;
use crate::features::settle::{self, Settling};
use crate::features::{fields, state};
use crate::locale::{Words, format, words};
use crate::order;
use crate::web;

/// What the detail needs to be drawn.
#[derive(Clone)]
pub(super) struct Detail {
    /// The words of the app.
    pub(super) words: &'static Words,
    /// The words of the register.
    pub(super) own: &'static PeopleWords,
    /// The register, and what is merged in it.
    pub(super) family: Family,
    settling: Settling,
    actions: Actions,
}

/// The fields in the order in which they are read, and whether one wants a whole line.
const ORDER: [(Field, bool); 7] = [
    (SUBJECT, false),
    (BIRTH_YEAR, false),
    (SEX, false),
    (POSITION, false),
    (WORKPLACE, true),
    (RECIPIENT_CLASS, true),
    (ETHNICITY, false),
];

/// One entry.
pub(super) fn show(id: RecordId) -> AnyView {
    let (words, own, book) = (words(), PeopleWords::chosen(), use_book());
    let Some(index) = use_context::<PeopleIndex>() else { return ().into_any() };
    let session = book.session().get_untracked();
    let detail = Detail {
        words,
        own,
        family: Family { words, own, session, book, index, merging: Merging::new() },
        settling: Settling::new(book, words),
        actions: Actions::new(id, "/people"),
    };
    let record = Memo::new(move |_| book.record(id));
    live(move || record.get().map_or_else(absent, |record| whole(&detail, &record)))
}

fn whole(detail: &Detail, record: &Arc<RecordView>) -> AnyView {
    let (words, session) = (detail.words, detail.family.session.as_deref());
    let name = name_of(detail.own, &Profile::read(&record.fields));
    web::set_title(&name);
    let unit = session.map(|session| session.place_name(record.partition).to_owned());
    let asks = ethnicity::is_asked(detail.family.book);
    let conflicts = settle::all_conflicts(detail.settling, session, &without_hidden(record, asks));
    let facts: Vec<_> = ORDER
        .iter()
        .filter(|(field, _)| asks || *field != ETHNICITY)
        .filter_map(|(field, whole)| fact(detail, record, *field, *whole))
        .collect();
    let changed = record.updated_ms.map(|at| [words.record().changed, &format::ago(words, at)].concat());
    let delete = detail.actions.ask;
    let actions = actions(detail.actions, record, &name, [address(record.id), "/edit".to_owned()].concat());
    // What other records decide follows them by itself.
    let part = |draw: fn(&Detail, &Arc<RecordView>) -> Option<AnyView>| {
        let (detail, record) = (detail.clone(), Arc::clone(record));
        live_if(move || draw(&detail, &record))
    };
    let of_others = (!record.deleted).then(|| {
        view! {
            {part(|detail, record| Some(record::honours(detail, record.id)))}
            {part(|detail, record| Some(record::nominations(detail, record)))}
            {part(|detail, record| detail.family.came(record))}
        }
    });
    let may_ask = session.is_some_and(crate::book::Session::sees_all_units);
    let rights = may_ask.then(|| {
        let address = ["/persons/", &record.id.to_string()].concat();
        link(Weight::Other, Some(Icon::Key), words.locale.of(PERSONS), address)
    });
    view! {
        <article class="stack">
            <header class="stack">
                <h2 tabindex="-1">{name}</h2>
                <p class="muted">{unit}</p>
                {state::chips(words, record)}
            </header>
            {part(|detail, record| detail.family.went(record))}
            {actions}
            {settle::returned(detail.settling, record, delete)}
            {part(|detail, record| detail.family.two_ways(record))}
            {conflicts}
            <dl class="card facts wide-facts">{facts}</dl>
            {of_others}
            {rights}
            <p class="small">{changed}</p>
        </article>
    }
    .into_any()
}

/// The record without the conflicts that have a place of their own, or that are not shown at all.
fn without_hidden(record: &Arc<RecordView>, asks: bool) -> Arc<RecordView> {
    let is_shown = |field: &Field| *field != MERGED_INTO && (asks || *field != ETHNICITY);
    let shown = record.conflicts.iter().filter(|(field, _)| is_shown(field));
    let conflicts: LiteMap<_, _> = order::gathered(shown.map(|(field, values)| (*field, values.clone())));
    Arc::new(RecordView { conflicts, ..RecordView::clone(record) })
}

fn fact(detail: &Detail, record: &Arc<RecordView>, field: Field, whole: bool) -> Option<AnyView> {
    let value = record.fields.get(&field).filter(|value| **value != Value::Null)?;
    let session = detail.family.session.as_deref();
    let text = fields::value(detail.words, session, record.kind, field, value);
    Some(
        view! {
            <div class=if whole { "whole" } else { "" }>
                <dt>{fields::name(detail.words, record.kind, field)}</dt>
                <dd class="prose">{text}</dd>
            </div>
        }
        .into_any(),
    )
}
