//! The form for a bloc's year: who belongs to it and leads it, its regulation, the template of the pledge, the table of points. Its
//! leader changes what the members agree on; who belongs to it is the standing office's.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::bloc::{self, CONTENT, DUE, REGULATION, YEAR};
use thidua_domain::fault::Fault;
use thidua_domain::pledge::{Period, Pledge};
use thidua_domain::record::{Field, PartitionId, RecordId};

use super::super::pledges::target_rows::TargetRows;
use super::super::pledges::words as of_pledges;
use super::forward::ForwardRows;
use super::items::of;
use super::members::Members;
use super::table_rows::TableRows;
use super::{KIND, address, is_office, may_edit, overview, words};
use crate::book::{Book, DraftKey, Place, RecordView, Session, use_book};
use crate::components::chip::{Note, Tone};
use crate::components::empty::Empty;
use crate::components::field::{Choice, Group, Keys, Label, SelectField, TextField};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if};
use crate::components::press::{Weight, button, link};
use crate::features::section::absent;
use crate::forms::entry::{self, EntryFault, EntryName};
use crate::forms::form::{Form, Texts, texts_of};
use crate::forms::record_form::RecordForm;
use crate::locale::facts::Both;
use crate::locale::{Words, words as of_app};
use crate::order;
use crate::web;

/// The state of the screen. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
struct Screen {
    form: Form,
    app: &'static Words,
    book: Book,
    session: StoredValue<Arc<Session>>,
    members: Members,
    targets: TargetRows,
    table: TableRows,
    forward: ForwardRows,
    /// The bloc's year that is edited; none for a new one.
    record: Option<RecordId>,
}

/// The form for a new year of a bloc.
pub(super) fn new() -> AnyView {
    let (app, book) = (of_app(), use_book());
    let Some(session) = book.session().get_untracked() else { return ().into_any() };
    if !is_office(&session) {
        let (title, text) = (app.locale.of(words::NEW), app.locale.of(words::OF_OFFICE));
        return view! { <Empty icon=Icon::Key title=title text=text/> }.into_any();
    }
    web::set_title(app.locale.of(words::NEW));
    let mut base: Texts = order::gathered([(EntryName::Of(YEAR).to_string(), session.year.to_string())]);
    let mut groups = session.groups();
    if let (Some(only), None) = (groups.next(), groups.next()) {
        base.insert(EntryName::Place.to_string(), only.id.to_string());
    }
    drawn(app, book, &session, None, words::NEW, move || base.clone())
}

/// The form for a year of a bloc that is there.
pub(super) fn edit(id: RecordId) -> AnyView {
    let (app, book) = (of_app(), use_book());
    let (Some(session), Some(record)) = (book.session().get_untracked(), untrack(|| book.record(id))) else {
        return absent();
    };
    if !may_edit(&session, &record) {
        let (title, text) = (app.locale.of(words::EDIT), app.locale.of(words::WHO_EDITS));
        return view! { <Empty icon=Icon::Key title=title text=text/> }.into_any();
    }
    web::set_title(app.locale.of(words::EDIT));
    let of_record = move || {
        let now = untrack(|| book.record(id)).unwrap_or_else(|| Arc::clone(&record));
        texts_of(&now, app, &[])
    };
    drawn(app, book, &session, Some(id), words::EDIT, of_record)
}

fn drawn(
    app: &'static Words,
    book: Book,
    session: &Arc<Session>,
    record: Option<RecordId>,
    title: Both,
    base: impl Fn() -> Texts + Send + 'static,
) -> AnyView {
    let again = RwSignal::new(0_u32);
    let session = Arc::clone(session);
    live(move || {
        again.track();
        let key = record.map_or(DraftKey::New(KIND), DraftKey::Edit);
        let form = Form::open(book, app, KIND, key, base());
        let targets = TargetRows::of(form, app, &[]);
        let screen = Screen {
            form,
            app,
            book,
            session: StoredValue::new(Arc::clone(&session)),
            members: Members::of(form, app, Arc::clone(&session)),
            targets,
            table: TableRows::of(form, app, targets),
            forward: ForwardRows::of(form, app),
            record,
        };
        whole(screen, app.locale.of(title), Callback::new(move |()| again.update(|n| *n += 1)))
    })
}

impl Screen {
    /// What must still be filled in, in words. Tracks.
    fn missing(self) -> String {
        let empty = |name: EntryName| self.form.entry(name).input.text.with(|text| text.trim().is_empty());
        let place = empty(EntryName::Place).then_some(self.app.pledge().group);
        let year = empty(EntryName::Of(YEAR)).then_some(self.app.record().year);
        place.into_iter().chain(year).collect::<Vec<_>>().join(", ")
    }

    /// The group that is chosen. Tracks.
    fn group(self) -> Option<PartitionId> {
        self.form.entry(EntryName::Place).text().parse().ok().map(PartitionId)
    }

    /// The year of a bloc, of those in its partition. Tracks.
    fn of_year(self, year: i64) -> Option<Arc<RecordView>> {
        let group = self.group()?;
        let records = self.book.records(KIND).get();
        let here = records.iter().filter(|record| record.partition == group);
        let (id, _) = bloc::current(here.map(|record| (record.id, &record.fields)), year)?;
        records.iter().find(|record| record.id == id).cloned()
    }

    fn year(self) -> Option<i64> {
        self.form.of(YEAR).text().trim().parse().ok()
    }

    /// Checks everything and, where it is right, saves.
    fn save(self, saved: Callback<RecordId>) {
        if untrack(|| self.form.is_saving()) {
            return;
        }
        self.targets.drop_empty();
        self.table.drop_empty();
        self.forward.drop_empty();
        let (values, mut wrong) = self.form.values(self.app.locale.notation());
        let place = self.form.place();
        if place.is_none() {
            wrong.push((EntryName::Place, EntryFault::NoPlace));
        }
        let filled = entry::filled(&values);
        let mut faults: Vec<Fault> = bloc::check(&filled);
        let others = self.book.records(KIND).get_untracked();
        let others = others.iter().map(|record| (record.id, &record.fields));
        // A record that is not there yet is none of the others.
        let own = self.record.unwrap_or(RecordId::from_bytes([0; 16]));
        if let Some((unit, _)) = bloc::in_two_blocs(own, &filled, others) {
            faults.push(Fault::InTwoBlocs(of(bloc::MEMBER_IS, unit.0)));
        }
        if !self.form.judge(wrong, faults) {
            return;
        }
        let Some(place) = place else { return };
        self.form.save(self.record, place, &values, saved);
    }

    /// Begins with the year before.
    fn take_over(self, before: &RecordView, year: i64) {
        let notation = self.app.locale.notation();
        for (field, value) in &bloc::next_year(&before.fields, year) {
            self.form.of(*field).input.take(entry::write_of(KIND, *field, value, notation));
        }
        let order: Vec<_> = Pledge::read(&before.fields).targets.iter().map(|target| target.item).collect();
        self.targets.gather(&order);
        self.table.gather();
        self.forward.items.gather();
    }
}

fn whole(screen: Screen, title: &'static str, again: Callback<()>) -> AnyView {
    let (form, app) = (screen.form, screen.app);
    let frame = RecordForm { form, home: "/blocs", record: screen.record, title, again };
    let office = screen.session.with_value(|session| is_office(session));
    let members = live(move || {
        // The group says whose members are offered first.
        screen.group();
        if office { screen.members.draw() } else { read_members(screen) }
    });
    let parts = view! {
        {about(screen, office)}
        {members}
        {due_days(screen)}
        {template(screen)}
        {screen.targets.draw()}
        {screen.table.draw()}
        {screen.forward.draw()}
        <div role="status">{overview::findings_of_form(app, form, screen.session)}</div>
    };
    frame.draw(move || screen.missing(), move |saved| screen.save(saved), parts.into_any())
}

/// Who belongs to it, for a leader who does not say so.
fn read_members(screen: Screen) -> AnyView {
    let locale = screen.app.locale;
    let record = screen.record.and_then(|id| untrack(|| screen.book.record(id)));
    let list = record.map(|record| {
        screen.session.with_value(|session| overview::members(screen.app, Some(session), &record))
    });
    view! {
        <section class="card">
            <h3>{locale.of(words::MEMBERS)}</h3>
            <p class="help">{locale.of(words::OF_OFFICE)}</p>
            {list}
        </section>
    }
    .into_any()
}

fn label(field: Field, word: &'static str, help: &'static str, optional: &'static str) -> Label {
    Label { id: EntryName::Of(field).id(), label: word, optional, help }
}

/// Which bloc, which year, how it works.
fn about(screen: Screen, office: bool) -> AnyView {
    let (form, app) = (screen.form, screen.app);
    let locale = app.locale;
    // Where a record belongs is settled when it is made.
    let group = screen.record.is_none().then(|| {
        let place = form.entry(EntryName::Place);
        let label = Label { id: place.name.id(), label: app.pledge().group, optional: "", help: "" };
        let choice = |place: &Place| Choice { value: place.id.to_string(), word: place.name.clone() };
        let choices = screen.session.with_value(|session| session.groups().map(choice).collect());
        let groups = Signal::stored(vec![Group { heading: "", choices }]);
        let members = screen.members;
        Effect::new(move || {
            if let Some(group) = screen.group() {
                members.begin(group);
            }
        });
        view! { <SelectField input=place.input label=label empty=app.form().choose groups=groups/> }
    });
    let year = office.then(|| {
        let label = label(YEAR, app.record().year, "", "");
        view! { <TextField input=form.of(YEAR).input label=label keys=Keys::Whole/> }
    });
    let regulation = label(
        REGULATION,
        locale.of(words::REGULATION),
        locale.of(words::REGULATION_HELP),
        app.form().optional,
    );
    let begin = screen.record.is_none().then(|| beginning(screen));
    view! {
        <fieldset>
            <legend>{locale.of(words::ABOUT)}</legend>
            {group}
            {year}
            <TextField input=form.of(REGULATION).input label=regulation keys=Keys::Prose/>
        </fieldset>
        {begin}
    }
    .into_any()
}

/// The year before, to begin with; and that this year is there already.
fn beginning(screen: Screen) -> AnyView {
    let locale = screen.app.locale;
    live_if(move || {
        let year = screen.year()?;
        if let Some(double) = screen.of_year(year) {
            let open = link(Weight::Other, None, locale.of(words::OPEN_IT), address(double.id));
            return Some(
                view! {
                    <Note tone=Tone::Wait icon=Icon::Two>
                        <p>{locale.of(words::DOUBLE)}</p>
                        <div class="buttons">{open}</div>
                    </Note>
                }
                .into_any(),
            );
        }
        let before = screen.of_year(year - 1)?;
        if !(screen.targets.is_empty() && screen.table.is_empty()) {
            return None;
        }
        let press = move |()| screen.take_over(&before, year);
        Some(
            view! {
                <section class="card">
                    <p class="help">{locale.of(words::TAKE_OVER_HELP)}</p>
                    <div class="buttons">
                        {button(Weight::Other, Some(Icon::Return), locale.of(words::TAKE_OVER), press)}
                    </div>
                </section>
            }
            .into_any(),
        )
    })
}

/// Until when results are reported.
fn due_days(screen: Screen) -> AnyView {
    let locale = screen.app.locale;
    let field = |period: Period| {
        let field = of(DUE, period.code());
        let label = label(field, locale.of(of_pledges::period(period)), "", screen.app.form().optional);
        view! { <TextField input=screen.form.of(field).input label=label keys=Keys::Line/> }
    };
    let fields: Vec<_> = Period::ALL.map(field).into_iter().collect();
    view! {
        <fieldset>
            <legend>{locale.of(words::DUE)}</legend>
            <p class="help">{locale.of(words::DUE_HELP)}</p>
            <div class="side-by-side">{fields}</div>
        </fieldset>
    }
    .into_any()
}

/// What all members promise alike.
fn template(screen: Screen) -> AnyView {
    let app = screen.app;
    let label =
        label(CONTENT, app.pledge().content, app.locale.of(words::TEMPLATE_HELP), app.form().optional);
    view! {
        <fieldset>
            <legend>{app.locale.of(words::TEMPLATE)}</legend>
            <TextField input=screen.form.of(CONTENT).input label=label keys=Keys::Prose/>
        </fieldset>
    }
    .into_any()
}
