//! The council (Hội đồng): its sessions as the standing office prepares, opens and closes them, and the ballot as a member
//! casts it.
//!
//! Nothing here brings a member and a vote together: what the office sees are the roll and, after the close, sums.

mod carry;
mod counting;
pub(crate) mod courier;
mod detail;
mod form;
mod list;
mod paper;
mod result;
mod roll;
mod run;
mod seats;
mod vote;
mod words;

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::access;
use thidua_domain::council;
use thidua_domain::record::{Field, Fields, RecordId, RecordKind, Value};

use super::papers::dossiers;
use crate::book::{Book, RecordView, Session};
use crate::components::icon::Icon;
use crate::features::section::Section;
use crate::locale::words as of_app;

pub(crate) use words::LOSES_A_BALLOT;

const KIND: RecordKind = RecordKind::CouncilSession;

/// The section, at any of its addresses.
pub(crate) fn section() -> AnyView {
    let app = of_app();
    Section {
        title: app.nav().council,
        home: "/council",
        nothing_chosen: (Icon::Work, app.locale.of(words::CHOOSE), app.locale.of(words::CHOOSE_HELP)),
        list: list::live,
        deleted: list::deleted,
        show: detail::show,
        edit: form::edit,
        new: form::new,
    }
    .draw()
}

/// Whether the account puts sessions together here.
fn may_write(session: &Session) -> bool {
    session.council().is_some_and(|place| {
        access::may_write(&session.account, KIND, place.id, None, &Fields::new()).is_ok()
    })
}

/// The address of a session.
fn address(id: RecordId) -> String {
    ["/council/", &id.to_string()].concat()
}

/// What a field of a session says.
fn said(record: &RecordView, field: Field) -> String {
    record.fields.get(&field).and_then(Value::as_text).unwrap_or_default().to_owned()
}

/// An item of the agenda with its dossier, where this device holds it.
#[derive(Clone)]
struct OnAgenda {
    item: u32,
    dossier: Option<Arc<RecordView>>,
}

/// The agenda in the order in which lists of awards are read; what this device does not hold comes last. Tracks.
fn agenda(book: Book, fields: &Fields) -> Vec<OnAgenda> {
    let all = dossiers::by_id(book);
    let listed: Vec<_> = council::agenda(fields).collect();
    let held: Vec<_> = listed.iter().filter_map(|(_, id)| all.get(id).cloned()).collect();
    let item = |id: RecordId| listed.iter().find(|(_, own)| *own == id).map(|(item, _)| *item);
    let ordered = dossiers::in_order(&held);
    let known = ordered
        .iter()
        .filter_map(|record| Some(OnAgenda { item: item(record.id)?, dossier: Some(Arc::clone(record)) }));
    let absent = listed.iter().filter(|(_, id)| !all.contains_key(id));
    known.chain(absent.map(|(item, _)| OnAgenda { item: *item, dossier: None })).collect()
}
