//! `cargo xtask weak-link`: a command at one end of a weak line, the endpoint at the other (`crates/weak-link`).

use crate::process::{cargo, program, run, succeeds};
use crate::run::{SAMPLE, build_endpoint};
use crate::workspace;
use anyhow::Result;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const PORT: u16 = 8080;

/// The line, and what runs at this end of it.
#[derive(clap::Args)]
pub(crate) struct What {
    /// Which packets are lost
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// What runs at this end. It finds the endpoint's address in THIDUA_SERVER, and no other network
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true)]
    command: Vec<OsString>,
}

/// Builds the program and says where it is.
pub(crate) fn build() -> Result<PathBuf> {
    run(&mut cargo(["build", "--quiet", "--release", "-p", "thidua-weak-link"]))?;
    Ok(workspace::cargo_target().join("release/thidua-weak-link"))
}

/// Runs the command; ends as it does.
pub(crate) fn weak_link(what: &What) -> Result<ExitCode> {
    let (endpoint, rig) = (build_endpoint()?, build()?);
    let mut command = program(&rig.to_string_lossy());
    command.args(["--seed", &what.seed.to_string(), "--wait-for", &PORT.to_string()]);
    command.args(["--far", &line(&endpoint, &workspace::dist())]);
    command.arg("--").args(&what.command).env("THIDUA_SERVER", format!("http://10.77.0.1:{PORT}"));
    // A file is named from where the command was called.
    if let Ok(here) = std::env::current_dir() {
        command.current_dir(here);
    }
    Ok(if succeeds(&mut command)? { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The endpoint over the sample committee in memory, with the app where it has been built.
fn line(endpoint: &Path, dist: &Path) -> String {
    let sample = workspace::root().join(SAMPLE);
    let mut line = format!(
        "exec {} --listen 10.77.0.1:{PORT} --database-url sqlite::memory: --requests-per-second 0 --sample {}",
        quoted(endpoint),
        quoted(&sample)
    );
    if dist.join("index.html").exists() {
        line += &format!(" --app {}", quoted(dist));
    }
    line
}

/// One word for the shell.
fn quoted(path: &Path) -> String {
    format!("'{}'", path.to_string_lossy().replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_one_word_whatever_is_in_it() {
        assert_eq!(quoted(Path::new("/a b/it's")), r"'/a b/it'\''s'");
    }
}
