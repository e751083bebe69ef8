//! A device without a browser: the client's machine (`thidua_sync::client`) over real HTTP, with a store on disk, told what to
//! do by a script. For load, for faults, and for the tests of others.
//!
//! What the app and this device share is the machine; the store, the line and the clock are this crate's own. It takes no
//! evidence and casts no ballots.

pub mod carry;
pub mod clock;
pub mod device;
mod expect;
pub mod fault;
pub mod line;
pub mod names;
pub mod run;
pub mod script;
mod show;
pub mod store;
pub mod word;

/// How a script is written: the program's help.
pub const LANGUAGE: &str = include_str!("language.txt");
