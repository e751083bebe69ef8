//! What the endpoint says of work that was handed in without a login, taken by a device.

#![no_main]

use std::collections::BTreeSet;

use libfuzzer_sys::fuzz_target;
use thidua_fuzz::device::{NOW, absorb, device};
use thidua_sync::administration::HandedIn;

fuzz_target!(|json: &[u8]| {
    let Ok(told) = serde_json::from_slice::<HandedIn>(json) else { return };
    let written = serde_json::to_vec(&told).expect("JSON");
    assert_eq!(serde_json::from_slice::<HandedIn>(&written).expect("what was written"), told);

    let mut device = device();
    let before: BTreeSet<u64> = device.outbox().keys().copied().collect();
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
    // What has left the outbox is kept among the refused, with everything that was typed.
    for counter in before {
        assert!(device.outbox().contains_key(&counter) || device.refused().contains_key(&counter));
    }
});
