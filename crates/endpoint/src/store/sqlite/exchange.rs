//! What an exchange reads and writes. Few statements, whatever the number of operations: sets go in as JSON arrays, and
//! come out of the database as one result.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use sqlx::{QueryBuilder, Row as _};
use thidua_domain::access::{Account, Grant, Role};
use thidua_domain::record::{Field, PartitionId, RecordId};
use thidua_sync::checksum::{Checksum, Checksums};
use thidua_sync::counters::CounterSet;
use thidua_sync::cursor::UnderWay;
use thidua_sync::identity::{ChainHash, DeviceId, Epoch, Head, Seq};
use thidua_sync::operation::Digest;
use thidua_sync::outcome::{Outcome, Reason};
use thidua_sync::row::Row;
use thidua_sync::server::{Loaded, Pushed, Stored};
use thidua_sync::wire::encode_row;

use super::{TENANT, Transaction};
use crate::store::stored::{exactly, kind_of, level_kept, outcome_of, read_row};
use crate::store::{Outset, StoreError};

/// Rows in one INSERT: far below the number of parameters that SQLite takes.
const AT_ONCE: usize = 400;

impl Transaction {
    /// All that an exchange needs to know first. `None` where the account or the device is gone.
    pub(crate) async fn outset(
        &mut self,
        account: u32,
        device: DeviceId,
    ) -> Result<Option<Outset>, StoreError> {
        let query = sqlx::query(
            "SELECT a.role, a.home, a.scope_version, d.counters, m.value, a.display_name, l.value
             FROM accounts a
             JOIN devices d ON d.tenant = a.tenant AND d.account = a.account
             JOIN meta m ON m.tenant = a.tenant AND m.key = 'epoch'
             LEFT JOIN meta l ON l.tenant = a.tenant AND l.key = 'level'
             WHERE a.tenant = ? AND a.account = ? AND d.device = ? AND a.active = 1",
        );
        let query = query.bind(TENANT).bind(account).bind(device.0.as_slice());
        let Some(found) = query.fetch_optional(&mut *self.0).await? else { return Ok(None) };
        let role: String = found.try_get(0)?;
        let counters: Vec<u8> = found.try_get(3)?;
        let mut outset = Outset {
            account: Account {
                id: account,
                name: found.try_get(5)?,
                role: Role::from_id(&role).ok_or(StoreError::Damaged { what: "role" })?,
                home: PartitionId(found.try_get(1)?),
                level: level_kept(found.try_get(6)?),
                grants: Vec::new(),
            },
            scope_version: found.try_get::<i64, _>(2)?.cast_unsigned(),
            epoch: Epoch(exactly(found.try_get(4)?, "epoch")?),
            counters: CounterSet::decode(&counters).map_err(StoreError::damaged("set of counters"))?,
            heads: BTreeMap::new(),
            sums: Checksums::new(),
        };
        let query = sqlx::query(
            "SELECT p.partition, p.kind, p.head_seq, p.head_hash, p.checksum, p.checksum_seq
             FROM grants g JOIN partitions p ON p.tenant = g.tenant AND p.partition = g.partition
             WHERE g.tenant = ? AND g.account = ?",
        );
        for place in query.bind(TENANT).bind(account).fetch_all(&mut *self.0).await? {
            let partition = PartitionId(place.try_get(0)?);
            outset.account.grants.push(Grant { partition, kind: kind_of(place.try_get(1)?)? });
            let head = Head {
                seq: Seq(place.try_get::<i64, _>(2)?.cast_unsigned()),
                hash: ChainHash(exactly(place.try_get(3)?, "head")?),
            };
            outset.heads.insert(partition, head);
            if place.try_get::<i64, _>(5)?.cast_unsigned() == head.seq.0 {
                outset.sums.insert(partition, Checksum(place.try_get::<i64, _>(4)?.cast_unsigned()));
            }
        }
        Ok(Some(outset))
    }

    /// What was stored for these counters of a device.
    pub(crate) async fn stored(
        &mut self,
        device: DeviceId,
        counters: &BTreeSet<u64>,
    ) -> Result<BTreeMap<u64, Stored>, StoreError> {
        if counters.is_empty() {
            return Ok(BTreeMap::new());
        }
        let query = sqlx::query(
            "SELECT counter, digest, outcome, reason, field_number, field_item FROM operations
             WHERE tenant = ? AND device = ? AND counter IN (SELECT value FROM json_each(?))",
        );
        let wanted = json(counters.iter().map(|counter| counter.cast_signed()));
        let query = query.bind(TENANT).bind(device.0.as_slice()).bind(wanted);
        let mut stored = BTreeMap::new();
        for found in query.fetch_all(&mut *self.0).await? {
            let field = match (found.try_get::<Option<u16>, _>(4)?, found.try_get::<Option<u32>, _>(5)?) {
                (Some(number), Some(item)) => Some(Field { number, item }),
                _ => None,
            };
            let outcome = outcome_of(found.try_get(2)?, found.try_get(3)?, field)?;
            let digest = Digest(exactly(found.try_get(1)?, "digest")?);
            stored.insert(found.try_get::<i64, _>(0)?.cast_unsigned(), Stored { digest, outcome });
        }
        Ok(stored)
    }

    /// The rows of these records, of those that are there.
    pub(crate) async fn rows(
        &mut self,
        records: &BTreeSet<RecordId>,
    ) -> Result<BTreeMap<RecordId, Row>, StoreError> {
        if records.is_empty() {
            return Ok(BTreeMap::new());
        }
        let query = sqlx::query_scalar(
            "SELECT row FROM records
             WHERE tenant = ? AND record IN (SELECT unhex(value) FROM json_each(?))",
        );
        let wanted = json(records.iter().map(|record| format!("\"{record}\"")));
        let found: Vec<Vec<u8>> = query.bind(TENANT).bind(wanted).fetch_all(&mut *self.0).await?;
        found.iter().map(|bytes| read_row(bytes).map(|row| (row.id, row))).collect()
    }

    /// The last numbers that these authorities have given.
    pub(crate) async fn numbers(
        &mut self,
        authorities: &BTreeSet<PartitionId>,
    ) -> Result<BTreeMap<(PartitionId, u16), u32>, StoreError> {
        if authorities.is_empty() {
            return Ok(BTreeMap::new());
        }
        let query = sqlx::query(
            "SELECT partition, year, last FROM numbers
             WHERE tenant = ? AND partition IN (SELECT value FROM json_each(?))",
        );
        let query = query.bind(TENANT).bind(json(authorities.iter()));
        let mut numbers = BTreeMap::new();
        for found in query.fetch_all(&mut *self.0).await? {
            numbers.insert((PartitionId(found.try_get(0)?), found.try_get(1)?), found.try_get(2)?);
        }
        Ok(numbers)
    }

    /// The rows of a partition after a place, in the order of their places.
    pub(crate) async fn rows_after(
        &mut self,
        partition: PartitionId,
        after: Seq,
        limit: u32,
    ) -> Result<Vec<Row>, StoreError> {
        let query = sqlx::query_scalar(
            "SELECT row FROM records WHERE tenant = ? AND partition = ? AND seq > ? ORDER BY seq LIMIT ?",
        );
        let query = query.bind(TENANT).bind(partition.0).bind(after.0.cast_signed()).bind(limit);
        let found: Vec<Vec<u8>> = query.fetch_all(&mut *self.0).await?;
        found.iter().map(|bytes| read_row(bytes)).collect()
    }

    /// The rows of a partition before a place, the last changed first.
    pub(crate) async fn rows_before(
        &mut self,
        partition: PartitionId,
        before: Seq,
        limit: u32,
    ) -> Result<Vec<Row>, StoreError> {
        let query = sqlx::query_scalar(
            "SELECT row FROM records WHERE tenant = ? AND partition = ? AND seq < ? ORDER BY seq DESC LIMIT ?",
        );
        let query = query.bind(TENANT).bind(partition.0).bind(before.0.cast_signed()).bind(limit);
        let found: Vec<Vec<u8>> = query.fetch_all(&mut *self.0).await?;
        found.iter().map(|bytes| read_row(bytes)).collect()
    }

    /// How many rows of a partition a device is still to be told that has read up to a place.
    pub(crate) async fn rows_left(
        &mut self,
        partition: PartitionId,
        read: Seq,
        at: &UnderWay,
    ) -> Result<u64, StoreError> {
        let query = sqlx::query_scalar(
            "SELECT count(*) FROM records
             WHERE tenant = ? AND partition = ? AND seq > ? AND NOT (seq > ? AND seq <= ?)",
        );
        let query = query.bind(TENANT).bind(partition.0).bind(read.0.cast_signed());
        let query = query.bind(at.ahead_after.0.cast_signed()).bind(at.ahead_to.0.cast_signed());
        Ok(query.fetch_one(&mut *self.0).await.map(i64::cast_unsigned)?)
    }

    /// The digests of logs at these places, of those that are there.
    pub(crate) async fn hashes(
        &mut self,
        places: &[(PartitionId, Seq)],
    ) -> Result<BTreeMap<(PartitionId, Seq), ChainHash>, StoreError> {
        if places.is_empty() {
            return Ok(BTreeMap::new());
        }
        let query = sqlx::query(
            "SELECT l.partition, l.seq, l.hash
             FROM json_each(?) w
             JOIN log l ON l.tenant = ? AND l.partition = w.value ->> 0 AND l.seq = w.value ->> 1",
        );
        let wanted =
            json(places.iter().map(|(partition, seq)| format!("[{partition},{}]", seq.0.cast_signed())));
        let mut hashes = BTreeMap::new();
        for found in query.bind(wanted).bind(TENANT).fetch_all(&mut *self.0).await? {
            let place = (PartitionId(found.try_get(0)?), Seq(found.try_get::<i64, _>(1)?.cast_unsigned()));
            hashes.insert(place, ChainHash(exactly(found.try_get(2)?, "digest")?));
        }
        Ok(hashes)
    }

    /// Writes what a push decided: the operations, the log, the rows, the heads and the counters.
    pub(crate) async fn keep(
        &mut self,
        device: DeviceId,
        pushed: &Pushed,
        loaded: &Loaded,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        if pushed.log.is_empty() {
            return Ok(());
        }
        for entries in pushed.log.chunks(AT_ONCE) {
            let mut query = QueryBuilder::<sqlx::Sqlite>::new(
                "INSERT INTO operations (tenant, device, counter, digest, outcome, reason, field_number, field_item,
                 bytes, received_ms) ",
            );
            query.push_values(entries, |mut to, entry| {
                let reason = if let Outcome::Refused(reason) = &entry.outcome { Some(reason) } else { None };
                let field = reason.and_then(Reason::field);
                to.push_bind(TENANT).push_bind(device.0.as_slice()).push_bind(entry.counter.cast_signed());
                to.push_bind(entry.digest.0.as_slice()).push_bind(entry.outcome.code());
                to.push_bind(reason.map(Reason::code)).push_bind(field.map(|field| field.number));
                to.push_bind(field.map(|field| field.item))
                    .push_bind(entry.bytes.as_slice())
                    .push_bind(now_ms);
            });
            query.build().execute(&mut *self.0).await?;
        }
        let placed: Vec<_> =
            pushed.log.iter().filter_map(|entry| Some((entry.counter, entry.place?))).collect();
        for entries in placed.chunks(AT_ONCE) {
            let mut query = QueryBuilder::<sqlx::Sqlite>::new(
                "INSERT INTO log (tenant, partition, seq, hash, device, counter, record) ",
            );
            query.push_values(entries, |mut to, (counter, (partition, record, head))| {
                to.push_bind(TENANT).push_bind(partition.0).push_bind(head.seq.0.cast_signed());
                to.push_bind(head.hash.0.to_vec()).push_bind(device.0.as_slice());
                to.push_bind(counter.cast_signed()).push_bind(record.as_bytes().to_vec());
            });
            query.build().execute(&mut *self.0).await?;
        }
        let changed: Vec<_> = pushed.changed.iter().filter_map(|record| loaded.rows.get(record)).collect();
        for rows in changed.chunks(AT_ONCE) {
            let mut query = QueryBuilder::<sqlx::Sqlite>::new(
                "INSERT INTO records (tenant, record, partition, seq, kind, row) ",
            );
            query.push_values(rows, |mut to, row| {
                to.push_bind(TENANT).push_bind(row.id.as_bytes().as_slice()).push_bind(row.partition.0);
                to.push_bind(row.seq.0.cast_signed()).push_bind(row.kind).push_bind(encode_row(row));
            });
            query.push(
                " ON CONFLICT (tenant, record) DO UPDATE
                 SET partition = excluded.partition, seq = excluded.seq, kind = excluded.kind, row = excluded.row",
            );
            query.build().execute(&mut *self.0).await?;
        }
        for (partition, head) in loaded.heads.iter().filter(|(partition, _)| pushed.moved.contains(partition))
        {
            let query = sqlx::query(
                "UPDATE partitions SET head_seq = ?, head_hash = ?, checksum = ?, checksum_seq = ?
                 WHERE tenant = ? AND partition = ?",
            );
            let sum = loaded.sums.get(partition).copied().unwrap_or_default();
            let query = query.bind(head.seq.0.cast_signed()).bind(head.hash.0.as_slice());
            let query = query.bind(sum.0.cast_signed()).bind(head.seq.0.cast_signed());
            query.bind(TENANT).bind(partition.0).execute(&mut *self.0).await?;
        }
        for (partition, year) in &pushed.numbered {
            let query = sqlx::query(
                "INSERT INTO numbers (tenant, partition, year, last) VALUES (?, ?, ?, ?)
                 ON CONFLICT (tenant, partition, year) DO UPDATE SET last = excluded.last",
            );
            let last = loaded.numbers.get(&(*partition, *year)).copied().unwrap_or(0);
            query.bind(TENANT).bind(partition.0).bind(*year).bind(last).execute(&mut *self.0).await?;
        }
        let query = sqlx::query("UPDATE devices SET counters = ? WHERE tenant = ? AND device = ?");
        query
            .bind(loaded.counters.encode())
            .bind(TENANT)
            .bind(device.0.as_slice())
            .execute(&mut *self.0)
            .await?;
        Ok(())
    }
}

/// A JSON array of what is written already.
fn json(items: impl Iterator<Item = impl std::fmt::Display>) -> String {
    let mut array = String::from("[");
    for (at, item) in items.enumerate() {
        let comma = if at == 0 { "" } else { "," };
        // Writing into a String cannot fail.
        write!(array, "{comma}{item}").ok();
    }
    array.push(']');
    array
}
