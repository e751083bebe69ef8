//! The form for one unit's part in a movement: since when it takes part, how it goes about it, and what came of it half way
//! and at the end, in words and in a figure for each target.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use thidua_domain::fault::Fault;
use thidua_domain::movement::{
    self, FINAL_ON, FINAL_RESULT, INTERIM_ON, INTERIM_RESULT, JOINED_ON, Movement, PLAN, final_figure,
    interim_figure,
};
use thidua_domain::record::{Field, Fields, PartitionId, RecordId};

use super::{KIND, OnBehalf, address, figures, words};
use crate::book::{Book, DraftKey, RecordView, Session};
use crate::components::field::{Keys, Label, TextField};
use crate::components::live::live;
use crate::components::toast::use_toaster;
use crate::features::fields;
use crate::forms::entry::EntryName;
use crate::forms::foot::{FormFoot, Resumed};
use crate::forms::form::{Form, Texts, texts_of};
use crate::locale::facts::Both;
use crate::locale::{Words, format};
use crate::order;
use crate::web;

/// The state of the screen. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
struct Screen {
    form: Form,
    app: &'static Words,
    book: Book,
    id: RecordId,
    unit: PartitionId,
}

/// The form, as a page of its own. `key`: the draft that is its.
pub(super) fn page(
    (app, book): (&'static Words, Book),
    session: &Session,
    record: &Arc<RecordView>,
    unit: PartitionId,
    key: DraftKey,
) -> AnyView {
    let title = words::part_of(app.locale, session.place_name(unit));
    web::set_title(&title);
    let (id, known) = (record.id, Arc::clone(record));
    let again = RwSignal::new(0_u32);
    live(move || {
        again.track();
        let record = untrack(|| book.record(id)).unwrap_or_else(|| Arc::clone(&known));
        let form = Form::open(book, app, KIND, key, texts(&record, app, unit));
        let screen = Screen { form, app, book, id, unit };
        whole(screen, &record, title.clone(), Callback::new(move |()| again.update(|n| *n += 1)))
    })
}

/// What the form begins with: what the unit has told so far, and nothing else of the movement.
fn texts(record: &RecordView, app: &Words, unit: PartitionId) -> Texts {
    let other = |field: &&Field| !(movement::is_of_unit(**field) && field.item == unit.0);
    let others: Vec<Field> = record.fields.keys().filter(other).copied().collect();
    texts_of(record, app, &others)
}

/// The unit whose part is half written in a draft of [`DraftKey::Step`].
pub(super) fn unit_of(texts: &Texts) -> Option<PartitionId> {
    let fields = texts.keys().filter_map(|name| match EntryName::parse(name) {
        Some(EntryName::Of(field)) if movement::is_of_unit(field) => Some(field),
        _ => None,
    });
    fields.map(|field| PartitionId(field.item)).next()
}

impl Screen {
    const fn of(self, field: Field) -> Field {
        Field::of_item(field.number, self.unit.0)
    }

    fn text(self, field: Field, help: Both, keys: Keys) -> AnyView {
        let (app, field) = (self.app, self.of(field));
        let is_first = field.number == JOINED_ON.number;
        let label = Label {
            id: EntryName::Of(field).id(),
            label: fields::name(app, KIND, field),
            optional: if is_first { "" } else { app.form().optional },
            help: app.locale.of(help),
        };
        view! { <TextField input=self.form.of(field).input label=label keys=keys/> }.into_any()
    }

    fn is_empty(self, field: Field) -> bool {
        self.form.of(field).input.text.with_untracked(|text| text.trim().is_empty())
    }

    /// What must still be filled in, in words. Tracks.
    fn missing(self) -> String {
        let empty = self.form.of(self.of(JOINED_ON)).input.text.with(|text| text.trim().is_empty());
        if empty { fields::name(self.app, KIND, JOINED_ON).to_owned() } else { String::new() }
    }

    /// A result without a day is one of today.
    fn date_results(self, figures: &[u32]) {
        let today = web::today().and_then(|day| format::civil(&day.to_string())).unwrap_or_default();
        type Figure = fn(u32, u32) -> Field;
        let halves: [(Field, Field, Figure); 2] =
            [(INTERIM_ON, INTERIM_RESULT, interim_figure), (FINAL_ON, FINAL_RESULT, final_figure)];
        for (on, words, figure) in halves {
            let is_told = !self.is_empty(self.of(words))
                || figures.iter().any(|target| !self.is_empty(figure(*target, self.unit.0)));
            if is_told && self.is_empty(self.of(on)) {
                self.form.of(self.of(on)).input.text.set(today.clone());
            }
        }
    }

    /// Checks everything and, where it is right, saves.
    fn save(self, targets: &[u32], saved: Callback<RecordId>) {
        let form = self.form;
        if untrack(|| form.is_saving()) {
            return;
        }
        self.date_results(targets);
        let (values, wrong) = form.values(self.app.locale.notation());
        let own = |field: &Field| movement::is_of_unit(*field) && field.item == self.unit.0;
        // What a refused change left in the draft of the rest of the movement is not this unit's to write.
        let values = order::gathered(
            values.iter().filter(|(field, _)| own(field)).map(|(field, value)| (*field, value.clone())),
        );
        let wrong: Vec<_> = wrong
            .into_iter()
            .filter(|(name, _)| matches!(name, EntryName::Of(field) if own(field)))
            .collect();
        let told =
            |fault: &Fault| !wrong.iter().any(|(name, _)| fault.field().map(EntryName::Of) == Some(*name));
        let faults = movement::check_part(&self.with(&values), self.unit).into_iter().filter(told).collect();
        if !form.judge(wrong, faults) {
            return;
        }
        let place = untrack(|| self.book.record(self.id)).map(|record| record.partition);
        let Some(place) = place else { return };
        form.save(Some(self.id), place, &values, saved);
    }

    /// The movement with what is typed.
    fn with(self, values: &Fields) -> Fields {
        let record = untrack(|| self.book.record(self.id));
        let mut all = record.map(|record| record.fields.clone()).unwrap_or_default();
        for (field, value) in values {
            all.insert(*field, value.clone());
        }
        all
    }
}

const NO_HELP: Both = ("", "");

fn whole(screen: Screen, record: &RecordView, title: String, again: Callback<()>) -> AnyView {
    let (form, app, locale) = (screen.form, screen.app, screen.app.locale);
    let movement = Movement::read(&record.fields);
    let targets: Vec<u32> = movement.targets.iter().map(|target| target.item).collect();
    let on_behalf = use_context::<OnBehalf>();
    let (toaster, navigate) = (use_toaster(), use_navigate());
    let saved = Callback::new(move |id: RecordId| {
        if let Some(unit) = on_behalf {
            unit.0.set(None);
        }
        toaster.say(app.form().saved);
        navigate(&address(id), Default::default());
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        screen.save(&targets, saved);
    };
    let missing = Signal::derive(move || screen.missing());
    let unit = screen.unit.0;
    let rows = |figure: fn(u32, u32) -> Field| {
        figures::rows(app, form, &movement, move |target| figure(target, unit))
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <h2 tabindex="-1">{title}</h2>
            <p class="muted">{movement.name.to_owned()}</p>
            <Resumed form=form words=app on_discard=again/>
            <fieldset>
                <legend>{locale.of(words::JOINING)}</legend>
                {screen.text(JOINED_ON, words::LEAVE_HELP, Keys::Line)}
                {screen.text(PLAN, NO_HELP, Keys::Prose)}
            </fieldset>
            <fieldset>
                <legend>{locale.of(words::INTERIM)}</legend>
                {rows(interim_figure)}
                {screen.text(INTERIM_RESULT, NO_HELP, Keys::Prose)}
                {screen.text(INTERIM_ON, words::TODAY_HELP, Keys::Line)}
            </fieldset>
            <fieldset>
                <legend>{locale.of(words::FINAL)}</legend>
                {rows(final_figure)}
                {screen.text(FINAL_RESULT, NO_HELP, Keys::Prose)}
                {screen.text(FINAL_ON, words::TODAY_HELP, Keys::Line)}
            </fieldset>
            <FormFoot form=form words=app missing=missing back=address(screen.id)/>
        </form>
    }
    .into_any()
}
