//! Where in a section the officer is, as its address says.

use std::str::FromStr;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use thidua_domain::record::RecordId;

/// What is done with one record on a screen of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Part {
    /// The members of a bloc sign one after the other.
    Signing,
    /// The members of a bloc are scored.
    Scoring,
    /// The members of a bloc in their order.
    Ranking,
}

/// A place in a section that has a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Whereabouts {
    /// The list.
    List,
    /// The list of what was deleted.
    Deleted,
    /// The form for a new record.
    New,
    /// One record.
    Show(RecordId),
    /// The form for one record.
    Edit(RecordId),
    /// Something that is done with one record, on a screen of its own.
    Part(RecordId, Part),
    /// An address that means nothing.
    Nowhere,
}

impl Whereabouts {
    fn parse(id: Option<&str>, action: Option<&str>) -> Self {
        let Some(id) = id.filter(|id| !id.is_empty()) else { return Self::List };
        match (id, RecordId::from_str(id), action.unwrap_or_default()) {
            ("new", _, "") => Self::New,
            ("deleted", _, "") => Self::Deleted,
            (_, Ok(record), "") => Self::Show(record),
            (_, Ok(record), "edit") => Self::Edit(record),
            (_, Ok(record), "signing") => Self::Part(record, Part::Signing),
            (_, Ok(record), "scoring") => Self::Part(record, Part::Scoring),
            (_, Ok(record), "ranking") => Self::Part(record, Part::Ranking),
            _ => Self::Nowhere,
        }
    }

    /// Whether a phone shows this instead of the list.
    pub(crate) const fn covers_list(self) -> bool {
        !matches!(self, Self::List | Self::Deleted)
    }

    /// The record that it speaks of.
    pub(crate) const fn record(self) -> Option<RecordId> {
        match self {
            Self::Show(id) | Self::Edit(id) | Self::Part(id, _) => Some(id),
            Self::List | Self::Deleted | Self::New | Self::Nowhere => None,
        }
    }
}

/// Where the officer is, followed as the address changes.
pub(crate) fn use_whereabouts() -> Memo<Whereabouts> {
    let params = use_params_map();
    Memo::new(move |_| {
        params.with(|params| Whereabouts::parse(params.get_str("id"), params.get_str("action")))
    })
}
