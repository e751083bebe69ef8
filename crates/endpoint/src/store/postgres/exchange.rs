//! What an exchange reads and writes. Few statements, whatever the number of operations: sets go in as arrays, and come
//! out of the database as one result.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::Row as _;
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

use super::{TENANT, Transaction, narrow, number};
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
             WHERE a.tenant = $1 AND a.account = $2 AND d.device = $3 AND a.active = 1",
        );
        let query = query.bind(TENANT).bind(i64::from(account)).bind(device.0.as_slice());
        let Some(found) = query.fetch_optional(&mut *self.0).await? else { return Ok(None) };
        let role: String = found.try_get(0)?;
        let counters: Vec<u8> = found.try_get(3)?;
        let mut outset = Outset {
            account: Account {
                id: account,
                name: found.try_get(5)?,
                role: Role::from_id(&role).ok_or(StoreError::Damaged { what: "role" })?,
                home: PartitionId(number(&found, 1)?),
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
             WHERE g.tenant = $1 AND g.account = $2 ORDER BY p.partition",
        );
        let query = query.bind(TENANT).bind(i64::from(account));
        for place in query.fetch_all(&mut *self.0).await? {
            let partition = PartitionId(number(&place, 0)?);
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
            "SELECT counter, digest, outcome, reason, field_number, field_item, seq FROM operations
             WHERE tenant = $1 AND device = $2 AND counter = ANY($3)",
        );
        let wanted: Vec<i64> = counters.iter().map(|counter| counter.cast_signed()).collect();
        let query = query.bind(TENANT).bind(device.0.as_slice()).bind(wanted);
        let mut stored = BTreeMap::new();
        for found in query.fetch_all(&mut *self.0).await? {
            let optional = |at: usize| found.try_get::<Option<i64>, _>(at);
            let field = match (optional(4)?, optional(5)?) {
                (Some(number), Some(item)) => Some(Field { number: narrow(number)?, item: narrow(item)? }),
                _ => None,
            };
            let reason = optional(3)?.map(narrow).transpose()?;
            let outcome = outcome_of(number(&found, 2)?, reason, field)?;
            let digest = Digest(exactly(found.try_get(1)?, "digest")?);
            let seq = optional(6)?.map(|seq| Seq(seq.cast_unsigned()));
            stored.insert(found.try_get::<i64, _>(0)?.cast_unsigned(), Stored { digest, outcome, seq });
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
        let query = sqlx::query_scalar("SELECT row FROM records WHERE tenant = $1 AND record = ANY($2)");
        let wanted: Vec<Vec<u8>> = records.iter().map(|record| record.as_bytes().to_vec()).collect();
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
            "SELECT partition, year, last FROM numbers WHERE tenant = $1 AND partition = ANY($2)",
        );
        let wanted: Vec<i64> = authorities.iter().map(|authority| i64::from(authority.0)).collect();
        let mut numbers = BTreeMap::new();
        for found in query.bind(TENANT).bind(wanted).fetch_all(&mut *self.0).await? {
            numbers.insert((PartitionId(number(&found, 0)?), number(&found, 1)?), number(&found, 2)?);
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
            "SELECT row FROM records WHERE tenant = $1 AND partition = $2 AND seq > $3 ORDER BY seq LIMIT $4",
        );
        let query = query.bind(TENANT).bind(i64::from(partition.0)).bind(after.0.cast_signed());
        let found: Vec<Vec<u8>> = query.bind(i64::from(limit)).fetch_all(&mut *self.0).await?;
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
            "SELECT row FROM records WHERE tenant = $1 AND partition = $2 AND seq < $3
             ORDER BY seq DESC LIMIT $4",
        );
        let query = query.bind(TENANT).bind(i64::from(partition.0)).bind(before.0.cast_signed());
        let found: Vec<Vec<u8>> = query.bind(i64::from(limit)).fetch_all(&mut *self.0).await?;
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
             WHERE tenant = $1 AND partition = $2 AND seq > $3 AND NOT (seq > $4 AND seq <= $5)",
        );
        let query = query.bind(TENANT).bind(i64::from(partition.0)).bind(read.0.cast_signed());
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
             FROM unnest($1::bigint[], $2::bigint[]) AS w (partition, seq)
             JOIN log l ON l.tenant = $3 AND l.partition = w.partition AND l.seq = w.seq",
        );
        let (partitions, seqs): (Vec<i64>, Vec<i64>) =
            places.iter().map(|(partition, seq)| (i64::from(partition.0), seq.0.cast_signed())).unzip();
        let query = query.bind(partitions).bind(seqs).bind(TENANT);
        let mut hashes = BTreeMap::new();
        for found in query.fetch_all(&mut *self.0).await? {
            let place = (PartitionId(number(&found, 0)?), Seq(found.try_get::<i64, _>(1)?.cast_unsigned()));
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
        self.keep_operations(device, pushed, now_ms).await?;
        self.keep_log(device, pushed).await?;
        self.keep_rows(pushed, loaded).await?;
        for (partition, head) in loaded.heads.iter().filter(|(partition, _)| pushed.moved.contains(partition))
        {
            let query = sqlx::query(
                "UPDATE partitions SET head_seq = $1, head_hash = $2, checksum = $3, checksum_seq = $1
                 WHERE tenant = $4 AND partition = $5",
            );
            let sum = loaded.sums.get(partition).copied().unwrap_or_default();
            let query = query.bind(head.seq.0.cast_signed()).bind(head.hash.0.as_slice());
            let query = query.bind(sum.0.cast_signed());
            query.bind(TENANT).bind(i64::from(partition.0)).execute(&mut *self.0).await?;
        }
        for (partition, year) in &pushed.numbered {
            let query = sqlx::query(
                "INSERT INTO numbers (tenant, partition, year, last) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (tenant, partition, year) DO UPDATE SET last = excluded.last",
            );
            let last = loaded.numbers.get(&(*partition, *year)).copied().unwrap_or(0);
            let query = query.bind(TENANT).bind(i64::from(partition.0)).bind(i64::from(*year));
            query.bind(i64::from(last)).execute(&mut *self.0).await?;
        }
        let query = sqlx::query("UPDATE devices SET counters = $1 WHERE tenant = $2 AND device = $3");
        let query = query.bind(loaded.counters.encode()).bind(TENANT).bind(device.0.as_slice());
        query.execute(&mut *self.0).await?;
        Ok(())
    }

    async fn keep_operations(
        &mut self,
        device: DeviceId,
        pushed: &Pushed,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        let (mut counters, mut digests, mut outcomes) = (Vec::new(), Vec::new(), Vec::new());
        let (mut reasons, mut fields, mut items, mut bytes) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (mut seqs, mut olds) = (Vec::new(), Vec::new());
        for entry in &pushed.log {
            let reason = if let Outcome::Refused(reason) = &entry.outcome { Some(reason) } else { None };
            let field = reason.and_then(Reason::field);
            counters.push(entry.counter.cast_signed());
            digests.push(entry.digest.0.to_vec());
            outcomes.push(i64::from(entry.outcome.code()));
            reasons.push(reason.map(|reason| i64::from(reason.code())));
            fields.push(field.map(|field| i64::from(field.number)));
            items.push(field.map(|field| i64::from(field.item)));
            bytes.push(entry.bytes.as_slice());
            seqs.push(entry.place.map(|(.., head)| head.seq.0.cast_signed()));
            olds.push(entry.old.map(|old| old.0.cast_signed()));
        }
        let query = sqlx::query(
            "INSERT INTO operations (tenant, device, counter, digest, outcome, reason, field_number, field_item,
             bytes, received_ms, seq, old_seq)
             SELECT $1, $2, o.counter, o.digest, o.outcome, o.reason, o.field_number, o.field_item, o.bytes, $3,
                    o.seq, o.old_seq
             FROM unnest($4::bigint[], $5::bytea[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[],
             $10::bytea[], $11::bigint[], $12::bigint[])
             AS o (counter, digest, outcome, reason, field_number, field_item, bytes, seq, old_seq)",
        );
        let query = query.bind(TENANT).bind(device.0.as_slice()).bind(now_ms);
        let query = query.bind(counters).bind(digests).bind(outcomes).bind(reasons).bind(fields);
        let query = query.bind(items).bind(bytes).bind(seqs).bind(olds);
        query.execute(&mut *self.0).await?;
        Ok(())
    }

    async fn keep_log(&mut self, device: DeviceId, pushed: &Pushed) -> Result<(), StoreError> {
        let (mut partitions, mut seqs, mut hashes) = (Vec::new(), Vec::new(), Vec::new());
        let (mut counters, mut records) = (Vec::new(), Vec::new());
        for entry in &pushed.log {
            let Some((partition, record, head)) = entry.place else { continue };
            partitions.push(i64::from(partition.0));
            seqs.push(head.seq.0.cast_signed());
            hashes.push(head.hash.0.to_vec());
            counters.push(entry.counter.cast_signed());
            records.push(record.as_bytes().to_vec());
        }
        if seqs.is_empty() {
            return Ok(());
        }
        let query = sqlx::query(
            "INSERT INTO log (tenant, partition, seq, hash, device, counter, record)
             SELECT $1, l.partition, l.seq, l.hash, $2, l.counter, l.record
             FROM unnest($3::bigint[], $4::bigint[], $5::bytea[], $6::bigint[], $7::bytea[])
             AS l (partition, seq, hash, counter, record)",
        );
        let query = query.bind(TENANT).bind(device.0.as_slice()).bind(partitions).bind(seqs);
        query.bind(hashes).bind(counters).bind(records).execute(&mut *self.0).await?;
        Ok(())
    }

    async fn keep_rows(&mut self, pushed: &Pushed, loaded: &Loaded) -> Result<(), StoreError> {
        let (mut records, mut partitions, mut seqs) = (Vec::new(), Vec::new(), Vec::new());
        let (mut kinds, mut rows) = (Vec::new(), Vec::new());
        for row in pushed.changed.iter().filter_map(|record| loaded.rows.get(record)) {
            records.push(row.id.as_bytes().to_vec());
            partitions.push(i64::from(row.partition.0));
            seqs.push(row.seq.0.cast_signed());
            kinds.push(i64::from(row.kind));
            rows.push(encode_row(row));
        }
        if records.is_empty() {
            return Ok(());
        }
        let query = sqlx::query(
            "INSERT INTO records (tenant, record, partition, seq, kind, row)
             SELECT $1, r.record, r.partition, r.seq, r.kind, r.content
             FROM unnest($2::bytea[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bytea[])
             AS r (record, partition, seq, kind, content)
             ON CONFLICT (tenant, record) DO UPDATE
             SET partition = excluded.partition, seq = excluded.seq, kind = excluded.kind, row = excluded.row",
        );
        let query = query.bind(TENANT).bind(records).bind(partitions).bind(seqs).bind(kinds).bind(rows);
        query.execute(&mut *self.0).await?;
        Ok(())
    }
}
