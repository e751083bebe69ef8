//! The list of blocs and clusters by year, the newest first.

use std::cmp::Reverse;
use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::bloc::Bloc;
use thidua_domain::pledge;

use super::{KIND, address, is_office, title, unit_name, words};
use crate::book::{RecordView, Session, Shared, use_book};
use crate::components::empty::Empty;
use crate::components::icon::Icon;
use crate::components::live::{attribute, live as follow, live_if};
use crate::components::long_list::{Row, long_list};
use crate::components::press::{Weight, link};
use crate::features::nominations::row_key;
use crate::features::state;
use crate::features::whereabouts::Whereabouts;
use crate::locale::{Words, words as of_app};
use crate::order;

type Who = Option<Arc<Session>>;

fn sorted<'r>(records: impl Iterator<Item = &'r Arc<RecordView>>) -> Vec<Arc<RecordView>> {
    let records: Vec<_> = records.cloned().collect();
    let key = |record: &RecordView| (Reverse(pledge::year(&record.fields)), record.partition, record.id);
    order::in_order(&records, |a, b| key(a).cmp(&key(b)))
}

/// The live ones.
pub(super) fn live(place: Memo<Whereabouts>) -> AnyView {
    let (app, book) = (of_app(), use_book());
    let locale = app.locale;
    let session = book.session().get_untracked();
    let may = session.as_deref().is_some_and(is_office);
    let found = Signal::derive(move || Arc::new(sorted(book.records(KIND).read().iter())));
    let is_empty = Memo::new(move |_| book.records(KIND).read().is_empty());
    let who = session.clone();
    let body = follow(move || {
        if is_empty.get() {
            let text = if may { words::EMPTY_HELP } else { words::OF_OFFICE };
            let first =
                may.then(|| link(Weight::Primary, Some(Icon::Plus), locale.of(words::NEW), "/blocs/new"));
            return view! {
                <Empty icon=Icon::Pledge title=locale.of(words::EMPTY) text=locale.of(text)>{first}</Empty>
            }
            .into_any();
        }
        lines(app, who.clone(), place, found)
    });
    let deleted = live_if(move || {
        let count = book.deleted().read().iter().filter(|record| record.kind == KIND).count();
        (count > 0).then(|| {
            let word = [app.record().deleted_list, " (", &count.to_string(), ")"].concat();
            link(Weight::Plain, Some(Icon::Bin), word, "/blocs/deleted")
        })
    });
    let new = may.then(|| link(Weight::PrimaryWide, Some(Icon::Plus), locale.of(words::NEW), "/blocs/new"));
    view! {
        {new}
        {link(Weight::Plain, Some(Icon::Back), locale.of(words::TO_PLEDGES), "/pledges")}
        {deleted}
        <div class="stack">{body}</div>
    }
    .into_any()
}

fn lines(
    app: &'static Words,
    who: Who,
    place: Memo<Whereabouts>,
    found: Signal<Shared<Arc<RecordView>>>,
) -> AnyView {
    let one = move |record: &Arc<RecordView>| {
        let (record, who) = (Arc::clone(record), who.clone());
        Row { key: row_key(&record), draw: Arc::new(move || row(app, who.as_deref(), place, &record)) }
    };
    long_list(move |most| found.read().iter().take(most).map(&one).collect())
}

fn row(
    app: &'static Words,
    who: Option<&Session>,
    place: Memo<Whereabouts>,
    record: &Arc<RecordView>,
) -> AnyView {
    let id = record.id;
    let bloc = Bloc::read(&record.fields);
    let leader = bloc.leader.map(|leader| words::led_by(app.locale, &unit_name(who, leader)));
    let current = attribute(move || (place.get().record() == Some(id)).then_some("true"));
    view! {
        <li>
            <a class="row" href=address(id) aria-current=current>
                <span class="name">{title(who, record)}</span>
                <span class="line">{words::members(app.locale, bloc.members.len())}</span>
                <span class="line">{leader}</span>
                <span class="foot">{state::chips(app, record)}</span>
            </a>
        </li>
    }
    .into_any()
}

/// The deleted ones.
pub(super) fn deleted(place: Memo<Whereabouts>) -> AnyView {
    let (app, book) = (of_app(), use_book());
    let session = book.session().get_untracked();
    let body = follow(move || {
        let deleted = book.deleted().get();
        let found = sorted(deleted.iter().filter(|record| record.kind == KIND));
        if found.is_empty() {
            let (title, text) = (app.record().none_deleted, app.record().none_deleted_help);
            return view! { <Empty icon=Icon::Bin title=title text=text/> }.into_any();
        }
        lines(app, session.clone(), place, Signal::stored(Arc::new(found)))
    });
    view! {
        {link(Weight::OtherWide, Some(Icon::Back), app.record().back_to_list, "/blocs")}
        <h2 tabindex="-1">{app.record().deleted_list}</h2>
        <div class="stack">{body}</div>
    }
    .into_any()
}
