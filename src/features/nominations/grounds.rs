//! The grounds of a nomination in its form: what the law asks about for the chosen award, what it says so far, and the
//! reasons for what is not met.
//!
//! Only what matters for the award is asked. A field stays on the page while the officer types in it, because rows are
//! told apart by their field and not drawn again.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::award::Award;
use thidua_domain::law::finding::Findings;
use thidua_domain::law::nomination as law;
use thidua_domain::law::rule::RuleId;
use thidua_domain::law::transition;
use thidua_domain::nomination::{
    ABSENCE, AWARD, BIRTH_YEAR, COUNTED_FROM, MONTHS_WORKED, NAME, PROFILE, REASON, RECEIVED_ON, RECOGNITION,
    RULE_SET, SUBJECT, YEAR,
};
use thidua_domain::profile::Profile;
use thidua_domain::record::{Field, Fields, RecordId, RecordKind};
use thidua_domain::register::Match;
use thidua_domain::rule_set::RuleSet;
use thidua_domain::schema::{self, Holds};

use super::eligibility;
use super::form::Screen;
use crate::components::chip::{Chip, Tone};
use crate::components::field::{Choice, ChoiceField, Group, Keys, Label, SelectField, TextField};
use crate::components::icon::Icon;
use crate::components::live::live_if;
use crate::components::long_list::{Row, keyed};
use crate::features::fields;
use crate::forms::entry::EntryName;
use crate::web;

const KIND: RecordKind = RecordKind::Nomination;

/// What every judgement needs beside the fields that the award asks for.
const ALWAYS: [Field; 7] = [SUBJECT, AWARD, YEAR, NAME, BIRTH_YEAR, PROFILE, RECEIVED_ON];

/// What the law asks about, and what it says so far.
pub(super) fn fieldset(screen: &Screen) -> AnyView {
    let words = screen.words;
    let asked = asked(screen);
    let rows = {
        let screen = screen.clone();
        let row = move |field: Field| {
            let screen = screen.clone();
            Row { key: (field.number.into(), 0), draw: Arc::new(move || control(&screen, field)) }
        };
        Signal::derive(move || asked.read().iter().map(|field| row(*field)).collect::<Vec<_>>())
    };
    let facts = {
        let screen = screen.clone();
        Memo::new(move |_| screen.typed(ALWAYS.into_iter().chain(asked.get())))
    };
    let found = {
        let screen = screen.clone();
        Memo::new(move |_| {
            facts.with(|facts| {
                screen.desk.with(screen.partition(), facts, |context| law::judge(facts, context))
            })
        })
    };
    let panel = {
        let screen = screen.clone();
        live_if(move || {
            let rule_set = screen.rule_set();
            found.with(|found| Some(eligibility::panel(screen.words, rule_set, found.as_ref()?)))
        })
    };
    view! {
        <fieldset>
            <legend>{words.law().grounds}</legend>
            <p class="help">{words.law().grounds_help}</p>
            {keyed(rows)}
            {who_it_is(screen, facts)}
            {panel}
            {reasons(screen, found)}
            {more_favourable(screen, facts)}
        </fieldset>
    }
    .into_any()
}

/// What is asked for the chosen award and subject.
fn asked(screen: &Screen) -> Memo<Vec<Field>> {
    let screen = screen.clone();
    Memo::new(move |_| {
        screen.award().map_or_else(Vec::new, |award| law::asked(award, screen.subject(), screen.rule_set()))
    })
}

/// The field for a fact, by what it holds.
fn control(screen: &Screen, field: Field) -> AnyView {
    let law = screen.words.law();
    let help = match field {
        RECOGNITION => law.recognition_help,
        MONTHS_WORKED | ABSENCE => law.months_help,
        COUNTED_FROM => law.counted_help,
        _ => "",
    };
    if !fields::choices(screen.words, KIND, field).is_empty() {
        return choice(screen, field, help);
    }
    let (keys, help) = match schema::rule_of(KIND, field).map(|rule| rule.holds) {
        Some(Holds::Int(..)) => (Keys::Whole, help),
        Some(Holds::Amount) => (Keys::Decimal, help),
        Some(Holds::Day) if help.is_empty() => (Keys::Line, law.day_help),
        _ => (Keys::Line, help),
    };
    let (input, label) = (screen.form.of(field).input, screen.label(field, help));
    view! { <TextField input=input label=label keys=keys/> }.into_any()
}

/// A field for one of a few words.
pub(super) fn choice(screen: &Screen, field: Field, help: &'static str) -> AnyView {
    let word = |(place, word): (usize, &'static str)| Choice {
        value: (place + 1).to_string(),
        word: word.to_owned(),
    };
    let choices = fields::choices(screen.words, KIND, field).into_iter().enumerate().map(word).collect();
    let groups = Signal::stored(vec![Group { heading: "", choices }]);
    let (input, label) = (screen.form.of(field).input, screen.label(field, help));
    view! { <SelectField input=input label=label empty=screen.words.form().choose groups=groups/> }.into_any()
}

/// The law that the nomination stands under, and whether that is only a draft.
pub(super) fn stands_under(screen: &Screen) -> AnyView {
    let screen = screen.clone();
    let words = screen.words;
    live_if(move || {
        let rule_set = screen.rule_set();
        let is_draft = rule_set == RuleSet::R2026;
        let draft =
            is_draft.then(|| view! { <Chip tone=Tone::Wait icon=Icon::Clock word=words.law().draft/> });
        let under = [words.law().stands_under, fields::rule_set(words, rule_set)].concat();
        Some(view! { <p class="help">{under} " " {draft}</p> }.into_any())
    })
}

/// Whom the register knows by that name: one, whose past years then count, or several, of whom the officer chooses.
fn who_it_is(screen: &Screen, facts: Memo<Fields>) -> AnyView {
    let screen = screen.clone();
    let found = {
        let screen = screen.clone();
        Memo::new(move |_| facts.with(|facts| screen.desk.find(screen.partition(), facts)))
    };
    live_if(move || {
        let words = screen.words;
        let told = |id: RecordId| entry_words(&screen, id);
        match found.get() {
            Match::None => None,
            Match::One(id) => {
                let (name, more) = told(id)?;
                let known = [words.law().in_register, &name, &more].concat();
                Some(view! { <p class="help">{Icon::Safe.draw()} " " {known}</p> }.into_any())
            }
            Match::Several(ids) => {
                let choice = |id: RecordId| {
                    let (name, more) = told(id)?;
                    Some(Choice { value: id.to_string(), word: [name, more].concat() })
                };
                let choices = ids.into_iter().filter_map(choice).collect();
                let groups = Signal::stored(vec![Group { heading: "", choices }]);
                let label = screen.label(PROFILE, words.law().which_one);
                let input = screen.form.of(PROFILE).input;
                let select =
                    view! { <SelectField input=input label=label empty=words.form().choose groups=groups/> };
                Some(select.into_any())
            }
        }
    })
}

/// An entry of the register in a line: the name, and the birth year, position and titles that tell it from others.
fn entry_words(screen: &Screen, id: RecordId) -> Option<(String, String)> {
    let record = screen.form.book.record(id)?;
    let profile = Profile::read(&record.fields);
    let born = profile.birth_year.map(|year| year.to_string()).unwrap_or_default();
    let standing = profile.honours.iter().filter(|honour| honour.revoked.is_empty());
    let honours = standing
        .filter_map(|honour| {
            let award = fields::award(screen.words, Award::by_id(honour.award)?);
            Some([award, " ", &honour.year?.to_string()].concat())
        })
        .collect::<Vec<_>>()
        .join(", ");
    let parts = [born.as_str(), profile.position, &honours];
    let more: String =
        parts.into_iter().filter(|part| !part.is_empty()).flat_map(|part| [" · ", part]).collect();
    Some((profile.name.to_owned(), more))
}

/// A reason for each rule that warns: it may be proposed all the same, but not without a word.
fn reasons(screen: &Screen, found: Memo<Option<Findings>>) -> AnyView {
    let failed: Memo<Vec<RuleId>> = Memo::new(move |_| {
        found.with(|found| found.as_ref().map(|found| law::warned(found).collect()).unwrap_or_default())
    });
    let rows = {
        let screen = screen.clone();
        let row = move |rule: RuleId| {
            let screen = screen.clone();
            Row { key: (rule.number().into(), 0), draw: Arc::new(move || reason(&screen, rule)) }
        };
        Signal::derive(move || failed.read().iter().map(|rule| row(*rule)).collect::<Vec<_>>())
    };
    keyed(rows)
}

fn reason(screen: &Screen, rule: RuleId) -> AnyView {
    let field = Field::of_item(REASON.number, rule.number().into());
    let label = Label {
        id: EntryName::Of(field).id(),
        label: screen.words.law().reason,
        optional: "",
        help: screen.words.locale.of((rule.rule().vi, rule.rule().en)),
    };
    let input = screen.form.of(field).input;
    view! { <TextField input=input label=label keys=Keys::Prose/> }.into_any()
}

/// A dossier that was received before the law changed keeps the old law, unless the new one is kinder to it: then the
/// officer chooses.
fn more_favourable(screen: &Screen, facts: Memo<Fields>) -> AnyView {
    let screen = screen.clone();
    let kinder = {
        let screen = screen.clone();
        Memo::new(move |_| {
            let old = screen.rule_set_by_day();
            let new = screen
                .desk
                .settings
                .with(|settings| web::today().map(|today| settings.rule_set_on(today)))?;
            screen.received()?;
            let under = |rule_set: RuleSet| {
                let mut facts = facts.get();
                facts.insert(RULE_SET, rule_set.id().into());
                screen.desk.with(screen.partition(), &facts, |context| law::judge(&facts, context))
            };
            let is_kinder = new != old && transition::is_more_favourable(&under(old)?, &under(new)?);
            is_kinder.then_some((old, new))
        })
    };
    live_if(move || {
        let words = screen.words;
        let (old, new) = kinder.get()?;
        let choice = |rule_set: RuleSet| Choice {
            value: rule_set.id().to_owned(),
            word: fields::rule_set(words, rule_set).to_owned(),
        };
        let label = Label {
            id: EntryName::Of(RULE_SET).id(),
            label: words.law().favourable,
            optional: "",
            help: words.law().favourable_help,
        };
        let input = screen.form.of(RULE_SET).input;
        Some(
            view! { <ChoiceField input=input label=label choices=vec![choice(old), choice(new)]/> }
                .into_any(),
        )
    })
}
