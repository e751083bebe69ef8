//! Who may do what. The endpoint decides by this code, from its own view of the account; the device asks the same code
//! first, so that an officer is told before they type.

use crate::award::Level;
use crate::record::{Fields, PartitionId, PartitionKind, RecordKind, Value};
use crate::{bloc, model, movement, pledge, score};

/// What an account is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// Enters the nominations and the pledge of one commune.
    CommuneOfficer,
    /// Receives and appraises for the whole committee.
    EmulationOfficer,
    /// Keeps the committee's settings; in a small committee also does the emulation officer's work.
    Administrator,
    /// Sits on the council: reads the dossiers and votes.
    CouncilMember,
}

impl Role {
    /// Its name in the endpoint's store and in the directory of an account.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::CommuneOfficer => "commune_officer",
            Self::EmulationOfficer => "emulation_officer",
            Self::Administrator => "administrator",
            Self::CouncilMember => "council_member",
        }
    }

    /// The role of a name, `None` where a later version made it.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        [Self::CommuneOfficer, Self::EmulationOfficer, Self::Administrator, Self::CouncilMember]
            .into_iter()
            .find(|role| role.id() == id)
    }
}

/// A partition that an account may read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grant {
    /// The partition.
    pub partition: PartitionId,
    /// What it stands for.
    pub kind: PartitionKind,
}

/// An account as the endpoint sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    /// Its number.
    pub id: u32,
    /// What its owner is called, as in the history of a dossier.
    pub name: String,
    /// What it is for.
    pub role: Role,
    /// Its own unit.
    pub home: PartitionId,
    /// The level of its committee, which is the level that decides here; `None` where a committee was founded before that
    /// was asked.
    pub level: Option<Level>,
    /// What it may read.
    pub grants: Vec<Grant>,
}

/// Why an account may not write.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Denial {
    /// The partition is not the account's to see.
    OutOfScope,
    /// Records of this kind do not belong to partitions of that kind.
    WrongPlace,
    /// The record is another unit's.
    OtherUnit,
    /// Only the administrator may.
    NotAdministrator,
    /// The account only reads.
    ReadsOnly,
    /// Only the standing office may.
    NotStandingOffice,
    /// Only the standing office or the leader of the bloc may.
    NotLeader,
}

impl Denial {
    const ALL: [Self; 7] = [
        Self::OutOfScope,
        Self::WrongPlace,
        Self::OtherUnit,
        Self::NotAdministrator,
        Self::ReadsOnly,
        Self::NotStandingOffice,
        Self::NotLeader,
    ];

    /// The number that stands for this denial in answers: 200 to 299, never reused.
    #[must_use]
    pub const fn code(self) -> u16 {
        match self {
            Self::OutOfScope => 200,
            Self::WrongPlace => 201,
            Self::OtherUnit => 202,
            Self::NotAdministrator => 203,
            Self::ReadsOnly => 204,
            Self::NotStandingOffice => 205,
            Self::NotLeader => 206,
        }
    }

    /// The denial of a code.
    #[must_use]
    pub fn from_code(code: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|denial| denial.code() == code)
    }
}

impl Account {
    /// What a partition is to this account; `None` where it may not see it.
    #[must_use]
    pub fn grant(&self, partition: PartitionId) -> Option<&Grant> {
        self.grants.iter().find(|grant| grant.partition == partition)
    }
}

/// Whether an account may write these changes to a record in a partition. `before` are the record's fields, `None` for
/// a new one.
///
/// # Errors
/// Why it may not.
pub fn may_write(
    account: &Account,
    kind: RecordKind,
    partition: PartitionId,
    before: Option<&Fields>,
    changes: &Fields,
) -> Result<(), Denial> {
    let grant = account.grant(partition).ok_or(Denial::OutOfScope)?;
    let in_its_place = match kind {
        // A nomination and a name in the register are their unit's own affair.
        RecordKind::Nomination | RecordKind::Profile => grant.kind.is_unit(),
        // A pledge is made before the bloc or cluster, and scored there.
        RecordKind::Pledge | RecordKind::Bloc | RecordKind::Score => grant.kind.is_group(),
        RecordKind::Setting | RecordKind::Decision | RecordKind::CalendarDay => {
            grant.kind == PartitionKind::Authority
        }
        RecordKind::CouncilSession => grant.kind == PartitionKind::Council,
        RecordKind::Movement | RecordKind::Model => grant.kind == PartitionKind::Commons,
        // What the committee says of all units stands in the commons, what a unit says of itself with the unit.
        RecordKind::Indicator => grant.kind.is_unit() || grant.kind == PartitionKind::Commons,
        RecordKind::RuralGrid => grant.kind == PartitionKind::Commune,
        // What is said of one unit stands with the unit, what is said of all with the committee.
        RecordKind::Explanation | RecordKind::Notice => {
            grant.kind.is_unit() || grant.kind == PartitionKind::Authority
        }
    };
    if !in_its_place {
        return Err(Denial::WrongPlace);
    }
    let own = match (account.role, kind) {
        (Role::CouncilMember, _) => return Err(Denial::ReadsOnly),
        (Role::Administrator, _) => true,
        (_, RecordKind::Setting | RecordKind::CalendarDay) => return Err(Denial::NotAdministrator),
        (Role::EmulationOfficer, _) => true,
        (Role::CommuneOfficer, RecordKind::Decision | RecordKind::CouncilSession) => {
            return Err(Denial::NotStandingOffice);
        }
        (
            Role::CommuneOfficer,
            RecordKind::Nomination | RecordKind::Profile | RecordKind::Explanation | RecordKind::Notice,
        ) => partition == account.home,
        (Role::CommuneOfficer, RecordKind::Pledge) => {
            let home = Value::Int(i64::from(account.home.0));
            let unit = |fields: &Fields| fields.get(&pledge::UNIT).is_none_or(|unit| *unit == home);
            before.is_none_or(unit) && unit(changes)
        }
        (Role::CommuneOfficer, RecordKind::Indicator) if grant.kind == PartitionKind::Commons => {
            return Err(Denial::NotStandingOffice);
        }
        (Role::CommuneOfficer, RecordKind::Indicator | RecordKind::RuralGrid) => partition == account.home,
        (Role::CommuneOfficer, RecordKind::Movement) => {
            return movement::may_write_part(account.home, before.is_some(), changes);
        }
        (Role::CommuneOfficer, RecordKind::Model) => model::is_of(account.home, before, changes),
        (Role::CommuneOfficer, RecordKind::Bloc) => return of_leader(account, before, changes),
        (Role::CommuneOfficer, RecordKind::Score) => scores(account, before, changes),
    };
    if own { Ok(()) } else { Err(Denial::OtherUnit) }
}

/// The same of a step. Under a pledge another unit may sign on the account's tablet: whether the account may hold it for that unit is
/// told by the bloc, which the check of the step looks at.
///
/// # Errors
/// Why it may not.
pub fn may_step(
    account: &Account,
    kind: RecordKind,
    partition: PartitionId,
    before: Option<&Fields>,
    changes: &Fields,
) -> Result<(), Denial> {
    match may_write(account, kind, partition, before, changes) {
        Err(Denial::OtherUnit) if kind == RecordKind::Pledge => Ok(()),
        may => may,
    }
}

/// The bloc's leader writes what the members agree on; who belongs to the bloc and who leads it is the standing office's.
fn of_leader(account: &Account, before: Option<&Fields>, changes: &Fields) -> Result<(), Denial> {
    let leads = before.and_then(bloc::leader) == Some(account.home);
    if !leads {
        return Err(Denial::NotLeader);
    }
    // What changes nothing is a deletion.
    if changes.is_empty() || changes.keys().any(|field| bloc::is_of_the_office(*field)) {
        return Err(Denial::NotStandingOffice);
    }
    Ok(())
}

/// A member scores in its own name: itself and the others. What a score is of stays as it was.
fn scores(account: &Account, before: Option<&Fields>, changes: &Fields) -> bool {
    let home = Value::Int(i64::from(account.home.0));
    let is_of_a_member = |role: &Value| {
        role.as_int().and_then(score::Role::from_code).is_some_and(score::Role::is_of_a_member)
    };
    let own = |fields: &Fields| {
        fields.get(&score::BY).is_none_or(|by| *by == home)
            && fields.get(&score::ROLE).is_none_or(is_of_a_member)
    };
    match before {
        Some(before) => own(before) && before.get(&score::BY) == Some(&home) && own(changes),
        None => own(changes) && changes.get(&score::BY) == Some(&home),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::nomination;
    use crate::record::Field;

    const HOME: PartitionId = PartitionId(1);
    const NEIGHBOUR: PartitionId = PartitionId(2);
    const CLUSTER: PartitionId = PartitionId(3);
    const COMMITTEE: PartitionId = PartitionId(4);
    const COMMONS: PartitionId = PartitionId(5);

    fn account(role: Role) -> Account {
        let commune = |partition| Grant { partition, kind: PartitionKind::Commune };
        let cluster = Grant { partition: CLUSTER, kind: PartitionKind::Cluster };
        let commons = Grant { partition: COMMONS, kind: PartitionKind::Commons };
        let grants = match role {
            Role::CommuneOfficer => vec![commune(HOME), cluster, commons],
            Role::EmulationOfficer | Role::Administrator | Role::CouncilMember => vec![
                commune(HOME),
                commune(NEIGHBOUR),
                cluster,
                Grant { partition: COMMITTEE, kind: PartitionKind::Authority },
                commons,
            ],
        };
        Account { id: 1, name: String::new(), role, home: HOME, level: None, grants }
    }

    fn of_unit(unit: PartitionId) -> Fields {
        Fields::from_iter([(pledge::UNIT, i64::from(unit.0).into())])
    }

    type Case = (Role, RecordKind, PartitionId, Option<Fields>, Fields, Result<(), Denial>);

    #[test]
    fn who_may_write_where() {
        use Denial::{NotAdministrator, OtherUnit, OutOfScope, ReadsOnly, WrongPlace};
        use RecordKind::{CalendarDay, Decision, Explanation, Nomination, Notice, Pledge, Profile, Setting};
        use Role::{Administrator, CommuneOfficer, CouncilMember, EmulationOfficer};
        let none = Fields::new;
        let name = Fields::from_iter([(nomination::NAME, "Đinh Văn A".into())]);
        let cases: &[Case] = &[
            (CommuneOfficer, Nomination, HOME, None, name.clone(), Ok(())),
            (CommuneOfficer, Nomination, NEIGHBOUR, None, name.clone(), Err(OutOfScope)),
            (CommuneOfficer, Nomination, CLUSTER, None, name.clone(), Err(WrongPlace)),
            (CommuneOfficer, Pledge, CLUSTER, None, of_unit(HOME), Ok(())),
            (CommuneOfficer, Pledge, CLUSTER, None, of_unit(NEIGHBOUR), Err(OtherUnit)),
            (CommuneOfficer, Pledge, CLUSTER, Some(of_unit(NEIGHBOUR)), Fields::new(), Err(OtherUnit)),
            (CommuneOfficer, Pledge, CLUSTER, Some(of_unit(HOME)), of_unit(NEIGHBOUR), Err(OtherUnit)),
            (CommuneOfficer, Pledge, HOME, None, of_unit(HOME), Err(WrongPlace)),
            (EmulationOfficer, Nomination, NEIGHBOUR, None, name, Ok(())),
            (EmulationOfficer, Pledge, CLUSTER, None, of_unit(NEIGHBOUR), Ok(())),
            (EmulationOfficer, Pledge, PartitionId(9), None, of_unit(NEIGHBOUR), Err(OutOfScope)),
            (CommuneOfficer, Profile, HOME, None, none(), Ok(())),
            (CommuneOfficer, Profile, CLUSTER, None, none(), Err(WrongPlace)),
            (EmulationOfficer, Profile, COMMITTEE, None, none(), Err(WrongPlace)),
            (EmulationOfficer, Setting, COMMITTEE, None, none(), Err(NotAdministrator)),
            (CommuneOfficer, Setting, HOME, None, none(), Err(WrongPlace)),
            (Administrator, Setting, COMMITTEE, None, none(), Ok(())),
            (Administrator, Setting, HOME, None, none(), Err(WrongPlace)),
            (EmulationOfficer, Decision, COMMITTEE, None, none(), Ok(())),
            (CommuneOfficer, Notice, HOME, None, none(), Ok(())),
            (CouncilMember, Nomination, HOME, None, none(), Err(ReadsOnly)),
            (EmulationOfficer, CalendarDay, COMMITTEE, None, none(), Err(NotAdministrator)),
            (CommuneOfficer, Explanation, HOME, None, none(), Ok(())),
            (CommuneOfficer, Explanation, COMMITTEE, None, none(), Err(OutOfScope)),
            (EmulationOfficer, Explanation, COMMITTEE, None, none(), Ok(())),
            (EmulationOfficer, Explanation, CLUSTER, None, none(), Err(WrongPlace)),
        ];
        for (role, kind, partition, before, changes, expected) in cases {
            let got = may_write(&account(*role), *kind, *partition, before.as_ref(), changes);
            assert_eq!(got, *expected, "{role:?} {kind:?} in {partition}");
        }
    }

    #[test]
    fn the_committees_figures_are_the_standing_offices_and_a_units_are_its_own() {
        use Denial::{NotStandingOffice, OtherUnit, OutOfScope, ReadsOnly, WrongPlace};
        use RecordKind::{Indicator, RuralGrid};
        use Role::{Administrator, CommuneOfficer, CouncilMember, EmulationOfficer};
        const OFFICE: PartitionId = PartitionId(6);
        let with_office = |role| {
            let mut account = account(role);
            account.grants.push(Grant { partition: OFFICE, kind: PartitionKind::Office });
            account
        };
        let cases: &[(Role, RecordKind, PartitionId, Result<(), Denial>)] = &[
            (CommuneOfficer, Indicator, HOME, Ok(())),
            (CommuneOfficer, Indicator, COMMONS, Err(NotStandingOffice)),
            (CommuneOfficer, Indicator, NEIGHBOUR, Err(OutOfScope)),
            (CommuneOfficer, Indicator, OFFICE, Err(OtherUnit)),
            (CommuneOfficer, Indicator, CLUSTER, Err(WrongPlace)),
            (EmulationOfficer, Indicator, COMMONS, Ok(())),
            (EmulationOfficer, Indicator, NEIGHBOUR, Ok(())),
            (EmulationOfficer, Indicator, OFFICE, Ok(())),
            (EmulationOfficer, Indicator, COMMITTEE, Err(WrongPlace)),
            (Administrator, Indicator, COMMONS, Ok(())),
            (CouncilMember, Indicator, COMMONS, Err(ReadsOnly)),
            (CommuneOfficer, RuralGrid, HOME, Ok(())),
            (CommuneOfficer, RuralGrid, NEIGHBOUR, Err(OutOfScope)),
            (CommuneOfficer, RuralGrid, COMMONS, Err(WrongPlace)),
            (EmulationOfficer, RuralGrid, NEIGHBOUR, Ok(())),
            (EmulationOfficer, RuralGrid, OFFICE, Err(WrongPlace)),
            (Administrator, RuralGrid, HOME, Ok(())),
            (CouncilMember, RuralGrid, HOME, Err(ReadsOnly)),
        ];
        for (role, kind, partition, expected) in cases {
            for before in [None, Some(Fields::new())] {
                let got = may_write(&with_office(*role), *kind, *partition, before.as_ref(), &Fields::new());
                assert_eq!(got, *expected, "{role:?} {kind:?} in {partition}");
            }
        }
    }

    #[test]
    fn who_may_write_in_a_bloc() {
        use Denial::{NotLeader, NotStandingOffice, OtherUnit, ReadsOnly, WrongPlace};
        use Role::{Administrator, CommuneOfficer, CouncilMember, EmulationOfficer};
        let led_by = |unit: PartitionId| Fields::from_iter([(bloc::LEADER, i64::from(unit.0).into())]);
        let regulation = || Fields::from_iter([(bloc::REGULATION, "Quy chế (mẫu)".into())]);
        let member = || Fields::from_iter([(Field::of_item(bloc::MEMBER_IS.number, NEIGHBOUR.0), 1.into())]);
        let lot = || Fields::from_iter([(Field::of_item(bloc::MEMBER_LOT.number, NEIGHBOUR.0), 1.into())]);
        type Case = (Role, PartitionId, Option<Fields>, Fields, Result<(), Denial>);
        let of_blocs: Vec<Case> = vec![
            (EmulationOfficer, CLUSTER, None, led_by(HOME), Ok(())),
            (Administrator, CLUSTER, Some(led_by(HOME)), member(), Ok(())),
            (EmulationOfficer, COMMITTEE, None, led_by(HOME), Err(WrongPlace)),
            (CommuneOfficer, CLUSTER, None, led_by(HOME), Err(NotLeader)),
            (CommuneOfficer, CLUSTER, Some(led_by(HOME)), regulation(), Ok(())),
            (CommuneOfficer, CLUSTER, Some(led_by(HOME)), lot(), Ok(())),
            (CommuneOfficer, CLUSTER, Some(led_by(NEIGHBOUR)), regulation(), Err(NotLeader)),
            (CommuneOfficer, CLUSTER, Some(led_by(HOME)), member(), Err(NotStandingOffice)),
            (CommuneOfficer, CLUSTER, Some(led_by(HOME)), led_by(NEIGHBOUR), Err(NotStandingOffice)),
            // What changes nothing is a deletion.
            (CommuneOfficer, CLUSTER, Some(led_by(HOME)), Fields::new(), Err(NotStandingOffice)),
            (CouncilMember, CLUSTER, Some(led_by(HOME)), regulation(), Err(ReadsOnly)),
        ];
        let scored = |by: Option<PartitionId>, role: score::Role| {
            let mut fields = Fields::from_iter([(score::ROLE, role.code().into())]);
            fields.extend(by.map(|by| (score::BY, i64::from(by.0).into())));
            fields
        };
        let points = || Fields::from_iter([(Field::of_item(score::POINTS.number, 1), 5.into())]);
        let (own, cross) = (score::Role::Own, score::Role::Cross);
        let (verified, council) = (score::Role::Verification, score::Role::Council);
        let of_scores: Vec<Case> = vec![
            (CommuneOfficer, CLUSTER, None, scored(Some(HOME), own), Ok(())),
            (CommuneOfficer, CLUSTER, None, scored(Some(HOME), cross), Ok(())),
            (CommuneOfficer, CLUSTER, None, scored(Some(NEIGHBOUR), cross), Err(OtherUnit)),
            (CommuneOfficer, CLUSTER, None, scored(None, verified), Err(OtherUnit)),
            (CommuneOfficer, CLUSTER, None, scored(Some(HOME), council), Err(OtherUnit)),
            (CommuneOfficer, CLUSTER, Some(scored(Some(HOME), cross)), points(), Ok(())),
            (CommuneOfficer, CLUSTER, Some(scored(Some(NEIGHBOUR), cross)), points(), Err(OtherUnit)),
            (CommuneOfficer, CLUSTER, Some(scored(None, verified)), points(), Err(OtherUnit)),
            (CommuneOfficer, CLUSTER, Some(scored(Some(HOME), own)), scored(None, council), Err(OtherUnit)),
            (EmulationOfficer, CLUSTER, None, scored(None, verified), Ok(())),
            (Administrator, CLUSTER, None, scored(None, council), Ok(())),
            (EmulationOfficer, NEIGHBOUR, None, scored(None, verified), Err(WrongPlace)),
            (CouncilMember, CLUSTER, None, scored(None, council), Err(ReadsOnly)),
        ];
        for (kind, cases) in [(RecordKind::Bloc, of_blocs), (RecordKind::Score, of_scores)] {
            for (number, (role, partition, before, changes, expected)) in cases.into_iter().enumerate() {
                let got = may_write(&account(role), kind, partition, before.as_ref(), &changes);
                assert_eq!(got, expected, "{kind:?}, case {number}");
            }
        }
    }

    /// Who, where, what stood there, what they write, and what they are told.
    type Shared = (Role, PartitionId, Option<Fields>, Fields, Result<(), Denial>);

    fn of_items(item: u32, numbers: &[Field]) -> Fields {
        let value = |field: &Field| (Field::of_item(field.number, item), "2024-03-05".into());
        numbers.iter().map(value).collect()
    }

    #[test]
    fn a_unit_writes_its_own_part_of_a_movement_and_nothing_else() {
        use Denial::{NotStandingOffice, OtherUnit, OutOfScope, ReadsOnly, WrongPlace};
        use Role::{Administrator, CommuneOfficer, CouncilMember, EmulationOfficer};
        let (home, neighbour) = (HOME.0, NEIGHBOUR.0);
        let whole = || Some(Fields::from_iter([(movement::NAME, "Phong trào (mẫu)".into())]));
        let text = || Fields::from_iter([(movement::NAME, "Phong trào khác (mẫu)".into())]);
        let join = |item| of_items(item, &[movement::JOINED_ON]);
        let report = |item| {
            of_items(item, &[movement::INTERIM_ON, movement::FINAL_RESULT, movement::interim_figure(7, item)])
        };
        let both = || {
            let mut both = join(home);
            both.extend(text());
            both
        };
        let cases: &[Shared] = &[
            (CommuneOfficer, COMMONS, whole(), join(home), Ok(())),
            (CommuneOfficer, COMMONS, whole(), report(home), Ok(())),
            (CommuneOfficer, COMMONS, whole(), join(neighbour), Err(OtherUnit)),
            (CommuneOfficer, COMMONS, whole(), report(neighbour), Err(OtherUnit)),
            (CommuneOfficer, COMMONS, whole(), text(), Err(NotStandingOffice)),
            (CommuneOfficer, COMMONS, whole(), both(), Err(NotStandingOffice)),
            // A target has an item as well, which may be the number of a unit.
            (
                CommuneOfficer,
                COMMONS,
                whole(),
                of_items(home, &[movement::TARGET_NAME]),
                Err(NotStandingOffice),
            ),
            (CommuneOfficer, COMMONS, whole(), of_items(home, &[movement::NAMED]), Err(NotStandingOffice)),
            // What changes nothing is a deletion.
            (CommuneOfficer, COMMONS, whole(), Fields::new(), Err(NotStandingOffice)),
            (CommuneOfficer, COMMONS, None, text(), Err(NotStandingOffice)),
            (CommuneOfficer, COMMONS, None, join(home), Err(NotStandingOffice)),
            (EmulationOfficer, COMMONS, None, text(), Ok(())),
            (EmulationOfficer, COMMONS, whole(), join(neighbour), Ok(())),
            (EmulationOfficer, COMMITTEE, None, text(), Err(WrongPlace)),
            (Administrator, COMMONS, whole(), Fields::new(), Ok(())),
            (CouncilMember, COMMONS, whole(), join(home), Err(ReadsOnly)),
            (CommuneOfficer, COMMITTEE, whole(), join(home), Err(OutOfScope)),
        ];
        for (role, partition, before, changes, expected) in cases {
            let got = may_write(&account(*role), RecordKind::Movement, *partition, before.as_ref(), changes);
            assert_eq!(got, *expected, "{role:?} in {partition}: {changes:?}");
        }
    }

    #[test]
    fn a_unit_writes_its_own_models_and_tells_that_it_has_copied_others() {
        use Denial::{OtherUnit, ReadsOnly, WrongPlace};
        use Role::{CommuneOfficer, CouncilMember, EmulationOfficer};
        let (home, neighbour) = (HOME.0, NEIGHBOUR.0);
        let of = |unit: PartitionId| Fields::from_iter([(model::UNIT, i64::from(unit.0).into())]);
        let copy = |item| of_items(item, &[model::COPIED_SINCE, model::COPY_RESULT]);
        let text = || Fields::from_iter([(model::HOW, "Làm theo từng bước.".into())]);
        let nobodys = Fields::new;
        let cases: &[Shared] = &[
            (CommuneOfficer, COMMONS, None, of(HOME), Ok(())),
            (CommuneOfficer, COMMONS, None, of(NEIGHBOUR), Err(OtherUnit)),
            (CommuneOfficer, COMMONS, None, nobodys(), Err(OtherUnit)),
            (CommuneOfficer, HOME, None, of(HOME), Err(WrongPlace)),
            (CommuneOfficer, COMMONS, Some(of(HOME)), text(), Ok(())),
            (CommuneOfficer, COMMONS, Some(of(HOME)), Fields::new(), Ok(())),
            (CommuneOfficer, COMMONS, Some(of(HOME)), of(NEIGHBOUR), Err(OtherUnit)),
            (CommuneOfficer, COMMONS, Some(of(HOME)), copy(neighbour), Err(OtherUnit)),
            (CommuneOfficer, COMMONS, Some(of(HOME)), copy(home), Err(OtherUnit)),
            (CommuneOfficer, COMMONS, Some(of(NEIGHBOUR)), text(), Err(OtherUnit)),
            (CommuneOfficer, COMMONS, Some(of(NEIGHBOUR)), Fields::new(), Err(OtherUnit)),
            (CommuneOfficer, COMMONS, Some(of(NEIGHBOUR)), of(HOME), Err(OtherUnit)),
            (CommuneOfficer, COMMONS, Some(of(NEIGHBOUR)), copy(home), Ok(())),
            (CommuneOfficer, COMMONS, Some(of(NEIGHBOUR)), copy(neighbour), Err(OtherUnit)),
            (EmulationOfficer, COMMONS, Some(of(NEIGHBOUR)), copy(neighbour), Ok(())),
            (EmulationOfficer, COMMONS, None, of(NEIGHBOUR), Ok(())),
            (CouncilMember, COMMONS, Some(of(HOME)), copy(home), Err(ReadsOnly)),
        ];
        for (role, partition, before, changes, expected) in cases {
            let got = may_write(&account(*role), RecordKind::Model, *partition, before.as_ref(), changes);
            assert_eq!(got, *expected, "{role:?} in {partition}: {before:?} {changes:?}");
        }
    }

    #[test]
    fn a_step_on_anothers_pledge_is_left_to_the_bloc_to_judge() {
        let may = |kind, partition, before: &Fields| {
            may_step(&account(Role::CommuneOfficer), kind, partition, Some(before), &Fields::new())
        };
        assert_eq!(may(RecordKind::Pledge, CLUSTER, &of_unit(NEIGHBOUR)), Ok(()));
        assert_eq!(may(RecordKind::Pledge, PartitionId(9), &of_unit(HOME)), Err(Denial::OutOfScope));
        assert_eq!(may(RecordKind::Nomination, NEIGHBOUR, &Fields::new()), Err(Denial::OutOfScope));
    }
}
