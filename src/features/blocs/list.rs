//! The list of blocs and clusters by year, the newest first.

use std::cmp::Reverse;
use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::bloc::Bloc;
use thidua_domain::pledge;

use super::{KIND, address, is_office, title, unit_name, words};
use crate::book::{RecordView, Session, use_book};
use crate::components::icon::Icon;
use crate::components::live::attribute;
use crate::components::press::{Weight, link};
use crate::features::record_list::{Around, Nothing, RecordList};
use crate::features::state;
use crate::features::whereabouts::Whereabouts;
use crate::locale::{Words, words as of_app};
use crate::order;

fn list(session: Option<Arc<Session>>, place: Memo<Whereabouts>) -> RecordList {
    let app = of_app();
    let row = Arc::new(move |record: &_| row(app, session.as_deref(), place, record));
    RecordList { kind: KIND, home: "/blocs", row }
}

fn sorted(records: &[Arc<RecordView>]) -> Vec<Arc<RecordView>> {
    let key = |record: &RecordView| (Reverse(pledge::year(&record.fields)), record.partition, record.id);
    order::in_order(records, |a, b| key(a).cmp(&key(b)))
}

/// The live ones.
pub(super) fn live(place: Memo<Whereabouts>) -> AnyView {
    let (locale, book) = (of_app().locale, use_book());
    let session = book.session().get_untracked();
    let new = session.as_deref().is_some_and(is_office).then(|| locale.of(words::NEW));
    let found = Signal::derive(move || Arc::new(sorted(&book.records(KIND).read())));
    let text = if new.is_some() { words::EMPTY_HELP } else { words::OF_OFFICE };
    let around = Around {
        new,
        above: link(Weight::Plain, Some(Icon::Back), locale.of(words::TO_PLEDGES), "/pledges"),
        narrow: None,
        narrowed: Vec::new(),
        count: words::blocs,
        nothing: Nothing {
            icon: Icon::Pledge,
            title: locale.of(words::EMPTY),
            text: locale.of(text),
            first: new,
        },
    };
    list(session, place).live(found, around)
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
    list(use_book().session().get_untracked(), place).deleted(sorted)
}
