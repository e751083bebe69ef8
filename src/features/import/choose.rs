//! The first step: a file, or text that was copied in Excel.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::Screen;
use super::result::problem;
use crate::components::field::{Keys, Label, TextField};
use crate::components::icon::Icon;
use crate::components::press::{Weight, button};
use crate::worker::Importer;

/// What can be chosen.
const ACCEPTED: &str = ".xlsx,.csv,.txt,.tsv";

/// The step.
pub(super) fn draw(screen: Screen) -> AnyView {
    let words = screen.words;
    let chosen = move |event: leptos::ev::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        let file = input.and_then(|input| input.files()).and_then(|files| files.get(0));
        if let Some(file) = file {
            screen.open(async move { Importer::open_file(&file).await });
        }
    };
    let paste = move |()| {
        let text = screen.pasted.text.get_untracked();
        if text.trim().is_empty() {
            screen.pasted.complain(words.nothing_pasted);
        } else {
            screen.open(Importer::open_text(text));
        }
    };
    let label = Label { id: "pasted".to_owned(), label: words.paste, optional: "", help: words.paste_help };
    view! {
        {problem(screen)}
        <section class="card">
            <h2>{words.file}</h2>
            <p class="help" id="file-help">{words.file_help}</p>
            <input
                id="file"
                class="unseen"
                type="file"
                accept=ACCEPTED
                aria-describedby="file-help"
                on:change=chosen
            />
            <label class="button primary" for="file">{Icon::Plus.draw()} {words.choose}</label>
        </section>
        <section class="card">
            <h2>{words.or_paste}</h2>
            <TextField input=screen.pasted label=label keys=Keys::Prose/>
            <div class="buttons">{button(Weight::Other, None, words.take_pasted, paste)}</div>
        </section>
        {super::sample::card(screen)}
    }
    .into_any()
}
