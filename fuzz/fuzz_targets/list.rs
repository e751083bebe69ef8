//! A file of a list, whatever it is: text in any encoding, or the container of a workbook as it is.

#![no_main]

use libfuzzer_sys::fuzz_target;
use thidua_documents::encoding;
use thidua_documents::file::File;
use thidua_domain::text::is_composed;
use thidua_fuzz::lists::read_all;

fuzz_target!(|bytes: &[u8]| {
    if let Some((text, _)) = encoding::decode(bytes) {
        assert!(is_composed(&text), "a letter in two pieces");
    }
    if let Ok(file) = File::open(bytes.to_vec()) {
        // Why it cannot be read is as good as its rows.
        let _refused = read_all(file);
    }
});
