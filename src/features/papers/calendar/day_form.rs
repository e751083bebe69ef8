//! The form for one day of the calendar.

use leptos::prelude::*;
use thidua_domain::calendar::{self, DAY, DayKind, NAME, WHAT};
use thidua_domain::record::{Field, Fields, RecordId};
use thidua_domain::schema;

use super::{KIND, Screen, words};
use crate::book::DraftKey;
use crate::components::field::{Choice, Group, Keys, Label, SelectField, TextField, lead_to_complaint};
use crate::components::icon::Icon;
use crate::components::live::live_if;
use crate::components::press::{Weight, button};
use crate::forms::entry::{self, EntryName};
use crate::forms::form::{Doing, Form, Texts, texts_of};
use crate::locale::facts::Both;
use crate::locale::faults;

/// The form of a key: a new day, or one that is there.
pub(super) fn draw(screen: Screen, key: DraftKey) -> AnyView {
    let (app, book) = (screen.app, screen.book);
    let locale = app.locale;
    let existing = if let DraftKey::Edit(id) = key { Some(id) } else { None };
    let record = existing.and_then(|id| untrack(|| book.record(id)));
    let Some(place) = screen.session.get_value().authority().map(|place| place.id) else {
        return ().into_any();
    };
    let mut base = record.map_or_else(Texts::new, |record| texts_of(&record, app, &[]));
    base.insert(EntryName::Place.to_string(), place.to_string());
    let form = Form::open(book, app, KIND, key, base);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if untrack(|| form.is_saving()) {
            return;
        }
        let (values, wrong) = form.values(locale.notation());
        let filled = entry::filled(&values);
        let told = |fault: &thidua_domain::fault::Fault| {
            !wrong.iter().any(|(name, _)| fault.field().map(EntryName::Of) == Some(*name))
        };
        let faults = schema::check_record(KIND, &filled).into_iter().filter(told).collect();
        if form.judge(wrong, faults) && is_new(screen, form, existing, &filled) {
            form.save(existing, place, &values, screen.saved);
        }
    };
    let give_up = move |()| {
        form.discard(Callback::new(move |()| {
            let _gone = screen.open.try_set(None);
        }));
    };
    let kinds = DayKind::ALL
        .into_iter()
        .map(|kind| Choice { value: kind.code().to_string(), word: words::kind(locale, kind).to_owned() });
    let kinds = Signal::stored(vec![Group { heading: "", choices: kinds.collect() }]);
    let label = |field: Field, (label, help): (Both, Both)| Label {
        id: EntryName::Of(field).id(),
        label: locale.of(label),
        optional: "",
        help: locale.of(help),
    };
    let failed = live_if(move || match form.doing.get() {
        Doing::Failed(error) => {
            Some(view! { <p class="error">{Icon::Alert.draw()} {faults::book(app, error)}</p> }.into_any())
        }
        _ => None,
    });
    let heading = locale.of(if existing.is_some() { words::EDIT } else { words::ADD });
    view! {
        <form class="card stack" novalidate on:submit=submit aria-label=heading>
            <h3>{heading}</h3>
            <TextField input=form.of(DAY).input label=label(DAY, (words::DAY, words::DAY_HELP)) keys=Keys::Line/>
            <SelectField
                input=form.of(WHAT).input
                label=label(WHAT, (words::WHAT, ("", "")))
                empty=app.form().choose
                groups=kinds
            />
            <TextField input=form.of(NAME).input label=label(NAME, (words::NAME, words::NAME_HELP)) keys=Keys::Line/>
            <div role="status">{failed}</div>
            <div class="buttons">
                {button(Weight::Other, None, app.form().cancel, give_up)}
                <button type="submit" class="button primary">{Icon::Tick.draw()} {app.form().save}</button>
            </div>
        </form>
    }
    .into_any()
}

/// Says at the day what only the calendar knows: that it is there already.
fn is_new(screen: Screen, form: Form, existing: Option<RecordId>, filled: &Fields) -> bool {
    let locale = screen.app.locale;
    let Some((day, kind)) = calendar::read(filled) else { return true };
    let days = screen.book.records(KIND).get_untracked();
    let is_same = days
        .iter()
        .any(|record| Some(record.id) != existing && calendar::read(&record.fields) == Some((day, kind)));
    let complaint = if !(2000..=2100).contains(&day.year()) {
        Some(words::OTHER_YEAR)
    } else if kind == DayKind::Holiday && calendar::is_fixed_holiday(day) {
        Some(words::IS_FIXED)
    } else if is_same {
        Some(words::ALREADY)
    } else {
        None
    };
    let Some(complaint) = complaint else { return true };
    form.of(DAY).input.error.set(Some(locale.of(complaint).to_owned()));
    form.doing.set(Doing::Mending);
    lead_to_complaint();
    false
}
