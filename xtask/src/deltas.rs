//! `cargo xtask deltas`: what is different from earlier versions of the app, for browsers that hold those (RFC 9842).
//!
//! Beside each file with the hash of its content in its name comes, for each file that an earlier version had in its place,
//! `NAME.DIGEST.dcb`: Brotli with the earlier file, whose SHA-256 this is, as its dictionary. The endpoint finds it by that name
//! (`crates/endpoint/src/http/dictionary.rs`).

use crate::app::{hex, walk};
use crate::workspace;
use anyhow::{Context, Result, ensure};
use brotli::enc::{BrotliEncoderParams, StandardAlloc};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

const ENDING: &str = "dcb";
/// What a delta begins with; the SHA-256 of its dictionary follows.
const MAGIC: [u8; 4] = [0xff, b'D', b'C', b'B'];
/// The bits of the window. Dictionary and file must fit into it together.
const WINDOW: i32 = 24;
/// Fewer digits than this may be a date or a size, to the endpoint too.
const HASH_DIGITS: usize = 8;
/// For which files the endpoint sends deltas.
const KINDS: [&str; 3] = ["wasm", "js", "css"];

/// From what to what.
#[derive(clap::Args)]
pub(crate) struct Which {
    /// The app's files as earlier versions had them: a `dist` that was handed out, unpacked
    #[arg(required = true)]
    before: Vec<PathBuf>,
    /// The app's files as they are now; without it those in dist/
    #[arg(long)]
    app: Option<PathBuf>,
}

/// What came of one earlier version.
#[derive(Default)]
struct Count {
    files: usize,
    whole: usize,
    deltas: usize,
}

/// Writes the deltas in the place of those that were there.
pub(crate) fn deltas(which: &Which) -> Result<()> {
    let here = std::env::current_dir().context("there is no directory to start from")?;
    let app = which.app.as_ref().map_or_else(workspace::dist, |app| here.join(app));
    let now = Version::read(&app)?;
    now.forget()?;
    for before in &which.before {
        let before = here.join(before);
        let count = now.differ(&Version::read(&before)?)?;
        println!(
            "Since {}: {} files differ, {} kB by Brotli alone, {} kB for whoever holds those.",
            before.display(),
            count.files,
            kilobytes(count.whole),
            kilobytes(count.deltas)
        );
    }
    Ok(())
}

/// Tenths are seen where it is little.
fn kilobytes(bytes: usize) -> String {
    format!("{}.{}", bytes / 1000, bytes % 1000 / 100)
}

/// A built app: its files that are named by their content, by their names without the hash.
struct Version {
    folder: PathBuf,
    families: BTreeMap<String, Vec<PathBuf>>,
}

impl Version {
    fn read(folder: &Path) -> Result<Self> {
        ensure!(folder.join("index.html").exists(), "{} holds no built app", folder.display());
        let mut paths = Vec::new();
        walk(folder, &mut paths)?;
        paths.sort();
        let mut families = BTreeMap::<_, Vec<_>>::new();
        for path in paths {
            let relative = path.strip_prefix(folder)?.to_string_lossy().into_owned();
            if let Some(family) = family(&relative) {
                families.entry(family).or_default().push(path);
            }
        }
        Ok(Self { folder: folder.to_owned(), families })
    }

    /// Takes away the deltas of an earlier call.
    fn forget(&self) -> Result<()> {
        let mut paths = Vec::new();
        walk(&self.folder, &mut paths)?;
        for path in paths.iter().filter(|path| path.extension().is_some_and(|ending| ending == ENDING)) {
            std::fs::remove_file(path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
        Ok(())
    }

    fn differ(&self, before: &Self) -> Result<Count> {
        let mut count = Count::default();
        for (family, paths) in &self.families {
            for path in paths {
                let content = read(path)?;
                let old = before.families.get(family).map_or(&[][..], Vec::as_slice);
                let old = old.iter().map(|path| read(path)).collect::<Result<Vec<_>>>()?;
                if old.contains(&content) {
                    continue;
                }
                let compressed = with_ending(path, "br");
                let whole = if compressed.exists() { read(&compressed)?.len() } else { content.len() };
                let mut least = whole;
                for old in old {
                    let Some(delta) = delta(&content, &old)?.filter(|delta| delta.len() < whole) else {
                        continue;
                    };
                    least = least.min(delta.len());
                    let name = format!("{}.{ENDING}", hex(&Sha256::digest(&old)));
                    let path = with_ending(path, &name);
                    std::fs::write(&path, delta)
                        .with_context(|| format!("cannot write {}", path.display()))?;
                }
                count.files += 1;
                count.whole += whole;
                count.deltas += least;
            }
        }
        Ok(count)
    }
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

/// The name with a star for its hash, where it holds one and the file may have a delta.
fn family(relative: &str) -> Option<String> {
    let (_, ending) = relative.rsplit_once('.')?;
    if !KINDS.contains(&ending) {
        return None;
    }
    let name = relative.rfind('/').map_or(0, |slash| slash + 1);
    let mut place = name + relative.get(name..)?.find('-')? + 1;
    let mut hash = None;
    for piece in relative.get(place..)?.split(['-', '.', '_']) {
        if piece.len() >= HASH_DIGITS && piece.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            hash = Some(place..place + piece.len());
        }
        place += piece.len() + 1;
    }
    let hash = hash?;
    Some(format!("{}*{}", relative.get(..hash.start)?, relative.get(hash.end..)?))
}

/// `content` for whoever holds `dictionary`; nothing where both are too large for that.
fn delta(content: &[u8], dictionary: &[u8]) -> Result<Option<Vec<u8>>> {
    if dictionary.is_empty() || content.len() + dictionary.len() + 16 > 1 << WINDOW {
        return Ok(None);
    }
    let parameters =
        BrotliEncoderParams { quality: 11, lgwin: WINDOW, size_hint: content.len(), ..Default::default() };
    let mut delta = MAGIC.to_vec();
    delta.extend(Sha256::digest(dictionary));
    let header = delta.len();
    brotli::BrotliCompressCustomIoCustomDict(
        &mut brotli::IoReaderWrapper(&mut &*content),
        &mut brotli::IoWriterWrapper(&mut delta),
        &mut [0; 1 << 16],
        &mut [0; 1 << 16],
        &parameters,
        StandardAlloc::default(),
        &mut |_, _, _, _| (),
        dictionary,
        io::Error::from(io::ErrorKind::UnexpectedEof),
    )?;
    let back = undone(delta.get(header..).unwrap_or_default(), dictionary)?;
    ensure!(back == content, "a delta does not give back its file");
    Ok(Some(delta))
}

fn undone(packed: &[u8], dictionary: &[u8]) -> Result<Vec<u8>> {
    let mut reader = brotli::Decompressor::new(packed, 1 << 16);
    ensure!(reader.attach_dictionary(dictionary.to_vec().into()), "a dictionary is not taken");
    let mut back = Vec::new();
    reader.read_to_end(&mut back).context("a delta cannot be read")?;
    Ok(back)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_two_versions_meet_by_their_names_without_the_hash() {
        for (name, expected) in [
            ("thidua-0f3a9c1b22d4e5f6.js", Some("thidua-*.js")),
            ("thidua-f3a9c1b22d4e5f6_bg.wasm", Some("thidua-*_bg.wasm")),
            ("part-deadbeef-0f3a9c1b22d4e5f6.wasm", Some("part-deadbeef-*.wasm")),
            ("a/app-0f3a9c1b.css", Some("a/app-*.css")),
            ("app-0f3a9c1b.css.br", None),
            ("app-0f3a9c1b.png", None),
            ("start.js", None),
            ("x-2023.js", None),
        ] {
            assert_eq!(family(name).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn a_delta_is_small_where_little_is_different_and_gives_back_the_file() {
        let old: Vec<u8> =
            (0..60_000u32).flat_map(|at| Sha256::digest(at.to_le_bytes())[..1].to_vec()).collect();
        let mut new = old.clone();
        new.splice(30_000..30_010, *b"something else");
        let made = delta(&new, &old).unwrap().unwrap();
        assert!(made.len() < 200, "{} bytes", made.len());
        assert_eq!(&made[..4], b"\xffDCB");
        assert_eq!(made[4..36], Sha256::digest(&old)[..]);
        assert_eq!(undone(&made[36..], &old).unwrap(), new);
        assert!(undone(&made[36..], &new[..100]).map_or(true, |back| back != new), "with another dictionary");
        assert!(delta(&new, &vec![0; 1 << 24]).unwrap().is_none(), "too large for the window");
    }

    #[test]
    fn a_version_is_compared_with_one_before_it() {
        let folder = std::env::temp_dir().join(format!("thidua-deltas-{}", std::process::id()));
        let (old, new) = (folder.join("old"), folder.join("new"));
        let noise = |seed: u8| {
            (0..500u32).flat_map(move |at| Sha256::digest([&at.to_le_bytes()[..], &[seed]].concat()).to_vec())
        };
        let text: Vec<u8> = noise(0).collect();
        for (folder, files) in [
            (
                &old,
                [
                    ("a-00000001.js", text.clone()),
                    ("b-00000001.js", b"same".to_vec()),
                    ("c-00000001.js", noise(1).collect()),
                ],
            ),
            (
                &new,
                [
                    ("a-00000002.js", [&text[..], b"more"].concat()),
                    ("b-00000001.js", b"same".to_vec()),
                    ("c-00000002.js", noise(2).collect()),
                ],
            ),
        ] {
            std::fs::create_dir_all(folder).unwrap();
            std::fs::write(folder.join("index.html"), "").unwrap();
            for (name, content) in files {
                std::fs::write(folder.join(name), content).unwrap();
            }
        }
        std::fs::write(new.join("a-00000002.js.00.dcb"), "of an earlier call").unwrap();
        deltas(&Which { before: vec![old.clone()], app: Some(new.clone()) }).unwrap();
        let mut names: Vec<_> =
            std::fs::read_dir(&new).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.retain(|name| name.to_string_lossy().ends_with(".dcb"));
        // Nothing for what is the same, and nothing for what has nothing in common with its forerunner.
        assert_eq!(names, [format!("a-00000002.js.{}.dcb", hex(&Sha256::digest(&text))).as_str()]);
        assert!(deltas(&Which { before: vec![folder.join("nowhere")], app: Some(new) }).is_err());
        std::fs::remove_dir_all(folder).unwrap();
    }
}
