//! `cargo xtask test`: every check, from the cheapest to the dearest, and one count of all.
//!
//! A failing step never hides the later ones. A step that breaks without a count (it did not compile, the browser
//! did not start) counts as one failure, so that the sum is never better than the truth.

use crate::process::{cargo, succeeds, watched, written};
use crate::{browser, dependencies, fuzz, postgres, simulate, tools, workspace};
use anyhow::{Context, Result, bail};
use std::fs::File;
use std::path::PathBuf;
use std::process::{Child, Command, ExitCode};
use std::time::Instant;

/// All but what only runs in a browser.
const NATIVE: [&str; 5] = ["--workspace", "--exclude", "thidua", "--exclude", "thidua-worker"];

/// Names the endpoint's tests a server on which they make their databases.
const DATABASE: &str = "THIDUA_TEST_DATABASE";

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Count {
    passed: u64,
    failed: u64,
}

impl Count {
    fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// Runs all; the last line printed is the count.
pub(crate) fn test() -> Result<ExitCode> {
    tools::ensure(tools::Need::Browser)?;
    let mut all = Count::default();
    // Beside the others from the start: its longest parts are one thread's work, and so are some of theirs.
    let app = Beside::build();
    let checks: [&[&str]; 5] = [
        &["fmt", "--all", "--check"],
        &["fmt", "--manifest-path", "fuzz/Cargo.toml", "--check"],
        &[&["clippy"][..], &NATIVE, &["--all-targets", "--", "-D", "warnings"]].concat(),
        &["clippy", "-p", "thidua", "--target", "wasm32-unknown-unknown", "--", "-D", "warnings"],
        &["clippy", "-p", "thidua-worker", "--target", "wasm32-unknown-unknown", "--", "-D", "warnings"],
    ];
    for arguments in checks {
        all.add(check(&mut cargo(arguments.iter().copied())));
    }
    for mut judgement in dependencies::judgements() {
        all.add(check(&mut judgement));
    }
    if let Some(mut compiles) = fuzz::compiles() {
        all.add(check(&mut compiles));
    }
    // Without a server of PostgreSQL, whatever the environment says: the second run is the one on it.
    let mut native = cargo([&["test"][..], &NATIVE, &["--no-fail-fast"]].concat());
    all.add(counted(native.env_remove(DATABASE)));
    all.add(on_postgresql());
    all.add(counted(&mut cargo(["xtask", "judge", "tests/fixtures/rule-cases.json"])));
    all.add(counted(&mut simulate::simulator(simulate::TEST_SEEDS, 0)));
    all.add(match app.and_then(Beside::end).and_then(|()| browser::script("run.mjs")) {
        Ok(mut command) => counted(&mut command),
        Err(error) => broken(&error),
    });
    println!("{} passed, {} failed", all.passed, all.failed);
    Ok(if all.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// `cargo xtask build`, at work beside the checks and tests.
struct Beside {
    child: Child,
    log: PathBuf,
}

impl Beside {
    fn build() -> Result<Self> {
        let log = workspace::output().join("build.log");
        std::fs::create_dir_all(workspace::output())?;
        let out = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        let mut command = Command::new(std::env::current_exe()?);
        let child = command.arg("build").stderr(out.try_clone()?).stdout(out).spawn()?;
        Ok(Self { child, log })
    }

    /// Waits; what it said is worth reading only if it failed.
    fn end(mut self) -> Result<()> {
        let start = Instant::now();
        let ended = self.child.wait()?;
        println!("\n── the build of app and endpoint: waited {} s for it", start.elapsed().as_secs());
        if !ended.success() {
            bail!("{}", std::fs::read_to_string(&self.log)?);
        }
        Ok(())
    }
}

/// The endpoint's tests once more, on PostgreSQL.
fn on_postgresql() -> Count {
    let server = match postgres::Server::start() {
        Ok(server) => server,
        Err(error) => {
            println!("\n── skipped: the endpoint's tests on PostgreSQL. {error:#}");
            return Count::default();
        }
    };
    if let Err(error) = tools::nginx() {
        println!("\n── skipped: three endpoints behind nginx. {error:#}");
    }
    // Chosen among the same packages as before: for one alone cargo would choose other features, and compile anew.
    let chosen: [&[&str]; 2] = [&["--test", "endpoint"], &["--lib", "--", "store::"]];
    let mut all = Count::default();
    for tests in chosen {
        let mut tests = cargo([&["test"][..], &NATIVE, &["--no-fail-fast"], tests].concat());
        all.add(counted(tests.env(DATABASE, server.url())));
    }
    all
}

/// A step that is itself one test.
fn check(command: &mut Command) -> Count {
    announce(command);
    let start = Instant::now();
    let ended = succeeds(command);
    took(start);
    match ended {
        Ok(true) => Count { passed: 1, failed: 0 },
        Ok(false) => Count { passed: 0, failed: 1 },
        Err(error) => broken(&error),
    }
}

/// A step that prints how many tests it ran.
fn counted(command: &mut Command) -> Count {
    announce(command);
    let start = Instant::now();
    let mut count = Count::default();
    let ended = watched(command, |line| {
        if let Some(found) = read_count(line) {
            count.add(found);
        }
    });
    took(start);
    match ended {
        Ok(well) => settle(count, well),
        Err(error) => broken(&error),
    }
}

/// A bad end with no failure counted is a failure; so is a good end without a single test.
fn settle(mut count: Count, well: bool) -> Count {
    if count.failed == 0 && (!well || count.passed == 0) {
        count.failed = 1;
    }
    count
}

fn announce(command: &Command) {
    println!("\n── {}", written(command));
}

fn took(start: Instant) {
    println!("── {} s", start.elapsed().as_secs());
}

fn broken(error: &anyhow::Error) -> Count {
    println!("{error:#}");
    Count { passed: 0, failed: 1 }
}

/// Reads cargo's `test result: ok. 5 passed; 0 failed; …` and the browser tests' `5 passed, 0 failed`.
fn read_count(line: &str) -> Option<Count> {
    let line = line.trim();
    let summary = line
        .strip_prefix("test result: ")
        .and_then(|rest| rest.split_once(". "))
        .map_or(line, |(_, rest)| rest);
    let (passed, rest) = summary.split_once(" passed")?;
    let failed = rest.trim_start_matches([';', ',']).trim_start().split_once(" failed")?.0;
    Some(Count { passed: passed.parse().ok()?, failed: failed.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_of_summary_are_read_and_nothing_else_is() {
        let cargo = "test result: FAILED. 5 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s";
        assert_eq!(read_count(cargo), Some(Count { passed: 5, failed: 2 }));
        assert_eq!(read_count("12 passed, 0 failed"), Some(Count { passed: 12, failed: 0 }));
        assert_eq!(read_count("test it_says_3 passed ... ok"), None);
        assert_eq!(read_count("seed 7 passed"), None);
    }

    #[test]
    fn a_step_that_breaks_without_a_count_is_one_failure() {
        let some = Count { passed: 3, failed: 0 };
        assert_eq!(settle(some, true), some);
        assert_eq!(settle(some, false), Count { passed: 3, failed: 1 });
        assert_eq!(settle(Count::default(), true).failed, 1);
        assert_eq!(settle(Count { passed: 1, failed: 2 }, false), Count { passed: 1, failed: 2 });
    }
}
