//! Which files each part of the app waits for, as the script that fetches them has it: for `cargo xtask bench bytes`.

use crate::workspace;
use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The files of each part, its own and what it shares with others.
pub(crate) type Needs = BTreeMap<String, Vec<String>>;

/// Keeps what the loader of a build says.
pub(super) fn keep(loader: &str) -> Result<()> {
    let needs = needs(loader);
    ensure!(!needs.is_empty(), "wasm-split-cli writes otherwise: no parts in its loader");
    std::fs::write(file(), serde_json::to_string_pretty(&needs)?)?;
    Ok(())
}

/// What was kept of the last build.
pub(crate) fn kept() -> Result<Needs> {
    let path = file();
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(serde_json::from_str(&text)?)
}

fn file() -> PathBuf {
    workspace::output().join("parts.json")
}

/// A definition is three things in lines of their own: `const NAME = …makeLoad(`, `…fetch(…"./FILE"…`, `, [WHAT, IT, WAITS, FOR]`.
fn needs(loader: &str) -> Needs {
    let (mut files, mut parts) = (BTreeMap::new(), Vec::new());
    let (mut name, mut file) = ("", "");
    for line in loader.lines() {
        let definition = line.strip_prefix("export ").unwrap_or(line).strip_prefix("const ");
        if let Some((defined, _)) = definition.and_then(|rest| rest.split_once(" = ")) {
            (name, file) = (defined, "");
        } else if let Some((_, rest)) = line.split_once("fetch(") {
            file = rest.split_once("\"./").and_then(|(_, rest)| rest.split('"').next()).unwrap_or_default();
        } else if let Some((waits, _)) = line.strip_prefix(", [").and_then(|rest| rest.split_once(']')) {
            files.insert(name, file);
            if let Some(part) = name.strip_prefix("__wasm_split_load_") {
                parts.push((part, file, waits));
            }
        }
    }
    let all = |file: &str, waits: &str| {
        let shared = waits.split(", ").filter_map(|name| files.get(name).copied());
        // What was gathered with what it shares has no file of its own.
        std::iter::once(file).chain(shared).filter(|file| !file.is_empty()).map(str::to_owned).collect()
    };
    parts.into_iter().map(|(part, file, waits)| (part.to_owned(), all(file, waits))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_needs_its_own_file_where_it_has_one_and_those_that_it_shares() {
        let loader = "const __chunk_1 = makeLoad(() => {\n    const src = fetch(new URL(\"./part-1.wasm\", import.meta.url));\n}\n, []);\n\
            const __chunk_2 = makeLoad(() => {\n    const src = fetch(new URL(\"./part-2.wasm\", import.meta.url));\n}\n, []);\n\
            export const __wasm_split_load_work = wrapAsyncCb(makeLoad(() => {\n    const src = fetch(new URL(\"./part-work.wasm\", import.meta.url));\n}\n, [__chunk_2]));\n";
        let gathered = "export const __wasm_split_load_pin = wrapAsyncCb(makeLoad(() => async () => ({})\n, [__chunk_1]));\n";
        let files = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let wanted = Needs::from([
            ("work".to_owned(), files(&["part-work.wasm", "part-2.wasm"])),
            ("pin".to_owned(), files(&["part-1.wasm"])),
        ]);
        assert_eq!(needs(&format!("{loader}{gathered}")), wanted);
    }
}
