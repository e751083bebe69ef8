//! Merging units: from a day on several are one (sáp nhập đơn vị). The records of the old ones move to the new one, whoever worked in
//! the old ones works in the new one, and what devices still write for the old ones is carried there.
//!
//! Invariant: all of it is one transaction, under the lock of the one writer; logs change in the order of their numbers. No
//! device ever sees half of a merger.

use std::collections::{BTreeMap, BTreeSet};

use thidua_domain::lineage::{self, Merger};
use thidua_domain::record::{PartitionId, RecordKind};
use thidua_domain::rule_set::CivilDate;
use thidua_sync::administration::{MergerPreview, NewMerger, UnitMoving};
use thidua_sync::checksum::{Checksum, Checksums};
use thidua_sync::identity::{DeviceId, Head, Seq};
use thidua_sync::row::Row;
use thidua_sync::server::{Loaded, Move, move_records};

use crate::accounts::{AccountError, Noted};
use crate::administration::Administrator;
use crate::audit::What;
use crate::clock;
use crate::roster::{self, Amendment, Fault};
use crate::snapshots;
use crate::store::{Reconciliation, Store, StoreError, Transaction};

/// How many rows are read at a time.
const AT_ONCE: u32 = 500;

impl Administrator {
    /// What moves if these units are merged.
    pub(crate) async fn merger_preview(
        self,
        store: &Store,
        units: &[u32],
    ) -> Result<MergerPreview, AccountError> {
        let mut tx = store.read().await?;
        let roster = self.roster(&mut tx).await?;
        let mut preview = MergerPreview::default();
        for unit in units.iter().map(|unit| PartitionId(*unit)).collect::<BTreeSet<_>>() {
            let place = roster.places.get(&unit).filter(|place| place.kind.is_unit() && place.is_there());
            let place = place.ok_or(AccountError::NoPlace)?;
            let mut records: BTreeMap<u16, u64> = BTreeMap::new();
            for row in rows_of(&mut tx, unit).await?.iter().filter(|row| !row.is_deleted()) {
                *records.entry(row.kind).or_default() += 1;
            }
            let officers = roster.officers.values().filter(|of| of.home == unit);
            let groups = roster.places.values().filter(|group| group.members.contains(&unit));
            preview.units.push(UnitMoving {
                place: unit.0,
                name: place.name.clone(),
                records: records
                    .into_iter()
                    .filter(|(kind, _)| RecordKind::from_code(*kind).is_some())
                    .collect(),
                files: tx.files_in(unit).await?.len() as u64,
                accounts: officers.map(|of| of.name.clone()).collect(),
                groups: groups.map(|group| group.name.clone()).collect(),
            });
        }
        Ok(preview)
    }

    /// Merges units. The number of the new one.
    pub(crate) async fn merge(
        self,
        store: &Store,
        asked: &NewMerger,
        now_ms: i64,
    ) -> Result<u32, AccountError> {
        let day: CivilDate = asked.day.parse().map_err(|_| Fault::Day)?;
        let today = clock::day(now_ms).ok_or(Fault::Day)?;
        let units: BTreeSet<_> = asked.units.iter().map(|unit| PartitionId(*unit)).collect();
        let merger = Merger { units, day, code: lineage::code(&asked.code)? };
        let mut tx = store.write().await?;
        let before = self.roster(&mut tx).await?;
        let mut after = before.clone();
        let name = after.name_of_merged(&merger.units, &asked.name)?;
        let number = roster::merge(&mut after, &merger, name, today)?;
        let amendment = Amendment::between(&before, &mut after);
        tx.amend(&after, &amendment).await?;
        self.move_records(&mut tx, &merger.units, number, now_ms).await?;
        let noted = Noted { what: What::UnitsMerged, account: None, place: Some(number) };
        tx.audit(&noted.entry(self.session(), now_ms)).await?;
        tx.commit().await?;
        Ok(number.0)
    }

    async fn move_records(
        self,
        tx: &mut Transaction,
        from: &BTreeSet<PartitionId>,
        to: PartitionId,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        let by = DeviceId::of_endpoint(self.session().account);
        if tx.bind_device(by, self.session().account, now_ms).await?.is_err() {
            return Err(StoreError::Damaged { what: "device of the endpoint" });
        }
        let (mut heads, mut sums) = (BTreeMap::from([(to, Head::default())]), Checksums::new());
        let mut rows = BTreeMap::new();
        for unit in from {
            let (_, head, _) = tx.end_of(*unit).await?.ok_or(StoreError::Damaged { what: "unit" })?;
            heads.insert(*unit, head);
            let of_unit = rows_of(tx, *unit).await?;
            // Whatever was kept of it: this is what the rows say.
            sums.insert(*unit, Checksum::of(&of_unit));
            rows.extend(of_unit.into_iter().map(|row| (row.id, row)));
        }
        let counters = tx.counters(by).await?;
        let mut loaded = Loaded { counters, rows, heads, sums, ..Loaded::default() };
        let pushed = move_records(&Move { from: from.clone(), to, by, now_ms }, &mut loaded);
        tx.keep(by, &pushed, &loaded, now_ms).await?;
        for unit in from {
            for file in tx.files_in(*unit).await? {
                let here = crate::store::BlobKey { partition: to, ..file };
                let (there, old) = (tx.received(&here).await?, tx.received(&file).await?);
                if there.whole || (there.bytes > 0 && !old.whole) {
                    tx.discard(&file).await?;
                } else {
                    tx.discard(&here).await?;
                    tx.give_file(&file, to).await?;
                }
            }
            snapshots::forget(tx, *unit).await?;
        }
        // What is offered again after a restore is held against where the logs ended in the backup. Everything that moves was
        // there before what comes to the new log.
        if let Some(Reconciliation { number, heads: mut ends, .. }) = tx.reconciliation().await? {
            let head = loaded.heads.get(&to).map_or(Seq(0), |head| head.seq);
            ends.insert(to, head);
            tx.set_reconciled_heads(number, &ends).await?;
        }
        Ok(())
    }
}

/// Every row of a unit.
async fn rows_of(tx: &mut Transaction, unit: PartitionId) -> Result<Vec<Row>, StoreError> {
    let (mut all, mut after) = (Vec::new(), Seq(0));
    loop {
        let rows = tx.rows_after(unit, after, AT_ONCE).await?;
        let Some(last) = rows.last() else { return Ok(all) };
        after = last.seq;
        all.extend(rows);
    }
}
