//! The sync simulator over many seeds: an ordinary test of `thidua-sync`, optimised but with every assertion and
//! overflow check of a debug build (the profile `simulate`).

use crate::process::{cargo, succeeds};
use anyhow::Result;
use std::process::{Command, ExitCode};
use std::time::Instant;

/// What the test command runs.
pub(crate) const TEST_SEEDS: u64 = 3_000;
/// What the command runs that is asked for by itself: two and a half minutes of two processors.
pub(crate) const ALL_SEEDS: u64 = 20_000;

/// The command, for seeds `from .. from + seeds`.
pub(crate) fn simulator(seeds: u64, from: u64) -> Command {
    let mut command =
        cargo(["test", "-p", "thidua-sync", "--profile", "simulate", "--test", "simulator", "--"]);
    command
        .arg("--nocapture")
        .env("THIDUA_SEEDS", seeds.to_string())
        .env("THIDUA_SEED_FROM", from.to_string());
    command
}

/// `cargo xtask simulate`.
pub(crate) fn simulate(seeds: u64, from: u64) -> Result<ExitCode> {
    let start = Instant::now();
    let held = succeeds(&mut simulator(seeds, from))?;
    let (last, took) = (from + seeds.saturating_sub(1), start.elapsed().as_secs());
    println!("Seeds {from} to {last}: {} ({took} s)", if held { "held" } else { "BROKEN" });
    Ok(if held { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
