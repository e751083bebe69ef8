//! Every operation comes to an end: nothing is held for what will not come, and what a device is told of its work is enough to let it go.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it must be"
)]

use std::collections::BTreeSet;

use thidua_domain::access::{Account, Grant, Role};
use thidua_domain::lineage::Lineage;
use thidua_domain::nomination::{self, NAME, POSITION};
use thidua_domain::record::{Field, Fields, PartitionId, PartitionKind, RecordId, RecordKind, Value};
use thidua_domain::rule_set::CivilDate;
use thidua_domain::{dossier, step};
use thidua_sync::client::{Meta, NewStep, Replica, Stamp, Write};
use thidua_sync::cursor::{Cursor, CursorKey};
use thidua_sync::identity::{ChainHash, DeviceId, Dot, Epoch, Head, Seq};
use thidua_sync::operation::Operation;
use thidua_sync::outcome::{Outcome, Reason};
use thidua_sync::row::Row;
use thidua_sync::server::{CursorOf, Life, Loaded, Plain, Pull, Standing, Stored, push};
use thidua_sync::wire::{Answer, Request, seal};

const HOME: PartitionId = PartitionId(1);
const AWAY: PartitionId = PartitionId(2);
const OWN: DeviceId = DeviceId([7; 16]);
const NOW: Stamp = Stamp(1_700_000_000_000);
const KEY: CursorKey = CursorKey([7; 64]);
const EPOCH: Epoch = Epoch([1; 8]);

fn account() -> Account {
    let grant = |partition| Grant { partition, kind: PartitionKind::Commune };
    Account {
        id: 1,
        name: "An (mẫu)".into(),
        role: Role::CommuneOfficer,
        home: HOME,
        level: None,
        grants: vec![grant(HOME)],
    }
}

fn record() -> RecordId {
    RecordId::from_bytes([3; 16])
}

fn dot(counter: u64) -> Dot {
    Dot { device: OWN, counter }
}

fn named(name: &str) -> Fields {
    Fields::from_iter([
        (nomination::SUBJECT, 1.into()),
        (nomination::AWARD, "giay_khen_huyen".into()),
        (nomination::YEAR, 2023.into()),
        (NAME, name.into()),
    ])
}

fn device(meta: Meta) -> Replica {
    Replica::new(account(), meta, [], [], [])
}

/// An endpoint of one unit, and what it has of one device.
struct Endpoint(Loaded);

impl Endpoint {
    fn new() -> Self {
        let mut loaded = Loaded::default();
        loaded.heads.insert(HOME, Head::default());
        Self(loaded)
    }

    fn takes(&mut self, request: &Request) -> Vec<Outcome> {
        let pushed = push(&account(), request, &mut self.0);
        pushed.outcomes.into_iter().map(|(_, outcome)| outcome).collect()
    }

    fn takes_one(&mut self, op: &Operation) -> Outcome {
        let request = Request { operations: vec![seal(op)], ..Request::of(op.device) };
        self.takes(&request).remove(0)
    }

    /// What somebody else has done, on a device of which this endpoint remembers nothing.
    fn somebody_edits(&mut self, field: Field, value: &str) {
        let mut other =
            Replica::new(account(), Meta::new(DeviceId([9; 16])), self.0.rows.values().cloned(), [], []);
        let edited = other.edit(NOW, record(), Fields::from_iter([(field, value.into())])).unwrap();
        other.absorb(edited);
        let sealed = other.seal().unwrap();
        other.absorb(sealed);
        let own = std::mem::take(&mut self.0.counters);
        assert!(self.takes(&other.request(NOW).0)[0].took_effect());
        self.0.counters = own;
    }

    fn hash(_: PartitionId, seq: Seq) -> Option<ChainHash> {
        Some(ChainHash(seq.0.to_be_bytes()))
    }

    fn answers(&mut self, request: &Request) -> Answer {
        let outcomes = push(&account(), request, &mut self.0).outcomes;
        let heads = self.0.heads.iter();
        let heads = heads
            .map(|(at, head)| (*at, Head { hash: Self::hash(*at, head.seq).unwrap(), ..*head }))
            .collect();
        let cursor = request.cursor.as_deref().map(|bytes| Cursor::open(&KEY, bytes).unwrap());
        let standing = Standing::of(cursor, EPOCH, Self::hash);
        let (rows, scale) = (&self.0.rows, Box::new(Plain::default()));
        let mut pull = Pull::new(request, &standing, heads, &outcomes, rows, HOME, &[], scale);
        while let Some((at, before)) = pull.newest() {
            let mut rows: Vec<&Row> = rows.values().filter(|row| row.seq < before).collect();
            rows.sort_by_key(|row| std::cmp::Reverse(row.seq));
            if rows.into_iter().all(|row| pull.offer_newest(row)) {
                pull.newest_ended(at);
            }
        }
        while let Some((at, after)) = pull.wanted() {
            if rows.values().filter(|row| row.seq > after).all(|row| pull.offer(row)) {
                pull.ended(at);
            }
        }
        let of = CursorOf { key: &KEY, epoch: EPOCH, scope_version: 1, standing: &standing };
        pull.answer(outcomes, NOW.0, of, &self.0.sums, Self::hash)
    }

    /// The record as a device would hold it.
    fn row(&self) -> Row {
        let mut row = self.0.rows[&record()].clone();
        row.seq = Seq::default();
        row.cells.iter_mut().for_each(|(_, cell)| cell.seq = Seq::default());
        row
    }
}

fn does(replica: &mut Replica, fields: &[(Field, &str)]) {
    let fields = Fields::from_iter(fields.iter().map(|(field, value)| (*field, Value::from(*value))));
    let batch = match replica.view(record()) {
        Some(_) => replica.edit(NOW, record(), fields),
        None => replica.create(NOW, record(), RecordKind::Nomination, HOME, named("Đinh Văn Mẫu")),
    };
    replica.absorb(batch.unwrap());
    let sealed = replica.seal().unwrap();
    replica.absorb(sealed);
}

fn exchanges(replica: &mut Replica, endpoint: &mut Endpoint, but: Option<u64>) -> Answer {
    let (mut request, mut sent) = replica.request(NOW);
    request.operations.retain(|sealed| Some(sealed.counter) != but);
    sent.counters.retain(|counter| Some(*counter) != but);
    let answer = endpoint.answers(&request);
    let batch = replica.receive(&sent, answer.clone(), NOW, Vec::new());
    replica.absorb(batch);
    answer
}

#[test]
fn what_an_answer_left_out_in_vain_comes_with_the_outcome_that_tells_the_row() {
    let (mut replica, mut endpoint) = (device(Meta::new(OWN)), Endpoint::new());
    does(&mut replica, &[]);
    exchanges(&mut replica, &mut endpoint, None);
    exchanges(&mut replica, &mut endpoint, None);
    endpoint.somebody_edits(NAME, "Đinh Thị Mẫu");
    does(&mut replica, &[(NAME, "Phạm Văn Mẫu")]);
    // The endpoint takes it, and the answer is lost.
    endpoint.takes(&replica.request(NOW).0);
    does(&mut replica, &[(POSITION, "Kế toán")]);
    // By itself it was applied, so that what it wrote is left out; but the device cannot redo it on what it holds.
    exchanges(&mut replica, &mut endpoint, Some(2));
    assert_eq!(replica.outbox().len(), 2);
    exchanges(&mut replica, &mut endpoint, None);
    assert!(replica.outbox().is_empty());
    assert_eq!(replica.rows()[&record()], endpoint.row());
}

#[test]
fn a_step_upon_an_own_step_that_was_refused_is_not_held() {
    let (mut replica, mut endpoint) = (device(Meta::new(OWN)), Endpoint::new());
    does(&mut replica, &[]);
    let day = CivilDate::new(2024, 3, 15).unwrap();
    for taken in [dossier::Step::Consider, dossier::Step::Submit] {
        let (kind, leads_to) = (taken.code(), taken.leads_to().code());
        let says = Fields::new();
        let steps = replica.steps(NOW, vec![(record(), NewStep { kind, leads_to, day, says })]);
        assert!(steps.each[0].1.is_ok());
        replica.absorb(steps.batch);
    }
    let op = |counter: u64| replica.outbox()[&counter].op.clone();
    assert_eq!(endpoint.takes_one(&op(1)), Outcome::Applied);
    // As of a device that has seen the first step taken at a hub, and heard of its refusal since.
    let mut second = op(3);
    second.parents.clear();
    assert_eq!(second.change_of(step::STATE).unwrap().base, Some(dot(2)));
    assert_eq!(endpoint.takes_one(&second), Outcome::Held, "the first step may come still");
    let (digest, outcome) = (seal(&op(2)).digest(), Outcome::Refused(Reason::ByPerson));
    endpoint.0.counters.insert(2);
    endpoint.0.stored.insert(2, Stored { digest, outcome, seq: None });
    assert!(matches!(endpoint.takes_one(&second), Outcome::Refused(_)));
}

/// An edit of a record whose creation the endpoint has lost, and the endpoint.
fn an_edit_without_its_ground() -> (Operation, Endpoint) {
    let mut replica = device(Meta::new(OWN));
    does(&mut replica, &[]);
    does(&mut replica, &[(POSITION, "Kế toán")]);
    (replica.outbox()[&2].op.clone(), Endpoint::new())
}

#[test]
fn what_its_device_has_let_go_of_is_waited_for_until_the_reconciliation_is_closed() {
    let (edit, mut endpoint) = an_edit_without_its_ground();
    for life in [Life::Whole, Life::Reconciling, Life::Reconciled] {
        endpoint.0.life = life;
        assert_eq!(endpoint.takes_one(&edit), Outcome::Held, "{life:?}: its device may bring it");
    }
    endpoint.0.gone.insert(1);
    endpoint.0.life = Life::Reconciling;
    assert_eq!(endpoint.takes_one(&edit), Outcome::Held, "somebody may have a copy of it");
    endpoint.0.life = Life::Reconciled;
    assert_eq!(endpoint.takes_one(&edit), Outcome::Refused(Reason::Lost));
}

#[test]
fn what_a_copy_has_put_back_is_there() {
    let (edit, mut endpoint) = an_edit_without_its_ground();
    let mut before = Endpoint::new();
    let mut replica = device(Meta::new(OWN));
    does(&mut replica, &[]);
    before.takes_one(&replica.outbox()[&1].op.clone());
    endpoint.0.rows = before.0.rows;
    assert_eq!(endpoint.takes_one(&edit), Outcome::Applied);
}

#[test]
fn a_device_says_what_it_cannot_bring_and_only_who_was_told_of_this_life_is_believed() {
    let (mut replica, mut endpoint) = (device(Meta::new(OWN)), Endpoint::new());
    does(&mut replica, &[]);
    does(&mut replica, &[(POSITION, "Kế toán")]);
    assert_eq!(replica.request(NOW).0.gone, BTreeSet::new(), "it is in the outbox");
    let answer = endpoint.answers(&Request {
        operations: vec![replica.request(NOW).0.operations[0].clone()],
        ..Request::of(OWN)
    });
    let (_, sent) = replica.request(NOW);
    let batch = replica.receive(&sent, answer, NOW, Vec::new());
    replica.absorb(batch);
    assert_eq!(replica.request(NOW).0.gone, BTreeSet::new(), "it is in the row");
    // Its partition has left: what was kept of it and the row are gone, and the edit waits.
    let batch = replica.receive(
        &sent,
        Answer { scope: Some(vec![AWAY]), waiting: vec![2], ..Answer::default() },
        NOW,
        Vec::new(),
    );
    replica.absorb(batch);
    assert!(replica.rows().is_empty() && replica.request(NOW).0.operations.is_empty());
    // It has come back, and so has the edit.
    let (_, sent) = replica.request(NOW);
    let back = Answer { scope: Some(vec![HOME]), outcomes: vec![(2, Outcome::Held)], ..Answer::default() };
    let batch = replica.receive(&sent, back, NOW, Vec::new());
    replica.absorb(batch);
    let (request, _) = replica.request(NOW);
    assert_eq!((request.operations.len(), &request.gone), (1, &BTreeSet::from([1])));
    assert_eq!(Standing::New.gone(&request), BTreeSet::new());
    assert_eq!(Standing::Forked.gone(&request), BTreeSet::new());
    let cursor = Cursor::at(EPOCH, 1, &Default::default());
    assert_eq!(Standing::GoesOn(cursor).gone(&request), request.gone);
}

#[test]
fn what_took_effect_outside_of_the_scope_is_done_whoever_believes_to_read_it() {
    let (mut replica, mut endpoint) = (device(Meta::new(OWN)), Endpoint::new());
    // The endpoint has taken it from the tray, and its author reads the unit no more, or never has.
    does(&mut replica, &[]);
    let told = Answer { scope: Some(vec![AWAY]), ..Answer::default() };
    let (_, sent) = replica.request(NOW);
    let batch = replica.receive(&sent, told, NOW, Vec::new());
    replica.absorb(batch);
    assert_eq!(endpoint.takes(&replica.request(NOW).0), [Outcome::Applied]);
    let (_, sent) = replica.request(NOW);
    let told = Answer { outcomes: vec![(1, Outcome::Applied)], ..Answer::default() };
    let batch = replica.receive(&sent, told, NOW, Vec::new());
    replica.absorb(batch);
    assert!(replica.outbox().is_empty() && replica.rows().is_empty() && replica.view(record()).is_none());
}

#[test]
fn an_officer_is_told_of_work_that_waits_for_a_unit_that_was_never_theirs() {
    let mut replica = device(Meta::new(OWN));
    does(&mut replica, &[]);
    let (_, sent) = replica.request(NOW);
    let told = Answer { outcomes: vec![(1, Outcome::Held)], waiting: vec![1], ..Answer::default() };
    let batch = replica.receive(&sent, told, NOW, Vec::new());
    replica.absorb(batch);
    let left: Vec<_> = replica.left().into_iter().map(|(partition, _, waits)| (partition, waits)).collect();
    assert_eq!(left, [(HOME, 1)]);
}

#[test]
fn what_is_kept_goes_with_its_partition_also_where_no_row_of_it_is_left() {
    let (old, heir) = (PartitionId(8), PartitionId(9));
    let told =
        Meta { scope: Some([HOME, heir].into()), lineage: Lineage::of([(old, heir)]), ..Meta::new(OWN) };
    let replica = device(told);
    let (_, sent) = replica.request(NOW);
    let batch =
        replica.receive(&sent, Answer { scope: Some(vec![HOME]), ..Answer::default() }, NOW, Vec::new());
    let leaves = batch.writes.iter().find_map(|write| match write {
        Write::Leave(leaving) => Some(leaving.partitions.clone()),
        _ => None,
    });
    assert_eq!(leaves, Some([old, heir].into()));
    assert!(batch.meta.left.is_empty(), "there is nothing to tell of");
}

/// A tablet whose battery was empty wakes up in another year. What it keeps may be all that an endpoint will be healed from.
#[test]
fn what_is_kept_is_let_go_ninety_days_later_by_the_clock_of_the_endpoint() {
    const DAY_MS: i64 = 24 * 60 * 60 * 1000;
    for clock in [Stamp(0), NOW, Stamp(NOW.0 + 3_650 * DAY_MS)] {
        let (mut replica, mut endpoint) = (device(Meta::new(OWN)), Endpoint::new());
        does(&mut replica, &[]);
        let (request, sent) = replica.request(clock);
        let batch = replica.receive(&sent, endpoint.answers(&request), clock, Vec::new());
        let kept = batch.writes.iter().find_map(|write| match write {
            Write::PutKept(kept) => Some(kept.acknowledged_ms),
            _ => None,
        });
        let goes_before = batch.writes.iter().find_map(|write| match write {
            Write::PruneKept(before_ms) => Some(*before_ms),
            _ => None,
        });
        assert_eq!((kept, goes_before), (Some(NOW.0), Some(NOW.0 - 90 * DAY_MS)), "{clock:?}");
    }
}
