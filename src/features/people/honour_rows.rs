//! The honours in the form of an entry: one group of fields for each, newest first, added and removed.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::award::{self, Award, AwardKind, SubjectKind};
use thidua_domain::fault::Fault;
use thidua_domain::profile::{
    HONOUR_AWARD, HONOUR_DAY, HONOUR_DECISION, HONOUR_REVOKED, HONOUR_YEAR, SUBJECT,
};
use thidua_domain::record::{Field, RecordKind};
use thidua_domain::rule_set::RuleSet;

use super::words::PeopleWords;
use crate::components::field::{Choice, Group, Keys, Label, SelectField, TextField};
use crate::components::icon::Icon;
use crate::components::live::live_text;
use crate::components::long_list::{Row, keyed};
use crate::components::press::{Weight, button, icon_button};
use crate::features::fields;
use crate::forms::entry::{EntryFault, EntryName};
use crate::forms::form::Form;
use crate::locale::Words;
use crate::order;
use crate::web;

const KIND: RecordKind = RecordKind::Profile;

/// What is entered of an honour.
const ALL: [Field; 5] = [HONOUR_YEAR, HONOUR_AWARD, HONOUR_DECISION, HONOUR_DAY, HONOUR_REVOKED];

/// The rows, in their order.
#[derive(Clone, Copy)]
pub(super) struct HonourRows {
    form: Form,
    words: &'static Words,
    own: &'static PeopleWords,
    items: RwSignal<Vec<u32>>,
}

impl HonourRows {
    /// Of an open form.
    pub(super) fn of(form: Form, words: &'static Words, own: &'static PeopleWords) -> Self {
        let rows = Self { form, words, own, items: RwSignal::default() };
        let typed: Vec<u32> = form.items().into_iter().filter(|item| rows.is_typed(*item)).collect();
        let year = |item: u32| {
            form.of(of(HONOUR_YEAR, item)).input.text.with_untracked(|year| year.trim().parse::<i64>().ok())
        };
        rows.items.set(order::in_order(&typed, |a, b| year(*b).cmp(&year(*a)).then(a.cmp(b))));
        rows
    }

    fn is_typed(self, item: u32) -> bool {
        let typed = |field| {
            let text = self.form.of(of(field, item)).input.text;
            text.with_untracked(|text| !text.trim().is_empty())
        };
        ALL.into_iter().any(typed)
    }

    fn add(self) -> u32 {
        let item = web::random_item();
        self.items.update(|items| items.push(item));
        item
    }

    fn remove(self, item: u32) {
        self.items.update(|items| items.retain(|other| *other != item));
        self.form.remove_item(item);
    }

    /// Rows in which nothing was typed are no honours.
    pub(super) fn drop_empty(self) {
        for item in self.items.get_untracked().into_iter().filter(|item| !self.is_typed(*item)) {
            self.remove(item);
        }
    }

    /// The years that are typed, by their fields.
    pub(super) fn years(self) -> Vec<Field> {
        self.items.get_untracked().into_iter().map(|item| of(HONOUR_YEAR, item)).collect()
    }

    /// The days that are typed, by their fields.
    pub(super) fn days(self) -> Vec<Field> {
        self.items.get_untracked().into_iter().map(|item| of(HONOUR_DAY, item)).collect()
    }

    /// What is wrong with the honours beyond each value: an honour has a year and an award, and one that such a subject
    /// can receive.
    pub(super) fn faults(self, subject: SubjectKind) -> Vec<(EntryName, EntryFault)> {
        let mut wrong = Vec::new();
        for item in self.items.get_untracked() {
            for field in [HONOUR_YEAR, HONOUR_AWARD] {
                let field = of(field, item);
                let text = self.form.of(field).input.text;
                if text.with_untracked(|text| text.trim().is_empty()) {
                    wrong.push((EntryName::Of(field), EntryFault::Value(Fault::Missing(field))));
                }
            }
            let field = of(HONOUR_AWARD, item);
            let award = self.form.of(field).input.text.with_untracked(|id| Award::by_id(id));
            if award.is_some_and(|award| !award.is_for(subject)) {
                wrong.push((EntryName::Of(field), EntryFault::Value(Fault::AwardNotForSubject)));
            }
        }
        wrong
    }

    /// The rows and the button for one more.
    pub(super) fn draw(self) -> AnyView {
        let add = move |()| {
            let id = EntryName::Of(of(HONOUR_YEAR, self.add())).id();
            request_animation_frame(move || web::focus(&["#", &id].concat()));
        };
        let row = move |item: u32| Row { key: (item.into(), 0), draw: Arc::new(move || self.row(item)) };
        let rows = Signal::derive(move || self.items.read().iter().copied().map(row).collect::<Vec<_>>());
        view! {
            {keyed(rows)}
            {button(Weight::Other, Some(Icon::Plus), self.own.add_honour, add)}
        }
        .into_any()
    }

    fn row(self, item: u32) -> AnyView {
        let Self { form, words, own, .. } = self;
        let label = |field: Field, optional, help| Label {
            id: EntryName::Of(field).id(),
            label: fields::name(words, KIND, field),
            optional,
            help,
        };
        let field = |field, optional, help, keys| {
            let field = of(field, item);
            view! { <TextField input=form.of(field).input label=label(field, optional, help) keys=keys/> }
                .into_any()
        };
        let place = move || self.items.read().iter().position(|other| *other == item).map_or(0, |at| at + 1);
        let title = Signal::derive(move || (own.honour_number)(place()));
        let remove = icon_button(Icon::Bin, own.remove_honour, move |()| self.remove(item));
        let awards = Signal::derive(move || self.awards(item));
        let award = of(HONOUR_AWARD, item);
        let chosen = view! {
            <SelectField
                input=form.of(award).input
                label=label(award, "", "")
                empty=words.form().choose
                groups=awards
            />
        };
        let optional = words.form().optional;
        view! {
            <div class="target-edit" role="group" aria-label=title>
                <header>
                    <h3>{live_text(move || title.get())}</h3>
                    <div class="tools">{remove}</div>
                </header>
                {field(HONOUR_YEAR, "", "", Keys::Whole)}
                {chosen}
                {field(HONOUR_DECISION, optional, own.decision_help, Keys::Line)}
                {field(HONOUR_DAY, optional, own.day_help, Keys::Line)}
                {field(HONOUR_REVOKED, "", own.revoked_help, Keys::Line)}
            </div>
        }
        .into_any()
    }

    /// All awards for the chosen kind of subject, of whatever year: the record goes back before today's rules. What is
    /// chosen is always among them. Tracks.
    fn awards(self, item: u32) -> Vec<Group> {
        let words = self.words;
        let subject = subject_of(self.form);
        let mut offered: Vec<&'static Award> = Vec::new();
        for award in RuleSet::ALL.into_iter().flat_map(|rule_set| award::catalogue(rule_set, subject)) {
            if !offered.contains(&award) {
                offered.push(award);
            }
        }
        let chosen = self.form.of(of(HONOUR_AWARD, item)).input.text.with_untracked(|id| Award::by_id(id));
        offered.extend(chosen.filter(|award| !award.is_for(subject)));
        let group = |kind, heading| {
            let choice = |award: &&'static Award| Choice {
                value: award.id.to_owned(),
                word: fields::award(words, award).to_owned(),
            };
            Group {
                heading,
                choices: offered.iter().filter(|award| award.kind == kind).map(choice).collect(),
            }
        };
        let groups = [
            group(AwardKind::Title, words.nomination().titles),
            group(AwardKind::Form, words.nomination().forms),
        ];
        groups.into_iter().filter(|group| !group.choices.is_empty()).collect()
    }
}

/// The kind of subject that is chosen in a form. Tracks.
pub(super) fn subject_of(form: Form) -> SubjectKind {
    let code = form.of(SUBJECT).text();
    code.parse().ok().and_then(SubjectKind::from_code).unwrap_or(SubjectKind::Individual)
}

/// A field of one honour.
const fn of(field: Field, item: u32) -> Field {
    Field::of_item(field.number, item)
}
