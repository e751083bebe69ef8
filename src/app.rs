//! The shell: what stands around every screen, which address leads to which screen, and who may pass.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::hooks::use_location;
use leptos_router::path;

use crate::book::{Book, Opening, use_book};
use crate::components::icon::Icon;
use crate::components::live::{attribute, live, live_if, live_text};
use crate::components::toast::{ToastPlace, Toaster};
use crate::features::clock::ClockBanner;
use crate::features::enrolment::Scanned;
use crate::features::indicators;
use crate::features::nominations::index_place::IndexPlace;
use crate::features::opening::{CannotOpen, Outdated, Reading, Waiting};
use crate::features::parts;
use crate::features::sign_in::SignIn;
use crate::features::sync_words::SyncBar;
use crate::features::update::{AwaitedBanner, UpdateBanner};
use crate::features::whereabouts::Whereabouts;
use crate::features::work::{self, WorkScreen};
use crate::locale::{Words, words};
use crate::web;
use crate::web::install::InstallOffer;
use crate::web::settings::Settings;
use crate::web::update::Update;

/// The heading of what covers the list, or stands beside it.
const DETAIL_HEADING: &str = ".detail h2[tabindex]";

/// What the title bar says of the section that is open.
#[derive(Clone, Copy)]
pub(crate) struct SectionTitle {
    /// Its name.
    pub(crate) title: &'static str,
    /// Its address.
    pub(crate) home: &'static str,
    /// Where the way back leads from the section itself, where there is one.
    pub(crate) back: Option<&'static str>,
    /// Where in the section the officer is, where it has more than one place.
    pub(crate) place: Option<Memo<Whereabouts>>,
}

/// The section that is open. Lives in the root owner.
#[derive(Clone, Copy)]
struct Section {
    title: RwSignal<&'static str>,
    /// The way back, on a phone, from what covers the list.
    back: RwSignal<Option<String>>,
    /// The form for something new, where the round button has a place.
    new: RwSignal<Option<&'static str>>,
}

/// Says which section is open.
pub(crate) fn use_section(said: SectionTitle) {
    let Some(section) = use_context::<Section>() else { return };
    let SectionTitle { title, home, back, place } = said;
    // A part whose code came late may have been left before it was drawn: then another section has the title. The
    // router's place is asked, because the browser's address follows only after the screen is drawn.
    let path = use_location().pathname.get_untracked();
    let rest = path.strip_prefix(home.trim_end_matches('/'));
    if !rest.is_some_and(|rest| rest.is_empty() || rest == "/" || (home != "/" && rest.starts_with('/'))) {
        return;
    }
    section.title.set(title);
    let session = use_book().session().get_untracked();
    let only_reads = session.as_ref().is_none_or(|session| session.only_reads());
    let writes_papers = session.is_some_and(|session| session.sees_all_units());
    Effect::new(move || {
        let place = place.map(|place| place.get());
        let is_list = matches!(place, None | Some(Whereabouts::List | Whereabouts::Deleted));
        if is_list {
            web::set_title(title);
        }
        section.new.set(match (home, place) {
            _ if only_reads => None,
            ("/", _) | ("/nominations", Some(Whereabouts::List)) => Some("/nominations/new"),
            ("/pledges", Some(Whereabouts::List)) => Some("/pledges/new"),
            ("/blocs", Some(Whereabouts::List)) if writes_papers => Some("/blocs/new"),
            ("/people", Some(Whereabouts::List)) => Some("/people/new"),
            ("/indicators", Some(Whereabouts::List)) => Some("/indicators/new"),
            ("/decisions", Some(Whereabouts::List)) if writes_papers => Some("/decisions/new"),
            ("/council", Some(Whereabouts::List)) if writes_papers => Some("/council/new"),
            ("/notices", Some(Whereabouts::List)) => Some("/notices/new"),
            ("/movements", Some(Whereabouts::List)) if writes_papers => Some("/movements/new"),
            ("/models", Some(Whereabouts::List)) => Some("/models/new"),
            _ => None,
        });
        section.back.set(match place {
            Some(Whereabouts::Edit(id) | Whereabouts::Part(id, _)) => {
                Some([home, "/", &id.to_string()].concat())
            }
            Some(Whereabouts::List) | None => back.map(str::to_owned),
            Some(_) => Some(home.to_owned()),
        });
    });
}

/// The whole app. Everything that lives as long as the page is made here, in the root owner.
#[component]
pub(crate) fn App(settings: Settings) -> impl IntoView {
    let book = Book::new();
    provide_context(book);
    spawn_local(book.open());
    provide_context(Toaster::new());
    provide_context(IndexPlace::new());
    provide_context(InstallOffer::listen());
    provide_context(Update::watch(book.is_form_open()));
    let settings = RwSignal::new(settings);
    provide_context(settings);
    let scanned = Scanned(RwSignal::default());
    provide_context(scanned);
    provide_context(Section {
        title: RwSignal::new(""),
        back: RwSignal::new(None),
        new: RwSignal::new(None),
    });
    // Words are plain strings on every screen: a change of language draws the app anew.
    let locale = Memo::new(move |_| settings.read().locale);
    let is_in = Memo::new(move |_| book.session().read().is_some());
    let inside = live(move || {
        locale.track();
        let uses_slip = scanned.is_open();
        match book.opening().get() {
            Opening::UnderWay => view! { <Reading/> }.into_any(),
            Opening::Waiting => view! { <Waiting/> }.into_any(),
            Opening::Outdated => view! { <Outdated/> }.into_any(),
            Opening::Locked => parts::lock_screen(),
            Opening::Failed(error) => view! { <CannotOpen error=error/> }.into_any(),
            Opening::Open if uses_slip => parts::enrolment(),
            Opening::Open if is_in.get() => view! { <Shell/> }.into_any(),
            Opening::Open => view! { <SignIn/> }.into_any(),
        }
    });
    view! { <Router>{inside}<ToastPlace/></Router> }
}

#[component]
fn Shell() -> impl IntoView {
    let words = words();
    lead_focus();
    let votes = use_book().session().get_untracked().is_some_and(|session| session.only_reads());
    view! {
        <div class="app">
            <a class="skip" href="#main">{words.nav().skip}</a>
            <TitleBar/>
            <div class="banners"><AwaitedBanner/> <UpdateBanner/> <ClockBanner/></div>
            <main id="main" class="main" tabindex="-1">
                <FlatRoutes fallback=work::nowhere>
                    <Route path=path!("/") view=WorkScreen/>
                    <Route path=path!("/nominations/:id?/:action?") view=parts::nominations/>
                    <Route path=path!("/pledges/:id?/:action?") view=parts::pledges/>
                    <Route path=path!("/blocs/:id?/:action?") view=parts::blocs/>
                    <Route path=path!("/scores/:id?/:action?") view=parts::scores/>
                    <Route path=path!("/people/:id?/:action?") view=parts::people/>
                    <Route path=path!("/indicators/:id?/:action?") view=parts::indicators/>
                    <Route path=path!("/import") view=parts::import/>
                    <Route path=path!("/council/:id?/:action?") view=parts::council/>
                    <Route path=path!("/handle/:step?") view=parts::handle/>
                    <Route path=path!("/quotas") view=parts::quotas/>
                    <Route path=path!("/decisions/:id?/:action?") view=parts::decisions/>
                    <Route path=path!("/notices/:id?/:action?") view=parts::notices/>
                    <Route path=path!("/movements/:id?/:action?") view=parts::movements/>
                    <Route path=path!("/models/:id?/:action?") view=parts::models/>
                    <Route path=path!("/calendar/:id?/:action?") view=parts::calendar/>
                    <Route path=path!("/settings") view=parts::settings/>
                    <Route path=path!("/administration/:part?/:id?/:action?") view=parts::administration/>
                    <Route path=path!("/tray") view=parts::tray/>
                    <Route path=path!("/persons/:id?") view=parts::persons/>
                    <Route path=path!("/conflicts") view=parts::conflicts/>
                    <Route path=path!("/sync") view=parts::sync_health/>
                    <Route path=path!("/pin") view=parts::pin/>
                    <Route path=path!("/passkey") view=parts::passkey/>
                    <Route path=path!("/more") view=parts::more/>
                </FlatRoutes>
                {new_button(words)}
            </main>
            {navigation(words)}
            {votes.then(parts::courier)}
            {parts::porter()}
            {parts::guard()}
        </div>
    }
}

#[component]
fn TitleBar() -> impl IntoView {
    let words = words();
    let section = use_context::<Section>();
    let back = live_if(move || {
        let back = section.and_then(|section| section.back.get())?;
        let link = view! {
            <a class="button plain square back" href=back aria-label=words.nav().back>{Icon::Back.draw()}</a>
        };
        Some(link.into_any())
    });
    let title = live_text(move || section.map_or("", |section| section.title.get()).to_owned());
    view! {
        <header class="top">
            {back}
            <div class="titles">
                <h1 id="title" tabindex="-1">{title}</h1>
                <SyncBar/>
            </div>
        </header>
    }
}

/// The round button for something new, on a phone.
fn new_button(words: &'static Words) -> AnyView {
    let section = use_context::<Section>();
    live_if(move || {
        let address = section.and_then(|section| section.new.get())?;
        let nav = words.nav();
        // A section whose own words for it come with its part is named; "add" says what the button is for.
        let (add, what) = match address {
            "/pledges/new" => ("", nav.new_pledge),
            "/blocs/new" => (nav.add, nav.blocs),
            "/people/new" => ("", nav.new_profile),
            "/indicators/new" => ("", words.locale.of(indicators::NEW)),
            "/decisions/new" => (nav.add, nav.decisions),
            "/notices/new" => (nav.add, nav.notices),
            "/movements/new" => (nav.add, nav.movements),
            "/models/new" => (nav.add, nav.models),
            "/council/new" => (nav.add, nav.council),
            _ => ("", nav.new_nomination),
        };
        let label = [add, what].concat();
        Some(
            view! { <a class="new" href=address aria-label=label.clone() title=label>{Icon::Plus.draw()}</a> }
                .into_any(),
        )
    })
}

fn navigation(words: &'static Words) -> AnyView {
    let book = use_book();
    let path = use_location().pathname;
    let votes = book.session().get_untracked().is_some_and(|session| session.only_reads());
    let link = move |address: &'static str, icon: Icon, word: &'static str, badge: Option<Signal<usize>>| {
        let current = attribute(move || {
            let path = path.read();
            // A member has the council in the bar itself.
            let is_below_more = address == "/more" && votes && is_in_section(&path, "/council");
            (is_in_section(&path, address) && !is_below_more).then_some("page")
        });
        let badge = live_if(move || badge.map(|count| count.get()).filter(|count| *count > 0).map(mark));
        view! { <li><a href=address aria-current=current>{icon.draw()} <span>{word}</span> {badge}</a></li> }
    };
    let to_do = Memo::new(move |_| work::count(book));
    let (address, icon, word) = if votes {
        ("/council", Icon::Work, words.nav().council)
    } else {
        ("/pledges", Icon::Pledge, words.nav().pledges)
    };
    view! {
        <nav class="nav" aria-label=words.nav().label>
            <div class="brand">"Thi Đua"</div>
            <ul>
                {link("/", Icon::Work, words.nav().work, Some(to_do.into()))}
                {link("/nominations", Icon::Award, words.nav().nominations, None)}
                {link(address, icon, word, None)}
                {link("/more", Icon::More, words.nav().more, None)}
            </ul>
        </nav>
    }
    .into_any()
}

fn mark(count: usize) -> AnyView {
    view! { <span class="badge">{count}</span> }.into_any()
}

/// The sections that are reached from "more".
const MORE: [&str; 19] = [
    "/more",
    "/sync",
    "/conflicts",
    "/people",
    "/import",
    "/indicators",
    "/quotas",
    "/settings",
    "/council",
    "/decisions",
    "/notices",
    "/movements",
    "/models",
    "/calendar",
    "/administration",
    "/tray",
    "/persons",
    "/pin",
    "/passkey",
];

fn is_in_section(path: &str, section: &str) -> bool {
    match section {
        "/" => path == "/",
        "/more" => MORE.iter().any(|own| is_below(path, own)),
        "/pledges" => ["/pledges", "/blocs", "/scores"].into_iter().any(|own| is_below(path, own)),
        _ => is_below(path, section),
    }
}

fn is_below(path: &str, section: &str) -> bool {
    path.strip_prefix(section).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// After each change of address the focus goes to the heading of what is new, so that keyboards and screen readers
/// begin there. Not on the first screen: nobody has gone anywhere yet.
fn lead_focus() {
    let path = use_location().pathname;
    Effect::new(move |before: Option<()>| {
        path.track();
        if before.is_some() {
            // The router draws the new screen a moment later.
            set_timeout(lead_to_heading, Duration::from_millis(30));
        }
    });
}

fn lead_to_heading() {
    web::focus(if web::exists(DETAIL_HEADING) { DETAIL_HEADING } else { "#title" });
}
