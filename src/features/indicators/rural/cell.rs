//! One criterion of a commune: since when it is met and by which decision, and the form for who may write it.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::fault::Fault;
use thidua_domain::law::criteria::Criterion;
use thidua_domain::record::{Field, RecordId};
use thidua_domain::rule_set::CivilDate;
use thidua_domain::rural::{self, DECISION, MET_ON, NOTE, STAGE};

use super::{Commune, KIND, Screen, Spot};
use crate::book::{DraftKey, RecordView};
use crate::components::field::{Keys, Label, TextField, lead_to_complaint};
use crate::components::icon::Icon;
use crate::components::live::{live, said};
use crate::components::press::{Weight, button};
use crate::features::fields;
use crate::features::indicators::words;
use crate::features::settle::{self, Settling};
use crate::forms::entry::{self, EntryName};
use crate::forms::foot::Resumed;
use crate::forms::form::{Doing, Form, Texts, texts_of};
use crate::locale::facts::Both;
use crate::locale::{faults, format};
use crate::order;
use crate::web;

/// The heading of the open criterion, which takes the focus.
pub(super) const HEADING: &str = "#criterion";

const FIELDS: [Field; 3] = [MET_ON, DECISION, NOTE];

/// The open criterion.
#[derive(Clone, Copy)]
struct Open {
    screen: Screen,
    spot: Spot,
    criterion: &'static Criterion,
    form: Form,
    existing: Option<RecordId>,
    saved: Callback<RecordId>,
}

const fn of(field: Field, item: u32) -> Field {
    Field::of_item(field.number, item)
}

/// A criterion: its form, or what is known of it where it cannot be written.
pub(super) fn draw(screen: Screen, spot: Spot) -> Option<AnyView> {
    let locale = screen.app.locale;
    let criterion = screen.stage.criterion(spot.number)?;
    let commune = untrack(|| screen.commune(spot.commune))?;
    let number = [&spot.number.to_string(), ". "].concat();
    let title = [&number, locale.of((criterion.vi, criterion.en)), " · ", &commune.name].concat();
    let before = criterion.before.map(|before| {
        let text = [locale.of(words::WAS_CALLED), before].concat();
        view! { <p class="small">{text}</p> }
    });
    let body = if screen.may_write(spot.commune) {
        write(screen, spot, criterion, &commune)
    } else {
        read(screen, spot, &commune)
    };
    Some(
        view! {
            <section class="card" aria-labelledby="criterion">
                <h2 id="criterion" tabindex="-1">{title}</h2>
                {before}
                {body}
            </section>
        }
        .into_any(),
    )
}

/// What is known of a criterion.
fn read(screen: Screen, spot: Spot, commune: &Commune) -> AnyView {
    let (app, locale) = (screen.app, screen.app.locale);
    let grid = commune.grid(screen.stage);
    let cell = grid.cell(spot.number);
    let day = cell.met_on.and_then(|day| format::civil(&day.to_string()));
    let facts = [
        (MET_ON, day.unwrap_or_else(|| locale.of(words::NOT_MET_YET).to_owned())),
        (DECISION, cell.decision.to_owned()),
        (NOTE, cell.note.to_owned()),
    ];
    let fact = |(field, text): (Field, String)| {
        let text = if text.is_empty() { app.record().nothing.to_owned() } else { text };
        view! { <div><dt>{fields::name(app, KIND, field)}</dt><dd class="prose">{text}</dd></div> }
    };
    view! {
        <dl class="facts">{facts.into_iter().map(fact).collect_view()}</dl>
        <div class="buttons">{button(Weight::Other, None, locale.of(words::CLOSE), move |()| screen.close())}</div>
    }
    .into_any()
}

/// What the form of a criterion begins with: its own fields alone, so that saving touches no other.
fn first_texts(screen: Screen, spot: Spot, record: Option<&RecordView>) -> Texts {
    let place = (EntryName::Place.to_string(), spot.commune.to_string());
    let all = record.map(|record| texts_of(record, screen.app, &[])).unwrap_or_default();
    let own = FIELDS.into_iter().filter_map(|field| {
        let name = EntryName::Of(of(field, spot.number)).to_string();
        let text = all.get(&name)?.clone();
        Some((name, text))
    });
    order::gathered(own.chain([place]))
}

fn write(screen: Screen, spot: Spot, criterion: &'static Criterion, commune: &Commune) -> AnyView {
    let (app, locale, book) = (screen.app, screen.app.locale, screen.book);
    let record = commune.record_of(screen.stage, spot.number).cloned();
    let existing = record.as_ref().map(|record| record.id);
    let key = existing.map_or(DraftKey::New(KIND), DraftKey::Edit);
    let form = Form::open(book, app, KIND, key, first_texts(screen, spot, record.as_deref()));
    let saved = Callback::new(move |_| {
        screen.toaster.say(app.form().saved);
        screen.close();
    });
    let open = Open { screen, spot, criterion, form, existing, saved };
    let resumed = form.resumed_from.get_untracked().is_some();
    screen.is_typed.set(resumed);
    Effect::new(move |before: Option<Vec<String>>| {
        let now: Vec<String> =
            FIELDS.into_iter().map(|field| form.of(of(field, spot.number)).text()).collect();
        if before.is_some_and(|before| before != now) {
            let _gone = screen.is_typed.try_set(true);
        }
        now
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        open.save();
    };
    let close = Callback::new(move |()| screen.close());
    let give_up = move |()| form.discard(close);
    let disputed = record.as_ref().map(|record| open.disputed(record));
    let field = |field, help, keys| open.field(field, help, keys);
    let saving = said(move || form.is_saving());
    view! {
        {disputed}
        <form class="stack" novalidate on:submit=submit>
            <Resumed form=form words=app on_discard=close/>
            {field(MET_ON, words::MET_ON_HELP, Keys::Line)}
            {field(DECISION, words::DECISION_HELP, Keys::Line)}
            {field(NOTE, words::CELL_NOTE_HELP, Keys::Prose)}
            {open.said()}
            <div class="buttons">
                {button(Weight::Other, None, app.form().cancel, give_up)}
                <button type="submit" class="button primary" aria-disabled=saving>
                    {Icon::Tick.draw()}
                    {locale.of(SAVE)}
                </button>
            </div>
        </form>
    }
    .into_any()
}

const SAVE: Both = ("Lưu", "Save");

impl Open {
    fn field(self, field: Field, help: Both, keys: Keys) -> AnyView {
        let (app, own) = (self.screen.app, of(field, self.spot.number));
        let (id, label) = (EntryName::Of(own).id(), fields::name(app, KIND, field));
        let label = Label { id, label, optional: app.form().optional, help: app.locale.of(help) };
        view! { <TextField input=self.form.of(own).input label=label keys=keys/> }.into_any()
    }

    /// The fields of the criterion that two have written.
    fn disputed(self, record: &Arc<RecordView>) -> AnyView {
        let session = self.screen.session.get_value();
        let settling = Settling::new(self.screen.book, self.screen.app);
        let two = FIELDS.into_iter().filter_map(|field| {
            settle::two_values(settling, Some(&session), record, of(field, self.spot.number))
        });
        two.collect_view().into_any()
    }

    /// What became of what is typed.
    fn said(self) -> AnyView {
        let (form, app) = (self.form, self.screen.app);
        let words = live(move || {
            let said = match form.doing.get() {
                Doing::Saving => app.form().saving.to_owned(),
                Doing::Mending => app.form().mend.to_owned(),
                Doing::Failed(error) => faults::book(app, error),
                Doing::Typing => {
                    let kept = form.kept_at.get();
                    kept.map(|at| [app.form().draft_kept, &format::clock(app, at)].concat())
                        .unwrap_or_default()
                }
            };
            said.into_any()
        });
        view! { <p class="help" role="status">{words}</p> }.into_any()
    }

    /// Checks the criterion and, where it is right, saves it.
    fn save(self) {
        let (form, screen) = (self.form, self.screen);
        if form.doing.get_untracked() == Doing::Saving {
            return;
        }
        let (mut values, wrong) = form.values(screen.app.locale.notation());
        values.insert(STAGE, screen.stage.code.into());
        let filled = entry::filled(&values);
        let told =
            |fault: &Fault| !wrong.iter().any(|(name, _)| fault.field().map(EntryName::Of) == Some(*name));
        let faults = rural::check(&filled).into_iter().filter(told).collect();
        if !form.judge(wrong, faults) || self.is_to_come(&filled) {
            return;
        }
        if self.existing.is_some() {
            // It has the stage that it was made with.
            values.remove(&STAGE);
        }
        form.save(self.existing, self.spot.commune, &values, self.saved);
    }

    /// Says at the day what only the clock knows: that it is still to come.
    fn is_to_come(self, filled: &thidua_domain::record::Fields) -> bool {
        let field = of(MET_ON, self.criterion.number);
        let day = filled.get(&field).and_then(thidua_domain::record::Value::as_text);
        let day = day.and_then(|day| day.parse::<CivilDate>().ok());
        if day.zip(web::today()).is_none_or(|(day, today)| day <= today) {
            return false;
        }
        let words = self.screen.app.locale.of(words::IN_FUTURE);
        self.form.of(field).input.error.set(Some(words.to_owned()));
        self.form.doing.set(Doing::Mending);
        lead_to_complaint();
        true
    }
}
