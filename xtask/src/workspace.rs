//! Where things are in this repository, whatever directory the command was called from.

use std::path::{Path, PathBuf};

/// The repository's top.
pub(crate) fn root() -> PathBuf {
    // Set by cargo at run time, so that a moved checkout needs no rebuild of the xtask.
    let own = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    own.parent().map_or_else(|| own.clone(), Path::to_path_buf)
}

/// What people look at (pictures, figures) always lands here, wherever cargo builds.
pub(crate) fn output() -> PathBuf {
    root().join("target")
}

/// Where cargo builds: `target/` unless the caller shares one directory between checkouts.
pub(crate) fn cargo_target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(output, |dir| root().join(dir))
}

/// The built app, as the endpoint serves it.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}
