//! Moving the records of units that were merged to the unit that they have become.
//!
//! A record belongs to one partition, so that who reads it is a question of partitions only; were it left where it was, everybody
//! who works on in the new unit would read the old ones for ever, and every rule that speaks of a unit would have to speak of
//! several. So it moves, in one transaction for all of them. The old log ends with an entry for each record that says where
//! it went (the tombstone); the new one begins with an entry that says where it came from, and the record says the same
//! (the lineage). Its values keep their revisions: what devices have built on them builds on what is there.

use std::collections::BTreeSet;

use thidua_domain::record::{Field, PartitionId, RecordId, Value};

use crate::identity::{DeviceId, Head, Seq};
use crate::operation::{Action, Change, Operation, SCHEMA};
use crate::outcome::Outcome;
use crate::row::Cell;
use crate::wire::seal;

use super::push::{Loaded, LogEntry, Pushed, chained};

/// A move of all records of some units.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Move {
    /// The units that have ended.
    pub from: BTreeSet<PartitionId>,
    /// What they have become.
    pub to: PartitionId,
    /// In whose name: a device of the endpoint's own, bound to whoever has merged them.
    pub by: DeviceId,
    /// When, milliseconds since 1970.
    pub now_ms: i64,
}

/// Moves every record of those units that was loaded, in the order of their logs. The heads of all of them must be loaded, and
/// [`Loaded::counters`] be those of [`Move::by`].
#[must_use]
pub fn move_records(of: &Move, loaded: &mut Loaded) -> Pushed {
    let mut pushed = Pushed::default();
    let moving = loaded.rows.values().filter(|row| of.from.contains(&row.partition));
    let mut order: Vec<(PartitionId, Seq, RecordId)> =
        moving.map(|row| (row.partition, row.seq, row.id)).collect();
    order.sort_unstable();
    for (from, _, record) in order {
        let Some(mut row) = loaded.rows.get(&record).cloned() else { continue };
        let mut entry = |at: PartitionId, field: Field, says: PartitionId| {
            let counter = loaded.counters.highest().map_or(1, |highest| highest.saturating_add(1));
            loaded.counters.insert(counter);
            let change = Change { field, base: None, value: number(says), settles: Vec::new() };
            let op = Operation {
                device: of.by,
                counter,
                record,
                partition: at,
                kind: row.kind,
                action: Action::Edit,
                schema: SCHEMA,
                base: Some(row.rev),
                changes: vec![change],
                parents: Vec::new(),
                device_time_ms: of.now_ms,
                clock_offset_ms: None,
            };
            let sealed = seal(&op);
            let digest = sealed.digest();
            let head = loaded.heads.entry(at).or_default();
            *head = Head { seq: head.seq.next(), hash: chained(head.hash, op.dot(), digest) };
            let (bytes, place) = (sealed.bytes, Some((at, record, *head)));
            pushed.log.push(LogEntry { counter, bytes, digest, outcome: Outcome::Merged, place, old: None });
            pushed.moved.insert(at);
            (op.dot(), head.seq)
        };
        entry(from, Field::WENT_TO, of.to);
        let (rev, seq) = entry(of.to, Field::CAME_FROM, from);
        loaded.sums.entry(from).or_default().take(&row);
        (row.partition, row.seq) = (of.to, seq);
        // Whoever has read the new unit up to here has nothing of it.
        row.cells.iter_mut().for_each(|(_, cell)| cell.seq = seq);
        // Merged a second time, it still says where it was made: the rest of its way is told by the units themselves.
        if !row.is_erased() && row.rev_of(Field::CAME_FROM).is_none() {
            row.cells.insert(Field::CAME_FROM, Cell { value: number(from), rev, seq, others: Vec::new() });
        }
        loaded.sums.entry(of.to).or_default().add(&row);
        loaded.rows.insert(record, row);
        pushed.changed.insert(record);
    }
    pushed
}

fn number(unit: PartitionId) -> Value {
    i64::from(unit.0).into()
}

#[cfg(test)]
mod tests {
    use thidua_domain::access::{Account, Grant, Role};
    use thidua_domain::lineage::Lineage;
    use thidua_domain::nomination;
    use thidua_domain::record::{Fields, PartitionKind, RecordKind};

    use super::*;
    use crate::checksum::Checksum;
    use crate::client::{Meta, Replica, Stamp};
    use crate::identity::Dot;
    use crate::outcome::Reason;
    use crate::server::push;
    use crate::wire::Request;

    const OLD: PartitionId = PartitionId(1);
    const OTHER: PartitionId = PartitionId(2);
    const NEW: PartitionId = PartitionId(9);
    const NOW: Stamp = Stamp(1_700_000_000_000);

    fn officer(home: PartitionId) -> Account {
        let grants = vec![Grant { partition: home, kind: PartitionKind::Commune }];
        Account { id: 1, name: "An (mẫu)".into(), role: Role::CommuneOfficer, home, level: None, grants }
    }

    /// A device of the old unit with a nomination, as its endpoint has taken it, and the endpoint's store.
    fn world() -> (Replica, RecordId, Loaded) {
        let mut replica = Replica::new(officer(OLD), Meta::new(DeviceId([7; 16])), [], [], []);
        let record = RecordId::from_bytes([3; 16]);
        let fields = Fields::from_iter([
            (nomination::SUBJECT, 1.into()),
            (nomination::AWARD, "lao_dong_tien_tien".into()),
            (nomination::YEAR, 2023.into()),
            (nomination::NAME, "Đinh Văn Mẫu".into()),
        ]);
        let made = replica.create(NOW, record, RecordKind::Nomination, OLD, fields).unwrap();
        replica.absorb(made);
        let mut loaded = Loaded::default();
        loaded.heads.extend([(OLD, Head::default()), (OTHER, Head::default())]);
        let pushed = send(&mut replica, &officer(OLD), &mut loaded);
        assert_eq!(pushed.outcomes, [(1, Outcome::Applied)]);
        (replica, record, loaded)
    }

    fn send(replica: &mut Replica, account: &Account, loaded: &mut Loaded) -> Pushed {
        let sealed = replica.seal().unwrap();
        replica.absorb(sealed);
        let (request, _) = replica.request(NOW);
        push(account, &request, loaded)
    }

    fn merge(loaded: &mut Loaded) -> Pushed {
        let by = DeviceId::of_endpoint(4);
        let of = Move { from: [OLD, OTHER].into(), to: NEW, by, now_ms: NOW.0 };
        // The counters loaded so far are the device's.
        let of_device = std::mem::take(&mut loaded.counters);
        let pushed = move_records(&of, loaded);
        loaded.counters = of_device;
        loaded.lineage = Lineage::of([(OLD, NEW), (OTHER, NEW)]);
        pushed
    }

    #[test]
    fn a_record_moves_whole_with_its_revisions_and_both_logs_say_so() {
        let (_, record, mut loaded) = world();
        let before = loaded.rows[&record].clone();
        let pushed = merge(&mut loaded);
        let row = &loaded.rows[&record];
        assert_eq!((row.partition, row.rev, row.fields()), (NEW, before.rev, before.fields()));
        assert_eq!(row.cells[&Field::CAME_FROM].value, 1.into());
        assert!(row.cells.values().all(|cell| cell.seq == Seq(1)), "it is told whole");
        let places: Vec<_> = pushed.log.iter().map(|entry| entry.place.unwrap()).collect();
        assert_eq!(
            places.iter().map(|(at, _, head)| (*at, head.seq)).collect::<Vec<_>>(),
            [(OLD, Seq(2)), (NEW, Seq(1))]
        );
        assert_eq!((loaded.sums[&OLD], loaded.sums[&NEW]), (Checksum::default(), Checksum::of([row])));
        assert_eq!(pushed.changed, [record].into());
        assert_eq!(merge(&mut loaded), Pushed::default(), "there is nothing left to move");
    }

    #[test]
    fn what_was_written_for_the_old_unit_is_carried_to_the_new_one() {
        let (mut replica, record, mut loaded) = world();
        let edited = Fields::from_iter([(nomination::POSITION, "Kế toán".into())]);
        let batch = replica.edit(NOW, record, edited).unwrap();
        replica.absorb(batch);
        let second = RecordId::from_bytes([4; 16]);
        let fields = replica.view(record).unwrap().fields;
        let batch = replica.create(NOW, second, RecordKind::Nomination, OLD, fields).unwrap();
        replica.absorb(batch);
        merge(&mut loaded);
        // The officer is the new unit's now, and its device has not heard of it.
        let pushed = send(&mut replica, &officer(NEW), &mut loaded);
        let outcomes: Vec<_> = pushed.outcomes.iter().map(|(_, outcome)| outcome.clone()).collect();
        assert!(outcomes.iter().all(Outcome::took_effect), "{outcomes:?}");
        assert!(
            !outcomes[1..].contains(&Outcome::Applied),
            "the device is told the rows, which are elsewhere"
        );
        assert!([record, second].iter().all(|record| loaded.rows[record].partition == NEW));
        assert_eq!(loaded.rows[&record].fields()[&nomination::POSITION], "Kế toán".into());
        assert_eq!(loaded.rows[&record].rev, Dot { device: replica.meta().device, counter: 2 });
        // Sent again, it is told the same and changes nothing.
        let (request, _) = replica.request(NOW);
        let again = push(&officer(NEW), &Request { cursor: None, ..request }, &mut loaded);
        assert_eq!((again.outcomes, again.log), (pushed.outcomes, Vec::new()));
    }

    #[test]
    fn nobody_writes_where_a_record_came_from() {
        let (mut replica, record, mut loaded) = world();
        let forged = Fields::from_iter([(Field::CAME_FROM, 2.into())]);
        assert!(replica.edit(NOW, record, forged).is_err());
        let edited = Fields::from_iter([(nomination::POSITION, "Kế toán".into())]);
        let batch = replica.edit(NOW, record, edited).unwrap();
        replica.absorb(batch);
        let mut op = replica.outbox()[&2].op.clone();
        op.changes[0].field = Field::CAME_FROM;
        op.changes[0].value = 2.into();
        let request = Request { operations: vec![seal(&op)], ..Request::of(op.device) };
        let pushed = push(&officer(OLD), &request, &mut loaded);
        assert_eq!(pushed.outcomes, [(2, Outcome::Refused(Reason::Malformed))]);
    }
}
