//! `cargo xtask bench NAME`: figures against their budgets, as a table and as `target/bench/NAME.json`.
//!
//! A row without a budget is only reported. One row over its budget fails the command.

mod document;
mod peers;

use crate::process::{cargo, program, run};
use crate::{app, browser, parts, postgres, worker, workspace};
use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;

/// All that is fetched until one can sign in.
const FIRST_SCREEN: u64 = 250_000;
/// What the first list needs beside it.
const FIRST_LIST: u64 = 120_000;

/// What can be measured.
#[derive(Clone, Copy, clap::ValueEnum)]
pub(crate) enum Name {
    /// Bytes and requests of the app's first screen and of the exchanges with the endpoint
    Bytes,
    /// The rules, the quotas and the import of a list, in Chromium
    Law,
    /// How many syncs of one edit the endpoint answers in a second on SQLite and on PostgreSQL, its memory, its cold start
    Endpoint,
    /// This app beside PouchDB and RxDB over a weak line, in Chromium: requests, bytes, seconds, storage
    Peers,
}

#[derive(Serialize, Deserialize)]
struct Report {
    rows: Vec<Row>,
}

#[derive(Serialize, Deserialize)]
struct Row {
    name: String,
    value: f64,
    unit: String,
    budget: Option<f64>,
    /// Whether the budget is the least that is asked and not the most that is granted.
    #[serde(default)]
    least: bool,
    ok: bool,
}

impl Row {
    fn bytes(name: String, bytes: u64, budget: Option<u64>) -> Self {
        Self {
            name,
            value: bytes as f64,
            unit: "B".to_owned(),
            budget: budget.map(|budget| budget as f64),
            least: false,
            ok: budget.is_none_or(|budget| bytes <= budget),
        }
    }
}

/// Measures, prints and writes.
pub(crate) fn bench(name: Name, document: bool) -> Result<ExitCode> {
    let folder = workspace::output().join("bench");
    std::fs::create_dir_all(&folder)?;
    let mut figures = Vec::new();
    let (title, rows) = match name {
        Name::Bytes => ("bytes", bytes(&folder)?),
        Name::Law => ("law", law(&folder)?),
        Name::Endpoint => ("endpoint", endpoint(&folder)?),
        Name::Peers => {
            figures = peers::measure(&folder)?;
            ("peers", peers::judged(&figures)?)
        }
    };
    print!("{}", table(&rows));
    match name {
        Name::Endpoint if document => document::write(&rows)?,
        Name::Peers if document => peers::write(&figures)?,
        Name::Bytes | Name::Law | Name::Endpoint | Name::Peers => {}
    }
    let path = folder.join(format!("{title}.json"));
    let well = rows.iter().all(|row| row.ok);
    std::fs::write(&path, serde_json::to_string_pretty(&Report { rows })? + "\n")?;
    println!("Written to {}", path.display());
    Ok(if well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn bytes(folder: &Path) -> Result<Vec<Row>> {
    let mut rows = first_screen(&app::build()?)?;
    // The exchanges are measured by a program of the endpoint's crate, which knows the wire.
    let path = folder.join("bytes-sync.json");
    let mut example =
        cargo(["run", "--quiet", "--release", "-p", "thidua-endpoint", "--example", "bench_bytes", "--"]);
    run(example.arg("--json").arg(&path))?;
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    rows.extend(serde_json::from_str::<Report>(&text)?.rows);
    std::fs::remove_file(path)?;
    Ok(rows)
}

/// The program itself, measured from outside by an example of its crate. Without PostgreSQL on SQLite alone.
fn endpoint(folder: &Path) -> Result<Vec<Row>> {
    let server =
        postgres::Server::start().inspect_err(|error| println!("skipped: PostgreSQL. {error:#}")).ok();
    let path = folder.join("endpoint-measured.json");
    run(&mut cargo(["build", "--quiet", "--release", "-p", "thidua-endpoint", "--bin", "thidua-endpoint"]))?;
    let program = workspace::cargo_target().join("release/thidua-endpoint");
    let mut example =
        cargo(["run", "--quiet", "--release", "-p", "thidua-endpoint", "--example", "bench_endpoint", "--"]);
    example.arg("--program").arg(program);
    if let Some(server) = &server {
        example.args(["--postgres", &server.url()]);
    }
    run(example.arg("--json").arg(&path))?;
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    std::fs::remove_file(path)?;
    Ok(serde_json::from_str::<Report>(&text)?.rows)
}

/// The rules by the module of `crates/law-bench`, compiled as the app is; the import by the app itself.
fn law(folder: &Path) -> Result<Vec<Row>> {
    let mut script = browser::script("bench-law.mjs")?;
    let place = workspace::output().join("law-bench");
    std::fs::create_dir_all(&place)?;
    let profile = ["--profile", "wasm-release", "--target", "wasm32-unknown-unknown"];
    // As in `worker`: the relocations by which the app is cut in parts are of no use here.
    let mut compile = cargo(["build", "-p", "thidua-law-bench"]);
    run(compile.args(profile).env_remove("RUSTFLAGS").env("CARGO_ENCODED_RUSTFLAGS", ""))?;
    let built = workspace::cargo_target().join("wasm32-unknown-unknown/wasm-release/thidua_law_bench.wasm");
    run(program("wasm-bindgen")
        .args(["--target", "web", "--no-typescript", "--out-dir"])
        .arg(&place)
        .arg(built))?;
    let module = place.join("thidua_law_bench_bg.wasm");
    run(program("wasm-opt").arg("-Oz").args(parts::FEATURES).arg("-o").arg(&module).arg(&module))?;
    let path = folder.join("law-browser.json");
    run(script.env("THIDUA_LAW_BENCH", &place).env("THIDUA_REPORT", &path))?;
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    std::fs::remove_file(path)?;
    Ok(serde_json::from_str::<Report>(&text)?.rows)
}

/// Each file that a browser fetches to show the first screen (signing in) and after it the first list (what is to be done), as it
/// goes over the wire; and, apart from them, the parts that come when they are opened or when the app is installed.
fn first_screen(dist: &Path) -> Result<Vec<Row>> {
    let mut files = Vec::new();
    app::walk(dist, &mut files)?;
    files.sort();
    let (mut rows, mut later) = (Vec::new(), Vec::new());
    let (mut total, mut of_list) = (0, 0);
    let needs = parts::needs::kept()?;
    let first_list: BTreeSet<_> =
        parts::OF_FIRST_LIST.iter().filter_map(|part| needs.get(*part)).flatten().collect();
    ensure!(
        !first_list.is_empty(),
        "the parts of the first list have other names than {:?}",
        parts::OF_FIRST_LIST
    );
    ensure!(
        first_list.iter().all(|name| dist.join(name).exists()),
        "what is known of the parts is of another build than dist/: build anew"
    );
    for file in files {
        let name = file.strip_prefix(dist)?.to_string_lossy().into_owned();
        let is_later = is_later(&name);
        if !is_later && !is_of_first_screen(&name) {
            continue;
        }
        let compressed = dist.join(format!("{name}.br"));
        let bytes = std::fs::metadata(if compressed.exists() { compressed } else { file })?.len();
        if first_list.contains(&name) {
            of_list += bytes;
            rows.push(Row::bytes(format!("app, first list: {name}"), bytes, None));
        } else if is_later {
            later.push(Row::bytes(format!("app, later: {name}"), bytes, None));
        } else {
            total += bytes;
            rows.push(Row::bytes(format!("app: {name}"), bytes, None));
        }
    }
    rows.push(Row::bytes("app: first screen".to_owned(), total, Some(FIRST_SCREEN)));
    rows.push(Row::bytes("app: first list, after that".to_owned(), of_list, Some(FIRST_LIST)));
    rows.extend(later);
    Ok(rows)
}

/// The parts of the app and the worker, which are fetched when they are first needed or when the app is installed.
fn is_later(name: &str) -> bool {
    (name.starts_with(parts::PREFIX) && name.ends_with(".wasm"))
        || name == worker::SCRIPT
        || (name.starts_with(worker::PREFIX) && name.ends_with(".wasm"))
}

/// The service worker's script and the icons come after the app has started.
fn is_of_first_screen(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or_default();
    matches!(ending, "html" | "js" | "wasm" | "css" | "woff2" | "webmanifest")
        && name != "sw.js"
        && !is_later(name)
        || name == "favicon.svg"
}

fn table(rows: &[Row]) -> String {
    let width = rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for row in rows {
        let bound = |budget| if row.least { format!("≥ {}", grouped(budget)) } else { grouped(budget) };
        let budget = row.budget.map_or_else(|| "–".to_owned(), bound);
        let verdict = match (row.budget, row.ok) {
            (_, false) if row.least => "UNDER",
            (_, false) => "OVER",
            (None, true) => "",
            (Some(_), true) => "ok",
        };
        let value = grouped(row.value);
        text +=
            format!("{:width$}  {value:>12} {:<5} {budget:>12}  {verdict}", row.name, row.unit).trim_end();
        text.push('\n');
    }
    text
}

/// 1234567.5 as `1 234 567.5`.
fn grouped(value: f64) -> String {
    let text = format!("{:.1}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, "0"));
    let mut out = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            out.push(' ');
        }
        out.push(digit);
    }
    if fraction != "0" {
        out = format!("{out}.{fraction}");
    }
    if value < 0.0 { format!("-{out}") } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_grouped_and_keep_their_tenth() {
        assert_eq!(grouped(300_000.0), "300 000");
        assert_eq!(grouped(1_234_567.5), "1 234 567.5");
        assert_eq!(grouped(42.0), "42");
    }

    #[test]
    fn a_row_is_judged_by_its_budget_alone() {
        assert!(Row::bytes("a".into(), 10, None).ok);
        assert!(Row::bytes("a".into(), 10, Some(10)).ok);
        let over = Row::bytes("a".into(), 11, Some(10));
        assert!(!over.ok);
        assert!(table(&[over]).contains("OVER"));
    }

    #[test]
    fn a_report_of_another_program_is_read() {
        let text =
            r#"{"rows":[{"name":"sync: nothing new","value":2,"unit":"requests","budget":null,"ok":true}]}"#;
        let report: Report = serde_json::from_str(text).unwrap();
        assert_eq!(report.rows[0].budget, None);
        let text =
            r#"{"rows":[{"name":"syncs","value":1,"unit":"1/s","budget":2000,"least":true,"ok":false}]}"#;
        let report: Report = serde_json::from_str(text).unwrap();
        assert!(table(&report.rows).contains("≥ 2 000  UNDER"), "{}", table(&report.rows));
    }

    #[test]
    fn the_first_screen_counts_what_the_page_fetches() {
        let counted =
            ["index.html", "thidua-1.js", "thidua-1_bg.wasm", "app-1.css", "start.js", "favicon.svg"];
        assert!(counted.iter().all(|name| is_of_first_screen(name)));
        assert!(
            [
                "sw.js",
                "icons/icon-192.png",
                "app-1.css.br",
                "icons/icon.svg",
                "part-records-1.wasm",
                "worker.js",
                "worker-1.wasm"
            ]
            .iter()
            .all(|n| !is_of_first_screen(n))
        );
    }
}
