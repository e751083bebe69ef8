#![doc = include_str!("../README.md")]

pub mod backup;
pub mod configuration;
pub mod inspection;
pub mod maintenance;
pub mod startup;
pub mod telemetry;

mod administration;
mod attempts;
mod audit;
mod ballots;
mod blob;
mod clock;
mod exchange;
mod host;
mod http;
mod pace;
mod password;
mod recovery;
mod sample;
mod secret;
mod session;
mod store;
mod tray;
