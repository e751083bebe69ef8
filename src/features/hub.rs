//! The hub on the screen of the sync: which one is used, what it said last, and what it cannot do.

mod words;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::book::{HubSeen, use_book};
use crate::components::chip::{Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if};
use crate::locale::words as of_app;
use crate::web;

/// The card, where the committee has named hubs.
pub(crate) fn card() -> AnyView {
    let (book, app) = (use_book(), of_app());
    let hubs = RwSignal::new(book.hubs());
    spawn_local(async move {
        // Without a line those that were named before are shown.
        book.ask_for_hubs().await;
        let _gone = hubs.try_set(book.hubs());
    });
    live_if(move || {
        let hubs = hubs.get();
        let locale = app.locale;
        let chosen = web::hub::chosen().unwrap_or_default();
        let option = |hub: &String| {
            let (value, name, is_chosen) = (hub.clone(), hub.clone(), *hub == chosen);
            view! { <option value=value selected=is_chosen>{name}</option> }.into_any()
        };
        let options: Vec<_> = hubs.iter().map(option).collect();
        let is_none = !hubs.contains(&chosen);
        (!hubs.is_empty()).then(|| {
            view! {
                <section class="card" aria-labelledby="hub-title">
                    <h2 id="hub-title">{locale.of(words::TITLE)}</h2>
                    <p class="help">{locale.of(words::HELP)}</p>
                    <label class="stack">
                        <span>{locale.of(words::WHICH)}</span>
                        <select
                            id="hub-address"
                            class="input"
                            on:change=move |event| book.choose_hub(&event_target_value(&event))
                        >
                            <option value="" selected=is_none>{locale.of(words::NONE)}</option>
                            {options}
                        </select>
                    </label>
                    <div role="status" class="stack">{live(move || told(&book.hub().get()))}</div>
                </section>
            }
            .into_any()
        })
    })
}

fn told(seen: &HubSeen) -> AnyView {
    let app = of_app();
    let trouble = seen.trouble.as_ref().map(|trouble| {
        let text = words::trouble(app.locale, trouble);
        view! { <Note tone=Tone::Wait icon=Icon::Alert><p>{text}</p></Note> }
    });
    let lines: Vec<_> = words::heard(app, seen).into_iter().map(|line| view! { <li>{line}</li> }).collect();
    let waits = lines.is_empty() && trouble.is_none() && web::hub::chosen().is_some();
    let chosen = waits.then(|| view! { <p>{app.locale.of(words::CHOSEN)}</p> });
    view! { {trouble} {chosen} <ul class="plain-list">{lines}</ul> }.into_any()
}
