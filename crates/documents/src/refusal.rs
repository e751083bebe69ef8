//! Why a whole file cannot be read. Each cause has advice of its own, which the screens word.
//!
//! The bounds keep a phone alive: whatever is larger is no list of nominations, and is refused before it is unpacked.

use minicbor::{Decode, Encode};

/// The most bytes of a file, or of pasted text.
pub const MOST_BYTES: usize = 20_000_000;
/// The most bytes that a workbook may hold once it is unpacked.
pub const MOST_UNPACKED: u64 = 60_000_000;
/// The most rows of a table.
pub const MOST_ROWS: usize = 20_000;
/// The most columns that are looked at; what stands further right is not read.
pub const MOST_COLUMNS: usize = 256;

/// Why a file cannot be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, thiserror::Error)]
#[cbor(index_only)]
pub enum Refusal {
    /// It is locked with a password.
    #[n(0)]
    #[error("the workbook is encrypted")]
    Encrypted,
    /// It is a workbook of Excel 97 to 2003, which must be saved anew as `.xlsx`.
    #[n(1)]
    #[error("the workbook is of the old format")]
    OldExcel,
    /// It is neither a workbook nor text.
    #[n(2)]
    #[error("this is no workbook and no text")]
    NotAList,
    /// It is cut short or broken, as after a download that stopped.
    #[n(3)]
    #[error("the file is damaged")]
    Damaged,
    /// It unpacks to more than [`MOST_UNPACKED`] or to many times its size.
    #[n(4)]
    #[error("the file unpacks to far more than it is")]
    Bomb,
    /// It has more than [`MOST_BYTES`].
    #[n(5)]
    #[error("the file is too large")]
    TooLarge,
    /// It has more than [`MOST_ROWS`] rows.
    #[n(6)]
    #[error("the table has too many rows")]
    TooManyRows,
    /// The workbook has no sheet.
    #[n(7)]
    #[error("the workbook has no sheet")]
    NoSheet,
    /// Nothing is written in it.
    #[n(8)]
    #[error("the table is empty")]
    Empty,
}
