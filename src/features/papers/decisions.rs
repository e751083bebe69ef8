//! Decisions (quyết định khen thưởng): the list and the register of numbers, one decision with all that follows from it,
//! and the form.

mod acts;
mod bonus;
mod candidates;
mod detail;
mod form;
mod issue;
mod list;
mod register;
mod second;
mod words;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use thidua_domain::access;
use thidua_domain::decision;
use thidua_domain::record::{Fields, RecordId, RecordKind};
use thidua_domain::{dossier, step};
use thidua_sync::outcome::Reason;

use super::report;
use crate::book::{Book, RecordView, RefusalView, Session, use_book};
use crate::components::icon::Icon;
use crate::components::live::live;
use crate::features::section::Section;
use crate::locale::{Words, words as of_app};

const KIND: RecordKind = RecordKind::Decision;

/// The section, at any of its addresses.
pub(crate) fn section() -> AnyView {
    let (app, book) = (of_app(), use_book());
    let params = use_params_map();
    let is_register = Memo::new(move |_| params.with(|params| params.get_str("id") == Some("register")));
    follow_refused(book);
    live(move || {
        if is_register.get() {
            return register::screen();
        }
        Section {
            title: app.nav().decisions,
            home: "/decisions",
            nothing_chosen: (Icon::Pledge, app.locale.of(words::CHOOSE), app.locale.of(words::CHOOSE_HELP)),
            list: list::live,
            deleted: list::deleted,
            show: detail::show,
            edit: form::edit,
            new: form::new,
        }
        .draw()
    })
}

/// Where a decision could not be issued, the endpoint refuses what its dossiers were to get by it as well. That is no
/// news for the officer: only the first refusal is told.
fn follow_refused(book: Book) {
    Effect::new(move || {
        let refusals = book.refusals().get();
        let followers: Vec<_> =
            refusals.iter().filter(|own| is_follower(own)).map(|own| own.counter).collect();
        if !followers.is_empty() {
            report::dismiss(book, followers);
        }
    });
}

fn is_follower(refusal: &RefusalView) -> bool {
    let decides = i64::from(dossier::State::Decided.code());
    refusal.kind == Some(RecordKind::Nomination)
        && refusal.reason == Reason::ParentRefused
        && refusal.fields.get(&step::STATE).and_then(thidua_domain::record::Value::as_int) == Some(decides)
}

/// Whether the account prepares and issues decisions here.
fn may_write(session: &Session) -> bool {
    let may = |place: &crate::book::Place| {
        access::may_write(&session.account, KIND, place.id, None, &Fields::new()).is_ok()
    };
    session.authority().is_some_and(may)
}

/// The number with what stands after it; in its place, while there is none, that it is still to come.
fn title(app: &Words, record: &RecordView) -> String {
    match decision::cited(&record.fields) {
        Some(number) => [app.locale.of(words::NUMBER), " ", &number].concat(),
        None if record.waiting > 0 && decision::holds(&record.fields) => {
            app.locale.of(words::AWAITS).to_owned()
        }
        None => app.locale.of(words::NO_NUMBER).to_owned(),
    }
}

/// Whether the endpoint has given the number.
fn is_numbered(record: &RecordView) -> bool {
    record.fields.contains_key(&decision::NUMBER)
}

/// The address of a decision.
fn address(id: RecordId) -> String {
    ["/decisions/", &id.to_string()].concat()
}
