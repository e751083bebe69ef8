//! Operations, merge, and the two state machines that meet in an exchange: the device's and the endpoint's.
//!
//! Pure: nothing here opens a file, a database or a connection, reads a clock or draws a random number. Storage,
//! transport, clock and randomness are handed in, so that the same code runs in the browser, in the endpoint and in the
//! simulator, which is how it is proved. The wire is told byte by byte in `docs/protocol.md`.

pub mod administration;
pub mod checksum;
pub mod client;
pub mod counters;
pub mod cursor;
pub mod cursor_name;
pub mod device_key;
pub mod directory;
mod gather;
pub mod hub;
pub mod identity;
pub mod merge;
pub mod operation;
pub mod outcome;
pub mod pace;
pub mod passkey;
pub mod receipt;
pub mod row;
pub mod server;
pub mod wire;
