//! A sample committee, made from published facts of a real one: its units by name, and accounts that belong to nobody.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use thidua_domain::access::Role;
use thidua_domain::record::{PartitionId, PartitionKind};
use thidua_domain::text::fold;
use thidua_sync::directory::level_of;

use crate::commons;
use crate::password::{self, PasswordError};
use crate::roster::{Amendment, Checked, Officer, Place, Roster, Years};
use crate::store::{Store, StoreError};

/// The password of every sample account. Published: a sample store holds nothing of worth.
pub(crate) const PASSWORD: &str = "mau-2023";

/// Offices as most districts have them, beside the one of home affairs.
const OFFICES: [&str; 11] = [
    "Văn phòng HĐND và UBND",
    "Phòng Tài chính - Kế hoạch",
    "Phòng Giáo dục và Đào tạo",
    "Phòng Văn hóa và Thông tin",
    "Phòng Nông nghiệp và Phát triển nông thôn",
    "Phòng Kinh tế - Hạ tầng",
    "Phòng Lao động - Thương binh và Xã hội",
    "Phòng Tài nguyên và Môi trường",
    "Phòng Tư pháp",
    "Phòng Y tế",
    "Thanh tra",
];

/// Members of the council who have an account of their own.
const COUNCIL_MEMBERS: u32 = 5;

/// Why there is no sample committee.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// The file cannot be read.
    #[error("cannot read {file}")]
    File {
        /// The file.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It does not hold the facts of a committee.
    #[error("{file} does not hold the facts of a committee")]
    Facts {
        /// The file.
        file: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
    /// The facts lack a date that can be read.
    #[error("the conference has no date such as 2024-04-03")]
    Date,
    /// The password could not be hashed.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

#[derive(Deserialize)]
struct Facts {
    tenant: Tenant,
    conference: Conference,
    communes_vi: Vec<String>,
}

#[derive(Deserialize)]
struct Tenant {
    name_vi: String,
    #[serde(default)]
    level: String,
}

#[derive(Deserialize)]
struct Conference {
    held_on: String,
}

/// Writes the sample committee into a store that has none. Says whether it did.
pub(crate) async fn seed(store: &Store, file: &Path) -> Result<bool, SampleError> {
    let text = std::fs::read_to_string(file)
        .map_err(|source| SampleError::File { file: file.to_owned(), source })?;
    let facts =
        serde_json::from_str(&text).map_err(|source| SampleError::Facts { file: file.to_owned(), source })?;
    if store.read().await?.has_committee().await? {
        return Ok(false);
    }
    // One hash for all: the password is published, and each hash costs a good part of a second. Made before anything is
    // locked, for others may be starting beside this one, and a database ends what holds a lock and says nothing for long.
    let hash = password::hash(PASSWORD)?;
    let mut tx = store.write().await?;
    if tx.has_committee().await? {
        return Ok(false);
    }
    let mut roster = committee(&facts)?;
    let amendment = Amendment::between(&Roster::default(), &mut roster);
    tx.amend(&roster, &amendment).await?;
    for account in roster.officers.keys() {
        tx.keep_password(*account, &hash, true).await?;
    }
    tx.commit().await?;
    Ok(true)
}

fn committee(facts: &Facts) -> Result<Roster, SampleError> {
    let held = facts.conference.held_on.split('-').next().and_then(|year| year.parse::<u16>().ok());
    // The conference of spring looks back upon the year before.
    let year = held.and_then(|year| year.checked_sub(1)).ok_or(SampleError::Date)?;
    let mut roster = Roster {
        committee: facts.tenant.name_vi.clone(),
        year,
        level: level_of(&facts.tenant.level),
        ..Roster::default()
    };

    let communes: Vec<(PartitionId, &str)> =
        (1..).map(PartitionId).zip(facts.communes_vi.iter().map(String::as_str)).collect();
    let mut numbers = (1..).map(PartitionId).skip(communes.len());
    let mut next = || numbers.next().unwrap_or(PartitionId(0));
    let (office, cluster, bloc, authority) = (next(), next(), next(), next());
    let others: Vec<(PartitionId, &str)> = OFFICES.iter().map(|name| (next(), *name)).collect();
    let (council, of_all) = (next(), next());
    let mut place = |id, kind, name: &str, members: &mut dyn Iterator<Item = PartitionId>| {
        roster.places.insert(id, Place::new(kind, name.to_owned(), members.collect()));
    };
    let none = std::iter::empty;
    for (commune, name) in &communes {
        place(*commune, PartitionKind::Commune, &format!("Xã {name}"), &mut none());
    }
    place(office, PartitionKind::Office, "Phòng Nội vụ", &mut none());
    let mut in_cluster = communes.iter().map(|(commune, _)| *commune);
    place(cluster, PartitionKind::Cluster, "Cụm thi đua các xã", &mut in_cluster);
    let mut in_bloc = std::iter::once(office).chain(others.iter().map(|(other, _)| *other));
    place(bloc, PartitionKind::Bloc, "Khối thi đua các phòng, ban", &mut in_bloc);
    place(authority, PartitionKind::Authority, &facts.tenant.name_vi, &mut none());
    for (other, name) in others {
        place(other, PartitionKind::Office, name, &mut none());
    }
    place(council, PartitionKind::Council, "Hội đồng thi đua, khen thưởng", &mut none());
    place(of_all, PartitionKind::Commons, commons::NAME, &mut none());

    let mut officer = |login: &str, name: String, role, home| {
        let checked = Checked { name, role, home, years: Years::default() };
        roster.officers.insert(roster.next_account(), Officer::new(login_of(login), checked));
    };
    for (commune, name) in communes {
        let post = format!("Công chức phụ trách thi đua, xã {name} (mẫu)");
        officer(name, post, Role::CommuneOfficer, commune);
    }
    let district = facts.tenant.name_vi.trim_start_matches("UBND").trim_start().trim_start_matches("huyện");
    let post = format!("Chuyên viên thi đua, khen thưởng huyện {} (mẫu)", district.trim());
    officer(district, post, Role::EmulationOfficer, office);
    officer("quantri", "Người quản trị (mẫu)".to_owned(), Role::Administrator, office);
    for number in 1..=COUNCIL_MEMBERS {
        let name = format!("Ủy viên Hội đồng {number} (mẫu)");
        officer(&format!("hoidong{number}"), name, Role::CouncilMember, office);
    }
    Ok(roster)
}

/// A name without marks and spaces.
fn login_of(name: &str) -> String {
    fold(name).replace(' ', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_officer_of_a_commune_reads_the_commune_and_the_cluster() {
        let text = include_str!("../../../tests/fixtures/minh-long-2023.json");
        let mut committee = committee(&serde_json::from_str(text).unwrap()).unwrap();
        Amendment::between(&Roster::default(), &mut committee);
        assert_eq!((committee.committee.as_str(), committee.year), ("UBND huyện Minh Long", 2023));
        let logins: Vec<_> = committee.officers.values().map(|of| of.login.as_str()).collect();
        assert_eq!(
            logins,
            [
                "longhiep", "longmai", "longmon", "longson", "thanhan", "minhlong", "quantri", "hoidong1",
                "hoidong2", "hoidong3", "hoidong4", "hoidong5",
            ]
        );
        let reads = |id: u32| committee.officers[&id].reads.iter().map(|place| place.0).collect::<Vec<_>>();
        assert_eq!(reads(3), [3, 7, 9, 22]);
        assert_eq!(reads(6), (1..=22).collect::<Vec<_>>());
    }
}
