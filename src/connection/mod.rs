//! The way to the endpoint: when to go, and how. Knows bytes and times, and nothing of records.
//!
//! Invariant: nothing leaves the device but what the sync core has sealed and the store has committed.

pub(crate) mod accounts;
pub(crate) mod blobs;
pub(crate) mod browser;
pub(crate) mod bundle;
mod http;
pub(crate) mod hub;
pub(crate) mod passkeys;
pub(crate) mod tabs;
pub(crate) mod transport;
pub(crate) mod tray;
pub(crate) mod writers;
