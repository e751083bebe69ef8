//! The forms for a place, new or there already, and for the committee.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use thidua_sync::administration::{Accounts, ChangedCommittee, ChangedPlace, NewPlace};

use super::account_form::{LONGEST_NAME, year};
use super::account_words as words;
use super::accounts::said;
use super::office::{Office, place, places_of};
use super::places::{GROUPS, HOME, UNITS, address};
use super::typed::Typed;
use crate::book::Objection;
use crate::components::field::{Choice, ChoiceField, Input, Keys};
use crate::components::live::{flag, live, live_if};
use crate::locale::facts::Both;
use crate::web;

/// The form for a new place.
pub(super) fn new(office: Office) -> AnyView {
    drawn(office, words::NEW_PLACE, move |anew| {
        let all = office.told.get_untracked().unwrap_or_default();
        let nothing = NewPlace { kind: String::new(), name: String::new(), members: Vec::new() };
        let form = open(office, "place-new".to_owned(), &all, &nothing, true);
        of_place(form, &all, None, anew)
    })
}

/// The form for a place.
pub(super) fn edit(office: Office, number: u32) -> AnyView {
    let all = office.all();
    let is_there = all.places.iter().any(|place| place.place == number && place.into.is_none());
    let known = place(&all, number)
        .filter(|_| is_there)
        .is_some_and(|place| GROUPS.contains(&place.kind.as_str()) || UNITS.contains(&place.kind.as_str()));
    if !known {
        return office.absent();
    }
    drawn(office, words::EDIT_PLACE, move |anew| {
        let all = office.told.get_untracked().unwrap_or_default();
        let Some(existing) = place(&all, number) else { return office.absent() };
        let form = open(office, ["place-", &number.to_string()].concat(), &all, existing, false);
        of_place(form, &all, Some((number, existing.kind.clone())), anew)
    })
}

pub(super) fn drawn(
    office: Office,
    title: Both,
    draw: impl Fn(Callback<()>) -> AnyView + Send + 'static,
) -> AnyView {
    web::set_title(office.of(title));
    let again = RwSignal::new(0_u32);
    live(move || {
        again.track();
        draw(Callback::new(move |()| again.update(|count| *count += 1)))
    })
}

fn open(office: Office, name: String, all: &Accounts, begins: &NewPlace, is_new: bool) -> Typed {
    let ticks = places_of(all, &UNITS).into_iter().map(|unit| {
        let ticked = if begins.members.contains(&unit.place) { "1" } else { "" };
        (["member", &unit.place.to_string()].concat(), ticked.to_owned())
    });
    let ticks: Vec<_> = ticks.collect();
    let mut fields = vec![("name", begins.name.clone()), ("members", String::new())];
    if is_new {
        fields.push(("kind", String::new()));
    }
    fields.extend(ticks.iter().map(|(key, ticked)| (key.as_str(), ticked.clone())));
    Typed::open(office, name, &fields)
}

fn of_place(form: Typed, all: &Accounts, existing: Option<(u32, String)>, anew: Callback<()>) -> AnyView {
    let office = form.office;
    let number = existing.as_ref().map(|(number, _)| *number);
    let is_new = existing.is_none();
    let kind = form.field("kind");
    let fixed = existing.map(|(_, kind)| kind);
    let group = fixed.clone();
    let is_group = Memo::new(move |_| match &group {
        Some(kind) => GROUPS.contains(&kind.as_str()),
        None => GROUPS.contains(&kind.text.read().as_str()),
    });
    let choice = is_new.then(|| {
        let choice =
            |(id, word): &(&str, Both)| Choice { value: (*id).to_owned(), word: office.of(*word).to_owned() };
        let label = form.label("kind", words::KIND, words::KIND_HELP, false);
        view! { <ChoiceField input=kind label=label choices=words::KINDS.iter().map(choice).collect()/> }
    });
    let units: Vec<_> = places_of(all, &UNITS).into_iter().map(|unit| (unit.place, unit.of.name)).collect();
    let members = live_if(move || is_group.get().then(|| members(form, &units)));
    let navigate = use_navigate();
    let done = Callback::new(move |number: u32| {
        office.toaster.say(office.of(words::SAVED));
        navigate(&address(number), Default::default());
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let kind = fixed.clone().unwrap_or_else(|| form.text("kind"));
        let name = form.text("name");
        if kind.is_empty() {
            form.complain("kind", office.of(words::objection(Objection::Kind)));
        }
        if !is_name(form, &name) || kind.is_empty() {
            return;
        }
        let ticked = if is_group.get_untracked() { form.ticked("member") } else { Vec::new() };
        match number {
            None => {
                let new = NewPlace { kind, name, members: ticked };
                form.send(async move { office.book.make_place(&new).await }, move |made| done.run(made));
            }
            Some(number) => {
                let to = ChangedPlace { name, members: ticked };
                let work = async move { office.book.change_place(number, &to).await };
                form.send(work, move |()| done.run(number));
            }
        }
    };
    let title = office.of(if is_new { words::NEW_PLACE } else { words::EDIT_PLACE });
    let back = number.map_or_else(|| HOME.to_owned(), address);
    view! {
        <form class="form" novalidate on:submit=submit>
            <h2 tabindex="-1">{title}</h2>
            {form.resumed_note(anew)}
            <fieldset>
                {choice}
                {form.line("name", words::PLACE_NAME, words::PLACE_NAME_HELP, false, Keys::Line)}
            </fieldset>
            {members}
            {form.foot(words::SAVE, back)}
        </form>
    }
    .into_any()
}

fn members(form: Typed, units: &[(u32, String)]) -> AnyView {
    let office = form.office;
    let rows = units.iter().map(|(number, name)| {
        let input: Input = form.field(&["member", &number.to_string()].concat());
        let checked = flag(move || !input.text.read().is_empty());
        let press = move |event| input.take(if event_target_checked(&event) { "1" } else { "" }.to_owned());
        view! {
            <label class="tick">
                <input type="checkbox" prop:checked=checked on:change=press/>
                <span>{name.clone()}</span>
            </label>
        }
    });
    view! {
        <fieldset class="ticks">
            <legend>{office.of(words::MEMBERS)}</legend>
            <p class="help">{office.of(words::MEMBERS_HELP)}</p>
            {said(form.field("members").error)}
            {rows.collect_view()}
        </fieldset>
    }
    .into_any()
}

/// Whether it can be a name; otherwise says so at its field.
fn is_name(form: Typed, name: &str) -> bool {
    let good = !name.is_empty() && name.chars().count() <= LONGEST_NAME;
    if !good {
        form.complain("name", form.office.of(words::objection(Objection::Name)));
    }
    good
}

/// The form for the committee's name and year.
pub(super) fn committee(office: Office) -> AnyView {
    drawn(office, words::COMMITTEE, move |anew| {
        let all = office.told.get_untracked().unwrap_or_default();
        let begins =
            [("name", all.committee.clone()), ("level", all.level.clone()), ("year", all.year.to_string())];
        let form = Typed::open(office, "committee".to_owned(), &begins);
        of_committee(form, anew)
    })
}

fn of_committee(form: Typed, anew: Callback<()>) -> AnyView {
    let office = form.office;
    let navigate = use_navigate();
    let done = Callback::new(move |()| {
        office.toaster.say(office.of(words::SAVED));
        navigate(HOME, Default::default());
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let name = form.text("name");
        let year = year(&form.text("year")).ok().flatten();
        if year.is_none() {
            form.complain("year", office.of(words::objection(Objection::Year)));
        }
        if let (true, Some(year)) = (is_name(form, &name), year) {
            let to = ChangedCommittee { name, year, level: form.text("level") };
            form.send(async move { office.book.change_committee(&to).await }, move |()| done.run(()));
        }
    };
    let choice =
        |(id, word): &(&str, Both)| Choice { value: (*id).to_owned(), word: office.of(*word).to_owned() };
    let label = form.label("level", words::LEVEL, words::LEVEL_HELP, false);
    let levels = words::LEVELS.iter().map(choice).collect();
    view! {
        <form class="form" novalidate on:submit=submit>
            <h2 tabindex="-1">{office.of(words::COMMITTEE)}</h2>
            {form.resumed_note(anew)}
            <fieldset>
                {form.line("name", words::COMMITTEE_NAME, words::COMMITTEE_NAME_HELP, false, Keys::Line)}
                <ChoiceField input=form.field("level") label=label choices=levels/>
                {form.line("year", words::YEAR, words::YEAR_HELP, false, Keys::Whole)}
            </fieldset>
            {form.foot(words::SAVE, HOME.to_owned())}
        </form>
    }
    .into_any()
}
