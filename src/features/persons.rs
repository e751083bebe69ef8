//! The rights of a person to their data (quyền của chủ thể dữ liệu cá nhân): what is held, for what and for how long; all of it
//! to be handed over; where it is corrected; and erasing what the law does not oblige to keep.
//!
//! What the endpoint tells is asked for each time and never kept on the device.

mod erasing;
mod file;
mod told;
mod words;

pub(crate) use words::TITLE;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_params_map;
use thidua_domain::access::Role;
use thidua_domain::record::RecordId;

use self::erasing::Erasing;
use super::papers::small_form::Asked;
use crate::app::{SectionTitle, use_section};
use crate::book::{Book, Holdings, PersonError, Session, Whom, use_book};
use crate::components::chip::{Note, Tone};
use crate::components::empty::Empty;
use crate::components::field::Keys;
use crate::components::icon::Icon;
use crate::components::live::{live, live_if, said};
use crate::components::panes::OnePane;
use crate::components::press::{Weight, button};
use crate::components::toast::{Toaster, use_toaster};
use crate::locale::{Words, words as of_app};

/// The state of the screen. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
pub(super) struct Screen {
    book: Book,
    app: &'static Words,
    toaster: Toaster,
    session: StoredValue<std::sync::Arc<Session>>,
    /// The record that was named by the address.
    record: Option<RecordId>,
    name: Asked,
    born: Asked,
    busy: RwSignal<bool>,
    trouble: RwSignal<Option<PersonError>>,
    /// What the endpoint told, and the same as it came.
    told: RwSignal<Option<(Holdings, String)>>,
    erasing: Erasing,
}

/// The screen, of whoever the address names or of nobody yet.
pub(crate) fn screen() -> AnyView {
    let app = of_app();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get_str("id").and_then(|id| id.parse().ok())));
    use_section(SectionTitle {
        title: app.locale.of(words::TITLE),
        home: "/persons",
        back: Some("/more"),
        place: None,
    });
    live(move || of(app, id.get()))
}

fn of(app: &'static Words, record: Option<RecordId>) -> AnyView {
    let (book, locale) = (use_book(), app.locale);
    let session = book.session().get_untracked().filter(|session| session.sees_all_units());
    let Some(session) = session else {
        let (title, text) = (locale.of(words::TITLE), locale.of(words::NOT_YOURS));
        return view! { <OnePane><Empty icon=Icon::Key title=title text=text/></OnePane> }.into_any();
    };
    let is_administrator = session.role == Role::Administrator;
    let screen = Screen {
        book,
        app,
        toaster: use_toaster(),
        session: StoredValue::new(session),
        record,
        name: Asked::new(locale),
        born: Asked::new(locale),
        busy: RwSignal::new(false),
        trouble: RwSignal::new(None),
        told: RwSignal::new(None),
        erasing: Erasing::new(locale),
    };
    let busy = said(move || screen.busy.get());
    let trouble = live_if(move || {
        let error = screen.trouble.get()?;
        let text = words::trouble(locale, error);
        Some(view! { <Note tone=Tone::Wait icon=Icon::Offline><p>{text}</p></Note> }.into_any())
    });
    let found = live_if(move || Some(told::draw(screen, &screen.told.get()?.0)));
    let erasing = live_if(move || Some(erasing::draw(screen, &screen.told.get()?.0)));
    view! {
        <OnePane>
            <section class="card">
                <h2>{locale.of(words::ASK_TITLE)}</h2>
                <p class="muted">{locale.of(words::ASK_HELP)}</p>
                {question(screen)}
                <div role="status" class="stack" aria-busy=busy>{trouble}</div>
            </section>
            {found}
            {is_administrator.then_some(erasing)}
            {purposes(screen)}
        </OnePane>
    }
    .into_any()
}

/// Of whom is asked: by the address, or by name.
fn question(screen: Screen) -> AnyView {
    let locale = screen.app.locale;
    let ask = button(Weight::Primary, Some(Icon::Search), locale.of(words::ASK), move |()| screen.ask());
    if let Some(id) = screen.record {
        let name = live_if(move || {
            let record = screen.book.record(id)?;
            Some(view! { <p><strong>{told::name_of(screen.app, &record.fields)}</strong></p> }.into_any())
        });
        return view! { {name} <div class="buttons">{ask}</div> }.into_any();
    }
    view! {
        {screen.name.draw("person-name", locale.of(words::NAME), locale.of(words::NAME_HELP), Keys::Name)}
        {screen.born.draw("person-born", locale.of(words::BORN), locale.of(words::BORN_HELP), Keys::Whole)}
        <div class="buttons">{ask}</div>
    }
    .into_any()
}

impl Screen {
    fn whom(self) -> Option<Whom> {
        if let Some(record) = self.record {
            return Some(Whom::Record(record));
        }
        let name = self.name.words()?;
        if !name.contains(' ') {
            self.name.complain(self.app.locale.of(words::TWO_WORDS));
            return None;
        }
        let typed = self.born.input.text.with_untracked(|typed| typed.trim().to_owned());
        let born = if typed.is_empty() { None } else { typed.parse().ok().filter(|year| *year > 1800) };
        if !typed.is_empty() && born.is_none() {
            self.born.complain(self.app.locale.of(words::BORN_HELP));
            return None;
        }
        Some(Whom::Name(name, born))
    }

    /// Asks the endpoint. What it told before is forgotten where it does not answer.
    pub(super) fn ask(self) {
        let Some(whom) = self.whom() else { return };
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let told = self.book.holdings(&whom).await;
            let _gone = self.trouble.try_set(told.as_ref().err().copied());
            let _gone = self.told.try_set(told.ok());
            let _gone = self.busy.try_set(false);
        });
    }
}

/// What is held, for what, by which law, and for how long.
fn purposes(screen: Screen) -> AnyView {
    let locale = screen.app.locale;
    let rows: Vec<_> = words::PURPOSES
        .iter()
        .map(|purpose| {
            view! {
                <li class="stack">
                    <strong>{locale.of(purpose.what)}</strong>
                    <span>{locale.of(purpose.why)}</span>
                    <span class="muted">{locale.of(purpose.how_long)}</span>
                </li>
            }
        })
        .collect();
    view! {
        <section class="card">
            <h2>{locale.of(words::PURPOSES_TITLE)}</h2>
            <ul class="plain-list log">{rows}</ul>
            <p class="muted">{locale.of(words::LAW)}</p>
        </section>
    }
    .into_any()
}
