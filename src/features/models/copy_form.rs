//! The form in which a unit tells that it does the same: since when, and what came of it.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use thidua_domain::fault::Fault;
use thidua_domain::model::{self, COPIED_SINCE, COPY_RESULT, Model};
use thidua_domain::record::{Field, PartitionId, RecordId};

use super::{Copying, KIND, address, of, words};
use crate::book::{Book, DraftKey, RecordView, Session};
use crate::components::field::{Keys, Label, TextField};
use crate::components::live::live;
use crate::components::toast::use_toaster;
use crate::features::fields;
use crate::forms::entry::EntryName;
use crate::forms::foot::{FormFoot, Resumed};
use crate::forms::form::{Form, texts_of};
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
    key: DraftKey,
) -> AnyView {
    web::set_title(app.locale.of(words::COPY_TITLE));
    let (id, unit, known) = (record.id, session.home, Arc::clone(record));
    let again = RwSignal::new(0_u32);
    live(move || {
        again.track();
        let record = untrack(|| book.record(id)).unwrap_or_else(|| Arc::clone(&known));
        let others: Vec<Field> =
            record.fields.keys().filter(|field| !is_own(**field, unit)).copied().collect();
        let form = Form::open(book, app, KIND, key, texts_of(&record, app, &others));
        let screen = Screen { form, app, book, id, unit };
        let since = form.of(of(COPIED_SINCE, unit)).input.text;
        // Whoever presses the button does it since today, or says since when.
        if form.resumed_from.get_untracked().is_none() && since.with_untracked(String::is_empty) {
            since.set(web::today().and_then(|day| format::civil(&day.to_string())).unwrap_or_default());
        }
        whole(screen, &record, Callback::new(move |()| again.update(|n| *n += 1)))
    })
}

/// Whether a field is what the unit tells.
fn is_own(field: Field, unit: PartitionId) -> bool {
    model::is_copy(field) && field.item == unit.0
}

impl Screen {
    fn text(self, field: Field, help: Both, keys: Keys) -> AnyView {
        let (app, own) = (self.app, of(field, self.unit));
        let optional = if field == COPY_RESULT { app.form().optional } else { "" };
        let label = fields::name(app, KIND, field);
        let label = Label { id: EntryName::Of(own).id(), label, optional, help: app.locale.of(help) };
        view! { <TextField input=self.form.of(own).input label=label keys=keys/> }.into_any()
    }

    fn save(self, saved: Callback<RecordId>) {
        let form = self.form;
        if untrack(|| form.is_saving()) {
            return;
        }
        let (values, wrong) = form.values(self.app.locale.notation());
        // What a refused change left in the draft of the rest of the model is not this unit's to write.
        let own = values.iter().filter(|(field, _)| is_own(**field, self.unit));
        let values = order::gathered(own.map(|(field, value)| (*field, value.clone())));
        let wrong: Vec<_> = wrong
            .into_iter()
            .filter(|(name, _)| matches!(name, EntryName::Of(field) if is_own(*field, self.unit)))
            .collect();
        let Some(record) = untrack(|| self.book.record(self.id)) else { return };
        let mut all = record.fields.clone();
        for (field, value) in &values {
            all.insert(*field, value.clone());
        }
        let told = |fault: &Fault| {
            let field = fault.field();
            field.is_some_and(|field| is_own(field, self.unit))
                && !wrong.iter().any(|(name, _)| field.map(EntryName::Of) == Some(*name))
        };
        let faults = model::check(&all).into_iter().filter(told).collect();
        if form.judge(wrong, faults) {
            form.save(Some(self.id), record.partition, &values, saved);
        }
    }
}

fn whole(screen: Screen, record: &RecordView, again: Callback<()>) -> AnyView {
    let (form, app, locale) = (screen.form, screen.app, screen.app.locale);
    let copying = use_context::<Copying>();
    let (toaster, navigate) = (use_toaster(), use_navigate());
    let saved = Callback::new(move |id: RecordId| {
        if let Some(copying) = copying {
            copying.0.set(false);
        }
        toaster.say(app.form().saved);
        navigate(&address(id), Default::default());
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        screen.save(saved);
    };
    let name = Model::read(&record.fields).name.to_owned();
    view! {
        <form class="form" novalidate on:submit=submit>
            <h2 tabindex="-1">{locale.of(words::COPY_TITLE)}</h2>
            <p class="muted">{name}</p>
            <Resumed form=form words=app on_discard=again/>
            <fieldset>
                <legend>{locale.of(words::WE_COPIED)}</legend>
                {screen.text(COPIED_SINCE, words::SINCE_HELP, Keys::Line)}
                {screen.text(COPY_RESULT, words::COPY_RESULT_HELP, Keys::Prose)}
            </fieldset>
            <FormFoot form=form words=app missing=Signal::stored(String::new()) back=address(screen.id)/>
        </form>
    }
    .into_any()
}
