//! What goes between a device and a hub: what is nobody's, who says that they are a hub, and what a hub that means harm may answer.

#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use thidua_bundle::{Author, Certificate, Committee, CommitteeKey};
use thidua_fuzz::device::{NOW, absorb, device};
use thidua_sync::hub::{HubAnswer, HubRequest, HubTold};

fn scene() -> &'static (Committee, Author) {
    static SCENE: OnceLock<(Committee, Author)> = OnceLock::new();
    SCENE.get_or_init(|| (Committee::of_secret(&[1; 32]), Author::of_token("a token")))
}

fuzz_target!(|input: &[u8]| {
    let Some((which, bytes)) = input.split_first() else { return };
    match which % 5 {
        0 => {
            // Nobody finds a key or a signature by trying.
            let (hub, author) = scene();
            assert!(hub.asked(bytes).is_err() && author.hear(&hub.key(), bytes).is_err());
        }
        1 => {
            let Ok(asked) = HubRequest::decode(bytes) else { return };
            assert_eq!(HubRequest::decode(&asked.encode()).as_ref(), Ok(&asked));
        }
        3 => {
            let Ok(told) = serde_json::from_slice::<HubTold>(bytes) else { return };
            let (Some(key), Some(certificate)) =
                (CommitteeKey::from_text(&told.key), Certificate::from_text(&told.certificate))
            else {
                return;
            };
            // Nobody is a hub who says so; and who is one is it with these keys, until then, by this committee.
            let ((committee, _), until) = (scene(), told.until_ms);
            assert!(!committee.key().has_certified(&key, until, &certificate));
            let certificate = committee.certify(&key, until);
            assert!(committee.key().has_certified(&key, until, &certificate));
            assert!(!committee.key().has_certified(&key, until.wrapping_add(1), &certificate));
        }
        4 => {
            let Ok(text) = std::str::from_utf8(bytes) else { return };
            let (key, certificate) = (CommitteeKey::from_text(text), Certificate::from_text(text));
            assert_eq!(key.map(|key| key.0), certificate.map(|certificate| certificate.0));
            let Some(key) = key else { return };
            assert_eq!(key.to_text(), text.to_ascii_lowercase());
            // What is sealed to a key is opened by whose it is, and by nobody else.
            let (hub, author) = scene();
            if let Ok(file) = author.ask(&key, b"what is asked", [3; 32]) {
                assert_eq!(hub.asked(&file).is_ok(), key == hub.key());
            }
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
