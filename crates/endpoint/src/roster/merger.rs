//! What a merger of units makes of a committee: the old units end, the new one begins, and whoever worked in one of the old ones
//! works in the new one.

use std::collections::{BTreeMap, BTreeSet};

use thidua_domain::lineage::{self, Merger, MergerFault, Unit, Validity};
use thidua_domain::record::PartitionId;
use thidua_domain::rule_set::CivilDate;

use super::check::{is_same, name};
use super::{Fault, Place, Roster};

impl Roster {
    /// A name for the unit that others become. It may be that of one of them, as a commune often keeps a name of the old ones.
    pub(crate) fn name_of_merged(&self, units: &BTreeSet<PartitionId>, typed: &str) -> Result<String, Fault> {
        let name = name(typed)?;
        let mut others = self.places.iter().filter(|(id, place)| place.is_there() && !units.contains(id));
        if others.any(|(_, other)| is_same(&other.name, &name)) { Err(Fault::NameTaken) } else { Ok(name) }
    }
}

/// Merges units under a checked name. The number of the new one.
///
/// # Errors
/// What stands in the way; nothing was changed.
pub(crate) fn merge(
    roster: &mut Roster,
    merger: &Merger,
    name: String,
    today: CivilDate,
) -> Result<PartitionId, MergerFault> {
    let unit = |(id, place): (&PartitionId, &Place)| {
        (*id, Unit { kind: place.kind, validity: place.validity.clone() })
    };
    let all: BTreeMap<PartitionId, Unit> = roster.places.iter().map(unit).collect();
    let kind = lineage::check(merger, &all, today)?;
    let number = roster.next_place();
    for place in roster.places.values_mut() {
        let before = place.members.len();
        place.members.retain(|member| !merger.units.contains(member));
        if place.members.len() < before {
            place.members.insert(number);
        }
    }
    for unit in &merger.units {
        if let Some(place) = roster.places.get_mut(unit) {
            (place.validity.until, place.into) = (Some(merger.day.previous()), Some(number));
        }
    }
    for officer in roster.officers.values_mut().filter(|of| merger.units.contains(&of.home)) {
        officer.home = number;
    }
    let validity = Validity { from: Some(merger.day), until: None, code: merger.code.clone() };
    roster.places.insert(number, Place { validity, ..Place::new(kind, name, BTreeSet::new()) });
    Ok(number)
}

#[cfg(test)]
mod tests {
    use thidua_domain::access::Role;
    use thidua_domain::record::PartitionKind;

    use super::super::{Amendment, Checked, Officer, Years};
    use super::*;

    const ONE: PartitionId = PartitionId(1);
    const TWO: PartitionId = PartitionId(2);
    const THREE: PartitionId = PartitionId(3);
    const CLUSTER: PartitionId = PartitionId(4);

    fn committee() -> Roster {
        let place = |kind, name: &str, members: &[PartitionId]| {
            Place::new(kind, name.to_owned(), members.iter().copied().collect())
        };
        let officer = |role, home, name: &str| {
            Officer::new(
                name.to_lowercase(),
                Checked { name: name.to_owned(), role, home, years: Years::default() },
            )
        };
        let mut roster = Roster {
            committee: "Ủy ban (mẫu)".to_owned(),
            year: 2025,
            places: [
                (ONE, place(PartitionKind::Commune, "Xã Một", &[])),
                (TWO, place(PartitionKind::Commune, "Xã Hai", &[])),
                (THREE, place(PartitionKind::Commune, "Xã Ba", &[])),
                (CLUSTER, place(PartitionKind::Cluster, "Cụm", &[ONE, TWO, THREE])),
            ]
            .into(),
            officers: [
                (1, officer(Role::CommuneOfficer, ONE, "Một")),
                (2, officer(Role::CommuneOfficer, TWO, "Hai")),
                (3, officer(Role::Administrator, THREE, "Ba")),
            ]
            .into(),
            ..Roster::default()
        };
        let _first = Amendment::between(&Roster::default(), &mut roster);
        roster
    }

    fn merger(units: &[PartitionId]) -> Merger {
        let day = CivilDate::new(2025, 7, 1).unwrap();
        Merger { units: units.iter().copied().collect(), day, code: Some("21349".to_owned()) }
    }

    fn today() -> CivilDate {
        CivilDate::new(2025, 8, 1).unwrap()
    }

    #[test]
    fn whoever_worked_in_an_old_unit_works_in_the_new_one_and_reads_it() {
        let before = committee();
        let mut after = before.clone();
        let new = merge(&mut after, &merger(&[ONE, TWO]), "Xã Mới".to_owned(), today()).unwrap();
        let amendment = Amendment::between(&before, &mut after);
        assert_eq!(new, PartitionId(5));
        assert_eq!([1, 2, 3].map(|id| after.officers[&id].home), [new, new, THREE]);
        let reads = |id: u32| after.officers[&id].reads.iter().map(|place| place.0).collect::<Vec<_>>();
        assert_eq!([reads(1), reads(2), reads(3)], [vec![4, 5], vec![4, 5], vec![3, 4, 5]]);
        assert_eq!(after.places[&CLUSTER].members, [THREE, new].into());
        assert_eq!(amendment.told, [1, 2, 3]);
        assert_eq!(amendment.places, [ONE, TWO, new]);
        let (old, new) = (&after.places[&ONE], &after.places[&new]);
        assert_eq!(old.validity.until.unwrap().to_string(), "2025-06-30");
        assert_eq!((new.validity.from, new.validity.code.as_deref()), (Some(merger(&[]).day), Some("21349")));
        assert!(!old.is_there() && new.is_there());
        // What the new unit was before is told with it.
        let directory = after.directory(1).unwrap();
        let old = directory.places.iter().find(|place| place.id == ONE.0).unwrap();
        assert_eq!((old.granted, old.into, old.until.as_deref()), (false, Some(5), Some("2025-06-30")));
    }

    #[test]
    fn a_unit_that_has_ended_is_nobodys_any_more_and_its_name_is_free() {
        let mut after = committee();
        let units = BTreeSet::from([ONE, TWO]);
        let name = after.name_of_merged(&units, " Xã  Một ").unwrap();
        assert_eq!(after.name_of_merged(&units, "xã ba"), Err(Fault::NameTaken));
        merge(&mut after, &merger(&[ONE, TWO]), name, today()).unwrap();
        let post = |home: PartitionId| thidua_sync::administration::Post {
            name: "Bốn".to_owned(),
            role: Role::CommuneOfficer.id().to_owned(),
            home: home.0,
            first_year: None,
            last_year: None,
        };
        assert!(matches!(after.check(None, &post(ONE)), Err(Fault::Home)));
        assert!(after.check(None, &post(PartitionId(5))).is_ok());
        assert_eq!(after.members(PartitionKind::Cluster, &[ONE.0]), Err(Fault::Members));
        assert_eq!(after.place_name(None, "Xã Hai").as_deref(), Ok("Xã Hai"));
        assert_eq!(after.place_name(None, "Xã Một"), Err(Fault::NameTaken), "the new one has it");
        let again = merge(&mut after, &merger(&[ONE, THREE]), "Xã Nữa".to_owned(), today());
        assert_eq!(again, Err(MergerFault::Ended(ONE)));
    }
}
