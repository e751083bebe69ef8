//! The app's files.

use std::fs;

use base64ct::{Base64, Encoding as _};
use reqwest::{Client, Response};

use crate::test_app::{Folder, TestApp};

async fn get(app: &TestApp, path: &str, headers: &[(&str, &str)]) -> Response {
    let request = Client::new().get(app.url(path));
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    request.send().await.unwrap()
}

fn header<'a>(answer: &'a Response, name: &str) -> &'a str {
    answer.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn files_go_out_as_they_were_built() {
    let built = Folder::new();
    let write = |name: &str, content: &str| fs::write(built.0.join(name), content).unwrap();
    write("index.html", "<!doctype html>");
    write("index.html.br", "compressed page");
    write("thidua-0123456789abcdef_bg.wasm", "wasm");
    write("thidua-0123456789abcdef_bg.wasm.br", "wasm by brotli");
    write("thidua-0123456789abcdef_bg.wasm.gz", "wasm by gzip");
    write("sw.js", "worker");
    write("manifest.webmanifest", "{}");
    let app = TestApp::over(Folder::new(), Some(&built.0)).await;

    let page = get(&app, "/", &[("accept", "text/html")]).await;
    assert_eq!(header(&page, "cache-control"), "no-cache");
    assert_eq!(header(&page, "referrer-policy"), "no-referrer");
    assert_eq!(header(&page, "x-content-type-options"), "nosniff");
    assert_eq!(header(&page, "cross-origin-opener-policy"), "same-origin");
    assert_eq!(header(&page, "cross-origin-resource-policy"), "same-origin");
    assert!(header(&page, "permissions-policy").contains("geolocation=()"));
    let over_tls = get(&app, "/", &[("x-forwarded-proto", "https")]).await;
    assert_eq!(
        header(&over_tls, "strict-transport-security"),
        "",
        "nobody may claim a proxy that is not there"
    );
    let policy = header(&page, "content-security-policy");
    for part in [
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("unsafe-inline"));
    assert_eq!(page.text().await.unwrap(), "<!doctype html>");

    let wasm = "/thidua-0123456789abcdef_bg.wasm";
    for (accepted, encoding, content) in [
        ("gzip, deflate, br, zstd", "br", "wasm by brotli"),
        ("gzip", "gzip", "wasm by gzip"),
        ("identity", "", "wasm"),
    ] {
        let answer = get(&app, wasm, &[("accept-encoding", accepted)]).await;
        assert_eq!(header(&answer, "content-encoding"), encoding);
        assert_eq!(header(&answer, "content-type"), "application/wasm");
        assert_eq!(header(&answer, "cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(header(&answer, "vary"), "accept-encoding, available-dictionary");
        assert_eq!(answer.text().await.unwrap(), content);
    }
    let deep =
        get(&app, "/nominations/0123", &[("accept", "text/html,*/*"), ("accept-encoding", "br")]).await;
    assert_eq!((deep.status().as_u16(), header(&deep, "content-encoding")), (200, "br"));
    assert_eq!(header(&deep, "content-type"), "text/html");

    for page in ["/de-nghi/0192f3a4-5b6c-7d8e-9fa0-abcdef012345", "/x-0123456789abcdef"] {
        let answer = get(&app, page, &[("accept", "text/html")]).await;
        assert_eq!(
            header(&answer, "cache-control"),
            "no-cache",
            "{page} has a hash in it and is the page all the same"
        );
    }

    assert_eq!(header(&get(&app, "/sw.js", &[]).await, "cache-control"), "no-cache");
    let manifest = get(&app, "/manifest.webmanifest", &[]).await;
    assert_eq!(header(&manifest, "content-type"), "application/manifest+json");
    for missing in
        ["/old-0123456789abcdef.js", "/../Cargo.toml", "/%2e%2e/Cargo.toml", "/sw.js.br", "/nothing"]
    {
        let answer = get(&app, missing, &[("accept", "*/*")]).await;
        assert_eq!(answer.status(), 404, "{missing}");
        assert_eq!(header(&answer, "cache-control"), "");
    }
    let own = get(&app, "/health", &[]).await;
    assert_eq!(header(&own, "content-security-policy"), "", "only files of the app carry it");
}

#[tokio::test]
async fn who_holds_a_file_of_an_earlier_version_is_sent_what_is_different() {
    let built = Folder::new();
    let write = |name: &str, content: &str| fs::write(built.0.join(name), content).unwrap();
    let (wasm, style, page) = ("thidua-0123456789abcdef_bg.wasm", "app-0123456789abcdef.css", "index.html");
    for name in [wasm, style, page, "sw.js", "map-0123456789abcdef.json"] {
        write(name, name);
        write(&format!("{name}.br"), "by brotli");
    }
    let (held, known) = ([0xab; 32], "ab".repeat(32));
    for name in [wasm, style, page] {
        write(&format!("{name}.{known}.dcb"), "what is different");
    }
    let app = TestApp::over(Folder::new(), Some(&built.0)).await;
    let held = format!(":{}:", Base64::encode_string(&held));
    let unknown = format!(":{}:", Base64::encode_string(&[0xac; 32]));

    let all = "gzip, deflate, br, zstd, dcb, dcz";
    let cases = [
        (wasm, all, held.as_str(), "dcb", "what is different", "application/wasm"),
        (style, all, &held, "dcb", "what is different", "text/css"),
        (wasm, all, &unknown, "br", "by brotli", "application/wasm"),
        (wasm, all, "nonsense", "br", "by brotli", "application/wasm"),
        (wasm, "br", &held, "br", "by brotli", "application/wasm"),
        (wasm, "br, dcb;q=0", &held, "br", "by brotli", "application/wasm"),
        (wasm, "identity", &held, "", wasm, "application/wasm"),
        // What is asked for anew each time is nobody's dictionary.
        (page, all, &held, "br", "by brotli", "text/html"),
    ];
    for (name, accepted, held, encoding, content, kind) in cases {
        let headers = [("accept-encoding", accepted), ("available-dictionary", held)];
        let answer = get(&app, &format!("/{name}"), &headers).await;
        assert_eq!(
            (answer.status().as_u16(), header(&answer, "content-encoding")),
            (200, encoding),
            "{name}"
        );
        assert_eq!(header(&answer, "content-type"), kind);
        let length = content.len().to_string();
        assert_eq!(header(&answer, "content-length"), length, "told before it is sent");
        assert_eq!(answer.text().await.unwrap(), content, "{name} {accepted} {held}");
    }
    // A part of what is different is of no use: the answer is all of it, and says so.
    let headers = [("accept-encoding", all), ("available-dictionary", &held), ("range", "bytes=0-3")];
    let answer = get(&app, &format!("/{wasm}"), &headers).await;
    assert_eq!((answer.status().as_u16(), answer.text().await.unwrap().as_str()), (200, "what is different"));

    for (name, pattern, vary) in [
        (wasm, "match=\"/thidua-*_bg.wasm?\"", "accept-encoding, available-dictionary"),
        (style, "match=\"/app-*.css?\"", "accept-encoding, available-dictionary"),
        ("map-0123456789abcdef.json", "", "accept-encoding, available-dictionary"),
        ("sw.js", "", "accept-encoding"),
        ("", "", "accept-encoding"),
    ] {
        for held in [held.as_str(), ""] {
            let headers = [("accept-encoding", all), ("available-dictionary", held)];
            let answer = get(&app, &format!("/{name}"), &headers).await;
            assert_eq!(header(&answer, "use-as-dictionary"), pattern, "{name}");
            assert_eq!(header(&answer, "vary"), vary, "{name}");
        }
    }
    let missing = get(&app, "/old-0123456789abcdef.js", &[("available-dictionary", &held)]).await;
    assert_eq!((missing.status().as_u16(), header(&missing, "use-as-dictionary")), (404, ""));
    let copy = get(&app, &format!("/{wasm}.{known}.dcb"), &[]).await;
    assert_eq!(copy.status(), 404, "only in the place of its file");
}

#[tokio::test]
async fn behind_a_proxy_browsers_are_told_to_come_over_tls_only() {
    let built = Folder::new();
    fs::write(built.0.join("index.html"), "<!doctype html>").unwrap();
    let app = TestApp::with(Folder::new(), |with| {
        with.app = Some(built.0.clone());
        with.behind_proxy = true;
    })
    .await;
    let page = get(&app, "/", &[("x-forwarded-proto", "https")]).await;
    assert!(header(&page, "strict-transport-security").starts_with("max-age=63072000"));
    let page = get(&app, "/", &[("x-forwarded-proto", "http")]).await;
    assert_eq!(header(&page, "strict-transport-security"), "");
}

#[tokio::test]
async fn who_asks_without_end_is_slowed_by_address_and_the_files_still_come() {
    let built = Folder::new();
    fs::write(built.0.join("index.html"), "<!doctype html>").unwrap();
    let app = TestApp::with(Folder::new(), |with| {
        with.app = Some(built.0.clone());
        with.behind_proxy = true;
        with.requests_per_second = 1;
    })
    .await;
    let from = |address: &'static str| ("x-forwarded-for", address);
    let mut slowed = None;
    for _ in 0..1000 {
        let answer = get(&app, "/health", &[from("203.0.113.9")]).await;
        if answer.status() == 429 {
            slowed = Some(answer);
            break;
        }
    }
    let slowed = slowed.expect("600 at once are allowed");
    assert_eq!(header(&slowed, "retry-after"), "1");
    assert_eq!(slowed.text().await.unwrap(), r#"{"reason":"too_many_requests"}"#);
    assert_eq!(get(&app, "/health", &[from("203.0.113.10")]).await.status(), 200);
    assert_eq!(get(&app, "/", &[from("203.0.113.9")]).await.status(), 200);
}
