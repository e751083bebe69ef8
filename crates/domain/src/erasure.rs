//! Erasing what is kept about a person (quyền xoá dữ liệu cá nhân): which records may go, which the law obliges to keep,
//! and what stays behind in their place.
//!
//! An erased record keeps its id, its unit and its kind, that it was erased, why, and who decided so. Everything else is
//! gone from the record, from the operations that made it, and from the files that it named.

use crate::access::{Account, Denial, Role};
use crate::dossier;
use crate::fault::Fault;
use crate::likeness::{Likeness, alike};
use crate::nomination::NAME;
use crate::obstacle::Obstacle;
use crate::profile::Profile;
use crate::record::{Field, Fields, PartitionId, RecordKind, Value};
use crate::register::Identity;
use crate::schema::{self, FieldRule, Holds};
use crate::step;
use crate::text::fold;

/// Whether the record was erased (`Bool`). Common to all kinds.
pub const ERASED: Field = Field::of(2);
/// Why, in words that do not name the person.
pub const REASON: Field = Field::of(3);
/// Who decided it: a name or a post.
pub const DECIDED_BY: Field = Field::of(4);

/// The most characters of a reason.
const LONGEST_REASON: usize = 500;
/// The most characters of who decided.
const LONGEST_NAME: usize = 200;
/// The words that stay behind: both must be there.
const WORDS: [FieldRule; 2] = [
    FieldRule::required(REASON, Holds::Prose(LONGEST_REASON)),
    FieldRule::required(DECIDED_BY, Holds::Line(LONGEST_NAME)),
];

/// Why a record is not erased.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kept {
    /// An award was given: its dossier is an archive.
    Awarded,
    /// It is being handled: it is withdrawn or returned first.
    UnderWay,
    /// It is a paper of the committee or the council, or a rule, and no record about one person.
    Paper,
}

impl Kept {
    /// What stands for it in what the endpoint tells.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Awarded => "awarded",
            Self::UnderWay => "under_way",
            Self::Paper => "paper",
        }
    }

    /// The reason of a name.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        [Self::Awarded, Self::UnderWay, Self::Paper].into_iter().find(|kept| kept.id() == id)
    }

    const fn obstacle(self) -> Obstacle {
        match self {
            Self::Awarded | Self::Paper => Obstacle::KeptByLaw,
            Self::UnderWay => Obstacle::UnderWay,
        }
    }
}

/// Why a record is kept; `None` where it may be erased. `unit` are the nominations of its unit, which tell of an entry of
/// the register whether somebody has an award; a device that does not hold them all leaves that to the endpoint.
pub fn kept<'f>(
    kind: RecordKind,
    partition: PartitionId,
    fields: &Fields,
    unit: impl IntoIterator<Item = &'f Fields>,
) -> Option<Kept> {
    match kind {
        RecordKind::Nomination => of_nomination(fields),
        RecordKind::Profile => {
            let honours = Profile::read(fields).honours;
            let mut honours = honours.iter().filter(|honour| !honour.decision.trim().is_empty());
            let own = Identity::read(partition, fields);
            let is_awarded = |nomination: &&Fields| {
                let other = Identity::read(partition, nomination);
                let same = own.as_ref().zip(other.as_ref()).map(|(own, other)| alike(own, other));
                same == Some(Some(Likeness::Same)) && of_nomination(nomination) == Some(Kept::Awarded)
            };
            (honours.next().is_some() || unit.into_iter().any(|other| is_awarded(&other)))
                .then_some(Kept::Awarded)
        }
        RecordKind::Explanation => None,
        // What nobody has signed is no paper yet. A signature that was refused goes with it.
        RecordKind::Pledge if step::entries(fields).is_empty() => None,
        RecordKind::Pledge
        | RecordKind::Setting
        | RecordKind::Decision
        | RecordKind::CouncilSession
        | RecordKind::Notice
        | RecordKind::CalendarDay
        | RecordKind::Movement
        | RecordKind::Model
        | RecordKind::Indicator
        | RecordKind::RuralGrid
        | RecordKind::Bloc
        | RecordKind::Score => Some(Kept::Paper),
    }
}

const fn of_state(state: dossier::State) -> Option<Kept> {
    use dossier::State;
    match state {
        State::Draft
        | State::Considered
        | State::Returned
        | State::Withdrawn
        | State::NotReached
        | State::Merged => None,
        State::Submitted | State::Appraised | State::Approved | State::SentUp => Some(Kept::UnderWay),
        State::Decided | State::Presented | State::Revoked => Some(Kept::Awarded),
    }
}

fn of_nomination(fields: &Fields) -> Option<Kept> {
    of_state(dossier::State::of(fields))
}

/// Whether an account may erase records.
///
/// # Errors
/// Where it is not an administrator's.
pub fn may(account: &Account) -> Result<(), Denial> {
    if account.role == Role::Administrator { Ok(()) } else { Err(Denial::NotAdministrator) }
}

/// Whether a value may stay behind in the place of a record, in [`REASON`] or [`DECIDED_BY`].
///
/// # Errors
/// What is wrong with it.
pub fn check_words(field: Field, value: &Value) -> Result<(), Fault> {
    let rule = WORDS.iter().find(|rule| Field::of(rule.number) == field);
    let rule = rule.ok_or(Fault::UnknownField(field))?;
    // Nothing at all is as good as empty words.
    if *value == Value::Null { Err(Fault::Missing(field)) } else { schema::check_value(rule, field, value) }
}

/// Whether a record may be erased for this reason.
///
/// # Errors
/// What stands in the way.
pub fn check<'f>(
    kind: RecordKind,
    partition: PartitionId,
    before: &Fields,
    reason: &str,
    unit: impl IntoIterator<Item = &'f Fields>,
) -> Result<(), Obstacle> {
    if names(reason, before) {
        return Err(Obstacle::NamesThePerson);
    }
    kept(kind, partition, before, unit).map_or(Ok(()), |kept| Err(kept.obstacle()))
}

/// Whether a text that stays behind names whom the record is about.
fn names(text: &str, fields: &Fields) -> bool {
    let name = fields.get(&NAME).and_then(Value::as_text).map(fold).unwrap_or_default();
    // One word alone is nobody's name.
    name.contains(' ') && fold(text).contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::State;
    use crate::profile::{BIRTH_YEAR, HONOUR_AWARD, HONOUR_DECISION, HONOUR_YEAR, SUBJECT};
    use crate::{explanation, pledge, step};

    const UNIT: PartitionId = PartitionId(3);
    const WHY: &str = "Theo đề nghị của người được nêu tên";
    const BY: &str = "Chủ tịch UBND xã (mẫu)";

    fn person(name: &str, born: i64) -> Fields {
        Fields::from_iter([(SUBJECT, 1.into()), (NAME, name.into()), (BIRTH_YEAR, born.into())])
    }

    fn nomination(state: State) -> Fields {
        let mut fields = person("Đinh Văn Mẫu", 1980);
        if state.code() != 0 {
            fields.insert(step::STATE, i64::from(state.code()).into());
        }
        fields
    }

    fn checked(kind: RecordKind, fields: &Fields, unit: &[Fields]) -> Result<(), Obstacle> {
        check(kind, UNIT, fields, WHY, unit)
    }

    #[test]
    fn what_an_award_rests_on_is_kept_and_the_rest_may_go() {
        let gone = [
            State::Draft,
            State::Considered,
            State::Returned,
            State::Withdrawn,
            State::NotReached,
            State::Merged,
        ];
        let under_way = [State::Submitted, State::Appraised, State::Approved, State::SentUp];
        let awarded = [State::Decided, State::Presented, State::Revoked];
        let of = |state| checked(RecordKind::Nomination, &nomination(state), &[]);
        assert!(gone.into_iter().all(|state| of(state) == Ok(())));
        assert!(under_way.into_iter().all(|state| of(state) == Err(Obstacle::UnderWay)));
        assert!(awarded.into_iter().all(|state| of(state) == Err(Obstacle::KeptByLaw)));
        assert_eq!(
            checked(RecordKind::Explanation, &Fields::from_iter([(explanation::YEAR, 2023.into())]), &[]),
            Ok(())
        );
        let papers = [RecordKind::Decision, RecordKind::CouncilSession, RecordKind::Notice];
        for kind in papers.into_iter().chain([RecordKind::Bloc, RecordKind::Score]) {
            assert_eq!(checked(kind, &Fields::new(), &[]), Err(Obstacle::KeptByLaw), "{kind:?}");
        }
    }

    #[test]
    fn a_pledge_is_kept_with_its_signatures_and_one_that_nobody_signed_may_go() {
        let mut pledge = Fields::from_iter([(pledge::UNIT, 3.into()), (pledge::YEAR, 2023.into())]);
        assert_eq!(checked(RecordKind::Pledge, &pledge, &[]), Ok(()));
        pledge.insert(step::of(step::KIND, 1), i64::from(pledge::Step::Sign.code()).into());
        assert_eq!(checked(RecordKind::Pledge, &pledge, &[]), Err(Obstacle::KeptByLaw));
        // Amended, it is still a paper that was signed.
        pledge.insert(step::STATE, i64::from(pledge::State::Amending.code()).into());
        assert_eq!(checked(RecordKind::Pledge, &pledge, &[]), Err(Obstacle::KeptByLaw));
    }

    #[test]
    fn an_entry_of_the_register_is_kept_for_an_award_in_it_or_beside_it() {
        let entry = person("Đinh Văn Mẫu", 1980);
        let of = |fields: &Fields, unit: &[Fields]| checked(RecordKind::Profile, fields, unit);
        assert_eq!(of(&entry, &[nomination(State::Draft)]), Ok(()));
        assert_eq!(of(&entry, &[nomination(State::Decided)]), Err(Obstacle::KeptByLaw));
        let mut namesake = nomination(State::Decided);
        namesake.insert(BIRTH_YEAR, 1991.into());
        assert_eq!(of(&entry, &[namesake]), Ok(()));
        let mut honoured = entry.clone();
        honoured.insert(Field::of_item(HONOUR_YEAR.number, 1), 2021.into());
        honoured.insert(Field::of_item(HONOUR_AWARD.number, 1), "lao_dong_tien_tien".into());
        assert_eq!(of(&honoured, &[]), Ok(()), "without a decision nothing was given");
        honoured.insert(Field::of_item(HONOUR_DECISION.number, 1), "12/QĐ-UBND".into());
        assert_eq!(of(&honoured, &[]), Err(Obstacle::KeptByLaw));
    }

    #[test]
    fn the_words_that_stay_behind_do_not_name_the_person() {
        let draft = nomination(State::Draft);
        let cases = [
            (WHY, Ok(())),
            ("Ông DINH VAN MAU đề nghị", Err(Obstacle::NamesThePerson)),
            ("Ông Mẫu đề nghị", Ok(())),
        ];
        for (reason, expected) in cases {
            assert_eq!(check(RecordKind::Nomination, UNIT, &draft, reason, []), expected, "{reason}");
        }
    }

    #[test]
    fn the_words_that_stay_behind_are_there_and_can_be_read() {
        let cases = [
            (WHY, None, BY, None),
            (" ", Some(107), "\n", Some(107)),
            ("Hàng một\nhàng hai", None, "Hàng một\nhàng hai", Some(105)),
            ("Theo\u{7} đề nghị", Some(105), "Chủ tịch\u{0}", Some(105)),
            ("Đề nghi\u{323}", Some(104), "Chu\u{309} tịch", Some(104)),
        ];
        let code = |field, text: &str| check_words(field, &text.into()).err().map(Fault::code);
        for (reason, of_reason, by, of_by) in cases {
            assert_eq!(code(REASON, reason), of_reason, "{reason:?}");
            assert_eq!(code(DECIDED_BY, by), of_by, "{by:?}");
        }
        for (field, longest) in [(REASON, LONGEST_REASON), (DECIDED_BY, LONGEST_NAME)] {
            assert_eq!(code(field, &"ă".repeat(longest)), None);
            assert_eq!(code(field, &"ă".repeat(longest + 1)), Some(103));
            assert_eq!(check_words(field, &Value::Null), Err(Fault::Missing(field)));
            assert_eq!(check_words(field, &7.into()), Err(Fault::WrongType(field)));
        }
    }
}
