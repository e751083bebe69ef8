//! The form for an indicator, new or existing. What is worked out of the figures is shown as they are typed, and why
//! something cannot be.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::indicator::{
    self, ACTUAL, ACTUAL_SAID, GROUP, Indicator, KEY, KNOWN, Known, LAST_YEAR, MEASURE, NAME, NOTE, ORDER,
    OWN, PLAN, PLAN_SAID, SHARE_SAID, SOURCE, TOTAL, YEAR,
};
use thidua_domain::record::{Field, Fields, PartitionId, RecordId, Value};

use super::figures::{self, KIND};
use super::{NEW, words};
use crate::book::{DraftKey, Place, RecordView, Session, use_book};
use crate::components::field::{Choice, Group, Keys, Label, SelectField, TextField, lead_to_complaint};
use crate::components::live::{live, live_if};
use crate::features::fields;
use crate::features::section::absent;
use crate::forms::entry::{self, EntryFault, EntryName};
use crate::forms::form::{Doing, Form, Texts, texts_of};
use crate::forms::record_form::RecordForm;
use crate::locale::facts::Both;
use crate::locale::{Words, words as of_app};
use crate::order;
use crate::web;

/// What must be filled in.
const NEEDED: [Field; 4] = [KEY, NAME, MEASURE, YEAR];

/// The state of the screen.
#[derive(Clone)]
struct Screen {
    form: Form,
    app: &'static Words,
    session: Arc<Session>,
    /// The indicator that is edited; none for a new one.
    record: Option<Arc<RecordView>>,
}

/// The form for a new indicator.
pub(super) fn new() -> AnyView {
    let (app, book) = (of_app(), use_book());
    let title = app.locale.of(NEW);
    web::set_title(title);
    let Some(session) = book.session().get_untracked() else { return ().into_any() };
    let base = first_texts(&session);
    let again = RwSignal::new(0_u32);
    live(move || {
        again.track();
        let form = Form::open(book, app, KIND, DraftKey::New(KIND), base.clone());
        let screen = Screen { form, app, session: Arc::clone(&session), record: None };
        whole(&screen, title, Callback::new(move |()| again.update(|n| *n += 1)))
    })
}

/// The form for an indicator that exists.
pub(super) fn edit(id: RecordId) -> AnyView {
    let (app, book) = (of_app(), use_book());
    let (Some(session), Some(record)) = (book.session().get_untracked(), untrack(|| book.record(id))) else {
        return absent();
    };
    let title = app.locale.of(words::EDIT);
    web::set_title(title);
    let again = RwSignal::new(0_u32);
    live(move || {
        again.track();
        let record = untrack(|| book.record(id)).unwrap_or_else(|| Arc::clone(&record));
        let form = Form::open(book, app, KIND, DraftKey::Edit(id), texts_of(&record, app, &[]));
        let screen = Screen { form, app, session: Arc::clone(&session), record: Some(record) };
        whole(&screen, title, Callback::new(move |()| again.update(|n| *n += 1)))
    })
}

/// What a new form begins with: the year, and whose figures the account mostly writes.
fn first_texts(session: &Session) -> Texts {
    order::gathered([
        (EntryName::Of(YEAR).to_string(), session.year.to_string()),
        (EntryName::Place.to_string(), figures::usual_place(session).to_string()),
    ])
}

impl Screen {
    fn label(&self, field: Field, help: Both) -> Label {
        let optional = if NEEDED.contains(&field) { "" } else { self.app.form().optional };
        let (id, label) = (EntryName::Of(field).id(), fields::name(self.app, KIND, field));
        Label { id, label, optional, help: self.app.locale.of(help) }
    }

    /// What must still be filled in, in words. Tracks.
    fn missing(&self) -> String {
        let empty = |field: &Field| self.form.of(*field).input.text.with(|text| text.trim().is_empty());
        let names = NEEDED.into_iter().filter(empty).map(|field| fields::name(self.app, KIND, field));
        names.collect::<Vec<_>>().join(", ")
    }

    fn key(&self) -> String {
        self.form.of(KEY).text()
    }

    /// What is typed, as far as it can be read. Tracks.
    fn typed(&self) -> Fields {
        let notation = self.app.locale.notation();
        let shown = [KEY, NAME, MEASURE, ACTUAL, PLAN, LAST_YEAR, TOTAL, ACTUAL_SAID, PLAN_SAID, SHARE_SAID];
        let read = |field: Field| {
            let value = entry::read(KIND, field, &self.form.of(field).text(), notation).ok()?;
            (value != Value::Null).then_some((field, value))
        };
        order::gathered(shown.into_iter().filter_map(read))
    }

    /// Where the indicator is, or is to be.
    fn place(&self) -> Option<PartitionId> {
        self.record.as_ref().map(|record| record.partition).or_else(|| self.form.place())
    }

    /// Name and measure follow from an indicator of the list, as long as nobody has typed others.
    fn follow_the_list(&self) {
        let (screen, form) = (self.clone(), self.form);
        Effect::new(move |before: Option<String>| {
            let key = screen.key();
            let Some(known) =
                Known::of(&key).filter(|_| before.as_ref().is_some_and(|before| *before != key))
            else {
                return key;
            };
            let suits = |field: Field, listed: fn(&Known) -> &'static str, new: &'static str| {
                let input = form.of(field).input;
                let typed = input.text.get_untracked();
                if typed.trim().is_empty() || KNOWN.iter().any(|other| listed(other) == typed) {
                    input.take(new.to_owned());
                }
            };
            suits(NAME, |known| known.vi, known.vi);
            suits(MEASURE, |known| known.measure.0, known.measure.0);
            key
        });
    }

    /// Checks everything and, where it is right, saves.
    fn save(&self, saved: Callback<RecordId>) {
        let form = self.form;
        if untrack(|| form.is_saving()) {
            return;
        }
        let (values, mut wrong) = form.values(self.app.locale.notation());
        let place = self.place();
        if place.is_none() {
            wrong.push((EntryName::Place, EntryFault::NoPlace));
        }
        let filled = entry::filled(&values);
        let faults = indicator::check(&filled);
        if !form.judge(wrong, faults) {
            return;
        }
        let Some(place) = place else { return };
        if !self.is_there_already(place, &filled) {
            form.save(self.record.as_ref().map(|record| record.id), place, &values, saved);
        }
    }

    /// Says where the same was entered for the same year before: it would be told twice.
    fn is_there_already(&self, place: PartitionId, filled: &Fields) -> bool {
        let own = Indicator::read(filled);
        let id = self.record.as_ref().map(|record| record.id);
        let all = self.form.book.records(KIND).get_untracked();
        let is_same = |other: &&Arc<RecordView>| {
            let read = Indicator::read(&other.fields);
            Some(other.id) != id && other.partition == place && read.year == own.year && read.is_same(&own)
        };
        if !all.iter().any(|other| is_same(&other)) {
            return false;
        }
        let at = if own.known().is_some() { KEY } else { NAME };
        self.form.of(at).input.error.set(Some(self.app.locale.of(words::ALREADY).to_owned()));
        self.form.doing.set(Doing::Mending);
        lead_to_complaint();
        true
    }
}

fn whole(screen: &Screen, title: &'static str, again: Callback<()>) -> AnyView {
    let save = {
        let screen = screen.clone();
        move |saved| screen.save(saved)
    };
    let missing = {
        let screen = screen.clone();
        move || screen.missing()
    };
    screen.follow_the_list();
    let record = screen.record.as_ref().map(|record| record.id);
    let frame = RecordForm { form: screen.form, home: "/indicators", record, title, again };
    let of_form = [about(screen), figures_of(screen), telling(screen), preview(screen), more(screen)];
    let parts = view! {
        {of_form.into_iter().collect_view()}
    };
    frame.draw(missing, save, parts.into_any())
}

fn one_group(choices: Vec<Choice>) -> Signal<Vec<Group>> {
    Signal::stored(vec![Group { heading: "", choices }])
}

/// Whose it is, which, of which year, in what it is measured.
fn about(screen: &Screen) -> AnyView {
    let (form, app, locale) = (screen.form, screen.app, screen.app.locale);
    // Where a record belongs is settled when it is made.
    let place = screen.record.is_none().then(|| {
        let session = &screen.session;
        let places = figures::places(session);
        let mine = places.iter().filter(|place| figures::may_write(session, place.id));
        let choice = |place: &&Place| Choice {
            value: place.id.to_string(),
            word: figures::place_name(session, place.id).to_owned(),
        };
        let choices: Vec<Choice> = mine.map(choice).collect();
        let help = if session.sees_all_units() { words::WHOSE_HELP } else { words::NOT_YOURS };
        let entry = form.entry(EntryName::Place);
        let (id, label) = (entry.name.id(), locale.of(words::WHOSE));
        let label = Label { id, label, optional: "", help: locale.of(help) };
        view! { <SelectField input=entry.input label=label empty="" groups=one_group(choices)/> }
    });
    let of_group = |group: indicator::Group| {
        let known = KNOWN.iter().filter(|known| known.group == group);
        let choice = |known: &Known| Choice {
            value: known.key.to_owned(),
            word: locale.of((known.vi, known.en)).to_owned(),
        };
        Group { heading: words::group(locale, group), choices: known.map(choice).collect() }
    };
    let mut listed: Vec<Group> = indicator::Group::ALL.into_iter().map(of_group).collect();
    listed.retain(|group| !group.choices.is_empty());
    let own = Choice { value: OWN.to_owned(), word: locale.of(words::OWN).to_owned() };
    listed.push(Group { heading: words::group(locale, indicator::Group::Other), choices: vec![own] });
    // An own one, or one of a later version, stands under the heading that is chosen.
    let heading = {
        let screen = screen.clone();
        live_if(move || {
            let key = screen.key();
            (!key.is_empty() && Known::of(&key).is_none()).then(|| choose(&screen, GROUP, app.form().choose))
        })
    };
    view! {
        <fieldset>
            <legend>{locale.of(words::WHAT)}</legend>
            {place}
            <SelectField
                input=form.of(KEY).input
                label=screen.label(KEY, ("", ""))
                empty=app.form().choose
                groups=Signal::stored(listed)
            />
            {heading}
            <TextField input=form.of(NAME).input label=screen.label(NAME, ("", "")) keys=Keys::Line/>
            <div class="side-by-side">
                <TextField input=form.of(YEAR).input label=screen.label(YEAR, ("", "")) keys=Keys::Whole/>
                <TextField input=form.of(MEASURE).input label=screen.label(MEASURE, ("", "")) keys=Keys::Line/>
            </div>
        </fieldset>
    }
    .into_any()
}

/// A field whose codes have words.
fn choose(screen: &Screen, field: Field, empty: &'static str) -> AnyView {
    let choice =
        |(code, word): (u32, &'static str)| Choice { value: code.to_string(), word: word.to_owned() };
    let choices = (1..).zip(fields::choices(screen.app, KIND, field)).map(choice).collect();
    let (input, label) = (screen.form.of(field).input, screen.label(field, ("", "")));
    view! { <SelectField input=input label=label empty=empty groups=one_group(choices)/> }.into_any()
}

/// The figures.
fn figures_of(screen: &Screen) -> AnyView {
    let (form, locale) = (screen.form, screen.app.locale);
    let amount = |field: Field, help: Both| {
        let label = screen.label(field, help);
        view! { <TextField input=form.of(field).input label=label keys=Keys::Decimal/> }.into_any()
    };
    view! {
        <fieldset>
            <legend>{locale.of(words::FIGURES)}</legend>
            <div class="side-by-side">
                {amount(ACTUAL, words::AMOUNT_HELP)}
                {amount(PLAN, ("", ""))}
                {amount(LAST_YEAR, ("", ""))}
            </div>
            {amount(TOTAL, words::TOTAL_HELP)}
        </fieldset>
    }
    .into_any()
}

/// How the figures are told.
fn telling(screen: &Screen) -> AnyView {
    let locale = screen.app.locale;
    let said =
        [ACTUAL_SAID, PLAN_SAID, SHARE_SAID].map(|field| choose(screen, field, locale.of(words::EXACT)));
    view! {
        <fieldset>
            <legend>{locale.of(words::TELLING)}</legend>
            <p class="help">{locale.of(words::TELLING_HELP)}</p>
            {said.into_iter().collect_view()}
        </fieldset>
    }
    .into_any()
}

/// What comes of the figures, as they are typed.
fn preview(screen: &Screen) -> AnyView {
    let (app, locale) = (screen.app, screen.app.locale);
    let screen = screen.clone();
    let told = live(move || {
        let typed = screen.typed();
        let read = Indicator::read(&typed);
        let untold = figures::untold(app, &read);
        let untold = (!untold.is_empty()).then(|| view! { <p class="small">{untold}</p> });
        view! { <p><strong>{figures::sentence(app, &read)}</strong></p> {untold} }.into_any()
    });
    view! {
        <section class="stack" aria-label=locale.of(words::PREVIEW)>
            <h3>{locale.of(words::PREVIEW)}</h3>
            <div role="status">{told}</div>
        </section>
    }
    .into_any()
}

/// Where the figures are from, and what else is to be known.
fn more(screen: &Screen) -> AnyView {
    let (form, locale) = (screen.form, screen.app.locale);
    view! {
        <fieldset>
            <legend>{locale.of(words::MORE)}</legend>
            <TextField input=form.of(SOURCE).input label=screen.label(SOURCE, words::SOURCE_HELP) keys=Keys::Line/>
            <TextField input=form.of(NOTE).input label=screen.label(NOTE, ("", "")) keys=Keys::Prose/>
            <TextField input=form.of(ORDER).input label=screen.label(ORDER, words::ORDER_HELP) keys=Keys::Whole/>
        </fieldset>
    }
    .into_any()
}
