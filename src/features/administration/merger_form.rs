//! The form for a merger of units (sáp nhập đơn vị): which, what they become, from which day on; then what moves, and a word to type,
//! because nobody takes it back.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use thidua_domain::record::RecordKind;
use thidua_domain::rule_set::CivilDate;
use thidua_sync::administration::{Accounts, MergerPreview, NewMerger, UnitMoving};

use super::account_form::LONGEST_NAME;
use super::account_words::{PLACE_NAME, PLACE_NAME_HELP, objection};
use super::accounts::said;
use super::merger_words as words;
use super::office::{Office, places_of};
use super::place_form::drawn;
use super::places::{HOME, UNITS, address};
use super::typed::Typed;
use super::words::trouble;
use crate::book::{AdministrationError, Objection};
use crate::components::chip::{Note, Tone};
use crate::components::confirm::{Confirm, Question};
use crate::components::field::{Input, Keys};
use crate::components::icon::Icon;
use crate::components::live::{flag, live_if};
use crate::features::work::kind_name;

/// The form.
pub(super) fn new(office: Office) -> AnyView {
    drawn(office, words::MERGER, move |anew| {
        let all = office.told.get_untracked().unwrap_or_default();
        let ticks = places_of(&all, &UNITS).into_iter();
        let ticks: Vec<_> = ticks.map(|unit| ["unit", &unit.place.to_string()].concat()).collect();
        let mut fields: Vec<(&str, String)> =
            ["units", "name", "day", "code"].into_iter().map(|key| (key, String::new())).collect();
        fields.extend(ticks.iter().map(|key| (key.as_str(), String::new())));
        let form = Typed::open(office, "merger".to_owned(), &fields);
        of_merger(form, &all, anew)
    })
}

/// What was checked and waits for the officer's word.
#[derive(Clone)]
struct Asked {
    merger: NewMerger,
    preview: MergerPreview,
}

fn of_merger(form: Typed, all: &Accounts, anew: Callback<()>) -> AnyView {
    let office = form.office;
    let asked = RwSignal::new(None::<Asked>);
    let open = RwSignal::new(false);
    let unheard = RwSignal::new(None::<AdministrationError>);
    let navigate = use_navigate();
    let done = Callback::new(move |number: u32| {
        office.toaster.say(office.of(words::DONE));
        navigate(&address(number), Default::default());
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(merger) = read(form) else { return };
        unheard.set(None);
        spawn_local(async move {
            match office.book.merger_preview(&merger.units).await {
                Ok(preview) => {
                    asked.set(Some(Asked { merger, preview }));
                    open.set(true);
                }
                Err(error) => _ = unheard.try_set(Some(error)),
            }
        });
    };
    let merge = Callback::new(move |()| {
        let Some(Asked { merger, .. }) = asked.get_untracked() else { return };
        form.send(async move { office.book.merge_units(&merger).await }, move |number| done.run(number));
    });
    let question = Question {
        title: office.of(words::SURE),
        text: Signal::derive(move || {
            let asked = asked.read();
            asked
                .as_ref()
                .map(|asked| words::what_follows(office.app.locale, &asked.merger))
                .unwrap_or_default()
        }),
        yes: office.of(words::MERGE),
        no: office.app.form().cancel,
        typed: Some((office.of(words::WORD), office.of(words::TYPE_IT))),
    };
    let before = live_if(move || asked.read().as_ref().map(|asked| moving(office, &asked.preview)));
    let trouble = live_if(move || {
        unheard.get().map(|error| {
            let text = trouble(office.app.locale, error);
            view! { <Note tone=Tone::Wait icon=Icon::Alert><p>{text}</p></Note> }.into_any()
        })
    });
    view! {
        <form class="form" novalidate on:submit=submit>
            <h2 tabindex="-1">{office.of(words::MERGER)}</h2>
            <p class="muted">{office.of(words::ABOUT)}</p>
            {form.resumed_note(anew)}
            {units(form, all)}
            <fieldset>
                {form.line("name", PLACE_NAME, PLACE_NAME_HELP, false, Keys::Line)}
                {form.line("day", words::DAY, words::DAY_HELP, false, Keys::Line)}
                {form.line("code", words::CODE, words::CODE_HELP, true, Keys::Line)}
            </fieldset>
            {trouble}
            {form.foot(words::LOOK, HOME.to_owned())}
        </form>
        <Confirm open=open question=question on_yes=merge before=before/>
    }
    .into_any()
}

/// What is typed, where it can be asked; otherwise each field says what it lacks.
fn read(form: Typed) -> Option<NewMerger> {
    let complain = |key: &str, of: Objection| form.complain(key, form.office.of(objection(of)));
    let (units, name, code) = (form.ticked("unit"), form.text("name"), form.text("code"));
    let day = CivilDate::parse_typed(&form.text("day")).ok();
    let has_name = !name.is_empty() && name.chars().count() <= LONGEST_NAME;
    // The last complaint has the focus: from the foot of the form to its head.
    let is_code = thidua_domain::lineage::code(&code).is_ok();
    if !is_code {
        complain("code", Objection::Code);
    }
    if day.is_none() {
        complain("day", Objection::Day);
    }
    if !has_name {
        complain("name", Objection::Name);
    }
    if units.len() < 2 {
        complain("units", Objection::Units);
    }
    let day = day.filter(|_| has_name && is_code && units.len() >= 2)?;
    Some(NewMerger { units, name, day: day.to_string(), code })
}

fn units(form: Typed, all: &Accounts) -> AnyView {
    let office = form.office;
    let rows = places_of(all, &UNITS).into_iter().map(|unit| {
        let input: Input = form.field(&["unit", &unit.place.to_string()].concat());
        let checked = flag(move || !input.text.read().is_empty());
        let press = move |event| {
            form.field("units").error.set(None);
            input.take(if event_target_checked(&event) { "1" } else { "" }.to_owned());
        };
        view! {
            <label class="tick">
                <input type="checkbox" prop:checked=checked on:change=press/>
                <span>{unit.of.name}</span>
            </label>
        }
    });
    view! {
        <fieldset class="ticks">
            <legend>{office.of(words::UNITS)}</legend>
            {said(form.field("units").error)}
            {rows.collect_view()}
        </fieldset>
    }
    .into_any()
}

/// What moves, unit by unit.
fn moving(office: Office, preview: &MergerPreview) -> AnyView {
    let rows: Vec<_> = preview.units.iter().map(|unit| moving_of(office, unit)).collect();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

fn moving_of(office: Office, unit: &UnitMoving) -> AnyView {
    let locale = office.app.locale;
    let records = unit.records.iter().filter_map(|(kind, count)| {
        let kind = RecordKind::from_code(*kind)?;
        Some([kind_name(office.app, kind), ": ", &count.to_string()].concat())
    });
    let mut parts: Vec<String> = records.collect();
    if parts.is_empty() {
        parts.push(office.of(words::NO_RECORDS).to_owned());
    }
    if unit.files > 0 {
        parts.push(words::files(locale, unit.files));
    }
    let list = |word, names: &[String]| {
        (!names.is_empty()).then(|| [office.of(word), ": ", &names.join(", ")].concat())
    };
    parts.extend(list(words::ACCOUNTS, &unit.accounts));
    parts.extend(list(words::GROUPS, &unit.groups));
    let lines: Vec<_> = parts.into_iter().map(|part| view! { <span class="line">{part}</span> }).collect();
    view! { <li><div class="row"><span class="name">{unit.name.clone()}</span>{lines}</div></li> }.into_any()
}
