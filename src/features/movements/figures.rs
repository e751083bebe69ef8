//! Figures by target: the fields in which a unit tells them, and how they are read.

use leptos::prelude::*;
use thidua_domain::decimal;
use thidua_domain::movement::{Movement, Report, Target};
use thidua_domain::record::Field;

use super::words;
use crate::components::field::{Keys, Label, TextField};
use crate::forms::entry::EntryName;
use crate::forms::form::Form;
use crate::locale::Words;

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
