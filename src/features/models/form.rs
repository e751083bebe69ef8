//! The form for a model: what it is called, whose and where, what came of it, how to do the same, and pictures. Who may only
//! tell of copying it finds that form at this address.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use thidua_domain::model::{self, HOW, MOVEMENT, NAME, PLACE, RESULT, SINCE, UNIT, WHAT, WORK};
use thidua_domain::movement;
use thidua_domain::record::{Field, RecordId, RecordKind, Value};
use thidua_domain::schema;

use super::list::fields_of_work;
use super::{Copying, KIND, OF_MOVEMENT, copy_form, may_copy, may_tell, may_write, words};
use crate::book::{Book, DraftKey, Place, RecordView, Session, use_book};
use crate::components::empty::Empty;
use crate::components::field::{Choice, Group, Keys, Label, SelectField, TextField};
use crate::components::icon::Icon;
use crate::components::live::live;
use crate::features::evidence::EvidenceRows;
use crate::features::fields;
use crate::features::section::absent;
use crate::forms::entry::{self, EntryName};
use crate::forms::form::{Form, Texts, texts_of};
use crate::forms::record_form::RecordForm;
use crate::locale::facts::Both;
use crate::locale::{Words, words as of_app};
use crate::web;

/// The state of the screen. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
struct Screen {
    form: Form,
    app: &'static Words,
    book: Book,
    pictures: EvidenceRows,
    session: StoredValue<Arc<Session>>,
    record: Option<RecordId>,
}

/// The form for a new model.
pub(super) fn new() -> AnyView {
    let (app, book) = (of_app(), use_book());
    let Some(session) = book.session().get_untracked() else { return ().into_any() };
    let Some(place) = session.commons().map(|place| place.id).filter(|_| may_tell(&session)) else {
        let text = if session.commons().is_none() { words::NO_COMMONS } else { words::NOT_YOURS };
        let (title, text) = (app.locale.of(words::NEW), app.locale.of(text));
        return view! { <Empty icon=Icon::Key title=title text=text/> }.into_any();
    };
    let mut base = Texts::new();
    base.insert(EntryName::Place.to_string(), place.to_string());
    if !session.sees_all_units() {
        base.insert(EntryName::Of(UNIT).to_string(), session.home.to_string());
    }
    if let Some(movement) = movement_asked_for() {
        base.insert(EntryName::Of(MOVEMENT).to_string(), movement.to_string());
    }
    drawn((app, book), session, None, words::NEW, move || base.clone())
}

/// The movement that the model came of, where the way to the form led over one.
fn movement_asked_for() -> Option<RecordId> {
    use_query_map().with_untracked(|query| query.get_str(OF_MOVEMENT)?.parse().ok())
}

/// The form for a model that is there, or for the own unit's copying of it.
pub(super) fn edit(id: RecordId) -> AnyView {
    let (app, book) = (of_app(), use_book());
    let (Some(session), Some(record)) = (book.session().get_untracked(), untrack(|| book.record(id))) else {
        return absent();
    };
    let whole = may_write(&session, &record);
    let copies = use_context::<Copying>().is_some_and(|copying| copying.0.get_untracked());
    if may_copy(&session, &record) && (copies || !whole) {
        let key = if whole { DraftKey::Step(id) } else { DraftKey::Edit(id) };
        return copy_form::page((app, book), &session, &record, key);
    }
    if !whole {
        let (title, text) = (app.locale.of(words::EDIT), app.locale.of(words::NOT_YOURS));
        return view! { <Empty icon=Icon::Key title=title text=text/> }.into_any();
    }
    // What other units tell stands on the model itself: the form neither shows nor touches it.
    let of_record = move || {
        let now = untrack(|| book.record(id)).unwrap_or_else(|| Arc::clone(&record));
        let copies: Vec<_> = now.fields.keys().filter(|field| model::is_copy(**field)).copied().collect();
        texts_of(&now, app, &copies)
    };
    drawn((app, book), session, Some(id), words::EDIT, of_record)
}

fn drawn(
    (app, book): (&'static Words, Book),
    session: Arc<Session>,
    record: Option<RecordId>,
    title: Both,
    base: impl Fn() -> Texts + Send + 'static,
) -> AnyView {
    web::set_title(app.locale.of(title));
    let again = RwSignal::new(0_u32);
    live(move || {
        again.track();
        let key = record.map_or(DraftKey::New(KIND), DraftKey::Edit);
        let form = Form::open(book, app, KIND, key, base());
        let pictures = EvidenceRows::pictures(form, app);
        let session = StoredValue::new(Arc::clone(&session));
        let screen = Screen { form, app, book, pictures, session, record };
        whole(screen, app.locale.of(title), Callback::new(move |()| again.update(|n| *n += 1)))
    })
}

impl Screen {
    fn label(self, field: Field, help: Both) -> Label {
        let required = schema::rule_of(KIND, field).is_some_and(|rule| rule.required);
        let (optional, locale) = (if required { "" } else { self.app.form().optional }, self.app.locale);
        let label = fields::name(self.app, KIND, field);
        Label { id: EntryName::Of(field).id(), label, optional, help: locale.of(help) }
    }

    fn text(self, field: Field, help: Both, keys: Keys) -> AnyView {
        let label = self.label(field, help);
        view! { <TextField input=self.form.of(field).input label=label keys=keys/> }.into_any()
    }

    /// What must still be filled in, in words. Tracks.
    fn missing(self) -> String {
        let empty = |field: &Field| self.form.of(*field).input.text.with(|text| text.trim().is_empty());
        let names = [NAME, UNIT, WORK, WHAT, HOW].into_iter().filter(empty);
        names.map(|field| fields::name(self.app, KIND, field)).collect::<Vec<_>>().join(", ")
    }

    /// Checks everything and, where it is right, saves. Waits for pictures that are being made small.
    fn save(self, saved: Callback<RecordId>) {
        let form = self.form;
        if untrack(|| form.is_saving()) || self.pictures.defer(Callback::new(move |()| self.save(saved))) {
            return;
        }
        let (values, wrong) = form.values(self.app.locale.notation());
        let faults = model::check(&entry::filled(&values));
        let good = form.judge(wrong, faults);
        let Some(place) = form.place().filter(|_| good) else { return };
        form.save(self.record, place, &values, saved);
    }

    /// The movements that it may have come of. Tracks.
    fn movements(self) -> Vec<Group> {
        let all = self.book.records(RecordKind::Movement).get();
        let choice = |record: &Arc<RecordView>| {
            let name = record.fields.get(&movement::NAME).and_then(Value::as_text).unwrap_or_default();
            Choice { value: record.id.to_string(), word: name.to_owned() }
        };
        let mut choices: Vec<Choice> = all.iter().map(choice).collect();
        // One that was deleted, or is of another device, stays chosen until somebody chooses another.
        let chosen = self.form.of(MOVEMENT).text();
        if !chosen.is_empty() && !choices.iter().any(|choice| choice.value == chosen) {
            choices
                .push(Choice { value: chosen, word: self.app.locale.of(words::MOVEMENT_ABSENT).to_owned() });
        }
        vec![Group { heading: "", choices }]
    }
}

const NO_HELP: Both = ("", "");

fn whole(screen: Screen, title: &'static str, again: Callback<()>) -> AnyView {
    let (form, app) = (screen.form, screen.app);
    let frame = RecordForm { form, home: "/models", record: screen.record, title, again };
    let movements = Signal::derive(move || screen.movements());
    let none = app.locale.of(words::NO_MOVEMENT);
    let parts = view! {
        {about(screen)}
        <fieldset>
            <legend>{app.locale.of(words::CONTENT)}</legend>
            {screen.text(WHAT, words::WHAT_HELP, Keys::Prose)}
            {screen.text(HOW, words::HOW_HELP, Keys::Prose)}
            {screen.text(RESULT, words::RESULT_HELP, Keys::Prose)}
            <SelectField
                input=form.of(MOVEMENT).input
                label=screen.label(MOVEMENT, NO_HELP)
                empty=none
                groups=movements
            />
        </fieldset>
        {screen.pictures.draw()}
    };
    frame.draw(move || screen.missing(), move |saved| screen.save(saved), parts.into_any())
}

fn about(screen: Screen) -> AnyView {
    let (form, app) = (screen.form, screen.app);
    let session = screen.session.get_value();
    // A unit's officer tells of the own unit.
    let unit = session.sees_all_units().then(|| {
        let choice = |place: &Place| Choice { value: place.id.to_string(), word: place.name.clone() };
        let units = session.places.iter().filter(|place| place.kind.is_unit()).map(choice).collect();
        let groups = Signal::stored(vec![Group { heading: "", choices: units }]);
        let label = screen.label(UNIT, NO_HELP);
        view! { <SelectField input=form.of(UNIT).input label=label empty=app.form().choose groups=groups/> }
    });
    let works = Signal::stored(vec![Group { heading: "", choices: fields_of_work(app) }]);
    let work = screen.label(WORK, NO_HELP);
    view! {
        <fieldset>
            <legend>{app.locale.of(words::ABOUT)}</legend>
            {screen.text(NAME, words::NAME_HELP, Keys::Line)}
            {unit}
            {screen.text(PLACE, words::PLACE_HELP, Keys::Line)}
            <SelectField input=form.of(WORK).input label=work empty=app.form().choose groups=works/>
            {screen.text(SINCE, NO_HELP, Keys::Whole)}
        </fieldset>
    }
    .into_any()
}
