//! The form for a notice: where, from when until when, and the nominees.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::calendar;
use thidua_domain::dossier::State;
use thidua_domain::law::setting::Settings;
use thidua_domain::nomination::Nomination;
use thidua_domain::notice::{self, FROM, Length, NOMINATION, PLACE, UNTIL, YEAR};
use thidua_domain::record::{Field, RecordId};
use thidua_domain::rule_set::CivilDate;
use thidua_domain::schema;

use super::super::dossiers;
use super::super::listed;
use super::super::picker::{Candidate, Picker};
use super::super::words as of_papers;
use super::{KIND, asked, holidays, place_of, refuses, words};
use crate::book::{Book, DraftKey, RecordView, use_book};
use crate::components::chip::{Note, Tone};
use crate::components::empty::Empty;
use crate::components::field::{Keys, Label, TextField, lead_to_complaint};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if};
use crate::features::law_settings::settings_of;
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
    book: Book,
    picker: Picker,
    settings: Memo<Arc<Settings>>,
    record: Option<RecordId>,
    nobody: RwSignal<bool>,
}

/// The form for a new notice.
pub(super) fn new() -> AnyView {
    let (app, book) = (of_app(), use_book());
    let Some(session) = book.session().get_untracked() else { return ().into_any() };
    let Some(place) = place_of(&session) else {
        let (title, text) = (app.locale.of(words::NEW), app.locale.of(words::NOT_YOURS));
        return view! { <Empty icon=Icon::Key title=title text=text/> }.into_any();
    };
    let mut base = Texts::new();
    base.insert(EntryName::Place.to_string(), place.to_string());
    base.insert(EntryName::Of(YEAR).to_string(), session.year.to_string());
    drawn(app, book, None, words::NEW, move || base.clone())
}

/// The form for a notice that is there.
pub(super) fn edit(id: RecordId) -> AnyView {
    let (app, book) = (of_app(), use_book());
    let Some(record) = untrack(|| book.record(id)) else {
        return absent();
    };
    // Objections are recorded on the notice itself: the form neither shows nor touches them.
    let of_record = move || {
        let now = untrack(|| book.record(id)).unwrap_or_else(|| Arc::clone(&record));
        let is_apart =
            |field: &&Field| field.number >= notice::OBJECTOR.number && field.number <= notice::ANSWER.number;
        let apart: Vec<_> = now.fields.keys().filter(is_apart).copied().collect();
        texts_of(&now, app, &apart)
    };
    drawn(app, book, Some(id), words::EDIT, of_record)
}

fn drawn(
    app: &'static Words,
    book: Book,
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
        match Screen::new(form, app, book, record) {
            Some(screen) => {
                whole(screen, app.locale.of(title), Callback::new(move |()| again.update(|n| *n += 1)))
            }
            None => ().into_any(),
        }
    })
}

impl Screen {
    fn new(form: Form, app: &'static Words, book: Book, record: Option<RecordId>) -> Option<Self> {
        let session = book.session().get_untracked()?;
        let chosen = RwSignal::new(listed::read(form, NOMINATION));
        let nobody = RwSignal::new(false);
        let found = Memo::new_with_compare(
            move |_| {
                let year = form.of(YEAR).text().trim().parse::<i64>().ok();
                Arc::new(candidates(app, book, year, |id| chosen.with_untracked(|all| all.contains(&id))))
            },
            |_, _| true,
        );
        let changed = Callback::new(move |()| {
            listed::write(form, NOMINATION, &chosen.get_untracked());
            nobody.set(false);
        });
        let picker = Picker::new(app, session, found.into(), chosen, changed);
        let settings = settings_of(book);
        Some(Self { form, app, book, picker, settings, record, nobody })
    }

    fn missing(self) -> String {
        let locale = self.app.locale;
        let asked = [(PLACE, words::PLACE), (FROM, words::FROM), (UNTIL, words::UNTIL)];
        let empty = |field: &Field| self.form.of(*field).input.text.with(|text| text.trim().is_empty());
        let names = asked.iter().filter(|(field, _)| empty(field)).map(|(_, name)| locale.of(*name));
        let list = self.picker.chosen.read().is_empty().then(|| locale.of(words::LIST));
        names.chain(list).collect::<Vec<_>>().join(", ")
    }

    /// The first and the last day, as far as they are typed. Tracks.
    fn days(self) -> Option<(CivilDate, Option<CivilDate>)> {
        let day = |field| CivilDate::parse_typed(&self.form.of(field).text()).ok();
        Some((day(FROM)?, day(UNTIL)))
    }

    fn save(self, saved: Callback<RecordId>) {
        let form = self.form;
        if untrack(|| form.is_saving()) {
            return;
        }
        let (values, wrong) = form.values(self.app.locale.notation());
        let faults = schema::check_record(KIND, &entry::filled(&values));
        let mut good = form.judge(wrong, faults);
        if notice::days(&values).is_some_and(|(first, last)| last < first) {
            form.of(UNTIL).input.error.set(Some(self.app.locale.of(words::BACKWARDS).to_owned()));
            good = false;
        }
        self.nobody.set(self.picker.chosen.with_untracked(BTreeSet::is_empty));
        if self.nobody.get_untracked() || untrack(|| self.picker.has_unfit()) {
            good = false;
        }
        if !good {
            form.doing.set(Doing::Mending);
            lead_to_complaint();
        }
        let Some(place) = form.place().filter(|_| good) else { return };
        form.save(self.record, place, &values, saved);
    }

    /// How long it is, and until when it must be shown at least. Tracks.
    fn length(self) -> Option<AnyView> {
        let (first, last) = self.days()?;
        let settings = self.settings.get();
        let asked = asked(&settings, first);
        let off = holidays(self.book);
        let locale = self.app.locale;
        let length = notice::length(first, last.unwrap_or(first), asked, &off);
        let soonest = format::civil(&soonest(first, asked, &off).to_string()).unwrap_or_default();
        let soonest = words::soonest(locale, &soonest);
        let (tone, icon, told) = match (last, length) {
            (None, _) => (Tone::Plain, Icon::Clock, soonest.trim().to_owned()),
            (_, Length::Enough { .. }) => (Tone::Done, Icon::Tick, words::length(locale, length, asked)),
            (_, _) => (Tone::Wait, Icon::Alert, [words::length(locale, length, asked), soonest].concat()),
        };
        Some(view! { <Note tone=tone icon=icon><p>{told}</p></Note> }.into_any())
    }
}

/// The first day with which a notice has as many working days as are asked for.
fn soonest(first: CivilDate, asked: u32, off: &[CivilDate]) -> CivilDate {
    let mut day = first;
    let mut left = asked;
    loop {
        left = left.saturating_sub(u32::from(calendar::is_working_day(day, off)));
        if left == 0 || day.next() == day {
            return day;
        }
        day = day.next();
    }
}

fn candidates(
    app: &'static Words,
    book: Book,
    year: Option<i64>,
    chosen: impl Fn(RecordId) -> bool,
) -> Vec<Candidate> {
    let nominations = book.nominations().get();
    let is_meant = |record: &&Arc<RecordView>| {
        let state = State::of(&record.fields);
        let of_year = year.is_none() || Nomination::read(&record.fields).year == year;
        (of_year && !state.is_over() && state != State::Draft) || chosen(record.id)
    };
    let meant: Vec<_> = nominations.iter().filter(is_meant).cloned().collect();
    let candidate = |record: Arc<RecordView>| {
        let other_year = year.is_some() && Nomination::read(&record.fields).year != year;
        let unfit = match (refuses(&record.fields), other_year) {
            (true, _) => Some(words::NO_CONSENT),
            (_, true) => Some(words::OTHER_YEAR),
            _ => None,
        };
        Candidate { record, unfit: unfit.map(|why| app.locale.of(why).to_owned()) }
    };
    dossiers::in_order(&meant).into_iter().map(candidate).collect()
}

fn whole(screen: Screen, title: &'static str, again: Callback<()>) -> AnyView {
    let (form, app) = (screen.form, screen.app);
    let locale = app.locale;
    let frame = RecordForm { form, home: "/notices", record: screen.record, title, again };
    let text = |field: Field, label: &'static str, help: &'static str, keys| {
        let label = Label { id: EntryName::Of(field).id(), label, optional: "", help };
        view! { <TextField input=form.of(field).input label=label keys=keys/> }
    };
    let day_help = locale.of(of_papers::DAY_HELP);
    let nobody = live_if(move || {
        let words = locale.of(of_papers::CHOOSE_SOME);
        screen
            .nobody
            .get()
            .then(|| view! { <Note tone=Tone::Grave icon=Icon::Alert><p>{words}</p></Note> }.into_any())
    });
    let parts = view! {
        <fieldset>
            <legend>{locale.of(words::PAPER)}</legend>
            {text(PLACE, locale.of(words::PLACE), locale.of(words::PLACE_HELP), Keys::Line)}
            {text(FROM, locale.of(words::FROM), day_help, Keys::Line)}
            {text(UNTIL, locale.of(words::UNTIL), day_help, Keys::Line)}
            <div role="status">{live_if(move || screen.length())}</div>
            {text(YEAR, app.record().year, locale.of(words::YEAR_HELP), Keys::Whole)}
        </fieldset>
        <fieldset>
            <legend>{locale.of(words::LIST)}</legend>
            <div role="alert">{nobody}</div>
            {screen.picker.draw()}
        </fieldset>
    };
    frame.draw(move || screen.missing(), move |saved| screen.save(saved), parts.into_any())
}
