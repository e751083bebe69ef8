//! What an officer does, made into operations.

use std::collections::BTreeSet;

use thidua_domain::erasure;
use thidua_domain::record::{Field, Fields, PartitionId, RecordId, RecordKind, Value};

use super::batch::{Batch, Write};
use super::pending::{Pending, PendingState};
use super::replica::Replica;
use crate::operation::{Action, Change, Operation, SCHEMA};
use crate::outcome::Reason;
use crate::row::Row;
use crate::server;

/// The device's clock at the moment of a command, milliseconds since 1970.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stamp(pub i64);

/// Why a command was not carried out. Nothing was stored.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CommandError {
    /// The device does not have the record.
    #[error("no such record")]
    NoSuchRecord,
    /// The rule that the endpoint would refuse it by.
    #[error("refused: {0:?}")]
    Refused(Reason),
}

impl Replica {
    /// Makes a record.
    ///
    /// # Errors
    /// Where the account may not, or the fields are wrong in themselves.
    pub fn create(
        &self,
        now: Stamp,
        record: RecordId,
        kind: RecordKind,
        partition: PartitionId,
        fields: Fields,
    ) -> Result<Batch, CommandError> {
        self.create_many(now, kind, vec![(record, partition, fields)])
    }

    /// Makes many records of one kind in one batch: all or none.
    ///
    /// # Errors
    /// Where the account may not, or the fields of one of them are wrong in themselves.
    pub fn create_many(
        &self,
        now: Stamp,
        kind: RecordKind,
        news: Vec<(RecordId, PartitionId, Fields)>,
    ) -> Result<Batch, CommandError> {
        let mut batch = self.batch(Vec::new());
        let mut made_here = BTreeSet::new();
        made_here.extend(self.outbox.values().map(|pending| pending.op.record));
        for (record, partition, fields) in news {
            let changes: Vec<_> = fields
                .into_iter()
                .map(|(field, value)| Change { field, base: None, value, settles: Vec::new() })
                .collect();
            let mut op = self.operation(now, record, kind.code(), partition, Action::Create, None, changes);
            op.counter = batch.meta.next_counter;
            let known =
                if made_here.contains(&record) { self.folded(record) } else { self.base(record).cloned() };
            check(self, &op, known.as_ref())?;
            batch.meta.next_counter += 1;
            batch.writes.push(Write::PutPending(Pending { op, state: PendingState::Open }));
        }
        Ok(batch)
    }

    /// Writes fields of a record: only those that differ from what is shown are sent. Writing a field to what it is
    /// changes nothing.
    ///
    /// # Errors
    /// Where the device does not have the record, the account may not, or a value is wrong in itself.
    pub fn edit(&self, now: Stamp, record: RecordId, fields: Fields) -> Result<Batch, CommandError> {
        let row = self.folded(record).ok_or(CommandError::NoSuchRecord)?;
        let shown = |field: &Field| row.cells.get(field).map_or(&Value::Null, |cell| &cell.value);
        let changed = fields.into_iter().filter(|(field, value)| shown(field) != value);
        let changes: Vec<_> = changed
            .map(|(field, value)| Change { field, base: row.rev_of(field), value, settles: Vec::new() })
            .collect();
        self.write(now, &row, changes)
    }

    /// Settles a conflict: `value` is what holds, and the values that were offered beside it are let go. For
    /// [`Field::RETURNED`], says that the record is to stay.
    ///
    /// # Errors
    /// Where the device does not have the record, the account may not, or the value is wrong in itself.
    pub fn settle(
        &self,
        now: Stamp,
        record: RecordId,
        field: Field,
        value: Value,
    ) -> Result<Batch, CommandError> {
        let row = self.folded(record).ok_or(CommandError::NoSuchRecord)?;
        let Some(cell) = row.cells.get(&field) else { return Ok(self.batch(Vec::new())) };
        let settles = cell.others.iter().map(|other| other.rev).collect();
        self.write(now, &row, vec![Change { field, base: Some(cell.rev), value, settles }])
    }

    /// Deletes a record. Deleting a deleted one changes nothing.
    ///
    /// # Errors
    /// Where the device does not have the record or the account may not.
    pub fn delete(&self, now: Stamp, record: RecordId) -> Result<Batch, CommandError> {
        self.set_deleted(now, record, Action::Delete)
    }

    /// Brings a deleted record back. Restoring a live one changes nothing.
    ///
    /// # Errors
    /// Where the device does not have the record or the account may not.
    pub fn restore(&self, now: Stamp, record: RecordId) -> Result<Batch, CommandError> {
        self.set_deleted(now, record, Action::Restore)
    }

    /// Erases records for good, all or none: why, in words that name nobody, and who decided so. Of a record that never came
    /// to be (it was refused, or waits in the endpoint's tray) its kind and its place are given, as the endpoint tells them.
    ///
    /// # Errors
    /// Where the device does not have one of them, the account may not, or one of them is to be kept.
    pub fn erase(
        &self,
        now: Stamp,
        records: &[(RecordId, Option<(u16, PartitionId)>)],
        reason: &str,
        decided_by: &str,
    ) -> Result<Batch, CommandError> {
        let mut batch = self.batch(Vec::new());
        for (record, told) in records {
            let row = self.folded(*record);
            let known = row.as_ref().map(|row| (row.kind, row.partition));
            let (kind, partition) = known.or(*told).ok_or(CommandError::NoSuchRecord)?;
            let says: [(Field, Value); 3] = [
                (erasure::ERASED, Value::Bool(true)),
                (erasure::REASON, reason.into()),
                (erasure::DECIDED_BY, decided_by.into()),
            ];
            let change = |(field, value)| Change { field, base: None, value, settles: Vec::new() };
            let changes = says.into_iter().map(change).collect();
            // It builds on nothing: an endpoint that has lost the record is to know all the same.
            let mut op = self.operation(now, *record, kind, partition, Action::Erase, None, changes);
            op.counter = batch.meta.next_counter;
            check(self, &op, row.as_ref())?;
            let unit = server::nominations_of(partition, self.rows.values());
            server::may_erase(&op, row.as_ref(), &unit).map_err(CommandError::Refused)?;
            batch.meta.next_counter += 1;
            batch.writes.push(Write::PutPending(Pending { op, state: PendingState::Open }));
        }
        Ok(batch)
    }

    /// The officer has dealt with a refused operation.
    #[must_use]
    pub fn dismiss(&self, counter: u64) -> Batch {
        self.batch(vec![Write::DropRefused(counter)])
    }

    fn set_deleted(&self, now: Stamp, record: RecordId, action: Action) -> Result<Batch, CommandError> {
        let row = self.folded(record).ok_or(CommandError::NoSuchRecord)?;
        let deleted = action == Action::Delete;
        if row.is_deleted() == deleted {
            return Ok(self.batch(Vec::new()));
        }
        let base = row.rev_of(Field::DELETED);
        let change = Change { field: Field::DELETED, base, value: Value::Bool(deleted), settles: Vec::new() };
        let mut op =
            self.operation(now, record, row.kind, row.partition, action, Some(row.rev), vec![change]);
        op.parents = self.steps_on(record);
        self.append(op, Some(&row))
    }

    /// An edit, merged into the open operation of the record where there is one.
    fn write(&self, now: Stamp, row: &Row, changes: Vec<Change>) -> Result<Batch, CommandError> {
        if changes.is_empty() {
            return Ok(self.batch(Vec::new()));
        }
        let newest = self.outbox.values().rev().find(|pending| pending.op.record == row.id);
        let open = newest.filter(|pending| {
            pending.is_open() && matches!(pending.op.action, Action::Create | Action::Edit)
        });
        let Some(open) = open else {
            let mut op =
                self.operation(now, row.id, row.kind, row.partition, Action::Edit, Some(row.rev), changes);
            op.parents = self.steps_on(row.id);
            return self.append(op, Some(row));
        };
        let mut op = open.op.clone();
        for change in changes {
            match op.changes.iter_mut().find(|already| already.field == change.field) {
                // The base stays: it is what the endpoint still has. What is settled now was not seen before.
                Some(already) => {
                    already.value = change.value;
                    already.settles.extend(change.settles);
                }
                None => op.changes.push(change),
            }
        }
        op.device_time_ms = now.0;
        let before = self.base(row.id).filter(|_| op.action != Action::Create);
        check(self, &op, before)?;
        Ok(self.batch(vec![Write::PutPending(Pending { op, state: PendingState::Open })]))
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of an operation, each of its own type")]
    pub(super) fn operation(
        &self,
        now: Stamp,
        record: RecordId,
        kind: u16,
        partition: PartitionId,
        action: Action,
        base: Option<crate::identity::Dot>,
        changes: Vec<Change>,
    ) -> Operation {
        Operation {
            device: self.meta.device,
            counter: self.meta.next_counter,
            record,
            partition,
            kind,
            action,
            schema: SCHEMA,
            base,
            changes,
            parents: Vec::new(),
            device_time_ms: now.0,
            clock_offset_ms: self.meta.clock_offset_ms,
        }
    }

    /// The operations on a record that must have been carried out before what comes now: a step that was refused takes with
    /// it what was done upon it.
    pub(super) fn steps_on(&self, record: RecordId) -> Vec<u64> {
        let of_record = self.outbox.values().filter(|pending| pending.op.record == record);
        of_record
            .filter(|pending| pending.op.action == Action::Step)
            .map(|pending| pending.op.counter)
            .collect()
    }

    fn append(&self, op: Operation, row: Option<&Row>) -> Result<Batch, CommandError> {
        check(self, &op, row)?;
        let mut batch = self.batch(vec![Write::PutPending(Pending { op, state: PendingState::Open })]);
        batch.meta.next_counter += 1;
        Ok(batch)
    }
}

fn check(replica: &Replica, op: &Operation, row: Option<&Row>) -> Result<(), CommandError> {
    server::may_today(&replica.account, op, row, &replica.meta.lineage).map_err(CommandError::Refused)
}
