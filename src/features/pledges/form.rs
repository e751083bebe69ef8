//! The form for a pledge, new or existing: before whom, whose, for which year, what; and its targets.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::pledge::{self, CONTENT, Pledge, State, UNIT, YEAR};
use thidua_domain::record::{Field, PartitionId, RecordId, RecordKind};

use super::target_rows::TargetRows;
use super::{making, stands_in_form, words as own};
use crate::book::{DraftKey, Place, RecordView, Session, use_book};
use crate::components::empty::Empty;
use crate::components::field::{Choice, Group, Keys, Label, SelectField, TextField};
use crate::components::icon::Icon;
use crate::components::live::live;
use crate::features::fields;
use crate::features::section::absent;
use crate::forms::entry::{self, EntryFault, EntryName};
use crate::forms::form::{Form, Texts, texts_of};
use crate::forms::record_form::RecordForm;
use crate::locale::{Words, words};
use crate::order;
use crate::web;

const KIND: RecordKind = RecordKind::Pledge;

/// The state of the screen.
#[derive(Clone)]
struct Screen {
    form: Form,
    rows: TargetRows,
    words: &'static Words,
    session: Arc<Session>,
    /// The pledge that is edited; none for a new one.
    record: Option<Arc<RecordView>>,
}

/// The form for a new pledge.
pub(super) fn new() -> AnyView {
    let (words, book) = (words(), use_book());
    let Some(session) = book.session().get_untracked() else { return ().into_any() };
    web::set_title(words.nav().new_pledge);
    let base = first_texts(&session);
    let again = RwSignal::new(0_u32);
    live(move || {
        again.track();
        let form = Form::open(book, words, KIND, DraftKey::New(KIND), base.clone());
        let rows = TargetRows::of(form, words, &[]);
        let screen = Screen { form, rows, words, session: Arc::clone(&session), record: None };
        whole(&screen, words.nav().new_pledge, Callback::new(move |()| again.update(|n| *n += 1)))
    })
}

/// The form for a pledge that exists.
pub(super) fn edit(id: RecordId) -> AnyView {
    let (words, book) = (words(), use_book());
    let (Some(session), Some(record)) = (book.session().get_untracked(), untrack(|| book.record(id))) else {
        return absent();
    };
    if !State::of(&record.fields).is_open() {
        let text = words.locale.of(own::SIGNED_HELP);
        return view! { <Empty icon=Icon::Key title=words.pledge().edit text=text/> }.into_any();
    }
    web::set_title(words.pledge().edit);
    let again = RwSignal::new(0_u32);
    live(move || {
        again.track();
        let record = untrack(|| book.record(id)).unwrap_or_else(|| Arc::clone(&record));
        let order: Vec<_> = Pledge::read(&record.fields).targets.iter().map(|target| target.item).collect();
        // Signatures and files stand on the pledge itself: the form neither shows nor touches them. Results are not shown
        // either, but go with a target that is taken away.
        let is_apart = |field: &&Field| !stands_in_form(**field);
        let apart: Vec<_> = record.fields.keys().filter(is_apart).copied().collect();
        let form = Form::open(book, words, KIND, DraftKey::Edit(id), texts_of(&record, words, &apart));
        let rows = TargetRows::of(form, words, &order);
        let screen = Screen { form, rows, words, session: Arc::clone(&session), record: Some(record) };
        whole(&screen, words.pledge().edit, Callback::new(move |()| again.update(|n| *n += 1)))
    })
}

/// What a new form begins with: the own unit, its cluster where there is only one, the year.
fn first_texts(session: &Session) -> Texts {
    let mut texts = order::gathered([(EntryName::Of(YEAR).to_string(), session.year.to_string())]);
    if !session.sees_all_units() {
        texts.insert(EntryName::Of(UNIT).to_string(), session.home.to_string());
    }
    let mut groups =
        session.groups().filter(|group| session.sees_all_units() || group.members.contains(&session.home));
    if let (Some(only), None) = (groups.next(), groups.next()) {
        texts.insert(EntryName::Place.to_string(), only.id.to_string());
    }
    texts
}

impl Screen {
    fn label(&self, field: Field, help: &'static str) -> Label {
        let optional = if field == CONTENT { self.words.form().optional } else { "" };
        Label { id: EntryName::Of(field).id(), label: fields::name(self.words, KIND, field), optional, help }
    }

    /// What must still be filled in, in words. Tracks.
    fn missing(&self) -> String {
        let empty = |name: EntryName| self.form.entry(name).input.text.with(|text| text.trim().is_empty());
        let place = empty(EntryName::Place).then_some(self.words.pledge().group);
        let fields = [UNIT, YEAR].into_iter().filter(|field| empty(EntryName::Of(*field)));
        let names = fields.map(|field| fields::name(self.words, KIND, field));
        place.into_iter().chain(names).collect::<Vec<_>>().join(", ")
    }

    /// The units that may be chosen: the members of the chosen group, where the account knows them. Tracks.
    fn units(&self) -> Vec<Group> {
        let chosen = self.form.entry(EntryName::Place).text().parse().ok().map(PartitionId);
        let members = chosen.and_then(|group| self.session.place(group)).map(|group| &group.members);
        let is_member = |place: &&Place| {
            !place.kind.is_group() && members.is_none_or(|all| all.is_empty() || all.contains(&place.id))
        };
        one_group(self.session.places.iter().filter(is_member))
    }

    /// Checks everything and, where it is right, saves.
    fn save(&self, saved: Callback<RecordId>) {
        if untrack(|| self.form.is_saving()) {
            return;
        }
        self.rows.drop_empty();
        let (values, mut wrong) = self.form.values(self.words.locale.notation());
        let place = self.form.place();
        if place.is_none() {
            wrong.push((EntryName::Place, EntryFault::NoPlace));
        }
        let faults = pledge::check(&entry::filled(&values));
        if !self.form.judge(wrong, faults) {
            return;
        }
        let Some(place) = place else { return };
        self.form.save(self.record.as_ref().map(|record| record.id), place, &values, saved);
    }
}

fn one_group<'p>(places: impl Iterator<Item = &'p Place>) -> Vec<Group> {
    let choice = |place: &Place| Choice { value: place.id.to_string(), word: place.name.clone() };
    vec![Group { heading: "", choices: places.map(choice).collect() }]
}

fn whole(screen: &Screen, title: &'static str, again: Callback<()>) -> AnyView {
    let (form, words) = (screen.form, screen.words);
    let save = {
        let screen = screen.clone();
        move |saved| screen.save(saved)
    };
    let missing = {
        let screen = screen.clone();
        move || screen.missing()
    };
    let record = screen.record.as_ref().map(|record| record.id);
    let frame = RecordForm { form, home: "/pledges", record, title, again };
    let parts = view! {
        {head(screen)}
        {screen.record.is_none().then(|| making::draw(words, form, screen.rows))}
        {screen.rows.draw()}
    };
    frame.draw(missing, save, parts.into_any())
}

/// Before whom, whose, for which year, what.
fn head(screen: &Screen) -> AnyView {
    let (form, words) = (screen.form, screen.words);
    let p = words.pledge();
    // Where a record belongs is settled when it is made.
    let group = screen.record.is_none().then(|| {
        let place = form.entry(EntryName::Place);
        let label = Label { id: place.name.id(), label: p.group, optional: "", help: p.group_help };
        let groups = Signal::stored(one_group(screen.session.groups()));
        view! { <SelectField input=place.input label=label empty=words.form().choose groups=groups/> }
    });
    // A commune pledges for itself.
    let unit = screen.session.sees_all_units().then(|| {
        let units = {
            let screen = screen.clone();
            Signal::derive(move || screen.units())
        };
        let (input, label) = (form.of(UNIT).input, screen.label(UNIT, ""));
        view! { <SelectField input=input label=label empty=words.form().choose groups=units/> }
    });
    view! {
        <fieldset>
            <legend>{p.about}</legend>
            {group}
            {unit}
            <TextField input=form.of(YEAR).input label=screen.label(YEAR, "") keys=Keys::Whole/>
            <TextField input=form.of(CONTENT).input label=screen.label(CONTENT, p.content_help) keys=Keys::Prose/>
        </fieldset>
    }
    .into_any()
}
