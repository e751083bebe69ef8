//! What is in a module that the cutter made: how much, and its functions by name.

use anyhow::Result;
use std::collections::BTreeMap;
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

/// What a module holds.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// Bytes of code and data.
    pub(super) bytes: usize,
    /// The functions that have a name of their own in this module, by it, each with its bytes of code.
    pub(super) functions: BTreeMap<String, usize>,
}

/// Reads a module.
pub(super) fn of(module: &[u8]) -> Result<Content> {
    let mut content = Content::default();
    let (mut imported, mut sizes, mut names) = (0, Vec::new(), Vec::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    imported += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => sizes.push(length(&body.range())),
            Payload::DataSection(section) => content.bytes += length(&section.range()),
            Payload::CustomSection(section) => {
                let KnownCustom::Name(section) = section.as_known() else { continue };
                for subsection in section {
                    let Name::Function(functions) = subsection? else { continue };
                    for function in functions {
                        let function = function?;
                        names.push((function.index as usize, without_hash(function.name)));
                    }
                }
            }
            _ => {}
        }
    }
    content.bytes += sizes.iter().sum::<usize>();
    let mut twice = Vec::new();
    for (index, name) in names {
        let size =
            index.checked_sub(imported).and_then(|place| sizes.get(place)).copied().unwrap_or_default();
        if content.functions.insert(name.to_owned(), size).is_some() {
            twice.push(name);
        }
    }
    for name in twice {
        content.functions.remove(name);
    }
    Ok(content)
}

fn length(range: &std::ops::Range<u64>) -> usize {
    usize::try_from(range.end - range.start).unwrap_or_default()
}

/// The compiler ends a name with a digest of more than the function: of the versions of all that it is made of.
fn without_hash(name: &str) -> &str {
    let ended = name.strip_suffix('E').unwrap_or(name);
    match ended.rsplit_once("17h") {
        Some((path, hash)) if hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) => path,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{CodeSection, Function, FunctionSection, Module, NameMap, NameSection, TypeSection};

    #[test]
    fn a_function_is_known_by_its_name_without_the_compilers_digest() {
        for (name, expected) in [
            ("_ZN6thidua4main17h0123456789abcdefE", "_ZN6thidua4main"),
            ("_ZN6thidua4main17h0123456789abcdeE", "_ZN6thidua4main17h0123456789abcdeE"),
            ("_RNvC6thidua4main", "_RNvC6thidua4main"),
            ("main", "main"),
        ] {
            assert_eq!(without_hash(name), expected);
        }
    }

    #[test]
    fn what_is_in_a_module_is_told_by_names_that_stand_there_once() {
        let (mut types, mut functions, mut code) =
            (TypeSection::new(), FunctionSection::new(), CodeSection::new());
        types.ty().function([], []);
        let (mut named, mut names) = (NameMap::new(), NameSection::new());
        for (place, name) in ["a17h0123456789abcdefE", "b", "a17hfedcba9876543210E"].into_iter().enumerate() {
            functions.function(0);
            let mut body = Function::new([]);
            (0..=place).for_each(|_| _ = body.instructions().nop());
            body.instructions().end();
            code.function(&body);
            named.append(u32::try_from(place).unwrap(), name);
        }
        names.functions(&named);
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&code).section(&names);
        let content = of(&module.finish()).unwrap();
        assert_eq!(content.functions, BTreeMap::from([("b".to_owned(), 4)]));
        assert_eq!(content.bytes, 3 + 4 + 5);
    }
}
