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

mod bytes;
mod conflicts;
mod device;
mod faults;
mod files;
mod law;
mod life;
mod sample;
mod scope;
mod sessions;
mod steps;
mod taken;
mod test_app;
mod year;
