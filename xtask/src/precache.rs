//! The last step of an app's build, in trunk's staging folder: the service worker learns the build's files by their
//! SHA-256, and everything that compresses gets its `.br` and `.gz` beside it for the endpoint to serve.
//!
//! A digest is that of the file's own bytes, never taken from its name: trunk names the JavaScript after the
//! WebAssembly's digest, so one name can carry two contents. Compression comes last, when nothing changes any more.

use crate::app::{hex, walk};
use crate::{parts, worker};
use anyhow::{Context, Result, bail, ensure};
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::{Path, PathBuf};

const WORKER: &str = "sw.js";
const PAGE: &str = "index.html";
/// Stands in the page for the module's size, which trunk cannot tell.
const SIZE: &str = "WASM_BYTES";
const COMPRESSED: [&str; 2] = ["br", "gz"];

/// One file of the build, as the browser asks for it.
struct Listed {
    url: String,
    sha256: String,
    bytes: usize,
}

/// Trunk's hook.
pub(crate) fn after_trunk() -> Result<()> {
    let staging = std::env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from);
    let staging = staging.context("trunk calls this after its build; call `cargo xtask build` instead")?;
    parts::join(&staging)?;
    worker::join(&staging)?;
    prepare_page(&staging)?;
    let files = list(&staging)?;
    stamp_worker(&staging, &files)?;
    compress_all(&staging)?;
    let total: usize = files.iter().map(|file| file.bytes).sum();
    println!("Precache: {} files, {} kB before compression.", files.len(), total / 1000);
    Ok(())
}

/// Tells the start script how large the module is, and keeps the page within its Content-Security-Policy.
fn prepare_page(staging: &Path) -> Result<()> {
    let path = staging.join(PAGE);
    let html = read_text(&path)?;
    let module = only_module(staging)?;
    let bytes = std::fs::metadata(module)?.len();
    ensure!(html.matches(SIZE).count() == 1, "{PAGE} must say {SIZE} once: see pattern_script in Trunk.toml");
    let html = html.replace(SIZE, &bytes.to_string());
    if let Some(what) = inline_code(&html) {
        bail!("{PAGE} has an inline {what}, which its Content-Security-Policy forbids");
    }
    std::fs::write(path, html)?;
    Ok(())
}

fn only_module(staging: &Path) -> Result<PathBuf> {
    let mut files = Vec::new();
    walk(staging, &mut files)?;
    files.retain(|file| file.file_name().is_some_and(is_app_module));
    match files.as_slice() {
        [module] => Ok(module.clone()),
        found => bail!("expected one WebAssembly module of the app, found {}", found.len()),
    }
}

fn is_app_module(name: &std::ffi::OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with("thidua-") && name.ends_with("_bg.wasm")
}

/// The first script or style with a content of its own, or an attribute that holds code.
fn inline_code(html: &str) -> Option<&'static str> {
    let script = html.split("<script").skip(1).any(|after| {
        let body = after.split_once('>').map_or("", |(_, rest)| rest.split("</script").next().unwrap_or(""));
        !body.trim().is_empty()
    });
    let attribute =
        html.split('<').filter_map(|tag| tag.split('>').next()).any(|tag| tag.contains(" style="));
    match (script, html.contains("<style"), attribute) {
        (true, _, _) => Some("script"),
        (_, true, _) => Some("style"),
        (_, _, true) => Some("style attribute"),
        _ => None,
    }
}

fn list(staging: &Path) -> Result<Vec<Listed>> {
    let mut paths = Vec::new();
    walk(staging, &mut paths)?;
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        let relative = path.strip_prefix(staging)?.to_string_lossy().into_owned();
        if !is_precached(&relative) {
            continue;
        }
        let content = std::fs::read(&path)?;
        let url = if relative == PAGE { "/".to_owned() } else { format!("/{relative}") };
        files.push(Listed { url, sha256: hex(&Sha256::digest(&content)), bytes: content.len() });
    }
    Ok(files)
}

/// The worker cannot hold itself. The bitmap icons are fetched by the system, with a network, when the app is
/// installed; nobody needs them later, and they weigh as much as the app's style and scripts together.
fn is_precached(relative: &str) -> bool {
    let ending = relative.rsplit('.').next().unwrap_or_default();
    relative != WORKER && ending != "png" && !COMPRESSED.contains(&ending)
}

/// Any change of any file changes the worker, and so the browser sees that there is a new version.
fn stamp_worker(staging: &Path, files: &[Listed]) -> Result<()> {
    let path = staging.join(WORKER);
    let stamped = stamped(&read_text(&path)?, files)?;
    std::fs::write(path, stamped)?;
    Ok(())
}

fn stamped(worker: &str, files: &[Listed]) -> Result<String> {
    const NO_BUILD: &str = "const BUILD = \"unstamped\";";
    const NO_FILES: &str = "const FILES = [];";
    ensure!(
        worker.contains(NO_BUILD) && worker.contains(NO_FILES),
        "{WORKER} has no place for the build's list of files"
    );
    let rows: Vec<_> = files.iter().map(|file| (&file.url, &file.sha256, file.bytes)).collect();
    let rows = serde_json::to_string(&rows)?;
    // The worker's own text belongs to the build too.
    let build: String = hex(&Sha256::digest(format!("{worker}{rows}"))).chars().take(16).collect();
    Ok(worker
        .replace(NO_BUILD, &format!("const BUILD = \"{build}\";"))
        .replace(NO_FILES, &format!("const FILES = {rows};")))
}

fn compress_all(staging: &Path) -> Result<()> {
    let mut paths = Vec::new();
    walk(staging, &mut paths)?;
    for path in paths.iter().filter(|path| is_compressible(path)) {
        let content = std::fs::read(path)?;
        write_if_smaller(path, "br", &content, &brotli(&content)?)?;
        write_if_smaller(path, "gz", &content, &gzip(&content)?)?;
    }
    Ok(())
}

fn is_compressible(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    matches!(ending, "html" | "js" | "mjs" | "css" | "wasm" | "svg" | "json" | "webmanifest" | "txt")
}

fn write_if_smaller(path: &Path, ending: &str, content: &[u8], smaller: &[u8]) -> Result<()> {
    if smaller.len() < content.len() {
        let mut name = path.as_os_str().to_owned();
        name.push(".");
        name.push(ending);
        std::fs::write(PathBuf::from(name), smaller)?;
    }
    Ok(())
}

fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 24,
        size_hint: content.len(),
        ..Default::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut out, &parameters)?;
    Ok(out)
}

/// For a hub reached by plain http, over which browsers do not offer to take Brotli.
fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

fn read_text(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORKER_TEXT: &str = "// why\nconst BUILD = \"unstamped\";\nconst FILES = [];\nwork();\n";

    fn listed(content: &str) -> [Listed; 1] {
        [Listed { url: "/a.js".into(), sha256: hex(&Sha256::digest(content)), bytes: content.len() }]
    }

    #[test]
    fn a_change_of_any_file_gives_the_worker_another_build() {
        let one = stamped(WORKER_TEXT, &listed("one")).unwrap();
        let two = stamped(WORKER_TEXT, &listed("two")).unwrap();
        assert!(one.contains("const FILES = [[\"/a.js\",\""), "{one}");
        assert!(!one.contains("unstamped"));
        assert_ne!(one.lines().nth(1), two.lines().nth(1));
        assert_eq!(one, stamped(WORKER_TEXT, &listed("one")).unwrap());
    }

    #[test]
    fn a_worker_without_a_place_for_the_list_stops_the_build() {
        assert!(stamped("const BUILD = \"1\";", &listed("one")).is_err());
    }

    #[test]
    fn the_worker_and_the_bitmaps_and_compressed_copies_are_not_precached() {
        let left_out = ["sw.js", "icons/icon-192.png", "app.css.br", "app.css.gz"];
        assert!(left_out.iter().all(|name| !is_precached(name)));
        assert!(
            ["index.html", "thidua-1_bg.wasm", "worker.js", "icons/icon.svg"]
                .iter()
                .all(|name| is_precached(name))
        );
    }

    #[test]
    fn inline_code_in_the_page_is_found() {
        assert_eq!(inline_code("<script src=/a.js></script><p>style=1</p>"), None);
        assert_eq!(inline_code("<script>run()</script>"), Some("script"));
        assert_eq!(inline_code("<style>p{}</style>"), Some("style"));
        assert_eq!(inline_code("<p style=\"top:0\">"), Some("style attribute"));
    }

    #[test]
    fn brotli_gives_back_what_it_was_given() {
        let text = "thi đua ".repeat(1000);
        let packed = brotli(text.as_bytes()).unwrap();
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut packed.as_slice(), &mut back).unwrap();
        assert!(packed.len() < 100 && back == text.as_bytes());
    }
}
