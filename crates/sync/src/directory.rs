//! Who is signed in and what places there are: the JSON that an endpoint gives at sign-in, kept on the device.

use serde::{Deserialize, Serialize};
use thidua_domain::access::{Account, Grant, Role};
use thidua_domain::award::Level;
use thidua_domain::record::{PartitionId, PartitionKind};

use crate::device_key::DeviceKey;

/// What a device sends to sign in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SignIn {
    /// The account's name, as the administrator gave it.
    pub login: String,
    /// The password. Never logged, never stored on the device.
    pub password: String,
    /// The device, as 32 hexadecimal digits.
    pub device: String,
}

/// What the endpoint gives in return.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SignedIn {
    /// The secret that the device sends with each request. The endpoint keeps only its hash.
    pub token: String,
    /// Who and where.
    pub directory: Directory,
}

/// The account and the places that it may read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Directory {
    /// The committee, by name.
    pub committee: String,
    /// The year that is being worked on.
    pub year: u16,
    /// Its level, which is the one that decides here: `commune`, `district` or `province`; empty where it was founded before
    /// that was asked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub level: String,
    /// The account's number.
    pub account: u32,
    /// The account's name for signing in.
    pub login: String,
    /// The officer's name or post, as it is shown.
    pub display_name: String,
    /// `commune_officer`, `emulation_officer` or `administrator`.
    pub role: String,
    /// The account's own unit.
    pub home: u32,
    /// Whether the account is of a sample committee, whose password everybody may read: only there may sample records be
    /// made.
    #[serde(default)]
    pub sample: bool,
    /// Units, blocs and clusters, those outside the scope included where a place inside names them as members.
    pub places: Vec<Place>,
    /// The accounts that vote in the council, for those who put its sessions together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub council: Vec<Member>,
    /// What files for this committee are sealed to, and who signs their receipts: 128 hexadecimal digits. Empty where the
    /// endpoint is of a version that takes no files.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sealing_key: String,
    /// Where hubs of this committee may be found, as origins: `https://hub.example`. No other address is asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hubs: Vec<String>,
    /// By what the endpoint knows this device again after a restore: the proof of a [`DeviceKey`]. Empty where the endpoint is of a
    /// version that makes none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub device_key: String,
}

/// An account that votes in the council.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Member {
    /// Its number.
    pub account: u32,
    /// What its owner is called.
    pub name: String,
}

/// A unit, a bloc or a cluster.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Place {
    /// Its partition.
    pub id: u32,
    /// `commune`, `office`, `bloc`, `cluster`, `authority`, `council` or `commons`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// The units of a bloc or cluster.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<u32>,
    /// Whether the account reads its records.
    pub granted: bool,
    /// The first day on which it is there, as `YYYY-MM-DD`; absent where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The last day, where it was merged into another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// The place that it was merged into, where it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<u32>,
}

impl Place {
    /// The kind of the place, `None` where a later version made it.
    #[must_use]
    pub fn partition_kind(&self) -> Option<PartitionKind> {
        PartitionKind::ALL.into_iter().find(|kind| kind_name(*kind) == self.kind)
    }
}

/// The name of a kind of place in a [`Directory`].
#[must_use]
pub const fn kind_name(kind: PartitionKind) -> &'static str {
    match kind {
        PartitionKind::Commune => "commune",
        PartitionKind::Office => "office",
        PartitionKind::Bloc => "bloc",
        PartitionKind::Cluster => "cluster",
        PartitionKind::Authority => "authority",
        PartitionKind::Council => "council",
        PartitionKind::Commons => "commons",
    }
}

/// The name of a committee's level in a [`Directory`]; `None` for those that no committee of ours has.
#[must_use]
pub const fn level_name(level: Level) -> Option<&'static str> {
    match level {
        Level::Commune => Some("commune"),
        Level::District => Some("district"),
        Level::Province => Some("province"),
        Level::Ministry | Level::PrimeMinister | Level::State => None,
    }
}

/// The level of a name, `None` where it is none.
#[must_use]
pub fn level_of(name: &str) -> Option<Level> {
    Level::ALL.into_iter().find(|level| level_name(*level) == Some(name))
}

impl Directory {
    /// By what the endpoint knows this device again after a restore.
    #[must_use]
    pub fn key(&self) -> Option<DeviceKey> {
        DeviceKey::from_text(&self.login, &self.device_key)
    }

    /// The account as the rules of access see it; `None` where its role is of a later version.
    #[must_use]
    pub fn to_account(&self) -> Option<Account> {
        let grant = |place: &Place| {
            let kind = place.partition_kind().filter(|_| place.granted)?;
            Some(Grant { partition: PartitionId(place.id), kind })
        };
        Some(Account {
            id: self.account,
            name: self.display_name.clone(),
            role: Role::from_id(&self.role)?,
            home: PartitionId(self.home),
            level: level_of(&self.level),
            grants: self.places.iter().filter_map(grant).collect(),
        })
    }
}

/// Every error of the HTTP interface: `reason` is for programs, in the list of `docs/protocol.md`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ApiError {
    /// The reason code.
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_of_a_kind_that_a_later_version_made_is_no_place_of_this_account() {
        let told = r#"{"committee":"UBND","year":2024,"account":1,"login":"longmon","display_name":"Mẫu",
            "role":"commune_officer","home":3,"places":[
            {"id":3,"kind":"commune","name":"Xã Long Môn","granted":true},
            {"id":22,"kind":"commons","name":"Việc chung","granted":true},
            {"id":40,"kind":"of_a_later_version","name":"Mới","granted":true}]}"#;
        let directory: Directory = serde_json::from_str(told).unwrap();
        let grants = directory.to_account().unwrap().grants;
        let granted: Vec<_> = grants.iter().map(|grant| (grant.partition.0, grant.kind)).collect();
        assert_eq!(granted, [(3, PartitionKind::Commune), (22, PartitionKind::Commons)]);
    }

    #[test]
    fn every_kind_of_place_has_a_name_of_its_own() {
        for kind in PartitionKind::ALL {
            let place = Place {
                id: 1,
                kind: kind_name(kind).to_owned(),
                name: String::new(),
                members: Vec::new(),
                granted: true,
                from: None,
                until: None,
                into: None,
            };
            assert_eq!(place.partition_kind(), Some(kind));
        }
    }
}
