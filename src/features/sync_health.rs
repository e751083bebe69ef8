//! The health of the sync: what is only on this device, when it was last safe, what the last attempts came to, and the
//! figures that the district asks for by telephone.

mod checksums;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{evidence, handing, parts, sign_in, sync_words};
use crate::app::{SectionTitle, use_section};
use crate::book::{Attempt, AttemptEnd, Book, Session, SyncState, use_book};
use crate::components::chip::{Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if, said};
use crate::components::panes::OnePane;
use crate::components::press::{Weight, button};
use crate::locale::{Words, faults, format, words};
use crate::web;

/// More than this off, and the officer is told that the device's clock is wrong.
const CLOCK_TOLERANCE_MS: f64 = 5.0 * 60.0 * 1000.0;

/// The screen.
#[component]
pub(crate) fn SyncHealthScreen() -> impl IntoView {
    let (words, book) = (words(), use_book());
    let h = &words.health;
    use_section(SectionTitle { title: h.title, home: "/sync", back: Some("/more"), place: None });
    let room = RwSignal::new(web::Room::default());
    let ask = move || {
        spawn_local(async move {
            let _gone = room.try_set(web::room().await);
        });
    };
    ask();
    let persist = Callback::new(move |()| {
        spawn_local(async move {
            web::persist().await;
            ask();
        });
    });
    let status = book.status();
    let tone_note = live(move || {
        let (tone, icon, text) = sync_words::of(words, &status.get());
        view! { <Note tone=tone icon=icon><p><strong>{text}</strong></p></Note> }.into_any()
    });
    let is_out = Memo::new(move |_| status.read().state == SyncState::NeedsSignIn);
    let again = live_if(move || is_out.get().then(|| sign_in_again(words, book)));
    let busy = said(move || status.read().state.is_under_way());
    view! {
        <OnePane>
            <section class="card">
                {tone_note}
                {live(move || last_safe(words, status.read().last_safe_ms))}
                {live(move || only_here(words, book))}
                <div class="buttons">
                    <button
                        type="button"
                        class="button primary"
                        aria-disabled=busy
                        on:click=move |_| spawn_local(book.compare_now())
                    >
                        {Icon::Sending.draw()}
                        {h.now}
                    </button>
                </div>
            </section>
            {again}
            {handing::card()}
            {parts::carry()}
            {live_if(move || clock(words, book.clock_offset_ms().get()))}
            {evidence::queue()}
            {live_if(move || {
                // What is compared changes with every exchange and with every record.
                status.track();
                checksums::card(words, book)
            })}
            <section class="card">
                <h2>{h.attempts}</h2>
                {live(move || attempts(words, &book.attempts().read()))}
            </section>
            <section class="card">
                <h2>{h.device}</h2>
                {live(move || device(words, book.session().get().as_deref(), room.get(), persist))}
            </section>
        </OnePane>
    }
}

/// The endpoint wants a new sign-in: the form for it, where the officer looks for why nothing is sent.
fn sign_in_again(words: &'static Words, book: Book) -> AnyView {
    let login = book.session().get_untracked().map(|session| session.login.clone()).unwrap_or_default();
    view! { <section class="card"><h2>{words.sync.needs_sign_in}</h2>{sign_in::again(login)}</section> }
        .into_any()
}

fn last_safe(words: &'static Words, at: Option<f64>) -> AnyView {
    let h = &words.health;
    let text = at.map_or_else(
        || h.never_safe.to_owned(),
        |at| [h.last_safe, &format::date_time(words, at), " (", &format::ago(words, at), ")"].concat(),
    );
    view! { <p>{text}</p> }.into_any()
}

/// How many records are only here, and where they are. Tracks.
fn only_here(words: &'static Words, book: Book) -> AnyView {
    let count = |list: Signal<crate::book::Shared<std::sync::Arc<crate::book::RecordView>>>| {
        list.read().iter().filter(|record| record.unsent).count()
    };
    let parts = [
        (words.nomination.section, count(book.nominations())),
        (words.pledge.section, count(book.pledges())),
        (words.record.deleted_list, count(book.deleted())),
    ];
    let lines: Vec<_> = parts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(name, count)| view! { <li><span>{name}</span><strong class="number">{count}</strong></li> })
        .collect();
    (!lines.is_empty())
        .then(|| view! { <div><h3>{words.health.only_here}</h3><ul class="plain-list">{lines}</ul></div> })
        .into_any()
}

fn clock(words: &'static Words, offset_ms: Option<f64>) -> Option<AnyView> {
    let offset = offset_ms.filter(|offset| offset.abs() > CLOCK_TOLERANCE_MS)?;
    let minutes = format::minutes(offset);
    let text =
        if offset > 0.0 { (words.health.clock_ahead)(minutes) } else { (words.health.clock_behind)(minutes) };
    Some(view! { <Note tone=Tone::Wait icon=Icon::Clock><p>{text}</p></Note> }.into_any())
}

fn attempts(words: &'static Words, all: &[Attempt]) -> AnyView {
    if all.is_empty() {
        return view! { <p class="muted">{words.health.no_attempts}</p> }.into_any();
    }
    let line = |attempt: &Attempt| {
        let (tone, icon, text) = match attempt.end {
            AttemptEnd::Done { sent, received, bytes, mended } => {
                let text = (words.health.attempt_done)(sent, received, &format::bytes(words, bytes));
                (Tone::Done, Icon::Tick, [text, checksums::mended(words, mended)].concat())
            }
            AttemptEnd::Failed(failure) => (Tone::Grave, Icon::Alert, faults::sync(words, failure)),
        };
        view! {
            <li>
                <span class=["attempt ", tone.class()].concat()>{icon.draw()} <span>{text}</span></span>
                <span class="muted number">{format::date_time(words, attempt.at_ms)}</span>
            </li>
        }
    };
    view! { <ul class="plain-list">{all.iter().map(line).collect_view()}</ul> }.into_any()
}

fn device(
    words: &'static Words,
    session: Option<&Session>,
    room: web::Room,
    persist: Callback<()>,
) -> AnyView {
    let h = &words.health;
    let unknown = || words.record.nothing.to_owned();
    let id = session.map_or_else(unknown, |session| session.device_id_short.clone());
    let size = |bytes: Option<f64>| bytes.map_or_else(unknown, |bytes| format::size(words, bytes));
    let kept = match room.persisted {
        Some(true) => h.persisted,
        Some(false) => h.not_persisted,
        None => words.record.nothing,
    };
    let ask = (room.persisted == Some(false)).then(|| {
        view! {
            <p class="help">{h.persist_help}</p>
            <div class="buttons">
                {button(Weight::Other, None, h.persist, move |_| persist.run(()))}
            </div>
        }
    });
    let lines = [
        (h.device_id, id),
        (h.version, env!("CARGO_PKG_VERSION").to_owned()),
        (h.used, size(room.used)),
        (h.left, size(room.left)),
        (h.storage, kept.to_owned()),
    ]
    .into_iter()
    .map(|(name, value)| view! { <li><span>{name}</span><strong class="number">{value}</strong></li> })
    .collect_view();
    view! { <ul class="plain-list">{lines}</ul> {ask} }.into_any()
}
