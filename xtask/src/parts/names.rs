//! Short names for what the app's module takes from its script.
//!
//! wasm-bindgen names each function after what it calls in the browser and adds a digest. 350 such names stand in the module
//! and in the script, and no compressor can shorten a digest: together they were eight of three hundred kilobytes. Nobody
//! but those two files reads them.

use anyhow::{Context, Result, ensure};
use std::collections::HashMap;
use std::path::Path;
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{ImportSection, Module};
use wasmparser::{Import, ImportSectionReader, Parser};

const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Gives short names to what the module takes from `./NAME_bg.js`, in both files.
pub(super) fn shorten(folder: &Path, name: &str) -> Result<()> {
    let (module, script) = (folder.join(format!("{name}_bg.wasm")), folder.join(format!("{name}.js")));
    let mut names = Shorter { from: format!("./{name}_bg.js"), names: HashMap::new() };
    let content = std::fs::read(&module).with_context(|| format!("cannot read {}", module.display()))?;
    let mut shorter = Module::new();
    names.parse_core_module(&mut shorter, Parser::new(0), &content)?;
    let text = std::fs::read_to_string(&script)?;
    std::fs::write(&script, with_names(&text, &names.names)?)?;
    std::fs::write(&module, shorter.finish())?;
    Ok(())
}

/// Copies a module and gives its imports from one script other names.
struct Shorter {
    from: String,
    /// The new name of each.
    names: HashMap<String, String>,
}

impl Reencode for Shorter {
    type Error = std::convert::Infallible;

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: ImportSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        for import in section.into_imports() {
            let import = import?;
            if import.module == self.from {
                let next = short(self.names.len());
                let name = self.names.entry(import.name.to_owned()).or_insert(next).clone();
                utils::parse_import(self, imports, Import { name: &name, ..import })?;
            } else {
                utils::parse_import(self, imports, import)?;
            }
        }
        Ok(())
    }
}

/// The shortest names first.
fn short(number: usize) -> String {
    let (more, last) = (number / LETTERS.len(), number % LETTERS.len());
    let last = LETTERS.get(last).copied().map(char::from).unwrap_or_default();
    if more == 0 { last.to_string() } else { format!("{}{last}", short(more - 1)) }
}

/// The script with those names: each is the key of one line, `NAME: function(…`.
fn with_names(script: &str, names: &HashMap<String, String>) -> Result<String> {
    let mut told = 0;
    let mut whole = String::with_capacity(script.len());
    for line in script.lines() {
        let indent = line.len() - line.trim_start().len();
        let (before, key) = line.split_at(indent);
        match key.split_once(':').and_then(|(key, rest)| Some((names.get(key)?, rest))) {
            Some((short, rest)) => {
                told += 1;
                whole.extend([before, short, ":", rest]);
            }
            None => whole.push_str(line),
        }
        whole.push('\n');
    }
    ensure!(
        told == names.len() && !names.is_empty(),
        "wasm-bindgen writes otherwise: {told} of {} names are keys of its script",
        names.len()
    );
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{EntityType, MemoryType};

    #[test]
    fn no_two_names_are_the_same() {
        let mut names: Vec<_> = (0..3_000).map(short).collect();
        assert_eq!((&*names[0], &*names[51], &*names[52], &*names[2_756]), ("a", "Z", "aa", "aaa"));
        names.sort();
        names.dedup();
        assert_eq!(names.len(), 3_000);
    }

    #[test]
    fn the_module_and_its_script_go_on_knowing_each_other() {
        let folder = std::env::temp_dir().join(format!("thidua-names-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let memory =
            MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None };
        let mut imports = ImportSection::new();
        for (from, name) in
            [("./app_bg.js", "__wbg_log_0f"), ("./other.js", "load"), ("./app_bg.js", "__wbg_now_1e")]
        {
            imports.import(from, name, EntityType::Memory(memory));
        }
        let mut module = Module::new();
        module.section(&imports);
        std::fs::write(folder.join("app_bg.wasm"), module.finish()).unwrap();
        let script =
            "const all = {\n    __wbg_now_1e: function() {},\n    __wbg_log_0f: function(of) {},\n};\n";
        std::fs::write(folder.join("app.js"), script).unwrap();
        shorten(&folder, "app").unwrap();
        let short = std::fs::read_to_string(folder.join("app.js")).unwrap();
        assert_eq!(short, "const all = {\n    b: function() {},\n    a: function(of) {},\n};\n");
        let content = std::fs::read(folder.join("app_bg.wasm")).unwrap();
        let names = Parser::new(0).parse_all(&content).filter_map(|part| match part.unwrap() {
            wasmparser::Payload::ImportSection(section) => Some(section),
            _ => None,
        });
        let names: Vec<_> = names
            .flat_map(wasmparser::SectionLimited::into_imports)
            .map(|import| import.unwrap().name)
            .collect();
        assert_eq!(names, ["a", "load", "b"]);
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_script_that_lacks_a_name_stops_the_build() {
        let names = HashMap::from([("__wbg_log_0f".to_owned(), "a".to_owned())]);
        assert!(with_names("const all = {};\n", &names).is_err());
    }
}
