//! The app in release: trunk over the pinned tools, skipped when nothing that goes into it has changed.

use crate::process::{cargo, program, run};
use crate::{parts, tools, worker, workspace};
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Everything that the files in `dist` are made of.
const SOURCES: [&str; 22] = [
    "src",
    "crates/ballot",
    "crates/bundle",
    "crates/codes",
    "crates/domain",
    "crates/sync",
    "crates/documents",
    "crates/passkey",
    "crates/sample",
    "crates/worker",
    "public",
    "index.html",
    "Trunk.toml",
    "Cargo.lock",
    "Cargo.toml",
    "rust-toolchain.toml",
    ".cargo/config.toml",
    "xtask/src/parts.rs",
    "xtask/src/parts",
    "xtask/src/precache.rs",
    "xtask/src/tools.rs",
    "xtask/src/worker.rs",
];

/// Builds into `dist` and returns it.
pub(crate) fn build() -> Result<PathBuf> {
    tools::ensure(tools::Need::App)?;
    let root = workspace::root();
    let dist = workspace::dist();
    let note = workspace::output().join("app.fingerprint");
    let now = fingerprint(&root)?;
    if dist.join("index.html").exists() && std::fs::read_to_string(&note).is_ok_and(|then| then == now) {
        println!("The app in dist/ is up to date.");
        return Ok(dist);
    }
    println!("Building the app. The first time takes 2 to 5 minutes, later ones under one.");
    let _ = std::fs::remove_file(&note);
    let stand_in = parts::stand_in_folder()?;
    // Trunk builds without the network, so that it cannot fetch tools of its own choice; crates come before.
    run(&mut cargo(["fetch", "--target", "wasm32-unknown-unknown"]))?;
    worker::build()?;
    // Trunk 0.21 refuses to start when it finds NO_COLOR=1.
    let tools = tools::path();
    let path = std::env::join_paths(std::iter::once(stand_in).chain(std::env::split_paths(&tools)))?;
    run(program("trunk").args(["build", "--release"]).env_remove("NO_COLOR").env("PATH", path))?;
    std::fs::create_dir_all(workspace::output())?;
    std::fs::write(&note, now)?;
    Ok(dist)
}

fn fingerprint(root: &Path) -> Result<String> {
    let mut files = Vec::new();
    for source in SOURCES {
        walk(&root.join(source), &mut files)?;
    }
    files.sort();
    let mut digest = Sha256::new();
    for file in files {
        let content = std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        digest.update(file.strip_prefix(root).unwrap_or(&file).as_os_str().as_encoded_bytes());
        digest.update((content.len() as u64).to_le_bytes());
        digest.update(content);
    }
    Ok(hex(&digest.finalize()))
}

/// Every file below `path`, or `path` itself.
pub(crate) fn walk(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in std::fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))? {
        walk(&entry?.path(), files)?;
    }
    Ok(())
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
