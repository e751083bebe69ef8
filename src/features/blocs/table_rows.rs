//! The table of points in the form of a bloc: sections, their criteria with the formula of each, and how ties are broken.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::bloc::{
    BONUS_LIMIT, CRITERION_FORMULA, CRITERION_KIND, CRITERION_MAX, CRITERION_NAME, CRITERION_ORDER,
    CRITERION_RATE, CRITERION_SECTION, CRITERION_TARGET, CriterionKind, Formula, PENALTY_LIMIT, Points,
    SECTION_NAME, SECTION_ORDER, TABLE_TOTAL, TIE_OF, TIE_ORDER, TIE_RULE, TieRule,
};
use thidua_domain::decimal;
use thidua_domain::record::Field;

use super::super::pledges::target_rows::TargetRows;
use super::items::{Items, of};
use super::{points, words};
use crate::components::field::{Choice, Group, Keys, Label, SelectField, TextField};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if, live_text};
use crate::components::long_list::{Row, keyed};
use crate::components::press::{Weight, button, icon_button};
use crate::forms::entry::EntryName;
use crate::forms::form::Form;
use crate::locale::Words;
use crate::locale::facts::Both;
use crate::web;

const OF_SECTIONS: &[Field] = &[SECTION_NAME, SECTION_ORDER];
const OF_CRITERIA: &[Field] = &[CRITERION_NAME, CRITERION_MAX, CRITERION_ORDER];
const OF_TIES: &[Field] = &[TIE_RULE, TIE_ORDER];

/// The table. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
pub(super) struct TableRows {
    form: Form,
    app: &'static Words,
    targets: TargetRows,
    sections: Items,
    criteria: Items,
    ties: Items,
}

impl TableRows {
    /// Of an open form, whose template has these targets.
    pub(super) fn of(form: Form, app: &'static Words, targets: TargetRows) -> Self {
        Self {
            form,
            app,
            targets,
            sections: Items::of(form, OF_SECTIONS, Some(SECTION_ORDER)),
            criteria: Items::of(form, OF_CRITERIA, Some(CRITERION_ORDER)),
            ties: Items::of(form, OF_TIES, Some(TIE_ORDER)),
        }
    }

    /// Takes what the form holds.
    pub(super) fn gather(self) {
        self.sections.gather();
        self.criteria.gather();
        self.ties.gather();
    }

    /// Whether there is neither a section nor a criterion. Tracks.
    pub(super) fn is_empty(self) -> bool {
        self.sections.all.read().is_empty() && self.criteria.all.read().is_empty()
    }

    /// Rows in which nothing was typed are none.
    pub(super) fn drop_empty(self) {
        self.criteria.drop_empty(&[CRITERION_NAME, CRITERION_MAX]);
        self.sections.drop_empty(&[SECTION_NAME]);
        self.ties.drop_empty(&[TIE_RULE]);
    }

    /// What the ordinary criteria add up to, as far as it can be read. Tracks.
    fn sum(self) -> Points {
        let notation = self.app.locale.notation();
        let own = |item: u32| {
            let is_ordinary = !matches!(self.kind(item), CriterionKind::Bonus | CriterionKind::Penalty);
            let typed = self.criteria.text(CRITERION_MAX, item);
            decimal::parse(&typed, notation).ok().and_then(Points::of_decimal).filter(|_| is_ordinary)
        };
        self.criteria.all.get().into_iter().filter_map(own).sum()
    }

    fn kind(self, item: u32) -> CriterionKind {
        let code = self.criteria.text(CRITERION_KIND, item);
        code.parse().ok().and_then(CriterionKind::from_code).unwrap_or(CriterionKind::Ordinary)
    }

    fn formula(self, item: u32) -> Formula {
        let code = self.criteria.text(CRITERION_FORMULA, item);
        code.parse().ok().and_then(Formula::from_code).unwrap_or(Formula::ByHand)
    }

    /// The sections that have a name, to choose from. Tracks.
    fn section_choices(self) -> Vec<Choice> {
        self.named(self.sections, SECTION_NAME)
    }

    fn named(self, items: Items, name: Field) -> Vec<Choice> {
        let choice = |item: u32| {
            let word = items.text(name, item).trim().to_owned();
            (!word.is_empty()).then(|| Choice { value: item.to_string(), word })
        };
        items.all.get().into_iter().filter_map(choice).collect()
    }

    /// Everything.
    pub(super) fn draw(self) -> AnyView {
        let locale = self.app.locale;
        let limits = [
            (TABLE_TOTAL, words::TOTAL, words::TOTAL_HELP),
            (BONUS_LIMIT, words::BONUS_LIMIT, words::LIMIT_HELP),
            (PENALTY_LIMIT, words::PENALTY_LIMIT, words::LIMIT_HELP),
        ];
        let limit = |(field, word, help): (Field, Both, Both)| {
            let label = Label {
                id: EntryName::Of(field).id(),
                label: locale.of(word),
                optional: self.app.form().optional,
                help: locale.of(help),
            };
            view! { <TextField input=self.form.of(field).input label=label keys=Keys::Decimal/> }
        };
        let limits: Vec<_> = limits.map(limit).into_iter().collect();
        let sum = live_text(move || words::sum(locale, &points(locale, self.sum())));
        let row = move |item: u32| Row { key: (item.into(), 0), draw: Arc::new(move || self.section(item)) };
        let sections = keyed(Signal::derive(move || self.sections.all.get().into_iter().map(row).collect()));
        let loose = live_if(move || {
            let own = self.loose();
            (!own.is_empty()).then(|| {
                let rows: Vec<_> = own.into_iter().map(|item| self.criterion(item, true)).collect();
                view! { <div class="stack"><h3>{locale.of(words::LOOSE)}</h3>{rows}</div> }.into_any()
            })
        });
        let add = button(Weight::Other, Some(Icon::Plus), locale.of(words::ADD_SECTION), move |()| {
            let item = self.sections.add();
            lead(SECTION_NAME, item);
        });
        view! {
            <fieldset>
                <legend>{locale.of(words::TABLE)}</legend>
                <p class="help">{locale.of(words::TABLE_HELP)}</p>
                <div class="side-by-side">{limits}</div>
                <p class="said" role="status">{Icon::Work.draw()} <span>{sum}</span></p>
                {sections}
                {loose}
                <div class="buttons">{add}</div>
            </fieldset>
            {self.tie_breaks()}
        }
        .into_any()
    }

    /// The criteria whose section is none of those that are here. Tracks.
    fn loose(self) -> Vec<u32> {
        let sections: Vec<String> = self.sections.all.get().iter().map(u32::to_string).collect();
        let all = self.criteria.all.get();
        all.into_iter()
            .filter(|item| !sections.contains(&self.criteria.text(CRITERION_SECTION, *item)))
            .collect()
    }

    fn is_of(self, item: u32, section: u32) -> bool {
        let text = self.form.of(of(CRITERION_SECTION, item)).input.text;
        text.with_untracked(|text| *text == section.to_string())
    }

    fn section(self, section: u32) -> AnyView {
        let locale = self.app.locale;
        let row = move |item: u32| Row {
            key: (item.into(), 0),
            draw: Arc::new(move || self.criterion(item, false)),
        };
        let own = keyed(Signal::derive(move || {
            let all = self.criteria.all.get();
            let own = all
                .into_iter()
                .filter(|item| self.criteria.text(CRITERION_SECTION, *item) == section.to_string());
            own.map(row).collect()
        }));
        let add = button(Weight::Other, Some(Icon::Plus), locale.of(words::ADD_CRITERION), move |()| {
            let item = self.criteria.add();
            self.form.of(of(CRITERION_SECTION, item)).input.take(section.to_string());
            lead(CRITERION_NAME, item);
        });
        let label = Label {
            id: EntryName::Of(of(SECTION_NAME, section)).id(),
            label: locale.of(words::SECTION),
            optional: "",
            help: "",
        };
        let tools = self.tools(self.sections, section, words::REMOVE_SECTION, |_| true);
        view! {
            <div class="target-edit" role="group" aria-label=locale.of(words::SECTION)>
                <header><h3>{locale.of(words::SECTION)}</h3>{tools}</header>
                <TextField
                    input=self.form.of(of(SECTION_NAME, section)).input
                    label=label
                    keys=Keys::Line
                />
                <div class="within">{own}</div>
                <div class="buttons">{add}</div>
            </div>
        }
        .into_any()
    }

    fn tools(
        self,
        items: Items,
        item: u32,
        remove: Both,
        own: impl Fn(u32) -> bool + Copy + Send + Sync + 'static,
    ) -> AnyView {
        let p = self.app.pledge();
        view! {
            <div class="tools">
                {icon_button(Icon::Up, p.move_up, move |()| items.step(item, false, own))}
                {icon_button(Icon::Down, p.move_down, move |()| items.step(item, true, own))}
                {icon_button(Icon::Bin, self.app.locale.of(remove), move |()| items.remove(item))}
            </div>
        }
        .into_any()
    }

    fn label(self, field: Field, item: u32, word: Both) -> Label {
        let label = self.app.locale.of(word);
        Label { id: EntryName::Of(of(field, item)).id(), label, optional: "", help: "" }
    }

    fn select(
        self,
        field: Field,
        item: u32,
        word: Both,
        empty: &'static str,
        choices: Signal<Vec<Group>>,
    ) -> AnyView {
        let (input, label) = (self.form.of(of(field, item)).input, self.label(field, item, word));
        view! { <SelectField input=input label=label empty=empty groups=choices/> }.into_any()
    }

    fn coded(self, all: impl Iterator<Item = (i64, Both)>) -> Signal<Vec<Group>> {
        let locale = self.app.locale;
        let choice =
            |(code, word): (i64, Both)| Choice { value: code.to_string(), word: locale.of(word).to_owned() };
        Signal::stored(vec![Group { heading: "", choices: all.map(choice).collect() }])
    }

    fn criterion(self, item: u32, is_loose: bool) -> AnyView {
        let app = self.app;
        let locale = app.locale;
        let section = self
            .form
            .of(of(CRITERION_SECTION, item))
            .input
            .text
            .with_untracked(|text| text.parse::<u32>().unwrap_or_default());
        let tools =
            self.tools(self.criteria, item, words::REMOVE_CRITERION, move |other| self.is_of(other, section));
        let text = |field, word, keys| {
            let (input, label) = (self.form.of(of(field, item)).input, self.label(field, item, word));
            view! { <TextField input=input label=label keys=keys/> }
        };
        let kinds = self.coded(CriterionKind::ALL.into_iter().map(|kind| (kind.code(), words::kind(kind))));
        let formulas =
            self.coded(Formula::ALL.into_iter().map(|formula| (formula.code(), words::formula(formula))));
        let sections = Signal::derive(move || vec![Group { heading: "", choices: self.section_choices() }]);
        let place = is_loose
            .then(|| self.select(CRITERION_SECTION, item, words::SECTION, app.form().choose, sections));
        let formula = Memo::new(move |_| self.formula(item));
        let more = live(move || self.computed(item, formula.get()));
        view! {
            <div class="target-edit" role="group" aria-label=locale.of(words::CRITERION)>
                <header><h4>{locale.of(words::CRITERION)}</h4>{tools}</header>
                {text(CRITERION_NAME, words::CRITERION_NAME, Keys::Line)}
                {place}
                <div class="side-by-side roomy">
                    {text(CRITERION_MAX, words::MAX, Keys::Decimal)}
                    {self.select(CRITERION_KIND, item, words::KIND, "", kinds)}
                </div>
                {self.select(CRITERION_FORMULA, item, words::FORMULA, "", formulas)}
                {more}
            </div>
        }
        .into_any()
    }

    /// What a formula asks for.
    fn computed(self, item: u32, formula: Formula) -> AnyView {
        let app = self.app;
        let targets = Signal::derive(move || vec![Group { heading: "", choices: self.targets.choices() }]);
        let target = formula
            .needs_target()
            .then(|| self.select(CRITERION_TARGET, item, words::TARGET, app.form().choose, targets));
        let rate = formula.needs_rate().then(|| {
            let (input, label) =
                (self.form.of(of(CRITERION_RATE, item)).input, self.label(CRITERION_RATE, item, words::RATE));
            view! { <TextField input=input label=label keys=Keys::Decimal/> }
        });
        view! { {target} {rate} }.into_any()
    }

    fn tie_breaks(self) -> AnyView {
        let locale = self.app.locale;
        let row = move |item: u32| Row { key: (item.into(), 0), draw: Arc::new(move || self.tie(item)) };
        let rows = keyed(Signal::derive(move || self.ties.all.get().into_iter().map(row).collect()));
        let add = button(Weight::Other, Some(Icon::Plus), locale.of(words::ADD_TIE), move |()| {
            let item = self.ties.add();
            lead(TIE_RULE, item);
        });
        view! {
            <fieldset>
                <legend>{locale.of(words::TIES)}</legend>
                <p class="help">{locale.of(words::TIES_HELP)}</p>
                {rows}
                <div class="buttons">{add}</div>
            </fieldset>
        }
        .into_any()
    }

    fn tie(self, item: u32) -> AnyView {
        let app = self.app;
        let rules = self.coded(TieRule::ALL.into_iter().map(|rule| (rule.code(), words::tie(rule))));
        let rule =
            Memo::new(move |_| self.ties.text(TIE_RULE, item).parse().ok().and_then(TieRule::from_code));
        let part = live_if(move || {
            let (items, name) = match rule.get()? {
                TieRule::Section => (self.sections, SECTION_NAME),
                TieRule::Criterion => (self.criteria, CRITERION_NAME),
                TieRule::FewerPenalties | TieRule::MoreBonus | TieRule::MoreReached => return None,
            };
            let choices =
                Signal::derive(move || vec![Group { heading: "", choices: self.named(items, name) }]);
            Some(self.select(TIE_OF, item, words::TIE_OF, app.form().choose, choices))
        });
        let tools = self.tools(self.ties, item, words::REMOVE_TIE, |_| true);
        view! {
            <div class="seat">
                <div class="side-by-side roomy">
                    {self.select(TIE_RULE, item, words::TIE_RULE, app.form().choose, rules)}
                    {part}
                </div>
                {tools}
            </div>
        }
        .into_any()
    }
}

/// Leads to a field that was just added.
fn lead(field: Field, item: u32) {
    let id = ["#", &EntryName::Of(of(field, item)).id()].concat();
    request_animation_frame(move || web::focus(&id));
}
