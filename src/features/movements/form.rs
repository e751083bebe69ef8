//! The form for a movement: what it is for, from when until when, who takes part, until when they report, its targets, and
//! what the committee saw when it looked back. An officer who may only tell of the own unit finds that form at this address.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::fault::Fault;
use thidua_domain::movement::{
    self, AIM, AUDIENCE, Audience, CLOSED_ON, DECISION, FINAL_BY, FROM, INTERIM_BY, JOIN_BY, LAUNCHED_BY,
    NAME, NAMED, REVIEW, REVIEWED_ON, SUMMARY, UNTIL,
};
use thidua_domain::record::{Field, PartitionId, RecordId};
use thidua_domain::schema;

use super::target_rows::TargetRows;
use super::{KIND, OnBehalf, may_launch, may_write, may_write_part, part, words};
use crate::book::{Book, DraftKey, Place, Session, use_book};
use crate::components::chip::{Note, Tone};
use crate::components::empty::Empty;
use crate::components::field::{Choice, ChoiceField, Keys, Label, TextField};
use crate::components::icon::Icon;
use crate::components::live::{flag, live, live_if};
use crate::features::fields;
use crate::features::papers::words as of_papers;
use crate::features::section::absent;
use crate::forms::entry::{self, EntryName};
use crate::forms::form::{Doing, Form, Texts, texts_of};
use crate::forms::record_form::RecordForm;
use crate::locale::facts::Both;
use crate::locale::{Words, format, words as of_app};
use crate::web;

/// The state of the screen. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
struct Screen {
    form: Form,
    app: &'static Words,
    rows: TargetRows,
    session: StoredValue<Arc<Session>>,
    record: Option<RecordId>,
    /// The units that are chosen one by one.
    chosen: RwSignal<BTreeSet<u32>>,
    nobody: RwSignal<bool>,
    /// What a unit has told does not fit, and cannot be seen in this form.
    unseen: RwSignal<bool>,
}

/// The form for a new movement.
pub(super) fn new() -> AnyView {
    let (app, book) = (of_app(), use_book());
    let Some(session) = book.session().get_untracked() else { return ().into_any() };
    let Some(place) = session.commons().map(|place| place.id).filter(|_| may_launch(&session)) else {
        let text = if session.commons().is_none() { words::NO_COMMONS } else { words::NOT_YOURS };
        let (title, text) = (app.locale.of(words::NEW), app.locale.of(text));
        return view! { <Empty icon=Icon::Key title=title text=text/> }.into_any();
    };
    let mut base = Texts::new();
    base.insert(EntryName::Place.to_string(), place.to_string());
    base.insert(EntryName::Of(AUDIENCE).to_string(), Audience::AllUnits.code().to_string());
    base.insert(EntryName::Of(LAUNCHED_BY).to_string(), session.committee.clone());
    if let Some(today) = web::today().and_then(|today| format::civil(&today.to_string())) {
        base.insert(EntryName::Of(FROM).to_string(), today);
    }
    drawn((app, book), session, None, words::NEW, move || base.clone())
}

/// The form for a movement that is there, or for the unit's part in it.
pub(super) fn edit(id: RecordId) -> AnyView {
    let (app, book) = (of_app(), use_book());
    let (Some(session), Some(record)) = (book.session().get_untracked(), untrack(|| book.record(id))) else {
        return absent();
    };
    let on_behalf = use_context::<OnBehalf>().and_then(|unit| unit.0.get_untracked());
    let whole = may_write(&session, &record);
    if let Some(unit) = on_behalf.filter(|_| whole) {
        return part::page((app, book), &session, &record, unit, DraftKey::Step(id));
    }
    if !whole {
        let home = session.home;
        if may_write_part(&session, &record, home) {
            return part::page((app, book), &session, &record, home, DraftKey::Edit(id));
        }
        let (title, text) = (app.locale.of(words::EDIT), app.locale.of(words::NOT_YOURS));
        return view! { <Empty icon=Icon::Key title=title text=text/> }.into_any();
    }
    // What the units tell stands on the movement itself: the form neither shows nor touches it.
    let of_record = move || {
        let now = untrack(|| book.record(id)).unwrap_or_else(|| Arc::clone(&record));
        let of_units: Vec<_> =
            now.fields.keys().filter(|field| movement::is_of_unit(**field)).copied().collect();
        texts_of(&now, app, &of_units)
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
        let screen = Screen {
            form,
            app,
            rows: TargetRows::of(form, app),
            session: StoredValue::new(Arc::clone(&session)),
            record,
            chosen: RwSignal::new(named(form)),
            nobody: RwSignal::new(false),
            unseen: RwSignal::new(false),
        };
        whole(screen, app.locale.of(title), Callback::new(move |()| again.update(|n| *n += 1)))
    })
}

/// The units that the form names.
fn named(form: Form) -> BTreeSet<u32> {
    let is_named = |item: &u32| {
        form.of(Field::of_item(NAMED.number, *item)).input.text.with_untracked(|text| !text.is_empty())
    };
    let mut named = BTreeSet::new();
    named.extend(form.items().into_iter().filter(is_named));
    named
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
        let names = [NAME, AIM, FROM, UNTIL].into_iter().filter(empty);
        names.map(|field| fields::name(self.app, KIND, field)).collect::<Vec<_>>().join(", ")
    }

    fn name(self, unit: PartitionId, is_named: bool) {
        let text = if is_named { "1".to_owned() } else { String::new() };
        self.form.of(Field::of_item(NAMED.number, unit.0)).input.text.set(text);
        self.chosen.update(|chosen| {
            _ = if is_named { chosen.insert(unit.0) } else { chosen.remove(&unit.0) };
        });
        self.nobody.set(false);
        self.form.touch();
    }

    /// Checks everything and, where it is right, saves.
    fn save(self, saved: Callback<RecordId>) {
        let form = self.form;
        if untrack(|| form.is_saving()) {
            return;
        }
        self.rows.settle();
        let (values, wrong) = form.values(self.app.locale.notation());
        let faults: Vec<_> = movement::check(&entry::filled(&values));
        self.nobody.set(faults.contains(&Fault::Missing(NAMED)));
        let is_of_unit = |fault: &Fault| fault.field().is_some_and(movement::is_of_unit);
        self.unseen.set(faults.iter().any(is_of_unit));
        let good = form.judge(wrong, faults);
        if !good {
            form.doing.set(Doing::Mending);
            request_animation_frame(|| web::focus("[aria-invalid=true], .wrong:has(.note)"));
        }
        let Some(place) = form.place().filter(|_| good) else { return };
        form.save(self.record, place, &values, saved);
    }
}

const NO_HELP: Both = ("", "");

fn whole(screen: Screen, title: &'static str, again: Callback<()>) -> AnyView {
    let (form, app) = (screen.form, screen.app);
    let frame = RecordForm { form, home: "/movements", record: screen.record, title, again };
    // A movement is launched before there is anything to look back on.
    let reviews = screen.record.is_some().then(|| reviews(screen));
    let parts = view! {
        {wrong(app, screen.unseen, words::UNSEEN)}
        {about(screen)}
        {who(screen)}
        {deadlines(screen)}
        {screen.rows.draw()}
        {reviews}
    };
    frame.draw(move || screen.missing(), move |saved| screen.save(saved), parts.into_any())
}

fn wrong(app: &'static Words, told: RwSignal<bool>, said: Both) -> AnyView {
    let note = live_if(move || {
        told.get().then(|| {
            view! { <Note tone=Tone::Grave icon=Icon::Alert><p>{app.locale.of(said)}</p></Note> }.into_any()
        })
    });
    view! { <div role="alert" class="wrong" tabindex="-1">{note}</div> }.into_any()
}

fn about(screen: Screen) -> AnyView {
    view! {
        <fieldset>
            <legend>{screen.app.locale.of(words::ABOUT)}</legend>
            {screen.text(NAME, NO_HELP, Keys::Line)}
            {screen.text(AIM, words::AIM_HELP, Keys::Prose)}
            {screen.text(FROM, of_papers::DAY_HELP, Keys::Line)}
            {screen.text(UNTIL, of_papers::DAY_HELP, Keys::Line)}
            {screen.text(LAUNCHED_BY, words::LAUNCHED_BY_HELP, Keys::Line)}
            {screen.text(DECISION, words::DECISION_HELP, Keys::Line)}
        </fieldset>
    }
    .into_any()
}

fn who(screen: Screen) -> AnyView {
    let (form, app) = (screen.form, screen.app);
    let choices = fields::choices(app, KIND, AUDIENCE);
    let choices = Audience::ALL
        .into_iter()
        .zip(choices)
        .map(|(audience, word)| Choice { value: audience.code().to_string(), word: word.to_owned() });
    let choices: Vec<Choice> = choices.collect();
    let is_named = Memo::new(move |_| form.of(AUDIENCE).text().parse() == Ok(Audience::Named.code()));
    let units = live_if(move || {
        is_named.get().then(|| {
            let session = screen.session.get_value();
            let units = session.places.iter().filter(|place| place.kind.is_unit());
            let rows = units.map(|place| unit_row(screen, place)).collect_view();
            view! {
                <div class="ticks" role="group" aria-label=fields::name(app, KIND, NAMED)>
                    {wrong(app, screen.nobody, words::CHOOSE_UNITS)}
                    {rows}
                </div>
            }
            .into_any()
        })
    });
    view! {
        <fieldset>
            <legend>{app.locale.of(words::WHO)}</legend>
            <ChoiceField input=form.of(AUDIENCE).input label=screen.label(AUDIENCE, NO_HELP) choices=choices/>
            {units}
        </fieldset>
    }
    .into_any()
}

fn unit_row(screen: Screen, place: &Place) -> AnyView {
    let unit = place.id;
    let checked = flag(move || screen.chosen.read().contains(&unit.0));
    let press = move |event| screen.name(unit, event_target_checked(&event));
    view! {
        <label class="tick">
            <input type="checkbox" prop:checked=checked on:change=press/>
            <span>{place.name.clone()}</span>
        </label>
    }
    .into_any()
}

fn deadlines(screen: Screen) -> AnyView {
    let locale = screen.app.locale;
    view! {
        <fieldset>
            <legend>{locale.of(words::DEADLINES)}</legend>
            <p class="help">{locale.of(words::DEADLINES_HELP)}</p>
            {screen.text(JOIN_BY, of_papers::DAY_HELP, Keys::Line)}
            {screen.text(INTERIM_BY, of_papers::DAY_HELP, Keys::Line)}
            {screen.text(FINAL_BY, of_papers::DAY_HELP, Keys::Line)}
        </fieldset>
    }
    .into_any()
}

fn reviews(screen: Screen) -> AnyView {
    let locale = screen.app.locale;
    view! {
        <fieldset>
            <legend>{locale.of(words::REVIEWS)}</legend>
            <p class="help">{locale.of(words::REVIEWS_HELP)}</p>
            {screen.text(REVIEWED_ON, of_papers::DAY_HELP, Keys::Line)}
            {screen.text(REVIEW, NO_HELP, Keys::Prose)}
            {screen.text(CLOSED_ON, of_papers::DAY_HELP, Keys::Line)}
            {screen.text(SUMMARY, NO_HELP, Keys::Prose)}
        </fieldset>
    }
    .into_any()
}
