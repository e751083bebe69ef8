//! Compression dictionaries (RFC 9842): whoever holds a file of an earlier version of the app is sent what is different.
//!
//! A file that has the hash of its content in its name is told to be the dictionary for what a later version has in its place.
//! `cargo xtask deltas` has laid beside the later file what it is made of with the earlier one as its dictionary. Nothing is
//! compressed here, and of earlier versions nothing is here but the digests in those names.

use std::fmt::Write as _;

use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri};
use base64ct::{Base64, Encoding as _};

use super::packing::liking;

/// By which an answer says for which paths it can be the dictionary.
pub(super) const USE_AS: HeaderName = HeaderName::from_static("use-as-dictionary");
/// By which a request says which dictionary the browser holds.
const AVAILABLE: HeaderName = HeaderName::from_static("available-dictionary");
/// Brotli with a dictionary.
pub(super) const CODING: &str = "dcb";
/// How the names of deltas end: `NAME.DIGEST.dcb` is the file NAME for whoever holds the file of this SHA-256.
pub(super) const ENDING: &str = ".dcb";
/// Fewer digits than this may be a date or a size; trunk writes sixteen, without their leading zeros.
const HASH_DIGITS: usize = 8;
/// Which files are worth a delta, and what they are.
const KINDS: [(&str, &str); 3] =
    [(".wasm", "application/wasm"), (".js", "text/javascript"), (".css", "text/css")];

/// A path whose last name holds the hash of the content, as in `app-0123456789abcdef.css`: later versions have the same with
/// another hash.
pub(super) struct Family<'a> {
    path: &'a str,
    before: &'a str,
    after: &'a str,
}

/// Where a file lies as what is different from another.
pub(super) struct Delta {
    /// The path of what is different.
    pub(super) path: Uri,
    /// The type of the file that it makes.
    pub(super) kind: &'static str,
}

impl<'a> Family<'a> {
    /// Where the name holds a hash.
    pub(super) fn of(path: &'a str) -> Option<Self> {
        let name = path.rfind('/').map_or(0, |slash| slash + 1);
        let mut place = name + path.get(name..)?.find('-')? + 1;
        let mut found = None;
        for piece in path.get(place..)?.split(['-', '.', '_']) {
            if piece.len() >= HASH_DIGITS && piece.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                found = Some((place, place + piece.len()));
            }
            place += piece.len() + 1;
        }
        let (begin, end) = found?;
        Some(Self { path, before: path.get(..begin)?, after: path.get(end..)? })
    }

    /// For which paths this one is the dictionary. The question mark says: without a query. So a browser that asks with one asks
    /// without a dictionary, which is the service worker's way around a broken one.
    pub(super) fn pattern(&self) -> Option<HeaderValue> {
        self.kind()?;
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte);
        let Self { before, after, .. } = self;
        let plain = before.bytes().chain(after.bytes()).all(is_plain);
        plain.then(|| HeaderValue::try_from(format!("match=\"{before}*{after}?\"")).ok())?
    }

    /// What is different from the file that the browser says it holds, where it takes that.
    pub(super) fn delta(&self, headers: &HeaderMap) -> Option<Delta> {
        let kind = self.kind()?;
        if liking(headers, &[CODING]) <= 0.0 {
            return None;
        }
        let mut digest = [0; 32];
        let held = headers.get(AVAILABLE)?.to_str().ok()?.strip_prefix(':')?.strip_suffix(':')?;
        let digest = Base64::decode(held, &mut digest).ok().filter(|digest| digest.len() == 32)?;
        let mut path = format!("{}.", self.path);
        for byte in digest {
            write!(path, "{byte:02x}").ok()?;
        }
        path.push_str(ENDING);
        Some(Delta { path: path.parse().ok()?, kind })
    }

    fn kind(&self) -> Option<&'static str> {
        KINDS.iter().find(|(ending, _)| self.path.ends_with(ending)).map(|(_, kind)| *kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_a_name_is_found_and_nothing_else_is_one() {
        for (path, pattern) in [
            ("/thidua-0f3a9c1b22d4e5f6.js", "match=\"/thidua-*.js?\""),
            ("/thidua-f3a9c1b22d4e5f6_bg.wasm", "match=\"/thidua-*_bg.wasm?\""),
            ("/part-shared_0a1b2c-0f3a9c1b22d4e5f6.wasm", "match=\"/part-shared_0a1b2c-*.wasm?\""),
            ("/part-deadbeef-0f3a9c1b22d4e5f6.wasm", "match=\"/part-deadbeef-*.wasm?\""),
            ("/a/app-0f3a9c1b.css", "match=\"/a/app-*.css?\""),
        ] {
            assert_eq!(Family::of(path).and_then(|family| family.pattern()).unwrap(), pattern);
        }
        let plain = ["/", "/index.html", "/sw.js", "/icons/icon-192.png", "/app.webmanifest", "/x-2023.json"];
        assert!(!plain.iter().any(|path| Family::of(path).is_some()));
        // For ever, and yet no dictionary: what is no code of ours, and what a pattern would read otherwise.
        for path in ["/photo-0f3a9c1b.png", "/a(b-0f3a9c1b.js", "/%22-0f3a9c1b.js"] {
            assert!(Family::of(path).unwrap().pattern().is_none(), "{path}");
        }
    }

    #[test]
    fn a_dictionary_counts_where_it_is_told_as_the_standard_has_it() {
        let path = "/app-0f3a9c1b.css";
        let digest = format!(":{}:", Base64::encode_string(&[0xab; 32]));
        let short = format!(":{}:", Base64::encode_string(&[0xab; 31]));
        let long = format!(":{}:", Base64::encode_string(&[0xab; 33]));
        let found = format!("{path}.{}.dcb", "ab".repeat(32));
        for (accepted, held, expected) in [
            ("gzip, br, dcb", digest.as_str(), Some(found.as_str())),
            ("gzip, br, DCB;q=0.1", &digest, Some(&found)),
            ("gzip, br, dcb;q=0", &digest, None),
            ("gzip, br", &digest, None),
            ("dcb", &digest[1..], None),
            ("dcb", &short, None),
            ("dcb", &long, None),
            ("dcb", ":../../etc/passwd:", None),
            ("dcb", ":", None),
            ("dcb", "", None),
        ] {
            let headers = HeaderMap::from_iter([
                (axum::http::header::ACCEPT_ENCODING, accepted.parse().unwrap()),
                (AVAILABLE, held.parse().unwrap()),
            ]);
            let delta = Family::of(path).unwrap().delta(&headers);
            assert_eq!(delta.as_ref().map(|delta| delta.path.path()), expected, "{accepted} {held}");
        }
    }
}
