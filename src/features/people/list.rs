//! The list of the register: search, filters, what may be one, what the nominations would add, rows; and the list of
//! deleted entries.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::award::SubjectKind;
use thidua_domain::profile::Profile;
use thidua_domain::record::RecordId;

use super::gathering::Gatherer;
use super::index::{self, Line, PeopleIndex};
use super::words::PeopleWords;
use crate::book::{Book, Place, RecordView, Session, Shared, use_book};
use crate::components::empty::Empty;
use crate::components::field::{Choice, Group};
use crate::components::icon::Icon;
use crate::components::live::{attribute, flag, live as follow, live_if, live_text};
use crate::components::long_list::{Row, long_list};
use crate::components::narrow::{NarrowSelect, Search};
use crate::components::press::{Weight, button, link};
use crate::components::toast::use_toaster;
use crate::features::record_list::row_key;
use crate::features::whereabouts::Whereabouts;
use crate::features::{fields, state};
use crate::locale::{Words, words};

/// The state of the screen.
#[derive(Clone)]
struct Screen {
    words: &'static Words,
    own: &'static PeopleWords,
    book: Book,
    session: Option<Arc<Session>>,
    place: Memo<Whereabouts>,
}

impl Screen {
    fn new(place: Memo<Whereabouts>) -> Self {
        let book = use_book();
        let session = book.session().get_untracked();
        Self { words: words(), own: PeopleWords::chosen(), book, session, place }
    }
}

/// The live entries.
pub(super) fn live(place: Memo<Whereabouts>) -> AnyView {
    let Some(index) = use_context::<PeopleIndex>() else { return ().into_any() };
    let screen = Screen::new(place);
    let Screen { words, own, book, .. } = screen;
    let gatherer = Gatherer { index, book, words, own, toaster: use_toaster() };
    let is_empty = Memo::new(move |_| index.total() == 0);
    let is_nothing_found = Memo::new(move |_| index.found().read().is_empty());
    let head = head(&screen, index);
    let body = follow(move || {
        if is_empty.get() {
            return empty(own);
        }
        if is_nothing_found.get() {
            return nothing_found(words, index);
        }
        lines(&screen, index.found())
    });
    view! {
        {link(Weight::PrimaryWide, Some(Icon::Plus), words.nav().new_profile, "/people/new")}
        <div class="stack" hidden=flag(move || is_empty.get())>{head}</div>
        {gatherer.draw()}
        <div class="stack">{body}</div>
    }
    .into_any()
}

fn head(screen: &Screen, index: PeopleIndex) -> AnyView {
    let Screen { words, own, book, session, .. } = screen.clone();
    let units = session.filter(|session| session.sees_all_units()).map(|session| {
        let choice = |place: &Place| Choice { value: place.id.to_string(), word: place.name.clone() };
        let choices = one_group(session.units().map(choice).collect());
        view! { <NarrowSelect chosen=index.unit label=words.record().unit all=words.record().all_units choices=choices/> }
    });
    let kind = |kind: SubjectKind| Choice {
        value: kind.code().to_string(),
        word: fields::subject(words, kind).to_owned(),
    };
    let kinds = one_group(SubjectKind::ALL.into_iter().map(kind).collect());
    let count = live_text(move || (own.entries)(index.found().read().len()));
    let deleted = live_if(move || {
        let count = index::deleted(book).len();
        (count > 0).then(|| {
            let word = [words.record().deleted_list, " (", &count.to_string(), ")"].concat();
            link(Weight::Plain, Some(Icon::Bin), word, "/people/deleted")
        })
    });
    let pairs = live_if(move || {
        let count = index.pairs().read().len();
        (count > 0).then(|| link(Weight::Other, Some(Icon::Two), (own.pairs)(count), "/people/pairs"))
    });
    view! {
        <Search text=index.query label=own.search/>
        <div class="filters">
            <NarrowSelect chosen=index.kind label=words.nomination().subject all=own.all_kinds choices=kinds/>
            {units}
        </div>
        <div class="list-head">
            <p class="muted" role="status">{count}</p>
            {deleted}
        </div>
        {pairs}
    }
    .into_any()
}

fn one_group(choices: Vec<Choice>) -> Vec<Group> {
    vec![Group { heading: "", choices }]
}

fn lines(screen: &Screen, found: Signal<Shared<Arc<Line>>>) -> AnyView {
    let screen = Arc::new(screen.clone());
    let one = move |line: &Arc<Line>| {
        let (screen, record) = (Arc::clone(&screen), Arc::clone(&line.record));
        Row { key: row_key(&record), draw: Arc::new(move || row(&screen, &record)) }
    };
    long_list(move |most| found.read().iter().take(most).map(&one).collect())
}

fn row(screen: &Screen, record: &Arc<RecordView>) -> AnyView {
    let (words, own, place, id) = (screen.words, screen.own, screen.place, record.id);
    let profile = Profile::read(&record.fields);
    let unit = screen
        .session
        .as_ref()
        .filter(|session| session.sees_all_units())
        .map(|session| session.place_name(record.partition).to_owned());
    let current = attribute(move || (place.get().record() == Some(id)).then_some("true"));
    view! {
        <li>
            <a class="row" href=address(id) aria-current=current>
                <span class="name">{name_of(own, &profile)}</span>
                <span class="line">{who(words, own, &profile)}</span>
                <span class="line">{unit}</span>
                <span class="foot">{state::chips(words, record)}</span>
            </a>
        </li>
    }
    .into_any()
}

/// The name, or the words for that there is none.
pub(super) fn name_of(own: &'static PeopleWords, profile: &Profile<'_>) -> String {
    if profile.name.is_empty() { own.nameless } else { profile.name }.to_owned()
}

/// Birth year, position or workplace; of others than persons what they are.
pub(super) fn who(words: &'static Words, own: &'static PeopleWords, profile: &Profile<'_>) -> String {
    let born = profile.birth_year.map(|year| [own.born, &year.to_string()].concat()).unwrap_or_default();
    let kind = profile.subject.filter(|kind| *kind != SubjectKind::Individual);
    let kind = kind.map_or("", |kind| fields::subject(words, kind));
    let at = if profile.position.is_empty() { profile.workplace } else { profile.position };
    let parts: Vec<_> = [kind, &born, at].into_iter().filter(|part| !part.is_empty()).collect();
    capital(&parts.join(" · "))
}

/// With a capital at the beginning: the parts are written as they stand in a sentence.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The address of an entry.
pub(super) fn address(id: RecordId) -> String {
    ["/people/", &id.to_string()].concat()
}

fn empty(own: &'static PeopleWords) -> AnyView {
    view! {
        <Empty icon=Icon::Award title=own.empty text=own.empty_help>
            {link(Weight::Primary, Some(Icon::Plus), own.first, "/people/new")}
        </Empty>
    }
    .into_any()
}

fn nothing_found(words: &'static Words, index: PeopleIndex) -> AnyView {
    view! {
        <Empty icon=Icon::Search title=words.record().not_found text=words.record().not_found_help>
            {button(Weight::Other, None, words.record().widen, move |()| index.widen())}
        </Empty>
    }
    .into_any()
}

/// The deleted entries.
pub(super) fn deleted(place: Memo<Whereabouts>) -> AnyView {
    let screen = Screen::new(place);
    let Screen { words, book, .. } = screen;
    let body = follow(move || {
        let found = index::deleted(book);
        if found.is_empty() {
            return view! {
                <Empty icon=Icon::Bin title=words.record().none_deleted text=words.record().none_deleted_help/>
            }
            .into_any();
        }
        lines(&screen, Signal::stored(found))
    });
    view! {
        {link(Weight::OtherWide, Some(Icon::Back), words.record().back_to_list, "/people")}
        <h2 tabindex="-1">{words.record().deleted_list}</h2>
        <div class="stack">{body}</div>
    }
    .into_any()
}
