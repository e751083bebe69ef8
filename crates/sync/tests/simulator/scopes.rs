//! What an account reads changes under running devices: places are taken from it and given back, its officer is put into another unit,
//! and units are merged.

use std::collections::{BTreeMap, BTreeSet};

use thidua_domain::access::{Account, Grant};
use thidua_domain::lineage::Lineage;
use thidua_domain::record::{PartitionId, PartitionKind};
use thidua_sync::identity::{DeviceId, Head};
use thidua_sync::server::{Life, Loaded, Move, move_records};

use crate::endpoint::Endpoint;
use crate::world::{CLUSTER, LONG_MON, MERGED, THANH_AN, World};

impl World {
    /// An administrator changes what somebody reads.
    pub fn scope_moves(&mut self) {
        match self.rng.u32(..6) {
            0 => self.merges(),
            1 | 2 => {
                let id = self.rng.u32(1..3);
                self.posts(id, |account| {
                    let cluster = Grant { partition: CLUSTER, kind: PartitionKind::Cluster };
                    let before = account.grants.len();
                    account.grants.retain(|grant| grant.partition != CLUSTER);
                    if account.grants.len() == before {
                        account.grants.push(cluster);
                    }
                });
            }
            // Officer 2 is put into the other commune, or back.
            _ if self.endpoint.store.lineage.is_empty() => self.posts(2, |account| {
                let other = if account.home == LONG_MON { THANH_AN } else { LONG_MON };
                let before = std::mem::replace(&mut account.home, other);
                let grant = account.grants.iter_mut().find(|grant| grant.partition == before);
                grant.expect("one reads one's own unit").partition = other;
            }),
            _ => {}
        }
    }

    fn posts(&mut self, id: u32, change: impl Fn(&mut Account)) {
        self.endpoint.amend(id, change);
        let lineage = &self.endpoint.store.lineage;
        let left = self.endpoint.store.left[&id].iter().filter(|partition| !lineage.has_ended(**partition));
        self.ever_left.extend(left.map(|partition| (id, *partition)));
        self.tally.scopes_moved += 1;
        self.trace(|| {
            let mut accounts = self.endpoint.store.accounts.values();
            let account = accounts.find(|account| account.id == id).expect("it is there");
            let reads: Vec<_> = account.grants.iter().map(|grant| grant.partition.0).collect();
            format!("account {id} reads {reads:?}, home {}", account.home)
        });
    }

    /// The two communes are one from now on. Once in a history, and once more where a restore has forgotten it.
    pub fn merges(&mut self) {
        if !self.endpoint.store.lineage.is_empty() {
            return;
        }
        self.endpoint.merge(self.now_ms);
        self.has_merged = true;
        self.tally.units_merged += 1;
        self.trace(|| "two units are merged".to_owned());
    }

    /// Where a restore has forgotten a merger, the administrator who did it does it again before the reconciliation is closed.
    pub fn merges_again(&mut self) {
        if self.has_merged {
            self.merges();
        }
    }

    /// A device fetches who it is, after it was told that its scope has moved. One keeps on believing more.
    pub fn adopts(&mut self, at: usize) {
        let device = &mut self.devices[at];
        let mut account = self.endpoint.store.accounts[&device.id].clone();
        if at == 2 {
            (account.role, account.name) = (device.account.role, device.account.name.clone());
            if account.grant(LONG_MON).is_none() && account.home == THANH_AN {
                account.grants.push(Grant { partition: LONG_MON, kind: PartitionKind::Commune });
            }
        }
        device.adopt(account);
    }

    /// In the end a person has looked at what was handed in for partitions that have left, and its devices have heard of it.
    pub fn settle_left(&mut self) {
        for _round in 0..20 {
            let waiting = self.endpoint.waiting();
            if waiting.is_empty() {
                break;
            }
            for key in waiting {
                let accept = self.rng.u32(..4) > 0;
                if !self.review(key, accept) {
                    self.review(key, false);
                }
            }
            for at in (0..self.devices.len()).filter(|at| self.lost != Some(*at)).collect::<Vec<_>>() {
                self.sync_now(at);
            }
        }
    }
}

fn reads(account: &Account) -> BTreeSet<PartitionId> {
    account.grants.iter().map(|grant| grant.partition).collect()
}

impl Endpoint {
    /// Changes an account, with what follows from it.
    pub fn amend(&mut self, id: u32, change: impl Fn(&mut Account)) {
        let left = self.store.left.entry(id).or_default();
        for account in self.store.accounts.values_mut().filter(|account| account.id == id) {
            let before = reads(account);
            change(account);
            left.extend(before);
            let after = reads(account);
            left.retain(|partition| !after.contains(partition));
        }
        *self.store.scope_versions.entry(id).or_insert(1) += 1;
    }

    /// A hub is told the accounts of the committee anew.
    pub fn takes_lease(&mut self, accounts: &BTreeMap<DeviceId, Account>) {
        for (device, account) in accounts {
            let before = self.store.accounts.entry(*device).or_insert_with(|| account.clone()).clone();
            if reads(&before) != reads(account) || before.home != account.home {
                self.amend(account.id, |of| (of.grants, of.home) = (account.grants.clone(), account.home));
            }
        }
    }

    /// Merges the two communes.
    pub fn merge(&mut self, now_ms: i64) {
        let by = DeviceId::of_endpoint(4);
        let rows = self.store.rows.keys().filter_map(|record| self.row(*record));
        let mut loaded = Loaded {
            counters: self.counters(by),
            rows: rows.map(|row| (row.id, row)).collect(),
            heads: self.store.heads.clone(),
            sums: self.store.sums.clone(),
            ..Loaded::default()
        };
        loaded.heads.insert(MERGED, Head::default());
        let of = Move { from: [LONG_MON, THANH_AN].into(), to: MERGED, by, now_ms };
        let pushed = move_records(&of, &mut loaded);
        self.store = self.after(by, &pushed, &loaded);
        self.store.lineage = Lineage::of([(LONG_MON, MERGED), (THANH_AN, MERGED)]);
        if self.store.life != Life::Whole {
            self.store.restored.insert(MERGED, loaded.heads[&MERGED].seq);
        }
        self.snapshots.retain(|(known, _)| !of.from.contains(&known.offer.partition));
        let ids: BTreeSet<u32> = self.store.accounts.values().map(|account| account.id).collect();
        for id in ids {
            self.amend(id, |account| {
                account.grants.retain(|grant| !of.from.contains(&grant.partition));
                account.grants.push(Grant { partition: MERGED, kind: PartitionKind::Commune });
                account.home = MERGED;
            });
        }
    }

    /// An account with the rights that it had in a partition which has left it.
    pub fn as_it_was(&self, account: &Account, partition: PartitionId) -> Account {
        let mut account = account.clone();
        let was = self.store.left.get(&account.id).is_some_and(|left| left.contains(&partition));
        if account.grant(partition).is_none() && was && !self.store.lineage.has_ended(partition) {
            let kind = if partition == CLUSTER { PartitionKind::Cluster } else { PartitionKind::Commune };
            account.grants.push(Grant { partition, kind });
            if kind.is_unit() {
                account.home = partition;
            }
        }
        account
    }
}
