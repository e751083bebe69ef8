//! The lease: what the committee's endpoint tells a hub, and how a hub keeps it.
//!
//! Invariants: nothing of a lease opens anything. A hub is told accounts, places, devices and the public keys of those; no
//! password, no token, no hash of either. Only an administrator's or the standing office's own device is given one.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use thidua_bundle::{Certificate, Committee, CommitteeKey, Verifier};
use thidua_domain::access::Role;
use thidua_domain::lineage::Validity;
use thidua_domain::record::{PartitionId, PartitionKind};
use thidua_sync::administration::{AccountTold, PlaceTold};
use thidua_sync::counters::CounterSet;
use thidua_sync::directory::{kind_name, level_of};
use thidua_sync::hub::{LEASE_MS, Lease, LeaseAsked, LeasedDevice};
use thidua_sync::identity::DeviceId;

use crate::accounts;
use crate::administration;
use crate::audit::{Entry, What};
use crate::roster::{Amendment, Officer, Place, Roster, Years};
use crate::session::{self, device_of};
use crate::store::{Session, Store, StoreError, Transaction};

/// Why a lease was not given, or cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LeaseError {
    /// Whoever asks is neither an administrator nor of the standing office.
    #[error("neither an administrator nor the standing office")]
    NotTheOffice,
    /// The keys of the hub are none.
    #[error("the keys of the hub are none")]
    Key,
    /// What it says is not understood: a later version has written it.
    #[error("the lease says what this version does not understand: {0}")]
    Unreadable(&'static str),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Gives a hub its lease.
pub(crate) async fn give(
    store: &Store,
    committee: &Committee,
    session: Session,
    asked: &LeaseAsked,
    now_ms: i64,
) -> Result<Lease, LeaseError> {
    let key = CommitteeKey::from_text(&asked.key).ok_or(LeaseError::Key)?;
    let mut tx = store.write().await?;
    let roster = tx.roster().await?;
    let role = roster.officers.get(&session.account).map(|officer| officer.role);
    if !matches!(role, Some(Role::Administrator | Role::EmulationOfficer)) {
        return Err(LeaseError::NotTheOffice);
    }
    let mut verifiers: BTreeMap<DeviceId, Vec<String>> = BTreeMap::new();
    for (device, verifier) in tx.verifiers(now_ms.saturating_sub(session::UNUSED_MS)).await? {
        verifiers.entry(device).or_default().push(hexadecimal(&verifier.0));
    }
    let mut counters = tx.all_counters().await?;
    let bound = tx.devices().await?;
    // The hub is a device as well, and no hub takes the work of another.
    let others = bound.into_iter().filter(|of| !of.device.is_of_endpoint() && of.device != session.device);
    let devices = others.map(|of| LeasedDevice {
        device: of.device.to_string(),
        account: of.account,
        shut_out: of.revoked.is_some(),
        verifiers: verifiers.remove(&of.device).unwrap_or_default(),
        taken: counters.remove(&of.device).unwrap_or_default().ranges().to_vec(),
    });
    let until_ms = now_ms.saturating_add(LEASE_MS);
    let lease = Lease {
        until_ms,
        certificate: committee.certify(&key, until_ms).to_text(),
        committee: accounts::told(&roster, now_ms),
        devices: devices.collect(),
    };
    // A hub comes every half minute: it is noted when it begins, and once in a while.
    let own = Entry::own(now_ms, What::HubLeased, session.account, session.device);
    let noted = tx.audited_before(i64::MAX.cast_unsigned(), administration::ENTRIES).await?;
    if !noted.iter().any(|of| (of.entry.what, of.entry.device) == (own.what, own.device)) {
        tx.audit(&own).await?;
    }
    tx.commit().await?;
    Ok(lease)
}

/// A lease as a hub reads it.
pub(super) struct Leased {
    pub(super) roster: Roster,
    pub(super) until_ms: i64,
    pub(super) certificate: Certificate,
    pub(super) devices: Vec<Known>,
}

/// A device of a lease.
pub(super) struct Known {
    device: DeviceId,
    account: u32,
    shut_out: bool,
    verifiers: Vec<Verifier>,
    pub(super) taken: CounterSet,
}

impl Leased {
    pub(super) fn read(lease: &Lease) -> Result<Self, LeaseError> {
        let of = &lease.committee;
        let places = of.places.iter().map(place).collect::<Result<_, _>>()?;
        let officers = of.accounts.iter().map(officer).collect::<Result<_, _>>()?;
        let roster = Roster {
            committee: of.committee.clone(),
            year: of.year,
            level: level_of(&of.level),
            places,
            officers,
        };
        let certificate = Certificate::from_text(&lease.certificate);
        let certificate = certificate.ok_or(LeaseError::Unreadable("certificate"))?;
        let devices = lease.devices.iter().map(known).collect::<Result<_, _>>()?;
        Ok(Self { roster, until_ms: lease.until_ms, certificate, devices })
    }

    /// What the committee's endpoint has taken from its devices.
    pub(super) fn taken(&self) -> BTreeMap<DeviceId, CounterSet> {
        self.devices.iter().map(|known| (known.device, known.taken.clone())).collect()
    }

    /// Writes the committee as it is told, and by what its devices are known from now on.
    pub(super) async fn keep(mut self, tx: &mut Transaction, now_ms: i64) -> Result<(), StoreError> {
        let before = if tx.has_committee().await? { tx.roster().await? } else { Roster::default() };
        // What an account reads here it reads by its role and unit, as everywhere.
        for (id, officer) in &mut self.roster.officers {
            officer.reads = before.officers.get(id).map(|known| known.reads.clone()).unwrap_or_default();
        }
        let amendment = Amendment::between(&before, &mut self.roster);
        if !amendment.is_empty() {
            tx.amend(&self.roster, &amendment).await?;
        }
        tx.forget_logins().await?;
        let known = tx.all_counters().await?;
        for of in self.devices.iter().filter(|of| self.roster.officers.contains_key(&of.account)) {
            if tx.bind_device(of.device, of.account, now_ms).await?.is_err() {
                tracing::warn!("device {} is another account's here", of.device);
                continue;
            }
            let mut counters = known.get(&of.device).cloned().unwrap_or_default();
            for (first, last) in of.taken.ranges() {
                counters.insert_range(*first, *last);
            }
            tx.keep_leased(of.device, of.shut_out.then_some(now_ms), &counters).await?;
            for verifier in of.verifiers.iter().collect::<HashSet<_>>() {
                tx.keep_author(*verifier, of.device, of.account, now_ms).await?;
            }
        }
        Ok(())
    }
}

fn place(told: &PlaceTold) -> Result<(PartitionId, Place), LeaseError> {
    let kind = PartitionKind::ALL.into_iter().find(|kind| kind_name(*kind) == told.of.kind);
    let kind = kind.ok_or(LeaseError::Unreadable("kind of place"))?;
    let members = told.of.members.iter().copied().map(PartitionId).collect();
    let day = |day: &Option<String>| day.as_deref().map(str::parse).transpose();
    let day = |told| day(told).map_err(|_| LeaseError::Unreadable("day of a place"));
    let validity = Validity { from: day(&told.from)?, until: day(&told.until)?, code: told.code.clone() };
    let into = told.into.map(PartitionId);
    Ok((PartitionId(told.place), Place { kind, name: told.of.name.clone(), members, validity, into }))
}

fn officer(told: &AccountTold) -> Result<(u32, Officer), LeaseError> {
    let role = Role::from_id(&told.post.role).ok_or(LeaseError::Unreadable("role"))?;
    let officer = Officer {
        login: told.login.clone(),
        name: told.post.name.clone(),
        role,
        home: PartitionId(told.post.home),
        active: told.active,
        years: Years { first: told.post.first_year, last: told.post.last_year },
        enrolled: false,
        sample: false,
        slip_until_ms: None,
        reads: BTreeSet::new(),
        left: BTreeSet::new(),
    };
    Ok((told.account, officer))
}

fn known(told: &LeasedDevice) -> Result<Known, LeaseError> {
    let verifiers = told.verifiers.iter().map(|digits| verifier(digits));
    let mut taken = CounterSet::default();
    for (first, last) in &told.taken {
        taken.insert_range(*first, *last);
    }
    Ok(Known {
        device: device_of(&told.device).ok_or(LeaseError::Unreadable("device"))?,
        account: told.account,
        shut_out: told.shut_out,
        verifiers: verifiers.collect::<Option<_>>().ok_or(LeaseError::Unreadable("key of a device"))?,
        taken,
    })
}

fn hexadecimal(bytes: &[u8; 32]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        use std::fmt::Write as _;
        _ = write!(text, "{byte:02x}");
        text
    })
}

fn verifier(digits: &str) -> Option<Verifier> {
    let digits = Some(digits).filter(|digits| digits.len() == 64 && digits.is_ascii())?;
    let mut key = [0; 32];
    for (byte, pair) in key.iter_mut().zip(digits.as_bytes().chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(Verifier(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_was_written_and_nothing_else_is_one() {
        let key = std::array::from_fn(|at| u8::try_from(at * 7).unwrap_or(9));
        assert_eq!(verifier(&hexadecimal(&key)), Some(Verifier(key)));
        for wrong in ["", "0a", &"g".repeat(64), &"ệ".repeat(21), &"0".repeat(66)] {
            assert_eq!(verifier(wrong), None, "{wrong}");
        }
    }
}
