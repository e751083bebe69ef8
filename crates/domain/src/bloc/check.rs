//! What is wrong with a bloc's year, and what whoever keeps it should know.

use super::{
    Bloc, CRITERION_MAX, CRITERION_RATE, CRITERION_SECTION, CRITERION_TARGET, FORWARD_AWARD, LEADER,
    MEMBER_IS, MEMBER_UNTIL, Member, Points, TIE_OF, TieRule,
};
use crate::award::{Award, SubjectKind};
use crate::fault::Fault;
use crate::pledge;
use crate::record::{Field, Fields, PartitionId, RecordId, RecordKind};
use crate::schema;

/// What is worth knowing of a bloc's year. It may be saved all the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Finding {
    /// It has no leader.
    NoLeader,
    /// Its leader does not belong to it.
    LeaderIsNoMember,
    /// It has no members.
    NoMembers,
    /// It has one member: there is nobody to compare it with, so that nobody is put forward for being first (91/2017/NĐ-CP
    /// art. 12).
    OneMember(PartitionId),
    /// A unit leaves it before the end of the year, and has no place at its end.
    Leaves(PartitionId),
    /// The ordinary criteria do not add up to what is declared.
    TotalDiffers {
        /// What they add up to.
        sum: Points,
        /// What is declared.
        declared: Points,
    },
    /// It has no table.
    NoTable,
    /// A criterion stands in no section.
    NoSection(u32),
    /// A criterion is computed from a target that the template does not have.
    NoTarget(u32),
    /// A criterion is computed by steps and has no rate.
    NoRate(u32),
    /// A criterion has no maximum.
    NoMaximum(u32),
    /// A tie-break names a part that the table does not have.
    TieOfNothing(u32),
    /// A place is put forward for an award that this version does not know, or that no collective is given.
    UnknownAward(u32),
    /// A target of the template is not complete.
    Target(u32),
}

impl Finding {
    /// The field beside which it is said.
    #[must_use]
    pub fn field(self) -> Field {
        let item = |field: Field, item: u32| Field::of_item(field.number, item);
        match self {
            Self::NoLeader | Self::LeaderIsNoMember => LEADER,
            Self::NoMembers => Field::of(MEMBER_IS.number),
            Self::OneMember(unit) => item(MEMBER_IS, unit.0),
            Self::Leaves(unit) => item(MEMBER_UNTIL, unit.0),
            Self::TotalDiffers { .. } | Self::NoTable => super::TABLE_TOTAL,
            Self::NoSection(of) => item(CRITERION_SECTION, of),
            Self::NoTarget(of) => item(CRITERION_TARGET, of),
            Self::NoRate(of) => item(CRITERION_RATE, of),
            Self::NoMaximum(of) => item(CRITERION_MAX, of),
            Self::TieOfNothing(of) => item(TIE_OF, of),
            Self::UnknownAward(of) => item(FORWARD_AWARD, of),
            Self::Target(of) => item(pledge::TARGET_NAME, of),
        }
    }
}

/// Everything that is wrong with a bloc's year, each to be said beside its field. Empty where it may be saved.
#[must_use]
pub fn check(fields: &Fields) -> Vec<Fault> {
    let mut faults = schema::check_record(RecordKind::Bloc, fields);
    let backwards =
        |member: &&Member| member.from.zip(member.until).is_some_and(|(from, until)| until < from);
    let bloc = Bloc::read(fields);
    let of_members = bloc.members.iter().filter(backwards);
    faults.extend(
        of_members.map(|member| Fault::Backwards(Field::of_item(MEMBER_UNTIL.number, member.unit.0))),
    );
    faults
}

/// What is worth knowing of a bloc's year.
#[must_use]
pub fn findings(fields: &Fields) -> Vec<Finding> {
    let bloc = Bloc::read(fields);
    let mut found = of_members(&bloc);
    let table = &bloc.table;
    if table.criteria().next().is_none() {
        found.push(Finding::NoTable);
    }
    found.extend(
        table
            .declared_total
            .filter(|declared| *declared != table.max())
            .map(|declared| Finding::TotalDiffers { sum: table.max(), declared }),
    );
    let template = pledge::Pledge::read(fields);
    let has_target = |item: Option<u32>| template.targets.iter().any(|target| Some(target.item) == item);
    for criterion in table.criteria() {
        let item = criterion.item;
        let has_section =
            table.sections.iter().any(|section| section.item != 0 && criterion.section == Some(section.item));
        let formula = criterion.formula;
        let cases = [
            (!has_section, Finding::NoSection(item)),
            (criterion.max == Points::ZERO, Finding::NoMaximum(item)),
            (formula.needs_target() && !has_target(criterion.target), Finding::NoTarget(item)),
            (formula.needs_rate() && criterion.rate == Points::ZERO, Finding::NoRate(item)),
        ];
        found.extend(cases.into_iter().filter(|(is_so, _)| *is_so).map(|(_, finding)| finding));
    }
    for tie in &table.ties {
        let is_there = match tie.rule {
            TieRule::Section => table.sections.iter().any(|section| Some(section.item) == tie.of),
            TieRule::Criterion => tie.of.is_some_and(|of| table.criterion(of).is_some()),
            TieRule::FewerPenalties | TieRule::MoreBonus | TieRule::MoreReached => true,
        };
        found.extend((!is_there).then_some(Finding::TieOfNothing(tie.item)));
    }
    let is_given = |award: &Award| award.is_for(SubjectKind::Collective);
    let unknown = bloc.forward.iter().filter(|forward| !forward.award().is_some_and(is_given));
    found.extend(unknown.map(|forward| Finding::UnknownAward(forward.item)));
    let incomplete = template.targets.iter().filter(|target| !target.lacks_but_its_plan().is_empty());
    found.extend(incomplete.map(|target| Finding::Target(target.item)));
    found
}

fn of_members(bloc: &Bloc<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    match bloc.leader {
        None => found.push(Finding::NoLeader),
        Some(leader) if bloc.member(leader).is_none() => found.push(Finding::LeaderIsNoMember),
        Some(_) => {}
    }
    match bloc.members.as_slice() {
        [] => found.push(Finding::NoMembers),
        [only] => found.push(Finding::OneMember(only.unit)),
        _ => {}
    }
    let last = bloc.last_day();
    let leaves = |member: &&Member| member.until.zip(last).is_some_and(|(until, last)| until < last);
    found.extend(bloc.members.iter().filter(leaves).map(|member| Finding::Leaves(member.unit)));
    found
}

/// The first member of a bloc that belongs on some day to another bloc of the same year as well. `others` are the blocs of all
/// partitions, deleted ones left out.
pub fn in_two_blocs<'r>(
    record: RecordId,
    fields: &Fields,
    others: impl IntoIterator<Item = (RecordId, &'r Fields)>,
) -> Option<(PartitionId, RecordId)> {
    let own = Bloc::read(fields);
    let others = others.into_iter().filter(|(id, _)| *id != record);
    let others =
        others.map(|(id, fields)| (id, Bloc::read(fields))).filter(|(_, other)| other.year == own.year);
    for (id, other) in others {
        let meets = |member: &&Member| other.member(member.unit).is_some_and(|there| there.meets(member));
        if let Some(member) = own.members.iter().find(meets) {
            return Some((member.unit, id));
        }
    }
    None
}

/// What a bloc's year may not become, whoever writes it: the device asks before it stores, the endpoint before it carries out. What was
/// so before is no reason to refuse a change of something else. `others` are the other live blocs.
pub fn refusal<'r, I: IntoIterator<Item = (RecordId, &'r Fields)>>(
    record: RecordId,
    before: Option<&Fields>,
    after: &Fields,
    others: impl Fn() -> I,
) -> Option<Fault> {
    let (unit, _) = in_two_blocs(record, after, others())?;
    let was_so = before.and_then(|before| in_two_blocs(record, before, others()));
    let is_new = was_so.is_none_or(|(was, _)| was != unit);
    is_new.then_some(Fault::InTwoBlocs(Field::of_item(MEMBER_IS.number, unit.0)))
}
