//! The worker: the second WebAssembly program, for what would keep the app's screen from answering.
//!
//! Trunk could build it, but would name its script by its content, and the app would have to learn that name. So it is
//! built beside trunk: the module is named by its content, the script is asked for anew each time and names the module.

use crate::parts::{FEATURES, short_digest};
use crate::process::{cargo, program, run};
use crate::workspace;
use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};

/// The script that the app starts.
pub(crate) const SCRIPT: &str = "worker.js";
/// What the module's name begins with.
pub(crate) const PREFIX: &str = "worker-";
const PACKAGE: &str = "thidua-worker";
const TARGET: &str = "wasm32-unknown-unknown";
const PROFILE: &str = "wasm-release";
/// Stands in our script for the module's name.
const MODULE: &str = "WORKER_WASM";

/// Builds it and leaves it for [`join`].
pub(crate) fn build() -> Result<()> {
    let mut compile = cargo(["build", "-p", PACKAGE, "--profile", PROFILE, "--target", TARGET]);
    // The flags in .cargo/config.toml are for cutting the app in parts. Here they would leave half a megabyte of
    // relocations, which wasm-opt cannot keep true.
    run(compile.env_remove("RUSTFLAGS").env("CARGO_ENCODED_RUSTFLAGS", ""))?;
    let built = workspace::cargo_target().join(TARGET).join(PROFILE).join(format!("{PACKAGE}.wasm"));
    let folder = folder();
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    // Module workers are younger than some of the browsers that the app runs in.
    run(program("wasm-bindgen")
        .args(["--target", "no-modules", "--no-typescript", "--out-name", "worker", "--out-dir"])
        .arg(&folder)
        .arg(built))?;
    let module = folder.join("worker_bg.wasm");
    run(program("wasm-opt")
        .args(["-O3", "--strip-debug", "--strip-producers"])
        .args(FEATURES)
        .arg(&module)
        .arg("-o")
        .arg(folder.join("worker.wasm")))
}

/// Puts it among the app's files.
pub(crate) fn join(staging: &Path) -> Result<()> {
    let read = |name: &str| {
        std::fs::read(folder().join(name)).context("the worker was not built; call `cargo xtask build`")
    };
    let module = read("worker.wasm")?;
    let name = format!("{PREFIX}{}.wasm", short_digest(&module));
    let glue = String::from_utf8(read("worker.js")?)?;
    let ours = std::fs::read_to_string(workspace::root().join("crates/worker").join(SCRIPT))?;
    std::fs::write(staging.join(SCRIPT), with_module(&glue, &ours, &name)?)?;
    std::fs::write(staging.join(name), module)?;
    Ok(())
}

/// Where it lies until trunk is done.
fn folder() -> PathBuf {
    workspace::output().join("worker")
}

fn with_module(glue: &str, ours: &str, module: &str) -> Result<String> {
    ensure!(ours.matches(MODULE).count() == 1, "{SCRIPT} must say {MODULE} once");
    ensure!(glue.contains("let wasm_bindgen"), "wasm-bindgen writes otherwise");
    Ok(format!("{glue}\n{}", ours.replace(MODULE, &format!("/{module}"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_names_its_module() {
        let ours = "wasm_bindgen({ module_or_path: \"WORKER_WASM\" });\n";
        let whole = with_module("let wasm_bindgen = 1;", ours, "worker-1.wasm").unwrap();
        assert_eq!(whole, "let wasm_bindgen = 1;\nwasm_bindgen({ module_or_path: \"/worker-1.wasm\" });\n");
        assert!(with_module("let wasm_bindgen = 1;", "", "worker-1.wasm").is_err());
        assert!(with_module("", ours, "worker-1.wasm").is_err());
    }
}
