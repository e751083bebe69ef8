//! How far a target is reached, in words and as a bar.

use leptos::prelude::*;
use thidua_domain::pledge::{Fulfilment, Period, Pledge, Target, TargetKind, fulfilment};

use super::words as own;
use crate::components::chip::Tone;
use crate::components::icon::Icon;
use crate::locale::{Words, format};

/// How far a target was reached in a period, in words.
pub(super) fn words(app: &Words, target: &Target<'_>, period: Period) -> String {
    let locale = app.locale;
    match fulfilment(target, period) {
        Fulfilment::NoResult => app.pledge().no_result.to_owned(),
        Fulfilment::NoPlan => app.pledge().no_plan.to_owned(),
        Fulfilment::Share { share, reached } => {
            let said = if reached { app.pledge().fully } else { app.pledge().partly };
            [said, &format::percent(app, share.per_mille())].concat()
        }
        Fulfilment::Words { reached } => {
            let of_zero = target.kind == TargetKind::Number;
            locale
                .of(match (reached, of_zero) {
                    (true, true) => own::ZERO_PLAN_YES,
                    (false, true) => own::ZERO_PLAN_NO,
                    (true, false) => own::REACHED,
                    (false, false) => own::NOT_REACHED,
                })
                .to_owned()
        }
    }
}

/// In words, with a bar where there is a share.
pub(super) fn draw(app: &'static Words, target: &Target<'_>, period: Period) -> AnyView {
    let fulfilment = fulfilment(target, period);
    let (tone, icon) = match fulfilment.is_reached() {
        None => (Tone::Plain, Icon::Clock),
        Some(false) => (Tone::Wait, Icon::Clock),
        Some(true) => (Tone::Done, Icon::Safe),
    };
    let bar = match fulfilment {
        Fulfilment::Share { share, .. } => Some(share.per_mille().clamp(0, 1000)),
        _ => None,
    };
    let class = if tone == Tone::Done { "" } else { "behind" };
    let bar = bar
        .map(|share| view! { <progress class=class max="1000" value=share aria-hidden="true"></progress> });
    let class = ["reached-words ", tone.class()].concat();
    view! { {bar} <span class=class>{icon.draw()} {words(app, target, period)}</span> }.into_any()
}

/// How many targets were reached in the year, of how many.
pub(super) fn counts(pledge: &Pledge<'_>) -> (usize, usize) {
    let reached = |target: &&Target<'_>| fulfilment(target, Period::Year).is_reached() == Some(true);
    (pledge.targets.iter().filter(reached).count(), pledge.targets.len())
}

/// All targets of a pledge in one line.
pub(super) fn summary(app: &Words, pledge: &Pledge<'_>) -> String {
    let (reached, all) = counts(pledge);
    (app.count().targets)(reached, all)
}
