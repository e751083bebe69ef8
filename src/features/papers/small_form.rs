//! Fields of a card that asks for a few things before a step: a day, a number, a reason. What is wrong is said at the
//! field; what is typed stays until the step is taken.

use leptos::prelude::*;
use thidua_domain::rule_set::CivilDate;
use thidua_domain::text;

use super::words;
use crate::components::field::{Input, Keys, Label, TextField};
use crate::locale::{Locale, format};
use crate::web;

/// One field of a card. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
pub(in crate::features) struct Asked {
    locale: Locale,
    /// What is typed, and what is wrong with it.
    pub(in crate::features) input: Input,
}

impl Asked {
    /// A field that begins empty.
    pub(in crate::features) fn new(locale: Locale) -> Self {
        Self { locale, input: Input::new() }
    }

    /// A field for a day that begins with today.
    pub(in crate::features) fn today(locale: Locale) -> Self {
        let field = Self::new(locale);
        field
            .input
            .text
            .set(web::today().and_then(|day| format::civil(&day.to_string())).unwrap_or_default());
        field
    }

    /// The words in it, where there are any; otherwise says that they are needed.
    pub(in crate::features) fn words(self) -> Option<String> {
        let typed = self.input.text.with_untracked(|typed| text::compose(typed.trim()).into_owned());
        if typed.is_empty() {
            self.complain(self.locale.of(words::NEEDED));
            return None;
        }
        Some(typed)
    }

    /// The day in it, where it is one; otherwise says how days are written.
    pub(in crate::features) fn day(self) -> Option<CivilDate> {
        let typed = self.words()?;
        let day = CivilDate::parse_typed(&typed).ok();
        if day.is_none() {
            self.complain(self.locale.of(words::NOT_A_DAY));
        }
        day
    }

    /// Says what is wrong, and leads there.
    pub(in crate::features) fn complain(self, words: &'static str) {
        self.input.complain(words);
    }

    /// Begins anew.
    pub(in crate::features) fn clear(self) {
        self.input.text.set(String::new());
        self.input.error.set(None);
    }

    /// The field.
    pub(in crate::features) fn draw(
        self,
        id: &str,
        label: &'static str,
        help: &'static str,
        keys: Keys,
    ) -> AnyView {
        let label = Label { id: id.to_owned(), label, optional: "", help };
        view! { <TextField input=self.input label=label keys=keys/> }.into_any()
    }
}
