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
use crate::components::field::{Choice, Group};
use crate::components::icon::Icon;
use crate::components::live::attribute;
use crate::components::narrow::{NarrowSelect, Search};
use crate::features::record_list::{Around, Nothing, RecordList};
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
        Arc::new(sorted(&all.iter().filter(fits).cloned().collect::<Vec<_>>()))
    }

    fn list(self) -> RecordList {
        let row = Arc::new(move |record: &_| row(&self, record));
        RecordList { kind: KIND, home: "/models", row }
    }
}

/// The latest first.
fn sorted(records: &[Arc<RecordView>]) -> Vec<Arc<RecordView>> {
    order::in_order(records, |a, b| Reverse(a.id).cmp(&Reverse(b.id)))
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
    let session = screen.session.as_deref();
    let new = session.is_some_and(may_tell).then(|| locale.of(words::NEW));
    let text = match (session.is_some_and(|session| session.commons().is_some()), new) {
        (false, _) => words::NO_COMMONS,
        (true, Some(_)) => words::EMPTY_HELP,
        (true, None) => words::EMPTY_TO_READ,
    };
    let nothing =
        Nothing { icon: Icon::Picture, title: locale.of(words::EMPTY), text: locale.of(text), first: new };
    let choices = Signal::stored(vec![Group { heading: "", choices: fields_of_work(app) }]);
    let narrow = view! {
        <Search text=query label=locale.of(words::SEARCH)/>
        <NarrowSelect
            chosen=work
            label=fields::name(app, KIND, WORK)
            all=locale.of(words::ALL_WORK)
            choices=choices
        />
    }
    .into_any();
    let narrowed = vec![query, work];
    let above = fetching.draw();
    screen
        .list()
        .live(found, Around { new, above, narrow: Some(narrow), narrowed, count: words::models, nothing })
}

/// The fields of work, to choose from.
pub(super) fn fields_of_work(app: &Words) -> Vec<Choice> {
    let names = fields::choices(app, KIND, WORK);
    let choice =
        |(work, name): (Work, &str)| Choice { value: work.code().to_string(), word: name.to_owned() };
    Work::ALL.into_iter().zip(names).map(choice).collect()
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
    Screen::new(place).list().deleted(sorted)
}
