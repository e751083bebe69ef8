//! The state of a record as chips, and as something that a list can be narrowed to.

use leptos::prelude::*;

use crate::book::RecordView;
use crate::components::chip::{Chip, Tone};
use crate::components::field::Choice;
use crate::components::icon::Icon;
use crate::locale::Words;

/// What a list of records can be narrowed to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum StateFilter {
    /// All of them.
    #[default]
    All,
    /// Those with something that is only on this device.
    OnlyHere,
    /// Those that are safe at the endpoint.
    Sent,
    /// Those with something to settle.
    ToSettle,
}

impl StateFilter {
    const NAMED: [(&'static str, Self); 3] =
        [("here", Self::OnlyHere), ("sent", Self::Sent), ("settle", Self::ToSettle)];

    /// The filter of a chosen value.
    #[must_use]
    pub(crate) fn parse(value: &str) -> Self {
        Self::NAMED.into_iter().find(|(name, _)| *name == value).map_or(Self::All, |(_, filter)| filter)
    }

    /// Whether a record passes.
    #[must_use]
    pub(crate) fn takes(self, record: &RecordView) -> bool {
        match self {
            Self::All => true,
            Self::OnlyHere => record.unsent,
            Self::Sent => !record.unsent,
            Self::ToSettle => is_to_settle(record),
        }
    }

    /// What can be chosen.
    #[must_use]
    pub(crate) fn choices(words: &Words) -> Vec<Choice> {
        let word = |filter| match filter {
            Self::All => words.record.any_state,
            Self::OnlyHere => words.record.only_here,
            Self::Sent => words.record.sent,
            Self::ToSettle => words.record.two_versions,
        };
        Self::NAMED
            .into_iter()
            .map(|(value, filter)| Choice { value: value.to_owned(), word: word(filter).to_owned() })
            .collect()
    }
}

/// Whether somebody must decide something about a record.
#[must_use]
pub(crate) fn is_to_settle(record: &RecordView) -> bool {
    record.returned || !record.conflicts.is_empty()
}

/// The state of a record, in words.
#[must_use]
pub(crate) fn chips(words: &'static Words, record: &RecordView) -> AnyView {
    let record_words = &words.record;
    let two = (!record.conflicts.is_empty())
        .then(|| view! { <Chip tone=Tone::Grave icon=Icon::Two word=record_words.two_versions/> });
    let returned = record
        .returned
        .then(|| view! { <Chip tone=Tone::Grave icon=Icon::Return word=record_words.returned/> });
    let place = if record.unsent {
        view! { <Chip tone=Tone::Wait icon=Icon::Device word=record_words.only_here/> }
    } else {
        view! { <Chip tone=Tone::Done icon=Icon::Safe word=record_words.sent/> }
    };
    view! { <div class="chips">{two} {returned} {place}</div> }.into_any()
}
