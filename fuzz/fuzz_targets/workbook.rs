//! The parts of a workbook, in a container that is in order.

#![no_main]

use libfuzzer_sys::fuzz_target;
use thidua_documents::file::File;
use thidua_fuzz::container::workbook;
use thidua_fuzz::lists::read_all;

fuzz_target!(|parts: &[u8]| {
    if let Ok(file) = File::open(workbook(parts)) {
        let _refused = read_all(file);
    }
});
