//! The form for a decision, new or a draft: the paper, the number where a certain one is wanted, and the dossiers.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::award::Level;
use thidua_domain::decision::{
    self, ABOUT, DAY, GAP, LEVEL, NOMINATION, POST, SIGNER, SYMBOL, State, WANTED, YEAR, numbers,
};
use thidua_domain::obstacle::Obstacle;
use thidua_domain::record::{Field, Fields, RecordId, Value};
use thidua_domain::rule_set::CivilDate;
use thidua_domain::schema;

use super::super::dossiers;
use super::super::listed;
use super::super::picker::Picker;
use super::super::words as of_papers;
use super::{KIND, candidates, may_write, words};
use crate::book::{Book, DraftKey, RecordView, Session, use_book};
use crate::components::chip::{Note, Tone};
use crate::components::empty::Empty;
use crate::components::field::{Choice, Group, Keys, Label, SelectField, TextField, lead_to_complaint};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if, live_text};
use crate::features::section::absent;
use crate::forms::entry::{self, EntryName};
use crate::forms::form::{Doing, Form, Texts, texts_of};
use crate::forms::record_form::RecordForm;
use crate::locale::facts::Both;
use crate::locale::{Words, format, obstacles, words as of_app};
use crate::web;

/// The years that a row of numbers can have.
const YEARS: std::ops::RangeInclusive<i64> = 2000..=2100;

/// As many names are told of those that stand in the way.
const TOLD: usize = 3;

/// The state of the screen. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
struct Screen {
    form: Form,
    app: &'static Words,
    book: Book,
    picker: Picker,
    /// The draft that is edited; none for a new one.
    record: Option<RecordId>,
    /// What is wrong with the list.
    of_list: RwSignal<Option<String>>,
}

/// The form for a new decision.
pub(super) fn new() -> AnyView {
    let (app, book) = (of_app(), use_book());
    let Some(session) = book.session().get_untracked() else { return ().into_any() };
    if !may_write(&session) {
        let (title, text) = (app.locale.of(words::NEW), app.locale.of(words::NOT_YOURS));
        return view! { <Empty icon=Icon::Key title=title text=text/> }.into_any();
    }
    web::set_title(app.locale.of(words::NEW));
    let base = first_texts(book);
    drawn(app, book, session, None, words::NEW, move || base.clone())
}

/// The form for a draft.
pub(super) fn edit(id: RecordId) -> AnyView {
    let (app, book) = (of_app(), use_book());
    let (Some(session), Some(record)) = (book.session().get_untracked(), untrack(|| book.record(id))) else {
        return absent();
    };
    if !State::of(&record.fields).is_draft() {
        let why = obstacles::words(app.locale, Obstacle::Locked);
        return view! { <Empty icon=Icon::Key title=app.locale.of(words::EDIT) text=why/> }.into_any();
    }
    web::set_title(app.locale.of(words::EDIT));
    let of_record = move || {
        let now = untrack(|| book.record(id)).unwrap_or_else(|| Arc::clone(&record));
        texts_of(&now, app, &[])
    };
    drawn(app, book, session, Some(id), words::EDIT, of_record)
}

fn drawn(
    app: &'static Words,
    book: Book,
    session: Arc<Session>,
    record: Option<RecordId>,
    title: Both,
    base: impl Fn() -> Texts + Send + 'static,
) -> AnyView {
    let again = RwSignal::new(0_u32);
    live(move || {
        again.track();
        let key = record.map_or(DraftKey::New(KIND), DraftKey::Edit);
        let mut base = base();
        if let (Some(place), None) = (session.authority(), record) {
            base.insert(EntryName::Place.to_string(), place.id.to_string());
        }
        let form = Form::open(book, app, KIND, key, base);
        let screen = Screen::new(form, app, book, &session, record);
        whole(screen, app.locale.of(title), Callback::new(move |()| again.update(|n| *n += 1)))
    })
}

/// What a new form begins with: today, and what the last decision said of who signs.
fn first_texts(book: Book) -> Texts {
    let mut texts = Texts::new();
    if let Some(today) = web::today().and_then(|day| format::civil(&day.to_string())) {
        texts.insert(EntryName::Of(DAY).to_string(), today);
    }
    texts.insert(EntryName::Of(SYMBOL).to_string(), "QĐ-UBND".to_owned());
    let decisions = book.records(KIND).get_untracked();
    if let Some(last) = decisions.iter().max_by_key(|record| record.id) {
        for field in [SIGNER, POST, LEVEL, SYMBOL] {
            let text = last.fields.get(&field).map(|value| match value {
                Value::Int(code) => code.to_string(),
                value => value.as_text().unwrap_or_default().to_owned(),
            });
            texts.insert(EntryName::Of(field).to_string(), text.unwrap_or_default());
        }
    }
    texts
}

impl Screen {
    fn new(
        form: Form,
        app: &'static Words,
        book: Book,
        session: &Arc<Session>,
        record: Option<RecordId>,
    ) -> Self {
        let chosen = RwSignal::new(listed::read(form, NOMINATION));
        let of_list = RwSignal::new(None);
        let found = Memo::new_with_compare(
            move |_| {
                let level = form.of(LEVEL).text().parse().ok().and_then(Level::from_code);
                let day = CivilDate::parse_typed(&form.of(DAY).text()).ok();
                let is_chosen = |id| chosen.with_untracked(|chosen| chosen.contains(&id));
                Arc::new(candidates::of(book, app.locale, record, (level, day), is_chosen))
            },
            |_, _| true,
        );
        let changed = Callback::new(move |()| {
            listed::write(form, NOMINATION, &chosen.get_untracked());
            of_list.set(None);
        });
        let picker = Picker::new(app, Arc::clone(session), found.into(), chosen, changed);
        Self { form, app, book, picker, record, of_list }
    }

    fn label(self, field: Field, (label, help): (Both, Both)) -> Label {
        let required = schema::rule_of(KIND, field).is_some_and(|rule| rule.required);
        let optional = if required { "" } else { self.app.form().optional };
        let locale = self.app.locale;
        Label { id: EntryName::Of(field).id(), label: locale.of(label), optional, help: locale.of(help) }
    }

    /// What must still be filled in, in words. Tracks.
    fn missing(self) -> String {
        let empty = |field: &Field| self.form.of(*field).input.text.with(|text| text.trim().is_empty());
        let asked = [
            (DAY, words::DAY),
            (SIGNER, words::SIGNER),
            (POST, words::POST),
            (LEVEL, words::LEVEL),
            (SYMBOL, words::SYMBOL),
        ];
        let names = asked.iter().filter(|(field, _)| empty(field)).map(|(_, name)| self.app.locale.of(*name));
        let list = self.picker.chosen.read().is_empty().then(|| self.app.locale.of(words::DOSSIERS));
        names.chain(list).collect::<Vec<_>>().join(", ")
    }

    /// The year of the day that is typed. Tracks.
    fn year(self) -> Option<i64> {
        CivilDate::parse_typed(&self.form.of(DAY).text()).ok().map(|day| i64::from(day.year()))
    }

    /// The last number of a year that the device knows. Tracks.
    fn last(self, year: i64) -> u32 {
        let decisions = self.book.records(KIND).get();
        numbers::last(decisions.iter().map(|record| &record.fields), year)
    }

    /// Checks everything and, where it is right, saves.
    fn save(self, saved: Callback<RecordId>) {
        let form = self.form;
        if untrack(|| form.is_saving()) {
            return;
        }
        // The number stands in the row of the year that the paper bears.
        let year = untrack(|| self.year());
        form.of(YEAR).input.text.set(year.map(|year| year.to_string()).unwrap_or_default());
        let (values, wrong) = form.values(self.app.locale.notation());
        let mut faults = schema::check_record(KIND, &entry::filled(&values));
        // The year follows from the day, which has its own complaint.
        faults.retain(|fault| fault.field() != Some(YEAR));
        let good = form.judge(wrong, faults);
        let fits = untrack(|| self.fits(&values, year));
        let Some(place) = form.place().filter(|_| good && fits) else { return };
        form.save(self.record, place, &values, saved);
    }

    /// Says at its place what only this form knows: a number that is taken, a day that is too early, a dossier that cannot
    /// stay.
    fn fits(self, values: &Fields, year: Option<i64>) -> bool {
        let locale = self.app.locale;
        let mut good = true;
        if let Some(Err(obstacle)) = year.map(|year| numbers::next(values, self.last(year))) {
            let field = if obstacle == Obstacle::GapUnexplained { GAP } else { WANTED };
            self.complain(field, obstacles::words(locale, obstacle).to_owned());
            good = false;
        }
        if !year.is_some_and(|year| YEARS.contains(&year)) {
            self.complain(DAY, locale.of(of_papers::NOT_A_DAY).to_owned());
            good = false;
        }
        if let (Some(level), Some(day)) = (decision::level(values), decision::day(values))
            && decision::is_gone(level, day)
        {
            self.complain(DAY, obstacles::words(locale, Obstacle::NoSuchLevel).to_owned());
            good = false;
        }
        let early = self.submitted_later(decision::day(values));
        if !early.is_empty() {
            let names = early.iter().take(TOLD).map(|record| dossiers::name(self.app, record));
            let mut told = [locale.of(words::BEFORE), &names.collect::<Vec<_>>().join(", ")].concat();
            told.push_str(if early.len() > TOLD { "…" } else { "." });
            self.complain(DAY, told);
            good = false;
        }
        if self.picker.has_unfit() {
            self.of_list.set(Some(locale.of(words::TAKE_OUT).to_owned()));
            good = false;
        }
        if !good {
            self.form.doing.set(Doing::Mending);
            lead_to_complaint();
        }
        good
    }

    fn complain(self, field: Field, words: String) {
        let error = self.form.of(field).input.error;
        if error.with_untracked(Option::is_none) {
            error.set(Some(words));
        }
    }

    /// The chosen dossiers that were handed up after the day of the decision.
    fn submitted_later(self, day: Option<CivilDate>) -> Vec<Arc<RecordView>> {
        let Some(day) = day else { return Vec::new() };
        let chosen = self.picker.chosen.get_untracked();
        let nominations = self.book.nominations().get_untracked();
        let later = |record: &&Arc<RecordView>| {
            let submitted = thidua_domain::dossier::submitted_on(&record.fields);
            chosen.contains(&record.id) && submitted.is_some_and(|submitted| day < submitted)
        };
        nominations.iter().filter(later).cloned().collect()
    }
}

fn whole(screen: Screen, title: &'static str, again: Callback<()>) -> AnyView {
    let frame = RecordForm { form: screen.form, home: "/decisions", record: screen.record, title, again };
    let parts = view! {
        {paper(screen)}
        {number(screen)}
        {list(screen)}
    };
    frame.draw(move || screen.missing(), move |saved| screen.save(saved), parts.into_any())
}

const NO_HELP: Both = ("", "");

fn paper(screen: Screen) -> AnyView {
    let (form, app) = (screen.form, screen.app);
    let locale = app.locale;
    let choice = |level: Level| Choice {
        value: level.code().to_string(),
        word: of_papers::level(locale, level).to_owned(),
    };
    // A committee decides for its own level; one that never said which it is chooses.
    let own = screen.book.session().get_untracked().and_then(|session| session.account.level);
    let levels = own.map_or_else(|| vec![Level::Commune, Level::District, Level::Province], |own| vec![own]);
    let levels = levels.into_iter().map(choice).collect();
    let levels = Signal::stored(vec![Group { heading: "", choices: levels }]);
    let text = |field: Field, words, keys| {
        let label = screen.label(field, words);
        view! { <TextField input=form.of(field).input label=label keys=keys/> }
    };
    let level = screen.label(LEVEL, (words::LEVEL, NO_HELP));
    view! {
        <fieldset>
            <legend>{locale.of(words::PAPER)}</legend>
            {text(ABOUT, (words::ABOUT, words::ABOUT_HELP), Keys::Line)}
            {text(DAY, (words::DAY, words::DAY_HELP), Keys::Line)}
            {text(SIGNER, (words::SIGNER, NO_HELP), Keys::Name)}
            {text(POST, (words::POST, NO_HELP), Keys::Line)}
            <SelectField input=form.of(LEVEL).input label=level empty=app.form().choose groups=levels/>
        </fieldset>
    }
    .into_any()
}

fn number(screen: Screen) -> AnyView {
    let (form, locale) = (screen.form, screen.app.locale);
    let known = live_text(move || {
        let last = |year| words::last_number(locale, year, screen.last(year));
        screen.year().map(last).unwrap_or_default()
    });
    let text = |field: Field, words, keys| {
        let label = screen.label(field, words);
        view! { <TextField input=form.of(field).input label=label keys=keys/> }
    };
    view! {
        <fieldset>
            <legend>{locale.of(words::OF_NUMBER)}</legend>
            <p class="help">{locale.of(words::NUMBER_HELP)}</p>
            {text(SYMBOL, (words::SYMBOL, words::SYMBOL_HELP), Keys::Line)}
            <p class="help">{known}</p>
            {text(WANTED, (words::WANTED, NO_HELP), Keys::Whole)}
            {text(GAP, (words::GAP, words::GAP_HELP), Keys::Prose)}
        </fieldset>
    }
    .into_any()
}

fn list(screen: Screen) -> AnyView {
    let locale = screen.app.locale;
    let wrong = live_if(move || {
        let words = screen.of_list.get()?;
        Some(view! { <Note tone=Tone::Grave icon=Icon::Alert><p>{words}</p></Note> }.into_any())
    });
    view! {
        <fieldset>
            <legend>{locale.of(words::DOSSIERS)}</legend>
            <div role="alert">{wrong}</div>
            {screen.picker.draw()}
        </fieldset>
    }
    .into_any()
}
