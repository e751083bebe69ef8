//! A member's ballot: taken, filled in, cast. After the receipt the device knows that it voted, and not how.

mod filling;
mod taking;

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use litemap::LiteMap;
use thidua_domain::council::{self, State};

use super::detail::Detail;
use super::{paper, words};
use crate::book::{BallotError, Stage};
use crate::components::chip::{Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if, live_text, said as says_of};
use crate::locale::facts::Both;
use crate::web;

/// How often a member's screen asks how the session stands.
const EVERY: Duration = Duration::from_secs(15);

/// How far the ballot is, without what is on it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// None was taken with this device.
    None,
    /// It is being filled in.
    Held,
    /// It is on its way.
    Cast,
    /// It came to an end.
    Done(End),
}

/// How a ballot ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Received,
    Late,
    Uncast,
    Refused,
    Elsewhere,
}

impl End {
    const fn words(self) -> (Tone, Icon, Both, Both) {
        match self {
            Self::Received => (Tone::Done, Icon::Safe, words::RECEIVED, words::RECEIVED_HELP),
            Self::Late => (Tone::Grave, Icon::Clock, words::LATE, words::LATE_HELP),
            Self::Uncast => (Tone::Wait, Icon::Clock, words::UNCAST, words::UNCAST_HELP),
            Self::Refused => (Tone::Grave, Icon::Alert, words::REFUSED, words::REFUSED_HELP),
            Self::Elsewhere => (Tone::Wait, Icon::Device, words::ELSEWHERE, words::ELSEWHERE_HELP),
        }
    }
}

/// A member's screen. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
pub(super) struct Screen {
    detail: Detail,
    place: Memo<Place>,
    /// The choices so far, by item of the agenda: in memory, and on the device until the ballot is cast.
    choices: RwSignal<LiteMap<u32, u8>>,
    busy: RwSignal<bool>,
    trouble: RwSignal<Option<BallotError>>,
    sure: RwSignal<bool>,
    cast: Callback<()>,
}

impl Screen {
    /// Of a session's screen.
    pub(super) fn new(detail: Detail) -> Self {
        let book = detail.book;
        let choices = RwSignal::new(LiteMap::new());
        let id = detail.id.to_string();
        let place = Memo::new(move |_| {
            let ballots = book.ballots().get();
            let own = ballots.iter().find(|ballot| ballot.session == id);
            match own.map(|ballot| &ballot.stage) {
                None | Some(Stage::Asked(_)) => Place::None,
                Some(Stage::Held(..)) => Place::Held,
                Some(Stage::Cast(_)) => Place::Cast,
                Some(Stage::Received) => Place::Done(End::Received),
                Some(Stage::Late) => Place::Done(End::Late),
                Some(Stage::Uncast) => Place::Done(End::Uncast),
                Some(Stage::Refused) => Place::Done(End::Refused),
                Some(Stage::Elsewhere) => Place::Done(End::Elsewhere),
            }
        });
        let busy = RwSignal::new(false);
        let trouble = RwSignal::new(None);
        let cell = StoredValue::new(None::<Screen>);
        let cast = Callback::new(move |()| {
            if let Some(screen) = cell.try_get_value().flatten() {
                screen.cast();
            }
        });
        let screen = Self { detail, place, choices, busy, trouble, sure: RwSignal::new(false), cast };
        cell.set_value(Some(screen));
        Effect::new(move || {
            if place.get() == Place::Held {
                screen.resume();
            } else {
                choices.set(LiteMap::new());
            }
        });
        screen.listen();
        spawn_local(async move {
            if book.read_ballots().await.is_err() {
                let _gone = trouble.try_set(Some(BallotError::Device));
            }
        });
        screen
    }

    /// Members sit before this screen until the vote is opened, and until the result is there: so it asks more often than the
    /// book does by itself.
    fn listen(self) {
        let detail = self.detail;
        if !detail.session.with_value(|session| session.only_reads()) {
            return;
        }
        let again = move || {
            let known = detail.record.try_get_untracked().flatten();
            let is_over =
                known.is_some_and(|own| matches!(State::of(&own.fields), State::Closed | State::Void));
            if !is_over && !web::is_hidden() {
                detail.book.sync_now();
            }
        };
        again();
        if let Ok(clock) = set_interval_with_handle(again, EVERY) {
            on_cleanup(move || clock.clear());
        }
    }

    fn stage(self) -> Option<Stage> {
        let id = self.detail.id.to_string();
        let ballots = self.detail.book.ballots().get_untracked();
        ballots.iter().find(|ballot| ballot.session == id).map(|ballot| ballot.stage.clone())
    }

    /// Whether the account sits on the council in this session. Tracks.
    fn is_member(self) -> bool {
        let account = self.detail.session.get_value().account.id;
        self.detail.record.get().is_some_and(|record| council::is_member(&record.fields, account))
    }

    /// Whether the members vote on paper. Tracks.
    fn is_by_hand(self) -> bool {
        self.detail.record.get().is_some_and(|record| !council::is_on_tablets(&record.fields))
    }

    /// What a member sees of the ballot, wherever session and ballot are.
    pub(super) fn draw(self) -> AnyView {
        let at = Memo::new(move |_| (self.detail.state(), self.place.get(), self.is_member()));
        let body = live(move || {
            let (state, place, is_member) = at.get();
            if self.is_by_hand() && matches!(state, State::Preparing | State::Open) {
                let told = (Tone::Wait, Icon::Pencil, words::BY_HAND, words::BY_HAND_HELP);
                return view! { {note(self, told)} {paper::agenda(self.detail)} }.into_any();
            }
            match (state, place) {
                (State::Open | State::Closed, Place::Done(end)) => self.ended(end),
                (State::Closed, _) => {
                    note(self, (Tone::Plain, Icon::Safe, words::CLOSED, words::CLOSED_HELP))
                }
                (State::Void, _) => ().into_any(),
                _ if !is_member => self.stranger(),
                (State::Preparing, _) => self.ahead(),
                (State::Open, Place::None) => self.to_take(),
                (State::Open, Place::Held) => self.filling_in(),
                (State::Open, Place::Cast) => self.on_its_way(),
            }
        });
        view! { <div class="stack">{body} {self.in_trouble()}</div> {self.question()} }.into_any()
    }

    fn in_trouble(self) -> AnyView {
        let locale = self.detail.app.locale;
        let body = live_if(move || {
            // What has its own words above is not said twice.
            let trouble = self.trouble.get().filter(|_| !matches!(self.place.get(), Place::Done(_)))?;
            Some(
                view! {
                    <Note tone=Tone::Grave icon=Icon::Alert><p>{words::trouble(locale, trouble)}</p></Note>
                }
                .into_any(),
            )
        });
        view! { <div role="alert">{body}</div> }.into_any()
    }

    fn ended(self, end: End) -> AnyView {
        view! { <div role="status">{note(self, end.words())}</div> }.into_any()
    }

    fn stranger(self) -> AnyView {
        let told = (Tone::Wait, Icon::Key, words::NOT_A_MEMBER, words::NOT_A_MEMBER_HELP);
        view! { {note(self, told)} {paper::agenda(self.detail)} }.into_any()
    }

    fn ahead(self) -> AnyView {
        let locale = self.detail.app.locale;
        view! {
            <Note tone=Tone::Wait icon=Icon::Clock><p>{locale.of(words::NOT_OPEN_YET)}</p></Note>
            {paper::agenda(self.detail)}
        }
        .into_any()
    }

    fn to_take(self) -> AnyView {
        let locale = self.detail.app.locale;
        let busy = says_of(move || self.busy.get());
        let word = live_text(move || {
            locale.of(if self.busy.get() { words::TAKING } else { words::TAKE }).to_owned()
        });
        view! {
            <section class="card">
                <h3>{locale.of(words::VOTING)}</h3>
                <p class="muted">{locale.of(words::TAKE_HELP)}</p>
                <div class="buttons">
                    <button
                        type="button"
                        class="button primary"
                        aria-disabled=busy
                        on:click=move |_| self.take()
                    >
                        {Icon::Tick.draw()}
                        {word}
                    </button>
                </div>
            </section>
            {paper::agenda(self.detail)}
        }
        .into_any()
    }

    fn on_its_way(self) -> AnyView {
        let locale = self.detail.app.locale;
        let busy = says_of(move || self.busy.get());
        view! {
            <section class="card wait" role="status">
                <h3>{locale.of(words::SENDING)}</h3>
                <p>{locale.of(words::SENDING_HELP)}</p>
                <div class="buttons">
                    <button type="button" class="button" aria-disabled=busy on:click=move |_| self.send_now()>
                        {Icon::Sending.draw()}
                        {locale.of(words::SEND_NOW)}
                    </button>
                </div>
            </section>
        }
        .into_any()
    }
}

fn note(screen: Screen, (tone, icon, title, text): (Tone, Icon, Both, Both)) -> AnyView {
    let locale = screen.detail.app.locale;
    view! {
        <Note tone=tone icon=icon>
            <p><strong>{locale.of(title)}</strong></p>
            <p>{locale.of(text)}</p>
        </Note>
    }
    .into_any()
}
