//! A sample committee, made from published facts of a real one: its units by name, and accounts that belong to nobody.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use thidua_domain::access::{Account, Grant, Role};
use thidua_domain::record::{PartitionId, PartitionKind};
use thidua_domain::text::fold;
use thidua_sync::directory::level_of;

use crate::password::{self, PasswordError};
use crate::store::{Committee, NewAccount, NewPlace, Store, StoreError};

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
    let mut tx = store.write().await?;
    if tx.has_committee().await? {
        return Ok(false);
    }
    tx.found(&committee(&facts)?).await?;
    tx.commit().await?;
    Ok(true)
}

fn committee(facts: &Facts) -> Result<Committee, SampleError> {
    let held = facts.conference.held_on.split('-').next().and_then(|year| year.parse::<u16>().ok());
    // The conference of spring looks back upon the year before.
    let year = held.and_then(|year| year.checked_sub(1)).ok_or(SampleError::Date)?;
    let level = level_of(&facts.tenant.level);
    let place = |partition, kind, name: &str, members: &[PartitionId]| {
        let (name, members) = (name.to_owned(), members.to_vec());
        NewPlace { partition, kind, name, members }
    };

    let communes: Vec<(PartitionId, &str)> =
        (1..).map(PartitionId).zip(facts.communes_vi.iter().map(String::as_str)).collect();
    let mut numbers = (1..).map(PartitionId).skip(communes.len());
    let mut next = || numbers.next().unwrap_or(PartitionId(0));
    let (office, cluster, bloc, authority) = (next(), next(), next(), next());
    let members: Vec<PartitionId> = communes.iter().map(|(partition, _)| *partition).collect();
    let mut places: Vec<NewPlace> = communes
        .iter()
        .map(|(partition, name)| place(*partition, PartitionKind::Commune, &format!("Xã {name}"), &[]))
        .collect();
    places.push(place(office, PartitionKind::Office, "Phòng Nội vụ", &[]));
    places.push(place(cluster, PartitionKind::Cluster, "Cụm thi đua các xã", &members));
    let others: Vec<(PartitionId, &str)> = OFFICES.iter().map(|name| (next(), *name)).collect();
    let in_bloc: Vec<PartitionId> =
        std::iter::once(office).chain(others.iter().map(|(partition, _)| *partition)).collect();
    places.push(place(bloc, PartitionKind::Bloc, "Khối thi đua các phòng, ban", &in_bloc));
    places.push(place(authority, PartitionKind::Authority, &facts.tenant.name_vi, &[]));
    for (partition, name) in others {
        places.push(place(partition, PartitionKind::Office, name, &[]));
    }
    places.push(place(next(), PartitionKind::Council, "Hội đồng thi đua, khen thưởng", &[]));

    // One hash for all: the password is published, and each hash costs a good part of a second.
    let password_hash = password::hash(PASSWORD)?;
    let new = |account: Account, login: &str| NewAccount {
        display_name: account.name.clone(),
        account,
        login: login_of(login),
        password_hash: password_hash.clone(),
        sample: true,
    };
    let officer = |(id, (home, name)): (u32, &(PartitionId, &str))| {
        let grants = vec![
            Grant { partition: *home, kind: PartitionKind::Commune },
            Grant { partition: cluster, kind: PartitionKind::Cluster },
            Grant { partition: authority, kind: PartitionKind::Authority },
        ];
        let post = format!("Công chức phụ trách thi đua, xã {name} (mẫu)");
        new(Account { id, name: post, role: Role::CommuneOfficer, home: *home, level, grants }, name)
    };
    let mut accounts: Vec<NewAccount> = (1..).zip(&communes).map(officer).collect();
    let everything: Vec<Grant> =
        places.iter().map(|place| Grant { partition: place.partition, kind: place.kind }).collect();
    let of_office =
        |id, name: String, role| Account { id, name, role, home: office, level, grants: everything.clone() };
    let district = facts.tenant.name_vi.trim_start_matches("UBND").trim_start().trim_start_matches("huyện");
    let post = format!("Chuyên viên thi đua, khen thưởng huyện {} (mẫu)", district.trim());
    accounts.push(new(of_office(office.0, post, Role::EmulationOfficer), district));
    let administrator = of_office(office.0 + 1, "Người quản trị (mẫu)".to_owned(), Role::Administrator);
    accounts.push(new(administrator, "quantri"));
    for number in 1..=COUNCIL_MEMBERS {
        let name = format!("Ủy viên Hội đồng {number} (mẫu)");
        let member = of_office(office.0 + 1 + number, name, Role::CouncilMember);
        accounts.push(new(member, &format!("hoidong{number}")));
    }

    Ok(Committee { name: facts.tenant.name_vi.clone(), year, level, places, accounts })
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
        let committee = committee(&serde_json::from_str(text).unwrap()).unwrap();
        assert_eq!((committee.name.as_str(), committee.year), ("UBND huyện Minh Long", 2023));
        let logins: Vec<_> = committee.accounts.iter().map(|new| new.login.as_str()).collect();
        assert_eq!(
            logins,
            [
                "longhiep", "longmai", "longmon", "longson", "thanhan", "minhlong", "quantri", "hoidong1",
                "hoidong2", "hoidong3", "hoidong4", "hoidong5",
            ]
        );
        let reads = |at: usize| committee.accounts[at].account.grants.iter().map(|grant| grant.partition.0);
        assert_eq!(reads(2).collect::<Vec<_>>(), [3, 7, 9]);
        assert!((1..=20).all(|partition| reads(5).any(|read| read == partition)));
    }
}
