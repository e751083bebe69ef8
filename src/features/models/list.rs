//! The gallery of models: searched without marks, narrowed to a field of work, each with its first picture.

use std::cmp::Reverse;
use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::model::{Model, WORK, Work};
use thidua_domain::text;

use super::pictures::{self, Fetching};
use super::{KIND, address, may_tell, whose, words};
use crate::book::{Book, RecordView, Session, Shared, use_book};
use crate::components::chip::{Chip, Tone};
use crate::components::empty::Empty;
use crate::components::field::{Choice, Group};
use crate::components::icon::Icon;
use crate::components::live::{attribute, flag, live as follow, live_if, live_text};
use crate::components::long_list::{Row, long_list};
use crate::components::narrow::{NarrowSelect, Search};
use crate::components::press::{Weight, button, link};
use crate::features::nominations::row_key;
use crate::features::whereabouts::Whereabouts;
use crate::features::{fields, state};
use crate::locale::{Words, words as of_app};
use crate::order;

/// The state of the screen.
#[derive(Clone)]
struct Screen {
    app: &'static Words,
    book: Book,
    session: Option<Arc<Session>>,
    place: Memo<Whereabouts>,
    query: RwSignal<String>,
    work: RwSignal<String>,
}

impl Screen {
    fn new(place: Memo<Whereabouts>) -> Self {
        let book = use_book();
        let session = book.session().get_untracked();
        let (query, work) = (RwSignal::default(), RwSignal::default());
        Self { app: of_app(), book, session, place, query, work }
    }

    fn found(&self) -> Shared<Arc<RecordView>> {
        let query = text::fold(&self.query.read());
        let work = self.work.read().parse().ok().and_then(Work::from_code);
        let all = self.book.records(KIND).get();
        let fits = |record: &&Arc<RecordView>| {
            let model = Model::read(&record.fields);
            let unit = model.unit.zip(self.session.as_deref());
            let unit = unit.map(|(unit, session)| session.place_name(unit)).unwrap_or_default();
            (work.is_none() || model.work == work) && model.is_found_by(unit, &query)
        };
        Arc::new(sorted(all.iter().filter(fits)))
    }
}

/// The latest first.
fn sorted<'r>(records: impl Iterator<Item = &'r Arc<RecordView>>) -> Vec<Arc<RecordView>> {
    let records: Vec<_> = records.cloned().collect();
    order::in_order(&records, |a, b| Reverse(a.id).cmp(&Reverse(b.id)))
}

/// The live models.
pub(super) fn live(place: Memo<Whereabouts>) -> AnyView {
    let screen = Screen::new(place);
    let Screen { app, book, query, work, .. } = screen;
    let locale = app.locale;
    let fetching = Fetching::new(book, app);
    let found = {
        let screen = screen.clone();
        Signal::derive(move || screen.found())
    };
    let may = screen.session.as_deref().is_some_and(may_tell);
    let has_place = screen.session.as_deref().is_some_and(|session| session.commons().is_some());
    let is_empty = Memo::new(move |_| book.records(KIND).read().is_empty());
    let body = follow(move || {
        if is_empty.get() {
            return empty(app, may, has_place);
        }
        if found.read().is_empty() {
            let widen = move |()| {
                query.set(String::new());
                work.set(String::new());
            };
            return view! {
                <Empty icon=Icon::Search title=app.record().not_found text=app.record().not_found_help>
                    {button(Weight::Other, None, app.record().widen, widen)}
                </Empty>
            }
            .into_any();
        }
        lines(&screen, found)
    });
    let deleted = live_if(move || {
        let count = book.deleted().read().iter().filter(|record| record.kind == KIND).count();
        (count > 0).then(|| {
            let word = [app.record().deleted_list, " (", &count.to_string(), ")"].concat();
            link(Weight::Plain, Some(Icon::Bin), word, "/models/deleted")
        })
    });
    let new = may.then(|| link(Weight::PrimaryWide, Some(Icon::Plus), locale.of(words::NEW), "/models/new"));
    let choices = Signal::stored(vec![Group { heading: "", choices: fields_of_work(app) }]);
    let count = live_text(move || words::models(locale, found.read().len()));
    view! {
        {new}
        <div class="stack" hidden=flag(move || is_empty.get())>
            <Search text=query label=locale.of(words::SEARCH)/>
            <NarrowSelect
                chosen=work
                label=fields::name(app, KIND, WORK)
                all=locale.of(words::ALL_WORK)
                choices=choices
            />
        </div>
        {fetching.draw()}
        <div class="list-head">
            <p class="muted" role="status" hidden=flag(move || is_empty.get())>{count}</p>
            {deleted}
        </div>
        <div class="stack">{body}</div>
    }
    .into_any()
}

/// The fields of work, to choose from.
pub(super) fn fields_of_work(app: &Words) -> Vec<Choice> {
    let names = fields::choices(app, KIND, WORK);
    let choice =
        |(work, name): (Work, &str)| Choice { value: work.code().to_string(), word: name.to_owned() };
    Work::ALL.into_iter().zip(names).map(choice).collect()
}

fn empty(app: &'static Words, may: bool, has_place: bool) -> AnyView {
    let locale = app.locale;
    let text = match (has_place, may) {
        (false, _) => words::NO_COMMONS,
        (true, true) => words::EMPTY_HELP,
        (true, false) => words::EMPTY_TO_READ,
    };
    let first = may.then(|| link(Weight::Primary, Some(Icon::Plus), locale.of(words::NEW), "/models/new"));
    view! { <Empty icon=Icon::Picture title=locale.of(words::EMPTY) text=locale.of(text)>{first}</Empty> }
        .into_any()
}

fn lines(screen: &Screen, found: Signal<Shared<Arc<RecordView>>>) -> AnyView {
    let screen = Arc::new(screen.clone());
    let one = move |record: &Arc<RecordView>| {
        let (screen, record) = (Arc::clone(&screen), Arc::clone(record));
        Row { key: row_key(&record), draw: Arc::new(move || row(&screen, &record)) }
    };
    long_list(move |most| found.read().iter().take(most).map(&one).collect())
}

fn row(screen: &Screen, record: &Arc<RecordView>) -> AnyView {
    let (app, place, id) = (screen.app, screen.place, record.id);
    let model = Model::read(&record.fields);
    let current = attribute(move || (place.get().record() == Some(id)).then_some("true"));
    view! {
        <li>
            <a class="row model" href=address(id) aria-current=current>
                {pictures::cover(screen.book, record)}
                <span class="name">{model.name.to_owned()}</span>
                <span class="line">{whose(screen.session.as_deref(), &model)}</span>
                <span class="foot">{chips(app, &model)} {state::chips(app, record)}</span>
            </a>
        </li>
    }
    .into_any()
}

/// The field of work, and how many units copy it.
pub(super) fn chips(app: &'static Words, model: &Model<'_>) -> AnyView {
    let names = fields::choices(app, KIND, WORK);
    let work = model.work.and_then(|work| {
        let at = usize::try_from(work.code() - 1).ok()?;
        names.get(at).copied()
    });
    let work = work.map(|work| view! { <Chip tone=Tone::Plain icon=Icon::Sheet word=work/> });
    let count = model.copies.len();
    let copies = (count > 0).then(|| {
        view! { <Chip tone=Tone::Done icon=Icon::Two word=words::copied_by(app.locale, count)/> }
    });
    view! { <span class="chips">{work} {copies}</span> }.into_any()
}

/// The deleted models.
pub(super) fn deleted(place: Memo<Whereabouts>) -> AnyView {
    let screen = Screen::new(place);
    let app = screen.app;
    let body = follow(move || {
        let deleted = screen.book.deleted().get();
        let found = sorted(deleted.iter().filter(|record| record.kind == KIND));
        if found.is_empty() {
            return view! {
                <Empty icon=Icon::Bin title=app.record().none_deleted text=app.record().none_deleted_help/>
            }
            .into_any();
        }
        lines(&screen, Signal::stored(Arc::new(found)))
    });
    view! {
        {link(Weight::OtherWide, Some(Icon::Back), app.record().back_to_list, "/models")}
        <h2 tabindex="-1">{app.record().deleted_list}</h2>
        <div class="stack">{body}</div>
    }
    .into_any()
}
