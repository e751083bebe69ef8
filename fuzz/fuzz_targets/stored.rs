//! What lies in a store, on a device or at the endpoint: it may be damaged, or of a later version.

#![no_main]

use libfuzzer_sys::fuzz_target;
use thidua_fuzz::device::DEVICE;
use thidua_sync::client::{Kept, Meta, Pending, Refused};
use thidua_sync::counters::CounterSet;
use thidua_sync::wire::{decode_row, encode_row};

fuzz_target!(|input: &[u8]| {
    let Some((which, bytes)) = input.split_first() else { return };
    match which % 6 {
        0 => {
            if let Ok(row) = decode_row(bytes) {
                assert!(row.cells.len() <= bytes.len());
                assert_eq!(decode_row(&encode_row(&row)), Ok(row));
            }
        }
        1 => {
            if let Ok(meta) = Meta::decode(bytes) {
                assert_eq!(Meta::decode(&meta.encode()), Ok(meta));
            }
        }
        2 => {
            if let Ok(pending) = Pending::decode(bytes, DEVICE) {
                assert_eq!(Pending::decode(&pending.encode(), DEVICE), Ok(pending));
            }
        }
        3 => {
            if let Ok(kept) = Kept::decode(bytes) {
                assert!(kept.outcome.took_effect());
                assert_eq!(Kept::decode(&kept.encode()), Ok(kept));
            }
        }
        4 => {
            if let Ok(refused) = Refused::decode(bytes, DEVICE) {
                assert_eq!(Refused::decode(&refused.encode(), DEVICE), Ok(refused));
            }
        }
        _ => {
            let Ok(mut set) = CounterSet::decode(bytes) else { return };
            assert_eq!(CounterSet::decode(&set.encode()).as_ref(), Ok(&set));
            for (first, last) in set.ranges().to_vec() {
                assert!(set.contains(first) && set.contains(last) && !set.insert(first));
                for beside in [first.checked_sub(1), last.checked_add(1)].into_iter().flatten() {
                    let was_there = set.contains(beside);
                    assert!(set.insert(beside) != was_there && set.contains(beside));
                }
            }
            assert_eq!(CounterSet::decode(&set.encode()), Ok(set));
        }
    }
});
