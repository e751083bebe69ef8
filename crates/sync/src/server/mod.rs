//! The endpoint's half of an exchange, without its database.
//!
//! The endpoint loads what [`Needs`] names, lets [`push`] decide, stores what [`Pushed`] says, all in one transaction
//! of its store, and then reads the answer's rows through [`Pull`]. What is decided here holds for every store.
//!
//! Invariant: a partition's head, its log and its rows change in one transaction, and the head is the only source of
//! places in the log. A sequence of the whole database would let a later transaction commit before an earlier one, and
//! a reader in between would never see the earlier one's rows.

mod around;
mod awaited;
mod erase;
mod handin;
mod late;
mod moving;
mod pull;
mod push;
mod receipts;
mod witness;

pub(crate) use around::{lists, other};
pub use awaited::said_of;
pub use erase::{may_erase, nominations_of};
pub use handin::{Arrival, Handed, Taken, fate_of, is_put_back, refuse, refuse_erased};
pub use late::{Life, Returned, Since};
pub use moving::{Move, move_records};
pub use pull::{CursorOf, MOST, Plain, Pull, Scale, Snapshot, Standing};
pub use push::{Loaded, LogEntry, Needs, Pushed, Stored, chained, may, may_today, push, take_step};
pub use receipts::Told;
pub use witness::{Copy, accept, links, news_of};
