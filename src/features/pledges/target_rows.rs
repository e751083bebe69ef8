//! The targets in the form of a pledge, or of the template of a bloc: added, removed, put in order. Their place in the list is a
//! field of its own, written only where it changed.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::pledge::{
    Period, Pledge, TARGET_AIM, TARGET_GRADES, TARGET_KIND, TARGET_LAST, TARGET_MEASURE, TARGET_NAME,
    TARGET_ORDER, TARGET_PLAN, TARGET_RESULT, TargetKind,
};
use thidua_domain::record::{Field, RecordKind, Value};

use super::words as own;
use crate::components::field::{Choice, Group, Keys, Label, SelectField, TextField};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if, live_text};
use crate::components::long_list::{Row, keyed};
use crate::components::press::{Weight, button, icon_button};
use crate::features::fields;
use crate::forms::entry::{self, EntryName};
use crate::forms::form::Form;
use crate::locale::Words;
use crate::locale::facts::Both;
use crate::order;
use crate::web;

/// The rows, in their order.
#[derive(Clone, Copy)]
pub(in crate::features) struct TargetRows {
    form: Form,
    words: &'static Words,
    items: RwSignal<Vec<u32>>,
}

impl TargetRows {
    /// Of an open form; a new one begins with one empty row. `known` is the order of the record's own targets, which
    /// decides where a draft does not.
    pub(in crate::features) fn of(form: Form, words: &'static Words, known: &[u32]) -> Self {
        let rows = Self { form, words, items: RwSignal::default() };
        rows.gather(known);
        if form.kind == RecordKind::Pledge && untrack(|| rows.is_empty()) {
            rows.add();
        }
        rows
    }

    /// Takes the targets that the form holds.
    pub(in crate::features) fn gather(self, known: &[u32]) {
        let form = self.form;
        let place = |item: &u32| {
            let typed =
                form.of(of(TARGET_ORDER, *item)).input.text.with_untracked(|text| text.parse::<i64>().ok());
            let known = known.iter().position(|other| other == item).unwrap_or(known.len());
            (typed.unwrap_or(i64::MAX), known, *item)
        };
        let items = form.items_with(&[TARGET_NAME, TARGET_MEASURE, TARGET_PLAN, TARGET_ORDER]);
        self.items.set(order::in_order(&items, |a, b| place(a).cmp(&place(b))));
    }

    /// Whether no target has a name yet. Tracks.
    pub(in crate::features) fn is_empty(self) -> bool {
        let named =
            |item: &u32| self.form.of(of(TARGET_NAME, *item)).input.text.with(|text| !text.trim().is_empty());
        !self.items.read().iter().any(named)
    }

    /// The targets that have a name, to choose from. Tracks.
    pub(in crate::features) fn choices(self) -> Vec<Choice> {
        let items = self.items.get();
        let choice = |item: u32| {
            let word = self.form.of(of(TARGET_NAME, item)).text().trim().to_owned();
            (!word.is_empty()).then(|| Choice { value: item.to_string(), word })
        };
        items.into_iter().filter_map(choice).collect()
    }

    /// Adds an empty row.
    fn add(self) -> u32 {
        let item = web::random_item();
        self.items.update(|items| items.push(item));
        item
    }

    fn remove(self, item: u32) {
        self.items.update(|items| items.retain(|other| *other != item));
        self.form.remove_item(item);
        self.number();
    }

    /// Moves a row by one place.
    fn step(self, item: u32, down: bool) {
        self.items.update(|items| order::step(items, item, down));
        self.number();
    }

    /// Writes each row's place, where it is not in its place by itself.
    fn number(self) {
        for (place, item) in self.items.get_untracked().into_iter().enumerate() {
            let order = self.form.of(of(TARGET_ORDER, item)).input;
            let place = (place + 1).to_string();
            if order.text.with_untracked(|text| *text != place) {
                order.take(place);
            }
        }
    }

    /// Rows in which nothing was typed are no targets; and what was typed for another measure goes.
    pub(in crate::features) fn drop_empty(self) {
        let typed = |item: &u32| {
            let asked = [TARGET_NAME, TARGET_MEASURE, TARGET_PLAN, TARGET_GRADES, TARGET_LAST, TARGET_RESULT];
            asked.into_iter().any(|field| {
                self.form.of(of(field, *item)).input.text.with_untracked(|text| !text.trim().is_empty())
            })
        };
        let empty: Vec<u32> = self.items.get_untracked().into_iter().filter(|item| !typed(item)).collect();
        for item in empty {
            self.remove(item);
        }
        for item in self.items.get_untracked() {
            let unfit: &[Field] = match untrack(|| self.kind(item)) {
                TargetKind::Number => &[TARGET_GRADES],
                TargetKind::YesNo => &[TARGET_GRADES, TARGET_MEASURE, TARGET_PLAN, TARGET_AIM],
                TargetKind::Grade => &[TARGET_MEASURE, TARGET_AIM],
            };
            for field in unfit {
                let input = self.form.of(of(*field, item)).input;
                if !input.text.with_untracked(String::is_empty) {
                    input.take(String::new());
                }
            }
            self.drop_unfit_results(item);
        }
        self.number();
    }

    /// A result that is no answer any more goes with the measure that it was given in: nobody could mend it in this form.
    fn drop_unfit_results(self, item: u32) {
        let most = match untrack(|| self.kind(item)) {
            TargetKind::Number => return,
            TargetKind::YesNo => 2,
            TargetKind::Grade => {
                let grades = self.form.of(of(TARGET_GRADES, item)).input.text;
                grades.with_untracked(|line| line.split(';').filter(|grade| !grade.trim().is_empty()).count())
            }
        };
        for period in Period::ALL {
            let input = self.form.of(of(period.result(), item)).input;
            let fits = input.text.with_untracked(|text| {
                text.is_empty() || text.parse::<usize>().is_ok_and(|place| (1..=most).contains(&place))
            });
            if !fits {
                input.take(String::new());
            }
        }
    }

    /// How a target is measured. Tracks.
    fn kind(self, item: u32) -> TargetKind {
        let code = self.form.of(of(TARGET_KIND, item)).text();
        code.parse().ok().and_then(TargetKind::from_code).unwrap_or_default()
    }

    /// The rows and the button for one more.
    pub(in crate::features) fn draw(self) -> AnyView {
        let p = self.words.pledge();
        let add = move |_| {
            let id = EntryName::Of(of(TARGET_NAME, self.add())).id();
            request_animation_frame(move || web::focus(&["#", &id].concat()));
        };
        let row = move |item: u32| Row { key: (item.into(), 0), draw: Arc::new(move || self.row(item)) };
        let rows = Signal::derive(move || self.items.read().iter().copied().map(row).collect::<Vec<_>>());
        view! {
            <fieldset>
                <legend>{p.targets}</legend>
                {keyed(rows)}
                {button(Weight::Other, Some(Icon::Plus), p.add_target, add)}
            </fieldset>
        }
        .into_any()
    }

    fn label(self, field: Field, help: &'static str) -> Label {
        let label = fields::name(self.words, self.form.kind, field);
        Label { id: EntryName::Of(field).id(), label, optional: "", help }
    }

    fn row(self, item: u32) -> AnyView {
        let words = self.words;
        let p = words.pledge();
        let place = move || self.items.read().iter().position(|other| *other == item).map_or(0, |at| at + 1);
        let title = Signal::derive(move || (words.count().target_number)(place()));
        let up = icon_button(Icon::Up, p.move_up, move |()| self.step(item, false));
        let down = icon_button(Icon::Down, p.move_down, move |()| self.step(item, true));
        let remove = icon_button(Icon::Bin, p.remove_target, move |()| self.remove(item));
        let measured = Memo::new(move |_| self.kind(item));
        let figures = live(move || self.figures(item, measured.get()));
        view! {
            <div class="target-edit" role="group" aria-label=title>
                <header>
                    <h3>{live_text(move || title.get())}</h3>
                    <div class="tools">{up} {down} {remove}</div>
                </header>
                {self.text(TARGET_NAME, item, p.target_name_help, Keys::Line)}
                {self.select(TARGET_KIND, item, TargetKind::ALL.map(|kind| (kind.code(), own::kind(kind))).to_vec())}
                {figures}
                {live_if(move || self.lacking(item))}
            </div>
        }
        .into_any()
    }

    /// What a target that has a name lacks before its pledge can be signed; it may be saved all the same. Tracks.
    fn lacking(self, item: u32) -> Option<AnyView> {
        if self.form.kind != RecordKind::Pledge {
            return None;
        }
        let notation = self.words.locale.notation();
        let typed = [TARGET_NAME, TARGET_KIND, TARGET_MEASURE, TARGET_PLAN, TARGET_GRADES].map(|field| {
            let field = of(field, item);
            // What cannot be read is told at its field when the form is saved.
            let value = entry::read(self.form.kind, field, &self.form.of(field).text(), notation);
            (field, value.unwrap_or(Value::Null))
        });
        let fields = order::gathered(typed);
        let pledge = Pledge::read(&fields);
        let target = pledge.target(item).filter(|target| !target.name.trim().is_empty())?;
        let lacks = target.lacks();
        let said = own::to_sign(self.words.locale, &lacks);
        (!lacks.is_empty()).then(|| view! { <p class="help">{said}</p> }.into_any())
    }

    fn text(self, field: Field, item: u32, help: &'static str, keys: Keys) -> AnyView {
        let field = of(field, item);
        let label = self.label(field, help);
        view! { <TextField input=self.form.of(field).input label=label keys=keys/> }.into_any()
    }

    /// A choice whose first is what holds while nothing was chosen.
    fn select(self, field: Field, item: u32, choices: Vec<(i64, Both)>) -> AnyView {
        let field = of(field, item);
        let locale = self.words.locale;
        let choice =
            |(code, word): (i64, Both)| Choice { value: code.to_string(), word: locale.of(word).to_owned() };
        let groups = vec![Group { heading: "", choices: choices.into_iter().map(choice).collect() }];
        let (input, label) = (self.form.of(field).input, self.label(field, ""));
        view! { <SelectField input=input label=label empty="" groups=Signal::stored(groups)/> }.into_any()
    }

    /// What is asked of a target, by its measure.
    fn figures(self, item: u32, kind: TargetKind) -> AnyView {
        let locale = self.words.locale;
        // A template says what is promised, not what one member has reached.
        let last = (self.form.kind == RecordKind::Pledge)
            .then(|| self.text(TARGET_LAST, item, "", Keys::Decimal))
            .filter(|_| kind == TargetKind::Number);
        match kind {
            TargetKind::Number => view! {
                <div class="side-by-side">
                    {self.text(TARGET_PLAN, item, "", Keys::Decimal)}
                    {self.text(TARGET_MEASURE, item, self.words.pledge().measure_help, Keys::Line)}
                    {last}
                </div>
                {self.select(TARGET_AIM, item, vec![(1, own::AIMS[0]), (2, own::AIMS[1])])}
            }
            .into_any(),
            TargetKind::YesNo => view! { <p class="help">{locale.of(own::PROMISES_YES)}</p> }.into_any(),
            TargetKind::Grade => {
                let grades = self.form.of(of(TARGET_GRADES, item)).input.text;
                let choices = Signal::derive(move || {
                    let line = grades.read();
                    let named = line.split(';').map(str::trim).filter(|grade| !grade.is_empty());
                    let choices = (1..)
                        .zip(named)
                        .map(|(place, word): (usize, &str)| Choice {
                            value: place.to_string(),
                            word: word.to_owned(),
                        })
                        .collect();
                    vec![Group { heading: "", choices }]
                });
                let plan = of(TARGET_PLAN, item);
                let label = Label {
                    id: EntryName::Of(plan).id(),
                    label: locale.of(own::GRADE_PLAN),
                    optional: "",
                    help: "",
                };
                let (input, empty) = (self.form.of(plan).input, self.words.form().choose);
                view! {
                    {self.text(TARGET_GRADES, item, locale.of(own::GRADES_HELP), Keys::Line)}
                    <SelectField input=input label=label empty=empty groups=choices/>
                }
                .into_any()
            }
        }
    }
}

/// A field of one target.
const fn of(field: Field, item: u32) -> Field {
    Field::of_item(field.number, item)
}
