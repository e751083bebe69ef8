//! Figures as tables in the documents, each between two marks; and the table of the endpoint in `docs/operations.md`.

use std::fmt::Write as _;

use anyhow::{Context, Result};

use super::{Row, grouped};
use crate::workspace;

const END: &str = "<!-- end -->";
const ENDPOINT: Place =
    Place { file: "docs/operations.md", begin: "<!-- cargo xtask bench endpoint --document: begin -->" };

/// Where a table stands.
pub(super) struct Place {
    /// The document.
    pub(super) file: &'static str,
    /// The line before the table.
    pub(super) begin: &'static str,
}

impl Place {
    /// Writes a table in the place of the last one.
    pub(super) fn write(&self, table: &str) -> Result<()> {
        let path = workspace::root().join(self.file);
        let text =
            std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        std::fs::write(&path, self.replaced(&text, table)?)?;
        println!("Written into {}", path.display());
        Ok(())
    }

    /// The text with something else between the marks.
    fn replaced(&self, text: &str, table: &str) -> Result<String> {
        let Self { begin, .. } = self;
        let (before, rest) = text.split_once(begin).context("the mark where the table begins is missing")?;
        let (_, after) = rest.split_once(END).context("the mark where the table ends is missing")?;
        Ok(format!("{before}{begin}\n{table}{END}{after}"))
    }
}

/// Writes the table of the endpoint.
pub(super) fn write(rows: &[Row]) -> Result<()> {
    ENDPOINT.write(&table(rows, &machine()))
}

/// What was measured on, as far as Linux tells.
pub(super) fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let told = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = told.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or("unknown processors", |(_, model)| model.trim());
    format!("{cores} cores ({model})")
}

fn table(rows: &[Row], machine: &str) -> String {
    let of = |name: &str| rows.iter().find(|row| row.name == name).map(|row| grouped(row.value));
    let mut text =
        format!("Measured on {machine}, which the endpoint, the database and the devices of the test shared");
    if let Some(disk) = of("the disk makes 8 kB last in") {
        write!(text, "; its disk makes 8 kB last in {disk} ms").ok();
    }
    text += ". Each cell: syncs a second · the slowest of a hundred · processor time of the endpoint for a sync.\n\n";
    let forms = ["SQLite", "SQLite, naive", "PostgreSQL", "PostgreSQL, naive"];
    let measured: Vec<&str> =
        forms.into_iter().filter(|form| of(&format!("{form}, 1 at once: syncs")).is_some()).collect();
    writeln!(text, "| at once | {} |\n|---{}|", measured.join(" | "), "|---".repeat(measured.len())).ok();
    for at_once in [1, 16, 64] {
        write!(text, "| {at_once} |").ok();
        for form in &measured {
            let cell = |what: &str, unit: &str| {
                let value = of(&format!("{form}, {at_once} at once: {what}"));
                value.map_or_else(|| "–".to_owned(), |value| format!("{value}{unit}"))
            };
            let (syncs, slowest) = (cell("syncs", "/s"), cell("slowest of a hundred", " ms"));
            write!(
                text,
                " {syncs} · {slowest} · {} |",
                cell("processor time of the endpoint, a sync", " µs")
            )
            .ok();
        }
        text.push('\n');
    }
    text.push('\n');
    for row in rows
        .iter()
        .filter(|row| ["memory", "Lambda", "100,000"].iter().any(|begin| row.name.starts_with(begin)))
    {
        let budget = row.budget.map(|budget| format!(" (at most {})", grouped(budget))).unwrap_or_default();
        writeln!(text, "- {}: {} {}{budget}", row.name, grouped(row.value), row.unit).ok();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, value: f64) -> Row {
        Row { name: name.into(), value, unit: "1/s".into(), budget: None, least: false, ok: true }
    }

    #[test]
    fn a_table_stands_where_the_last_one_stood_and_nothing_else_moves() {
        let begin = ENDPOINT.begin;
        let text = format!("before\n{begin}\nold\n{END}\nafter\n");
        let wanted = format!("before\n{begin}\nnew\n{END}\nafter\n");
        assert_eq!(ENDPOINT.replaced(&text, "new\n").unwrap(), wanted);
        assert!(ENDPOINT.replaced("no marks", "new").is_err());
    }

    #[test]
    fn what_was_not_measured_has_no_column_and_a_missing_figure_a_dash() {
        let rows = [row("SQLite, 1 at once: syncs", 1234.5), row("memory with records: resident", 41.0)];
        let text = table(&rows, "a machine");
        assert!(text.contains("| at once | SQLite |\n|---|---|\n| 1 | 1 234.5/s · – · – |"), "{text}");
        assert!(text.contains("- memory with records: resident: 41 1/s"), "{text}");
    }
}
