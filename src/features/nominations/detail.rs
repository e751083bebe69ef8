//! One nomination: all that is known of it, what is to be settled, and what can be done with it.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::dossier::{DECIDED_BY, DECIDED_LEVEL, DECIDED_ON, DECISION_NUMBER};
use thidua_domain::nomination::{
    self, ABSENCE, ABSENCE_DAYS, ACHIEVEMENTS, ADVANCED, AWARD, BASIS, BIRTH_YEAR, CERTIFICATE_BY,
    CERTIFICATE_DAY, CERTIFICATE_NUMBER, COMPLETED, CONTRIBUTION, COUNTED_FROM, COUNTING, DISCIPLINE_ENDED,
    DISCIPLINED, DISQUALIFIED, DISSOLVED, FIRST_OF_GROUP, INITIATIVE, LEADS, MEMBERS, METHOD, MONTHS_WORKED,
    NAME, OF_THE_BASE, POINTS, POSITION, PROCEDURE, PUBLISH, RATING, RECEIVED_ON, RECIPIENT_CLASS,
    RECOGNITION, REGISTERED, REWARDED, RULE_SET, SCORE, SEX, SUBJECT, WITHIN_LIST, WOMEN, WORKPLACE, YEAR,
};
use thidua_domain::record::{Field, RecordId, Value};

use super::eligibility;
use super::list::address;
use crate::book::{RecordView, Session, use_book};
use crate::components::icon::Icon;
use crate::components::live::live_if;
use crate::components::press::{Weight, link};
use crate::features::law_desk::LawDesk;
use crate::features::record_actions::{Actions, actions};
use crate::features::section::while_there;
use crate::features::settle::{self, Settling};
use crate::features::{evidence, fields, state, way};
use crate::locale::{Words, format, words};
use crate::web;

/// What the detail needs to be drawn.
#[derive(Clone)]
struct Detail {
    words: &'static Words,
    session: Option<Arc<Session>>,
    settling: Settling,
    desk: LawDesk,
    actions: Actions,
}

/// The fields in the order in which they are read, and whether one wants a whole line.
const ORDER: [(Field, bool); 46] = [
    (DECISION_NUMBER, false),
    (DECIDED_ON, false),
    (DECIDED_BY, false),
    (DECIDED_LEVEL, false),
    (SUBJECT, false),
    (YEAR, false),
    (BIRTH_YEAR, false),
    (SEX, false),
    (POSITION, false),
    (RECIPIENT_CLASS, false),
    (METHOD, false),
    (RECEIVED_ON, false),
    (WORKPLACE, true),
    (ACHIEVEMENTS, true),
    (INITIATIVE, true),
    (RATING, false),
    (RECOGNITION, false),
    (CERTIFICATE_NUMBER, false),
    (CERTIFICATE_DAY, false),
    (CERTIFICATE_BY, false),
    (MONTHS_WORKED, false),
    (ABSENCE, false),
    (ABSENCE_DAYS, false),
    (REGISTERED, false),
    (PROCEDURE, false),
    (DISCIPLINE_ENDED, false),
    (COUNTED_FROM, false),
    (BASIS, false),
    (REWARDED, false),
    (MEMBERS, false),
    (COUNTING, false),
    (ADVANCED, false),
    (COMPLETED, false),
    (OF_THE_BASE, false),
    (DISCIPLINED, false),
    (WOMEN, false),
    (FIRST_OF_GROUP, false),
    (LEADS, false),
    (WITHIN_LIST, false),
    (POINTS, false),
    (DISQUALIFIED, false),
    (DISSOLVED, false),
    (CONTRIBUTION, false),
    (SCORE, false),
    (PUBLISH, false),
    (RULE_SET, true),
];

/// One nomination.
pub(super) fn show(id: RecordId) -> AnyView {
    let (words, book) = (words(), use_book());
    let detail = Detail {
        words,
        session: book.session().get_untracked(),
        settling: Settling::new(book, words),
        desk: LawDesk::of(book),
        actions: Actions::new(id, "/nominations"),
    };
    let record = Memo::new(move |_| book.record(id));
    let desk = detail.desk;
    while_there(record, move || {
        let (head_of, facts_of, rest_of) = (detail.clone(), detail.clone(), detail.clone());
        // The forms of the way stand between the two, so that they stay while the record changes.
        view! {
            <article class="stack">
                {live_if(move || record.get().map(|record| head(&head_of, &record)))}
                {way::panel(id, desk)}
                {way::handling(id)}
                {live_if(move || record.get().map(|record| facts(&facts_of, &record)))}
                {evidence::of_record(id)}
                {live_if(move || record.get().map(|record| rest(&rest_of, &record)))}
            </article>
        }
        .into_any()
    })
}

fn head(detail: &Detail, record: &Arc<RecordView>) -> AnyView {
    let words = detail.words;
    let session = detail.session.as_deref();
    let read = nomination::Nomination::read(&record.fields);
    let name = if read.name.is_empty() { words.nomination().nameless } else { read.name }.to_owned();
    web::set_title(&name);
    let award = read.award.map_or(words.record().nothing, |award| fields::award(words, award));
    let unit = session.map(|session| session.place_name(record.partition).to_owned()).unwrap_or_default();
    let two = |field| settle::two_values(detail.settling, session, record, field);
    let delete = detail.actions.ask;
    // Made from a place in a ranking: whoever appraises it looks there.
    let of_bloc = record.fields.get(&nomination::OF_BLOC).and_then(Value::as_text);
    let of_bloc = of_bloc.filter(|id| id.parse().is_ok_and(|id| use_book().record(id).is_some())).map(|id| {
        let name = fields::name(words, record.kind, nomination::OF_BLOC);
        let link = link(Weight::Plain, Some(Icon::Award), name, ["/blocs/", id, "/ranking"].concat());
        view! { <div class="buttons">{link}</div> }
    });
    let actions = actions(detail.actions, record, &name, [address(record.id), "/edit".to_owned()].concat());
    view! {
        <header class="stack">
            <h2 tabindex="-1">{name}</h2>
            {two(NAME)}
            <p class="award">{Icon::Award.draw()} <strong>{award}</strong></p>
            {two(AWARD)}
            <p class="muted">{unit}</p>
            {state::chips(words, record)}
        </header>
        {of_bloc}
        {actions}
        {settle::returned(detail.settling, record, delete)}
    }
    .into_any()
}

fn facts(detail: &Detail, record: &Arc<RecordView>) -> AnyView {
    let facts: Vec<_> =
        ORDER.iter().filter_map(|(field, whole)| fact(detail, record, *field, *whole)).collect();
    view! { <dl class="card facts wide-facts">{facts}</dl> }.into_any()
}

fn rest(detail: &Detail, record: &Arc<RecordView>) -> AnyView {
    let words = detail.words;
    let session = detail.session.as_deref();
    let changed = record.updated_ms.map(|at| [words.record().changed, &format::ago(words, at)].concat());
    let eligibility = {
        let (desk, record) = (detail.desk, Arc::clone(record));
        live_if(move || eligibility::of_record(words, desk, &record))
    };
    view! {
        {eligibility}
        {way::history(words, use_book(), session, record)}
        <p class="small">{changed}</p>
    }
    .into_any()
}

fn fact(detail: &Detail, record: &Arc<RecordView>, field: Field, whole: bool) -> Option<AnyView> {
    let session = detail.session.as_deref();
    let two = settle::two_values(detail.settling, session, record, field);
    let value = record.fields.get(&field).filter(|value| **value != Value::Null);
    if value.is_none() && two.is_none() {
        return None;
    }
    let text = value.map(|value| fields::value(detail.words, session, record.kind, field, value));
    let whole = whole || two.is_some();
    // The two versions show the value themselves.
    let text = text.filter(|_| two.is_none());
    Some(
        view! {
            <div class=if whole { "whole" } else { "" }>
                <dt>{fields::name(detail.words, record.kind, field)}</dt>
                <dd class="prose">{text} {two}</dd>
            </div>
        }
        .into_any(),
    )
}
