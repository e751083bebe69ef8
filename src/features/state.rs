//! The state of a record as chips, and as something that a list can be narrowed to.

use leptos::prelude::*;
use thidua_domain::dossier::State;
use thidua_domain::record::RecordKind;

use super::way;
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
    /// Dossiers that stand there on their way.
    Stands(State),
}

impl StateFilter {
    const NAMED: [(&'static str, Self); 3] =
        [("here", Self::OnlyHere), ("sent", Self::Sent), ("settle", Self::ToSettle)];

    /// The filter of a chosen value.
    #[must_use]
    pub(crate) fn parse(value: &str) -> Self {
        let named = Self::NAMED.into_iter().find(|(name, _)| *name == value).map(|(_, filter)| filter);
        let stands = || {
            let code: u16 = value.parse().ok()?;
            State::ALL.into_iter().find(|state| state.code() == code).map(Self::Stands)
        };
        named.or_else(stands).unwrap_or_default()
    }

    /// What is chosen for dossiers that stand at a place of their way.
    #[must_use]
    pub(crate) fn standing(state: State) -> String {
        state.code().to_string()
    }

    /// Whether a record passes.
    #[must_use]
    pub(crate) fn takes(self, record: &RecordView) -> bool {
        match self {
            Self::All => true,
            Self::OnlyHere => record.unsent,
            Self::Sent => !record.unsent,
            Self::ToSettle => is_to_settle(record),
            Self::Stands(state) => State::of(&record.fields) == state,
        }
    }

    /// What can be chosen.
    #[must_use]
    pub(crate) fn choices(words: &Words) -> Vec<Choice> {
        let word = |filter| match filter {
            Self::All | Self::Stands(_) => words.record().any_state,
            Self::OnlyHere => words.record().only_here,
            Self::Sent => words.record().sent,
            Self::ToSettle => words.record().two_versions,
        };
        Self::NAMED
            .into_iter()
            .map(|(value, filter)| Choice { value: value.to_owned(), word: word(filter).to_owned() })
            .collect()
    }

    /// What can be chosen of nominations: their place on the way first.
    #[must_use]
    pub(crate) fn choices_of_dossiers(words: &Words) -> Vec<Choice> {
        let choice = |state| Choice {
            value: Self::standing(state),
            word: way::words::state(words.locale, state).to_owned(),
        };
        State::ALL.into_iter().map(choice).chain(Self::choices(words)).collect()
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
    let record_words = words.record();
    let two = (!record.conflicts.is_empty())
        .then(|| view! { <Chip tone=Tone::Grave icon=Icon::Two word=record_words.two_versions/> });
    let returned = record
        .returned
        .then(|| view! { <Chip tone=Tone::Grave icon=Icon::Return word=record_words.returned/> });
    let place = if record.at_hub {
        view! { <Chip tone=Tone::Wait icon=Icon::Device word=record_words.at_hub/> }
    } else if record.unsent {
        view! { <Chip tone=Tone::Wait icon=Icon::Device word=record_words.only_here/> }
    } else if record.provisional {
        view! { <Chip tone=Tone::Wait icon=Icon::Clock word=record_words.by_hub/> }
    } else {
        view! { <Chip tone=Tone::Done icon=Icon::Safe word=record_words.sent/> }
    };
    let way = (record.kind == RecordKind::Nomination).then(|| way::chip(words, record));
    view! { <div class="chips">{way} {two} {returned} {place}</div> }.into_any()
}
