//! What narrows a list: a search that answers as one types, and selects without a label of their own in sight.

use leptos::prelude::*;

use super::field::{Choice, Group};
use super::icon::Icon;
use super::live::{flag, live};

/// A search field. Its label is for screen readers and stands in it while it is empty.
#[component]
pub(crate) fn Search(
    text: RwSignal<String>,
    label: &'static str,
    /// Its id in the page: another one where a page has two.
    #[prop(default = "search")]
    id: &'static str,
) -> impl IntoView {
    view! {
        <div class="search" role="search">
            {Icon::Search.draw()}
            <input
                id=id
                class="input"
                type="search"
                autocomplete="off"
                enterkeyhint="search"
                aria-label=label
                placeholder=label
                prop:value=text
                on:input=move |event| text.set(event_target_value(&event))
            />
        </div>
    }
}

/// A select whose empty choice is everything.
#[component]
pub(crate) fn NarrowSelect(
    chosen: RwSignal<String>,
    label: &'static str,
    /// The word for everything.
    all: &'static str,
    #[prop(into)] choices: Signal<Vec<Group>>,
) -> impl IntoView {
    let options = live(move || {
        let choices = choices.read();
        let choices = choices.iter().flat_map(|group| &group.choices);
        choices.map(|choice| option(chosen, choice)).collect_view().into_any()
    });
    view! {
        <select class="input" aria-label=label on:change=move |event| chosen.set(event_target_value(&event))>
            {option(chosen, &Choice { value: String::new(), word: all.to_owned() })}
            {options}
        </select>
    }
}

fn option(chosen: RwSignal<String>, choice: &Choice) -> AnyView {
    let Choice { value, word } = choice.clone();
    let own = choice.value.clone();
    let selected = flag(move || *chosen.read() == own);
    view! { <option value=value prop:selected=selected>{word}</option> }.into_any()
}
