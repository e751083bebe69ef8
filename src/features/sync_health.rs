//! The health of the sync: what is only on this device, when it was last safe, what the last attempts came to, and the
//! figures that the district asks for by telephone.

mod checksums;
pub(crate) mod copies;
mod device;
pub(crate) mod left;
mod next;
mod repair;
pub(crate) mod room;

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::record::RecordKind;

use super::{clock, conflicts, evidence, handing, indicators, parts, sign_in, sync_words};
use crate::app::{SectionTitle, use_section};
use crate::book::{Attempt, AttemptEnd, Book, SyncState, use_book};
use crate::components::chip::{Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if, said};
use crate::components::panes::OnePane;
use crate::components::press::{Weight, link};
use crate::locale::{Words, faults, format, words};

/// More than this off, and the officer is told that the device's clock is wrong.
pub(crate) const CLOCK_TOLERANCE_MS: f64 = 5.0 * 60.0 * 1000.0;

/// The screen.
#[component]
pub(crate) fn SyncHealthScreen() -> impl IntoView {
    let (words, book) = (words(), use_book());
    let h = words.health();
    use_section(SectionTitle { title: h.title, home: "/sync", back: Some("/more"), place: None });
    spawn_local(async move {
        // Where they cannot be read, those of this page are told.
        let _read = book.read_attempts().await;
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
                {live(move || next::told(words, book))}
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
            {left::card(words, book)}
            {handing::card()}
            {parts::hub()}
            {parts::carry()}
            {live_if(move || to_settle(words, book))}
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
            {device::card(words, book)}
            {copies::card(words)}
            {repair::card(words, book)}
        </OnePane>
    }
}

/// The endpoint wants a new sign-in: the form for it, where the officer looks for why nothing is sent.
fn sign_in_again(words: &'static Words, book: Book) -> AnyView {
    let login = book.session().get_untracked().map(|session| session.login.clone()).unwrap_or_default();
    view! { <section class="card"><h2>{words.sync().needs_sign_in}</h2>{sign_in::again(login)}</section> }
        .into_any()
}

fn last_safe(words: &'static Words, at: Option<f64>) -> AnyView {
    let h = words.health();
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
        (words.nav().nominations, count(book.nominations())),
        (words.nav().pledges, count(book.pledges())),
        (words.nav().blocs, count(book.records(RecordKind::Bloc))),
        (words.nav().scores, count(book.records(RecordKind::Score))),
        (words.nav().people, count(book.profiles())),
        (words.nav().decisions, count(book.records(RecordKind::Decision))),
        (words.nav().council, count(book.records(RecordKind::CouncilSession))),
        (words.nav().notices, count(book.records(RecordKind::Notice))),
        (words.nav().movements, count(book.records(RecordKind::Movement))),
        (words.nav().models, count(book.records(RecordKind::Model))),
        (words.locale.of(indicators::TITLE), count(book.records(RecordKind::Indicator))),
        (words.locale.of(indicators::RURAL), count(book.records(RecordKind::RuralGrid))),
        (words.record().deleted_list, count(book.deleted())),
    ];
    let lines: Vec<_> = parts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(name, count)| view! { <li><span>{name}</span><strong class="number">{count}</strong></li> })
        .collect();
    (!lines.is_empty())
        .then(|| view! { <div><h3>{words.health().only_here}</h3><ul class="plain-list">{lines}</ul></div> })
        .into_any()
}

/// The way to what holds two versions, with how many. Tracks.
fn to_settle(words: &'static Words, book: Book) -> Option<AnyView> {
    let count = conflicts::count(book);
    (count > 0).then(|| {
        let word = conflicts::with_count(words, count);
        view! {
            <Note tone=Tone::Grave icon=Icon::Two>
                <p>{words.work().to_settle_help}</p>
                <div class="buttons">{link(Weight::Other, None, word, conflicts::ADDRESS)}</div>
            </Note>
        }
        .into_any()
    })
}

fn clock(words: &'static Words, offset_ms: Option<f64>) -> Option<AnyView> {
    let text = clock::wrong(words, offset_ms)?;
    Some(view! { <Note tone=Tone::Wait icon=Icon::Clock><p>{text}</p></Note> }.into_any())
}

fn attempts(words: &'static Words, all: &[Attempt]) -> AnyView {
    if all.is_empty() {
        return view! { <p class="muted">{words.health().no_attempts}</p> }.into_any();
    }
    let line = |attempt: &Attempt| {
        let (tone, icon, text) = match attempt.end {
            AttemptEnd::Done { sent, received, bytes, mended } => {
                let text = (words.health().attempt_done)(sent, received, &format::bytes(words, bytes));
                (Tone::Done, Icon::Tick, [text, checksums::mended(words, mended)].concat())
            }
            AttemptEnd::AtHub { sent, bytes } => {
                let text = (words.health().attempt_at_hub)(sent, &format::bytes(words, bytes));
                (Tone::Wait, Icon::Device, text)
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
