//! The sync simulator over many seeds: an ordinary test of `thidua-sync`, optimised but with every assertion and
//! overflow check of a debug build (the profile `simulate`).

use crate::process::{cargo, succeeds};
use anyhow::Result;
use std::process::{Command, ExitCode};

/// What the test command runs.
pub(crate) const DEFAULT_SEEDS: u64 = 3000;

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
    let held = succeeds(&mut simulator(seeds, from))?;
    println!("Seeds {from} to {}: {}", from + seeds.saturating_sub(1), if held { "held" } else { "BROKEN" });
    Ok(if held { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
