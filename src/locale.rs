//! The app's words, by language: a catalogue whose gaps the compiler finds, and dates and numbers by the browser.

mod en;
pub(crate) mod facts;
pub(crate) mod faults;
pub(crate) mod format;
pub(crate) mod obstacles;
mod vi;
mod words;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use thidua_domain::decimal::Notation;

pub(crate) use words::Words;

use crate::web::settings::use_settings;

/// A language of the app.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Locale {
    /// Vietnamese.
    #[default]
    Vi,
    /// English.
    En,
}

impl Locale {
    /// Its tag, as browsers know it.
    #[must_use]
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// The language of a tag.
    #[must_use]
    pub(crate) fn parse(tag: &str) -> Self {
        if tag == Self::En.tag() { Self::En } else { Self::Vi }
    }

    /// How numbers are written in it.
    #[must_use]
    pub(crate) const fn notation(self) -> Notation {
        match self {
            Self::Vi => Notation::Vietnamese,
            Self::En => Notation::English,
        }
    }

    /// Of words in both languages, those of this one.
    #[must_use]
    pub(crate) const fn of(self, both: facts::Both) -> &'static str {
        match self {
            Self::Vi => both.0,
            Self::En => both.1,
        }
    }

    /// Of two catalogues, that of this language.
    #[must_use]
    const fn either<T>(self, vi: &'static T, en: &'static T) -> &'static T {
        match self {
            Self::Vi => vi,
            Self::En => en,
        }
    }

    /// Its words.
    #[must_use]
    pub(crate) const fn words(self) -> &'static Words {
        match self {
            Self::Vi => &Words { locale: Self::Vi },
            Self::En => &Words { locale: Self::En },
        }
    }
}

/// The words of the chosen language. Not reactive: a change of language draws the app anew.
#[must_use]
pub(crate) fn words() -> &'static Words {
    use_settings().with_untracked(|settings| settings.locale).words()
}
