//! Typing a PIN: one that is known, and a new one twice.

use leptos::prelude::*;

use super::words::{self, Weak};
use crate::components::field::{Input, Keys, Label, TextField};
use crate::locale::Locale;
use crate::locale::facts::Both;

/// The longest PIN of digits alone.
const MOST_DIGITS: usize = 12;
/// The shortest PIN.
const FEWEST: usize = 6;

/// A field for a PIN.
pub(super) fn field(
    locale: Locale,
    input: Input,
    id: &str,
    label: Both,
    help: Option<Both>,
    keys: Keys,
) -> AnyView {
    let label = Label {
        id: id.to_owned(),
        label: locale.of(label),
        optional: "",
        help: help.map_or("", |help| locale.of(help)),
    };
    view! { <TextField input=input label=label keys=keys/> }.into_any()
}

/// What was typed; a complaint beside the field where it is nothing.
pub(super) fn given(locale: Locale, input: Input) -> Option<String> {
    let pin = input.text.get_untracked();
    if pin.is_empty() {
        complain(locale, input, Weak::Blank);
        return None;
    }
    Some(pin)
}

/// A new PIN, typed twice.
#[derive(Clone, Copy)]
pub(super) struct NewPin {
    pin: Input,
    again: Input,
}

impl NewPin {
    pub(super) fn new() -> Self {
        Self { pin: Input::new(), again: Input::new() }
    }

    pub(super) fn draw(self, locale: Locale) -> AnyView {
        view! {
            {field(locale, self.pin, "pin-new", words::NEW_PIN, Some(words::NEW_PIN_HELP), Keys::Phrase)}
            {field(locale, self.again, "pin-again", words::AGAIN, None, Keys::Phrase)}
        }
        .into_any()
    }

    /// The PIN, where it can be one and was typed twice alike.
    pub(super) fn given(self, locale: Locale) -> Option<String> {
        let pin = given(locale, self.pin)?;
        if let Some(weak) = judged(&pin) {
            complain(locale, self.pin, weak);
            return None;
        }
        if self.again.text.with_untracked(|again| *again != pin) {
            complain(locale, self.again, Weak::NotSame);
            return None;
        }
        Some(pin)
    }

    pub(super) fn clear(self) {
        self.pin.text.set(String::new());
        self.again.text.set(String::new());
    }
}

fn complain(locale: Locale, input: Input, weak: Weak) {
    input.complain(words::weak(locale, weak));
}

/// What is wrong with a new PIN.
fn judged(pin: &str) -> Option<Weak> {
    let count = pin.chars().count();
    if count < FEWEST {
        return Some(Weak::Short);
    }
    let digits = pin.bytes().all(|byte| byte.is_ascii_digit());
    if digits && count > MOST_DIGITS {
        return Some(Weak::Long);
    }
    let mut steps = pin.bytes().zip(pin.bytes().skip(1)).map(|(one, next)| i16::from(next) - i16::from(one));
    let first = steps.next().unwrap_or_default();
    let even = steps.all(|next| next == first);
    (even && first.abs() <= 1).then_some(Weak::Easy)
}
