//! Figures by target: the fields in which a unit tells them, how they are read, and what they come to over all units.

use leptos::prelude::*;
use thidua_domain::decimal;
use thidua_domain::movement::{Movement, Report, Review, Target, Total, Totals};
use thidua_domain::record::{Field, PartitionId};

use super::{units, words};
use crate::book::Session;
use crate::components::chip::{Note, Tone};
use crate::components::field::{Keys, Label, TextField};
use crate::components::icon::Icon;
use crate::forms::entry::EntryName;
use crate::forms::form::Form;
use crate::locale::Words;
use crate::web;

/// What a unit is to reach, in a few words; nothing where that is not said.
fn plan(app: &Words, target: &Target<'_>) -> String {
    let number = target.plan.map(|plan| decimal::format(plan, app.locale.notation()));
    number
        .map(|number| [app.locale.of(words::PLAN), &number, " ", target.measure].concat())
        .unwrap_or_default()
}

/// A field for each target.
pub(super) fn rows(
    app: &'static Words,
    form: Form,
    movement: &Movement<'_>,
    field: impl Fn(u32) -> Field,
) -> Vec<AnyView> {
    let row = |target: &Target<'_>| {
        let field = field(target.item);
        let label = Label {
            id: EntryName::Of(field).id(),
            label: app.locale.of(words::FIGURE),
            optional: app.form().optional,
            help: "",
        };
        let name = target.name.to_owned();
        view! {
            <div class="target-edit" role="group" aria-label=name.clone()>
                <h3>{name.clone()}</h3>
                <p class="help">{plan(app, target)}</p>
                <TextField input=form.of(field).input label=label keys=Keys::Decimal/>
            </div>
        }
        .into_any()
    };
    movement.targets.iter().map(row).collect()
}

/// The figures of a result, each with its target; nothing where there are none.
pub(super) fn told(app: &Words, movement: &Movement<'_>, report: &Report<'_>) -> Option<AnyView> {
    let line = |target: &Target<'_>| {
        let figure = report.figures.get(&target.item)?;
        let number = decimal::format(*figure, app.locale.notation());
        let figure = [number.as_str(), " ", target.measure].concat().trim().to_owned();
        Some(view! { <li><span>{target.name.to_owned()}</span><strong class="number">{figure}</strong></li> })
    };
    let lines: Vec<_> = movement.targets.iter().filter_map(line).collect();
    (!lines.is_empty()).then(|| view! { <ul class="plain-list">{lines}</ul> }.into_any())
}

/// The targets of a movement, as they are read; nothing where it has none.
pub(super) fn targets(app: &Words, movement: &Movement<'_>) -> Option<AnyView> {
    let line = |target: &Target<'_>| {
        let plan = target.plan.map(|plan| {
            [decimal::format(plan, app.locale.notation()).as_str(), " ", target.measure].concat()
        });
        let plan = plan.unwrap_or_else(|| target.measure.to_owned());
        view! { <li><span>{target.name.to_owned()}</span><strong class="number">{plan}</strong></li> }
    };
    let lines: Vec<_> = movement.targets.iter().map(line).collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section class="stack" aria-label=app.locale.of(words::TARGETS)>
                <h3 class="section-title">{app.locale.of(words::TARGETS)}</h3>
                <ul class="plain-list">{lines}</ul>
            </section>
        }
        .into_any()
    })
}

/// What the units have reached together, by target, and who is late; nothing where nobody is and no figure was told.
pub(super) fn totals(app: &'static Words, session: &Session, movement: &Movement<'_>) -> Option<AnyView> {
    let locale = app.locale;
    let today = web::today()?;
    let asked: Vec<PartitionId> = units(session, movement).iter().map(|place| place.id).collect();
    let halves = [
        (words::INTERIM, words::LATE_INTERIM, movement.totals(&asked, Review::Interim, today)),
        (words::FINAL, words::LATE_FINAL, movement.totals(&asked, Review::Final, today)),
    ];
    let shown: Vec<_> =
        halves.iter().filter(|(_, _, totals)| totals.totals.iter().any(|total| total.told > 0)).collect();
    let heads: Vec<_> =
        shown.iter().map(|(name, ..)| view! { <th scope="col">{locale.of(*name)}</th> }).collect();
    let row = |(at, target): (usize, &Target<'_>)| {
        let cells: Vec<_> = shown
            .iter()
            .map(|(name, _, totals)| {
                let told = totals.totals.get(at).map(|total| told_together(app, total, totals));
                view! { <td data-label=locale.of(*name)>{told}</td> }
            })
            .collect();
        view! { <tr><th scope="row">{target.name.to_owned()}</th>{cells}</tr> }
    };
    let rows: Vec<_> = movement.targets.iter().enumerate().map(row).collect();
    let title = locale.of(words::TOTALS);
    let table = (!shown.is_empty()).then(|| {
        view! {
            <div class="sideways" tabindex="0" role="region" aria-label=title>
                <table class="then-and-now">
                    <thead><tr><th scope="col">{locale.of(words::TARGETS)}</th>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
    });
    let late = halves.iter().filter(|(_, _, totals)| !totals.late.is_empty()).map(|(_, said, totals)| {
        let names: Vec<_> = totals.late.iter().map(|unit| session.place_name(*unit)).collect();
        view! { <li>{[locale.of(*said), &names.join(", "), "."].concat()}</li> }
    });
    // Once it is summed up nobody is reminded.
    let late: Vec<_> = late.filter(|_| movement.summary.0.is_none()).collect();
    let late = (!late.is_empty()).then(|| {
        view! { <Note tone=Tone::Wait icon=Icon::Clock><ul class="told">{late}</ul></Note> }
    });
    (table.is_some() || late.is_some()).then(|| {
        view! {
            <section class="stack">
                <h3 class="section-title">{title}</h3>
                {table}
                {late}
            </section>
        }
        .into_any()
    })
}

fn told_together(app: &'static Words, total: &Total<'_>, of: &Totals<'_>) -> AnyView {
    let locale = app.locale;
    let figure = match total.sum {
        Some(sum) => [&decimal::format(sum, locale.notation()), " ", total.target.measure].concat(),
        None if total.told > 0 => locale.of(words::TOO_LARGE).to_owned(),
        None => locale.of(words::NO_FIGURE).to_owned(),
    };
    let told = words::told(locale, total.told, of.units);
    view! { <strong class="number">{figure.trim().to_owned()}</strong> " " <span class="small">{told}</span> }
        .into_any()
}
