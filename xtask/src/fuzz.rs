//! `cargo xtask fuzz`: bytes from outside against every decoder that meets them. The targets are in `fuzz/`, in the layout
//! of cargo-fuzz, whose command works as well.
//!
//! They are built here without it: the compiler's flags that count what was reached are stable ones, so the pinned toolchain
//! does. A nightly would only add the address sanitizer, and no code of ours is unsafe.

use crate::process::{cargo, program, run, succeeds};
use crate::workspace;
use anyhow::{Context, Result, bail};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

/// What counts the edges that an input reaches, and tells with what it was compared.
const COVERAGE: [&str; 5] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];
/// An input that takes longer is a find: what reads it runs beside others, or on a tablet.
const LONGEST_SECONDS: &str = "10";
/// An input that takes more memory is a find.
const MOST_MEGABYTES: &str = "1024";
const LONGEST_INPUT: &str = "4096";
/// How much of what a failing target has said is shown.
const LAST_LINES: usize = 60;

/// What to run, and how long.
#[derive(clap::Args)]
pub(crate) struct What {
    /// Only targets whose name has this word
    only: Option<String>,
    /// How long each target runs
    #[arg(long, default_value_t = 60)]
    seconds: u32,
    /// Run the target on this one input, as a failing run has kept it, and say what it says
    #[arg(long, requires = "only")]
    input: Option<PathBuf>,
}

/// Builds the targets and runs them one after another; each one that found something is a failure.
pub(crate) fn fuzz(what: &What) -> Result<ExitCode> {
    let Some(host) = host() else { bail!("`rustc -vV` does not say which machine this is") };
    if let Some(why) = obstacle(&host) {
        println!("── skipped: fuzzing. {why}");
        return Ok(ExitCode::SUCCESS);
    }
    let targets = targets(what.only.as_deref().unwrap_or_default())?;
    let built = build(&host)?;
    if let Some(input) = &what.input {
        let target = targets.first().context("there is no such target")?;
        return Ok(
            if succeeds(program(&built.join(target).to_string_lossy()).arg(std::path::absolute(input)?))? {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            },
        );
    }
    run(seeds(&built).arg(folder().join("corpus")))?;
    let mut found = Vec::new();
    for target in &targets {
        if !attack(&built, target, what.seconds)? {
            found.push(target.as_str());
        }
    }
    println!("{} passed, {} failed", targets.len() - found.len(), found.len());
    if found.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    println!("Found something: {}", found.join(", "));
    Ok(ExitCode::FAILURE)
}

/// Whether the targets still fit what they call, where they can be built: no other build sees them.
pub(crate) fn compiles() -> Option<Command> {
    if let Some(why) = host().and_then(|host| obstacle(&host)) {
        println!("\n── skipped: the targets of fuzzing. {why}");
        return None;
    }
    Some(cargo(["check", "--manifest-path", "fuzz/Cargo.toml"]))
}

/// Why the targets cannot be built here.
fn obstacle(host: &str) -> Option<String> {
    if !host.ends_with("linux-gnu") {
        return Some(format!("The targets are built with libFuzzer as Linux has it, and this is {host}"));
    }
    let has_compiler = succeeds(program("c++").arg("--version").stdout(Stdio::null())).unwrap_or(false);
    (!has_compiler).then(|| "libFuzzer is C++ and there is no `c++` here (apt-get install g++)".to_owned())
}

fn folder() -> PathBuf {
    workspace::root().join("fuzz")
}

/// The targets, by their files.
fn targets(word: &str) -> Result<Vec<String>> {
    let mut targets = Vec::new();
    for file in std::fs::read_dir(folder().join("fuzz_targets"))? {
        let name = file?.file_name().to_string_lossy().into_owned();
        targets.extend(name.strip_suffix(".rs").filter(|name| name.contains(word)).map(str::to_owned));
    }
    // A whole name is meant, where there is one, though other names have it in them.
    if let Some(whole) = targets.iter().find(|name| *name == word) {
        return Ok(vec![whole.clone()]);
    }
    targets.sort();
    if targets.is_empty() {
        bail!("no target's name has {word:?} in it: see fuzz/fuzz_targets/");
    }
    Ok(targets)
}

/// Where the built targets are.
fn build(host: &str) -> Result<PathBuf> {
    println!("→ Building the targets. The first time takes 2 to 6 minutes.");
    let to = workspace::cargo_target().join("fuzz");
    // With a target named, build scripts and macros are built without the flags.
    let mut build = in_fuzz(&to, ["build", "--target", host, "--bins"]);
    run(build.env("CARGO_ENCODED_RUSTFLAGS", COVERAGE.join("\u{1f}")))?;
    Ok(to.join(host).join("debug"))
}

fn in_fuzz<'a>(to: &Path, arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = cargo(arguments);
    command.current_dir(folder()).env("CARGO_TARGET_DIR", to).env_remove("RUSTFLAGS");
    command
}

/// The program that writes what the targets begin with.
fn seeds(built: &Path) -> Command {
    program(&built.join("seeds").to_string_lossy())
}

/// Runs one target. Whether nothing was found.
fn attack(built: &Path, target: &str, seconds: u32) -> Result<bool> {
    let corpus = folder().join("corpus").join(target);
    let artifacts = folder().join("artifacts").join(target);
    std::fs::create_dir_all(&corpus)?;
    std::fs::create_dir_all(&artifacts)?;
    let log = built.join(format!("{target}.log"));
    let said = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
    let mut command = program(&built.join(target).to_string_lossy());
    command
        .args(["-print_final_stats=1", &format!("-max_total_time={seconds}")])
        .arg(format!("-timeout={LONGEST_SECONDS}"))
        .arg(format!("-rss_limit_mb={MOST_MEGABYTES}"))
        .arg(format!("-max_len={LONGEST_INPUT}"))
        .arg(format!("-artifact_prefix={}/", artifacts.display()))
        .arg(&corpus);
    let begun = Instant::now();
    let well = succeeds(command.stdout(said.try_clone()?).stderr(said))?;
    let told = String::from_utf8_lossy(&std::fs::read(&log)?).into_owned();
    let (inputs, edges) = (number(&told, "number_of_executed_units:"), reached(&told));
    let took = begun.elapsed().as_secs();
    let result = if well { "held" } else { "FOUND SOMETHING" };
    println!("{target:10} {result}: {inputs} inputs in {took} s, {edges} places reached");
    if !well {
        let lines: Vec<&str> = told.lines().collect();
        lines.iter().skip(lines.len().saturating_sub(LAST_LINES)).for_each(|line| println!("    {line}"));
        println!(
            "    Again: cargo xtask fuzz {target} --input FILE, the file being in {}",
            artifacts.display()
        );
    }
    Ok(well)
}

/// The last figure after a name in what libFuzzer says.
fn number(told: &str, name: &str) -> u64 {
    let last = told.lines().rev().find_map(|line| line.split_once(name));
    last.and_then(|(_, figure)| figure.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// How many edges were reached at the end.
fn reached(told: &str) -> u64 {
    number(told, " cov:")
}

/// The machine's name, as the compiler has it.
fn host() -> Option<String> {
    let told = crate::process::answer(program("rustc").arg("-vV"))?;
    told.lines().find_map(|line| line.strip_prefix("host: ")).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_at_the_end_are_read() {
        let told = "#2\tINITED cov: 120 ft: 130 corp: 1/4b\n#900\tDONE   cov: 512 ft: 900 corp: 40/1Kb\n\
                    stat::number_of_executed_units: 900\nstat::average_exec_per_sec:     30\n";
        assert_eq!((number(told, "number_of_executed_units:"), reached(told)), (900, 512));
        assert_eq!(number("nothing of the kind", "number_of_executed_units:"), 0);
    }

    #[test]
    fn every_target_is_built() {
        let manifest = std::fs::read_to_string(folder().join("Cargo.toml")).unwrap();
        let targets = targets("").unwrap();
        for target in &targets {
            assert!(manifest.contains(&format!("path = \"fuzz_targets/{target}.rs\"")), "{target}");
        }
        assert!(targets.len() >= 15);
    }
}
