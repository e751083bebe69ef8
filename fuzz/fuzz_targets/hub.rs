//! What goes between a device and a hub: what is nobody's, and what a hub that means harm may answer.

#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use thidua_bundle::{Author, Committee};
use thidua_fuzz::device::{NOW, absorb, device};
use thidua_sync::hub::{HubAnswer, HubRequest};

fn scene() -> &'static (Committee, Author) {
    static SCENE: OnceLock<(Committee, Author)> = OnceLock::new();
    SCENE.get_or_init(|| (Committee::of_secret(&[1; 32]), Author::of_token("a token")))
}

fuzz_target!(|input: &[u8]| {
    let Some((which, bytes)) = input.split_first() else { return };
    match which % 3 {
        0 => {
            // Nobody finds a key or a signature by trying.
            let (hub, author) = scene();
            assert!(hub.asked(bytes).is_err() && author.hear(&hub.key(), bytes).is_err());
        }
        1 => {
            let Ok(asked) = HubRequest::decode(bytes) else { return };
            assert_eq!(HubRequest::decode(&asked.encode()).as_ref(), Ok(&asked));
        }
        _ => {
            let Ok(told) = HubAnswer::decode(bytes) else { return };
            assert_eq!(HubAnswer::decode(&told.encode()).as_ref(), Ok(&told));
            let mut device = device();
            let (_, sent, _) = device.hub_request(NOW);
            let before: Vec<u64> = device.outbox().keys().copied().collect();
            let rows = device.rows().clone();
            let Ok((batch, lent)) = device.receive_from_hub(&sent, &told, NOW) else { return };
            absorb(&mut device, batch);
            device.lend(lent);
            // Whatever a hub says, nothing leaves the outbox, and the endpoint's rows are the endpoint's.
            assert_eq!(device.outbox().keys().copied().collect::<Vec<_>>(), before);
            assert_eq!(device.rows(), &rows);
            let _shown = device.views();
        }
    }
});
