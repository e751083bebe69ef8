//! What an exchange reads and writes, one thing at a time: a statement that stays prepared and finds its row by its key costs
//! less than one that has to take a set apart first, and no plan can go wrong.

use std::collections::{BTreeMap, BTreeSet};

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

use super::driver::{self as sqlx, Row as _};
use super::{TENANT, Transaction};
use crate::store::stored::{exactly, kind_of, level_kept, outcome_of, read_row};
use crate::store::{Outset, StoreError};

impl Transaction {
    /// All that an exchange needs to know first. `None` where the account or the device is gone.
    pub(crate) async fn outset(
        &mut self,
        account: u32,
        device: DeviceId,
    ) -> Result<Option<Outset>, StoreError> {
        let query = sqlx::query(
            "SELECT a.role, a.home, a.scope_version, d.counters, m.value, a.display_name, l.value, d.met,
                    (SELECT coalesce(max(r.number), 0) FROM reconciliations r WHERE r.tenant = a.tenant)
             FROM accounts a
             JOIN devices d ON d.tenant = a.tenant AND d.account = a.account
             JOIN meta m ON m.tenant = a.tenant AND m.key = 'epoch'
             LEFT JOIN meta l ON l.tenant = a.tenant AND l.key = 'level'
             WHERE a.tenant = ? AND a.account = ? AND d.device = ? AND a.active = 1",
        );
        let query = query.bind(TENANT).bind(account).bind(device.0.as_slice());
        let Some(found) = query.fetch_optional(&mut self.0).await? else { return Ok(None) };
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
            met: found.try_get::<i64, _>(7)?.cast_unsigned(),
            reconciliation: found.try_get::<i64, _>(8)?.cast_unsigned(),
        };
        let query = sqlx::query(
            "SELECT p.partition, p.kind, p.head_seq, p.head_hash, p.checksum, p.checksum_seq
             FROM grants g JOIN partitions p ON p.tenant = g.tenant AND p.partition = g.partition
             WHERE g.tenant = ? AND g.account = ?",
        );
        for place in query.bind(TENANT).bind(account).fetch_all(&mut self.0).await? {
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
        let mut stored = BTreeMap::new();
        for counter in counters {
            let query = sqlx::query(
                "SELECT digest, outcome, reason, field_number, field_item, seq FROM operations
                 WHERE tenant = ? AND device = ? AND counter = ?",
            );
            let query = query.bind(TENANT).bind(device.0.as_slice()).bind(counter.cast_signed());
            let Some(found) = query.fetch_optional(&mut self.0).await? else { continue };
            let field = match (found.try_get::<Option<u16>, _>(3)?, found.try_get::<Option<u32>, _>(4)?) {
                (Some(number), Some(item)) => Some(Field { number, item }),
                _ => None,
            };
            let outcome = outcome_of(found.try_get(1)?, found.try_get(2)?, field)?;
            let digest = Digest(exactly(found.try_get(0)?, "digest")?);
            let seq = found.try_get::<Option<i64>, _>(5)?.map(|seq| Seq(seq.cast_unsigned()));
            stored.insert(*counter, Stored { digest, outcome, seq });
        }
        Ok(stored)
    }

    /// The rows of these records, of those that are there.
    pub(crate) async fn rows(
        &mut self,
        records: &BTreeSet<RecordId>,
    ) -> Result<BTreeMap<RecordId, Row>, StoreError> {
        let mut rows = BTreeMap::new();
        for record in records {
            let query = sqlx::query_scalar("SELECT row FROM records WHERE tenant = ? AND record = ?");
            let query = query.bind(TENANT).bind(record.as_bytes().as_slice());
            let found: Option<Vec<u8>> = query.fetch_optional(&mut self.0).await?;
            if let Some(bytes) = found {
                rows.insert(*record, read_row(&bytes)?);
            }
        }
        Ok(rows)
    }

    /// The last numbers that these authorities have given.
    pub(crate) async fn numbers(
        &mut self,
        authorities: &BTreeSet<PartitionId>,
    ) -> Result<BTreeMap<(PartitionId, u16), u32>, StoreError> {
        let mut numbers = BTreeMap::new();
        for authority in authorities {
            let query = sqlx::query_as("SELECT year, last FROM numbers WHERE tenant = ? AND partition = ?");
            let found: Vec<(u16, u32)> = query.bind(TENANT).bind(authority.0).fetch_all(&mut self.0).await?;
            numbers.extend(found.into_iter().map(|(year, last)| ((*authority, year), last)));
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
        let found: Vec<Vec<u8>> = query.fetch_all(&mut self.0).await?;
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
        let found: Vec<Vec<u8>> = query.fetch_all(&mut self.0).await?;
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
        Ok(query.fetch_one(&mut self.0).await.map(i64::cast_unsigned)?)
    }

    /// The digests of logs at these places, of those that are there.
    pub(crate) async fn hashes(
        &mut self,
        places: &[(PartitionId, Seq)],
    ) -> Result<BTreeMap<(PartitionId, Seq), ChainHash>, StoreError> {
        let mut hashes = BTreeMap::new();
        for (partition, seq) in places {
            let query =
                sqlx::query_scalar("SELECT hash FROM log WHERE tenant = ? AND partition = ? AND seq = ?");
            let query = query.bind(TENANT).bind(partition.0).bind(seq.0.cast_signed());
            let found: Option<Vec<u8>> = query.fetch_optional(&mut self.0).await?;
            if let Some(hash) = found {
                hashes.insert((*partition, *seq), ChainHash(exactly(hash, "digest")?));
            }
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
        for entry in &pushed.log {
            let query = sqlx::query(
                "INSERT INTO operations (tenant, device, counter, digest, outcome, reason, field_number, field_item,
                 bytes, received_ms, seq, old_seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            );
            let reason = if let Outcome::Refused(reason) = &entry.outcome { Some(reason) } else { None };
            let field = reason.and_then(Reason::field);
            let query = query.bind(TENANT).bind(device.0.as_slice()).bind(entry.counter.cast_signed());
            let query = query.bind(entry.digest.0.as_slice()).bind(entry.outcome.code());
            let query = query.bind(reason.map(Reason::code)).bind(field.map(|field| field.number));
            let query = query.bind(field.map(|field| field.item)).bind(entry.bytes.as_slice()).bind(now_ms);
            let query = query.bind(entry.place.map(|(.., head)| head.seq.0.cast_signed()));
            let query = query.bind(entry.old.map(|old| old.0.cast_signed()));
            query.execute(&mut self.0).await?;
            let Some((partition, record, head)) = &entry.place else { continue };
            let query = sqlx::query(
                "INSERT INTO log (tenant, partition, seq, hash, device, counter, record) VALUES (?, ?, ?, ?, ?, ?, ?)",
            );
            let query = query.bind(TENANT).bind(partition.0).bind(head.seq.0.cast_signed());
            let query = query.bind(head.hash.0.as_slice()).bind(device.0.as_slice());
            let query = query.bind(entry.counter.cast_signed()).bind(record.as_bytes().as_slice());
            query.execute(&mut self.0).await?;
        }
        for row in pushed.changed.iter().filter_map(|record| loaded.rows.get(record)) {
            let query = sqlx::query(
                "INSERT INTO records (tenant, record, partition, seq, kind, row) VALUES (?, ?, ?, ?, ?, ?)
                 ON CONFLICT (tenant, record) DO UPDATE
                 SET partition = excluded.partition, seq = excluded.seq, kind = excluded.kind, row = excluded.row",
            );
            let query = query.bind(TENANT).bind(row.id.as_bytes().as_slice()).bind(row.partition.0);
            let query = query.bind(row.seq.0.cast_signed()).bind(row.kind).bind(encode_row(row));
            query.execute(&mut self.0).await?;
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
            query.bind(TENANT).bind(partition.0).execute(&mut self.0).await?;
        }
        for (partition, year) in &pushed.numbered {
            let query = sqlx::query(
                "INSERT INTO numbers (tenant, partition, year, last) VALUES (?, ?, ?, ?)
                 ON CONFLICT (tenant, partition, year) DO UPDATE SET last = excluded.last",
            );
            let last = loaded.numbers.get(&(*partition, *year)).copied().unwrap_or(0);
            query.bind(TENANT).bind(partition.0).bind(*year).bind(last).execute(&mut self.0).await?;
        }
        let query = sqlx::query("UPDATE devices SET counters = ? WHERE tenant = ? AND device = ?");
        query
            .bind(loaded.counters.encode())
            .bind(TENANT)
            .bind(device.0.as_slice())
            .execute(&mut self.0)
            .await?;
        Ok(())
    }
}
