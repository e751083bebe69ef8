//! Models worth copying (mô hình hay): what a unit does well, with pictures, how to do the same, and who has.

mod copies;
mod copy_form;
mod detail;
mod form;
mod list;
mod pictures;
mod words;

use leptos::prelude::*;
use thidua_domain::access;
use thidua_domain::model::{COPIED_SINCE, Model, UNIT};
use thidua_domain::record::{Field, Fields, PartitionId, RecordId, RecordKind, Value};

use crate::book::{RecordView, Session};
use crate::components::icon::Icon;
use crate::features::section::Section;
use crate::locale::words as of_app;

const KIND: RecordKind = RecordKind::Model;

/// Whether the standing office is on its way to tell that its own unit has copied a model, and not to edit the model. Lives
/// as long as the section.
#[derive(Clone, Copy)]
struct Copying(RwSignal<bool>);

/// The section, at any of its addresses.
pub(crate) fn section() -> AnyView {
    let app = of_app();
    provide_context(Copying(RwSignal::new(false)));
    Section {
        title: app.nav().models,
        home: "/models",
        nothing_chosen: (Icon::Picture, app.locale.of(words::CHOOSE), app.locale.of(words::CHOOSE_HELP)),
        list: list::live,
        deleted: list::deleted,
        show: detail::show,
        edit: form::edit,
        new: form::new,
    }
    .draw()
}

/// What the address of the form calls the movement that a new model came of.
const OF_MOVEMENT: &str = "movement";

/// The address of the form for a new model that came of a movement.
pub(in crate::features) fn new_of_movement(movement: RecordId) -> String {
    ["/models/new?", OF_MOVEMENT, "=", &movement.to_string()].concat()
}

/// The address of a model.
fn address(id: RecordId) -> String {
    ["/models/", &id.to_string()].concat()
}

/// Whether the account tells of models of its own unit.
fn may_tell(session: &Session) -> bool {
    let own = Fields::from_iter([(UNIT, i64::from(session.home.0).into())]);
    session
        .commons()
        .is_some_and(|place| access::may_write(&session.account, KIND, place.id, None, &own).is_ok())
}

/// Whether the account may write a model as a whole.
fn may_write(session: &Session, record: &RecordView) -> bool {
    let before = Some(&record.fields);
    access::may_write(&session.account, KIND, record.partition, before, &Fields::new()).is_ok()
}

/// Whether the account may tell that its own unit has copied a model.
fn may_copy(session: &Session, record: &RecordView) -> bool {
    let is_own = Model::read(&record.fields).unit == Some(session.home);
    let probe = Fields::from_iter([(of(COPIED_SINCE, session.home), Value::Null)]);
    let may = access::may_write(&session.account, KIND, record.partition, Some(&record.fields), &probe);
    !is_own && !record.deleted && may.is_ok()
}

/// A field of what a unit tells that has copied it.
const fn of(field: Field, unit: PartitionId) -> Field {
    Field::of_item(field.number, unit.0)
}

/// Whose it is and where; what is not known is left out.
fn whose(session: Option<&Session>, model: &Model<'_>) -> String {
    let unit = model.unit.zip(session).map(|(unit, session)| session.place_name(unit).to_owned());
    let parts = [unit.unwrap_or_default(), model.place.to_owned()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}
