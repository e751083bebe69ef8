//! The form for a session, new or being prepared: when it is, who sits, and what is on its agenda.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::council::{
    self, ACCOUNT, AGENDA, DAY, LEAST_BALLOTS, MEMBER, METHOD, NOTES, PLACE, SECRET, State, TITLE, YEAR,
};
use thidua_domain::dossier;
use thidua_domain::guard;
use thidua_domain::law::vote::Threshold;
use thidua_domain::nomination::Nomination;
use thidua_domain::obstacle::Obstacle;
use thidua_domain::record::{Field, RecordId, RecordKind};
use thidua_domain::schema;
use thidua_sync::directory;

use super::super::papers::picker::{Candidate, Picker};
use super::super::papers::{dossiers, listed};
use super::seats::Seats;
use super::{KIND, may_write, words};
use crate::book::{Book, DraftKey, Session, use_book};
use crate::components::chip::{Note, Tone};
use crate::components::empty::Empty;
use crate::components::field::{Choice, ChoiceField, Keys, Label, TextField};
use crate::components::icon::Icon;
use crate::components::live::{flag, live, live_if};
use crate::features::publicity;
use crate::features::section::absent;
use crate::forms::entry::{self, EntryName};
use crate::forms::form::{Doing, Form, Texts, texts_of};
use crate::forms::record_form::RecordForm;
use crate::locale::facts::Both;
use crate::locale::{Words, format, obstacles, words as of_app};
use crate::web;

/// The state of the screen. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
struct Screen {
    form: Form,
    app: &'static Words,
    book: Book,
    picker: Picker,
    /// The members that are chosen, by account.
    sitting: RwSignal<BTreeSet<u32>>,
    /// Those who have no account.
    seats: Seats,
    /// The session that is edited; none for a new one.
    record: Option<RecordId>,
    /// What is wrong with the members, and with the agenda.
    of_members: RwSignal<Option<Both>>,
    of_agenda: RwSignal<Option<Both>>,
}

/// The form for a new session.
pub(super) fn new() -> AnyView {
    let (app, book) = (of_app(), use_book());
    let Some(session) = book.session().get_untracked() else { return ().into_any() };
    if !may_write(&session) {
        let (title, text) = (app.locale.of(words::NEW), app.locale.of(words::NOT_YOURS));
        return view! { <Empty icon=Icon::Key title=title text=text/> }.into_any();
    }
    web::set_title(app.locale.of(words::NEW));
    let base = first_texts(app, &session);
    drawn(app, book, session, None, words::NEW, move || base.clone())
}

/// The form for a session that is being prepared.
pub(super) fn edit(id: RecordId) -> AnyView {
    let (app, book) = (of_app(), use_book());
    let (Some(session), Some(record)) = (book.session().get_untracked(), untrack(|| book.record(id))) else {
        return absent();
    };
    if State::of(&record.fields) != State::Preparing || !may_write(&session) {
        let why = obstacles::words(app.locale, Obstacle::Locked);
        return view! { <Empty icon=Icon::Key title=app.locale.of(words::EDIT) text=why/> }.into_any();
    }
    web::set_title(app.locale.of(words::EDIT));
    // Who came and what was counted is entered on the session itself: the form neither shows nor touches it.
    let of_record = move || {
        let now = untrack(|| book.record(id)).unwrap_or_else(|| Arc::clone(&record));
        let apart: Vec<_> = now.fields.keys().filter(|field| council::is_counted(**field)).copied().collect();
        texts_of(&now, app, &apart)
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
        if let (Some(place), None) = (session.council(), record) {
            base.insert(EntryName::Place.to_string(), place.id.to_string());
        }
        let form = Form::open(book, app, KIND, key, base);
        let screen = Screen::new(form, app, book, &session, record);
        whole(screen, &session, app.locale.of(title), Callback::new(move |()| again.update(|n| *n += 1)))
    })
}

/// What a new form begins with: today, the year that is worked on, and everybody who has an account for voting.
fn first_texts(app: &Words, session: &Session) -> Texts {
    let mut texts = Texts::new();
    let mut text = |field, text: String| _ = texts.insert(EntryName::Of(field).to_string(), text);
    if let Some(today) = web::today().and_then(|day| format::civil(&day.to_string())) {
        text(DAY, today);
    }
    text(TITLE, words::first_title(app.locale, session.year));
    text(YEAR, session.year.to_string());
    text(METHOD, "1".to_owned());
    text(SECRET, "1".to_owned());
    for member in &session.council {
        text(Field::of_item(MEMBER.number, member.account), member.name.clone());
        text(Field::of_item(ACCOUNT.number, member.account), member.account.to_string());
    }
    texts
}

/// The dossiers that may come on the agenda, and those that are on it and cannot stay. Tracks.
fn candidates(
    screen: (Book, &'static Words),
    form: Form,
    own: Option<RecordId>,
    chosen: &BTreeSet<RecordId>,
) -> Vec<Candidate> {
    let (book, app) = screen;
    let locale = app.locale;
    let year: Option<i64> = form.of(YEAR).text().trim().parse().ok();
    let mut elsewhere = BTreeSet::new();
    let mut closed = Vec::new();
    for record in book.records(KIND).read().iter().filter(|record| Some(record.id) != own) {
        match State::of(&record.fields) {
            State::Preparing | State::Open => {
                elsewhere.extend(council::agenda(&record.fields).map(|(_, id)| id));
            }
            State::Closed => closed.push(Arc::clone(record)),
            State::Void => {}
        }
    }
    let was_voted_on = |record: &crate::book::RecordView| {
        let lists = |session: &&Arc<crate::book::RecordView>| {
            council::agenda(&session.fields).any(|(_, id)| id == record.id)
        };
        let mut before = closed.iter().filter(lists).peekable();
        before.peek()?;
        let text = guard::text_of(RecordKind::Nomination, &record.fields);
        before.any(|session| council::votes_on(&session.fields, record.id, &text)).then_some(())
    };
    let all = book.nominations().get();
    let unfit = |record: &crate::book::RecordView| {
        let words = if dossier::State::of(&record.fields) != dossier::State::Appraised {
            words::NOT_APPRAISED
        } else if elsewhere.contains(&record.id) {
            words::IN_ANOTHER
        } else if was_voted_on(record).is_some() {
            words::VOTED_BEFORE
        } else if Nomination::read(&record.fields).year != year {
            words::OTHER_YEAR
        } else {
            return None;
        };
        Some(locale.of(words).to_owned())
    };
    let is_meant = |record: &&Arc<crate::book::RecordView>| {
        dossier::State::of(&record.fields) == dossier::State::Appraised || chosen.contains(&record.id)
    };
    let meant: Vec<_> = all.iter().filter(is_meant).cloned().collect();
    let candidate = |record: Arc<crate::book::RecordView>| Candidate { unfit: unfit(&record), record };
    dossiers::in_order(&meant).into_iter().map(candidate).collect()
}

impl Screen {
    fn new(
        form: Form,
        app: &'static Words,
        book: Book,
        session: &Arc<Session>,
        record: Option<RecordId>,
    ) -> Self {
        let chosen = RwSignal::new(listed::read(form, AGENDA));
        let (of_members, of_agenda) = (RwSignal::new(None), RwSignal::new(None));
        let found = Memo::new_with_compare(
            move |_| Arc::new(candidates((book, app), form, record, &chosen.get_untracked())),
            |_, _| true,
        );
        let changed = Callback::new(move |()| {
            listed::write(form, AGENDA, &chosen.get_untracked());
            of_agenda.set(None);
        });
        let picker = Picker::new(app, Arc::clone(session), found.into(), chosen, changed);
        let mut sitting = BTreeSet::new();
        sitting.extend(form.items().into_iter().filter_map(|item| {
            let account = form.of(Field::of_item(ACCOUNT.number, item));
            account.input.text.get_untracked().parse::<u32>().ok()
        }));
        let seats = Seats::of(form, app, Callback::new(move |()| of_members.set(None)));
        let sitting = RwSignal::new(sitting);
        Self { form, app, book, picker, sitting, seats, record, of_members, of_agenda }
    }

    fn label(self, field: Field, label: Both, help: Both) -> Label {
        let required = schema::rule_of(KIND, field).is_some_and(|rule| rule.required);
        let optional = if required { "" } else { self.app.form().optional };
        let locale = self.app.locale;
        Label { id: EntryName::Of(field).id(), label: locale.of(label), optional, help: locale.of(help) }
    }

    /// A member comes or goes. The item of a member is the number of the account, so that two devices agree on it.
    fn seat(self, member: &directory::Member, sits: bool) {
        let form = self.form;
        let of_account = Field::of_item(ACCOUNT.number, member.account);
        let before = form.items().into_iter().find(|item| {
            let account = form.of(Field::of_item(ACCOUNT.number, *item)).input.text.get_untracked();
            account == member.account.to_string()
        });
        let item = before.unwrap_or(of_account.item);
        let (name, account) = if sits {
            (member.name.clone(), member.account.to_string())
        } else {
            (String::new(), String::new())
        };
        form.of(Field::of_item(MEMBER.number, item)).input.text.set(name);
        form.of(Field::of_item(ACCOUNT.number, item)).input.text.set(account);
        self.sitting.update(|sitting| {
            _ = if sits { sitting.insert(member.account) } else { sitting.remove(&member.account) };
        });
        self.of_members.set(None);
        form.touch();
    }

    /// What must still be filled in, in words. Tracks.
    fn missing(self) -> String {
        let empty = |field: &Field| self.form.of(*field).input.text.with(|text| text.trim().is_empty());
        let asked = [(TITLE, words::TITLE), (DAY, words::DAY), (YEAR, words::YEAR)];
        let names = asked.iter().filter(|(field, _)| empty(field)).map(|(_, name)| self.app.locale.of(*name));
        let nobody = self.sitting.read().is_empty() && self.seats.count() == 0;
        let members = nobody.then(|| self.app.locale.of(words::MEMBERS));
        let agenda = self.picker.chosen.read().is_empty().then(|| self.app.locale.of(words::AGENDA));
        names.chain(members).chain(agenda).collect::<Vec<_>>().join(", ")
    }

    /// Whether an award on the agenda needs a secret ballot that this session is not to have.
    fn lacks_secrecy(self) -> bool {
        let open = untrack(|| self.form.of(SECRET).text()) == "2";
        let all = untrack(|| dossiers::by_id(self.book));
        let chosen = self.picker.chosen.get_untracked();
        let needs = |id: &RecordId| {
            let award = all.get(id).and_then(|record| Nomination::read(&record.fields).award);
            award.is_some_and(|award| Threshold::of(award).secret)
        };
        open && chosen.iter().any(needs)
    }

    /// Checks everything and, where it is right, saves.
    fn save(self, saved: Callback<RecordId>) {
        let form = self.form;
        if untrack(|| form.is_saving()) {
            return;
        }
        let (values, wrong) = form.values(self.app.locale.notation());
        let faults = schema::check_record(KIND, &entry::filled(&values));
        let good = form.judge(wrong, faults);
        let fits = self.fits();
        let Some(place) = form.place().filter(|_| good && fits) else { return };
        form.save(self.record, place, &values, saved);
    }

    fn fits(self) -> bool {
        let text = |field| untrack(|| self.form.of(field).text());
        let sitting = self.sitting.with_untracked(BTreeSet::len);
        let in_secret_on_tablets = text(METHOD) == "1" && text(SECRET) == "1";
        let of_members = if sitting + untrack(|| self.seats.count()) == 0 {
            Some(words::NOBODY)
        } else {
            (in_secret_on_tablets && sitting < LEAST_BALLOTS as usize).then_some(words::TOO_FEW)
        };
        let are_named = self.seats.judge();
        let of_agenda = if self.picker.chosen.with_untracked(BTreeSet::is_empty) {
            Some(words::NO_AGENDA)
        } else if untrack(|| self.picker.has_unfit()) {
            Some(words::TAKE_OUT)
        } else {
            self.lacks_secrecy().then_some(words::MUST_BE_SECRET)
        };
        self.of_members.set(of_members);
        self.of_agenda.set(of_agenda);
        let good = of_members.is_none() && of_agenda.is_none() && are_named;
        if !good {
            self.form.doing.set(Doing::Mending);
            request_animation_frame(|| web::focus("[aria-invalid=true], .wrong:has(.note)"));
        }
        good
    }
}

fn whole(screen: Screen, session: &Session, title: &'static str, again: Callback<()>) -> AnyView {
    let frame = RecordForm { form: screen.form, home: "/council", record: screen.record, title, again };
    let parts = view! {
        {of_session(screen)}
        {members(screen, session)}
        {agenda(screen)}
    };
    frame.draw(move || screen.missing(), move |saved| screen.save(saved), parts.into_any())
}

const NO_HELP: Both = ("", "");

fn of_session(screen: Screen) -> AnyView {
    let (form, locale) = (screen.form, screen.app.locale);
    let text = |field: Field, word, help, keys| {
        let label = screen.label(field, word, help);
        view! { <TextField input=form.of(field).input label=label keys=keys/> }
    };
    let choice =
        |value: &str, word: Both| Choice { value: value.to_owned(), word: locale.of(word).to_owned() };
    let choices = vec![choice("1", words::SECRET_YES), choice("2", words::SECRET_NO)];
    let secret = screen.label(SECRET, words::SECRET, words::SECRET_HELP);
    let methods = vec![choice("1", words::ON_TABLETS), choice("2", words::COUNTED_BY_HAND)];
    let method = screen.label(METHOD, words::METHOD, words::METHOD_HELP);
    view! {
        <fieldset>
            <legend>{locale.of(words::OF_SESSION)}</legend>
            {text(TITLE, words::TITLE, NO_HELP, Keys::Line)}
            {text(DAY, words::DAY, super::super::papers::words::DAY_HELP, Keys::Line)}
            {text(YEAR, words::YEAR, words::YEAR_HELP, Keys::Whole)}
            {text(PLACE, words::PLACE, NO_HELP, Keys::Line)}
            <ChoiceField input=form.of(METHOD).input label=method choices=methods/>
            <ChoiceField input=form.of(SECRET).input label=secret choices=choices/>
            {text(NOTES, words::NOTES, NO_HELP, Keys::Prose)}
        </fieldset>
    }
    .into_any()
}

fn wrong(locale: crate::locale::Locale, told: RwSignal<Option<Both>>) -> AnyView {
    let note = live_if(move || {
        let words = told.get()?;
        Some(view! { <Note tone=Tone::Grave icon=Icon::Alert><p>{locale.of(words)}</p></Note> }.into_any())
    });
    view! { <div role="alert" class="wrong" tabindex="-1">{note}</div> }.into_any()
}

fn members(screen: Screen, session: &Session) -> AnyView {
    let locale = screen.app.locale;
    let row = |member: &directory::Member| {
        let account = member.account;
        let checked = flag(move || screen.sitting.read().contains(&account));
        let own = member.clone();
        let press = move |event| screen.seat(&own, event_target_checked(&event));
        view! {
            <label class="tick">
                <input type="checkbox" prop:checked=checked on:change=press/>
                <span>{member.name.clone()}</span>
            </label>
        }
    };
    let is_empty = session.council.is_empty();
    let nobody = live_if(move || {
        let on_tablets = screen.form.of(METHOD).text() == "1";
        (is_empty && on_tablets).then(|| {
            view! { <Note tone=Tone::Wait icon=Icon::Alert><p>{locale.of(words::NO_ACCOUNTS)}</p></Note> }
                .into_any()
        })
    });
    view! {
        <fieldset class="ticks">
            <legend>{locale.of(words::MEMBERS)}</legend>
            <p class="help">{locale.of(words::MEMBERS_HELP)}</p>
            {wrong(locale, screen.of_members)}
            {nobody}
            {session.council.iter().map(row).collect_view()}
            {screen.seats.draw()}
        </fieldset>
    }
    .into_any()
}

fn agenda(screen: Screen) -> AnyView {
    let locale = screen.app.locale;
    let unpublished = live_if(move || {
        let all = dossiers::by_id(screen.book);
        let chosen: Vec<_> =
            screen.picker.chosen.read().iter().filter_map(|id| all.get(id).cloned()).collect();
        publicity::of_many(screen.app, screen.book, &dossiers::in_order(&chosen))
    });
    view! {
        <fieldset>
            <legend>{locale.of(words::AGENDA)}</legend>
            <p class="help">{locale.of(words::AGENDA_HELP)}</p>
            {wrong(locale, screen.of_agenda)}
            {screen.picker.draw()}
            <div role="status">{unpublished}</div>
        </fieldset>
    }
    .into_any()
}
