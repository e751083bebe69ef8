//! For administrators: accounts, places and slips; the devices of all accounts, shutting one out, and the log of who was let in.
//! It is asked for each time and never kept.

mod account_form;
mod account_words;
mod accounts;
mod checksums;
pub(crate) mod frame;
mod merger_form;
mod merger_words;
mod office;
mod place_form;
mod places;
mod reconciliation;
mod slip;
mod spot;
mod typed;
pub(crate) mod words;

pub(crate) use account_words::{ACCOUNTS, PLACES};
pub(crate) use words::TITLE;

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_sync::administration::Accounts;

use self::office::Office;
use self::spot::Part;
use crate::app::{SectionTitle, use_section};
use crate::book::{AdministrationError, Audited, Book, Bound, use_book};
use crate::components::chip::{Chip, Tone};
use crate::components::confirm::{Confirm, Question};
use crate::components::field::{Input, Keys, Label, TextField};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if};
use crate::components::panes::OnePane;
use crate::components::press::{Weight, button, link};
use crate::components::toast::{Toaster, use_toaster};
use crate::features::tray::TITLE as TRAY;
use crate::locale::{Locale, Words, format, words as of_app};

/// The state of the screen. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
struct Screen {
    book: Book,
    app: &'static Words,
    toaster: Toaster,
    devices: RwSignal<Vec<Bound>>,
    entries: RwSignal<Vec<Audited>>,
    /// Whose names stand in the log.
    names: RwSignal<Accounts>,
    /// Whether older entries may be there.
    more: RwSignal<bool>,
    busy: RwSignal<bool>,
    trouble: RwSignal<Option<AdministrationError>>,
    /// The device whose form stands open.
    meant: RwSignal<Option<String>>,
    reason: Input,
    asked: RwSignal<bool>,
}

/// The part of the administration that the address names.
pub(crate) fn section() -> AnyView {
    let (part, at) = (spot::part(), spot::at());
    // What the endpoint told serves both accounts and places, and is forgotten when the administration is left.
    let office = StoredValue::new(None::<Office>);
    let place = Owner::current().unwrap_or_default();
    let office = move || {
        office.get_value().unwrap_or_else(|| {
            let made = place.with(Office::new);
            made.watch(at);
            office.set_value(Some(made));
            made
        })
    };
    live(move || match part.get() {
        Part::Devices => screen(),
        Part::Accounts => accounts::section(office(), at),
        Part::Places => places::section(office(), at),
        Part::Nowhere => super::work::nowhere(),
    })
}

/// The devices and the log.
fn screen() -> AnyView {
    let app = of_app();
    let locale = app.locale;
    use_section(SectionTitle {
        title: locale.of(words::TITLE),
        home: "/administration",
        back: Some("/more"),
        place: None,
    });
    let screen = Screen {
        book: use_book(),
        app,
        toaster: use_toaster(),
        devices: RwSignal::default(),
        entries: RwSignal::default(),
        names: RwSignal::default(),
        more: RwSignal::new(false),
        busy: RwSignal::new(false),
        trouble: RwSignal::new(None),
        meant: RwSignal::new(None),
        reason: Input::new(),
        asked: RwSignal::new(false),
    };
    screen.ask();
    view! {
        <OnePane>
            {frame::draw(app, screen.busy, screen.trouble, words::NEEDS_LINE)}
            <section class="card">
                <h2>{locale.of(words::DEVICES)}</h2>
                <p class="muted">{locale.of(words::DEVICES_HELP)}</p>
                <div class="buttons">
                    {button(Weight::Other, Some(Icon::Sending), locale.of(words::ASK), move |_| screen.ask())}
                    {link(Weight::Other, Some(Icon::Return), locale.of(TRAY), "/tray")}
                </div>
                {live(move || devices(screen, &screen.devices.read()))}
            </section>
            {reconciliation::card(app, screen.book)}
            {checksums::card(app, screen.book)}
            <section class="card">
                <h2>{locale.of(words::LOG)}</h2>
                <p class="muted">{locale.of(words::LOG_HELP)}</p>
                {live(move || entries(screen, &screen.entries.read()))}
                {live_if(move || screen.more.get().then(|| older(screen)))}
            </section>
            {question(screen)}
        </OnePane>
    }
    .into_any()
}

impl Screen {
    /// Asks for both lists anew. What was told before is forgotten where the endpoint does not answer: it may be wrong by now.
    fn ask(self) {
        self.busy.set(true);
        spawn_local(async move {
            let told = async {
                let names = self.book.accounts().await?;
                Ok((self.book.devices().await?, self.book.audit(None).await?, names))
            };
            let told: Result<_, AdministrationError> = told.await;
            let trouble = told.as_ref().err().copied();
            let (devices, entries, names) = told.unwrap_or_default();
            let _gone = self.names.try_set(names);
            let _gone = self.more.try_set(entries.last().is_some_and(|entry| entry.seq > 1));
            let _gone = self.devices.try_set(devices);
            let _gone = self.entries.try_set(entries);
            let _gone = self.trouble.try_set(trouble);
            let _gone = self.busy.try_set(false);
        });
    }

    fn ask_older(self) {
        let before = self.entries.with_untracked(|entries| entries.last().map(|entry| entry.seq));
        spawn_local(async move {
            match self.book.audit(before).await {
                Ok(older) => {
                    let _gone = self.more.try_set(older.last().is_some_and(|entry| entry.seq > 1));
                    let _gone = self.entries.try_update(|entries| entries.extend(older));
                }
                Err(error) => _ = self.trouble.try_set(Some(error)),
            }
        });
    }

    /// Shuts out the device that is meant. What was typed stays until it is done.
    fn revoke(self) {
        let Some(device) = self.meant.get_untracked() else { return };
        let reason = self.reason.text.get_untracked();
        let locale = self.app.locale;
        spawn_local(async move {
            match self.book.revoke_device(&device, &reason).await {
                Ok(()) => {
                    let _gone = self.meant.try_set(None);
                    let _gone = self.reason.text.try_set(String::new());
                    self.toaster.say(locale.of(words::DONE));
                    self.ask();
                }
                Err(error) => _ = self.reason.error.try_set(Some(words::trouble(locale, error))),
            }
        });
    }
}

fn devices(screen: Screen, all: &[Bound]) -> AnyView {
    let own = screen.book.session().get_untracked().map(|session| session.device_id_short.clone());
    let own = own.unwrap_or_default();
    let rows: Vec<_> = all.iter().map(|bound| device(screen, bound, &own)).collect();
    view! { <ul class="plain-list devices">{rows}</ul> }.into_any()
}

fn device(screen: Screen, bound: &Bound, own: &str) -> AnyView {
    let app = screen.app;
    let locale = app.locale;
    let is_own = !own.is_empty() && bound.device.starts_with(own);
    let seen = [locale.of(words::SEEN), &format::date_time(app, bound.seen_ms)].concat();
    let since = [locale.of(words::BOUND), &format::date(app, bound.bound_ms)].concat();
    let chip = match (is_own, bound.revoked_ms) {
        (_, Some(_)) => Some(
            view! { <Chip tone=Tone::Grave icon=Icon::Alert word=locale.of(words::REVOKED)/> }.into_any(),
        ),
        (true, None) => {
            Some(view! { <Chip tone=Tone::Done icon=Icon::Safe word=locale.of(words::THIS_ONE)/> }.into_any())
        }
        (false, None) => None,
    };
    let why = bound.revoked_why.as_ref().map(|why| {
        let text = [locale.of(words::WHY), why].concat();
        view! { <p>{text}</p> }
    });
    let id = StoredValue::new(bound.device.clone());
    let act = (!is_own && bound.revoked_ms.is_none()).then(|| {
        live(move || {
            if screen.meant.with(|meant| id.with_value(|id| meant.as_ref() == Some(id))) {
                return form(screen);
            }
            let begin = move |_| {
                screen.reason.text.set(String::new());
                screen.reason.error.set(None);
                screen.meant.set(Some(id.get_value()));
            };
            button(Weight::Grave, None, locale.of(words::REVOKE), begin)
        })
    });
    view! {
        <li class="stack">
            <strong>{bound.name.clone()} " (" {bound.login.clone()} ")"</strong>
            <span class="muted">{words::device(locale, &bound.device)} " · " {since} " · " {seen}</span>
            {chip}
            {why}
            {act}
        </li>
    }
    .into_any()
}

fn form(screen: Screen) -> AnyView {
    let locale = screen.app.locale;
    let label = Label {
        id: "revoke-reason".to_owned(),
        label: locale.of(words::REASON),
        optional: "",
        help: locale.of(words::REASON_HELP),
    };
    let ask = move |_| {
        if screen.reason.text.with_untracked(|text| frame::is_reason(text)) {
            screen.asked.set(true);
        } else {
            screen.reason.complain(locale.of(words::REASON_MISSING));
        }
    };
    view! {
        <div class="stack">
            <TextField input=screen.reason label=label keys=Keys::Line/>
            <div class="buttons">
                {button(Weight::Other, None, screen.app.form().cancel, move |_| screen.meant.set(None))}
                {button(Weight::Grave, None, locale.of(words::REVOKE), ask)}
            </div>
        </div>
    }
    .into_any()
}

fn question(screen: Screen) -> AnyView {
    let locale = screen.app.locale;
    let question = Question {
        title: locale.of(words::REVOKE_TITLE),
        text: Signal::stored(locale.of(words::REVOKE_TEXT).to_owned()),
        yes: locale.of(words::REVOKE),
        no: screen.app.form().cancel,
        typed: None,
    };
    let yes = Callback::new(move |()| screen.revoke());
    view! { <Confirm open=screen.asked question=question on_yes=yes/> }.into_any()
}

fn entries(screen: Screen, all: &[Audited]) -> AnyView {
    let (app, locale) = (screen.app, screen.app.locale);
    if all.is_empty() {
        return view! { <p>{locale.of(words::NOTHING)}</p> }.into_any();
    }
    let names = screen.names.read_untracked();
    let name = |account: Option<u32>| {
        let known = account.and_then(|number| office::account(&names, number));
        known.map_or_else(
            || {
                account
                    .map_or_else(|| locale.of(words::NOBODY).to_owned(), |account| numbered(locale, account))
            },
            |known| known.post.name.clone(),
        )
    };
    let rows: Vec<_> = all
        .iter()
        .map(|entry| {
            let is_attempt =
                matches!(entry.what.as_str(), "wrong_password" | "wrong_passkey" | "passkey_went_back");
            let who = match entry.what.as_str() {
                _ if is_attempt => name(entry.about_account),
                "epoch_begun" | "device_revoked_again" => String::new(),
                // By nobody who was signed in: from the command line of the endpoint.
                "committee_founded" | "slip_made" if entry.account.is_none() => {
                    locale.of(words::OPERATOR).to_owned()
                }
                _ => name(entry.account),
            };
            let place = entry.about_place.map(|place| {
                let known = office::place_name(&names, place);
                if known.is_empty() { numbered(locale, place) } else { known }
            });
            let whom = entry.about_account.filter(|about| Some(*about) != entry.account);
            let whom = whom.filter(|_| !is_attempt).map(|account| name(Some(account)));
            let device = entry.about_device.as_ref().map(|device| words::device(locale, device).to_string());
            let about: Vec<String> = [device, whom, place].into_iter().flatten().collect();
            let about = (!about.is_empty()).then(|| [" ", &about.join(", ")].concat());
            let at = format::date_time(app, entry.at_ms);
            view! {
                <li class="stack">
                    <span class="muted">{at}</span>
                    <span><strong>{who}</strong> " " {words::what(locale, &entry.what)} {about}</span>
                </li>
            }
        })
        .collect();
    view! { <ul class="plain-list log">{rows}</ul> }.into_any()
}

/// What is known by its number alone.
fn numbered(locale: Locale, number: u32) -> String {
    [locale.of(("số ", "No. ")), &number.to_string()].concat()
}

fn older(screen: Screen) -> AnyView {
    let press = move |_| screen.ask_older();
    view! { <div class="buttons">{button(Weight::Other, None, screen.app.locale.of(words::OLDER), press)}</div> }.into_any()
}
