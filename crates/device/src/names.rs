//! What things are called in a script: kinds, fields, steps, states, places. Whatever has no name here has its number.

use thidua_domain::decimal::{self, Notation};
use thidua_domain::record::{Field, PartitionId, PartitionKind, RecordKind, Value};
use thidua_domain::rule_set::CivilDate;
use thidua_domain::schema::{self, Holds};
use thidua_domain::{
    bloc, calendar, council, decision, dossier, explanation, indicator, model, movement, nomination, notice,
    pledge, profile, rural, score, setting, step, text,
};
use thidua_sync::directory::Directory;

use crate::script::Is;

const KINDS: [(&str, RecordKind); 15] = [
    ("nomination", RecordKind::Nomination),
    ("pledge", RecordKind::Pledge),
    ("profile", RecordKind::Profile),
    ("setting", RecordKind::Setting),
    ("explanation", RecordKind::Explanation),
    ("decision", RecordKind::Decision),
    ("session", RecordKind::CouncilSession),
    ("notice", RecordKind::Notice),
    ("calendar-day", RecordKind::CalendarDay),
    ("movement", RecordKind::Movement),
    ("model", RecordKind::Model),
    ("indicator", RecordKind::Indicator),
    ("rural-grid", RecordKind::RuralGrid),
    ("bloc", RecordKind::Bloc),
    ("score", RecordKind::Score),
];

/// The kind of a name.
#[must_use]
pub fn kind(name: &str) -> Option<RecordKind> {
    KINDS.into_iter().find(|(known, _)| *known == name).map(|(_, kind)| kind)
}

/// All names of kinds.
#[must_use]
pub fn kinds() -> String {
    KINDS.map(|(name, _)| name).join(" ")
}

/// The name of a kind by its code.
#[must_use]
pub fn of_kind(code: u16) -> String {
    let known = KINDS.into_iter().find(|(_, kind)| kind.code() == code);
    known.map_or_else(|| format!("kind {code}"), |(name, _)| name.to_owned())
}

const IS: [(&str, Is); 8] = [
    ("live", Is::Live),
    ("deleted", Is::Deleted),
    ("absent", Is::Absent),
    ("returned", Is::Returned),
    ("sent", Is::Sent),
    ("unsent", Is::Unsent),
    ("disputed", Is::Disputed),
    ("settled", Is::Settled),
];

/// What a record can be, for whoever wrote something else.
pub const ALL_IS: &str = "it can be live deleted absent returned sent unsent disputed settled";

/// What a record is, by its word.
#[must_use]
pub fn is(word: &str) -> Option<Is> {
    IS.into_iter().find(|(known, _)| *known == word).map(|(_, is)| is)
}

/// The word for what a record is.
#[must_use]
pub fn of_is(is: Is) -> &'static str {
    IS.into_iter().find(|(_, known)| *known == is).map_or("", |(word, _)| word)
}

/// A count: `12`, or `12+` for at least so many.
#[must_use]
pub fn count(text: &str) -> Option<(usize, bool)> {
    match text.strip_suffix('+') {
        Some(least) => Some((least.parse().ok()?, true)),
        None => Some((text.parse().ok()?, false)),
    }
}

type Named = &'static [(&'static str, Field)];

macro_rules! named {
    ($module:ident: $($name:ident)*) => { &[$((stringify!($name), $module::$name)),*] };
}

const NOMINATION: Named = named![nomination:
    SUBJECT AWARD YEAR NAME POSITION WORKPLACE ACHIEVEMENTS INITIATIVE BIRTH_YEAR RULE_SET RATING RECOGNITION MONTHS_WORKED
    REGISTERED PROCEDURE MEMBERS ADVANCED COMPLETED OF_THE_BASE PROFILE SEX RECIPIENT_CLASS METHOD RECEIVED_ON
    CERTIFICATE_NUMBER CERTIFICATE_DAY CERTIFICATE_BY ABSENCE ABSENCE_DAYS DISCIPLINE_ENDED COUNTED_FROM DISCIPLINED WOMEN
    FIRST_OF_GROUP LEADS POINTS WITHIN_LIST DISQUALIFIED DISSOLVED CONTRIBUTION BASIS REWARDED PUBLISH SCORE REASON PART
    COUNTING OF_BLOC EVIDENCE_DIGEST EVIDENCE_NAME EVIDENCE_KIND EVIDENCE_SIZE EVIDENCE_NOTE];
const DOSSIER: Named = named![dossier: DECISION_NUMBER DECIDED_ON DECIDED_BY DECIDED_LEVEL];
const PLEDGE: Named = named![pledge:
    UNIT YEAR CONTENT TARGET_NAME TARGET_MEASURE TARGET_PLAN TARGET_RESULT TARGET_ORDER TARGET_KIND TARGET_AIM
    TARGET_GRADES TARGET_LAST EVIDENCE_TARGET EVIDENCE_PERIOD SIGN_POST SIGN_STROKES SIGN_TYPED SIGN_PEN];
/// What a pledge says of its periods, and its files, which are called as those of a nomination.
const RESULTS: Named = &[
    ("RESULT_Q1", pledge::Period::FirstQuarter.result()),
    ("RESULT_Q2", pledge::Period::SecondQuarter.result()),
    ("RESULT_Q3", pledge::Period::ThirdQuarter.result()),
    ("RESULT_Q4", pledge::Period::FourthQuarter.result()),
    ("RESULT_HALF", pledge::Period::HalfYear.result()),
    ("NOTE_Q1", pledge::Period::FirstQuarter.note()),
    ("NOTE_Q2", pledge::Period::SecondQuarter.note()),
    ("NOTE_Q3", pledge::Period::ThirdQuarter.note()),
    ("NOTE_Q4", pledge::Period::FourthQuarter.note()),
    ("NOTE_HALF", pledge::Period::HalfYear.note()),
    ("NOTE_YEAR", pledge::Period::Year.note()),
    ("DAY_Q1", pledge::Period::FirstQuarter.day()),
    ("DAY_Q2", pledge::Period::SecondQuarter.day()),
    ("DAY_Q3", pledge::Period::ThirdQuarter.day()),
    ("DAY_Q4", pledge::Period::FourthQuarter.day()),
    ("DAY_HALF", pledge::Period::HalfYear.day()),
    ("DAY_YEAR", pledge::Period::Year.day()),
    ("EVIDENCE_DIGEST", nomination::EVIDENCE_DIGEST),
    ("EVIDENCE_NAME", nomination::EVIDENCE_NAME),
    ("EVIDENCE_KIND", nomination::EVIDENCE_KIND),
    ("EVIDENCE_SIZE", nomination::EVIDENCE_SIZE),
    ("EVIDENCE_NOTE", nomination::EVIDENCE_NOTE),
];
const PROFILE: Named = named![profile:
    SUBJECT NAME POSITION WORKPLACE BIRTH_YEAR SEX RECIPIENT_CLASS ETHNICITY MERGED_INTO KNOWN_SINCE HONOUR_YEAR
    HONOUR_AWARD HONOUR_DECISION HONOUR_DAY HONOUR_REVOKED DISTINCT_FROM];
const SETTING: Named = named![setting: KEY VALUE VALID_FROM REASON SET_BY];
const EXPLANATION: Named = named![explanation: YEAR RULE TEXT];
const DECISION: Named =
    named![decision: YEAR DAY SIGNER POST LEVEL SYMBOL ABOUT NOMINATION WANTED GAP NUMBER];
const SESSION: Named = named![council:
    TITLE DAY PLACE METHOD SECRET MEMBER ACCOUNT POST ATTENDANCE AGENDA WRITTEN_YES WRITTEN_NO WRITTEN_BLANK YES NO BLANK
    BALLOTS NOTES YEAR KEY TEXT];
const NOTICE: Named = named![notice:
    YEAR FROM UNTIL PLACE NOMINATION OBJECTOR OBJECTED_ON OBJECTION OBJECTED_TO ANSWER];
const CALENDAR: Named = named![calendar: DAY WHAT NAME];
const MOVEMENT: Named = named![movement:
    NAME AIM FROM UNTIL LAUNCHED_BY DECISION AUDIENCE NAMED JOIN_BY INTERIM_BY FINAL_BY REVIEWED_ON REVIEW CLOSED_ON SUMMARY
    TARGET_NAME TARGET_MEASURE TARGET_PLAN TARGET_ORDER JOINED_ON PLAN INTERIM_ON INTERIM_RESULT FINAL_ON FINAL_RESULT];
const MODEL: Named = named![model:
    UNIT NAME PLACE WHAT RESULT HOW SINCE WORK MOVEMENT COPIED_SINCE COPY_RESULT];
const INDICATOR: Named = named![indicator:
    YEAR KEY GROUP NAME MEASURE PLAN ACTUAL LAST_YEAR TOTAL ACTUAL_SAID PLAN_SAID SHARE_SAID SOURCE NOTE ORDER];
const RURAL: Named = named![rural: STAGE MET_ON DECISION NOTE];
/// How files are named, wherever they are.
const FILES: Named =
    named![nomination: EVIDENCE_DIGEST EVIDENCE_NAME EVIDENCE_KIND EVIDENCE_SIZE EVIDENCE_NOTE];
const BLOC: Named = named![bloc:
    YEAR LEADER REGULATION CONTENT MEMBER_IS MEMBER_FROM MEMBER_UNTIL MEMBER_LOT SECTION_NAME SECTION_ORDER BONUS_LIMIT
    PENALTY_LIMIT TABLE_TOTAL CRITERION_NAME CRITERION_SECTION CRITERION_ORDER CRITERION_MAX CRITERION_KIND
    CRITERION_FORMULA CRITERION_TARGET CRITERION_RATE TIE_RULE TIE_ORDER TIE_OF FORWARD_PLACE FORWARD_AWARD DUE];
/// What the template of a pledge has in a bloc, called as in a pledge.
const TEMPLATE: Named = named![pledge:
    TARGET_NAME TARGET_MEASURE TARGET_PLAN TARGET_ORDER TARGET_KIND TARGET_AIM TARGET_GRADES];
const SCORE: Named = named![score:
    UNIT YEAR BLOC BY ROLE RESULTS_SEEN TABLE_SEEN NOTE DAY POINTS REASON];
/// What a step says beside its day.
const STEP: Named = named![step:
    STATE KIND BY DAY REASON LINK MEMBERS PRESENT WRITTEN YES NO BLANK SECRET SEEN NUMBER SIGNER LEVEL FILES LISTED];

const fn of(kind: RecordKind) -> Named {
    match kind {
        RecordKind::Nomination => NOMINATION,
        RecordKind::Pledge => PLEDGE,
        RecordKind::Profile => PROFILE,
        RecordKind::Setting => SETTING,
        RecordKind::Explanation => EXPLANATION,
        RecordKind::Decision => DECISION,
        RecordKind::CouncilSession => SESSION,
        RecordKind::Notice => NOTICE,
        RecordKind::CalendarDay => CALENDAR,
        RecordKind::Movement => MOVEMENT,
        RecordKind::Model => MODEL,
        RecordKind::Indicator => INDICATOR,
        RecordKind::RuralGrid => RURAL,
        RecordKind::Bloc => BLOC,
        RecordKind::Score => SCORE,
    }
}

/// What else a kind has, named elsewhere.
const fn beside(kind: RecordKind) -> Named {
    match kind {
        RecordKind::Nomination => DOSSIER,
        RecordKind::Pledge => RESULTS,
        RecordKind::Bloc => TEMPLATE,
        RecordKind::Model => FILES,
        _ => &[],
    }
}

fn find(named: Named, name: &str) -> Option<Field> {
    let name = name.replace('-', "_");
    named.iter().find(|(known, _)| known.eq_ignore_ascii_case(&name)).map(|(_, field)| *field)
}

/// The field of a name: `target-plan`, `target-plan[7]`, `#22[7]`. Fields of steps are told by their number.
#[must_use]
pub fn field(kind: RecordKind, name: &str) -> Option<Field> {
    let (name, item) = item(name)?;
    let field = find(of(kind), name).or_else(|| find(beside(kind), name));
    Some(Field { item, ..field.or_else(|| by_number(name))? })
}

/// The field of a step's own words.
#[must_use]
pub fn step_field(name: &str) -> Option<Field> {
    find(STEP, name).or_else(|| by_number(name))
}

fn item(name: &str) -> Option<(&str, u32)> {
    match name.strip_suffix(']') {
        Some(rest) => {
            let (name, item) = rest.split_once('[')?;
            Some((name, item.parse().ok()?))
        }
        None => Some((name, 0)),
    }
}

fn by_number(name: &str) -> Option<Field> {
    Some(Field::of(name.strip_prefix('#')?.parse().ok()?))
}

/// A field as a script would call it.
#[must_use]
pub fn of_field(kind: u16, field: Field) -> String {
    let known = RecordKind::from_code(kind).and_then(|kind| {
        let own = of(kind).iter().chain(beside(kind));
        let mut own = own.chain(STEP.iter().filter(|_| step::is_guarded(kind)));
        own.find(|(_, known)| known.number == field.number)
            .map(|(name, _)| name.to_lowercase().replace('_', "-"))
    });
    let name = known.unwrap_or_else(|| format!("#{}", field.number));
    if field.item == 0 { name } else { format!("{name}[{}]", field.item) }
}

/// What the values of a field are read with.
pub struct Readers<'r> {
    /// The places of the account.
    pub directory: &'r Directory,
    /// The record of a name of the script, as it stands in a link.
    pub record: &'r dyn Fn(&str) -> Option<String>,
}

impl Readers<'_> {
    /// Reads a value as its field wants it.
    ///
    /// # Errors
    /// Why it cannot be.
    pub fn value(&self, kind: RecordKind, field: Field, said: &str, quoted: bool) -> Result<Value, String> {
        if said == "null" && !quoted {
            return Ok(Value::Null);
        }
        let composed = || Value::Text(text::compose(said).into_owned());
        // What only a later version knows is text.
        let Some(rule) = schema::rule_of(kind, field) else { return Ok(composed()) };
        match rule.holds {
            Holds::Line(_) | Holds::Prose(_) | Holds::Digest => Ok(composed()),
            Holds::Day => match said.parse::<CivilDate>() {
                Ok(_) => Ok(composed()),
                Err(error) => Err(format!("{said:?} is no day: {error}")),
            },
            Holds::Int(..) => {
                let number = said.parse().ok().or_else(|| self.place(said).map(|place| i64::from(place.0)));
                number
                    .map(Value::Int)
                    .ok_or_else(|| format!("{said:?} is neither a whole number nor a place"))
            }
            Holds::Amount => decimal::parse(said, Notation::English)
                .map(Value::Decimal)
                .map_err(|error| format!("{said:?}: {error}")),
            Holds::Link => Ok((self.record)(said).map_or_else(composed, Value::Text)),
        }
    }

    /// The place of a name or a number; `home` is the account's own.
    #[must_use]
    pub fn place(&self, said: &str) -> Option<PartitionId> {
        if said == "home" {
            return Some(PartitionId(self.directory.home));
        }
        let is_it = |id: u32, name: &str| said.parse() == Ok(id) || name == said;
        let place = self.directory.places.iter().find(|place| is_it(place.id, &place.name));
        place.map(|place| PartitionId(place.id))
    }
}

/// Where a record of a kind goes that says no place: the account's own unit, the bloc or cluster of that unit, the
/// committee, the council.
#[must_use]
pub fn usual_place(kind: RecordKind, directory: &Directory) -> Option<PartitionId> {
    let granted = |is_it: &dyn Fn(PartitionKind, &[u32]) -> bool| {
        let mut granted = directory.places.iter().filter(|place| place.granted);
        let place =
            granted.find(|place| place.partition_kind().is_some_and(|kind| is_it(kind, &place.members)));
        place.map(|place| PartitionId(place.id))
    };
    match kind {
        RecordKind::Nomination
        | RecordKind::Profile
        | RecordKind::Explanation
        | RecordKind::Notice
        | RecordKind::Indicator
        | RecordKind::RuralGrid => Some(PartitionId(directory.home)),
        RecordKind::Pledge | RecordKind::Bloc | RecordKind::Score => {
            granted(&|kind, members| kind.is_group() && members.contains(&directory.home))
        }
        RecordKind::Setting | RecordKind::Decision | RecordKind::CalendarDay => {
            granted(&|kind, _| kind == PartitionKind::Authority)
        }
        RecordKind::CouncilSession => granted(&|kind, _| kind == PartitionKind::Council),
        RecordKind::Movement | RecordKind::Model => granted(&|kind, _| kind == PartitionKind::Commons),
    }
}

/// A step's code and the code of the state that it leads to.
#[must_use]
pub fn step(kind: RecordKind, word: &str) -> Option<(u16, u16)> {
    match kind {
        RecordKind::Nomination => {
            let step = dossier::Step::ALL.into_iter().find(|step| kebab(&format!("{step:?}")) == word)?;
            Some((step.code(), step.leads_to().code()))
        }
        RecordKind::Decision => {
            let step = (1..)
                .map_while(decision::Step::from_code)
                .find(|step| kebab(&format!("{step:?}")) == word)?;
            Some((step.code(), step.leads_to().code()))
        }
        RecordKind::CouncilSession => {
            let step =
                (1..).map_while(council::Step::from_code).find(|step| kebab(&format!("{step:?}")) == word)?;
            Some((step.code(), step.leads_to().code()))
        }
        RecordKind::Pledge => {
            let step = pledge::Step::ALL.into_iter().find(|step| kebab(&format!("{step:?}")) == word)?;
            Some((step.code(), step.leads_to().code()))
        }
        _ => None,
    }
}

/// The state of a guarded record, by its word.
#[must_use]
pub fn state(kind: RecordKind, fields: &thidua_domain::record::Fields) -> Option<String> {
    match kind {
        RecordKind::Nomination => Some(kebab(&format!("{:?}", dossier::State::of(fields)))),
        RecordKind::Decision => Some(kebab(&format!("{:?}", decision::State::of(fields)))),
        RecordKind::CouncilSession => Some(kebab(&format!("{:?}", council::State::of(fields)))),
        RecordKind::Pledge => Some(kebab(&format!("{:?}", pledge::State::of(fields)))),
        _ => None,
    }
}

/// `SendUp` as `send-up`.
fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !kebab.is_empty() {
            kebab.push('-');
        }
        kebab.extend(letter.to_lowercase());
    }
    kebab
}

/// A value as a script would write it.
#[must_use]
pub fn of_value(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(yes) => yes.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Decimal(number) => decimal::format(*number, Notation::English).replace(',', ""),
        Value::Text(text) => {
            format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
        }
        Value::Opaque(bytes) => format!("({} bytes of a later version)", bytes.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_the_registry_has_a_name() {
        for kind in RecordKind::ALL {
            for rule in schema::fields_of(kind) {
                let name = of_field(kind.code(), Field::of(rule.number));
                assert!(!name.starts_with('#'), "{kind:?} {}", rule.number);
                assert_eq!(field(kind, &name), Some(Field::of(rule.number)), "{kind:?} {name}");
            }
        }
        assert_eq!(field(RecordKind::Pledge, "target-plan[7]"), Some(Field::of_item(22, 7)));
        assert_eq!(field(RecordKind::Pledge, "#22[7]"), Some(Field::of_item(22, 7)));
        assert_eq!(field(RecordKind::Pledge, "award"), None);
        assert_eq!(step_field("reason"), Some(step::REASON));
    }

    #[test]
    fn steps_and_states_have_the_names_of_the_help() {
        let language = include_str!("language.txt");
        for step in dossier::Step::ALL {
            let word = kebab(&format!("{step:?}"));
            assert!(language.contains(&word), "{word}");
            assert_eq!(
                super::step(RecordKind::Nomination, &word),
                Some((step.code(), step.leads_to().code()))
            );
        }
        assert!(
            super::step(RecordKind::Decision, "issue").is_some()
                && super::step(RecordKind::CouncilSession, "void").is_some()
        );
        assert!(
            super::step(RecordKind::Nomination, "issue").is_none()
                && super::step(RecordKind::Pledge, "submit").is_none()
        );
    }
}
