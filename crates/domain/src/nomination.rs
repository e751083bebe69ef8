//! An award nomination (đề nghị khen thưởng): who is put forward, for what, for which year.

use crate::award::{Award, SubjectKind};
use crate::evidence;
use crate::fault::Fault;
use crate::law;
use crate::record::{Field, Fields, RecordKind, Value};
use crate::rule_set::RuleSet;
use crate::schema::{self, FieldRule, Holds};

/// Whether an individual, a collective or a household: the code of a [`SubjectKind`].
pub const SUBJECT: Field = Field::of(10);
/// The identifier of the award in the catalogue.
pub const AWARD: Field = Field::of(11);
/// The year whose work is commended.
pub const YEAR: Field = Field::of(12);
/// The name of the person, collective or household.
pub const NAME: Field = Field::of(13);
/// The person's position.
pub const POSITION: Field = Field::of(14);
/// Where the person works or the collective belongs.
pub const WORKPLACE: Field = Field::of(15);
/// What was achieved, in words.
pub const ACHIEVEMENTS: Field = Field::of(16);
/// The initiative, in words.
pub const INITIATIVE: Field = Field::of(17);
/// The person's year of birth, which tells namesakes apart.
pub const BIRTH_YEAR: Field = Field::of(18);
/// The rule set under which the nomination was made, which it keeps for ever.
pub const RULE_SET: Field = Field::of(19);
/// The yearly rating (xếp loại) of the person or the collective, 1 to 4: see [`crate::law::nomination`].
pub const RATING: Field = Field::of(20);
/// What became of the initiative, 1 to 4.
pub const RECOGNITION: Field = Field::of(21);
/// The months that the person worked in the year.
pub const MONTHS_WORKED: Field = Field::of(22);
/// Whether the person registered for the year's movement: 1 yes, 2 no.
pub const REGISTERED: Field = Field::of(23);
/// Whether discipline, an inspection or an investigation is pending: 1 nothing, 2 pending.
pub const PROCEDURE: Field = Field::of(24);
/// The members of the collective who are counted that year.
pub const MEMBERS: Field = Field::of(25);
/// How many of them are Lao động tiên tiến.
pub const ADVANCED: Field = Field::of(26);
/// How many of them completed their tasks.
pub const COMPLETED: Field = Field::of(27);
/// How many of them are Chiến sĩ thi đua cơ sở.
pub const OF_THE_BASE: Field = Field::of(28);

/// The entry of the register that the nomination is for.
pub const PROFILE: Field = Field::of(29);
/// The person's sex: 1 male, 2 female.
pub const SEX: Field = Field::of(30);
/// What the person is at work, for the national statistics: 1 works directly, 2 leads, 3 entrepreneur, 4 other.
pub const RECIPIENT_CLASS: Field = Field::of(31);
/// The method of commendation, for the national statistics: 1 merit (công trạng), 2 sudden (đột xuất), 3 thematic (chuyên
/// đề), 4 service (cống hiến), 5 tenure (niên hạn), 6 external (đối ngoại), 7 resistance (kháng chiến).
pub const METHOD: Field = Field::of(32);
/// The day on which the dossier was received for appraisal, which decides the rule set.
pub const RECEIVED_ON: Field = Field::of(33);
/// The number of the initiative's certificate.
pub const CERTIFICATE_NUMBER: Field = Field::of(35);
/// The day of the certificate.
pub const CERTIFICATE_DAY: Field = Field::of(36);
/// Who recognised the initiative.
pub const CERTIFICATE_BY: Field = Field::of(37);
/// Why the person did not work the whole year: 1 no absence, 2 maternity leave, 3 another absence.
pub const ABSENCE: Field = Field::of(38);
/// The working days of absence.
pub const ABSENCE_DAYS: Field = Field::of(39);
/// The day on which a discipline ended, where there was one.
pub const DISCIPLINE_ENDED: Field = Field::of(40);
/// The day from which the achievements are counted.
pub const COUNTED_FROM: Field = Field::of(41);
/// How many members were disciplined with a warning (cảnh cáo) or more.
pub const DISCIPLINED: Field = Field::of(42);
/// How many members are women.
pub const WOMEN: Field = Field::of(43);
/// Whether the collective is the first of its bloc or cluster: 1 yes, 2 no.
pub const FIRST_OF_GROUP: Field = Field::of(44);
/// Whether the commune leads where it is compared: 1 yes, 2 no.
pub const LEADS: Field = Field::of(45);
/// The points that a village or household reached.
pub const POINTS: Field = Field::of(46);
/// Whether a village is on the commune's list: 1 yes, 2 no.
pub const WITHIN_LIST: Field = Field::of(47);
/// Whether a member of the family did what excludes it: 1 nobody, 2 somebody.
pub const DISQUALIFIED: Field = Field::of(48);
/// Whether the unit was dissolved when units were merged: 1 no, 2 yes.
pub const DISSOLVED: Field = Field::of(49);
/// What a household contributed, in đồng.
pub const CONTRIBUTION: Field = Field::of(50);
/// On what the proposal rests: 1 the work of the year, 2 a campaign or a sudden deed.
pub const BASIS: Field = Field::of(51);
/// Whether the same achievement has brought an award already: 1 no, 2 yes.
pub const REWARDED: Field = Field::of(52);
/// Whether name and achievement may be published: 1 yes, 2 no.
pub const PUBLISH: Field = Field::of(53);
/// The score by which nominees are compared.
pub const SCORE: Field = Field::of(54);
/// Why a rule that warns is not kept. The item is the number of the rule.
pub const REASON: Field = Field::of(55);
/// Whether a part of the dossier is there: 1 yes, 2 no. The item is the code of the part.
pub const PART: Field = Field::of(56);
/// How members who worked a part of the year are counted: 1 all, 2 those who worked long enough, 3 by a local rule.
pub const COUNTING: Field = Field::of(57);
/// The year of the bloc or cluster by whose ranking it is put forward: its record.
pub const OF_BLOC: Field = Field::of(58);
/// The digest of a file that is evidence. The item is that of the file, here and in the next four.
pub const EVIDENCE_DIGEST: Field = Field::of(80);
/// What the officer's device called the file.
pub const EVIDENCE_NAME: Field = Field::of(81);
/// What the file is: the code of a [`crate::evidence::FileKind`].
pub const EVIDENCE_KIND: Field = Field::of(82);
/// The bytes of the file.
pub const EVIDENCE_SIZE: Field = Field::of(83);
/// What the file shows, in words.
pub const EVIDENCE_NOTE: Field = Field::of(84);

/// What is asked of persons only.
pub const OF_PERSONS: [Field; 15] = [
    BIRTH_YEAR,
    SEX,
    POSITION,
    RECIPIENT_CLASS,
    RECOGNITION,
    CERTIFICATE_NUMBER,
    CERTIFICATE_DAY,
    CERTIFICATE_BY,
    MONTHS_WORKED,
    ABSENCE,
    ABSENCE_DAYS,
    REGISTERED,
    DISCIPLINE_ENDED,
    COUNTED_FROM,
    BASIS,
];
/// What is asked of collectives only.
pub const OF_COLLECTIVES: [Field; 10] = [
    MEMBERS,
    ADVANCED,
    COMPLETED,
    OF_THE_BASE,
    DISCIPLINED,
    WOMEN,
    FIRST_OF_GROUP,
    LEADS,
    WITHIN_LIST,
    COUNTING,
];
/// What is asked of households only.
pub const OF_HOUSEHOLDS: [Field; 2] = [DISQUALIFIED, CONTRIBUTION];

/// The fields of a nomination.
pub const FIELDS: &[FieldRule] = &[
    FieldRule::required(SUBJECT, Holds::Int(1, 3)),
    FieldRule::required(AWARD, Holds::Line(64)),
    FieldRule::required(YEAR, Holds::Int(2000, 2100)),
    FieldRule::required(NAME, Holds::Line(200)),
    FieldRule::optional(POSITION, Holds::Line(200)),
    FieldRule::optional(WORKPLACE, Holds::Line(200)),
    FieldRule::optional(ACHIEVEMENTS, Holds::Prose(10_000)),
    FieldRule::optional(INITIATIVE, Holds::Prose(4_000)),
    FieldRule::optional(BIRTH_YEAR, Holds::Int(1900, 2100)),
    FieldRule::optional(RULE_SET, Holds::Line(32)),
    FieldRule::optional(RATING, Holds::Int(1, 4)),
    FieldRule::optional(RECOGNITION, Holds::Int(1, 4)),
    FieldRule::optional(MONTHS_WORKED, Holds::Int(0, 12)),
    FieldRule::optional(REGISTERED, Holds::Int(1, 2)),
    FieldRule::optional(PROCEDURE, Holds::Int(1, 2)),
    FieldRule::optional(MEMBERS, Holds::Int(0, MOST_MEMBERS)),
    FieldRule::optional(ADVANCED, Holds::Int(0, MOST_MEMBERS)),
    FieldRule::optional(COMPLETED, Holds::Int(0, MOST_MEMBERS)),
    FieldRule::optional(OF_THE_BASE, Holds::Int(0, MOST_MEMBERS)),
    FieldRule::optional(PROFILE, Holds::Link),
    FieldRule::optional(SEX, Holds::Int(1, 2)),
    FieldRule::optional(RECIPIENT_CLASS, Holds::Int(1, 4)),
    FieldRule::optional(METHOD, Holds::Int(1, 7)),
    FieldRule::optional(RECEIVED_ON, Holds::Day),
    FieldRule::optional(CERTIFICATE_NUMBER, Holds::Line(100)),
    FieldRule::optional(CERTIFICATE_DAY, Holds::Day),
    FieldRule::optional(CERTIFICATE_BY, Holds::Line(200)),
    FieldRule::optional(ABSENCE, Holds::Int(1, 3)),
    FieldRule::optional(ABSENCE_DAYS, Holds::Int(0, 366)),
    FieldRule::optional(DISCIPLINE_ENDED, Holds::Day),
    FieldRule::optional(COUNTED_FROM, Holds::Day),
    FieldRule::optional(DISCIPLINED, Holds::Int(0, MOST_MEMBERS)),
    FieldRule::optional(WOMEN, Holds::Int(0, MOST_MEMBERS)),
    FieldRule::optional(FIRST_OF_GROUP, Holds::Int(1, 2)),
    FieldRule::optional(LEADS, Holds::Int(1, 2)),
    FieldRule::optional(POINTS, Holds::Amount),
    FieldRule::optional(WITHIN_LIST, Holds::Int(1, 2)),
    FieldRule::optional(DISQUALIFIED, Holds::Int(1, 2)),
    FieldRule::optional(DISSOLVED, Holds::Int(1, 2)),
    FieldRule::optional(CONTRIBUTION, Holds::Int(0, 1_000_000_000_000)),
    FieldRule::optional(BASIS, Holds::Int(1, 2)),
    FieldRule::optional(REWARDED, Holds::Int(1, 2)),
    FieldRule::optional(PUBLISH, Holds::Int(1, 2)),
    FieldRule::optional(SCORE, Holds::Amount),
    FieldRule::of_items(REASON, Holds::Prose(2_000)),
    FieldRule::of_items(PART, Holds::Int(1, 2)),
    FieldRule::optional(COUNTING, Holds::Int(1, 3)),
    FieldRule::optional(OF_BLOC, Holds::Link),
    FieldRule::of_items(EVIDENCE_DIGEST, Holds::Digest),
    FieldRule::of_items(EVIDENCE_NAME, Holds::Line(evidence::LONGEST_NAME)),
    FieldRule::of_items(EVIDENCE_KIND, Holds::Int(1, 2)),
    FieldRule::of_items(EVIDENCE_SIZE, Holds::Int(1, evidence::MOST_PDF as i64)),
    FieldRule::of_items(EVIDENCE_NOTE, Holds::Line(500)),
];

const MOST_MEMBERS: i64 = 100_000;

/// A nomination as it is read from a record. Reading never fails: what is missing or unknown is absent.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Nomination<'f> {
    /// Whether an individual, a collective or a household.
    pub subject: Option<SubjectKind>,
    /// The award, where the catalogue knows it.
    pub award: Option<&'static Award>,
    /// The year whose work is commended.
    pub year: Option<i64>,
    /// The name.
    pub name: &'f str,
    /// The person's position.
    pub position: &'f str,
    /// Where the person works or the collective belongs.
    pub workplace: &'f str,
    /// What was achieved.
    pub achievements: &'f str,
    /// The initiative.
    pub initiative: &'f str,
    /// The year of birth.
    pub birth_year: Option<i64>,
    /// The rule set that the nomination keeps.
    pub rule_set: Option<RuleSet>,
}

impl<'f> Nomination<'f> {
    /// Reads a nomination.
    #[must_use]
    pub fn read(fields: &'f Fields) -> Self {
        let text = |field| fields.get(&field).and_then(Value::as_text).unwrap_or_default();
        let int = |field| fields.get(&field).and_then(Value::as_int);
        Self {
            subject: int(SUBJECT).and_then(|code| u16::try_from(code).ok()).and_then(SubjectKind::from_code),
            award: Award::by_id(text(AWARD)),
            year: int(YEAR),
            name: text(NAME),
            position: text(POSITION),
            workplace: text(WORKPLACE),
            achievements: text(ACHIEVEMENTS),
            initiative: text(INITIATIVE),
            birth_year: int(BIRTH_YEAR),
            rule_set: RuleSet::from_id(text(RULE_SET)),
        }
    }
}

/// Everything that is wrong with a nomination, each to be said beside its field. Empty where it may be saved.
#[must_use]
pub fn check(fields: &Fields) -> Vec<Fault> {
    let mut faults = schema::check_record(RecordKind::Nomination, fields);
    faults.extend(check_award(fields).err());
    faults
}

/// What a nomination may not become, whoever writes it: the device asks before it stores, the endpoint before it carries
/// out. What was so before is no reason to refuse a change of something else.
#[must_use]
pub fn refusal(before: Option<&Fields>, after: &Fields) -> Option<Fault> {
    let wrong = check_award(after).err().filter(|_| before.is_none_or(|before| check_award(before).is_ok()));
    wrong.or_else(|| law::nomination::forbids(before, after).map(|rule| Fault::Forbidden(rule.number())))
}

/// Whether the award exists, is given to such a subject, and is in the rule set of the nomination.
fn check_award(fields: &Fields) -> Result<(), Fault> {
    let Some(id) = fields.get(&AWARD).and_then(Value::as_text) else {
        return Ok(());
    };
    let award = Award::by_id(id).ok_or(Fault::UnknownAward)?;
    let nomination = Nomination::read(fields);
    if nomination.subject.is_some_and(|subject| !award.is_for(subject)) {
        return Err(Fault::AwardNotForSubject);
    }
    let Some(rule_set) = fields.get(&RULE_SET).and_then(Value::as_text) else {
        return Ok(());
    };
    let rule_set = RuleSet::from_id(rule_set).ok_or(Fault::UnknownRuleSet)?;
    if award.is_offered(rule_set) { Ok(()) } else { Err(Fault::AwardNotInRuleSet) }
}
