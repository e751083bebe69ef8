//! Who belongs to a bloc, in its form: each unit with what it is there, and from when until when. The item of a member is the number
//! of its partition.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::bloc::{LEADER, MEMBER_FROM, MEMBER_IS, MEMBER_LOT, MEMBER_UNTIL};
use thidua_domain::record::{Field, PartitionId};

use super::items::of;
use super::words;
use crate::book::{Place, Session};
use crate::components::field::{Choice, Group, Input, Keys, Label, SelectField, TextField};
use crate::components::icon::Icon;
use crate::components::live::{attribute, flag, live_if};
use crate::forms::entry::EntryName;
use crate::forms::form::Form;
use crate::locale::Words;
use crate::locale::facts::Both;

/// The members. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
pub(super) struct Members {
    form: Form,
    app: &'static Words,
    session: StoredValue<Arc<Session>>,
    /// The members that were ticked by themselves, of the group that was chosen last.
    begun: StoredValue<Vec<PartitionId>>,
}

impl Members {
    /// Of an open form.
    pub(super) fn of(form: Form, app: &'static Words, session: Arc<Session>) -> Self {
        Self { form, app, session: StoredValue::new(session), begun: StoredValue::default() }
    }

    /// The units that belong to it now. Tracks.
    fn chosen(self) -> Vec<Place> {
        let is_member = |place: &&Place| !self.form.of(of(MEMBER_IS, place.id.0)).text().is_empty();
        self.session.with_value(|session| {
            session.places.iter().filter(|place| place.kind.is_unit()).filter(is_member).cloned().collect()
        })
    }

    /// Units that were members of the group when the form was opened come first.
    fn units(self) -> Vec<Place> {
        let group = self.form.place();
        self.session.with_value(|session| {
            let own = group.and_then(|group| session.place(group)).map(|group| group.members.clone());
            let own = own.unwrap_or_default();
            let (mut first, mut rest) = (Vec::new(), Vec::new());
            for place in session.places.iter().filter(|place| place.kind.is_unit()) {
                if own.contains(&place.id) { first.push(place.clone()) } else { rest.push(place.clone()) }
            }
            first.extend(rest);
            first
        })
    }

    /// Ticks the members of the group, where nobody is ticked but those of the group that was chosen before it.
    pub(super) fn begin(self, group: PartitionId) {
        let chosen: Vec<_> = untrack(|| self.chosen()).into_iter().map(|place| place.id).collect();
        let begun = self.begun.get_value();
        if !chosen.iter().all(|unit| begun.contains(unit)) {
            return;
        }
        let members =
            self.session.with_value(|session| session.place(group).map(|group| group.members.clone()));
        let members = members.unwrap_or_default();
        for unit in chosen.into_iter().filter(|unit| !members.contains(unit)) {
            self.form.of(of(MEMBER_IS, unit.0)).input.take(String::new());
        }
        for member in &members {
            let input = self.form.of(of(MEMBER_IS, member.0)).input;
            if input.text.with_untracked(String::is_empty) {
                input.take("1".to_owned());
            }
        }
        self.begun.set_value(members);
    }

    /// Everything.
    pub(super) fn draw(self) -> AnyView {
        let locale = self.app.locale;
        let leaders = Signal::derive(move || {
            let choice = |place: Place| Choice { value: place.id.to_string(), word: place.name };
            vec![Group { heading: "", choices: self.chosen().into_iter().map(choice).collect() }]
        });
        let label = Label {
            id: EntryName::Of(LEADER).id(),
            label: locale.of(words::LEADER),
            optional: "",
            help: locale.of(words::LEADER_HELP),
        };
        let rows: Vec<_> = self.units().into_iter().map(|place| self.row(&place)).collect();
        view! {
            <fieldset class="ticks">
                <legend>{locale.of(words::MEMBERS)}</legend>
                <p class="help">{locale.of(words::MEMBERS_HELP)}</p>
                {rows}
                <SelectField
                    input=self.form.of(LEADER).input
                    label=label
                    empty=self.app.form().choose
                    groups=leaders
                />
            </fieldset>
        }
        .into_any()
    }

    fn row(self, place: &Place) -> AnyView {
        let item = place.id.0;
        let input = self.form.of(of(MEMBER_IS, item)).input;
        let checked = flag(move || !input.text.read().is_empty());
        let press = move |event| input.take(if event_target_checked(&event) { "1" } else { "" }.to_owned());
        let wrong = live_if(move || {
            let words = input.error.get()?;
            Some(view! { {Icon::Alert.draw()} <span>{words}</span> }.into_any())
        });
        let no_error = flag(move || input.error.with(Option::is_none));
        let invalid = attribute(move || input.error.with(Option::is_some).then_some("true"));
        let is_in = Memo::new(move |_| !input.text.read().is_empty());
        let name = place.name.clone();
        let more = live_if(move || is_in.get().then(|| self.more(item)));
        view! {
            <div role="group" aria-label=name.clone()>
                <label class="tick">
                    <input
                        id=EntryName::Of(of(MEMBER_IS, item)).id()
                        type="checkbox"
                        aria-invalid=invalid
                        prop:checked=checked
                        on:change=press
                    />
                    <span>{name.clone()}</span>
                </label>
                <div class="error" hidden=no_error>{wrong}</div>
                {more}
            </div>
        }
        .into_any()
    }

    fn label(self, field: Field, item: u32, word: Both, help: Both) -> Label {
        let locale = self.app.locale;
        Label {
            id: EntryName::Of(of(field, item)).id(),
            label: locale.of(word),
            optional: self.app.form().optional,
            help: locale.of(help),
        }
    }

    /// What is asked of a member besides; most often nothing of it is needed.
    fn more(self, item: u32) -> AnyView {
        let locale = self.app.locale;
        let choice = |(value, word): (&str, Both)| Choice {
            value: value.to_owned(),
            word: locale.of(word).to_owned(),
        };
        let choices = [("1", words::MEMBER), ("2", words::DEPUTY)].map(choice).to_vec();
        let groups = Signal::stored(vec![Group { heading: "", choices }]);
        let input = |field| self.form.of(of(field, item)).input;
        // A unit is a member by this field; its choice has an id of its own beside that of the tick.
        let as_what = Label {
            id: ["as-", &item.to_string()].concat(),
            optional: "",
            ..self.label(MEMBER_IS, item, words::AS_WHAT, words::NONE)
        };
        // What is wrong with the membership is said beside the tick.
        let as_input = Input { error: RwSignal::new(None), ..input(MEMBER_IS) };
        let is_dated = [MEMBER_FROM, MEMBER_UNTIL, MEMBER_LOT]
            .into_iter()
            .any(|field| input(field).text.with_untracked(|text| !text.is_empty()));
        view! {
            <details open=is_dated>
                <summary>{locale.of(words::MORE_OF_MEMBER)}</summary>
                <div class="stack">
                    <SelectField input=as_input label=as_what empty="" groups=groups/>
                    <div class="side-by-side">
                        <TextField
                            input=input(MEMBER_FROM)
                            label=self.label(MEMBER_FROM, item, words::FROM, words::FROM_HELP)
                            keys=Keys::Line
                        />
                        <TextField
                            input=input(MEMBER_UNTIL)
                            label=self.label(MEMBER_UNTIL, item, words::UNTIL, words::UNTIL_HELP)
                            keys=Keys::Line
                        />
                        <TextField
                            input=input(MEMBER_LOT)
                            label=self.label(MEMBER_LOT, item, words::LOT, words::LOT_HELP)
                            keys=Keys::Whole
                        />
                    </div>
                </div>
            </details>
        }
        .into_any()
    }
}
