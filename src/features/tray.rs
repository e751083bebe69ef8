//! The tray: work that devices without a login have handed in. A person of the standing office, or an administrator, looks at
//! each operation beside what stands there now, and accepts or refuses it with a reason. It is asked for each time and never kept.

mod copies;
mod entry;
mod reason;
mod words;

pub(crate) use words::{TITLE, action as action_word};

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_sync::administration::{TrayEntry, Verdict, WitnessEntry};
use thidua_sync::outcome::Reason;

use reason::{Meant, Reasons};

use crate::app::{SectionTitle, use_section};
use crate::book::{AdministrationError, Book, use_book};
use crate::components::chip::{Chip, Note, Tone};
use crate::components::empty::Empty;
use crate::components::field::{Keys, Label, TextField};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if};
use crate::components::panes::OnePane;
use crate::components::press::{Weight, button};
use crate::components::toast::{Toaster, use_toaster};
use crate::features::administration::{frame, words as of_administration};
use crate::locale::{Words, faults, format, words as of_app};

/// The state of the screen. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
struct Screen {
    book: Book,
    app: &'static Words,
    toaster: Toaster,
    /// What waits; `None` before the endpoint has told.
    entries: RwSignal<Option<Vec<TrayEntry>>>,
    /// The witnessed copies that wait.
    copies: RwSignal<Vec<WitnessEntry>>,
    busy: RwSignal<bool>,
    trouble: RwSignal<Option<AdministrationError>>,
    /// What is typed, and what the open form is for.
    reasons: Reasons,
    /// The entries that could not be carried out, each with the reason code.
    stuck: RwSignal<Vec<(u64, u16)>>,
    stuck_copies: RwSignal<Vec<(u64, u16)>>,
}

/// The screen.
pub(crate) fn screen() -> AnyView {
    let app = of_app();
    let locale = app.locale;
    use_section(SectionTitle { title: locale.of(TITLE), home: "/tray", back: Some("/more"), place: None });
    let book = use_book();
    let screen = Screen {
        book,
        app,
        toaster: use_toaster(),
        entries: RwSignal::new(None),
        copies: RwSignal::default(),
        busy: RwSignal::new(false),
        trouble: RwSignal::new(None),
        reasons: Reasons::new(book),
        stuck: RwSignal::default(),
        stuck_copies: RwSignal::default(),
    };
    spawn_local(async move {
        screen.reasons.recall().await;
        screen.ask();
    });
    view! {
        <OnePane>
            <p class="muted">{locale.of(words::HELP)}</p>
            <div class="buttons">
                {button(Weight::Other, Some(Icon::Sending), locale.of(of_administration::ASK), move |_| screen.ask())}
            </div>
            {frame::draw(app, screen.busy, screen.trouble, words::NEEDS_LINE)}
            {live_if(move || copies::cards(screen, &screen.copies.read()))}
            {live_if(move || screen.entries.read().as_ref().map(|entries| devices(screen, entries)))}
        </OnePane>
    }
    .into_any()
}

impl Screen {
    /// Asks anew. What was told before is forgotten where the endpoint does not answer: it may be wrong by now.
    fn ask(self) {
        let _gone = self.busy.try_set(true);
        spawn_local(async move {
            let told = self.book.tray().await;
            let trouble = told.as_ref().err().copied();
            // A form that stands open is not taken away by a line that is gone.
            if trouble.is_none() || self.reasons.meant.try_get_untracked().flatten().is_none() {
                let (entries, copies) = told.ok().map(|tray| (tray.entries, tray.witnessed)).unzip();
                let _gone = self.copies.try_set(copies.unwrap_or_default());
                let _gone = self.entries.try_set(entries);
            }
            if trouble.is_none() {
                self.reasons.go_on(|meant| self.waits(meant));
            }
            let _gone = self.trouble.try_set(trouble);
            let _gone = self.busy.try_set(false);
        });
    }

    /// Whether what a reason was typed for is still there.
    fn waits(self, meant: &Meant) -> bool {
        let entries = |is_it: &dyn Fn(&TrayEntry) -> bool| {
            self.entries.try_with_untracked(|all| all.iter().flatten().any(is_it)).unwrap_or(true)
        };
        match meant {
            Meant::One { entry, .. } => entries(&|own| own.entry == *entry),
            Meant::All { device } => entries(&|own| own.device == *device),
            Meant::Copy { entry, .. } => {
                let is_it = |all: &Vec<WitnessEntry>| all.iter().any(|own| own.entry == *entry);
                self.copies.try_with_untracked(is_it).unwrap_or(true)
            }
        }
    }

    /// Says the word on what is meant. What was typed stays until it is done.
    fn answer(self) {
        let locale = self.app.locale;
        let meant = self.reasons.meant.get_untracked().filter(|_| !self.busy.get_untracked());
        let Some(meant) = meant else { return };
        let input = self.reasons.input;
        let reason = input.text.with_untracked(|text| text.trim().to_owned());
        if !frame::is_reason(&reason) {
            input.complain(locale.of(words::REASON_MISSING));
            return;
        }
        let is_copy = matches!(meant, Meant::Copy { .. });
        let (accept, entries) = match &meant {
            Meant::One { entry, accept } | Meant::Copy { entry, accept } => (*accept, vec![*entry]),
            Meant::All { device } => (true, self.of_device(device)),
        };
        self.busy.set(true);
        spawn_local(async move {
            let (mut done, mut other, mut stuck) = (0, 0, Vec::new());
            let mut erased = false;
            let mut trouble = None;
            for entry in entries {
                let answered = if is_copy {
                    self.book.answer_copy(entry, accept, reason.clone()).await
                } else {
                    self.book.answer_tray(entry, accept, reason.clone()).await
                };
                match answered {
                    Ok(answered) => match (answered.verdict, accept) {
                        (Verdict::Waiting, _) => stuck.push((entry, answered.refusal.unwrap_or_default())),
                        (Verdict::Accepted, true) | (Verdict::Refused, false) => done += 1,
                        (Verdict::Refused, true) if answered.refusal == Some(Reason::Erased.code()) => {
                            erased = true;
                        }
                        // Somebody else was faster, or it came by another way.
                        _ => other += 1,
                    },
                    Err(error) => {
                        trouble = Some(error);
                        break;
                    }
                }
            }
            let _gone = self.busy.try_set(false);
            if let Some(error) = trouble {
                let _gone = input.error.try_set(Some(of_administration::trouble(locale, error)));
                return;
            }
            let came_of_it = if is_copy {
                words::came_of_copy(locale, accept, done, stuck.len())
            } else {
                words::came_of_it(locale, accept, done, other, stuck.len())
            };
            self.toaster.say(if erased { locale.of(words::WAS_ERASED) } else { came_of_it });
            if stuck.is_empty() {
                self.reasons.close(&meant);
            } else {
                self.reasons.set_aside();
            }
            // Copies are numbered by themselves.
            let _gone = if is_copy { self.stuck_copies.try_set(stuck) } else { self.stuck.try_set(stuck) };
            self.ask();
        });
    }

    /// The entries of a device, in the order in which they were made.
    fn of_device(self, device: &str) -> Vec<u64> {
        self.entries.with_untracked(|entries| {
            let mut own: Vec<_> = entries.iter().flatten().filter(|entry| entry.device == device).collect();
            own.sort_unstable_by_key(|entry| entry.counter);
            own.into_iter().map(|entry| entry.entry).collect()
        })
    }
}

/// A card for each device, in the order in which the first of their work came.
fn devices(screen: Screen, entries: &[TrayEntry]) -> AnyView {
    let locale = screen.app.locale;
    if entries.is_empty() {
        return view! {
            <Empty icon=Icon::Safe title=locale.of(words::NOTHING) text=locale.of(words::NOTHING_HELP)/>
        }
        .into_any();
    }
    let mut all: Vec<Vec<&TrayEntry>> = Vec::new();
    for entry in entries {
        match all.iter_mut().find(|own| own.first().is_some_and(|first| first.device == entry.device)) {
            Some(own) => own.push(entry),
            None => all.push(vec![entry]),
        }
    }
    let cards: Vec<_> = all.into_iter().map(|own| device(screen, own)).collect();
    view! { <div class="stack wide-gap">{cards}</div> }.into_any()
}

fn device(screen: Screen, mut own: Vec<&TrayEntry>) -> AnyView {
    let (app, locale) = (screen.app, screen.app.locale);
    // In the order in which they were made: each may build on those before it.
    own.sort_unstable_by_key(|entry| entry.counter);
    let Some(first) = own.first() else { return ().into_any() };
    let (tone, icon, word) = if first.shut_out {
        (Tone::Grave, Icon::Alert, locale.of(words::SHUT_OUT))
    } else {
        (Tone::Wait, Icon::Key, locale.of(words::LOGIN_ENDED))
    };
    let id = StoredValue::new(first.device.clone());
    let all = (own.len() > 1).then(|| {
        let is_meant = move || {
            screen.reasons.meant.with(|meant| matches!(meant, Some(Meant::All { device }) if id.with_value(|id| device == id)))
        };
        live(move || {
            if is_meant() {
                return form(screen, locale.of(words::ACCEPT_ALL), Weight::Primary);
            }
            let begin = move |_| screen.reasons.begin(Meant::All { device: id.get_value() });
            view! { <div class="buttons">{button(Weight::Other, Some(Icon::Tick), locale.of(words::ACCEPT_ALL), begin)}</div> }
                .into_any()
        })
    });
    let told = [&*of_administration::device(locale, &first.device), " · ", &words::count(locale, own.len())]
        .concat();
    let entries: Vec<_> = own
        .iter()
        .map(|entry| {
            let act = act(screen, entry.entry, entry.kind, false);
            entry::entry(screen.book, app, entry, act)
        })
        .collect();
    view! {
        <section class="card tray-device">
            <header>
                <h2>{first.name.clone()}</h2>
                <p class="muted">{told} " · " {format::date_time(app, as_float(first.at_ms))}</p>
                <p><Chip tone=tone icon=icon word=word/></p>
            </header>
            {first.shut_out.then(|| view! { <p class="help">{locale.of(words::SHUT_OUT_HELP)}</p> })}
            {all}
            <ol class="plain-list tray">{entries}</ol>
        </section>
    }
    .into_any()
}

/// What can be said of an entry, and what came of it when it could not be carried out.
fn act(screen: Screen, number: u64, kind: u16, is_copy: bool) -> AnyView {
    let (app, locale) = (screen.app, screen.app.locale);
    let all_stuck = if is_copy { screen.stuck_copies } else { screen.stuck };
    let stuck = live_if(move || {
        let code =
            all_stuck.with(|all| all.iter().find(|(entry, _)| *entry == number).map(|(_, code)| *code))?;
        let why = words::stuck(app, kind, code);
        Some(
            view! {
                <Note tone=Tone::Grave icon=Icon::Alert>
                    <p><strong>{locale.of(words::STUCK)}</strong></p>
                    <p>{why}</p>
                </Note>
            }
            .into_any(),
        )
    });
    let buttons = live(move || {
        let meant = screen.reasons.meant.with(|meant| match meant {
            Some(Meant::One { entry, accept }) if *entry == number && !is_copy => Some(*accept),
            Some(Meant::Copy { entry, accept }) if *entry == number && is_copy => Some(*accept),
            _ => None,
        });
        match meant {
            Some(true) => form(screen, locale.of(words::ACCEPT_THIS), Weight::Primary),
            Some(false) => form(screen, locale.of(words::REFUSE_THIS), Weight::Grave),
            None => {
                let meant = move |accept| match is_copy {
                    true => Meant::Copy { entry: number, accept },
                    false => Meant::One { entry: number, accept },
                };
                let say = move |accept| move |_| screen.reasons.begin(meant(accept));
                view! {
                    <div class="buttons">
                        {button(Weight::Primary, Some(Icon::Tick), locale.of(words::ACCEPT), say(true))}
                        {button(Weight::Grave, None, locale.of(words::REFUSE), say(false))}
                    </div>
                }
                .into_any()
            }
        }
    });
    view! { <div role="status">{stuck}</div> {buttons} }.into_any()
}

fn form(screen: Screen, word: &'static str, weight: Weight) -> AnyView {
    let locale = screen.app.locale;
    let reasons = screen.reasons;
    let unkept = live_if(move || {
        let said = faults::book(screen.app, reasons.unkept.get()?);
        Some(view! { <p class="said grave">{Icon::Alert.draw()} <span>{said}</span></p> }.into_any())
    });
    let give_up = move |_| {
        if let Some(meant) = reasons.meant.get_untracked() {
            reasons.close(&meant);
        }
    };
    let label = Label {
        id: "tray-reason".to_owned(),
        label: locale.of(words::REASON),
        optional: "",
        help: locale.of(words::REASON_HELP),
    };
    view! {
        <div class="stack">
            <TextField input=reasons.input label=label keys=Keys::Line/>
            <div role="alert">{unkept}</div>
            <div class="buttons">
                {button(Weight::Other, None, screen.app.form().cancel, give_up)}
                {button(weight, None, word, move |_| screen.answer())}
            </div>
        </div>
    }
    .into_any()
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit for 285,000 years")]
fn as_float(ms: i64) -> f64 {
    ms as f64
}
