//! Weighs an answer while it is collected: about how many bytes it will take on the line.
//!
//! The answer itself is compressed once it is whole, by Brotli and column by column. Doing that after each row would take
//! minutes; a fast compressor that goes along row by row shows how well the texts compress, and what it shows is always
//! somewhat more.

use flate2::{Compress, Compression, FlushCompress};
use thidua_domain::record::Value;
use thidua_sync::server::Scale;
use thidua_sync::wire::RowPatch;

/// After so many bytes the compressor is asked for what it has.
const PIECE: usize = 8 * 1024;
/// What Brotli makes of columns, in hundredths of what the scale makes of rows. Measured with the texts of the benchmark.
const HUNDREDTHS: u64 = 80;

/// The scale.
#[derive(Default)]
pub(crate) struct Deflated {
    /// Made for the first piece: most answers are smaller than one.
    compress: Option<Compress>,
    /// Not yet given to the compressor.
    piece: Vec<u8>,
    /// Where its output goes: nobody reads it.
    out: Vec<u8>,
}

impl Deflated {
    fn press(&mut self) {
        let compress = self.compress.get_or_insert_with(|| Compress::new(Compression::fast(), false));
        self.out.reserve(4 * PIECE);
        let mut from = 0;
        loop {
            self.out.clear();
            let before = compress.total_in();
            let rest = self.piece.get(from..).unwrap_or_default();
            // Only a fault of the compressor itself could fail here; the page then ends by its weight before compression.
            let pressed = compress.compress_vec(rest, &mut self.out, FlushCompress::Sync);
            let taken = usize::try_from(compress.total_in() - before).unwrap_or(usize::MAX);
            from = from.saturating_add(taken);
            if pressed.is_err() || self.out.len() < self.out.capacity() {
                break;
            }
        }
        self.piece.clear();
    }
}

impl Scale for Deflated {
    fn with(&mut self, row: &RowPatch) -> usize {
        self.piece.extend_from_slice(row.id.as_bytes());
        self.piece.extend_from_slice(&row.rev.counter.to_be_bytes());
        for (field, cell) in row.cells.iter() {
            self.piece.extend_from_slice(&field.number.to_be_bytes());
            for value in std::iter::once(&cell.value).chain(cell.others.iter().map(|other| &other.value)) {
                match value {
                    Value::Text(text) => self.piece.extend_from_slice(text.as_bytes()),
                    Value::Int(number) => self.piece.extend_from_slice(&number.to_be_bytes()),
                    Value::Opaque(item) => self.piece.extend_from_slice(item),
                    Value::Null | Value::Bool(_) | Value::Decimal(_) => self.piece.push(0),
                }
            }
        }
        if self.piece.len() >= PIECE {
            self.press();
        }
        // What waits is counted as a third of what it is.
        let pressed = self.compress.as_ref().map_or(0, Compress::total_out) * HUNDREDTHS / 100;
        usize::try_from(pressed).unwrap_or(usize::MAX).saturating_add(self.piece.len() / 3)
    }
}
