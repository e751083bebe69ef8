//! What happens in a real Chromium: the browser tests and the pictures. Both are node programs in `tests/e2e`,
//! which get the built app and endpoint by environment and know nothing of cargo.

use crate::process::{program, run};
use crate::{app, parts, run as running, tools, workspace};
use anyhow::Result;
use std::process::Command;

/// Builds app and endpoint, and makes `script` of tests/e2e ready to start.
pub(crate) fn script(script: &str) -> Result<Command> {
    tools::ensure(tools::Need::Browser)?;
    let dist = app::build()?;
    let endpoint = running::build_endpoint()?;
    let mut command = program("node");
    command
        .arg(format!("tests/e2e/{script}"))
        .env("THIDUA_ENDPOINT", endpoint)
        .env("THIDUA_APP", dist)
        .env("THIDUA_XTASK", parts::copy_of_ourselves()?)
        .env("THIDUA_SAMPLE", workspace::root().join(running::SAMPLE))
        .env("THIDUA_OUTPUT", workspace::output());
    if let Some(chromium) = tools::chromium() {
        command.env("CHROMIUM", chromium);
    }
    Ok(command)
}

/// `cargo xtask shots`.
pub(crate) fn shots(only: Option<&str>) -> Result<()> {
    run(script("shots.mjs")?.args(only))
}
