//! Pasted text, and text typed in old fonts.

#![no_main]

use libfuzzer_sys::fuzz_target;
use thidua_documents::file::File;
use thidua_documents::legacy::{self, Script};
use thidua_documents::separated::{self, SEPARATORS};
use thidua_domain::text::is_composed;
use thidua_fuzz::lists::read_all;

fuzz_target!(|text: &str| {
    for script in [Script::Tcvn3, Script::Tcvn3Capitals, Script::Vni] {
        assert!(is_composed(&script.convert(text)), "a letter in two pieces");
        let (plain, read) = (legacy::sense(text, None), legacy::sense(text, Some(script)));
        assert_eq!(plain.words, read.words, "the same words are counted");
        assert!(read.syllables <= read.words && read.share() <= 1000);
    }
    for separator in SEPARATORS.map(Some).into_iter().chain([None]) {
        if let Ok((table, used)) = separated::table(text, separator) {
            assert!(separator.is_none_or(|separator| separator == used));
            let letters: usize =
                table.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.text.len()).sum();
            assert!(letters <= text.len(), "more than was pasted");
        }
    }
    if let Ok(file) = File::paste(text) {
        let _refused = read_all(file);
    }
});
