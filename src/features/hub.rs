//! The hub on the screen of the sync: which one is used, what it said last, and what it cannot do.

mod scan;
mod words;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::book::{HubSeen, use_book};
use crate::components::chip::{Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::{flag, live, live_if};
use crate::components::press::{Weight, button};
use crate::locale::words as of_app;
use crate::web;

/// The card, where the committee has named hubs.
pub(crate) fn card() -> AnyView {
    let (book, app) = (use_book(), of_app());
    let locale = app.locale;
    let hubs = RwSignal::new(book.hubs());
    let chosen = RwSignal::new(web::hub::chosen().unwrap_or_default());
    let scans = RwSignal::new(false);
    spawn_local(async move {
        // Without a line those that were named before are shown.
        book.ask_for_hubs().await;
        let _gone = hubs.try_set(book.hubs());
    });
    let choose = Callback::new(move |hub: String| {
        book.choose_hub(&hub);
        chosen.set(hub);
    });
    let option = move |value: String, name: String| {
        let own = value.clone();
        let is_chosen = flag(move || *chosen.read() == own);
        view! { <option value=value prop:selected=is_chosen>{name}</option> }.into_any()
    };
    let named = live_if(move || {
        let hubs = hubs.get();
        (!hubs.is_empty()).then(|| {
            let options: Vec<_> = hubs.into_iter().map(|hub| option(hub.clone(), hub)).collect();
            let scan =
                button(Weight::Other, Some(Icon::Camera), locale.of(words::SCAN), move |()| scans.set(true));
            view! {
                <section class="card" aria-labelledby="hub-title">
                    <h2 id="hub-title">{locale.of(words::TITLE)}</h2>
                    <p class="help">{locale.of(words::HELP)}</p>
                    <div class="field">
                        <label for="hub-address">{locale.of(words::WHICH)}</label>
                        <select
                            id="hub-address"
                            class="input"
                            on:change=move |event| choose.run(event_target_value(&event))
                        >
                            {option(String::new(), locale.of(words::NONE).to_owned())}
                            {options}
                        </select>
                    </div>
                    <div class="buttons">{scan}</div>
                    <div role="status" class="stack">{live(move || told(&book.hub().get()))}</div>
                </section>
            }
            .into_any()
        })
    });
    view! { {named} {scan::dialog(locale, scans, hubs, choose)} }.into_any()
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
