//! A cursor: nothing is opened that was not sealed here, and nothing that was does harm.

#![no_main]

use hmac::{Hmac, KeyInit as _, Mac as _};
use libfuzzer_sys::fuzz_target;
use sha2::Sha256;
use thidua_sync::cursor::{Cursor, CursorKey};

const KEY: [u8; 64] = [7; 64];
const TAG: usize = 12;

fuzz_target!(|content: &[u8]| {
    let key = CursorKey(KEY);
    assert!(Cursor::open(&key, content).is_err(), "a cursor without the key");

    let mut mac = Hmac::<Sha256>::new(&KEY.into());
    mac.update(content);
    let tag: [u8; 32] = mac.finalize().into_bytes().into();
    let sealed = [&tag[..TAG], content].concat();
    assert!(Cursor::open(&CursorKey([8; 64]), &sealed).is_err(), "another key");
    let Ok(cursor) = Cursor::open(&key, &sealed) else { return };
    assert_eq!(Cursor::open(&key, &cursor.seal(&key)), Ok(cursor));
});
