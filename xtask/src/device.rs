//! `cargo xtask device`: a script on a device without a browser. The language is told by `--help`, which is the program's own.

use crate::process::{cargo, succeeds};
use anyhow::Result;
use std::ffi::OsString;
use std::process::ExitCode;

/// Builds the device where that is due, and hands it everything that was given.
pub(crate) fn device(arguments: &[OsString]) -> Result<ExitCode> {
    let mut command = cargo(["run", "--quiet", "-p", "thidua-device", "--"]);
    // A script is named from where the command was called.
    if let Ok(here) = std::env::current_dir() {
        command.current_dir(here);
    }
    Ok(if succeeds(command.args(arguments))? { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
