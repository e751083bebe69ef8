//! Steps with legal force, made into operations.

use thidua_domain::guard::{self, Other, Surroundings, Tally};
use thidua_domain::obstacle::Obstacle;
use thidua_domain::record::{Field, Fields, PartitionId, RecordId, RecordKind, Value};
use thidua_domain::rule_set::CivilDate;
use thidua_domain::{decision, dossier, pledge, step};

use super::batch::{Batch, Write};
use super::command::{CommandError, Stamp};
use super::pending::{Pending, PendingState};
use super::replica::Replica;
use crate::identity::Dot;
use crate::operation::{Action, Change, Operation};
use crate::outcome::Reason;
use crate::row::Row;
use crate::server;

/// A step that an officer wants to take.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewStep {
    /// The code of the step within the kind of record.
    pub kind: u16,
    /// The code of the state that it leads to.
    pub leads_to: u16,
    /// The day that its author gives it.
    pub day: CivilDate,
    /// What else it says, by the fields of [`thidua_domain::step`] without their item.
    pub says: Fields,
}

/// Steps on many records: what can be stored, and for each record whether it is among it.
#[derive(Clone, Debug)]
pub struct Steps {
    /// What to store. Changes nothing where no step can be taken.
    pub batch: Batch,
    /// Each record, in the order in which they were given, with the reason for which its step cannot be taken.
    pub each: Vec<(RecordId, Result<(), CommandError>)>,
}

impl Replica {
    /// Takes a step on each of many records: each for itself, so that one that cannot go does not hold up the others.
    #[must_use]
    pub fn steps(&self, now: Stamp, news: Vec<(RecordId, NewStep)>) -> Steps {
        let mut batch = self.batch(Vec::new());
        let mut each = Vec::new();
        for (record, new) in news {
            let made = self.step_operation(now, batch.meta.next_counter, record, new);
            each.push((
                record,
                made.map(|op| {
                    batch.meta.next_counter += 1;
                    batch.writes.push(Write::PutPending(Pending { op, state: PendingState::Open }));
                }),
            ));
        }
        Steps { batch, each }
    }

    /// Whether a step could be taken right now.
    ///
    /// # Errors
    /// What stands in the way.
    pub fn can_step(&self, now: Stamp, record: RecordId, new: NewStep) -> Result<(), CommandError> {
        self.step_operation(now, self.meta.next_counter, record, new).map(drop)
    }

    fn step_operation(
        &self,
        now: Stamp,
        counter: u64,
        record: RecordId,
        new: NewStep,
    ) -> Result<Operation, CommandError> {
        let row = self.folded(record).ok_or(CommandError::NoSuchRecord)?;
        let fields = row.fields();
        let item = step::next_item(&fields);
        let mut values = Fields::from_iter([
            (step::STATE, i64::from(new.leads_to).into()),
            (step::of(step::KIND, item), i64::from(new.kind).into()),
            (step::of(step::BY, item), self.account.name.as_str().into()),
            (step::of(step::DAY, item), new.day.to_string().as_str().into()),
        ]);
        if let Some(kind) = RecordKind::from_code(row.kind) {
            values.insert(step::of(step::SEEN, item), guard::text_of(kind, &fields).as_str().into());
        }
        if row.kind == RecordKind::Decision.code() && new.kind == decision::Step::Confirm.code() {
            let listed = decision::second::listed(&fields, &Here(self));
            values.extend(listed.map(|listed| (step::of(step::LISTED, item), listed.as_str().into())));
        }
        let says = new.says.into_iter().filter(|(_, value)| *value != Value::Null);
        values.extend(says.map(|(field, value)| (step::of(field, item), value)));
        let keeps_text = dossier::Step::from_code(new.kind).is_some_and(dossier::Step::keeps_text);
        if row.kind == RecordKind::Nomination.code() && keeps_text {
            values.extend(dossier::text_to_keep(&fields, item));
        }
        let amends = pledge::Step::from_code(new.kind).is_some_and(pledge::Step::keeps_text);
        if row.kind == RecordKind::Pledge.code() && amends {
            values.extend(pledge::text_to_keep(&fields, item));
        }
        let base = |field: Field| row.rev_of(field);
        let changes: Vec<_> = values
            .into_iter()
            .map(|(field, value)| Change { field, base: base(field), value, settles: Vec::new() })
            .collect();
        let linked = changes.iter().filter(|change| change.field.number == step::LINK.number);
        let linked = linked.filter_map(|change| change.value.as_text()?.parse().ok());
        let mut parents = self.steps_on(record);
        for link in linked {
            // What only a hub has told of may be refused by the endpoint, which would then wait for it for ever.
            let is_lent = |link| self.folded(link).is_some() && !self.rows.contains_key(&link);
            if self.under_way(link).next().is_none() && is_lent(link) {
                return Err(CommandError::Refused(Reason::Obstacle(Obstacle::LinkMissing)));
            }
            parents.extend(self.under_way(link));
        }
        let mut op =
            self.operation(now, record, row.kind, row.partition, Action::Step, Some(row.rev), changes);
        op.counter = counter;
        op.parents = parents;
        self.may_step(&op, &row).map_err(CommandError::Refused)?;
        Ok(op)
    }

    fn may_step(&self, op: &Operation, row: &Row) -> Result<(), Reason> {
        server::may_today(&self.account, op, Some(row), &self.meta.lineage)?;
        server::take_step(&self.account, op, Some(row), &Here(self)).map(drop)
    }

    /// The operations on a record that the endpoint has not dealt with.
    fn under_way(&self, record: RecordId) -> impl Iterator<Item = u64> + '_ {
        let of_record = self.outbox.values().filter(move |pending| pending.op.record == record);
        of_record.map(|pending| pending.op.counter)
    }
}

/// What a device knows of the other records.
struct Here<'a>(&'a Replica);

impl Surroundings for Here<'_> {
    fn record(&self, id: RecordId) -> Option<Other> {
        self.0.folded(id).as_ref().and_then(server::other)
    }

    fn is_whole(&self) -> bool {
        false
    }

    fn is_listed_elsewhere(&self, dossier: RecordId, than: RecordId) -> bool {
        let known =
            self.0.rows.values().filter(|row| row.kind == RecordKind::Decision.code() && row.id != than);
        known.map(|row| row.id).any(|id| self.0.folded(id).is_some_and(|row| server::lists(&row, dossier)))
    }

    fn last_number(&self, _: PartitionId, _: u16) -> Option<u32> {
        None
    }

    fn tally(&self, _: RecordId) -> Option<Tally> {
        None
    }

    fn sessions(&self) -> Vec<(RecordId, Fields)> {
        let mut views = self.0.views_of_kind(RecordKind::CouncilSession);
        views.retain(|view| !view.deleted);
        views.into_iter().map(|view| (view.id, view.fields)).collect()
    }

    fn wrote_last(&self, record: RecordId) -> Option<bool> {
        let own = |dot: Dot| dot.device == self.0.meta.device;
        let row = self.0.folded(record)?;
        let text = row.cells.iter().filter(|(field, _)| guard::is_plain_text(**field));
        // Whether the account has another device is not known here, and a copy does not say which field came last.
        let is_last = own(row.rev) && text.clone().any(|(_, cell)| cell.rev == row.rev);
        let is_all = text.clone().all(|(_, cell)| own(cell.rev));
        (is_last || is_all).then_some(true)
    }
}
