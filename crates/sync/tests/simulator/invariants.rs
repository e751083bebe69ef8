//! What must hold when the faults have stopped and everybody has synced.

use std::collections::{BTreeMap, BTreeSet};

use thidua_domain::access::Account;
use thidua_domain::law::vote;
use thidua_domain::record::{Field, Fields, RecordId, RecordKind, Value};
use thidua_domain::{access, council, decision, dossier, nomination, setting, step};
use thidua_sync::checksum::{Checksum, Checksums};
use thidua_sync::client::{Handed as ByTray, Meta, Pending, Replica, Stamp, View};
use thidua_sync::identity::{DeviceId, Dot, Seq};
use thidua_sync::operation::{Action, Change, Operation, Sealed};
use thidua_sync::outcome::Outcome;
use thidua_sync::row::{Cell, Row};
use thidua_sync::server::LogEntry;
use thidua_sync::wire::{Answer, Request, decode_page, encode_row, open};

use crate::endpoint::Death;
use crate::restores::{Before, what_was_lost_came_back};
use crate::world::World;

pub fn check(world: &mut World) {
    outboxes_are_empty(world);
    what_was_handed_in_is_dealt_with(world);
    nothing_stands_twice(world);
    nothing_is_let_go_without_cause(world);
    everything_saved_arrived_or_is_in_the_tray(world);
    no_value_was_overwritten_unseen(world);
    everybody_holds_what_the_endpoint_holds(world);
    every_checksum_is_that_of_the_rows(world);
    nothing_left_its_scope(world);
    nobody_did_what_they_may_not(world);
    nothing_stands_that_the_law_forbids(world);
    crate::commons::no_unit_wrote_anothers_part(world);
    every_dossier_went_a_way_that_there_is(world);
    crate::pledged::every_signature_is_under_its_text(world);
    crate::pledged::every_score_is_by_its_table(world);
    count_steps(world);
    every_number_is_given_once(world);
    every_vote_is_that_of_its_session(world);
    nobody_is_approved_with_too_few_votes(world);
    every_ballot_is_counted_once(world);
    what_was_erased_is_gone(world);
    damage_is_found_and_mended_where_it_is(world);
    everybody_holds_what_the_endpoint_holds(world);
    a_new_device_comes_to_hold_everything(world);
    what_was_lost_came_back(world);
    a_replay_changes_nothing(world);
}

/// Of a record that was erased nothing is left, at the endpoint and on the devices, but that it was.
fn what_was_erased_is_gone(world: &mut World) {
    let erased = world.endpoint.store.erased.clone();
    world.tally.erased += erased.len() as u64;
    for ((device, counter), (handed, bytes)) in &world.endpoint.store.tray {
        world.tally.erased_in_tray += u64::from(handed.erased);
        let op = open(&Sealed { counter: *counter, bytes: bytes.clone() }, *device);
        let says = |op: Operation| erased.contains(&op.record) && op.action != Action::Erase;
        assert!(!op.is_ok_and(says), "{device:?}·{counter} is in the tray");
    }
    for ((device, _), entry) in
        world.endpoint.store.operations.iter().filter(|(_, entry)| !entry.bytes.is_empty())
    {
        let op = opened(*device, entry);
        // That it was moved, when nothing was left of it.
        if op.changes.iter().all(|change| [Field::CAME_FROM, Field::WENT_TO].contains(&change.field)) {
            continue;
        }
        assert!(!erased.contains(&op.record) || op.action == Action::Erase, "{}: {op:?}", op.record);
    }
    let (lost, lineage) = (lost(world), &world.endpoint.store.lineage);
    for device in &world.devices {
        let replica = device.read();
        // Who is shut out for good hears of what it has in the tray, and of nothing else.
        if Some(device.id) == lost {
            let in_tray = |counter: &u64| replica.meta().handed.get(counter) != Some(&ByTray::Known);
            let own = |(counter, pending): (&u64, &Pending)| {
                in_tray(counter) && pending.op.action != Action::Erase && erased.contains(&pending.op.record)
            };
            assert!(!replica.outbox().iter().any(own), "{:?} still holds something", device.id);
            continue;
        }
        for record in &erased {
            let row = replica.rows().get(record);
            assert!(row.is_none_or(|row| row.is_erased() && row.fields().is_empty()), "{record}: {row:?}");
            // What was refused of a partition that has left since is the officer's own: they are told nothing of it any more.
            let account = &world.endpoint.store.accounts[&device.id];
            let grant = |own: &Operation| account.grant(lineage.heir(own.partition));
            let mut refused = replica.refused().values().map(|own| &own.op);
            let shows = refused.any(|own| own.record == *record && grant(own).is_some());
            assert!(replica.view(*record).is_none() && !shows, "{record} is shown");
            let kept = device.kept();
            assert!(!kept.iter().any(|kept| kept.is_forgotten_with(*record, device.id)), "{record} is kept");
        }
    }
}

fn outboxes_are_empty(world: &World) {
    for device in &world.devices {
        if Some(device.id) == lost(world) {
            continue;
        }
        assert!(device.disk.outbox.is_empty(), "{:?} still holds {:?}", device.id, device.read().outbox());
    }
}

fn lost(world: &World) -> Option<DeviceId> {
    world.lost.map(|at| world.devices[at].id)
}

/// A device that is shut out for good still holds what was accepted, knows that it is safe, and holds nothing else.
fn what_was_handed_in_is_dealt_with(world: &World) {
    assert_eq!(world.endpoint.waiting(), [], "nobody has looked at this");
    let Some(lost) = world.lost else { return };
    let (device, replica) = (&world.devices[lost], world.devices[lost].read());
    for counter in replica.outbox().keys() {
        let entry = world.endpoint.store.operations.get(&(device.id, *counter));
        let took_effect = entry.is_some_and(|entry| entry.outcome.took_effect());
        assert!(replica.is_done(*counter) && took_effect, "{:?}·{counter}: {entry:?}", device.id);
    }
    assert!(replica.views().iter().all(|view| !view.unsent));
}

/// Nothing is written twice: what a person accepted stands in one log, at one place.
fn nothing_stands_twice(world: &World) {
    let mut places = std::collections::BTreeSet::new();
    for (dot, entry) in &world.endpoint.store.operations {
        let Some((partition, _, head)) = entry.place else { continue };
        assert!(places.insert((partition, head.seq)), "{dot:?} stands where another does");
    }
    assert_eq!(places.len(), world.endpoint.store.log.len(), "a log says more than the operations");
}

/// Nothing that an officer was told is saved is lost, and each refusal is visible on the device that made it.
fn everything_saved_arrived_or_is_in_the_tray(world: &World) {
    for ((device, counter), (record, values)) in &world.saved {
        let entry = world.endpoint.store.operations.get(&(*device, *counter));
        // Its device was told that the record was erased, and has let go of it.
        let was_erased = world.before.as_ref().is_some_and(|before| before.erased.contains(record));
        if entry.is_none() && (was_erased || world.endpoint.store.erased.contains(record)) {
            continue;
        }
        // Its refusal was lost with the endpoint's life before; its device shows it still.
        let dot = Dot { device: *device, counter: *counter };
        let was_refused = || world.before.as_ref().is_some_and(|before| before.refused.contains(&dot));
        if entry.is_none() && was_refused() {
            continue;
        }
        // It was lost with the endpoint's life before, and its device has let go of what it may not read any more.
        if entry.is_none() && was_lost(world, dot) && world.has_let_go(dot) {
            continue;
        }
        let entry = entry.unwrap_or_else(|| panic!("{device:?}·{counter} was saved and never arrived"));
        // What it said was erased since.
        if entry.bytes.is_empty() {
            continue;
        }
        let op = opened(*device, entry);
        for (field, value) in values {
            let arrived = op.change_of(*field).map(|change| &change.value);
            assert_eq!(arrived, Some(value), "{device:?}·{counter} {field:?} arrived as something else");
        }
    }
    for ((device, counter), entry) in &world.endpoint.store.operations {
        if let Outcome::Refused(reason) = &entry.outcome
            && !entry.bytes.is_empty()
        {
            let of = device;
            // What was erased in the life before its device has let go of, whatever the backup's tray still had of it. And of erasing, which
            // says nothing of the person and stays, nobody need be told any more that it was refused.
            let record = opened(*of, entry).record;
            if world.before.as_ref().is_some_and(|before| before.erased.contains(&record))
                || world.endpoint.store.erased.contains(&record)
            {
                continue;
            }
            // Carried out in the life before, told so, and let go of with its partition: what a person says of what the backup's tray
            // still has of it reaches a device that knows nothing of it any more, as it should.
            let dot = Dot { device: *of, counter: *counter };
            if was_lost(world, dot) && world.has_let_go(dot) {
                continue;
            }
            let device =
                world.devices.iter().find(|known| known.id == *device).expect("a known device").read();
            let refused = device
                .refused()
                .get(counter)
                .unwrap_or_else(|| panic!("{of:?}·{counter} refused in silence"));
            // What was refused in the life before and waits in the tray of the backup may be refused again for another reason.
            if world.before.as_ref().is_some_and(|before| before.refused.contains(&dot)) {
                continue;
            }
            // The figures of a fault do not travel.
            assert_eq!((refused.reason.code(), refused.reason.field()), (reason.code(), reason.field()));
        }
    }
}

/// Whether an operation took effect in the endpoint's life before, and the backup does not know it.
fn was_lost(world: &World, dot: Dot) -> bool {
    world.before.as_ref().is_some_and(|before| before.lost.values().any(|lost| lost.contains(&dot)))
}

/// A device holds what it has done, waiting, kept or refused, unless it was erased or its partition has left the account's scope.
fn nothing_is_let_go_without_cause(world: &World) {
    for device in &world.devices {
        let account = world.endpoint.store.accounts[&device.id].id;
        for (counter, (record, partition)) in &device.let_go {
            let was_erased = world.before.as_ref().is_some_and(|before| before.erased.contains(record));
            let is_erased = was_erased || world.endpoint.store.erased.contains(record);
            let has_left = world.ever_left.contains(&(account, *partition));
            assert!(is_erased || has_left, "{:?}·{counter} on {record} is nowhere", device.id);
        }
    }
}

/// One value that one operation wrote into one field.
struct Written {
    by: Dot,
    base: Option<Dot>,
    value: Value,
    settles: Vec<Dot>,
}

/// A value gives way only to somebody who had seen it; everything else is shown or offered.
fn no_value_was_overwritten_unseen(world: &World) {
    let mut fields: BTreeMap<(RecordId, Field), Vec<Written>> = BTreeMap::new();
    let mut note = |op: Operation| {
        // Deletions have a rule of their own, told by the tests of the merge.
        for change in op.changes.iter().filter(|change| !change.field.is_reserved()).cloned() {
            let written =
                Written { by: op.dot(), base: change.base, value: change.value, settles: change.settles };
            fields.entry((op.record, change.field)).or_default().push(written);
        }
    };
    for ((device, _), entry) in &world.endpoint.store.operations {
        if entry.outcome.took_effect() && !entry.bytes.is_empty() && !device.is_of_endpoint() {
            note(opened(*device, entry));
        }
    }
    for ((record, field), writes) in &mut fields {
        let row = world.endpoint.row(*record).expect("written to");
        let cell = &row.cells[field];
        let back = put_back(world, *record, *field, cell, writes);
        writes.extend(back);
        for Written { by, value, .. } in &*writes {
            let there = cell.rev == *by || cell.others.iter().any(|other| other.rev == *by);
            let seen = writes.iter().any(|later| later.base == Some(*by) || later.settles.contains(by));
            let same = writes.iter().any(|other| other.by != *by && other.value == *value);
            assert!(
                there || seen || same,
                "{by:?} wrote {value:?} to {record} {field:?} and it is gone: {cell:?}"
            );
        }
    }
}

/// What was written into a field in the life before, as far as a witnessed copy has put it back, or what was put back had seen it.
fn put_back(world: &World, record: RecordId, field: Field, cell: &Cell, writes: &[Written]) -> Vec<Written> {
    let mut named: BTreeSet<Dot> = cell.others.iter().map(|other| other.rev).chain([cell.rev]).collect();
    named.extend(writes.iter().flat_map(|written| written.settles.iter().copied().chain(written.base)));
    let mut back: Vec<Written> = Vec::new();
    let of_record = world.before.iter().flat_map(|before| &before.operations);
    let lost: Vec<_> = of_record.filter(|op| op.record == record).collect();
    loop {
        let is_new = |op: &&&Operation| {
            named.contains(&op.dot()) && writes.iter().chain(&back).all(|known| known.by != op.dot())
        };
        let Some((op, change)) = lost.iter().filter(is_new).find_map(|op| Some((op, op.change_of(field)?)))
        else {
            return back;
        };
        named.extend(change.settles.iter().copied().chain(change.base));
        let Change { base, value, settles, .. } = change.clone();
        back.push(Written { by: op.dot(), base, value, settles });
    }
}

fn everybody_holds_what_the_endpoint_holds(world: &World) {
    for device in world.devices.iter().filter(|device| Some(device.id) != lost(world)) {
        let account = &world.endpoint.store.accounts[&device.id];
        let readable = |row: &Row| account.grants.iter().any(|grant| grant.partition == row.partition);
        let all = world.endpoint.store.rows.keys().filter_map(|record| world.endpoint.row(*record));
        let mut wanted: Vec<Row> = all.filter(readable).collect();
        for row in &mut wanted {
            row.seq = Seq::default();
            row.cells.iter_mut().for_each(|(_, cell)| cell.seq = Seq::default());
        }
        let replica = device.read();
        let mut held: Vec<Row> = replica.rows().values().cloned().collect();
        for row in &mut held {
            row.seq = Seq::default();
            row.cells.iter_mut().for_each(|(_, cell)| cell.seq = Seq::default());
        }
        assert_eq!(held.len(), wanted.len(), "{:?} holds another number of records", device.id);
        for (held, wanted) in held.iter().zip(&wanted) {
            assert_eq!(held, wanted, "{:?} holds another row", device.id);
        }
        assert!(replica.views().iter().all(|view: &View| !view.unsent));
    }
}

/// Whoever signs in now for the first time reads what snapshots there are, and what has changed since: all that the endpoint holds of
/// the scope, whether the last page of a snapshot was the end or an answer after it.
fn a_new_device_comes_to_hold_everything(world: &mut World) {
    let at = world.any_device();
    let account = world.endpoint.store.accounts[&world.devices[at].id].clone();
    let id = DeviceId([0xFE; 16]);
    world.endpoint.store.accounts.insert(id, account.clone());
    let mut replica = Replica::new(account.clone(), Meta::new(id), [], [], []);
    let page = world.rng.u32(500..8_000);
    for _request in 0..400 {
        world.now_ms += 1000;
        let now = Stamp(world.now_ms);
        let before = replica.meta().complete_ms;
        let batch = if let Some((partition, generation, number)) = replica.next_snapshot_page() {
            let bytes = world.endpoint.snapshot_page(partition, generation, number).expect("it is offered");
            let page = decode_page(bytes).expect("a page");
            replica.receive_snapshot_page(partition, generation, number, page, now)
        } else {
            let (request, sent) = replica.request(now);
            let request = Request { page: Some(page), ..request };
            assert_eq!(request.anew, [], "what was told is what there is, so that nothing is read twice");
            let answer = world.endpoint.exchange(&request.encode(), world.now_ms, Death::None);
            let answer = Answer::decode(&answer.expect("alive")).expect("whole");
            replica.receive(&sent, answer, now, Vec::new())
        };
        let was_page = replica.next_snapshot_page().is_some();
        replica.absorb(batch);
        if replica.meta().complete_ms != before {
            world.tally.ended_by_snapshots += u64::from(was_page);
            break;
        }
    }
    let readable = |row: &Row| account.grants.iter().any(|grant| grant.partition == row.partition);
    let all = world.endpoint.store.rows.keys().filter_map(|record| world.endpoint.row(*record));
    let mut wanted = Checksums::new();
    all.filter(readable).for_each(|row| wanted.entry(row.partition).or_default().add(&row));
    assert_eq!(*replica.sums(), wanted, "of a new device");
    assert!(replica.to_read_again().is_empty(), "a new device reads again");
    assert!(
        replica.comparisons().iter().all(|of| of.there == Some(of.here)),
        "a new device was not told all"
    );
    world.endpoint.store.accounts.remove(&id);
}

fn every_checksum_is_that_of_the_rows(world: &World) {
    let rows = world.endpoint.store.rows.keys().filter_map(|record| world.endpoint.row(*record));
    let mut sums = Checksums::new();
    rows.for_each(|row| sums.entry(row.partition).or_default().add(&row));
    let mut kept = world.endpoint.store.sums.clone();
    kept.retain(|_, sum| *sum != Checksum::default());
    assert_eq!(sums, kept, "the endpoint's checksums");
    for device in world.devices.iter().filter(|device| Some(device.id) != lost(world)) {
        let replica = device.read();
        for compared in replica.comparisons() {
            let wanted = sums.get(&compared.partition).copied().unwrap_or_default();
            assert_eq!(compared.here, wanted, "{:?} {}", device.id, compared.partition);
            assert_eq!(compared.there, Some(wanted), "{:?} was told {}", device.id, compared.partition);
            assert_eq!(compared.doubt, None, "{:?} {}", device.id, compared.partition);
        }
    }
}

/// A row that is lost, changed or added on a device's disk is found with the next exchange, and what is read again is
/// that partition and no other. An edit that waits in the outbox meanwhile arrives.
fn damage_is_found_and_mended_where_it_is(world: &mut World) {
    let at = world.any_device();
    if world.lost == Some(at) {
        return;
    }
    let rows: Vec<Row> = world.devices[at].read().rows().values().cloned().collect();
    if rows.is_empty() {
        return;
    }
    let mut row = rows[world.rng.usize(..rows.len())].clone();
    let partition = row.partition;
    let disk = &mut world.devices[at].disk.rows;
    let damage = world.rng.u32(..4);
    match damage {
        0 => _ = disk.remove(&row.id),
        1 => {
            let cells = row.cells.iter_mut().map(|(_, cell)| cell);
            cells.last().expect("a field").value = "Dữ liệu hỏng (mẫu)".into();
            disk.insert(row.id, encode_row(&row));
        }
        2 => {
            row.rev.device = DeviceId([0xEE; 16]);
            disk.insert(row.id, encode_row(&row));
        }
        _ => {
            row.id = RecordId::from_bytes([0xEE; 16]);
            disk.insert(row.id, encode_row(&row));
        }
    }
    world.devices[at].crash();
    world.planted = true;
    // What is written upon a record that nobody has made waits for ever, as it should.
    if damage < 3 && world.rng.bool() {
        world.officer_of(at);
    }
    let waits = world.devices[at].disk.outbox.len();
    let before = world.requests.len();
    world.sync_now(at);
    let asked: Vec<_> =
        world.requests[before..].iter().map(|body| Request::decode(body).expect("a request")).collect();
    let anew: Vec<_> = asked.iter().flat_map(|request| &request.anew).collect();
    assert_eq!(anew, [&partition], "{:?} reads again", world.devices[at].id);
    let handed_over: usize = asked.iter().map(|request| request.operations.len()).sum();
    assert!(handed_over >= waits, "the outbox was handed over");
    // What was written for a partition that has left waits for a person.
    let in_tray = world.endpoint.waiting().len();
    assert_eq!(world.devices[at].disk.outbox.len(), in_tray);
    world.settle_left();
    assert!(world.devices[at].disk.outbox.is_empty());
    world.planted = false;
    for other in (0..world.devices.len()).filter(|other| world.lost != Some(*other)).collect::<Vec<_>>() {
        world.sync_now(other);
    }
    every_checksum_is_that_of_the_rows(world);
    world.tally.mended += 1;
}

fn nothing_left_its_scope(world: &World) {
    // Who is shut out for good is told nothing of scopes: what is there stays, and nothing more comes.
    for device in world.devices.iter().filter(|device| Some(device.id) != lost(world)) {
        let account = &world.endpoint.store.accounts[&device.id];
        for row in device.read().rows().values() {
            let granted = account.grants.iter().any(|grant| grant.partition == row.partition);
            assert!(granted, "{:?} holds {} of {}", device.id, row.id, row.partition);
        }
        for kept in device.kept() {
            let op = open(&kept.sealed, device.id).expect("of this version");
            let at = world.endpoint.store.lineage.heir(op.partition);
            assert!(account.grant(at).is_some(), "{:?} keeps ·{} of {at}", device.id, op.counter);
        }
    }
}

/// One device believes that it may more than the endpoint lets it.
fn nobody_did_what_they_may_not(world: &World) {
    for ((device, counter), entry) in &world.endpoint.store.operations {
        let Some((partition, record, _)) = entry.place else { continue };
        // What a person has put back was somebody's who might.
        if device.is_of_endpoint() {
            continue;
        }
        let row = world.endpoint.row(record).expect("written to");
        let kind = RecordKind::from_code(row.kind).expect("a kind that is known");
        if crate::commons::is_shared(row.kind) {
            // Who may depends on what was written.
            continue;
        }
        let sealed = Sealed { counter: *counter, bytes: entry.bytes.clone() };
        let op = open(&sealed, *device).ok();
        let is_step = op.as_ref().is_some_and(|op| op.action == Action::Step);
        let may = if is_step { access::may_step } else { access::may_write };
        // Of the year of a cluster it depends on what was written.
        let own = op.iter().filter(|_| kind == RecordKind::Bloc).flat_map(|op| &op.changes);
        let own = own.filter(|change| !change.field.is_reserved());
        let changes = own.map(|change| (change.field, change.value.clone())).collect();
        // What is of a unit that was merged is its heir's.
        let mut then = world.rights_of(Dot { device: *device, counter: *counter });
        let fields = [row.fields(), world.endpoint.store.lineage.today(kind, row.fields())];
        let is_right = |account: &Account| {
            fields.iter().any(|fields| may(account, kind, partition, Some(fields), &changes).is_ok())
        };
        assert!(then.any(is_right), "{device:?}·{counter}");
    }
}

/// However edits met, no row became what the rules forbid outright.
fn nothing_stands_that_the_law_forbids(world: &World) {
    for record in world.endpoint.store.rows.keys() {
        let row = world.endpoint.row(*record).expect("written to");
        match RecordKind::from_code(row.kind) {
            Some(RecordKind::Nomination) => {
                let refusal = nomination::refusal(None, &row.fields());
                assert!(row.is_erased() || refusal.is_none(), "{record}: {refusal:?}");
            }
            Some(RecordKind::Setting) => assert_eq!(setting::check(&row.fields()), [], "{record}"),
            _ => {}
        }
    }
}

/// The steps of a dossier lead from one to the next, and each was taken on the text that is still told of it.
fn every_dossier_went_a_way_that_there_is(world: &World) {
    for record in world.endpoint.store.rows.keys() {
        let row = world.endpoint.row(*record).expect("written to");
        if row.kind != RecordKind::Nomination.code() {
            continue;
        }
        let fields = row.fields();
        let mut state = dossier::State::Draft;
        for (place, entry) in (1..).zip(step::entries(&fields)) {
            let taken = dossier::Step::from_code(entry.kind).expect("a step");
            assert_eq!(entry.item, place, "{record}: two steps at one place");
            assert!(taken.goes_from(state), "{record}: {taken:?} from {state:?}");
            state = taken.leads_to();
            let writer = row.rev_of(step::of(step::KIND, entry.item)).expect("written").device;
            assert_eq!(entry.by, world.endpoint.store.accounts[&writer].name, "{record}: {taken:?}");
            let text = dossier::text_at(&fields, entry.item);
            assert_eq!(step::seen(&text, dossier::is_text), entry.seen, "{record}: the text at {taken:?}");
        }
        assert_eq!(state, dossier::State::of(&fields), "{record}");
        assert!(!row.is_deleted() || state.is_with_the_unit(), "{record} was deleted in {state:?}");
    }
}

fn count_steps(world: &mut World) {
    for record in world.endpoint.store.rows.keys() {
        let fields = world.endpoint.row(*record).expect("written to").fields();
        world.tally.steps += step::entries(&fields).len() as u64;
        if world.endpoint.row(*record).is_some_and(|row| row.kind == RecordKind::Nomination.code()) {
            world.tally.decided += u64::from(fields.contains_key(&dossier::DECISION_NUMBER));
        }
    }
}

/// No two decisions of a year bear one number, what is left out has a reason, and a decided dossier rests on one of them.
fn every_number_is_given_once(world: &World) {
    let rows = world.endpoint.store.rows.keys().filter_map(|record| world.endpoint.row(*record));
    let rows: BTreeMap<RecordId, Row> = rows.map(|row| (row.id, row)).collect();
    let mut numbers = BTreeMap::new();
    for row in rows.values().filter(|row| row.kind == RecordKind::Decision.code()) {
        let fields = row.fields();
        if decision::State::of(&fields).is_draft() {
            assert!(!fields.contains_key(&decision::NUMBER));
            continue;
        }
        let number = fields[&decision::NUMBER].as_int().expect("a number");
        assert!(
            numbers.insert(number, fields.contains_key(&decision::GAP)).is_none(),
            "{number} was given twice"
        );
    }
    let mut last = 0;
    for (number, explained) in numbers {
        let is_gap = |number: i64| {
            u32::try_from(number).is_ok_and(|number| world.endpoint.store.gaps.contains(&number))
        };
        let explained = explained || (last + 1..number).all(is_gap);
        assert!(number == last + 1 || explained, "nobody says why {} is missing", last + 1);
        last = number;
    }
    for row in rows.values().filter(|row| row.kind == RecordKind::Nomination.code()) {
        let fields = row.fields();
        let by_decision = |entry: &step::Entry<'_>| entry.kind == dossier::Step::Decide.code();
        for entry in step::entries(&fields).iter().filter(|entry| by_decision(entry)) {
            let decision =
                step::link(&fields, entry.item).and_then(|link| rows.get(&link)).expect("a decision");
            assert!(decision::nominations(&decision.fields()).any(|listed| listed == row.id));
            let cited = decision::cited(&decision.fields()).expect("a number");
            assert_eq!(fields[&dossier::DECISION_NUMBER], cited.as_str().into());
        }
    }
}

/// A session is counted once: what was voted on stands as it was closed, adds up, and is what the dossiers cite.
fn every_vote_is_that_of_its_session(world: &World) {
    let rows = || world.endpoint.store.rows.keys().filter_map(|record| world.endpoint.row(*record));
    let closed = |fields: &Fields| council::State::of(fields) == council::State::Closed;
    for row in rows().filter(|row| row.kind == RecordKind::CouncilSession.code()) {
        let fields = row.fields();
        for (item, dossier) in council::agenda(&fields).filter(|_| closed(&fields)) {
            assert!(vote::adds_up(council::vote(&fields, item)), "{}: the vote on {dossier}", row.id);
        }
    }
    for row in rows().filter(|row| row.kind == RecordKind::Nomination.code()) {
        let fields = row.fields();
        let voted = [dossier::Step::Approve.code(), dossier::Step::Reject.code()];
        for entry in step::entries(&fields).iter().filter(|entry| voted.contains(&entry.kind)) {
            let Some(session) = step::link(&fields, entry.item) else { continue };
            let session = world.endpoint.row(session).expect("a session").fields();
            assert!(closed(&session), "{}: a session that was not closed", row.id);
            let (item, _) = council::agenda(&session).find(|(_, dossier)| *dossier == row.id).expect("on it");
            let cited = |field| {
                let count = fields.get(&step::of(field, entry.item)).and_then(Value::as_int);
                count.and_then(|count| u32::try_from(count).ok())
            };
            let voted_on = council::text_voted_on(&session, item).expect("what was voted on");
            let approved_before = step::entries(&fields).iter().any(|other| {
                other.item < entry.item && step::link(&fields, other.item) == step::link(&fields, entry.item)
            });
            assert!(voted_on == entry.seen || approved_before, "{}: a vote on another text", row.id);
            let counted = council::vote(&session, item);
            let figures = [cited(step::MEMBERS), cited(step::PRESENT), cited(step::YES), cited(step::NO)];
            assert_eq!(
                figures,
                [Some(counted.members), Some(counted.present), Some(counted.yes), counted.no]
            );
        }
    }
}

/// What the law asks of a vote was there each time the council was said to have approved.
fn nobody_is_approved_with_too_few_votes(world: &World) {
    for row in world.endpoint.store.rows.keys().filter_map(|record| world.endpoint.row(*record)) {
        let fields = row.fields();
        let approved = |entry: &step::Entry<'_>| entry.kind == dossier::Step::Approve.code();
        let is_dossier = row.kind == RecordKind::Nomination.code();
        for entry in step::entries(&fields).iter().filter(|entry| is_dossier && approved(entry)) {
            let text = dossier::text_at(&fields, entry.item);
            let award = nomination::Nomination::read(&text).award.expect("an award");
            let count = |field| {
                let count = fields.get(&step::of(field, entry.item)).and_then(Value::as_int);
                count.and_then(|count| u32::try_from(count).ok())
            };
            let vote = vote::Vote {
                members: count(step::MEMBERS).expect("members"),
                present: count(step::PRESENT).expect("those who were there"),
                written: count(step::WRITTEN).unwrap_or(0),
                yes: count(step::YES).expect("votes"),
                no: count(step::NO),
                blank: count(step::BLANK),
                secret: count(step::SECRET) == Some(1),
            };
            let threshold = vote::Threshold::of(award);
            assert!(!threshold.is_by_law() || threshold.is_reached(vote), "{}: {vote:?}", row.id);
            let is_typed = step::link(&fields, entry.item).is_none();
            assert!(!threshold.is_by_law() || !is_typed, "{}: a vote that nobody held", row.id);
        }
    }
}

/// What was cast in time stands in the sums once, what was taken and not cast is blank, and what came late is nowhere.
fn every_ballot_is_counted_once(world: &mut World) {
    for (session, ledger) in &world.ledger {
        let fields = world.endpoint.row(*session).expect("a session").fields();
        let is_open = council::State::of(&fields) == council::State::Open;
        assert_eq!(
            world.endpoint.store.ballots.contains_key(session),
            is_open,
            "ballots are destroyed at the end"
        );
        let is_before = |before: &Before| before.sessions.contains(session);
        if council::State::of(&fields) != council::State::Closed
            || world.before.as_ref().is_some_and(is_before)
        {
            continue;
        }
        world.tally.tablets_counted += 1;
        assert!(ledger.cast >= council::LEAST_BALLOTS, "so few that they are laid open");
        assert_eq!(fields[&council::BALLOTS], i64::from(ledger.cast).into());
        for (item, _) in council::agenda(&fields) {
            let [yes, no, blank] = ledger.votes.get(&item).copied().unwrap_or_default();
            let counted = council::vote(&fields, item);
            let not_cast = ledger.took - ledger.cast;
            assert_eq!(
                (counted.present, counted.yes, counted.no, counted.blank),
                (ledger.took, yes, Some(no), Some(blank + not_cast))
            );
        }
    }
}

fn a_replay_changes_nothing(world: &mut World) {
    let before = world.endpoint.store.clone();
    world.replay_everything();
    let after = &world.endpoint.store;
    let is_new = |of: &&(DeviceId, u64)| before.operations.get(of) != after.operations.get(of);
    let new: Vec<_> = after.operations.keys().filter(is_new).collect();
    assert!(before == *after, "a replay changed {:?}: {new:?}", before.differs_from(after));
}

pub fn opened(device: DeviceId, entry: &LogEntry) -> Operation {
    let sealed = thidua_sync::operation::Sealed { counter: entry.counter, bytes: entry.bytes.clone() };
    open(&sealed, device).expect("a stored operation")
}
