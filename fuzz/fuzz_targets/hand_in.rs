//! What the endpoint says of work that was handed in without a login, taken by a device.

#![no_main]

use std::collections::{BTreeMap, BTreeSet};

use libfuzzer_sys::fuzz_target;
use thidua_fuzz::device::{NOW, absorb, device};
use thidua_sync::administration::{HandedIn, Verdict};
use thidua_sync::outcome::Reason;

fuzz_target!(|json: &[u8]| {
    let Ok(told) = serde_json::from_slice::<HandedIn>(json) else { return };
    let written = serde_json::to_vec(&told).expect("JSON");
    assert_eq!(serde_json::from_slice::<HandedIn>(&written).expect("what was written"), told);

    let mut device = device();
    let before: BTreeMap<u64, _> = device.outbox().iter().map(|(at, own)| (*at, own.op.record)).collect();
    let (_, sent) = device.hand_in();
    let batch = device.take_fates(&sent, &told, NOW);
    absorb(&mut device, batch);
    // The same again changes nothing.
    let again = device.take_fates(&sent, &told, NOW);
    let fates = |device: &thidua_sync::client::Replica| (device.outbox().clone(), device.refused().clone());
    let once = fates(&device);
    absorb(&mut device, again);
    assert_eq!(fates(&device).0, once.0);
    let all = device.take_all_fates(&told, NOW);
    absorb(&mut device, all);
    // What has left the outbox is kept among the refused, with everything that was typed; nothing is of what was erased.
    let says_erased =
        |verdict, refusal| verdict == Verdict::Refused && refusal == Some(Reason::Erased.code());
    let told_erased = told.operations.iter().filter(|fate| says_erased(fate.verdict, fate.refusal));
    let erased: BTreeSet<_> = told_erased.filter_map(|fate| before.get(&fate.counter)).collect();
    for (counter, record) in before.iter().filter(|(_, record)| !erased.contains(record)) {
        let is_kept = device.outbox().contains_key(counter) || device.refused().contains_key(counter);
        assert!(is_kept, "operation {counter} of {record} is gone");
    }
});
