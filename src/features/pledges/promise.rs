//! What a pledge promises, as it is read: its words and its targets.

use leptos::prelude::*;
use thidua_domain::decimal;
use thidua_domain::pledge::{Aim, Pledge, Target, TargetKind};
use thidua_domain::record::Decimal;

use super::words;
use crate::locale::{Locale, Words};

/// Everything that is promised.
pub(in crate::features) fn draw(app: &'static Words, pledge: &Pledge<'_>) -> AnyView {
    let content =
        (!pledge.content.is_empty()).then(|| view! { <p class="prose">{pledge.content.to_owned()}</p> });
    let line = |target: &Target<'_>| {
        let name = target.name.to_owned();
        view! { <li><span>{name}</span><strong class="number">{plan(app, target)}</strong></li> }
    };
    let targets: Vec<_> = pledge.targets.iter().map(line).collect();
    view! {
        {content}
        <ul class="plain-list">{targets}</ul>
    }
    .into_any()
}

/// What was promised of a target, with its measure.
pub(in crate::features) fn plan(app: &Words, target: &Target<'_>) -> String {
    let locale = app.locale;
    match (target.kind, target.plan) {
        (TargetKind::YesNo, _) => locale.of(words::YES).to_owned(),
        (_, None) => app.record().nothing.to_owned(),
        (TargetKind::Number, Some(_)) => {
            let sign = if target.aim == Aim::AtMost { "≤ " } else { "" };
            [sign, &figure(app, target, target.plan)].concat()
        }
        (TargetKind::Grade, Some(_)) => figure(app, target, target.plan),
    }
}

/// A result or a plan of a target as it is read: with its measure, as yes or no, by the name of its grade.
pub(in crate::features) fn figure(app: &Words, target: &Target<'_>, amount: Option<Decimal>) -> String {
    let locale = app.locale;
    let Some(amount) = amount else { return app.record().nothing.to_owned() };
    match target.kind {
        TargetKind::Number => {
            let number = decimal::format(amount, locale.notation());
            if target.measure.is_empty() { number } else { [&number, " ", target.measure].concat() }
        }
        TargetKind::YesNo => {
            let is_yes = Decimal::new(1, 0) == Some(amount);
            locale.of(if is_yes { words::YES } else { words::NO }).to_owned()
        }
        TargetKind::Grade => match target.grade(amount) {
            Some(grade) => grade.to_owned(),
            None => decimal::format(amount, locale.notation()),
        },
    }
}

/// Which version it is, with the code by which two people can tell that they mean the same.
pub(in crate::features) fn version(locale: Locale, version: u32, digest: &str) -> String {
    let (said, code) = (locale.of(words::VERSION), locale.of(words::CODE));
    [said, &version.to_string(), " · ", code, &words::code(digest)].concat()
}
