//! What stands among the dependencies: where it comes from, under which licence, and whether faults of it are known. The
//! rules are in `deny.toml`.

use crate::process::{program, quietly_succeeds};
use std::process::Command;

/// Where known faults of crates are published.
const ADVISORIES: &str = "https://github.com/RustSec/advisory-db";

/// The checks that can be made here.
pub(crate) fn judgements() -> Vec<Command> {
    let mut all = vec![deny(&["bans", "licenses", "sources"])];
    if advisories_in_reach() {
        all.push(deny(&["advisories"]));
    } else {
        println!(
            "\n── skipped: known faults of dependencies, because {ADVISORIES} cannot be reached from here"
        );
    }
    all
}

fn deny(what: &[&str]) -> Command {
    let mut command = program("cargo-deny");
    // Without it the app's dependencies alone are looked at, and not the endpoint's.
    command.args(["--locked", "--workspace", "check"]).args(what);
    command
}

fn advisories_in_reach() -> bool {
    let mut git = program("git");
    // Asks nobody for a password, and gives up on a line that says nothing.
    git.env("GIT_TERMINAL_PROMPT", "0").args(["-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=20"]);
    quietly_succeeds(git.args(["ls-remote", "--exit-code", ADVISORIES, "HEAD"]))
}
