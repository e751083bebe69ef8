//! `cargo xtask bench peers`: this app beside two other engines, on the same nominations, browser and weak line. What runs at
//! the ends of the line is in `bench/peers`; here it is started, judged and written down.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::document::{self, Place};
use super::{Row, grouped};
use crate::process::{cargo, program, run};
use crate::{browser, weak_link, workspace};

const OURS: &str = "Thi Đua";
const POUCHDB: &str = "PouchDB 9";
const RXDB: &str = "RxDB 17";
const SYSTEMS: [&str; 3] = [OURS, POUCHDB, RXDB];
/// What goes over the line, in the order of the table.
const EXCHANGES: [&str; 5] =
    ["first pull of 1,000", "first pull of 10,000", "nothing new", "one edit", "200 new up"];
/// What stays on the device.
const LOCAL: [&str; 4] = ["local save", "its write alone", "read all of 10,000", "storage of 10,000"];
/// Of RxDB's bytes, at most.
const SHARES: [(&str, f64); 2] = [("first pull of 1,000", 0.75), ("200 new up", 0.4)];

/// The table's place.
pub(super) const PLACE: Place =
    Place { file: "docs/benchmarks.md", begin: "<!-- cargo xtask bench peers --document: begin -->" };

/// What one system needed in one row. Bytes are bodies and the protocol's own headers; `all` has HTTP's in it.
#[derive(Deserialize, Clone, Default)]
pub(super) struct Figure {
    system: String,
    row: String,
    #[serde(default)]
    requests: f64,
    #[serde(default)]
    up: f64,
    #[serde(default)]
    down: f64,
    #[serde(default)]
    all: f64,
    #[serde(default)]
    seconds: f64,
    #[serde(default)]
    bytes: f64,
}

impl Figure {
    fn own(&self) -> f64 {
        self.up + self.down
    }
}

/// Measures. Takes some twenty minutes, and the machine should do nothing else.
pub(super) fn measure(folder: &Path) -> Result<Vec<Figure>> {
    let here = workspace::root().join("bench/peers");
    packages(&here)?;
    let rig = weak_link::build()?;
    let script = browser::script("../../bench/peers/near.mjs")?;
    let work = folder.join("peers");
    let _ = std::fs::remove_dir_all(&work);
    for count in ["1000", "10000"] {
        println!("Making {count} nominations.");
        let mut example =
            cargo(["run", "--quiet", "--release", "-p", "thidua-endpoint", "--example", "bench_bytes", "--"]);
        run(example.arg("--fill").arg(work.join(count)).args(["--count", count]))?;
    }
    let report = work.join("figures.json");
    let mut credentials = program("node");
    run(credentials.arg(here.join("credentials.mjs")).env("THIDUA_PEERS", &work))?;

    // The far end is told what to do by a file of the system, which is there when it listens.
    let mut line = program(&rig.to_string_lossy());
    line.args(["--far", &format!("exec node '{}'", here.join("far.mjs").display()), "--"]);
    line.args([script.get_program()]).args(script.get_args());
    for (name, value) in script.get_envs() {
        match value {
            Some(value) => line.env(name, value),
            None => line.env_remove(name),
        };
    }
    // Paths of sockets may have a hundred letters at most.
    let control = std::env::temp_dir().join(format!("thidua-peers-{}", std::process::id()));
    line.env("THIDUA_PEERS", &work).env("THIDUA_CONTROL", &control).env("THIDUA_REPORT", &report);
    let ran = run(&mut line);
    let _ = std::fs::remove_file(control);
    ran?;
    let text = std::fs::read_to_string(&report).context("the measuring has left no figures")?;
    Ok(serde_json::from_str(&text)?)
}

/// The peers, exactly as the lock file names them.
fn packages(here: &Path) -> Result<()> {
    let wanted = std::fs::read(here.join("package-lock.json")).context("bench/peers has no lock file")?;
    let stamp = here.join("node_modules/.installed-from");
    if std::fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    println!("→ Fetching the engines to be measured against. Once, a minute.");
    run(program("npm").args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(here))?;
    std::fs::write(stamp, wanted)?;
    Ok(())
}

/// The figures of this app against what is aimed at: no peer does with less, and two shares of RxDB's bytes.
pub(super) fn judged(figures: &[Figure]) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for row in EXCHANGES {
        let ours = of(figures, OURS, row)?;
        let peers = [of(figures, POUCHDB, row)?, of(figures, RXDB, row)?];
        let least = |what: fn(&Figure) -> f64| peers.iter().map(|peer| what(peer)).fold(f64::MAX, f64::min);
        let requests = if row == "one edit" { 1.0 } else { least(|peer| peer.requests) };
        rows.push(judgement(format!("{row}: requests"), ours.requests, "", requests));
        let share = SHARES.iter().find(|(of, _)| *of == row).map(|(_, share)| *share);
        let bytes = match share {
            Some(share) => (of(figures, RXDB, row)?.own() * share).min(least(Figure::own)),
            None => least(Figure::own),
        };
        rows.push(judgement(format!("{row}: bytes"), ours.own(), "B", bytes));
        rows.push(judgement(format!("{row}: time"), ours.seconds, "s", least(|peer| peer.seconds)));
    }
    for row in LOCAL {
        let ours = of(figures, OURS, row)?;
        let peers = [of(figures, POUCHDB, row)?, of(figures, RXDB, row)?];
        let (unit, value): (_, fn(&Figure) -> f64) =
            if row.starts_with("storage") { ("B", |of| of.bytes) } else { ("ms", |of| of.seconds * 1000.0) };
        let least = peers.iter().map(|peer| value(peer)).fold(f64::MAX, f64::min);
        rows.push(judgement(row.to_owned(), value(ours), unit, least));
    }
    Ok(rows)
}

fn judgement(name: String, value: f64, unit: &str, most: f64) -> Row {
    Row { name, value, unit: unit.to_owned(), budget: Some(most), least: false, ok: value <= most }
}

fn of<'a>(figures: &'a [Figure], system: &str, row: &str) -> Result<&'a Figure> {
    let found = figures.iter().find(|figure| figure.system == system && figure.row == row);
    found.with_context(|| format!("{system} has no figure for {row}"))
}

/// Writes the table into the document.
pub(super) fn write(figures: &[Figure]) -> Result<()> {
    PLACE.write(&table(figures, &document::machine())?)
}

fn table(figures: &[Figure], machine: &str) -> Result<String> {
    let mut text = format!("Measured on {machine}, which both ends shared.\n\n");
    text += "| | | requests | bytes up | bytes down | with all of HTTP | seconds |\n|---|---|---:|---:|---:|---:|---:|\n";
    for row in EXCHANGES {
        for system in SYSTEMS {
            let of = of(figures, system, row)?;
            let Figure { requests, up, down, all, seconds, .. } = of;
            let cells = [requests, up, down, all].map(|value| grouped(*value));
            let name = if system == OURS { row } else { "" };
            writeln!(text, "| {name} | {system} | {} | {seconds:.1} |", cells.join(" | "))?;
        }
    }
    text += "\n| on the device | Thi Đua | PouchDB 9 | RxDB 17 |\n|---|---:|---:|---:|\n";
    for row in LOCAL {
        let cells = SYSTEMS
            .iter()
            .map(|system| {
                let of = of(figures, system, row)?;
                Ok(if row.starts_with("storage") {
                    format!("{:.1} MB", of.bytes / 1e6)
                } else {
                    format!("{:.0} ms", of.seconds * 1000.0)
                })
            })
            .collect::<Result<Vec<_>>>()?;
        writeln!(text, "| {row} | {} |", cells.join(" | "))?;
    }
    text += "\n";
    let missed: Vec<_> = judged(figures)?.into_iter().filter(|row| !row.ok).collect();
    if missed.is_empty() {
        text += "Every aim is reached.\n";
    } else {
        text += "Missed:\n\n";
        for Row { name, value, unit, budget, .. } in missed {
            let most = budget.map(grouped_tenth).unwrap_or_default();
            writeln!(text, "- {name}: {} {unit}, aimed at {most}", grouped_tenth(value))?;
        }
    }
    Ok(text)
}

fn grouped_tenth(value: f64) -> String {
    grouped((value * 10.0).round() / 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(ours: f64) -> Vec<Figure> {
        let of = |system: &str, row: &str, weight: f64| Figure {
            system: system.into(),
            row: row.into(),
            requests: 1.0,
            up: 100.0 * weight,
            down: 900.0 * weight,
            all: 2_000.0 * weight,
            seconds: weight,
            bytes: 1e6 * weight,
        };
        EXCHANGES
            .iter()
            .chain(&LOCAL)
            .flat_map(|row| [of(OURS, row, ours), of(POUCHDB, row, 3.0), of(RXDB, row, 2.0)])
            .collect()
    }

    #[test]
    fn the_aims_are_the_better_peer_and_two_shares_of_rxdb() {
        let rows = judged(&figures(1.0)).unwrap();
        let of = |name: &str| rows.iter().find(|row| row.name == name).unwrap();
        assert_eq!(of("first pull of 1,000: bytes").budget, Some(1_500.0));
        assert!(of("first pull of 1,000: bytes").ok);
        assert_eq!(of("200 new up: bytes").budget, Some(800.0));
        assert!(!of("200 new up: bytes").ok);
        assert!(of("nothing new: time").ok && of("storage of 10,000").ok);
    }

    #[test]
    fn the_table_says_what_is_missed() {
        let text = table(&figures(1.0), "a machine").unwrap();
        assert!(text.contains("| one edit | Thi Đua | 1 | 100 | 900 | 2 000 | 1.0 |"), "{text}");
        assert!(text.contains("- 200 new up: bytes: 1 000 B, aimed at 800"), "{text}");
        assert!(!text.contains("- nothing new"), "{text}");
        assert!(table(&figures(0.1), "a machine").unwrap().contains("Every aim is reached."));
    }

    #[test]
    fn a_system_without_a_figure_stops_it() {
        assert!(judged(&figures(1.0)[1..]).is_err());
    }
}
