//! Where in the administration one is, as the address says.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::features::whereabouts::Whereabouts;

/// A part of the administration.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    /// The devices and the log.
    Devices,
    /// The accounts.
    Accounts,
    /// The places and the committee.
    Places,
    /// An address that means nothing.
    Nowhere,
}

/// A place in a part that has a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum At {
    /// The list.
    List,
    /// The form for a new entry.
    New,
    /// The form for a new account of this unit.
    NewOf(u32),
    /// One entry.
    Show(u32),
    /// The form for one entry.
    Edit(u32),
    /// The form for the committee.
    Committee,
    /// The form for a merger.
    Merger,
    /// An address that means nothing.
    Nowhere,
}

impl At {
    fn parse(id: &str, action: &str) -> Self {
        match (id, id.parse(), action) {
            ("", ..) => Self::List,
            ("new", _, "") => Self::New,
            ("new", _, unit) => unit.parse().map_or(Self::Nowhere, Self::NewOf),
            ("committee", _, "") => Self::Committee,
            ("merger", _, "") => Self::Merger,
            (_, Ok(number), "") => Self::Show(number),
            (_, Ok(number), "edit") => Self::Edit(number),
            _ => Self::Nowhere,
        }
    }

    /// The entry that it speaks of.
    pub(super) const fn entry(self) -> Option<u32> {
        match self {
            Self::Show(number) | Self::Edit(number) => Some(number),
            Self::List | Self::New | Self::NewOf(_) | Self::Committee | Self::Merger | Self::Nowhere => None,
        }
    }

    /// What the title bar is told: the way back leads to the list.
    const fn whereabouts(self) -> Whereabouts {
        match self {
            Self::List => Whereabouts::List,
            Self::New | Self::NewOf(_) => Whereabouts::New,
            _ => Whereabouts::Nowhere,
        }
    }
}

/// The part that is open, followed as the address changes.
pub(super) fn part() -> Memo<Part> {
    let params = use_params_map();
    Memo::new(move |_| {
        params.with(|params| match params.get_str("part").unwrap_or_default() {
            "" => Part::Devices,
            "accounts" => Part::Accounts,
            "places" => Part::Places,
            _ => Part::Nowhere,
        })
    })
}

/// The place in it.
pub(super) fn at() -> Memo<At> {
    let params = use_params_map();
    Memo::new(move |_| {
        params.with(|params| {
            At::parse(params.get_str("id").unwrap_or_default(), params.get_str("action").unwrap_or_default())
        })
    })
}

/// The same, as the title bar is told.
pub(super) fn whereabouts(at: Memo<At>) -> Memo<Whereabouts> {
    Memo::new(move |_| at.get().whereabouts())
}
