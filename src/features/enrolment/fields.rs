//! Typing a new password: what it lacks is told while it is typed, and it can be looked at instead of being typed twice.

use leptos::prelude::*;
use thidua_domain::{password, text};

use super::words;
use crate::components::field::{Input, Label};
use crate::components::icon::Icon;
use crate::components::live::{attribute, flag, live, live_if};
use crate::locale::Locale;
use crate::locale::facts::Both;

/// A new password. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
pub(super) struct NewPassword {
    locale: Locale,
    /// The account's name for signing in, which a password must not contain; empty where it is not known.
    login: StoredValue<String>,
    pub(super) password: Input,
    again: Input,
    shown: RwSignal<bool>,
}

impl NewPassword {
    pub(super) fn new(locale: Locale, login: String) -> Self {
        Self {
            locale,
            login: StoredValue::new(login),
            password: Input::new(),
            again: Input::new(),
            shown: RwSignal::new(false),
        }
    }

    fn of(self, both: Both) -> &'static str {
        self.locale.of(both)
    }

    /// The fields.
    pub(super) fn draw(self) -> AnyView {
        let shown = self.shown;
        let again = live_if(move || {
            (!shown.get()).then(|| {
                secret(self.again, "password-again", self.of(words::PASSWORD_AGAIN), shown, "", ().into_any())
            })
        });
        let judged = live(move || self.judged());
        let judged = view! { <div id="password-new-help" role="status">{judged}</div> };
        view! {
            {secret(self.password, "password-new", self.of(words::NEW_PASSWORD), shown, "password-new-help", judged.into_any())}
            <label class="tick">
                <input
                    type="checkbox"
                    prop:checked=flag(move || shown.get())
                    on:change=move |event| shown.set(event_target_checked(&event))
                />
                <span>{self.of(words::SHOW)}</span>
            </label>
            {again}
        }
        .into_any()
    }

    /// What the password lacks so far. Tracks.
    fn judged(self) -> AnyView {
        let typed = text::compose(&self.password.text.read()).into_owned();
        if typed.is_empty() {
            return view! { <p class="help">{self.of(words::PASSWORD_HELP)}</p> }.into_any();
        }
        let fault = self.login.with_value(|login| password::fault(&typed, login));
        let (class, icon, words) = match fault {
            None => ("said done", Icon::Tick, self.of(words::PASSWORD_GOOD).to_owned()),
            Some(fault) => ("said", Icon::Pencil, words::fault(self.locale, fault, typed.chars().count())),
        };
        view! { <p class=class>{icon.draw()} <span>{words}</span></p> }.into_any()
    }

    /// The password, where it will do and was typed twice alike or was looked at; otherwise says at the field what is wrong.
    pub(super) fn given(self) -> Option<String> {
        let typed = text::compose(&self.password.text.get_untracked()).into_owned();
        if typed.is_empty() {
            complain(self.password, self.of(words::PASSWORD_MISSING).to_owned());
            return None;
        }
        if let Some(fault) = self.login.with_value(|login| password::fault(&typed, login)) {
            self.object(fault);
            return None;
        }
        let same = self.again.text.with_untracked(|again| text::compose(again) == typed);
        if !same && !self.shown.get_untracked() {
            complain(self.again, self.of(words::NOT_SAME).to_owned());
            return None;
        }
        Some(typed)
    }

    /// Says what is wrong with the password.
    pub(super) fn object(self, fault: password::Fault) {
        let count = self.password.text.with_untracked(|typed| text::compose(typed).chars().count());
        complain(self.password, words::fault(self.locale, fault, count));
    }

    pub(super) fn clear(self) {
        self.password.text.set(String::new());
        self.again.text.set(String::new());
        self.shown.set(false);
    }
}

/// Says at a field what is wrong, and leads there.
pub(super) fn complain(input: Input, words: String) {
    input.complain(words);
}

/// A field for a new password. `below` stands under it, under the id of `described` where there is one.
fn secret(
    input: Input,
    id: &'static str,
    label: &'static str,
    shown: RwSignal<bool>,
    described: &'static str,
    below: AnyView,
) -> AnyView {
    let kind = attribute(move || Some(if shown.get() { "text" } else { "password" }));
    let error_id = [id, "-error"].concat();
    let by = [described, " ", &error_id].concat().trim_start().to_owned();
    let invalid = attribute(move || input.error.with(Option::is_some).then_some("true"));
    let no_error = flag(move || input.error.with(Option::is_none));
    let words = live_if(move || {
        let words = input.error.get()?;
        Some(view! { {Icon::Alert.draw()} <span>{words}</span> }.into_any())
    });
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                id=id
                class="input"
                type=kind
                autocomplete="new-password"
                autocapitalize="none"
                spellcheck="false"
                aria-invalid=invalid
                aria-describedby=by
                prop:value=input.text
                on:input=move |event| input.take(event_target_value(&event))
            />
            <div hidden=flag(move || input.error.with(Option::is_some))>{below}</div>
            <div class="error" id=error_id hidden=no_error>{words}</div>
        </div>
    }
    .into_any()
}

/// The words around a field that has no help.
pub(super) fn label(id: &str, label: &'static str, help: &'static str) -> Label {
    Label { id: id.to_owned(), label, optional: "", help }
}
