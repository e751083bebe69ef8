//! What several parts share, gathered into few files.
//!
//! wasm-split-cli makes a module for each set of parts that reach the same functions: hundreds of modules, most of them
//! of a few hundred bytes. On a line where each request takes 400 ms their number costs far more than their bytes. So
//! modules that mostly come together are made one, as long as that opens the parts sooner all in all.
//!
//! All that the first list needs is one file: every start of the app waits for it, so nobody fetches it in vain, and together it
//! compresses better than in pieces.
//!
//! The cutter numbers its modules, and a new section numbers them anew. What is made here is named by what is in it, so that
//! the next version's file has the same name but for its digest: that is how a browser finds the earlier one to put together
//! the later with (`crates/endpoint/src/http/dictionary.rs`).

use super::content::{self, Content};
use super::{FEATURES, OF_FIRST_LIST, short_digest};
use crate::process::{program, run};
use anyhow::{Context, Result, bail, ensure};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use wasm_encoder::{EntityType, ExportKind, ExportSection, ImportSection, Module};
use wasmparser::{Parser, Payload};

/// What a byte of code or data costs, in seconds: about a quarter of it is left when it is optimised and compressed, and the
/// line brings 50 kB in a second.
const BYTE: f64 = 0.25 / 50_000.0;
/// What a request costs, in seconds: 400 ms, and a browser has six of them on the way at once.
const REQUEST: f64 = 0.4 / 6.0;
/// Sizes are rounded up to this many bytes, so that a small change of one function joins the same modules as before.
const ROUNDED: usize = 256;
/// The file of all that the first list needs.
const FIRST: &str = "first";
/// How many digits of a digest stand in the name of a file beside that of its content: too few to be taken for one.
const DIGITS: usize = 6;
/// What the names of the functions begin with that load a part.
const LOADS: &str = "__wasm_split_load_";
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

/// Makes few modules of the shared ones in `folder`, each under a name that says what is in it, and returns the loader that
/// fetches those.
pub(super) fn gather(folder: &Path, loader: &str) -> Result<String> {
    let all = shared_in(loader);
    ensure!(!all.is_empty(), "wasm-split-cli writes otherwise: no shared modules in its loader");
    let mut contents = BTreeMap::new();
    for shared in &all {
        contents.insert(shared.name.clone(), content::of(&read(folder, &shared.name)?)?);
    }
    let is_first = |shared: &&Shared| OF_FIRST_LIST.iter().any(|part| shared.parts.contains(*part));
    let (first, later): (Vec<_>, Vec<_>) = all.iter().partition(is_first);
    let sized = later.into_iter().map(|shared| {
        let bytes = contents.get(&shared.name).map_or(0, |content| content.bytes);
        (shared.clone(), bytes.next_multiple_of(ROUNDED) as f64)
    });
    let groups = groups(sized.collect());
    let names = names(&groups, &all, &contents);
    let first = first.into_iter().map(|shared| shared.name.clone());
    let own = OF_FIRST_LIST.iter().map(|part| own_of(part));
    let first: Vec<_> = first.chain(own.filter(|own| folder.join(format!("{own}.wasm")).exists())).collect();
    ensure!(first.first().is_some_and(|name| name.starts_with("chunk_")), "{OF_FIRST_LIST:?} share nothing");
    let groups: Vec<_> = std::iter::once(first).chain(groups).collect();
    let names = std::iter::once(FIRST.to_owned()).chain(names);
    let mut loader = with_groups(loader, &groups)?;
    for (group, name) in groups.iter().zip(names) {
        let Some(first) = group.first() else { continue };
        std::fs::write(folder.join(format!("{name}.wasm")), merged(folder, group)?)?;
        loader = loader.replace(&format!("\"./{first}.wasm\""), &format!("\"./{name}.wasm\""));
    }
    println!("What parts share is in {} files.", groups.len());
    Ok(loader)
}

fn read(folder: &Path, name: &str) -> Result<Vec<u8>> {
    let file = folder.join(format!("{name}.wasm"));
    std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))
}

/// The module of what a part alone needs.
fn own_of(part: &str) -> String {
    format!("split_{part}")
}

/// A name for each group: by the longest of its functions that no other module has, for that is likely to be the longest in the
/// next version too, whatever else comes and goes, and whichever sections share it by then.
fn names(groups: &[Vec<String>], all: &[Shared], contents: &BTreeMap<String, Content>) -> Vec<String> {
    let mut owners = BTreeMap::<&str, usize>::new();
    for name in contents.values().flat_map(|content| content.functions.keys()) {
        *owners.entry(name).or_default() += 1;
    }
    let mut taken = BTreeSet::new();
    let mut name_of = |group: &Vec<String>| {
        let functions =
            group.iter().filter_map(|name| contents.get(name)).flat_map(|content| &content.functions);
        let own = functions.filter(|(name, _)| owners.get(name.as_str()) == Some(&1));
        let longest = own.max_by_key(|(name, size)| (**size, std::cmp::Reverse(name.as_str())));
        let said = longest.map_or_else(
            || {
                let members = all.iter().filter(|shared| group.contains(&shared.name));
                let parts: BTreeSet<_> =
                    members.flat_map(|shared| &shared.parts).map(String::as_str).collect();
                parts.into_iter().collect::<Vec<_>>().join(" ")
            },
            |(name, _)| name.clone(),
        );
        let digest = short_digest(said.as_bytes());
        let mut name = format!("shared_{}", digest.get(..DIGITS).unwrap_or(&digest));
        while !taken.insert(name.clone()) {
            name.push('x');
        }
        name
    };
    groups.iter().map(&mut name_of).collect()
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

/// The part whose own module a line begins to define.
fn own_defined(line: &str) -> Option<&str> {
    Some(line.strip_prefix("export const ")?.strip_prefix(LOADS)?.split_once(" = ")?.0)
}

/// Which modules become one: the pair that gains most, again and again, until nothing gains.
fn groups(modules: Vec<(Shared, f64)>) -> Vec<Vec<String>> {
    struct Group {
        names: Vec<String>,
        parts: BTreeSet<String>,
        bytes: f64,
    }
    let cost = |parts: &BTreeSet<String>, bytes: f64| parts.len() as f64 * (bytes * BYTE + REQUEST);
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

/// One module of a group's.
fn merged(folder: &Path, group: &[String]) -> Result<Vec<u8>> {
    if let [only] = group {
        return read(folder, only);
    }
    let modules = group.iter().map(|name| read(folder, name)).collect::<Result<Vec<_>>>()?;
    let (hub, merged) = (folder.join("hub.bin"), folder.join("merged.bin"));
    std::fs::write(&hub, hub_of(&modules)?)?;
    let mut command = program("wasm-merge");
    command.args(FEATURES);
    for name in group {
        command.arg(folder.join(format!("{name}.wasm"))).arg(name);
    }
    run(command.arg(&hub).arg(FROM).arg("-o").arg(&merged))?;
    Ok(std::fs::read(&merged)?)
}

/// A module that imports what any of these does from `FROM`, and gives it on: so that what is made of them imports each
/// thing once. Two imports of one memory would be two memories, which browsers of some years ago do not take.
fn hub_of(modules: &[Vec<u8>]) -> Result<Vec<u8>> {
    let (mut imports, mut exports, mut known) = (ImportSection::new(), ExportSection::new(), BTreeSet::new());
    let mut counts = [0; 3];
    for module in modules {
        for payload in Parser::new(0).parse_all(module) {
            let Payload::ImportSection(section) = payload? else { continue };
            for import in section.into_imports() {
                let import = import?;
                if import.module != FROM || !known.insert(import.name) {
                    continue;
                }
                let what = EntityType::try_from(import.ty)?;
                let [memories, tables, globals] = &mut counts;
                let (kind, count) = match what {
                    EntityType::Memory(_) => (ExportKind::Memory, memories),
                    EntityType::Table(_) => (ExportKind::Table, tables),
                    EntityType::Global(_) => (ExportKind::Global, globals),
                    _ => {
                        bail!("a shared module imports {}, which is no memory, table or global", import.name)
                    }
                };
                imports.import(FROM_OUTSIDE, import.name, what);
                exports.export(import.name, kind, *count);
                *count += 1;
            }
        }
    }
    ensure!(!known.is_empty(), "a shared module imports nothing from {FROM}");
    let mut hub = Module::new();
    hub.section(&imports).section(&exports);
    Ok(hub.finish())
}

/// The loader with one definition for each group, under the name of its first module, and parts that wait for those.
fn with_groups(loader: &str, groups: &[Vec<String>]) -> Result<String> {
    let first_of = |name: &str| {
        let group = groups.iter().find(|group| group.iter().any(|member| member == name))?;
        group.first().map(String::as_str)
    };
    // Where a part has no module of its own, the cutter writes both in one line.
    let loader = loader.replace("({}), [", "({})\n, [");
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
        if let Some(part) = own_defined(line).filter(|part| first_of(&own_of(part)).is_some()) {
            // It has no file of its own any more, and waits for that of its group.
            whole.push_str(&format!(
                "export const {LOADS}{part} = wrapAsyncCb(makeLoad(() => async () => ({{}})\n"
            ));
            while lines.next_if(|line| !line.starts_with(", [")).is_some() {}
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
        let small = |name, parts: &[&str]| (shared(name, parts), 256.0);
        let mut modules =
            vec![small("a", &["people", "law"]), small("b", &["law", "pin"]), small("c", &["law"])];
        assert_eq!(groups(modules.clone()).len(), 1);
        modules.push((shared("huge", &["law", "pin"]), 10_000_000.0));
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
    fn a_part_whose_own_module_was_gathered_waits_for_what_it_is_in() {
        let groups =
            [["chunk_1", "chunk_2", "split_work"].map(str::to_owned).to_vec(), vec!["chunk_3".to_owned()]];
        let whole = with_groups(LOADER, &groups).unwrap();
        assert!(!whole.contains("split_work.wasm"));
        assert!(whole.ends_with(
            "export const __wasm_split_load_work = wrapAsyncCb(makeLoad(() => async () => ({})\n, [__chunk_1]));\n"
        ));
        let empty = "export const __wasm_split_load_pin = wrapAsyncCb(makeLoad(() => async (_imp) => ({}), [__chunk_2, __chunk_3]));\n";
        let whole = with_groups(&format!("{LOADER}{empty}"), &groups).unwrap();
        assert!(whole.ends_with("({})\n, [__chunk_1, __chunk_3]));\n"));
    }

    #[test]
    fn what_is_gathered_is_named_by_the_longest_function_that_it_alone_has() {
        let content = |functions: &[(&str, usize)]| Content {
            bytes: 0,
            functions: functions.iter().map(|(name, size)| ((*name).to_owned(), *size)).collect(),
        };
        let named = |number: usize, parts: &[&str], functions: &[(&str, usize)]| {
            let all = [shared(&format!("chunk_{number}"), parts), shared("chunk_9", &["law", "pin"])];
            let contents = BTreeMap::from([
                (all[0].name.clone(), content(functions)),
                (all[1].name.clone(), content(&[("everywhere", 9_000)])),
            ]);
            names(&[vec![all[0].name.clone()]], &all, &contents)
        };
        let name = named(1, &["law"], &[("long", 500), ("short", 5), ("everywhere", 9_000)]);
        // Another number, other sections, something more in it: another version.
        let later = named(2, &["law", "pin"], &[("long", 510), ("new", 100), ("everywhere", 9_000)]);
        assert_eq!(name, later);
        assert_ne!(name, named(1, &["law"], &[("short", 5)]));
        assert_ne!(named(1, &["law"], &[]), named(1, &["pin"], &[]));
        let twice = ["chunk_1", "chunk_2"].map(|name| vec![name.to_owned()]);
        let twice = names(&twice, &[], &BTreeMap::new());
        assert_ne!(twice[0], twice[1]);
    }

    #[test]
    fn the_hub_gives_on_what_any_of_them_imports() {
        let memory = wasm_encoder::MemoryType {
            minimum: 22,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        };
        let stack =
            wasm_encoder::GlobalType { val_type: wasm_encoder::ValType::I32, mutable: true, shared: false };
        let importing = |from: &str, with_stack: bool| {
            let mut imports = ImportSection::new();
            imports.import(from, "memory", memory);
            if with_stack {
                imports.import(from, "stack", stack);
            }
            let mut module = Module::new();
            module.section(&imports);
            module.finish()
        };
        let hub = hub_of(&[importing(FROM, false), importing(FROM, true)]).unwrap();
        let mut exports = ExportSection::new();
        exports.export("memory", ExportKind::Memory, 0).export("stack", ExportKind::Global, 0);
        let mut wanted = ImportSection::new();
        wanted.import(FROM_OUTSIDE, "memory", memory).import(FROM_OUTSIDE, "stack", stack);
        let mut module = Module::new();
        module.section(&wanted).section(&exports);
        assert_eq!(hub, module.finish());
        assert!(hub_of(&[importing("elsewhere", true)]).is_err());
    }
}
