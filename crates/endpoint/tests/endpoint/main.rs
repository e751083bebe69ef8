//! The endpoint as a device meets it: real HTTP, a real database, the sync core as the client.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests: whatever goes wrong is to fail the test"
)]

#[path = "../../examples/bench_bytes/line.rs"]
mod line;
#[path = "../../examples/load_sample/officer.rs"]
mod officer;

mod accounts;
mod administration;
mod backup;
mod bundle;
mod bytes;
mod checksums;
mod cluster;
mod conflicts;
mod council;
mod desk;
mod device;
mod enrolment;
mod evidence;
mod faults;
mod files;
mod forgotten;
mod founding;
mod handin;
mod hosts;
mod hub;
mod indicators;
mod law;
mod life;
mod many;
mod mergers;
mod movements;
mod moving;
mod nation;
mod nginx;
mod pages;
mod passkey;
mod process;
mod recovery;
mod restores;
mod rights;
mod sample;
mod scope;
mod scopes;
mod sessions;
mod snapshots;
mod start;
mod steps;
mod taken;
mod test_app;
mod tokens;
mod versions;
mod watch;
mod year;
