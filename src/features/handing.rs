//! Handing work in where nobody can sign in any more: what it means, the button, and what became of each piece of work.

mod words;

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::nomination;
use thidua_domain::record::Value;
use thidua_sync::client::Handed;
use thidua_sync::operation::Action;
use thidua_sync::outcome::Reason;

use crate::book::{Book, HandInError, Handing, RefusalView, SyncState, use_book};
use crate::components::chip::{Chip, Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::{live_if, said};
use crate::components::press::{Weight, button, link};
use crate::features::tray::action_word;
use crate::features::work::kind_name;
use crate::locale::{Words, format, words as of_app};

/// More are not listed one by one.
const MOST_LISTED: usize = 100;

/// The state of the card.
#[derive(Clone, Copy)]
struct Card {
    book: Book,
    app: &'static Words,
    busy: RwSignal<bool>,
    failed: RwSignal<Option<HandInError>>,
}

/// The card, where the login does not hold and something is left to say.
pub(crate) fn card() -> AnyView {
    let card =
        Card { book: use_book(), app: of_app(), busy: RwSignal::new(false), failed: RwSignal::new(None) };
    let status = card.book.status();
    let is_out = Memo::new(move |_| status.read().state == SyncState::NeedsSignIn);
    // Whoever looks here is told the latest, where there is anything to be asked.
    spawn_local(async move {
        // Without a line there is no news, and the button says why.
        let _unreached = card.book.ask_fates().await;
    });
    live_if(move || {
        let all = card.book.handing();
        let refused = card.refused();
        let is_meant = is_out.get() || all.iter().any(|one| one.handed.is_some());
        (is_meant && !(all.is_empty() && refused.is_empty())).then(|| card.draw(&all, &refused))
    })
}

impl Card {
    /// What a person has refused. Tracks.
    fn refused(self) -> Vec<RefusalView> {
        let all = self.book.refusals().get();
        all.iter().filter(|refusal| refusal.reason == Reason::ByPerson).cloned().collect()
    }

    fn draw(self, all: &[Handing], refused: &[RefusalView]) -> AnyView {
        let locale = self.app.locale;
        let fresh = all.iter().filter(|one| one.handed.is_none()).count();
        let waits = all.iter().any(|one| matches!(one.handed, Some(Handed::Waiting | Handed::Left)));
        let busy = said(move || self.busy.get());
        let hand_in = (fresh > 0).then(|| {
            let word = words::hand_in(locale, fresh);
            view! {
                <button type="button" class="button primary" aria-disabled=busy on:click=move |_| self.run(true)>
                    {Icon::Sending.draw()} {word}
                </button>
            }
        });
        let ask = waits.then(|| {
            button(Weight::Other, Some(Icon::Return), locale.of(words::ASK), move |()| self.run(false))
        });
        let failed = live_if(move || {
            self.failed.get().map(|error| {
                let icon = if error == HandInError::Unreached { Icon::Offline } else { Icon::Alert };
                view! { <Note tone=Tone::Wait icon=icon><p>{words::failed(locale, error)}</p></Note> }
                    .into_any()
            })
        });
        let lines: Vec<_> = all.iter().take(MOST_LISTED).map(|one| self.line(one)).collect();
        let more = all.len().checked_sub(MOST_LISTED).filter(|more| *more > 0);
        let more = more.map(|more| view! { <li class="muted">{words::more(locale, more)}</li> });
        let refused: Vec<_> = refused.iter().map(|refusal| self.refusal(refusal)).collect();
        let dealt =
            (!refused.is_empty()).then(|| link(Weight::Other, Some(Icon::Work), self.app.nav().work, "/"));
        view! {
            <section class="card" aria-labelledby="handing-title">
                <h2 id="handing-title">{locale.of(words::TITLE)}</h2>
                <p>{locale.of(words::HELP)}</p>
                <p class="help">{locale.of(words::MEANING)}</p>
                <div role="status" class="stack" aria-busy=busy>{failed}</div>
                <div class="buttons">{hand_in} {ask}</div>
                <ul class="plain-list handing">{lines} {more} {refused}</ul>
                {dealt}
            </section>
        }
        .into_any()
    }

    fn run(self, hands_in: bool) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failed.set(None);
        spawn_local(async move {
            let done = if hands_in { self.book.hand_in().await } else { self.book.ask_fates().await };
            if done == Err(HandInError::SignedIn) {
                // Signed in meanwhile, on another tab: the outbox goes as ever.
                self.book.sync_now();
            }
            let _gone = self.busy.try_set(false);
            let _gone = self.failed.try_set(done.err());
        });
    }

    fn line(self, one: &Handing) -> AnyView {
        let locale = self.app.locale;
        let (tone, icon, word) = match one.handed {
            None | Some(Handed::AtHub) => (Tone::Plain, Icon::Device, words::NOT_YET),
            Some(Handed::Waiting | Handed::Left) => (Tone::Wait, Icon::Clock, words::WAITS),
            Some(Handed::Accepted) => (Tone::Done, Icon::Tick, words::ACCEPTED),
            Some(Handed::Known) => (Tone::Done, Icon::Tick, words::KNOWN),
        };
        let kind = one.kind.map_or(self.app.record().other_field, |kind| kind_name(self.app, kind));
        let action = Action::from_code(one.action).map_or("", |action| action_word(locale, action));
        let about =
            [action, kind].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        let name = self.name(one);
        let title = if name.is_empty() { kind.to_owned() } else { name };
        view! {
            <li class="stack">
                <span><strong>{title}</strong> " " <span class="muted">{about}</span></span>
                <span class="muted">{format::ago(self.app, one.at_ms)}</span>
                <Chip tone=tone icon=icon word=locale.of(word)/>
            </li>
        }
        .into_any()
    }

    fn name(self, one: &Handing) -> String {
        let of = |value: Option<&Value>| value.and_then(Value::as_text).map(str::to_owned);
        let record: Option<Arc<_>> = untrack(|| self.book.record(one.record));
        let own = of(one.fields.get(&nomination::NAME));
        let known = record.and_then(|record| of(record.fields.get(&nomination::NAME)));
        let place = || {
            let session = self.book.session().get_untracked();
            session.map(|session| session.place_name(one.partition).to_owned())
        };
        own.or(known).or_else(place).unwrap_or_default()
    }

    fn refusal(self, refusal: &RefusalView) -> AnyView {
        let locale = self.app.locale;
        let name = refusal.fields.get(&nomination::NAME).and_then(Value::as_text).map(str::to_owned);
        let known = || {
            let record = refusal.record.and_then(|id| untrack(|| self.book.record(id)));
            record.and_then(|record| record.fields.get(&nomination::NAME)?.as_text().map(str::to_owned))
        };
        let kind = refusal.kind.map_or(self.app.record().other_field, |kind| kind_name(self.app, kind));
        let title = name.or_else(known).unwrap_or_else(|| kind.to_owned());
        let why = refusal.words.as_ref().map(|words| view! { <p class="prose">"“" {words.clone()} "”"</p> });
        view! {
            <li class="stack">
                <span><strong>{title}</strong> " " <span class="muted">{kind}</span></span>
                <Chip tone=Tone::Grave icon=Icon::Alert word=locale.of(words::REFUSED)/>
                {why}
            </li>
        }
        .into_any()
    }
}
