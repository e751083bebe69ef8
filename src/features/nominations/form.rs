//! The form for a nomination, new or existing: who, for what, why.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::award::{self, Award, AwardKind, SubjectKind};
use thidua_domain::fault::Fault;
use thidua_domain::law;
use thidua_domain::law::setting::Settings;
use thidua_domain::nomination::{
    self, ACHIEVEMENTS, AWARD, BIRTH_YEAR, INITIATIVE, METHOD, NAME, POSITION, RECEIVED_ON, RECIPIENT_CLASS,
    RULE_SET, SEX, SUBJECT, WORKPLACE, YEAR,
};
use thidua_domain::record::{Field, Fields, PartitionId, RecordId, RecordKind, Value};
use thidua_domain::rule_set::{AwardYear, CivilDate, RuleSet};

use super::grounds;
use crate::book::{BookError, DraftKey, Place, RecordView, Session, use_book};
use crate::components::field::{Choice, ChoiceField, Group, Keys, Label, SelectField, TextField};
use crate::components::live::{flag, live};
use crate::features::evidence::EvidenceRows;
use crate::features::fields;
use crate::features::law_desk::LawDesk;
use crate::features::section::absent;
use crate::forms::entry::{self, EntryFault, EntryName};
use crate::forms::form::{Doing, Form, Texts, texts_of};
use crate::forms::record_form::RecordForm;
use crate::locale::{Words, words};
use crate::order;
use crate::web;

const KIND: RecordKind = RecordKind::Nomination;

/// The state of the screen.
#[derive(Clone)]
pub(super) struct Screen {
    pub(super) form: Form,
    pub(super) words: &'static Words,
    pub(super) desk: LawDesk,
    session: Arc<Session>,
    /// The nomination that is edited; none for a new one.
    pub(super) record: Option<Arc<RecordView>>,
    evidence: EvidenceRows,
}

/// The form for a new nomination.
pub(super) fn new() -> AnyView {
    let (words, book) = (words(), use_book());
    let Some(session) = book.session().get_untracked() else { return ().into_any() };
    web::set_title(words.nav().new_nomination);
    let base = first_texts(&session);
    let desk = LawDesk::of(book);
    // Discarding a draft begins the same form anew.
    let again = RwSignal::new(0_u32);
    live(move || {
        again.track();
        let form = Form::open(book, words, KIND, DraftKey::New(KIND), base.clone());
        let (session, evidence) = (Arc::clone(&session), EvidenceRows::of(form, words));
        let screen = Screen { form, words, desk, session, record: None, evidence };
        whole(&screen, words.nav().new_nomination, Callback::new(move |()| again.update(|n| *n += 1)))
    })
}

/// The form for a nomination that exists.
pub(super) fn edit(id: RecordId) -> AnyView {
    let (words, book) = (words(), use_book());
    let (Some(session), Some(record)) = (book.session().get_untracked(), untrack(|| book.record(id))) else {
        return absent();
    };
    web::set_title(words.nomination().edit);
    let desk = LawDesk::of(book);
    let again = RwSignal::new(0_u32);
    live(move || {
        again.track();
        let record = untrack(|| book.record(id)).unwrap_or_else(|| Arc::clone(&record));
        let form = Form::open(book, words, KIND, DraftKey::Edit(id), texts_of(&record, words, &[RULE_SET]));
        let (session, evidence) = (Arc::clone(&session), EvidenceRows::of(form, words));
        let screen = Screen { form, words, desk, session, record: Some(record), evidence };
        whole(&screen, words.nomination().edit, Callback::new(move |()| again.update(|n| *n += 1)))
    })
}

/// What a new form begins with: the own unit, this year, a person.
fn first_texts(session: &Session) -> Texts {
    let subject = SubjectKind::Individual.code().to_string();
    let mut texts = order::gathered([
        (EntryName::Of(SUBJECT).to_string(), subject),
        (EntryName::Of(YEAR).to_string(), session.year.to_string()),
    ]);
    if !session.sees_all_units() {
        texts.insert(EntryName::Place.to_string(), session.home.to_string());
    }
    texts
}

impl Screen {
    /// The rule set that the nomination stands under: that which it keeps once it was received, otherwise that of the day
    /// of receipt or, before it, of today. Of a choice that the law leaves, the one that was chosen. Tracks.
    pub(super) fn rule_set(&self) -> RuleSet {
        let chosen = RuleSet::from_id(&self.form.of(RULE_SET).text());
        chosen.unwrap_or_else(|| self.rule_set_by_day())
    }

    /// The same without regard to a choice. Tracks.
    pub(super) fn rule_set_by_day(&self) -> RuleSet {
        let read = self.record.as_ref().map(|record| nomination::Nomination::read(&record.fields));
        let was_received =
            self.record.as_ref().is_some_and(|record| record.fields.contains_key(&RECEIVED_ON));
        if let Some(kept) = read.and_then(|read| read.rule_set).filter(|_| was_received) {
            return kept;
        }
        self.desk.settings.with(|settings| {
            self.received().map_or_else(
                || rule_set_for(settings, &self.form.of(YEAR).text()),
                |day| settings.rule_set_on(day),
            )
        })
    }

    /// The day of receipt, where one is typed. Tracks.
    pub(super) fn received(&self) -> Option<CivilDate> {
        CivilDate::parse_typed(&self.form.of(RECEIVED_ON).text()).ok()
    }

    /// The award that is chosen. Tracks.
    pub(super) fn award(&self) -> Option<&'static Award> {
        Award::by_id(&self.form.of(AWARD).text())
    }

    /// The kind of subject that is chosen. Tracks.
    pub(super) fn subject(&self) -> SubjectKind {
        let code = self.form.of(SUBJECT).text();
        code.parse().ok().and_then(SubjectKind::from_code).unwrap_or(SubjectKind::Individual)
    }

    pub(super) fn label(&self, field: Field, help: &'static str) -> Label {
        let rule = thidua_domain::schema::rule_of(KIND, field);
        let optional = if rule.is_some_and(|rule| rule.required) { "" } else { self.words.form().optional };
        Label { id: EntryName::Of(field).id(), label: fields::name(self.words, KIND, field), optional, help }
    }

    /// What is typed in these fields, as far as it can be read, with the rule set. Tracks those fields alone.
    pub(super) fn typed(&self, fields: impl IntoIterator<Item = Field>) -> Fields {
        let notation = self.words.locale.notation();
        let read = |field: Field| {
            let value = entry::read(KIND, field, &self.form.of(field).text(), notation).ok()?;
            (value != Value::Null).then_some((field, value))
        };
        let mut typed = order::gathered(fields.into_iter().filter_map(read));
        typed.insert(RULE_SET, Value::from(self.rule_set().id()));
        typed
    }

    /// Where the nomination belongs. Tracks.
    pub(super) fn partition(&self) -> Option<PartitionId> {
        let chosen = self.form.entry(EntryName::Place).text().parse().ok().map(PartitionId);
        self.record.as_ref().map(|record| record.partition).or(chosen)
    }

    /// What must still be filled in, in words. Tracks.
    fn missing(&self) -> String {
        let empty = |name: EntryName| self.form.entry(name).input.text.with(|text| text.trim().is_empty());
        let place = empty(EntryName::Place).then_some(self.words.record().unit);
        let fields = [NAME, YEAR, AWARD].into_iter().filter(|field| empty(EntryName::Of(*field)));
        let names: Vec<_> =
            place.into_iter().chain(fields.map(|field| fields::name(self.words, KIND, field))).collect();
        names.join(", ")
    }

    /// Checks everything and, where it is right, saves.
    fn save(&self, saved: Callback<RecordId>) {
        if untrack(|| self.form.is_saving()) {
            return;
        }
        let again = self.clone();
        if self.evidence.defer(Callback::new(move |()| again.save(saved))) {
            return;
        }
        // Typed before the subject was changed, and no longer in sight.
        let of_others: [(SubjectKind, &[Field]); 3] = [
            (SubjectKind::Individual, &nomination::OF_PERSONS),
            (SubjectKind::Collective, &nomination::OF_COLLECTIVES),
            (SubjectKind::Household, &nomination::OF_HOUSEHOLDS),
        ];
        let subject = untrack(|| self.subject());
        for field in of_others.into_iter().filter(|(kind, _)| *kind != subject).flat_map(|(_, fields)| fields)
        {
            self.form.of(*field).input.text.set(String::new());
        }
        let rule_set = untrack(|| self.rule_set());
        self.keep_rule_set(rule_set);
        let (values, mut wrong) = self.form.values(self.words.locale.notation());
        let place = self.form.place();
        if place.is_none() {
            wrong.push((EntryName::Place, EntryFault::NoPlace));
        }
        let mut judged = entry::filled(&values);
        judged.insert(RULE_SET, Value::from(rule_set.id()));
        // A value that could not be read is missing only because it is wrong.
        let faults: Vec<Fault> = nomination::check(&judged);
        if !self.form.judge(wrong, faults) {
            return;
        }
        let before = self.record.as_ref().map(|record| &record.fields);
        if let Some(rule) = law::nomination::forbids(before, &judged) {
            self.form.doing.set(Doing::Failed(BookError::Fault(Fault::Forbidden(rule.number()))));
            web::focus(".eligibility");
            return;
        }
        let Some(place) = place else { return };
        self.form.save(self.record.as_ref().map(|record| record.id), place, &values, saved);
    }

    /// The rule set goes with what is saved: with a new nomination, and where another day of receipt or a choice has
    /// changed it.
    fn keep_rule_set(&self, rule_set: RuleSet) {
        let read = self.record.as_ref().map(|record| nomination::Nomination::read(&record.fields));
        if read.and_then(|read| read.rule_set) != Some(rule_set) {
            self.form.of(RULE_SET).input.text.set(rule_set.id().to_owned());
        }
    }
}

/// The rule set for a nomination of a year, entered today.
fn rule_set_for(settings: &Settings, year: &str) -> RuleSet {
    let Some(today) = web::today() else { return RuleSet::R2013 };
    match year.parse::<AwardYear>() {
        Ok(year) if year.get() < today.year() => RuleSet::for_new(year, today),
        _ => settings.rule_set_on(today),
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
    let frame = RecordForm { form: screen.form, home: "/nominations", record, title, again };
    let parts = view! {
        {who(screen)}
        {what(screen)}
        {why(screen)}
        {grounds::fieldset(screen)}
        {screen.evidence.draw()}
    };
    frame.draw(missing, save, parts.into_any())
}

/// Who is put forward.
fn who(screen: &Screen) -> AnyView {
    let (form, n) = (screen.form, screen.words.nomination());
    let words = screen.words;
    let subjects = SubjectKind::ALL
        .into_iter()
        .map(|kind| Choice { value: kind.code().to_string(), word: fields::subject(words, kind).to_owned() })
        .collect();
    let field = |name: Field, help, keys| {
        let (input, label) = (form.of(name).input, screen.label(name, help));
        view! { <TextField input=input label=label keys=keys/> }.into_any()
    };
    let is_person = {
        let screen = screen.clone();
        Memo::new(move |_| screen.subject() == SubjectKind::Individual)
    };
    drop_unfit_award(screen);
    let person = move |inner: AnyView| view! { <div class="stack" hidden=flag(move || !is_person.get())>{inner}</div> };
    let of_person = view! {
        {field(BIRTH_YEAR, n.birth_year_help, Keys::Whole)}
        {grounds::choice(screen, SEX, "")}
        {field(POSITION, "", Keys::Line)}
        {grounds::choice(screen, RECIPIENT_CLASS, "")}
    };
    view! {
        <fieldset>
            <legend>{n.who}</legend>
            <ChoiceField input=form.of(SUBJECT).input label=screen.label(SUBJECT, "") choices=subjects/>
            {field(NAME, n.name_help, Keys::Name)}
            {person(of_person.into_any())}
            {field(WORKPLACE, n.workplace_help, Keys::Line)}
        </fieldset>
    }
    .into_any()
}

/// An award that is not given to the chosen kind of subject does not stay chosen in secret.
fn drop_unfit_award(screen: &Screen) {
    let subject = {
        let screen = screen.clone();
        Memo::new(move |_| screen.subject())
    };
    let award = screen.form.of(AWARD).input;
    Effect::new(move || {
        let subject = subject.get();
        let chosen = award.text.with_untracked(|id| Award::by_id(id));
        if chosen.is_some_and(|award| !award.is_for(subject)) {
            award.take(String::new());
        }
    });
}

/// For what, for which year, by which unit.
fn what(screen: &Screen) -> AnyView {
    let (form, words) = (screen.form, screen.words);
    let n = words.nomination();
    let awards = {
        let screen = screen.clone();
        Signal::derive(move || award_groups(&screen))
    };
    // Where a record belongs is settled when it is made.
    let unit = (screen.record.is_none() && screen.session.sees_all_units()).then(|| {
        let choice = |place: &Place| Choice { value: place.id.to_string(), word: place.name.clone() };
        let units = vec![Group { heading: "", choices: screen.session.units().map(choice).collect() }];
        let place = form.entry(EntryName::Place);
        let label = Label { id: place.name.id(), label: words.record().unit, optional: "", help: n.unit_help };
        view! { <SelectField input=place.input label=label empty=words.form().choose groups=Signal::stored(units)/> }
    });
    view! {
        <fieldset>
            <legend>{n.what}</legend>
            {unit}
            <TextField input=form.of(YEAR).input label=screen.label(YEAR, n.year_help) keys=Keys::Whole/>
            <SelectField
                input=form.of(AWARD).input
                label=screen.label(AWARD, n.award_help)
                empty=words.form().choose
                groups=awards
            />
            {grounds::choice(screen, METHOD, "")}
            <TextField
                input=form.of(RECEIVED_ON).input
                label=screen.label(RECEIVED_ON, n.received_help)
                keys=Keys::Line
            />
            {grounds::stands_under(screen)}
        </fieldset>
    }
    .into_any()
}

/// The catalogue of the year for the chosen subject: titles apart from forms of commendation. What is chosen is always
/// among them, also where the year no longer offers it: the check says so.
fn award_groups(screen: &Screen) -> Vec<Group> {
    let (words, rule_set, subject) = (screen.words, screen.rule_set(), screen.subject());
    let chosen = screen.form.of(AWARD).input.text.with_untracked(|id| Award::by_id(id));
    let mut offered: Vec<_> = award::catalogue(rule_set, subject).collect();
    offered.extend(chosen.filter(|award| award.is_for(subject) && !award.is_offered(rule_set)));
    let group = |kind, heading| {
        let choice = |award: &&'static Award| Choice {
            value: award.id.to_owned(),
            word: fields::award(words, award).to_owned(),
        };
        Group { heading, choices: offered.iter().filter(|award| award.kind == kind).map(choice).collect() }
    };
    let groups = [
        group(AwardKind::Title, words.nomination().titles),
        group(AwardKind::Form, words.nomination().forms),
    ];
    groups.into_iter().filter(|group| !group.choices.is_empty()).collect()
}

/// Why.
fn why(screen: &Screen) -> AnyView {
    let (form, n) = (screen.form, screen.words.nomination());
    view! {
        <fieldset>
            <legend>{n.why}</legend>
            <TextField
                input=form.of(ACHIEVEMENTS).input
                label=screen.label(ACHIEVEMENTS, n.achievements_help)
                keys=Keys::Prose
            />
            <TextField
                input=form.of(INITIATIVE).input
                label=screen.label(INITIATIVE, n.initiative_help)
                keys=Keys::Prose
            />
        </fieldset>
    }
    .into_any()
}
