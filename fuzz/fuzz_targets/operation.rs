//! A sealed operation: opened, sealed again, and merged into whatever row it makes.

#![no_main]

use libfuzzer_sys::fuzz_target;
use thidua_fuzz::device::DEVICE;
use thidua_sync::identity::Seq;
use thidua_sync::merge;
use thidua_sync::operation::{Action, SCHEMA, Sealed};
use thidua_sync::wire::{Unreadable, decode_row, encode_row, open, seal};

fuzz_target!(|bytes: &[u8]| {
    let sealed = Sealed { counter: 7, bytes: bytes.to_vec() };
    let op = match open(&sealed, DEVICE) {
        Ok(op) => op,
        Err(Unreadable::Newer(schema)) => return assert!(schema > SCHEMA),
        Err(Unreadable::Malformed(_)) => return,
    };
    assert!(op.changes.len() + op.parents.len() <= bytes.len(), "more than came");
    assert_eq!(open(&seal(&op), DEVICE).as_ref(), Ok(&op));

    // What builds on itself or on what comes after it waits at the endpoint for good, and is never merged.
    let named = op.changes.iter().flat_map(|change| change.base.iter().chain(&change.settles));
    if op.base.iter().chain(named).any(|dot| dot.device == DEVICE && dot.counter >= op.counter) {
        return;
    }
    // What is said of a deletion must fit the action, or the endpoint refuses it: it is not merged under all the actions below.
    if op.changes.iter().any(|change| change.field.is_reserved()) {
        return;
    }
    let mut row = merge::create(&op, Seq(1));
    assert_eq!(decode_row(&encode_row(&row)).as_ref(), Ok(&row));
    for (counter, action) in
        [(8, Action::Edit), (9, Action::Delete), (10, Action::Restore), (11, Action::Edit)]
    {
        let mut next = op.clone();
        (next.counter, next.action) = (counter, action);
        merge::apply(&mut row, &next, Seq(counter));
        let once = row.clone();
        merge::apply(&mut row, &next, Seq(counter));
        assert_eq!(row, once, "an operation that comes twice changes nothing more");
        assert_eq!(decode_row(&encode_row(&row)).as_ref(), Ok(&row));
        for cell in row.cells.values() {
            assert!(cell.others.iter().all(|other| other.value != cell.value), "offered beside itself");
        }
    }
});
