//! The record over the years: what an entry and those merged into it received, since when that is complete, and the
//! nominations that are for it.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::award::Award;
use thidua_domain::nomination::Nomination;
use thidua_domain::profile::{Honour, Profile};
use thidua_domain::record::RecordId;

use super::detail::Detail;
use super::index::may_change;
use crate::book::RecordView;
use crate::components::icon::Icon;
use crate::components::press::{Weight, button};
use crate::features::{fields, state};
use crate::locale::format;
use crate::order;

/// What was received, newest year first. Tracks.
pub(super) fn honours(detail: &Detail, id: RecordId) -> AnyView {
    let own = detail.own;
    let family = detail.family.index.family(id);
    let all: Vec<Honour<'_>> =
        family.iter().flat_map(|record| Profile::read(&record.fields).honours).collect();
    // The list of the family is as complete as its most complete entry.
    let known_since = family.iter().filter_map(|record| Profile::read(&record.fields).known_since).min();
    let sorted = order::in_order(&all, |a, b| b.year.cmp(&a.year).then(a.award.cmp(b.award)));
    let mut told: Vec<&Honour<'_>> = Vec::new();
    for honour in &sorted {
        // Entered on both entries before they were merged.
        if !told.iter().any(|other| is_one(other, honour)) {
            told.push(honour);
        }
    }
    let count = told.len();
    let lines: Vec<_> = told.into_iter().map(|honour| line(detail, honour)).collect();
    let list = if count == 0 {
        view! { <p class="muted">{own.no_honours}</p> }.into_any()
    } else {
        view! { <ul class="card rules">{lines}</ul> }.into_any()
    };
    let (since, help) = known_since.map_or_else(
        || (own.complete_unknown.to_owned(), own.complete_unknown_help),
        |year| ((own.complete_since)(year), own.complete_help),
    );
    view! {
        <section class="stack" aria-label=own.over_the_years>
            <h3 class="section-title">{own.over_the_years} <span class="count">{count}</span></h3>
            {list}
            <div class="note">
                {Icon::Clock.draw()}
                <div><p><strong>{since}</strong></p><p class="small">{help}</p></div>
            </div>
        </section>
    }
    .into_any()
}

fn is_one(a: &Honour<'_>, b: &Honour<'_>) -> bool {
    Honour { item: 0, ..a.clone() } == Honour { item: 0, ..b.clone() }
}

fn line(detail: &Detail, honour: &Honour<'_>) -> AnyView {
    let (words, own) = (detail.words, detail.own);
    let award =
        Award::by_id(honour.award).map_or(words.record().nothing, |award| fields::award(words, award));
    let year = honour.year.map_or_else(|| own.no_year.to_owned(), |year| year.to_string());
    let decision = if honour.decision.is_empty() {
        own.no_decision.to_owned()
    } else {
        let day = format::civil(honour.day).map(|day| [" · ", &day].concat()).unwrap_or_default();
        [own.decision, honour.decision, &day].concat()
    };
    let is_revoked = !honour.revoked.is_empty();
    let revoked = is_revoked.then(|| {
        let word = [own.was_revoked, honour.revoked].concat();
        view! { <p class="error">{Icon::Alert.draw()} <span>{word}</span></p> }
    });
    let award = if is_revoked { view! { <s>{award}</s> }.into_any() } else { award.into_any() };
    view! {
        <li class="rule">
            <span><span class="award">{Icon::Award.draw()}</span></span>
            <div>
                <p><strong>{year}</strong> " · " {award}</p>
                <p class="small">{decision}</p>
                {revoked}
            </div>
        </li>
    }
    .into_any()
}

/// The nominations for an entry, and those that may be for it. Tracks.
pub(super) fn nominations(detail: &Detail, record: &Arc<RecordView>) -> AnyView {
    let own = detail.own;
    let [certain, perhaps] = detail.family.index.nominations_of(record.id);
    let count = certain.len();
    let rows: Vec<_> = certain.iter().map(|nomination| nominated(detail, nomination)).collect();
    let list = if count == 0 {
        view! { <p class="muted">{own.no_nominations}</p> }.into_any()
    } else {
        view! { <ul class="rows">{rows}</ul> }.into_any()
    };
    view! {
        <section class="stack" aria-label=own.nominations>
            <h3 class="section-title">{own.nominations} <span class="count">{count}</span></h3>
            {list}
        </section>
        {maybe(detail, record, &perhaps)}
    }
    .into_any()
}

/// Those that may be for it, each with the button that says that it is.
fn maybe(detail: &Detail, record: &Arc<RecordView>, perhaps: &[Arc<RecordView>]) -> Option<AnyView> {
    let (own, merging, id) = (detail.own, detail.family.merging, record.id);
    let rows: Vec<_> = perhaps
        .iter()
        .map(|nomination| {
            let at = nomination.id;
            let link = may_change(detail.family.session.as_deref(), nomination).then(|| {
                button(Weight::Other, Some(Icon::Tick), own.is_this, move |()| merging.link(at, id))
            });
            view! { {nominated(detail, nomination)} <li>{link}</li> }.into_any()
        })
        .collect();
    (!perhaps.is_empty()).then(|| {
        view! {
            <section class="stack" aria-label=own.perhaps_nominations>
                <div>
                    <h3 class="section-title">{own.perhaps_nominations} <span class="count">{perhaps.len()}</span></h3>
                    <p class="help">{own.perhaps_help}</p>
                </div>
                <ul class="rows">{rows}</ul>
            </section>
        }
        .into_any()
    })
}

fn nominated(detail: &Detail, record: &Arc<RecordView>) -> AnyView {
    let words = detail.words;
    let nomination = Nomination::read(&record.fields);
    let award = nomination.award.map_or(words.record().nothing, |award| fields::award(words, award));
    let year = nomination.year.map(|year| [words.record().year, " ", &year.to_string()].concat());
    let at = if nomination.position.is_empty() { nomination.workplace } else { nomination.position };
    let year = year.unwrap_or_default();
    let about: Vec<_> = [year.as_str(), at].into_iter().filter(|part| !part.is_empty()).collect();
    view! {
        <li>
            <a class="row" href=["/nominations/", &record.id.to_string()].concat()>
                <span class="name">{award}</span>
                <span class="line">{about.join(" · ")}</span>
                <span class="foot">{state::chips(words, record)}</span>
            </a>
        </li>
    }
    .into_any()
}
