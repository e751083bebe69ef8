//! What the endpoint answers, and pages of its snapshots: read, written again, and taken by a device that has work of its own.

#![no_main]

use libfuzzer_sys::fuzz_target;
use thidua_fuzz::device::{NOW, absorb, device};
use thidua_sync::client::Stamp;
use thidua_sync::wire::{Answer, Layout, decode_page, encode_page};

/// Of a row there are at least ten bytes of its id, and one each of its time, its device and its counter.
const LEAST_OF_ROW: usize = 13;

fuzz_target!(|body: &[u8]| {
    if let Ok(page) = decode_page(body) {
        assert!(page.rows.len() <= body.len() / LEAST_OF_ROW, "more rows than ids came");
        let mut sorted = page.clone();
        sorted.rows.sort_by_key(|row| row.kind);
        assert_eq!(decode_page(&encode_page(&page)), Ok(sorted));
    }
    let Ok(answer) = Answer::decode(body) else { return };
    let rows: usize = answer.pages.iter().map(|page| page.rows.len()).sum();
    assert!(rows <= body.len() / LEAST_OF_ROW, "more rows than ids came");
    for layout in [Layout::Whole, Layout::Steps] {
        assert_eq!(Answer::decode(&answer.encode_in(layout)), Ok(in_order(&answer)));
    }

    let mut device = device();
    let counters: Vec<u64> = device.outbox().keys().copied().collect();
    let (_, sent) = device.request(NOW);
    let batch = device.receive(&sent, answer, Stamp(NOW.0 + 800), Vec::new());
    absorb(&mut device, batch);
    for view in device.views() {
        assert_eq!(device.view(view.id).as_ref(), Some(&view));
    }
    // Nothing leaves the outbox but what was sent and is dealt with; what was refused is kept with all that was typed.
    for counter in counters.iter().filter(|counter| !device.outbox().contains_key(counter)) {
        assert!(sent.counters.contains(counter));
    }
    assert!(device.meta().next_counter > counters.iter().copied().max().unwrap_or_default());
});

/// As it is written: in each page kind by kind.
fn in_order(answer: &Answer) -> Answer {
    let mut answer = answer.clone();
    answer.pages.iter_mut().for_each(|page| page.rows.sort_by_key(|row| row.kind));
    answer
}
