//! How far a target is reached, in words and as a bar.

use leptos::prelude::*;
use thidua_domain::decimal;
use thidua_domain::pledge::{Pledge, Target};

use crate::components::chip::Tone;
use crate::components::icon::Icon;
use crate::locale::{Words, format};

/// How far a target is reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Reached {
    /// There is no result yet.
    NotYet,
    /// There is a result, and nothing to measure it by.
    NoPlan,
    /// In tenths of a percent, less than was promised.
    Partly(i64),
    /// In tenths of a percent, all or more.
    Fully(i64),
}

impl Reached {
    /// Of a target.
    pub(super) fn of(target: &Target<'_>) -> Self {
        let Some(result) = target.result else { return Self::NotYet };
        match target.plan.and_then(|plan| decimal::per_mille(result, plan)) {
            None => Self::NoPlan,
            Some(share) if share >= 1000 => Self::Fully(share),
            Some(share) => Self::Partly(share),
        }
    }

    /// In words.
    pub(super) fn words(self, words: &Words) -> String {
        match self {
            Self::NotYet => words.pledge.no_result.to_owned(),
            Self::NoPlan => words.pledge.no_plan.to_owned(),
            Self::Partly(share) => [words.pledge.partly, &format::percent(words, share)].concat(),
            Self::Fully(share) => [words.pledge.fully, &format::percent(words, share)].concat(),
        }
    }

    const fn mark(self) -> (Tone, Icon) {
        match self {
            Self::NotYet | Self::NoPlan => (Tone::Plain, Icon::Clock),
            Self::Partly(_) => (Tone::Wait, Icon::Clock),
            Self::Fully(_) => (Tone::Done, Icon::Safe),
        }
    }

    /// In words, with a bar where there is a share.
    pub(super) fn draw(self, words: &'static Words) -> AnyView {
        let (tone, icon) = self.mark();
        let bar = match self {
            Self::Partly(share) | Self::Fully(share) => Some(share.clamp(0, 1000)),
            Self::NotYet | Self::NoPlan => None,
        };
        let class = if tone == Tone::Done { "" } else { "behind" };
        let bar = bar.map(
            |share| view! { <progress class=class max="1000" value=share aria-hidden="true"></progress> },
        );
        let class = ["reached-words ", tone.class()].concat();
        view! { {bar} <span class=class>{icon.draw()} {self.words(words)}</span> }.into_any()
    }
}

/// All targets of a pledge in one line.
pub(super) fn summary(words: &Words, pledge: &Pledge<'_>) -> String {
    let total = pledge.targets.len();
    let done =
        pledge.targets.iter().filter(|target| matches!(Reached::of(target), Reached::Fully(_))).count();
    (words.count.targets)(done, total)
}
