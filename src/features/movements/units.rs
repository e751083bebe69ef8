//! Who takes part: of each unit how far it is, when it told what, and the results themselves.

use leptos::prelude::*;
use thidua_domain::movement::{Movement, Part, Report};
use thidua_domain::record::PartitionId;
use thidua_domain::rule_set::CivilDate;

use super::detail::Detail;
use super::{day, figures, list, standing_chip, units, words};
use crate::book::{Place, RecordView};
use crate::features::fields;
use crate::locale::Words;
use crate::locale::facts::Both;
use crate::web;

/// The units that take part. Tracks nothing: drawn anew with the record.
pub(super) fn draw(detail: Detail, record: &RecordView) -> AnyView {
    let (app, locale) = (detail.app, detail.app.locale);
    let session = detail.session.get_value();
    let movement = Movement::read(&record.fields);
    let all = units(&session, &movement);
    if all.is_empty() {
        return view! { <p class="muted">{locale.of(words::NO_UNITS)}</p> }.into_any();
    }
    let may = super::may_write(&session, record) && !record.deleted;
    let rows = all.iter().map(|place| row(detail, &movement, place, may)).collect_view();
    view! {
        <section class="stack" aria-label=locale.of(words::UNITS)>
            <h3 class="section-title">{locale.of(words::UNITS)}</h3>
            <p class="muted">{list::tally(app, &session, &movement)}</p>
            <ul class="rows">{rows}</ul>
        </section>
    }
    .into_any()
}

fn row(detail: Detail, movement: &Movement<'_>, place: &Place, may: bool) -> AnyView {
    let (app, locale) = (detail.app, detail.app.locale);
    let unit: PartitionId = place.id;
    let nothing = Part::default();
    let part = movement.parts.get(&unit).unwrap_or(&nothing);
    let standing = web::today().map(|today| standing_chip(app, movement.standing(unit, today)));
    let line = [
        when(app, words::JOINED_ON, part.joined_on, movement.join_by),
        when(app, words::INTERIM_ON, part.interim.day, movement.interim_by),
        when(app, words::FINAL_ON, part.last.day, movement.final_by),
    ];
    let line = line.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let results = results(app, movement, part);
    let behalf = may.then(|| detail.write_for(locale.of(words::ON_BEHALF), unit));
    view! {
        <li>
            <div class="row">
                <span class="name">{place.name.clone()}</span>
                <span class="line">{line}</span>
                <span class="foot chips">{standing}</span>
                {results}
                {behalf.map(|behalf| view! { <div>{behalf}</div> })}
            </div>
        </li>
    }
    .into_any()
}

/// When something was done, and whether that was after its day.
fn when(app: &Words, word: Both, on: Option<CivilDate>, by: Option<CivilDate>) -> Option<String> {
    let told = [app.locale.of(word), &day(Some(on?))].concat();
    let late = by.is_some_and(|by| on.is_some_and(|on| on > by));
    Some(if late { [&told, " (", app.locale.of(words::LATE_THEN), ")"].concat() } else { told })
}

/// What the unit has told, to be opened; nothing where it has told nothing.
fn results(app: &'static Words, movement: &Movement<'_>, part: &Part<'_>) -> Option<AnyView> {
    let locale = app.locale;
    let plan = (!part.plan.trim().is_empty()).then(|| {
        let name = fields::name(app, super::KIND, thidua_domain::movement::PLAN);
        view! { <div class="whole"><dt>{name}</dt><dd class="prose">{part.plan.to_owned()}</dd></div> }
            .into_any()
    });
    let report = |word: Both, report: &Report<'_>| {
        report.is_given().then(|| {
            let figures = figures::told(app, movement, report);
            let text = report.text.to_owned();
            view! {
                <div class="whole">
                    <dt>{locale.of(word)}</dt>
                    <dd class="stack"><span class="prose">{text}</span>{figures}</dd>
                </div>
            }
            .into_any()
        })
    };
    let told: Vec<AnyView> = [plan, report(words::INTERIM, &part.interim), report(words::FINAL, &part.last)]
        .into_iter()
        .flatten()
        .collect();
    (!told.is_empty()).then(|| {
        view! { <details><summary>{locale.of(words::RESULTS)}</summary><dl class="facts">{told}</dl></details> }
            .into_any()
    })
}
