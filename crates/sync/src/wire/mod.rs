//! The bytes that devices and endpoint exchange, and that both store. `docs/protocol.md` is their description.
//!
//! Keyed CBOR without floats: unknown keys of envelopes are passed over, unknown values of fields are kept as they came.
//! Reading never trusts: every length is bounded by the bytes that are there, and an operation that cannot be read
//! does not make the request unreadable.

mod answer;
mod cbor;
mod layout;
mod operation;
mod page;
mod request;
mod row;
mod value;

pub use answer::{AfterSnapshots, Answer, Offer};
pub(crate) use answer::{read_lineage, read_sums, write_sums};
pub use cbor::{Cbor, DecodeError};
pub(crate) use cbor::{array, bytes, end, keyed, nullable};
pub use layout::Layout;
pub use operation::{Unreadable, open, seal};
pub use page::{CellPatch, Page, RowPatch, decode_page, encode_page};
pub use request::{Request, TakenSnapshot, VERSION};
pub(crate) use row::row_content;
pub use row::{decode_row, encode_row};
pub(crate) use value::{read_field, write_field};
