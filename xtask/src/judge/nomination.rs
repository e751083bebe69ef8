//! A nomination as a record holds it: its fields by words, with the register and the settings as facts.

use super::Outcome;
use super::facts::Facts;
use anyhow::{Context, Result};
use serde_json::{Value as Json, json};
use thidua_domain::award::{Award, SubjectKind};
use thidua_domain::decimal::{self, Notation};
use thidua_domain::law::nomination::{self as law, Context as Known};
use thidua_domain::law::rule::RuleId;
use thidua_domain::nomination as field;
use thidua_domain::record::{Field, Fields, Value};
use thidua_domain::rule_set::{AwardYear, RuleSet};

/// What a field holds, and the words for its codes.
enum Holds {
    /// A code from 1, by its word.
    Word(&'static [&'static str]),
    /// A whole number.
    Number,
    /// A number with digits after the point, as a text.
    Decimal,
    /// A text or a day.
    Text,
}

use Holds::{Decimal, Number, Text, Word};

const YES_NO: Holds = Word(&["yes", "no"]);
const NO_YES: Holds = Word(&["no", "yes"]);

/// The words for the fields that rules look at.
const FIELDS: [(&str, Field, Holds); 31] = [
    ("rating", field::RATING, Word(&["not_completed", "completed", "good", "excellent"])),
    ("recognition", field::RECOGNITION, Word(&["rejected", "local", "province", "nation"])),
    ("certificate_number", field::CERTIFICATE_NUMBER, Text),
    ("certificate_day", field::CERTIFICATE_DAY, Text),
    ("certificate_by", field::CERTIFICATE_BY, Text),
    ("months_worked", field::MONTHS_WORKED, Number),
    ("absence", field::ABSENCE, Word(&["none", "maternity", "other"])),
    ("absence_days", field::ABSENCE_DAYS, Number),
    ("registered", field::REGISTERED, YES_NO),
    ("procedure", field::PROCEDURE, Word(&["none", "pending"])),
    ("discipline_ended", field::DISCIPLINE_ENDED, Text),
    ("counted_from", field::COUNTED_FROM, Text),
    ("basis", field::BASIS, Word(&["year", "campaign"])),
    ("rewarded", field::REWARDED, NO_YES),
    ("members", field::MEMBERS, Number),
    ("advanced", field::ADVANCED, Number),
    ("completed", field::COMPLETED, Number),
    ("of_the_base", field::OF_THE_BASE, Number),
    ("disciplined", field::DISCIPLINED, Number),
    ("women", field::WOMEN, Number),
    ("counting", field::COUNTING, Word(&["all", "long_enough", "local"])),
    ("first_of_group", field::FIRST_OF_GROUP, YES_NO),
    ("leads", field::LEADS, YES_NO),
    ("within_list", field::WITHIN_LIST, YES_NO),
    ("points", field::POINTS, Decimal),
    ("disqualified", field::DISQUALIFIED, NO_YES),
    ("dissolved", field::DISSOLVED, NO_YES),
    ("contribution", field::CONTRIBUTION, Number),
    ("publish", field::PUBLISH, YES_NO),
    ("received_on", field::RECEIVED_ON, Text),
    ("year", field::YEAR, Number),
];

/// What the rules say of a nomination, which fields it asks for, and what is refused or still to be explained.
pub(super) fn judge(rule_set: RuleSet, facts: &Facts<'_>) -> Result<Outcome> {
    let award = facts.award()?;
    let subject = super::subject(facts.text("subject")?.context("no subject is given")?)?;
    let fields = fields(award, subject, rule_set, facts)?;
    let before = match facts.within("before")? {
        None => None,
        Some(told) => {
            let mut before = self::fields(award, subject, rule_set, &told)?;
            told.nothing_else()?;
            if before.get(&field::YEAR).is_none() {
                before.extend(fields.get(&field::YEAR).map(|year| (field::YEAR, year.clone())));
            }
            Some(before)
        }
    };
    let year = facts.number("year")?.map(|year| AwardYear::try_from(i64::from(year))).transpose()?;
    let settings = facts.settings()?;
    let known_since = facts.number("known_since")?;
    let context = Known {
        settings: &settings,
        history: facts.titles(year.unwrap_or(AwardYear::try_from(2023)?))?,
        known_since: known_since.map(|since| AwardYear::try_from(i64::from(since))).transpose()?,
        day: facts.day("day")?,
    };
    let asked = law::asked(award, subject, rule_set);
    let asked: Vec<_> = asked.into_iter().map(word).collect::<Result<_>>()?;
    let forbidden = law::forbids(before.as_ref(), &fields).map(|rule| rule.to_string());
    let found = law::judge(&fields, &context);
    let is_judged = found.is_some();
    let found = found.unwrap_or_default();
    let rules = |rules: Vec<RuleId>| json!(rules.iter().map(ToString::to_string).collect::<Vec<_>>());
    let told = Outcome::from(found.clone())
        .with("unexplained", rules(law::unexplained(&found, &fields)))
        .with("warned", rules(law::warned(&found).collect()))
        .with("asked", asked)
        .with("forbidden", forbidden);
    Ok(if is_judged { told } else { told.with("overall", Json::Null) })
}

/// The word for a field.
fn word(asked: Field) -> Result<&'static str> {
    let found = FIELDS.iter().find(|(_, field, _)| *field == asked);
    found.map(|(word, ..)| *word).with_context(|| format!("no word for the field {asked:?}"))
}

fn fields(award: &Award, subject: SubjectKind, rule_set: RuleSet, facts: &Facts<'_>) -> Result<Fields> {
    let mut fields = Fields::default();
    fields.insert(field::AWARD, award.id.into());
    fields.insert(field::SUBJECT, i64::from(subject.code()).into());
    fields.insert(field::RULE_SET, rule_set.id().into());
    for (key, field, holds) in &FIELDS {
        let read = |value: &Json| {
            Some(match holds {
                Word(words) => {
                    let place = words.iter().position(|word| Some(*word) == value.as_str())?;
                    Value::Int(i64::try_from(place).ok()? + 1)
                }
                Number => Value::Int(value.as_i64()?),
                Decimal => Value::Decimal(decimal::parse(value.as_str()?, Notation::English).ok()?),
                Text => value.as_str()?.into(),
            })
        };
        if let Some(value) = facts.given(key, read)? {
            fields.insert(*field, value);
        }
    }
    for (rule, reason) in facts.given("reasons", Json::as_object)?.into_iter().flatten() {
        let number = rule.strip_prefix('R').and_then(|number| number.parse::<u16>().ok());
        let rule = number.and_then(RuleId::from_number).with_context(|| format!("no rule {rule}"))?;
        let reason = reason.as_str().context("a reason is a text")?;
        fields.insert(Field::of_item(field::REASON.number, rule.number().into()), reason.into());
    }
    Ok(fields)
}
