//! The form for an entry, new or existing: who it is, and what was received.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::award::SubjectKind;
use thidua_domain::profile::{
    self, BIRTH_YEAR, DISTINCT_FROM, ETHNICITY, KNOWN_SINCE, MERGED_INTO, NAME, POSITION, RECIPIENT_CLASS,
    SEX, SUBJECT, WORKPLACE,
};
use thidua_domain::record::{Field, RecordId, RecordKind};
use thidua_domain::rule_set::CivilDate;
use thidua_domain::schema;

use super::ethnicity;
use super::honour_rows::{HonourRows, subject_of};
use super::words::PeopleWords;
use crate::book::{DraftKey, Place, RecordView, Session, use_book};
use crate::components::field::{
    Choice, ChoiceField, Group, Keys, Label, SelectField, TextField, lead_to_complaint,
};
use crate::components::live::{flag, live};
use crate::features::fields;
use crate::features::section::absent;
use crate::forms::entry::{self, EntryFault, EntryName};
use crate::forms::form::{Doing, Form, Texts, texts_of};
use crate::forms::record_form::RecordForm;
use crate::locale::{Words, words};
use crate::order;
use crate::web;

const KIND: RecordKind = RecordKind::Profile;

/// What is asked of persons only.
const OF_PERSONS: [Field; 5] = [BIRTH_YEAR, SEX, POSITION, RECIPIENT_CLASS, ETHNICITY];

/// The state of the screen.
#[derive(Clone)]
struct Screen {
    form: Form,
    rows: HonourRows,
    words: &'static Words,
    own: &'static PeopleWords,
    session: Arc<Session>,
    /// Whether the committee asks for the ethnic group.
    asks_ethnicity: bool,
    /// The entry that is edited; none for a new one.
    record: Option<Arc<RecordView>>,
}

/// The form for a new entry.
pub(super) fn new() -> AnyView {
    let (words, own, book) = (words(), PeopleWords::chosen(), use_book());
    let Some(session) = book.session().get_untracked() else { return ().into_any() };
    web::set_title(words.nav().new_profile);
    let base = first_texts(&session);
    let again = RwSignal::new(0_u32);
    live(move || {
        again.track();
        let form = Form::open(book, words, KIND, DraftKey::New(KIND), base.clone());
        let rows = HonourRows::of(form, words, own);
        let asks_ethnicity = untrack(|| ethnicity::is_asked(book));
        let session = Arc::clone(&session);
        let screen = Screen { form, rows, words, own, session, asks_ethnicity, record: None };
        whole(&screen, words.nav().new_profile, Callback::new(move |()| again.update(|n| *n += 1)))
    })
}

/// The form for an entry that exists.
pub(super) fn edit(id: RecordId) -> AnyView {
    let (words, own, book) = (words(), PeopleWords::chosen(), use_book());
    let (Some(session), Some(record)) = (book.session().get_untracked(), untrack(|| book.record(id))) else {
        return absent();
    };
    web::set_title(own.edit);
    let again = RwSignal::new(0_u32);
    live(move || {
        again.track();
        let record = untrack(|| book.record(id)).unwrap_or_else(|| Arc::clone(&record));
        let asks_ethnicity = untrack(|| ethnicity::is_asked(book));
        let base = texts_of(&record, words, &kept_apart(&record, asks_ethnicity));
        let form = Form::open(book, words, KIND, DraftKey::Edit(id), base);
        let rows = HonourRows::of(form, words, own);
        let session = Arc::clone(&session);
        let screen = Screen { form, rows, words, own, session, asks_ethnicity, record: Some(record) };
        whole(&screen, own.edit, Callback::new(move |()| again.update(|n| *n += 1)))
    })
}

/// What the form neither shows nor touches: what was merged or told apart, and what is not asked for.
fn kept_apart(record: &RecordView, asks_ethnicity: bool) -> Vec<Field> {
    let is_apart = |field: &&Field| {
        field.number == MERGED_INTO.number
            || field.number == DISTINCT_FROM.number
            || (!asks_ethnicity && **field == ETHNICITY)
    };
    record.fields.keys().filter(is_apart).copied().collect()
}

/// What a new form begins with: the own unit, a person.
fn first_texts(session: &Session) -> Texts {
    let subject = SubjectKind::Individual.code().to_string();
    let mut texts = order::gathered([(EntryName::Of(SUBJECT).to_string(), subject)]);
    if !session.sees_all_units() {
        texts.insert(EntryName::Place.to_string(), session.home.to_string());
    }
    texts
}

impl Screen {
    fn label(&self, field: Field, help: &'static str) -> Label {
        let rule = schema::rule_of(KIND, field);
        let optional = if rule.is_some_and(|rule| rule.required) { "" } else { self.words.form().optional };
        Label { id: EntryName::Of(field).id(), label: fields::name(self.words, KIND, field), optional, help }
    }

    /// What must still be filled in, in words. Tracks.
    fn missing(&self) -> String {
        let empty = |name: EntryName| self.form.entry(name).input.text.with(|text| text.trim().is_empty());
        let place = empty(EntryName::Place).then_some(self.words.record().unit);
        let name = empty(EntryName::Of(NAME)).then(|| fields::name(self.words, KIND, NAME));
        place.into_iter().chain(name).collect::<Vec<_>>().join(", ")
    }

    /// Checks everything and, where it is right, saves.
    fn save(&self, saved: Callback<RecordId>) {
        if untrack(|| self.form.is_saving()) {
            return;
        }
        let subject = untrack(|| subject_of(self.form));
        if subject != SubjectKind::Individual {
            // Typed before the subject was changed, and no longer in sight.
            for field in OF_PERSONS {
                self.form.of(field).input.text.set(String::new());
            }
        }
        self.rows.drop_empty();
        let (values, mut wrong) = self.form.values(self.words.locale.notation());
        let place = self.form.place();
        if place.is_none() {
            wrong.push((EntryName::Place, EntryFault::NoPlace));
        }
        // A value that could not be read is missing only because it is wrong.
        let faults = profile::check(&entry::filled(&values));
        wrong.extend(self.rows.faults(subject));
        let good = self.form.judge(wrong, faults);
        if !(self.is_past() && good) {
            return;
        }
        let Some(place) = place else { return };
        self.form.save(self.record.as_ref().map(|record| record.id), place, &values, saved);
    }

    /// Says beside each field what is still to come: nobody is born or honoured in a later year than this.
    fn is_past(&self) -> bool {
        let Some(today) = web::today() else { return true };
        let year = i64::from(today.year());
        let mut complaints: Vec<(Field, String)> = Vec::new();
        for field in [BIRTH_YEAR, KNOWN_SINCE].into_iter().chain(self.rows.years()) {
            let typed = self.form.of(field).input.text.with_untracked(|text| text.trim().parse::<i64>().ok());
            if typed.is_some_and(|typed| typed > year) {
                complaints.push((field, (self.own.year_to_come)(today.year())));
            }
        }
        for field in self.rows.days() {
            let typed =
                self.form.of(field).input.text.with_untracked(|text| CivilDate::parse_typed(text.trim()));
            if typed.is_ok_and(|typed| typed > today) {
                complaints.push((field, self.own.day_to_come.to_owned()));
            }
        }
        let none = complaints.is_empty();
        for (field, words) in complaints {
            // Over what the registry says of a year beyond its own bounds: this is the nearer mistake.
            self.form.of(field).input.error.set(Some(words));
        }
        if !none {
            self.form.doing.set(Doing::Mending);
            lead_to_complaint();
        }
        none
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
    let record = screen.record.as_ref().map(|record| record.id);
    let frame = RecordForm { form: screen.form, home: "/people", record, title, again };
    let parts = view! {
        {who(screen)}
        {honours(screen)}
    };
    frame.draw(missing, save, parts.into_any())
}

/// Who it is.
fn who(screen: &Screen) -> AnyView {
    let (form, words) = (screen.form, screen.words);
    let n = words.nomination();
    let subjects = SubjectKind::ALL
        .into_iter()
        .map(|kind| Choice { value: kind.code().to_string(), word: fields::subject(words, kind).to_owned() })
        .collect();
    let field = |field: Field, help, keys| {
        let (input, label) = (form.of(field).input, screen.label(field, help));
        view! { <TextField input=input label=label keys=keys/> }.into_any()
    };
    let choice = |field: Field| {
        let word = |(place, word): (usize, &'static str)| Choice {
            value: (place + 1).to_string(),
            word: word.to_owned(),
        };
        let choices = fields::choices(words, KIND, field).into_iter().enumerate().map(word).collect();
        let groups = Signal::stored(vec![Group { heading: "", choices }]);
        let (input, label) = (form.of(field).input, screen.label(field, ""));
        view! { <SelectField input=input label=label empty=words.form().choose groups=groups/> }.into_any()
    };
    let is_person = Memo::new(move |_| subject_of(form) == SubjectKind::Individual);
    let person = move |inner: Vec<AnyView>| {
        view! { <div class="stack" hidden=flag(move || !is_person.get())>{inner}</div> }.into_any()
    };
    let born = person(vec![
        field(BIRTH_YEAR, n.birth_year_help, Keys::Whole),
        choice(SEX),
        field(POSITION, "", Keys::Line),
    ]);
    let ethnicity = screen.asks_ethnicity.then(|| field(ETHNICITY, screen.own.ethnicity_help, Keys::Line));
    let at_work = person([choice(RECIPIENT_CLASS)].into_iter().chain(ethnicity).collect());
    view! {
        <fieldset>
            <legend>{screen.own.who}</legend>
            {unit(screen)}
            <ChoiceField input=form.of(SUBJECT).input label=screen.label(SUBJECT, "") choices=subjects/>
            {field(NAME, n.name_help, Keys::Name)}
            {born}
            {field(WORKPLACE, n.workplace_help, Keys::Line)}
            {at_work}
        </fieldset>
    }
    .into_any()
}

/// Where the entry belongs, which is settled when it is made.
fn unit(screen: &Screen) -> Option<AnyView> {
    let words = screen.words;
    (screen.record.is_none() && screen.session.sees_all_units()).then(|| {
        let choice = |place: &Place| Choice { value: place.id.to_string(), word: place.name.clone() };
        let units = vec![Group { heading: "", choices: screen.session.units().map(choice).collect() }];
        let place = screen.form.entry(EntryName::Place);
        let help = screen.own.unit_help;
        let label = Label { id: place.name.id(), label: words.record().unit, optional: "", help };
        view! { <SelectField input=place.input label=label empty=words.form().choose groups=Signal::stored(units)/> }
            .into_any()
    })
}

/// What was received, and since when that is all.
fn honours(screen: &Screen) -> AnyView {
    let own = screen.own;
    let (input, label) = (screen.form.of(KNOWN_SINCE).input, screen.label(KNOWN_SINCE, own.known_since_help));
    view! {
        <fieldset>
            <legend>{own.honours}</legend>
            <p class="help">{own.honours_help}</p>
            <TextField input=input label=label keys=Keys::Whole/>
            {screen.rows.draw()}
        </fieldset>
    }
    .into_any()
}
