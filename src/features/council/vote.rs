//! A member's ballot: taken, filled in, cast. After the receipt the device knows that it voted, and not how.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use litemap::LiteMap;
use thidua_ballot::{Blinded, Choice, Entropy, Evaluated, Paper, Pending, PublicKey, Token};
use thidua_domain::council::{self, KEY, State};
use thidua_domain::nomination::{ACHIEVEMENTS, INITIATIVE};

use super::super::papers::dossiers;
use super::detail::Detail;
use super::paper::{self, key, name_and_line};
use super::{OnAgenda, agenda, courier, said, words};
use crate::book::{BallotError, Stage};
use crate::components::chip::{Note, Tone};
use crate::components::confirm::{Confirm, Question};
use crate::components::icon::Icon;
use crate::components::live::{flag, live, live_if, live_text, said as says_of};
use crate::components::long_list::{Row, long_list};
use crate::components::press::{Weight, button, link};
use crate::connection::tabs;
use crate::locale::facts::Both;
use crate::order;
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

    /// What was chosen before the app was closed.
    fn resume(self) {
        if let Some(Stage::Held(_, votes)) = self.stage() {
            self.choices.set(order::gathered(votes));
        }
    }

    /// Takes a ballot. What is needed to read the answer is on the device before the question leaves it.
    fn take(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.trouble.set(None);
        spawn_local(async move {
            let taken = self.taken().await;
            let _gone = self.busy.try_set(false);
            let _gone = self.trouble.try_set(taken.err());
        });
    }

    /// Two windows take one ballot: the second waits, and finds what the first was given.
    async fn taken(self) -> Result<(), BallotError> {
        let told = Rc::new(Cell::new(Ok(())));
        let own = Rc::clone(&told);
        let lock = ["thidua-ballot-", &self.detail.id.to_string()].concat();
        tabs::in_turn(&lock, async move { own.set(self.taken_alone().await) }).await;
        told.get()
    }

    async fn taken_alone(self) -> Result<(), BallotError> {
        let (book, id) = (self.detail.book, self.detail.id);
        let device = |_| BallotError::Device;
        book.read_ballots().await.map_err(device)?;
        if self.stage().is_none() {
            let entropy = Entropy::new(web::secret_bytes().ok_or(BallotError::Device)?);
            let pending = Pending::begin(entropy).map_err(|_| BallotError::Device)?;
            // In a browser without locks another window may ask at the same time: then what it keeps is asked with.
            book.change_ballot(id, None, Stage::Asked(pending.to_text())).await.map_err(device)?;
        }
        let Some(Stage::Asked(kept)) = self.stage() else { return Ok(()) };
        let pending = Pending::from_text(&kept).map_err(|_| BallotError::Device)?;
        let asked = || Some(Stage::Asked(kept.clone()));
        let question: Blinded = pending.question();
        let answer = match book.ask_for_token(id, &question.to_text()).await {
            Ok(answer) => answer,
            Err(error) => {
                // Only where nothing was taken here: another window may have what the endpoint speaks of.
                if error == BallotError::Taken
                    && !book.change_ballot(id, asked(), Stage::Elsewhere).await.map_err(device)?
                {
                    return Ok(());
                }
                // The session may have moved on without this device.
                book.sync_now();
                return Err(error);
            }
        };
        let key = self.detail.record.get_untracked().map(|record| said(&record, KEY)).unwrap_or_default();
        let token = Evaluated::from_text(&answer)
            .and_then(|answer| pending.finish(&answer, PublicKey::from_text(&key)?))
            .map_err(|_| BallotError::OtherKey)?;
        book.change_ballot(id, asked(), Stage::Held(token.to_text(), Vec::new()))
            .await
            .map(drop)
            .map_err(device)
    }

    /// Chooses for one item, or for several at once.
    fn choose(self, items: impl Iterator<Item = u32>, choice: Choice) {
        self.choices.update(|choices| {
            for item in items {
                choices.insert(item, choice.code());
            }
        });
        let (book, id, trouble) = (self.detail.book, self.detail.id, self.trouble);
        spawn_local(async move {
            // Another window may have cast it: then nothing of it may come back. And once casting has begun here, the paper is
            // filled in from memory.
            let mut kept = book.read_ballots().await.map(|()| false);
            // Where the choice before is being kept just now, this one comes after it.
            while kept == Ok(false) {
                let is_casting = self.busy.try_get_untracked().unwrap_or(true);
                let (Some(Stage::Held(token, before)), false) = (self.stage(), is_casting) else { return };
                let votes = self.choices.try_with_untracked(pairs).unwrap_or_default();
                let before = Some(Stage::Held(token.clone(), before));
                kept = book.change_ballot(id, before, Stage::Held(token, votes)).await;
            }
            if kept.is_err() {
                let _gone = trouble.try_set(Some(BallotError::Device));
            }
        });
    }

    fn cast(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let cast = self.filled_in().await;
            let _gone = self.busy.try_set(false);
            let _gone = self.trouble.try_set(cast.err());
            courier::carry(self.detail.book).await;
        });
    }

    /// Fills in the paper and keeps it in the place of the choices.
    async fn filled_in(self) -> Result<(), BallotError> {
        let (book, id) = (self.detail.book, self.detail.id);
        let device = |_| BallotError::Device;
        let choices = self.choices.get_untracked();
        let record = self.detail.record.get_untracked().ok_or(BallotError::Over)?;
        let choice = |item| choices.get(&item).copied().and_then(Choice::from_code).unwrap_or(Choice::Blank);
        book.read_ballots().await.map_err(device)?;
        // The last choice may be being kept just now; once the ballot is cast, here or in another window, that is all.
        while let Some(Stage::Held(token, before)) = self.stage() {
            let votes = council::agenda(&record.fields).map(|(item, _)| (item, choice(item))).collect();
            let own = Token::from_text(&token).map_err(|_| BallotError::Device)?;
            let paper = Paper::fill(own, votes).map_err(|_| BallotError::Device)?;
            let before = Some(Stage::Held(token, before));
            if book.change_ballot(id, before, Stage::Cast(paper.to_json())).await.map_err(device)? {
                break;
            }
        }
        Ok(())
    }

    fn send_now(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            courier::carry(self.detail.book).await;
            let _gone = self.busy.try_set(false);
        });
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

    /// The items that are not chosen yet. Tracks.
    fn left(self) -> Vec<u32> {
        let Some(record) = self.detail.record.get() else { return Vec::new() };
        let choices = self.choices.get();
        council::agenda(&record.fields)
            .map(|(item, _)| item)
            .filter(|item| !choices.contains_key(item))
            .collect()
    }

    fn filling_in(self) -> AnyView {
        let detail = self.detail;
        let (app, locale) = (detail.app, detail.app.locale);
        let rows = long_list(move |most| {
            let Some(record) = detail.record.get() else { return Vec::new() };
            let all = agenda(detail.book, &record.fields);
            let count = all.len();
            let session = detail.session.get_value();
            let row = |(place, own): (usize, &OnAgenda)| {
                let key = key(own);
                let (own, session) = (own.clone(), Arc::clone(&session));
                let draw = move || {
                    let (name, line) = name_and_line(app, &session, &own);
                    let place = words::of_all(locale, place.saturating_add(1), count);
                    self.one(&own, &name, line, place)
                };
                Row { key, draw: Arc::new(draw) }
            };
            all.iter().enumerate().take(most).map(row).collect()
        });
        let left = Memo::new(move |_| self.left().len());
        let told = live_text(move || match left.get() {
            0 => locale.of(words::ALL_CHOSEN).to_owned(),
            left => words::left(locale, left),
        });
        let rest = live_if(move || {
            (left.get() > 1).then(|| {
                button(Weight::Other, Some(Icon::Tick), locale.of(words::REST_YES), move |()| {
                    self.choose(untrack(|| self.left()).into_iter(), Choice::Yes);
                })
            })
        });
        let busy = says_of(move || self.busy.get());
        view! {
            <section class="stack" aria-label=locale.of(words::VOTING)>
                <h3 class="section-title">{locale.of(words::VOTING)}</h3>
                <p class="help">{locale.of(words::KEPT)}</p>
                <div class="ballot">{rows}</div>
                <div class="form-foot">
                    <div role="status" class="said">{Icon::Work.draw()} <span>{told}</span></div>
                    <div class="buttons">
                        {rest}
                        <button
                            type="button"
                            class="button primary"
                            aria-disabled=busy
                            on:click=move |_| self.sure.set(true)
                        >
                            {Icon::Sending.draw()}
                            {locale.of(words::CAST_IT)}
                        </button>
                    </div>
                </div>
            </section>
        }
        .into_any()
    }

    /// One dossier with its three choices.
    fn one(self, own: &OnAgenda, name: &str, line: String, place: String) -> AnyView {
        let locale = self.detail.app.locale;
        let item = own.item;
        let choice = |(choice, word): (Choice, Both)| {
            let checked = flag(move || self.choices.read().get(&item) == Some(&choice.code()));
            let pick = move |_| self.choose(std::iter::once(item), choice);
            view! {
                <label>
                    <input
                        type="radio"
                        name=["vote-", &item.to_string()].concat()
                        prop:checked=checked
                        on:change=pick
                    />
                    {locale.of(word)}
                </label>
            }
        };
        let choices = [(Choice::Yes, words::YES), (Choice::No, words::NO), (Choice::Blank, words::BLANK)];
        let more = own.dossier.as_ref().map(|record| {
            let text = [said(record, ACHIEVEMENTS), said(record, INITIATIVE)];
            let text = text.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n");
            let achievements = (!text.is_empty()).then(|| view! { <p class="prose">{text}</p> });
            let read = link(Weight::Plain, None, locale.of(words::READ), dossiers::address(record.id));
            view! {
                <details>
                    <summary>{locale.of(words::ACHIEVEMENTS)}</summary>
                    {achievements}
                    {read}
                </details>
            }
        });
        view! {
            <li class="card">
                <fieldset class="choice">
                    <legend class="legend">
                        <span class="small">{place}</span>
                        <strong class="name">{name.to_owned()}</strong>
                        <span class="line">{line}</span>
                    </legend>
                    {choices.map(choice).into_iter().collect_view()}
                </fieldset>
                {more}
            </li>
        }
        .into_any()
    }

    fn question(self) -> AnyView {
        let app = self.detail.app;
        let locale = app.locale;
        let text = Signal::derive(move || {
            let choices = self.choices.get();
            let count = |wanted: Choice| choices.values().filter(|code| **code == wanted.code()).count();
            let counts = [Choice::Yes, Choice::No, Choice::Blank].map(count);
            words::cast_text(locale, counts, self.left().len())
        });
        let question = Question {
            title: locale.of(words::CAST_TITLE),
            text,
            yes: locale.of(words::CAST_IT),
            no: app.form.cancel,
            typed: None,
        };
        view! { <Confirm open=self.sure question=question on_yes=self.cast/> }.into_any()
    }
}

fn pairs(choices: &LiteMap<u32, u8>) -> Vec<(u32, u8)> {
    choices.iter().map(|(item, code)| (*item, *code)).collect()
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
