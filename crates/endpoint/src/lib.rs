#![doc = include_str!("../README.md")]

pub mod backup;
pub mod configuration;
pub mod founding;
pub mod inspection;
pub mod maintenance;
pub mod startup;
pub mod telemetry;

mod accounts;
mod administration;
mod attempts;
mod audit;
mod ballots;
mod blob;
mod challenge;
mod checksums;
mod clock;
mod enrolment;
mod erasure;
mod exchange;
mod host;
mod http;
mod new_password;
mod pace;
mod passkey;
mod password;
mod person;
mod pulling;
mod recovery;
mod roster;
mod sample;
mod scale;
mod secret;
mod session;
mod snapshots;
mod store;
mod tray;
