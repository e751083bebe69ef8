//! What several parts share, gathered into few files.
//!
//! wasm-split-cli makes a module for each set of parts that reach the same functions: hundreds of modules, most of them
//! of a few hundred bytes. On a line where each request takes 400 ms their number costs far more than their bytes. So
//! modules that mostly come together are made one, as long as that opens the parts sooner all in all.

use super::{FEATURES, OF_FIRST_LIST};
use crate::process::{output, program, run};
use anyhow::{Context, Result, ensure};
use std::collections::BTreeSet;
use std::path::Path;

/// What a byte of a module costs, in seconds: a tenth of it is left when it is optimised, without its names and
/// compressed, and the line brings 50 kB in a second.
const BYTE: f64 = 0.1 / 50_000.0;
/// What a request costs, in seconds: 400 ms, and a browser has six of them on the way at once.
const REQUEST: f64 = 0.4 / 6.0;
/// How much more often a part of the first list is waited for than another.
const FIRST: f64 = 8.0;
/// From where the modules import the program's memory, table and stack.
const FROM: &str = "__wasm_split";
/// From where a gathered module imports them: wasm-merge joins imports of `FROM` only to exports of a module that has this
/// name, and such a module cannot import from itself.
const FROM_OUTSIDE: &str = "__wasm_split_outside";

/// A module that several parts share.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shared {
    name: String,
    parts: BTreeSet<String>,
}

/// Makes few modules of the shared ones in `folder`, each under the name of the first that is in it, and returns the
/// loader that fetches those.
pub(super) fn gather(folder: &Path, loader: &str) -> Result<String> {
    let all = shared_in(loader);
    ensure!(!all.is_empty(), "wasm-split-cli writes otherwise: no shared modules in its loader");
    let sized = all
        .into_iter()
        .map(|shared| {
            let bytes = std::fs::metadata(folder.join(format!("{}.wasm", shared.name)))?.len();
            Ok((shared, bytes as f64))
        })
        .collect::<Result<Vec<_>>>()?;
    let groups = groups(sized);
    for group in &groups {
        merge(folder, group)?;
    }
    println!("What parts share is in {} files.", groups.len());
    with_groups(loader, &groups)
}

/// The shared modules that a loader knows: `/* a, b */` stands before the definition of each.
fn shared_in(loader: &str) -> Vec<Shared> {
    let pairs = loader.lines().zip(loader.lines().skip(1));
    pairs
        .filter_map(|(before, line)| {
            let parts = before.strip_prefix("/* ")?.strip_suffix(" */")?;
            let parts = parts.split(", ").map(str::to_owned).collect();
            Some(Shared { name: defined(line)?.to_owned(), parts })
        })
        .collect()
}

/// The shared module that a line begins to define.
fn defined(line: &str) -> Option<&str> {
    let name = line.strip_prefix("const __")?.split_once(" = makeLoad(")?.0;
    name.starts_with("chunk_").then_some(name)
}

/// Which modules become one: the pair that gains most, again and again, until nothing gains.
fn groups(modules: Vec<(Shared, f64)>) -> Vec<Vec<String>> {
    struct Group {
        names: Vec<String>,
        parts: BTreeSet<String>,
        bytes: f64,
    }
    let weight = |part: &String| if OF_FIRST_LIST.contains(&part.as_str()) { FIRST } else { 1.0 };
    let cost = |parts: &BTreeSet<String>, bytes: f64| {
        parts.iter().map(weight).sum::<f64>() * (bytes * BYTE + REQUEST)
    };
    let mut all: Vec<_> = modules
        .into_iter()
        .map(|(of, bytes)| Group { names: vec![of.name], parts: of.parts, bytes })
        .collect();
    loop {
        let mut best: Option<(f64, usize, usize)> = None;
        for (at, one) in all.iter().enumerate() {
            for (with, other) in all.iter().enumerate().skip(at + 1) {
                let parts = one.parts.union(&other.parts).cloned().collect();
                let apart = cost(&one.parts, one.bytes) + cost(&other.parts, other.bytes);
                let gain = apart - cost(&parts, one.bytes + other.bytes);
                if gain > best.map_or(0.0, |(most, ..)| most) {
                    best = Some((gain, at, with));
                }
            }
        }
        let Some((_, at, with)) = best else { break };
        let other = all.swap_remove(with);
        if let Some(one) = all.get_mut(at) {
            one.names.extend(other.names);
            one.parts.extend(other.parts);
            one.bytes += other.bytes;
        }
    }
    all.into_iter().map(|group| group.names).collect()
}

/// Makes one module of a group's.
fn merge(folder: &Path, group: &[String]) -> Result<()> {
    let [first, _, ..] = group else { return Ok(()) };
    let hub = folder.join("hub.wat");
    let mut dis = program("wasm-dis");
    dis.args(FEATURES).arg(folder.join(format!("{first}.wasm")));
    std::fs::write(&hub, hub_of(&output(&mut dis)?)?)?;
    let merged = folder.join("merged.wasm");
    let mut command = program("wasm-merge");
    command.args(FEATURES);
    for name in group {
        command.arg(folder.join(format!("{name}.wasm"))).arg(name);
    }
    run(command.arg(&hub).arg(FROM).arg("-o").arg(&merged))?;
    std::fs::rename(&merged, folder.join(format!("{first}.wasm")))?;
    Ok(())
}

/// A module that imports what every shared module does, and gives it on: so that what is made of several imports each
/// thing once. Two imports of one memory would be two memories, which browsers of some years ago do not take.
fn hub_of(text: &str) -> Result<String> {
    let mut hub = String::from("(module\n");
    let mut exports = String::new();
    for line in text.lines().map(str::trim) {
        let Some(rest) = line.strip_prefix(&format!("(import \"{FROM}\" \"")) else { continue };
        let (name, what) = rest.split_once("\" (").context("an import of wasm-dis in another form")?;
        let mut words = what.split(' ');
        let (Some(kind), Some(id)) = (words.next(), words.next()) else { continue };
        hub.push_str(&format!("(import \"{FROM_OUTSIDE}\" \"{name}\" ({what}\n"));
        exports.push_str(&format!("(export \"{name}\" ({kind} {id}))\n"));
    }
    ensure!(!exports.is_empty(), "a shared module imports nothing from {FROM}");
    Ok(format!("{hub}{exports})\n"))
}

/// The loader with one definition for each group, under the name of its first module, and parts that wait for those.
fn with_groups(loader: &str, groups: &[Vec<String>]) -> Result<String> {
    let first_of = |name: &str| {
        let group = groups.iter().find(|group| group.iter().any(|member| member == name))?;
        group.first().map(String::as_str)
    };
    let mut whole = String::new();
    let mut lines = loader.lines().peekable();
    while let Some(line) = lines.next() {
        let next = lines.peek().and_then(|line| defined(line));
        if next.is_some() && line.starts_with("/* ") {
            // Says which parts share it: no longer true, and 10 kB of words in all.
            continue;
        }
        if defined(line).is_some_and(|name| first_of(name) != Some(name)) {
            // To the end of the definition, which is its list of what it waits for.
            lines.by_ref().find(|line| line.starts_with(", ["));
            continue;
        }
        let waits = line.strip_prefix(", [").and_then(|rest| rest.split_once(']'));
        if let Some((names, rest)) = waits.filter(|(names, _)| !names.is_empty()) {
            let mut wanted = Vec::new();
            for name in names.split(", ") {
                let bare = name.trim_start_matches("__");
                let first = first_of(bare).with_context(|| format!("the loader does not define {bare}"))?;
                if !wanted.contains(&first) {
                    wanted.push(first);
                }
            }
            let wanted: Vec<_> = wanted.into_iter().map(|name| format!("__{name}")).collect();
            whole.push_str(&format!(", [{}]{rest}", wanted.join(", ")));
        } else if line.contains(&format!("sharedImports = {{ {FROM}:")) {
            whole.push_str(&format!(
                "        sharedImports = {{ {FROM}: {{}} }};\n        sharedImports.{FROM_OUTSIDE} = sharedImports.{FROM};"
            ));
        } else {
            whole.push_str(line);
        }
        whole.push('\n');
    }
    ensure!(whole.contains(FROM_OUTSIDE), "wasm-split-cli's loader has its imports in another form");
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOADER: &str = "        sharedImports = { __wasm_split: {  } };\n\
        /* work, law */\nconst __chunk_1 = makeLoad(() => {\n    fetch(\"./chunk_1.wasm\");\n}\n, []);\n\
        /* work, law, pin */\nconst __chunk_2 = makeLoad(() => {\n    fetch(\"./chunk_2.wasm\");\n}\n, []);\n\
        /* law, pin */\nconst __chunk_3 = makeLoad(() => {\n    fetch(\"./chunk_3.wasm\");\n}\n, []);\n\
        export const __wasm_split_load_work = wrapAsyncCb(makeLoad(() => {\n    fetch(\"./split_work.wasm\");\n}\n, [__chunk_1, __chunk_2]));\n";

    fn shared(name: &str, parts: &[&str]) -> Shared {
        Shared { name: name.to_owned(), parts: parts.iter().map(|part| (*part).to_owned()).collect() }
    }

    #[test]
    fn the_loader_says_which_parts_share_what() {
        let wanted = [
            shared("chunk_1", &["work", "law"]),
            shared("chunk_2", &["work", "law", "pin"]),
            shared("chunk_3", &["law", "pin"]),
        ];
        assert_eq!(shared_in(LOADER), wanted);
    }

    #[test]
    fn small_modules_become_one_and_large_ones_that_not_all_need_stay_apart() {
        let small = |name, parts: &[&str]| (shared(name, parts), 1_000.0);
        let mut modules =
            vec![small("a", &["work", "law"]), small("b", &["law", "pin"]), small("c", &["law"])];
        assert_eq!(groups(modules.clone()).len(), 1);
        modules.push((shared("huge", &["law", "pin"]), 10_000_000.0));
        // The first screen does not wait for what it does not need, where that is much.
        let found = groups(modules);
        let with_huge = found.iter().find(|group| group.contains(&"huge".to_owned())).unwrap();
        assert!(!with_huge.contains(&"a".to_owned()));
    }

    #[test]
    fn parts_wait_for_groups_and_each_is_fetched_once() {
        let groups = [vec!["chunk_1".to_owned(), "chunk_2".to_owned()], vec!["chunk_3".to_owned()]];
        let whole = with_groups(LOADER, &groups).unwrap();
        assert!(whole.contains("chunk_1.wasm") && whole.contains("chunk_3.wasm"));
        assert!(!whole.contains("chunk_2"));
        assert!(whole.contains("\n, [__chunk_1]));"));
        assert!(whole.contains("sharedImports.__wasm_split_outside = sharedImports.__wasm_split;"));
        assert!(with_groups("nothing", &groups).is_err());
    }

    #[test]
    fn the_hub_gives_on_what_it_imports() {
        let text =
            "(module\n (type $0 (func))\n (import \"__wasm_split\" \"memory\" (memory $mimport$0 22))\n)";
        assert_eq!(
            hub_of(text).unwrap(),
            "(module\n(import \"__wasm_split_outside\" \"memory\" (memory $mimport$0 22))\n\
             (export \"memory\" (memory $mimport$0))\n)\n"
        );
        assert!(hub_of("(module)").is_err());
    }
}
