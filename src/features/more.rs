//! More (thêm): the account, the language, the look, the way to the home screen, and signing out.

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::access::Role;

use crate::app::{SectionTitle, use_section};
use crate::book::{Ballot, Book, use_book};
use crate::components::confirm::{Confirm, Question};
use crate::components::field::{Choice, ChoiceField, Input, Label};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if, live_text};
use crate::components::panes::OnePane;
use crate::components::press::{Weight, button, link};
use crate::components::toast::{Toaster, use_toaster};
use crate::features::administration::{ACCOUNTS, PLACES, TITLE as DEVICES};
use crate::features::conflicts;
use crate::features::council::LOSES_A_BALLOT;
use crate::features::persons::TITLE as PERSONS;
use crate::features::tray::TITLE as TRAY;
use crate::features::{carry, evidence, indicators, parts, passkey, pin};
use crate::locale::{Locale, Words, faults, words};
use crate::web::install::{InstallOffer, is_installed};
use crate::web::settings::{Settings, Theme, use_settings};

/// The state of the screen.
#[derive(Clone, Copy)]
struct Screen {
    words: &'static Words,
    book: Book,
    toaster: Toaster,
    settings: RwSignal<Settings>,
    leaving: RwSignal<bool>,
}

/// The screen.
#[component]
pub(crate) fn MoreScreen() -> impl IntoView {
    let words = words();
    let screen = Screen {
        words,
        book: use_book(),
        toaster: use_toaster(),
        settings: use_settings(),
        leaving: RwSignal::new(false),
    };
    let session = screen.book.session().get_untracked();
    let is_administrator = session.as_ref().is_some_and(|session| session.role == Role::Administrator);
    let sees_all = session.is_some_and(|session| session.sees_all_units());
    use_section(SectionTitle { title: words.nav().more, home: "/more", back: None, place: None });
    view! {
        <OnePane>
            {account(screen)}
            {look(screen)}
            {install(words)}
            <section class="card">
                <h2>{words.more().committee_data}</h2>
                {link(Weight::Other, Some(Icon::Award), words.nav().people, "/people")}
                {link(Weight::Other, Some(Icon::Plus), words.nav().import, "/import")}
                {link(Weight::Other, Some(Icon::Work), words.locale.of(indicators::TITLE), "/indicators")}
                {link(Weight::Other, Some(Icon::Tick), words.locale.of(indicators::RURAL), "/indicators/rural")}
                {link(Weight::Other, Some(Icon::Tick), words.nav().council, "/council")}
                {link(Weight::Other, Some(Icon::Work), words.nav().quotas, "/quotas")}
                {link(Weight::Other, Some(Icon::Pledge), words.nav().decisions, "/decisions")}
                {link(Weight::Other, Some(Icon::Two), words.nav().notices, "/notices")}
                {link(Weight::Other, Some(Icon::Work), words.nav().movements, "/movements")}
                {link(Weight::Other, Some(Icon::Picture), words.nav().models, "/models")}
                {link(Weight::Other, Some(Icon::Clock), words.nav().calendar, "/calendar")}
                {link(Weight::Other, Some(Icon::Pencil), words.nav().settings, "/settings")}
                {sees_all.then(|| link(Weight::Other, Some(Icon::Return), words.locale.of(TRAY), "/tray"))}
                {sees_all.then(|| link(Weight::Other, Some(Icon::Key), words.locale.of(PERSONS), "/persons"))}
            </section>
            {is_administrator.then(|| administration(words))}
            {pin::card()}
            {passkey::card()}
            <section class="card">
                <h2>{words.more().data}</h2>
                {link(Weight::Other, Some(Icon::Safe), words.health().title, "/sync")}
                {live(move || {
                    let word = conflicts::with_count(words, conflicts::count(screen.book));
                    link(Weight::Other, Some(Icon::Two), word, conflicts::ADDRESS)
                })}
                {link(Weight::Other, Some(Icon::Bin), words.more().deleted_nominations, "/nominations/deleted")}
                {link(Weight::Other, Some(Icon::Bin), words.more().deleted_pledges, "/pledges/deleted")}
            </section>
        </OnePane>
    }
}

/// What only administrators find here.
fn administration(words: &'static Words) -> AnyView {
    let locale = words.locale;
    view! {
        <section class="card">
            <h2>{locale.of(("Quản trị", "Administration"))}</h2>
            {link(Weight::Other, Some(Icon::Key), locale.of(ACCOUNTS), "/administration/accounts")}
            {link(Weight::Other, Some(Icon::Two), locale.of(PLACES), "/administration/places")}
            {link(Weight::Other, Some(Icon::Safe), locale.of(DEVICES), "/administration")}
        </section>
    }
    .into_any()
}

fn account(screen: Screen) -> AnyView {
    let words = screen.words;
    let m = words.more();
    let session = screen.book.session().get_untracked();
    let lines = session.map(|session| {
        let home = session.place_name(session.home).to_owned();
        let unit = (!home.is_empty())
            .then(|| view! { <li><span>{words.record().unit}</span><strong>{home}</strong></li> });
        view! {
            <ul class="plain-list">
                <li><span>{m.account_name}</span><strong>{session.account_name.clone()}</strong></li>
                <li><span>{m.login}</span><strong>{session.login.clone()}</strong></li>
                {unit}
                <li><span>{m.committee}</span><strong>{session.committee.clone()}</strong></li>
            </ul>
        }
    });
    let leave = move |_| {
        spawn_local(async move {
            screen.book.count_all().await;
            let _gone = screen.leaving.try_set(true);
        });
    };
    let changing = RwSignal::new(false);
    let close = Callback::new(move |()| changing.set(false));
    let word = words.locale.of(("Đổi mật khẩu", "Change the password"));
    let password = live(move || {
        if changing.get() {
            parts::password(close)
        } else {
            button(Weight::Other, Some(Icon::Key), word, move |()| changing.set(true))
        }
    });
    view! {
        <section class="card">
            <h2>{m.account}</h2>
            {lines}
            {password}
            <div class="buttons">
                {button(Weight::Grave, None, m.sign_out, leave)}
            </div>
            {live_if(move || screen.leaving.get().then(|| leaving(screen)))}
        </section>
    }
    .into_any()
}

/// Signing out takes the data off this device. With unsent work that is the end of it, so it must be typed.
fn leaving(screen: Screen) -> AnyView {
    let (words, book) = (screen.words, screen.book);
    let m = words.more();
    let unsent = book.status().with_untracked(|status| status.unsent);
    let drafts = book.drafts().with_untracked(|drafts| drafts.len());
    let votes = book.ballots().with_untracked(|all| all.iter().any(Ballot::is_on_its_way));
    let files = untrack(|| book.files_due()).len();
    let load = untrack(|| book.load());
    let nothing_to_lose = unsent == 0 && drafts == 0 && files == 0 && !votes && load.files == 0;
    let mut text = if unsent == 0 && drafts == 0 {
        m.sign_out_text.to_owned()
    } else {
        (words.count().loses)(unsent, drafts)
    };
    if files > 0 {
        text.push_str(&evidence::words::loses(words.locale, files));
    }
    if votes {
        text.push(' ');
        text.push_str(words.locale.of(LOSES_A_BALLOT));
    }
    text.push_str(&carry::leaves_behind(words.locale, load));
    let question = Question {
        title: m.sign_out_title,
        text: Signal::stored(text),
        yes: m.sign_out,
        no: words.form().cancel,
        typed: (!nothing_to_lose).then_some((m.sign_out_word, m.sign_out_typed)),
    };
    let open = RwSignal::new(true);
    Effect::new(move || {
        if !open.get() {
            let _gone = screen.leaving.try_set(false);
        }
    });
    let yes = Callback::new(move |()| {
        spawn_local(async move {
            if let Err(error) = book.sign_out().await {
                screen.toaster.say(faults::book_short(words, error));
            }
        });
    });
    let before = if unsent > 0 { parts::before_leaving() } else { ().into_any() };
    view! { <Confirm open=open question=question on_yes=yes before=before/> }.into_any()
}

fn look(screen: Screen) -> AnyView {
    let m = screen.words.more();
    let settings = screen.settings;
    let now = settings.get_untracked();
    let choice = |value: &str, word: &str| Choice { value: value.to_owned(), word: word.to_owned() };
    let label = |id: &str, label| Label { id: id.to_owned(), label, optional: "", help: "" };
    let input = |value: &str, change: Callback<String>| {
        let text = RwSignal::new(value.to_owned());
        let changed = Callback::new(move |()| change.run(text.get_untracked()));
        Input { text, changed, ..Input::new() }
    };
    let change = move |change: fn(&mut Settings, &str)| {
        Callback::new(move |value: String| {
            settings.update(|settings| change(settings, &value));
            settings.get_untracked().keep();
        })
    };
    let locale = input(now.locale.tag(), change(|settings, value| settings.locale = Locale::parse(value)));
    let theme = input(now.theme.name(), change(|settings, value| settings.theme = Theme::parse(value)));
    let contrast = input(
        if now.contrast { "high" } else { "normal" },
        change(|settings, value| settings.contrast = value == "high"),
    );
    let locales = vec![choice("vi", "Tiếng Việt"), choice("en", "English")];
    let themes =
        vec![choice("device", m.theme_device), choice("light", m.theme_light), choice("dark", m.theme_dark)];
    let contrasts = vec![choice("normal", m.contrast_normal), choice("high", m.contrast_high)];
    view! {
        <section class="card">
            <h2>{m.look}</h2>
            <ChoiceField input=locale label=label("locale", m.language) choices=locales/>
            <ChoiceField input=theme label=label("theme", m.theme) choices=themes/>
            <ChoiceField input=contrast label=label("contrast", m.contrast) choices=contrasts/>
        </section>
    }
    .into_any()
}

fn install(words: &'static Words) -> Option<AnyView> {
    let offer = use_context::<InstallOffer>()?;
    if is_installed() {
        return None;
    }
    let m = words.more();
    let button = live_if(move || {
        offer.is_open().then(|| {
            view! {
                {button(Weight::Other, Some(Icon::Device), m.install, move |_| offer.accept())}
            }
            .into_any()
        })
    });
    let help = live_text(move || if offer.is_open() { m.install_help } else { m.install_by_hand }.to_owned());
    Some(
        view! {
            <section class="card">
                <h2>{m.install_title}</h2>
                <p class="muted">{help}</p>
                <div class="buttons">{button}</div>
            </section>
        }
        .into_any(),
    )
}
