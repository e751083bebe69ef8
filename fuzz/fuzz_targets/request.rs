//! What a device sends to the endpoint: read, opened and carried out. The same body is sent to `/handin`.

#![no_main]

use std::collections::{BTreeMap, BTreeSet};

use libfuzzer_sys::fuzz_target;
use thidua_domain::record::{PartitionId, RecordKind};
use thidua_fuzz::device::{account, nomination, record};
use thidua_sync::counters::CounterSet;
use thidua_sync::identity::{DeviceId, Head, Seq};
use thidua_sync::merge;
use thidua_sync::operation::{Action, Change, Operation, SCHEMA};
use thidua_sync::row::Row;
use thidua_sync::server::{Arrival, Loaded, Needs, Taken, push};
use thidua_sync::wire::{Request, decode_row, encode_row};

fuzz_target!(|body: &[u8]| {
    let Ok(request) = Request::decode(body) else { return };
    assert_eq!(Request::decode(&request.encode()).as_ref(), Ok(&request));
    let held: usize = request.operations.iter().map(|sealed| sealed.bytes.len()).sum();
    assert!(held <= body.len() && request.whole.len() <= body.len() / 16, "more than came");

    let (counters, stored, erased) = (CounterSet::default(), BTreeMap::new(), BTreeSet::new());
    let rows = BTreeMap::from([(record(1), row())]);
    let tray = Taken { counters: &counters, stored: &stored, erased: &erased, rows: &rows };
    for sealed in &request.operations {
        if let Arrival::Told(fate) = tray.arrival(request.device, sealed, None) {
            assert_eq!(fate.counter, sealed.counter);
        }
    }

    let account = account();
    let mut loaded = Loaded {
        rows: rows.clone(),
        heads: account.grants.iter().map(|grant| (grant.partition, Head::default())).collect(),
        ..Loaded::default()
    };
    let needs = Needs::of(&request, &loaded.lineage);
    let _further = needs.further(&loaded.rows);
    let first = push(&account, &request, &mut loaded);
    let told: Vec<u64> = first.outcomes.iter().map(|(counter, _)| *counter).collect();
    assert!(told.into_iter().eq(request.operations.iter().map(|sealed| sealed.counter)));
    for record in &first.changed {
        let row = &loaded.rows[record];
        assert_eq!(decode_row(&encode_row(row)).as_ref(), Ok(row), "what is stored is read as it was");
    }
    // Sent again, what was dealt with stays as it is.
    let rows = loaded.rows.clone();
    let second = push(&account, &request, &mut loaded);
    for (one, other) in first.outcomes.iter().zip(&second.outcomes).filter(|(one, _)| one.1.is_final()) {
        assert_eq!(one, other);
    }
    for (record, row) in rows.iter().filter(|(record, _)| !second.changed.contains(record)) {
        assert_eq!(loaded.rows.get(record), Some(row));
    }
});

/// A nomination that is there already.
fn row() -> Row {
    let change = |(field, value)| Change { field, base: None, value, settles: Vec::new() };
    let op = Operation {
        device: DeviceId([0xE2; 16]),
        counter: 1,
        record: record(1),
        partition: PartitionId(3),
        kind: RecordKind::Nomination.code(),
        action: Action::Create,
        schema: SCHEMA,
        base: None,
        changes: nomination("Đinh Văn A").into_iter().map(change).collect(),
        parents: Vec::new(),
        device_time_ms: 0,
        clock_offset_ms: None,
    };
    merge::create(&op, Seq(1))
}
