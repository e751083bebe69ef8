//! After the endpoint was restored from a backup: which devices have come back, which numbers of decisions came back with them,
//! and closing it, after which numbers are given again. It is asked for each time and never kept.

mod words;

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_sync::administration::{Closing, LastNumber, NumberYear, Reconciling, Returning};

use super::frame;
use super::words as of_administration;
use crate::book::{AdministrationError, Book};
use crate::components::chip::{Chip, Note, Tone};
use crate::components::confirm::{Confirm, Question};
use crate::components::field::{Input, Keys, Label, TextField};
use crate::components::icon::Icon;
use crate::components::live::{live_if, said};
use crate::components::press::{Weight, button, link};
use crate::components::toast::{Toaster, use_toaster};
use crate::features::tray::TITLE as TRAY;
use crate::locale::{Words, format};

/// The last number of an authority in a year, as somebody reads it from the papers.
#[derive(Clone, Copy)]
struct Last {
    partition: u32,
    year: u16,
    known: u32,
    input: Input,
}

/// The state of the card. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
struct Card {
    book: Book,
    app: &'static Words,
    toaster: Toaster,
    /// What the endpoint told; `None` before it has, or where nothing was ever restored.
    told: RwSignal<Option<Reconciling>>,
    trouble: RwSignal<Option<AdministrationError>>,
    busy: RwSignal<bool>,
    reason: Input,
    last: RwSignal<Vec<Last>>,
    asked: RwSignal<bool>,
}

/// The card; nothing where nothing was ever restored.
pub(super) fn card(app: &'static Words, book: Book) -> AnyView {
    let card = Card {
        book,
        app,
        toaster: use_toaster(),
        told: RwSignal::new(None),
        trouble: RwSignal::new(None),
        busy: RwSignal::new(false),
        reason: Input::new(),
        last: RwSignal::default(),
        asked: RwSignal::new(false),
    };
    card.ask();
    let busy = said(move || card.busy.get());
    view! {
        <div role="status" aria-busy=busy>
            {live_if(move || card.trouble.get().map(|error| trouble(app, error)))}
        </div>
        {live_if(move || card.told.read().as_ref().map(|told| shown(card, told)))}
        {question(card)}
    }
    .into_any()
}

fn trouble(app: &'static Words, error: AdministrationError) -> AnyView {
    // What keeps the whole screen from asking it says already.
    use AdministrationError::{NotAdministrator, SignedOut, Unreached};
    if matches!(error, Unreached | NotAdministrator | SignedOut) {
        return ().into_any();
    }
    let text = of_administration::trouble(app.locale, error);
    view! { <p class="error">{Icon::Alert.draw()} " " {text}</p> }.into_any()
}

impl Card {
    fn ask(self) {
        self.busy.set(true);
        spawn_local(async move {
            let told = self.book.reconciliation().await;
            let _gone = self.trouble.try_set(told.as_ref().err().copied());
            if let Ok(told) = told {
                let years = told.last.iter().flat_map(|last| &last.years);
                let inputs = years.map(|of| Last {
                    partition: of.partition,
                    year: of.year,
                    known: of.last,
                    input: Input::new(),
                });
                // What is being typed stays.
                if self.last.try_with_untracked(Vec::is_empty) == Some(true) {
                    let _gone = self.last.try_set(inputs.collect());
                }
                let _gone = self.told.try_set(told.last);
            }
            let _gone = self.busy.try_set(false);
        });
    }

    /// What is typed, where it can be so; what is wrong is said at its place.
    fn closing(self) -> Option<Closing> {
        let locale = self.app.locale;
        let reason = self.reason.text.with_untracked(|text| text.trim().to_owned());
        let mut is_right = frame::is_reason(&reason);
        if !is_right {
            self.reason.complain(locale.of(words::REASON_MISSING));
        }
        let mut last = Vec::new();
        for Last { partition, year, known, input } in self.last.get_untracked() {
            let typed = input.text.with_untracked(|text| text.trim().to_owned());
            if typed.is_empty() {
                continue;
            }
            match typed.parse::<u32>() {
                Ok(number) if number >= known => last.push(LastNumber { partition, year, number }),
                _ => {
                    input.complain(words::too_low(locale, known));
                    is_right = false;
                }
            }
        }
        is_right.then_some(Closing { reason, last })
    }

    fn close(self) {
        let number = self.told.with_untracked(|told| told.as_ref().map(|told| told.number));
        let (Some(number), Some(closing)) = (number, self.closing()) else { return };
        let locale = self.app.locale;
        self.busy.set(true);
        spawn_local(async move {
            match self.book.close_reconciliation(number, &closing).await {
                Ok(()) => {
                    let _gone = self.reason.text.try_set(String::new());
                    self.toaster.say(locale.of(words::DONE));
                    self.ask();
                }
                Err(error) => {
                    let text = of_administration::trouble(locale, error);
                    let _gone = self.reason.error.try_set(Some(text));
                    let _gone = self.busy.try_set(false);
                }
            }
        });
    }
}

fn shown(card: Card, told: &Reconciling) -> AnyView {
    let (app, locale) = (card.app, card.app.locale);
    let begun = [locale.of(words::SINCE), &format::date_time(app, as_float(told.begun_ms))].concat();
    let state = match told.closed_ms {
        None => view! {
            <Note tone=Tone::Wait icon=Icon::Alert>
                <p><strong>{locale.of(words::OPEN)}</strong></p>
                <p>{locale.of(words::OPEN_HELP)}</p>
            </Note>
        }
        .into_any(),
        Some(at) => {
            let by = told.closed_by.clone().unwrap_or_default();
            let closed =
                [locale.of(words::CLOSED), &format::date_time(app, as_float(at)), " · ", &by].concat();
            let why = told.reason.as_ref().map(|why| [locale.of(words::WHY), why].concat());
            view! { <p>{closed}</p> {why.map(|why| view! { <p class="muted">{why}</p> })} }.into_any()
        }
    };
    let devices: Vec<_> = told.devices.iter().map(|of| device(app, of)).collect();
    let missing = told.devices.iter().filter(|of| of.back_ms.is_none()).count();
    let copies = (told.copies > 0).then(|| {
        let waiting = words::copies(locale, told.copies);
        view! {
            <Note tone=Tone::Wait icon=Icon::Return>
                <p>{waiting}</p>
                <div class="buttons">{link(Weight::Other, Some(Icon::Return), locale.of(TRAY), "/tray")}</div>
            </Note>
        }
    });
    let years: Vec<_> = told.years.iter().map(|of| year(app, of)).collect();
    let act = told.closed_ms.is_none().then(|| form(card));
    view! {
        <section class="card" id="reconciliation">
            <h2>{locale.of(words::TITLE)}</h2>
            <p class="muted">{begun}</p>
            {state}
            <h3>{words::devices(locale, told.devices.len(), missing)}</h3>
            <ul class="plain-list">{devices}</ul>
            {copies}
            <h3>{locale.of(words::NUMBERS)}</h3>
            {years.is_empty().then(|| view! { <p>{locale.of(words::NO_NUMBERS)}</p> })}
            <ul class="plain-list">{years}</ul>
            {act}
        </section>
    }
    .into_any()
}

fn device(app: &'static Words, of: &Returning) -> AnyView {
    let locale = app.locale;
    let (tone, icon, word) = match (of.back_ms, of.shut_out) {
        (Some(_), _) => (Tone::Done, Icon::Safe, locale.of(words::BACK)),
        (None, true) => (Tone::Grave, Icon::Alert, locale.of(of_administration::REVOKED)),
        (None, false) => (Tone::Wait, Icon::Offline, locale.of(words::NOT_BACK)),
    };
    let at = of.back_ms.unwrap_or(of.seen_ms);
    let at = [locale.of(of_administration::SEEN), &format::date_time(app, as_float(at))].concat();
    view! {
        <li class="stack">
            <strong>{of.name.clone()} " (" {of.login.clone()} ")"</strong>
            <span class="muted">{of_administration::device(locale, &of.device)} " · " {at}</span>
            <Chip tone=tone icon=icon word=word/>
        </li>
    }
    .into_any()
}

fn year(app: &'static Words, of: &NumberYear) -> AnyView {
    let locale = app.locale;
    let lines: Vec<_> = words::numbers(locale, of).into_iter().map(|line| view! { <p>{line}</p> }).collect();
    view! { <li class="stack"><strong>{of.place.clone()} ", " {of.year}</strong> {lines}</li> }.into_any()
}

fn form(card: Card) -> AnyView {
    let locale = card.app.locale;
    let fields: Vec<_> = card
        .last
        .get_untracked()
        .into_iter()
        .map(|Last { partition, year, input, .. }| {
            let label = Label {
                id: format!("last-number-{partition}-{year}"),
                label: locale.of(words::LAST),
                optional: card.app.form().optional,
                help: locale.of(words::LAST_HELP),
            };
            view! { <div class="stack"><strong>{year}</strong> <TextField input=input label=label keys=Keys::Whole/></div> }
        })
        .collect();
    let label = Label {
        id: "reconciliation-reason".to_owned(),
        label: locale.of(words::REASON),
        optional: "",
        help: locale.of(words::REASON_HELP),
    };
    let press = move |_| {
        if card.closing().is_some() {
            card.asked.set(true);
        }
    };
    view! {
        <div class="stack">
            {fields}
            <TextField input=card.reason label=label keys=Keys::Line/>
            <div class="buttons">
                {button(Weight::Other, Some(Icon::Sending), locale.of(of_administration::ASK), move |()| card.ask())}
                {button(Weight::Primary, Some(Icon::Tick), locale.of(words::CLOSE), press)}
            </div>
        </div>
    }
    .into_any()
}

fn question(card: Card) -> AnyView {
    let locale = card.app.locale;
    let question = Question {
        title: locale.of(words::CLOSE_TITLE),
        text: Signal::stored(locale.of(words::CLOSE_TEXT).to_owned()),
        yes: locale.of(words::CLOSE),
        no: card.app.form().cancel,
        typed: None,
    };
    let yes = Callback::new(move |()| card.close());
    view! { <Confirm open=card.asked question=question on_yes=yes/> }.into_any()
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit for 285,000 years")]
fn as_float(ms: i64) -> f64 {
    ms as f64
}
