//! A question before something that hurts, over the browser's own dialog: it traps the focus and closes with Escape.

use leptos::prelude::*;
use thidua_domain::text;
use wasm_bindgen::JsCast;

use super::live::{live_text, said};
use super::press::{Weight, button};
use crate::web;

/// What is asked.
#[derive(Clone, Copy)]
pub(crate) struct Question {
    /// In a few words.
    pub(crate) title: &'static str,
    /// What will happen.
    pub(crate) text: Signal<String>,
    /// The word on the button that does it.
    pub(crate) yes: &'static str,
    /// The word on the button that does not.
    pub(crate) no: &'static str,
    /// A word that must be typed first, where it cannot be undone, and what to say of it.
    pub(crate) typed: Option<(&'static str, &'static str)>,
}

/// A dialog that is open while `open` holds true, and says so when it closes by any way.
#[component]
pub(crate) fn Confirm(
    open: RwSignal<bool>,
    question: Question,
    on_yes: Callback<()>,
    /// What can be done before it is answered.
    #[prop(optional)]
    before: Option<AnyView>,
) -> impl IntoView {
    let dialog = NodeRef::<leptos::html::Dialog>::new();
    let typed = RwSignal::new(String::new());
    Effect::new(move || {
        let Some(dialog) = dialog.get() else { return };
        let shown = dialog.has_attribute("open");
        if open.get() && !shown {
            typed.set(String::new());
            let _shown = web::call(dialog.unchecked_ref(), "showModal", &[]);
        } else if !open.get() && shown {
            let _closed = web::call(dialog.unchecked_ref(), "close", &[]);
        }
    });
    let may = move || question.typed.is_none_or(|(word, _)| matches(&typed.read(), word));
    let agree = move |_| {
        if may() {
            open.set(false);
            on_yes.run(());
        }
    };
    let to_type = question.typed.map(|(word, help)| typed_word(typed, word, help));
    view! {
        <dialog node_ref=dialog on:close=move |_| open.set(false) aria-labelledby="confirm-title">
            <div>
                <h2 id="confirm-title">{question.title}</h2>
                <p>{live_text(move || question.text.get())}</p>
                {before}
                {to_type}
                <div class="buttons">
                    {button(Weight::Other, None, question.no, move |_| open.set(false))}
                    <button
                        type="button"
                        class="button primary"
                        aria-disabled=said(move || !may())
                        on:click=agree
                    >
                        {question.yes}
                    </button>
                </div>
            </div>
        </dialog>
    }
}

fn typed_word(typed: RwSignal<String>, word: &'static str, help: &'static str) -> AnyView {
    view! {
        <div class="field">
            <label for="confirm-typed">{help} " “" <strong>{word}</strong> "”"</label>
            <input
                id="confirm-typed"
                class="input"
                autocomplete="off"
                autocapitalize="none"
                prop:value=typed
                on:input=move |event| typed.set(event_target_value(&event))
            />
        </div>
    }
    .into_any()
}

/// Typed by hand on a phone: capitals, spaces and where the mark stands (xoá, xóa) do not matter.
fn matches(typed: &str, word: &str) -> bool {
    text::fold(typed) == text::fold(word)
}
