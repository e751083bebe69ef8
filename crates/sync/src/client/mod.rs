//! The device's half: what it holds, what its officer does, and how it takes an answer.
//!
//! A [`Replica`] is the device's state in memory. Nothing changes it directly: a command or an answer yields a
//! [`Batch`], the store commits the batch in one transaction, and only then does [`Replica::absorb`] take it in. So the
//! memory never says more than the disk, and a killed browser loses nothing that was called saved.
//!
//! The endpoint's rows and the device's own operations are kept apart. What is shown is the fold of both ([`View`]).

mod appetite;
mod batch;
mod carry;
mod command;
mod doubt;
mod exchange;
mod forget;
mod handin;
mod lent;
mod pending;
mod replica;
mod scope;
mod snapshot;
mod step;
mod stored;
mod view;
mod witness;

pub use appetite::Appetite;
pub use batch::{Batch, Change, Forgotten, Leaving, Write};
pub use command::{CommandError, Stamp};
pub use doubt::{Comparison, Doubt};
pub use exchange::{KEEP_MS, Sent};
pub use lent::Lent;
pub use pending::{Kept, Pending, PendingState, Refused};
pub use replica::{Handed, Meta, Replica};
pub use scope::Left;
pub use snapshot::Loading;
pub use step::{NewStep, Steps};
pub use view::View;
