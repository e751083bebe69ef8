//! What has to be written where a committee was changed, and whose devices have to be told.

use std::collections::BTreeSet;

use thidua_domain::record::PartitionId;

use super::{Place, Roster, scope};

/// The difference between a committee before and after. Names by number; what there is to say of them stands in the committee
/// after.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Amendment {
    /// Whether its name, its year or its level is another.
    pub(crate) committee: bool,
    /// The places that are new or have another name.
    pub(crate) places: Vec<PartitionId>,
    /// Units that a bloc or cluster has got or lost.
    pub(crate) joined: Vec<(PartitionId, PartitionId)>,
    pub(crate) left: Vec<(PartitionId, PartitionId)>,
    /// The accounts that are new or were changed.
    pub(crate) officers: Vec<u32>,
    /// What an account reads from now on, and what no longer.
    pub(crate) granted: Vec<(u32, PartitionId)>,
    pub(crate) withdrawn: Vec<(u32, PartitionId)>,
    /// The accounts that were there before and are told something else now: their devices ask anew.
    pub(crate) told: Vec<u32>,
    /// The accounts that are not active any more.
    pub(crate) closed: Vec<u32>,
}

impl Amendment {
    /// What leads from one to the other, and brings what each account reads up to date.
    pub(crate) fn between(before: &Roster, after: &mut Roster) -> Self {
        let facts = |of: &Roster| (of.committee.clone(), of.year, of.level);
        let mut amendment = Self { committee: facts(before) != facts(after), ..Self::default() };
        for (id, place) in &after.places {
            let known = before.places.get(id);
            let facts = |of: &Place| (of.name.clone(), of.validity.clone(), of.into);
            if known.is_none_or(|known| facts(known) != facts(place)) {
                amendment.places.push(*id);
            }
            let none = BTreeSet::new();
            let members = known.map_or(&none, |known| &known.members);
            amendment.joined.extend(place.members.difference(members).map(|member| (*id, *member)));
            amendment.left.extend(members.difference(&place.members).map(|member| (*id, *member)));
        }
        for (id, officer) in &mut after.officers {
            let known = before.officers.get(id);
            if known != Some(&*officer) {
                amendment.officers.push(*id);
            }
            if known.is_some_and(|known| known.active && !officer.active) {
                amendment.closed.push(*id);
            }
            let reads = scope(officer.role, officer.home, &after.places);
            amendment.granted.extend(reads.difference(&officer.reads).map(|place| (*id, *place)));
            amendment.withdrawn.extend(officer.reads.difference(&reads).map(|place| (*id, *place)));
            let gone: Vec<_> = officer.reads.difference(&reads).copied().collect();
            officer.left.extend(gone);
            officer.left.retain(|place| !reads.contains(place));
            officer.reads = reads;
        }
        let told = |id: &&u32| before.directory(**id) != after.directory(**id);
        amendment.told = before.officers.keys().filter(told).copied().collect();
        amendment
    }

    /// Whether nothing is to be written.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use thidua_domain::access::Role;
    use thidua_domain::record::PartitionKind;

    use super::super::{Officer, Years};
    use super::*;

    const HOME: PartitionId = PartitionId(1);
    const OTHER: PartitionId = PartitionId(2);
    const OFFICE: PartitionId = PartitionId(3);
    const CLUSTER: PartitionId = PartitionId(4);
    const AUTHORITY: PartitionId = PartitionId(5);
    const COUNCIL: PartitionId = PartitionId(6);
    const COMMONS: PartitionId = PartitionId(7);

    fn place(kind: PartitionKind, name: &str, members: &[PartitionId]) -> Place {
        Place::new(kind, name.to_owned(), members.iter().copied().collect())
    }

    fn officer(role: Role, home: PartitionId, name: &str) -> Officer {
        Officer {
            login: name.to_lowercase(),
            name: name.to_owned(),
            role,
            home,
            active: true,
            years: Years::default(),
            enrolled: true,
            sample: false,
            slip_until_ms: None,
            reads: BTreeSet::new(),
            left: BTreeSet::new(),
        }
    }

    fn committee() -> Roster {
        let mut roster = Roster {
            committee: "Ủy ban".to_owned(),
            year: 2023,
            level: None,
            places: [
                (HOME, place(PartitionKind::Commune, "Xã Một", &[])),
                (OTHER, place(PartitionKind::Commune, "Xã Hai", &[])),
                (OFFICE, place(PartitionKind::Office, "Phòng", &[])),
                (CLUSTER, place(PartitionKind::Cluster, "Cụm", &[HOME])),
                (AUTHORITY, place(PartitionKind::Authority, "Ủy ban", &[])),
                (COUNCIL, place(PartitionKind::Council, "Hội đồng", &[])),
                (COMMONS, place(PartitionKind::Commons, "Việc chung", &[])),
            ]
            .into(),
            officers: [
                (1, officer(Role::CommuneOfficer, HOME, "Một")),
                (2, officer(Role::CommuneOfficer, OTHER, "Hai")),
                (3, officer(Role::Administrator, OFFICE, "Ba")),
                (4, officer(Role::CouncilMember, OFFICE, "Bốn")),
            ]
            .into(),
        };
        let _first = Amendment::between(&Roster::default(), &mut roster);
        roster
    }

    fn changed(change: impl FnOnce(&mut Roster)) -> (Roster, Amendment) {
        let before = committee();
        let mut after = before.clone();
        change(&mut after);
        let amendment = Amendment::between(&before, &mut after);
        (after, amendment)
    }

    #[test]
    fn who_reads_what() {
        let roster = committee();
        let reads = |id: u32| roster.officers[&id].reads.iter().map(|place| place.0).collect::<Vec<_>>();
        assert_eq!(reads(1), [1, 4, 5, 7]);
        assert_eq!(reads(2), [2, 5, 7], "not the cluster that it does not belong to");
        assert_eq!(reads(3), [1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(reads(4), [1, 2, 3, 4, 5, 6, 7]);
        assert!(changed(|_| {}).1.is_empty());
    }

    #[test]
    fn a_new_commune_is_read_by_those_who_read_all_and_told_to_everybody() {
        let new = PartitionId(8);
        let (_, amendment) =
            changed(|roster| _ = roster.places.insert(new, place(PartitionKind::Commune, "Xã Ba", &[])));
        assert_eq!((amendment.places, amendment.granted), (vec![new], vec![(3, new), (4, new)]));
        assert_eq!((amendment.told, amendment.officers), (vec![1, 2, 3, 4], vec![]));
    }

    #[test]
    fn whoever_joins_a_cluster_reads_it_and_whoever_leaves_does_not() {
        let members = |members: &[PartitionId]| {
            let members: BTreeSet<_> = members.iter().copied().collect();
            changed(|roster| roster.places.get_mut(&CLUSTER).unwrap().members = members).1
        };
        let joined = members(&[HOME, OTHER]);
        assert_eq!((joined.joined, joined.granted), (vec![(CLUSTER, OTHER)], vec![(2, CLUSTER)]));
        assert_eq!(joined.told, [1, 2, 3, 4], "all who read it are told of the member");
        let left = members(&[]);
        assert_eq!((left.left, left.withdrawn), (vec![(CLUSTER, HOME)], vec![(1, CLUSTER)]));
        assert!(left.places.is_empty() && left.granted.is_empty());
        // Whoever read it is still told what it is called: its device says which one it was.
        let (after, _) = changed(|roster| roster.places.get_mut(&CLUSTER).unwrap().members.clear());
        let directory = after.directory(1).unwrap();
        let cluster = directory.places.iter().find(|place| place.id == CLUSTER.0).unwrap();
        assert_eq!((cluster.granted, cluster.members.len()), (false, 0));
        assert_eq!(after.officers[&1].left, [CLUSTER].into());
    }

    #[test]
    fn another_role_is_another_scope() {
        let (after, amendment) =
            changed(|roster| roster.officers.get_mut(&1).unwrap().role = Role::EmulationOfficer);
        assert_eq!(amendment.granted, [(1, OTHER), (1, OFFICE), (1, COUNCIL)]);
        assert_eq!((amendment.told, amendment.officers), (vec![1], vec![1]));
        assert!(after.directory(1).unwrap().places.iter().all(|place| place.granted));
    }

    #[test]
    fn who_sits_on_the_council_is_told_to_those_who_put_its_sessions_together() {
        let (after, amendment) = changed(|roster| roster.officers.get_mut(&4).unwrap().active = false);
        assert_eq!((amendment.closed, amendment.told), (vec![4], vec![3]));
        assert!(after.directory(3).unwrap().council.is_empty());
    }

    #[test]
    fn everybody_is_told_of_another_year() {
        let (_, amendment) = changed(|roster| roster.year = 2024);
        assert_eq!((amendment.committee, amendment.told), (true, vec![1, 2, 3, 4]));
        assert!(amendment.officers.is_empty() && amendment.granted.is_empty());
    }
}
