//! The queue of files, on the screen of the sync's health: what waits, why, and on which line it may go.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{line, words};
use crate::book::{Due, Halt, use_book};
use crate::components::chip::{Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if};
use crate::components::press::{Weight, button};
use crate::locale::{Words, words as of_app};
use crate::web::line::{Line, line as kind_of_line};
use crate::web::settings::use_settings;

/// The card.
pub(crate) fn card() -> AnyView {
    let (app, book, settings) = (of_app(), use_book(), use_settings());
    let locale = app.locale;
    spawn_local(async move {
        // Where the store cannot be read, other parts of this screen say so.
        let _read = book.read_files().await;
    });
    let due = Memo::new(move |_| book.files_due());
    let list = live(move || list(app, &due.get()));
    let only_wifi = Memo::new(move |_| settings.read().only_wifi);
    let flip = move |event: leptos::ev::Event| {
        settings.update(|settings| settings.only_wifi = event_target_checked(&event));
        settings.get_untracked().keep();
        book.send_files(false);
    };
    let halt = live_if(move || {
        let is_due = !due.read().is_empty();
        let untold = (only_wifi.get() && kind_of_line() == Line::Untold).then_some(Halt::Untold);
        let halt = book.files().halt.get().filter(|_| is_due).or(untold)?;
        let said = words::halt(locale, halt);
        Some(view! { <Note tone=Tone::Wait icon=Icon::Clock><p>{said}</p></Note> }.into_any())
    });
    let send = live_if(move || {
        (!due.read().is_empty()).then(|| {
            let now = button(Weight::Other, Some(Icon::Sending), locale.of(words::SEND_NOW), move |()| {
                book.send_files(true);
            });
            view! { <div class="buttons">{now}</div> }.into_any()
        })
    });
    view! {
        <section class="card" aria-label=locale.of(words::QUEUE)>
            <h2>{locale.of(words::QUEUE)}</h2>
            {list}
            {halt}
            {send}
            <label class="tick">
                <input type="checkbox" prop:checked=only_wifi on:change=flip/>
                <span>
                    {locale.of(words::ONLY_WIFI)}
                    <span class="help">{locale.of(words::ONLY_WIFI_HELP)}</span>
                </span>
            </label>
        </section>
    }
    .into_any()
}

fn list(app: &'static Words, due: &[Due]) -> AnyView {
    let locale = app.locale;
    if due.is_empty() {
        return view! { <p>{locale.of(words::NOTHING_DUE)}</p> }.into_any();
    }
    let book = use_book();
    let rows = due.iter().map(|file| {
        let name =
            if file.name.is_empty() { locale.of(words::NAMELESS).to_owned() } else { file.name.clone() };
        let unit = file.partition;
        view! {
            <li class="row file">
                {line::thumbnail(book, file.digest, file.kind)}
                <div class="about">
                    <strong class="name">{name}</strong>
                    <span class="line">{words::sizes(app, None, file.size)}</span>
                    {line::state(app, book, file.digest, Signal::stored(Some(unit)))}
                </div>
            </li>
        }
    });
    let rows = rows.collect_view();
    let bytes = due.iter().map(|file| f64::from(file.size)).sum();
    view! {
        <p><strong>{words::due(app, due.len(), bytes)}</strong> " " {locale.of(words::RECORDS_FIRST)}</p>
        <ul class="rows">{rows}</ul>
    }
    .into_any()
}
