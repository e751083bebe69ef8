//! The tools that the project needs beside cargo, each at one pinned version, installed where they are missing.
//!
//! Build tools go to a cache outside of the repository, one folder per name and version, so that every checkout
//! shares them and a new version never disturbs an old checkout. What the system's package manager has
//! (Chromium, fonts, node) comes from there. Nothing is said and nothing is fetched when all is in place.

use crate::process::{answer, program, quietly_succeeds, run};
use crate::{postgres, workspace};
use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// 0.22 asks for a newer compiler than ours.
const TRUNK: &str = "0.21.14";
/// Cuts the app in parts; its versions go with those of `wasm_split_helpers`, which leptos brings.
const WASM_SPLIT: &str = "0.2.4";
/// Judges what stands among the dependencies.
const DENY: &str = "0.20.2";
/// Holds wasm-opt. Debian's is too old for what our compiler writes.
const BINARYEN: &str = "132.0.0";
/// Makes scripts small. What trunk has for it cannot read what wasm-bindgen writes.
const ESBUILD: &str = "0.25.12";
/// The oldest that playwright-core runs on.
const NODE_MAJOR: u32 = 20;

/// What a command is about to do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Build the app.
    App,
    /// Also format, lint, judge the dependencies, and drive a browser.
    Browser,
}

/// Installs what is missing for `need`.
pub(crate) fn ensure(need: Need) -> Result<()> {
    rust_parts(need)?;
    let mut packages = Packages::default();
    if node_major().is_none_or(|major| major < NODE_MAJOR) {
        packages.want("nodejs");
    }
    if !runs("npm") {
        packages.want("npm");
    }
    if need == Need::Browser {
        if chromium().is_none() {
            packages.want("chromium");
        }
        // Pictures and widths are compared between machines; these have every Vietnamese mark.
        if !Path::new("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf").exists() {
            packages.want("fonts-noto-core");
        }
    }
    packages.install()?;
    if let Some(major) = node_major().filter(|major| *major < NODE_MAJOR) {
        bail!("node {major} is too old: this needs node {NODE_MAJOR} or newer (Debian 13 has it)");
    }
    trunk()?;
    wasm_bindgen()?;
    wasm_split()?;
    npm("binaryen", BINARYEN, "wasm-opt", "shrinks WebAssembly")?;
    npm("esbuild", ESBUILD, "esbuild", "makes scripts small")?;
    if need == Need::Browser {
        browser_packages()?;
        deny()?;
    }
    Ok(())
}

/// The PATH with our tools first.
pub(crate) fn path() -> OsString {
    let ours = [
        folder("trunk", TRUNK).join("bin"),
        folder("wasm-bindgen-cli", wasm_bindgen_version().as_deref().unwrap_or_default()).join("bin"),
        folder("wasm-split-cli", WASM_SPLIT).join("bin"),
        folder("binaryen", BINARYEN).join("node_modules/.bin"),
        folder("esbuild", ESBUILD).join("node_modules/.bin"),
        folder("cargo-deny", DENY).join("bin"),
    ];
    let inherited = std::env::var_os("PATH").unwrap_or_default();
    let all = ours.into_iter().chain(std::env::split_paths(&inherited));
    std::env::join_paths(all).unwrap_or(inherited)
}

/// The browser of the tests: `CHROMIUM`, or the system's.
pub(crate) fn chromium() -> Option<PathBuf> {
    if let Some(chosen) = std::env::var_os("CHROMIUM") {
        return Some(chosen.into());
    }
    Some(PathBuf::from("/usr/bin/chromium")).filter(|path| path.exists())
}

/// The directory of PostgreSQL's programs; installs them where they are missing and nobody needs to be asked.
pub(crate) fn postgresql() -> Result<PathBuf> {
    if let Some(found) = postgres::programs() {
        return Ok(found);
    }
    install_unasked("postgresql")?;
    postgres::programs().context("the package postgresql has no initdb, pg_ctl and postgres")
}

/// Installs nginx where it is missing and nobody needs to be asked.
pub(crate) fn nginx() -> Result<()> {
    if Path::new("/usr/sbin/nginx").exists() || runs("nginx") { Ok(()) } else { install_unasked("nginx") }
}

/// Installs a package of Debian, where that takes no password.
fn install_unasked(name: &'static str) -> Result<()> {
    let root = answer(program("id").arg("-u")).is_some_and(|id| id == "0");
    if !runs("apt-get") || !(root || quietly_succeeds(program("sudo").args(["-n", "true"]))) {
        bail!("{name} is not on this machine and cannot be installed without asking");
    }
    let mut packages = Packages::default();
    packages.want(name);
    packages.install()
}

fn rust_parts(need: Need) -> Result<()> {
    let libraries =
        answer(program("rustc").args(["--print", "target-libdir", "--target", "wasm32-unknown-unknown"]));
    if !libraries.is_some_and(|path| Path::new(&path).exists()) {
        say("Adding the compiler's WebAssembly target (about 20 MB).");
        run(program("rustup").args(["target", "add", "wasm32-unknown-unknown"]))
            .context("without rustup, install the target wasm32-unknown-unknown of your Rust by hand")?;
    }
    if need == Need::Browser {
        for (component, probe) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
            if !quietly_succeeds(program("cargo").args([probe, "--version"])) {
                say(&format!("Adding {component}."));
                run(program("rustup").args(["component", "add", component]))?;
            }
        }
    }
    Ok(())
}

fn trunk() -> Result<()> {
    let folder = folder("trunk", TRUNK);
    if folder.join("bin/trunk").exists() {
        return Ok(());
    }
    say(&format!("Building trunk {TRUNK}, which bundles the app. Once, 2 to 5 minutes."));
    // Not optimised: it calls the tools that do the work, and would take three times as long to build.
    cargo_install(&["trunk", "--version", TRUNK, "--locked", "--debug"], &folder)
}

fn wasm_bindgen() -> Result<()> {
    let version = wasm_bindgen_version().context("Cargo.lock names no wasm-bindgen")?;
    let folder = folder("wasm-bindgen-cli", &version);
    if folder.join("bin/wasm-bindgen").exists() {
        return Ok(());
    }
    say(&format!(
        "Building wasm-bindgen {version}, which joins WebAssembly to the browser. Once, 1 to 4 minutes."
    ));
    // Not --locked: the lock file that it was published with names releases that mirrors may not have.
    cargo_install(&["wasm-bindgen-cli", "--version", &version], &folder)
}

fn wasm_split() -> Result<()> {
    let folder = folder("wasm-split-cli", WASM_SPLIT);
    if folder.join("bin/wasm-split-cli").exists() {
        return Ok(());
    }
    say(&format!("Building wasm-split-cli {WASM_SPLIT}, which cuts the app in parts. Once, 1 to 3 minutes."));
    let package =
        ["wasm_split_cli_support", "--version", WASM_SPLIT, "--features", "build-binary", "--locked"];
    cargo_install(&package, &folder)
}

fn deny() -> Result<()> {
    let folder = folder("cargo-deny", DENY);
    if folder.join("bin/cargo-deny").exists() {
        return Ok(());
    }
    say(&format!("Building cargo-deny {DENY}, which judges the dependencies. Once, 1 to 3 minutes."));
    // Not optimised: it reads one lock file.
    cargo_install(&["cargo-deny", "--version", DENY, "--locked", "--debug"], &folder)
}

fn cargo_install(what: &[&str], folder: &Path) -> Result<()> {
    let mut command = program("cargo");
    command.arg("install").args(what).arg("--root").arg(folder);
    // No debug information: nobody steps through these, and it is half of what a debug build writes.
    command.env_remove("CARGO_TARGET_DIR").env("CARGO_PROFILE_DEV_DEBUG", "0");
    run(&mut command)
        .context("the machine needs a connection and a C compiler for this (apt-get install build-essential)")
}

/// A package of npm that has a program.
fn npm(name: &str, version: &str, has: &str, what: &str) -> Result<()> {
    let folder = folder(name, version);
    if folder.join("node_modules/.bin").join(has).exists() {
        return Ok(());
    }
    say(&format!("Fetching {name} {version}, which {what}. Once, under a minute."));
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let package = format!("{name}@{version}");
    let mut npm = program("npm");
    npm.args(["install", "--ignore-scripts", "--no-save", "--no-audit", "--no-fund", "--prefix"])
        .arg(&folder);
    run(npm.arg(package))
}

/// The node packages of tests/e2e, exactly as its lock file names them.
fn browser_packages() -> Result<()> {
    let e2e = workspace::root().join("tests/e2e");
    let wanted =
        std::fs::read(e2e.join("package-lock.json")).context("tests/e2e/package-lock.json is missing")?;
    let stamp = e2e.join("node_modules/.installed-from");
    if std::fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    say("Fetching the packages of the browser tests. Once, under a minute.");
    run(program("npm").args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&e2e))?;
    std::fs::write(stamp, wanted)?;
    Ok(())
}

/// Packages of the system that are missing.
#[derive(Default)]
struct Packages(Vec<&'static str>);

impl Packages {
    fn want(&mut self, name: &'static str) {
        self.0.push(name);
    }

    fn install(self) -> Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        let names = self.0.join(" ");
        let by_hand = format!("please install these packages of your system: {names}");
        if !runs("apt-get") {
            bail!("{by_hand} (this machine has no apt-get)");
        }
        say(&format!("Installing with apt-get: {names}. Once, a few minutes."));
        run(apt().args(["update", "-q"])).context(by_hand.clone())?;
        run(apt().args(["install", "-y", "-q", "--no-install-recommends"]).args(self.0)).context(by_hand)
    }
}

fn apt() -> Command {
    let root = answer(program("id").arg("-u")).is_some_and(|id| id == "0");
    let mut command = if root {
        program("apt-get")
    } else {
        let mut sudo = program("sudo");
        sudo.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        sudo
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// The crate and the command-line tool must be the same version to the digit, so the lock file decides.
fn wasm_bindgen_version() -> Option<String> {
    let lock = std::fs::read_to_string(workspace::root().join("Cargo.lock")).ok()?;
    locked_version(&lock, "wasm-bindgen").map(str::to_owned)
}

fn locked_version<'a>(lock: &'a str, name: &str) -> Option<&'a str> {
    let after = lock.split_once(&format!("name = \"{name}\"\nversion = \""))?.1;
    Some(after.split_once('"')?.0)
}

fn folder(name: &str, version: &str) -> PathBuf {
    cache().join(format!("{name}-{version}"))
}

fn cache() -> PathBuf {
    if let Some(chosen) = std::env::var_os("THIDUA_CACHE") {
        return chosen.into();
    }
    let home = std::env::var_os("HOME").map_or_else(std::env::temp_dir, PathBuf::from);
    home.join(".cache/thidua/tools")
}

fn node_major() -> Option<u32> {
    let version = answer(program("node").arg("--version"))?;
    version.trim_start_matches('v').split('.').next()?.parse().ok()
}

fn runs(name: &str) -> bool {
    quietly_succeeds(program(name).arg("--version"))
}

fn say(words: &str) {
    println!("→ {words}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_file_decides_the_version_of_wasm_bindgen_and_not_of_its_neighbours() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.80\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "trunk"), None);
    }
}
