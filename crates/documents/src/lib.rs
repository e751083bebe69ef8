//! Lists of nominations from XLSX, CSV and pasted text: what a file holds, what its columns mean, and the rows that
//! may become nominations, each checked by the same code as a form.
//!
//! Pure: bytes and text in, rows and causes out. Nothing here is words for people, and nothing is kept: the officer
//! sees a preview before and after every conversion, and good rows never wait for bad ones.

pub mod column;
pub mod encoding;
pub mod fault;
#[cfg(feature = "files")]
pub mod file;
pub mod heading;
pub mod legacy;
pub mod look;
pub mod message;
pub mod reading;
pub mod refusal;
mod row;
pub mod separated;
pub mod table;
mod value;
