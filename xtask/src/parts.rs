//! The app in parts: what the first screen needs, and modules that come when they are first opened.
//!
//! The program marks where it may be cut (`src/features/parts.rs`). Trunk has no step between cargo and wasm-bindgen, so
//! this program stands on trunk's PATH under the name `wasm-bindgen`: it cuts with `wasm-split-cli`, then lets the real
//! wasm-bindgen have the main part. After trunk has done its work, the other parts join the files of the app.

use crate::app::{hex, walk};
use crate::process::{program, run};
use crate::workspace;
use anyhow::{Context, Result, bail, ensure};
use sha2::{Digest, Sha256};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

mod content;
mod names;
pub(crate) mod needs;
mod shared;

/// The name under which this program stands on trunk's PATH.
pub(crate) const STAND_IN: &str = "wasm-bindgen";
/// The name by which Trunk.toml calls it after its build.
const HOOK: &str = "thidua-xtask";
/// What the names of the parts begin with among the app's files.
pub(crate) const PREFIX: &str = "part-";
/// The parts that a new device fetches between signing in and its first list.
pub(crate) const OF_FIRST_LIST: [&str; 2] = ["exchange", "work"];
/// What wasm-split-cli calls the script that fetches the parts.
const LOADER: &str = "__wasm_split.js";
/// How the name of the main module ends.
const MODULE: &str = "_bg.wasm";
/// Modules call each other through the program's table, whose places the cutter gives once and for ever. What was gathered into
/// one module need not.
const DIRECT: [&str; 2] = ["--pass-arg=directize-initial-contents-immutable", "--directize"];
/// What our compiler's output uses; the same as in index.html, where trunk reads it for the main part.
pub(crate) const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// A folder to put before trunk's PATH, with this program under the names by which trunk calls it.
pub(crate) fn stand_in_folder() -> Result<PathBuf> {
    let folder = workspace::output().join("stand-in");
    std::fs::create_dir_all(&folder)?;
    for name in [STAND_IN, HOOK] {
        let copy = folder.join(name);
        let _absent = std::fs::remove_file(&copy);
        // A copy, for cargo may put another program into our place while trunk is at work.
        std::fs::copy(std::env::current_exe()?, &copy)
            .with_context(|| format!("cannot make {}", copy.display()))?;
    }
    Ok(folder)
}

/// A copy of this program that stays as it is while cargo builds.
pub(crate) fn copy_of_ourselves() -> Result<PathBuf> {
    Ok(stand_in_folder()?.join(HOOK))
}

/// What trunk calls for wasm-bindgen.
pub(crate) fn instead_of_wasm_bindgen(arguments: &[OsString]) -> Result<ExitCode> {
    let words: Vec<_> = arguments.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let Some(module) = words.iter().position(|word| word.ends_with(".wasm")) else {
        return pass_on(program(STAND_IN).args(arguments));
    };
    let told = |word: &str| {
        let found = words.iter().find_map(|known| known.strip_prefix(word));
        found.with_context(|| format!("trunk calls wasm-bindgen otherwise than it did: look for {word}"))
    };
    let (name, out) = (told("--out-name=")?, told("--out-dir=")?);
    let cut = folder();
    let _absent = std::fs::remove_dir_all(&cut);
    std::fs::create_dir_all(&cut)?;
    let main = cut.join(format!("{name}.wasm"));
    run(program("wasm-split-cli").arg(words.get(module).map_or("", String::as_str)).arg(&cut).args([
        "--target",
        "web",
        "--out-name",
        name,
    ]))?;
    let rest = arguments.iter().enumerate().filter(|(place, _)| *place != module).map(|(_, word)| word);
    // The parts reach into the main part through what its linker exported.
    let ended = pass_on(program(STAND_IN).args(rest).arg("--keep-lld-exports").arg(main))?;
    if ended == ExitCode::SUCCESS {
        names::shorten(Path::new(out), name)?;
    }
    Ok(ended)
}

fn pass_on(command: &mut Command) -> Result<ExitCode> {
    let status = command.status().context("wasm-bindgen is not there")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Where the cut program lies until trunk is done.
fn folder() -> PathBuf {
    workspace::output().join("parts")
}

/// Puts the parts among the app's files, each named by its content, and tells the app's script where they are.
pub(crate) fn join(staging: &Path) -> Result<()> {
    let mut loader =
        std::fs::read_to_string(folder().join(LOADER)).context("the app was not cut in parts")?;
    loader = shared::gather(&folder(), &loader)?;
    let mut files = Vec::new();
    walk(&folder(), &mut files)?;
    files.sort();
    for file in files {
        let Some(stem) = part_of(&file).filter(|stem| loader.contains(&format!("./{stem}.wasm"))) else {
            continue;
        };
        let small = file.with_extension("small");
        run(program("wasm-opt")
            .args(DIRECT)
            .args(["-Oz", "--strip-producers", "--strip-target-features"])
            .args(FEATURES)
            .arg(&file)
            .arg("-o")
            .arg(&small))?;
        let content = std::fs::read(&small)?;
        let name = format!("{PREFIX}{}-{}.wasm", stem.trim_start_matches("split_"), short_digest(&content));
        std::fs::write(staging.join(&name), content)?;
        loader = loader.replace(&format!("./{stem}.wasm"), &format!("./{name}"));
    }
    needs::keep(&loader)?;
    let script = only(staging, |name| name.starts_with("thidua-") && name.ends_with(".js"))?;
    let joined = minified(&with_loader(&std::fs::read_to_string(&script)?, &loader)?)?;
    // Trunk named both after what the compiler wrote. They say more now, and what may be cached for ever is named by all it says.
    let named = format!("thidua-{}.js", short_digest(joined.as_bytes()));
    std::fs::write(&script, joined)?;
    rename(staging, &script, &named)?;
    let module = only(staging, |name| name.starts_with("thidua-") && name.ends_with(MODULE))?;
    let named = format!("thidua-{}{MODULE}", short_digest(&std::fs::read(&module)?));
    rename(staging, &module, &named)
}

/// Gives a file of the app another name, also where the page speaks of it.
fn rename(staging: &Path, file: &Path, named: &str) -> Result<()> {
    std::fs::rename(file, staging.join(named))?;
    let page = staging.join("index.html");
    let old = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let html = std::fs::read_to_string(&page)?;
    ensure!(html.contains(&old), "index.html does not name {old}");
    std::fs::write(page, html.replace(&old, named))?;
    Ok(())
}

/// The same script in fewer bytes.
fn minified(script: &str) -> Result<String> {
    let (whole, small) = (folder().join("joined.js"), folder().join("minified.js"));
    std::fs::write(&whole, script)?;
    let mut esbuild = program("esbuild");
    // What came with the browsers that `public/too-old.js` lets pass.
    esbuild.args(["--minify", "--format=esm", "--target=chrome96,firefox93,safari15", "--log-level=warning"]);
    run(esbuild.arg(&whole).arg(format!("--outfile={}", small.display())))?;
    Ok(std::fs::read_to_string(small)?)
}

fn part_of(file: &Path) -> Option<String> {
    let name = file.file_name()?.to_string_lossy().into_owned();
    name.strip_suffix(".wasm").map(str::to_owned)
}

fn only(staging: &Path, is_it: impl Fn(&str) -> bool) -> Result<PathBuf> {
    let mut files = Vec::new();
    walk(staging, &mut files)?;
    files.retain(|file| file.file_name().is_some_and(|name| is_it(&name.to_string_lossy())));
    match files.as_slice() {
        [file] => Ok(file.clone()),
        found => bail!("expected one such file of the app, found {}", found.len()),
    }
}

/// The digits by which the name of a file tells its content.
pub(crate) fn short_digest(content: &[u8]) -> String {
    hex(&Sha256::digest(content)).chars().take(16).collect()
}

/// The app's script with the loader in it: two modules that import each other would be one more request on a line where
/// each takes 400 ms, and could not both be named by their content.
fn with_loader(script: &str, loader: &str) -> Result<String> {
    let is_import = |line: &str| line.starts_with("import ") && line.contains(LOADER);
    let is_entry = |line: &str| line.trim_start().starts_with(&format!("\"./{LOADER}\":"));
    let names = |line: &str| Some(line.strip_prefix("export const ")?.split_once(' ')?.0.to_owned());
    let loads: Vec<_> = loader.lines().filter_map(names).collect();
    ensure!(
        script.lines().any(is_import) && !loads.is_empty(),
        "wasm-split-cli or wasm-bindgen writes otherwise"
    );
    let mut whole = String::new();
    let mut is_told = false;
    for line in script.lines().filter(|line| !is_import(line)) {
        if !is_entry(line) {
            whole.push_str(line);
        } else if !is_told {
            is_told = true;
            whole.push_str(&format!("\"./{LOADER}\": {{ {} }},", loads.join(", ")));
        } else {
            continue;
        }
        whole.push('\n');
    }
    ensure!(is_told, "the app's script does not pass {LOADER} on");
    for line in loader.lines().filter(|line| !line.starts_with("import ")) {
        whole.push_str(line.strip_prefix("export ").unwrap_or(line));
        whole.push('\n');
    }
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "import * as import1 from \"./__wasm_split.js\"\nimport * as import2 from \"./__wasm_split.js\"\n\
        const imports = {\n    \"./__wasm_split.js\": import1,\n    \"./__wasm_split.js\": import2,\n};\nexport { init };\n";
    const LOADER_TEXT: &str = "import { initSync } from \"./thidua.js\";\nfunction load() {}\n\
        export const __wasm_split_load_a = load(\"./split_a.wasm\");\n";

    #[test]
    fn the_loader_becomes_part_of_the_script() {
        let whole = with_loader(SCRIPT, LOADER_TEXT).unwrap();
        assert_eq!(
            whole,
            "const imports = {\n\"./__wasm_split.js\": { __wasm_split_load_a },\n};\nexport { init };\n\
             function load() {}\nconst __wasm_split_load_a = load(\"./split_a.wasm\");\n"
        );
    }

    #[test]
    fn a_script_that_knows_no_parts_stops_the_build() {
        assert!(with_loader("export { init };\n", LOADER_TEXT).is_err());
        assert!(with_loader(SCRIPT, "function load() {}\n").is_err());
    }
}
