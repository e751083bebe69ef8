//! Files that are carried: what is no file of ours, codes of which they come, what an author who means harm may put into one, and what a receipt says.

#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use thidua_bundle::{
    Assembly, Author, Committee, MOST_FRAMED, MOST_OPERATIONS, OpenError, Receipt, Step, frames, kind_of,
};
use thidua_fuzz::device::{NOW, absorb, device};

fn scene() -> &'static (Committee, Author) {
    static SCENE: OnceLock<(Committee, Author)> = OnceLock::new();
    SCENE.get_or_init(|| (Committee::of_secret(&[1; 32]), Author::of_token("a token")))
}

fuzz_target!(|input: &[u8]| {
    let Some((which, bytes)) = input.split_first() else { return };
    let (committee, author) = scene();
    match which % 4 {
        0 => {
            // Nobody finds a key or a signature by trying.
            let (bundle, receipt) = (committee.open(bytes), author.open_receipt(&committee.key(), bytes));
            assert!(bundle.is_err() && receipt.is_err());
            if let Err(error) = kind_of(bytes) {
                assert_eq!((bundle.err(), receipt.err()), (Some(error), Some(error)));
            }
        }
        1 => {
            let file = author.seal_packed(&committee.key(), bytes, [2; 32]).expect("it fits");
            let opened = committee.open(&file).expect("our own");
            assert_eq!(opened.verifier, author.verifier());
            match opened.request() {
                Ok(request) => {
                    assert!(request.operations.len() <= MOST_OPERATIONS);
                    let again = author.seal(&committee.key(), &request, [3; 32]).expect("it fits");
                    let again = committee.open(&again).expect("our own").request();
                    assert_eq!(again.as_ref(), Ok(&request));
                }
                Err(error) => assert!(matches!(error, OpenError::Unreadable | OpenError::TooLarge)),
            }
        }
        3 => {
            // What a camera has read, code by code; and the same bytes as a file that goes by codes.
            let (text, mut assembly) = (String::from_utf8_lossy(bytes), Assembly::default());
            for code in text.lines() {
                if let Ok(Step::Whole(file)) = assembly.take(code) {
                    assert!(file.len() <= MOST_FRAMED);
                }
            }
            let Some(codes) = frames(bytes) else { return };
            let mut assembly = Assembly::default();
            let whole = codes.iter().rev().find_map(|code| match assembly.take(code) {
                Ok(Step::Whole(file)) => Some(file),
                other => {
                    assert_eq!(other, Ok(Step::New));
                    None
                }
            });
            assert_eq!(whole.as_deref(), Some(bytes));
        }
        _ => {
            let Ok(receipt) = serde_json::from_slice::<Receipt>(bytes) else { return };
            let back = committee
                .open(&author.seal_packed(&committee.key(), &[0], [4; 32]).expect("it fits"))
                .expect("our own")
                .back;
            let file = committee.seal_receipt(&back, &receipt, [5; 32]).expect("it fits");
            assert_eq!(author.open_receipt(&committee.key(), &file).as_ref(), Ok(&receipt));
            let (mut device, told) = (device(), receipt.told());
            let before: Vec<u64> = device.outbox().keys().copied().collect();
            for _ in 0..2 {
                let batch = device.take_receipt(&told, NOW);
                absorb(&mut device, batch);
            }
            // What has left the outbox is kept among the refused, with everything that was typed; or it was erased.
            let erased = told.operations.iter().any(|fate| fate.refusal == Some(7));
            for counter in before {
                let is_kept =
                    device.outbox().contains_key(&counter) || device.refused().contains_key(&counter);
                assert!(is_kept || erased);
            }
        }
    }
});
