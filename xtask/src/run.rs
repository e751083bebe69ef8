//! `cargo xtask run`: the app and the endpoint with the sample committee, on this machine.

use crate::process::{cargo, program, run as finish, written};
use crate::{app, workspace};
use anyhow::{Context, Result};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;

const PORT: &str = "8080";
/// The committee whose units, people and accounts a new database starts with.
pub(crate) const SAMPLE: &str = "tests/fixtures/minh-long-2023.json";

/// Builds both and becomes the endpoint; returns only if that is impossible.
pub(crate) fn run() -> Result<()> {
    app::build()?;
    let binary = build_endpoint()?;
    let port = std::env::var("PORT").unwrap_or_else(|_| PORT.to_owned());
    let mut endpoint = program(&binary.to_string_lossy());
    endpoint.args(["--data", "./data", "--app", "./dist", "--sample", SAMPLE]);
    endpoint.args(["--listen", &format!("127.0.0.1:{port}")]);
    // In our place, not below us: Ctrl-C then reaches it alone, and the prompt returns when it has finished.
    let error = endpoint.exec();
    Err(error).with_context(|| format!("cannot start `{}`", written(&endpoint)))
}

/// The endpoint in release, and where it is.
pub(crate) fn build_endpoint() -> Result<PathBuf> {
    println!("Building the endpoint. The first time takes 2 to 5 minutes.");
    // The browser tests walk the sample's dossiers along their way with the example.
    let wanted = ["--bin", "thidua-endpoint", "--example", "load_sample"];
    finish(cargo(["build", "--release", "-p", "thidua-endpoint"]).args(wanted))?;
    Ok(workspace::cargo_target().join("release/thidua-endpoint"))
}
