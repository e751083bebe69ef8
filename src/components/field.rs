//! One field of a form: the label above, help in small grey below, and under that, where something is wrong, what it
//! is and how to mend it. The three are tied together for screen readers.

use leptos::prelude::*;

use super::icon::Icon;
use super::live::{attribute, flag, live, live_if};
use crate::web;

/// What a field bears whose text cannot be taken.
const COMPLAINT: &str = "[aria-invalid=true]";

/// What a field edits. The text is as typed: nothing is corrected under the officer's hands.
#[derive(Clone, Copy)]
pub(crate) struct Input {
    /// As typed.
    pub(crate) text: RwSignal<String>,
    /// What is wrong, in words.
    pub(crate) error: RwSignal<Option<String>>,
    /// Something was typed or chosen.
    pub(crate) changed: Callback<()>,
    /// The field lost the focus.
    pub(crate) left: Callback<()>,
}

impl Input {
    /// An empty input that nobody listens to.
    #[must_use]
    pub(crate) fn new() -> Self {
        let nobody = Callback::new(|()| {});
        Self { text: RwSignal::default(), error: RwSignal::new(None), changed: nobody, left: nobody }
    }

    /// Takes what was typed; an old complaint about it is void.
    pub(crate) fn take(self, text: String) {
        self.text.set(text);
        if self.error.with_untracked(Option::is_some) {
            self.error.set(None);
        }
        self.changed.run(());
    }

    /// Says what is wrong with what was typed, and leads there.
    pub(crate) fn complain(self, words: impl Into<String>) {
        self.error.set(Some(words.into()));
        lead_to_complaint();
    }

    /// The field lost the focus. A browser also says so when it takes a focused field out of the page, and then
    /// whoever listened is gone.
    pub(crate) fn leave(self) {
        let _gone = self.left.try_run(());
    }
}

/// Leads to the first field that something is wrong with, once the page shows what.
pub(crate) fn lead_to_complaint() {
    request_animation_frame(|| web::focus(COMPLAINT));
}

/// The words around a field.
#[derive(Clone)]
pub(crate) struct Label {
    /// Its id in the page; those of help and error are made from it.
    pub(crate) id: String,
    /// What it is.
    pub(crate) label: &'static str,
    /// Said beside the label where it may stay empty; nothing where it must be filled in.
    pub(crate) optional: &'static str,
    /// Said below; nothing where the label is enough.
    pub(crate) help: &'static str,
}

/// What is typed, so that a phone shows the keyboard for it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keys {
    /// One line of words.
    Line,
    /// Names: each word with a capital.
    Name,
    /// Several lines.
    Prose,
    /// Digits.
    Whole,
    /// Digits, point and comma.
    Decimal,
    /// The name of an account.
    Account,
    /// A password.
    Password,
    /// A PIN of digits.
    Pin,
    /// A secret that belongs to this device alone.
    Phrase,
}

impl Keys {
    const fn mode(self) -> &'static str {
        match self {
            Self::Whole | Self::Pin => "numeric",
            Self::Decimal => "decimal",
            _ => "text",
        }
    }

    const fn capitals(self) -> &'static str {
        match self {
            Self::Name => "words",
            Self::Account | Self::Password | Self::Pin | Self::Phrase => "none",
            _ => "sentences",
        }
    }

    const fn complete(self) -> &'static str {
        match self {
            Self::Account => "username",
            Self::Password => "current-password",
            _ => "off",
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Whole => "input short number",
            Self::Decimal => "input figure",
            _ => "input",
        }
    }
}

/// A field for typing.
#[component]
pub(crate) fn TextField(input: Input, label: Label, keys: Keys) -> impl IntoView {
    let id = label.id.clone();
    let described = described_by(&label, input);
    let invalid = invalid(input);
    let typed = move |event| input.take(event_target_value(&event));
    let left = move |_| input.leave();
    let control = if keys == Keys::Prose {
        view! {
            <textarea
                id=id
                class="input"
                rows="5"
                aria-invalid=invalid
                aria-describedby=described
                prop:value=input.text
                on:input=typed
                on:blur=left
            ></textarea>
        }
        .into_any()
    } else {
        view! {
            <input
                id=id
                class=keys.class()
                type=if matches!(keys, Keys::Password | Keys::Pin | Keys::Phrase) { "password" } else { "text" }
                inputmode=keys.mode()
                autocapitalize=keys.capitals()
                autocomplete=keys.complete()
                spellcheck="false"
                aria-invalid=invalid
                aria-describedby=described
                prop:value=input.text
                on:input=typed
                on:blur=left
            />
        }
        .into_any()
    };
    framed(label, input, control)
}

/// One thing that can be chosen.
#[derive(Clone, PartialEq)]
pub(crate) struct Choice {
    /// What is kept.
    pub(crate) value: String,
    /// What is read.
    pub(crate) word: String,
}

/// Things to choose from under one heading; the heading may be empty.
#[derive(Clone, PartialEq)]
pub(crate) struct Group {
    /// The heading.
    pub(crate) heading: &'static str,
    /// What stands under it.
    pub(crate) choices: Vec<Choice>,
}

/// A field for choosing one of many.
#[component]
pub(crate) fn SelectField(
    input: Input,
    label: Label,
    /// Shown while nothing is chosen.
    empty: &'static str,
    #[prop(into)] groups: Signal<Vec<Group>>,
) -> impl IntoView {
    let id = label.id.clone();
    let described = described_by(&label, input);
    let chosen = move |event| {
        input.take(event_target_value(&event));
        input.leave();
    };
    let none = Choice { value: String::new(), word: empty.to_owned() };
    let none = (!empty.is_empty()).then(|| option(input, &none));
    let control = view! {
        <select
            id=id
            class="input"
            aria-invalid=invalid(input)
            aria-describedby=described
            on:change=chosen
        >
            {none}
            {live(move || groups.read().iter().map(|group| options(input, group)).collect_view().into_any())}
        </select>
    };
    framed(label, input, control.into_any())
}

fn options(input: Input, group: &Group) -> AnyView {
    let all = group.choices.iter().map(|choice| option(input, choice)).collect_view();
    if group.heading.is_empty() {
        all.into_any()
    } else {
        view! { <optgroup label=group.heading>{all}</optgroup> }.into_any()
    }
}

fn option(input: Input, choice: &Choice) -> AnyView {
    let Choice { value, word } = choice.clone();
    let chosen = choice.value.clone();
    let selected = flag(move || *input.text.read() == chosen);
    view! { <option value=value prop:selected=selected>{word}</option> }.into_any()
}

/// A field for choosing one of two or three, all in sight.
#[component]
pub(crate) fn ChoiceField(input: Input, label: Label, choices: Vec<Choice>) -> impl IntoView {
    let help = help_of(&label);
    let error = error_of(input, error_id(&label.id));
    let Label { id, label, .. } = label;
    let radios = choices.into_iter().map(|choice| radio(input, &id, choice)).collect_view();
    view! {
        <fieldset class="choice">
            <legend class="legend">{label}</legend>
            {radios}
            {help}
            {error}
        </fieldset>
    }
}

fn radio(input: Input, name: &str, choice: Choice) -> AnyView {
    let Choice { value, word } = choice;
    let (take, chosen) = (value.clone(), value.clone());
    let name = name.to_owned();
    let checked = flag(move || *input.text.read() == chosen);
    view! {
        <label>
            <input
                type="radio"
                name=name
                value=value
                prop:checked=checked
                on:change=move |_| input.take(take.clone())
            />
            {word}
        </label>
    }
    .into_any()
}

fn framed(label: Label, input: Input, control: AnyView) -> AnyView {
    let optional =
        (!label.optional.is_empty()).then(|| view! { <span class="optional">" " {label.optional}</span> });
    let help = help_of(&label);
    let error_id = error_id(&label.id);
    view! {
        <div class="field">
            <label for=label.id>{label.label} {optional}</label>
            {control}
            {help}
            {error_of(input, error_id)}
        </div>
    }
    .into_any()
}

fn help_of(label: &Label) -> Option<AnyView> {
    let id = help_id(&label.id);
    (!label.help.is_empty()).then(|| view! { <p class="help" id=id>{label.help}</p> }.into_any())
}

fn error_of(input: Input, id: String) -> AnyView {
    let words = live_if(move || {
        let words = input.error.get()?;
        Some(view! { {Icon::Alert.draw()} <span>{words}</span> }.into_any())
    });
    let no_error = flag(move || input.error.with(Option::is_none));
    view! { <div class="error" id=id hidden=no_error>{words}</div> }.into_any()
}

fn invalid(input: Input) -> Signal<Option<&'static str>> {
    attribute(move || input.error.with(Option::is_some).then_some("true"))
}

fn described_by(label: &Label, input: Input) -> Signal<Option<String>> {
    let help = (!label.help.is_empty()).then(|| help_id(&label.id));
    let error = error_id(&label.id);
    Signal::derive(move || {
        if input.error.with(Option::is_none) {
            return help.clone();
        }
        Some(help.as_ref().map_or_else(|| error.clone(), |help| [help, " ", &error].concat()))
    })
}

fn help_id(id: &str) -> String {
    [id, "-help"].concat()
}

fn error_id(id: &str) -> String {
    [id, "-error"].concat()
}
