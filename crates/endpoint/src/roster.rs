//! The committee as it is administered: all its places and accounts, what an account reads by them, and what a change means for
//! whom. Pure: it is read and written as a whole in one transaction, and decided in between.

mod amendment;
mod check;
mod merger;

use std::collections::{BTreeMap, BTreeSet};

use thidua_domain::access::Role;
use thidua_domain::award::Level;
use thidua_domain::lineage::{Lineage, Validity};
use thidua_domain::record::{PartitionId, PartitionKind};
use thidua_sync::directory::{self, Directory, Member, kind_name, level_name};

pub(crate) use amendment::Amendment;
pub(crate) use check::{Checked, Fault, kind, level, name, year};
pub(crate) use merger::merge;

/// A committee with its places and accounts.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Roster {
    pub(crate) committee: String,
    /// The year that is being worked on.
    pub(crate) year: u16,
    /// Which level it decides for, where that is known.
    pub(crate) level: Option<Level>,
    pub(crate) places: BTreeMap<PartitionId, Place>,
    pub(crate) officers: BTreeMap<u32, Officer>,
}

/// A unit, a bloc, a cluster, the council, the authority or the commons.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Place {
    pub(crate) kind: PartitionKind,
    pub(crate) name: String,
    /// The units of a bloc or cluster.
    pub(crate) members: BTreeSet<PartitionId>,
    /// On which days it is there, and its official code.
    pub(crate) validity: Validity,
    /// What it was merged into, where it has ended.
    pub(crate) into: Option<PartitionId>,
}

impl Place {
    /// A place that is there, of which no days and no code are known.
    pub(crate) fn new(kind: PartitionKind, name: String, members: BTreeSet<PartitionId>) -> Self {
        Self { kind, name, members, validity: Validity::default(), into: None }
    }

    /// Whether it is there today: a unit that was merged is known still, and nobody reads it or is put into it.
    pub(crate) const fn is_there(&self) -> bool {
        self.into.is_none()
    }
}

/// An account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Officer {
    /// The name for signing in.
    pub(crate) login: String,
    /// The name or post, as it stands in the history of dossiers.
    pub(crate) name: String,
    pub(crate) role: Role,
    /// The own unit.
    pub(crate) home: PartitionId,
    /// Whether the account may sign in at all.
    pub(crate) active: bool,
    pub(crate) years: Years,
    /// Whether a password was chosen for it.
    pub(crate) enrolled: bool,
    /// Whether everybody may read its password.
    pub(crate) sample: bool,
    /// Until when its slip holds, where one was made.
    pub(crate) slip_until_ms: Option<i64>,
    /// What it reads, as it is stored.
    pub(crate) reads: BTreeSet<PartitionId>,
    /// What it read once and reads no more.
    pub(crate) left: BTreeSet<PartitionId>,
}

impl Officer {
    /// A new account, which nobody has chosen a password for.
    pub(crate) fn new(login: String, checked: Checked) -> Self {
        let Checked { name, role, home, years } = checked;
        let (active, enrolled, sample, slip_until_ms) = (true, false, false, None);
        let (reads, left) = Default::default();
        Self { login, name, role, home, active, years, enrolled, sample, slip_until_ms, reads, left }
    }
}

/// The years of work in which an account may sign in.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Years {
    pub(crate) first: Option<u16>,
    pub(crate) last: Option<u16>,
}

/// What of an account decides whether it is let in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Standing {
    pub(crate) active: bool,
    pub(crate) years: Years,
    /// The year that the committee works on.
    pub(crate) year: u16,
}

impl Standing {
    /// Whether it may sign in, and stay signed in.
    pub(crate) fn is_open(self) -> bool {
        let Years { first, last } = self.years;
        let begun = first.is_none_or(|first| first <= self.year);
        self.active && begun && last.is_none_or(|last| self.year <= last)
    }
}

/// What an account reads by its role and its unit. The one place where this is decided.
pub(crate) fn scope(
    role: Role,
    home: PartitionId,
    places: &BTreeMap<PartitionId, Place>,
) -> BTreeSet<PartitionId> {
    let reads = |(id, place): &(&PartitionId, &Place)| match role {
        Role::EmulationOfficer | Role::Administrator | Role::CouncilMember => true,
        // Their own unit, the blocs and clusters that it belongs to, and what is said of the whole committee and to it.
        Role::CommuneOfficer => {
            let is_of_all = matches!(place.kind, PartitionKind::Authority | PartitionKind::Commons);
            **id == home || place.members.contains(&home) || is_of_all
        }
    };
    places.iter().filter(|(_, place)| place.is_there()).filter(reads).map(|(id, _)| *id).collect()
}

impl Roster {
    /// Whether an account is let in.
    pub(crate) fn is_open(&self, officer: &Officer) -> bool {
        Standing { active: officer.active, years: officer.years, year: self.year }.is_open()
    }

    /// Whether somebody is left who can sign in as an administrator. Whoever is signed in at the moment could.
    pub(crate) fn has_administrator(&self, signed_in: u32) -> bool {
        let is_one = |(id, of): (&u32, &Officer)| {
            of.role == Role::Administrator && (of.enrolled || *id == signed_in) && self.is_open(of)
        };
        self.officers.iter().any(is_one)
    }

    /// What an account is told of itself and of the places that it has to do with. `None` where there is no such account.
    pub(crate) fn directory(&self, account: u32) -> Option<Directory> {
        let officer = self.officers.get(&account)?;
        let granted = |id: &PartitionId| officer.reads.contains(id);
        let read = self.places.iter().filter(|(id, _)| granted(id));
        let mut named: BTreeSet<PartitionId> = BTreeSet::new();
        for (_, place) in read {
            named.extend(&place.members);
            // All units are at home in what concerns them all: whoever reads it is told whose models and results it has.
            if place.kind == PartitionKind::Commons {
                named.extend(self.places.iter().filter(|(_, unit)| unit.kind.is_unit()).map(|(id, _)| *id));
            }
        }
        // What its device still says the name of: where it read once, and what the units that it reads were before.
        named.extend(&officer.left);
        let lineage = self.lineage();
        named.extend(officer.reads.iter().chain(&named.clone()).flat_map(|unit| lineage.forebears(*unit)));
        let places = self.places.iter().filter(|(id, _)| granted(id) || named.contains(id));
        let told = |(id, place): (&PartitionId, &Place)| directory::Place {
            id: id.0,
            kind: kind_name(place.kind).to_owned(),
            name: place.name.clone(),
            members: place.members.iter().filter(|_| granted(id)).map(|member| member.0).collect(),
            granted: granted(id),
            from: place.validity.from.map(|day| day.to_string()),
            until: place.validity.until.map(|day| day.to_string()),
            into: place.into.map(|into| into.0),
        };
        let puts_together = matches!(officer.role, Role::EmulationOfficer | Role::Administrator);
        let sits = |of: &Officer| puts_together && of.role == Role::CouncilMember && self.is_open(of);
        let council = self.officers.iter().filter(|(_, of)| sits(of));
        Some(Directory {
            committee: self.committee.clone(),
            year: self.year,
            level: self.level.and_then(level_name).unwrap_or_default().to_owned(),
            account,
            login: officer.login.clone(),
            display_name: officer.name.clone(),
            role: officer.role.id().to_owned(),
            home: officer.home.0,
            sample: officer.sample,
            places: places.map(told).collect(),
            council: council.map(|(id, of)| Member { account: *id, name: of.name.clone() }).collect(),
            // Whoever tells it to a device knows the key.
            sealing_key: String::new(),
            // So it does the addresses of hubs, and by what it knows the device again.
            hubs: Vec::new(),
            device_key: String::new(),
        })
    }

    /// The units that have ended, and what each was merged into.
    pub(crate) fn lineage(&self) -> Lineage {
        Lineage::of(self.places.iter().filter_map(|(id, place)| Some((*id, place.into?))))
    }

    /// The number of the next account.
    pub(crate) fn next_account(&self) -> u32 {
        self.officers.last_key_value().map_or(1, |(last, _)| last.saturating_add(1))
    }

    /// The number of the next place.
    pub(crate) fn next_place(&self) -> PartitionId {
        PartitionId(self.places.last_key_value().map_or(1, |(last, _)| last.0.saturating_add(1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_open_in_its_years_while_it_is_active() {
        let open =
            |active, first, last, year| Standing { active, years: Years { first, last }, year }.is_open();
        assert!(open(true, None, None, 2023));
        assert!(!open(false, None, None, 2023));
        for (first, last, is) in [
            (Some(2023), None, true),
            (Some(2024), None, false),
            (None, Some(2023), true),
            (None, Some(2022), false),
            (Some(2023), Some(2023), true),
        ] {
            assert_eq!(open(true, first, last, 2023), is, "{first:?} {last:?}");
        }
    }
}
