//! Charts: a drawing that a screen reader tells in words, and the figures behind it as a table. Whether something is reached
//! is told by a pattern as well as by a colour.

mod bars;
mod line;

use leptos::prelude::*;

pub(crate) use bars::{Bar, Bars};
pub(crate) use line::{Line, Mark};

/// How wide a drawing is, in its own units; it is drawn as wide as its place.
const WIDTH: i64 = 360;

/// A chart with what is said of it.
pub(crate) struct Chart {
    /// Tells it from others on the page: ids are made of it.
    pub(crate) id: &'static str,
    /// Its name.
    pub(crate) title: String,
    /// What it shows, for whoever does not see it.
    pub(crate) told: String,
    /// How high it is, and the drawing itself.
    pub(crate) drawing: (i64, AnyView),
    /// The figures behind it.
    pub(crate) table: Table,
}

/// The figures behind a chart.
pub(crate) struct Table {
    /// The word that shows them.
    pub(crate) word: &'static str,
    /// What stands in each column.
    pub(crate) heads: Vec<String>,
    /// The rows; the first of each is its name.
    pub(crate) rows: Vec<Vec<String>>,
}

impl Chart {
    /// The chart, and its table behind a disclosure.
    pub(crate) fn draw(self) -> AnyView {
        let (height, drawing) = self.drawing;
        let (title_id, told_id) = ([self.id, "-title"].concat(), [self.id, "-told"].concat());
        let labelled = [title_id.as_str(), " ", &told_id].concat();
        let frame = ["0 0 ", &WIDTH.to_string(), " ", &height.to_string()].concat();
        view! {
            <figure class="chart stack">
                <figcaption><h3>{self.title.clone()}</h3></figcaption>
                <svg viewBox=frame role="img" aria-labelledby=labelled>
                    <title id=title_id>{self.title.clone()}</title>
                    <desc id=told_id>{self.told}</desc>
                    {drawing}
                </svg>
                <details>
                    <summary>{self.table.word}</summary>
                    {self.table.draw(&self.title)}
                </details>
            </figure>
        }
        .into_any()
    }
}

impl Table {
    fn draw(self, caption: &str) -> AnyView {
        let heads: Vec<_> =
            self.heads.into_iter().map(|head| view! { <th scope="col">{head}</th> }).collect();
        let row = |row: Vec<String>| {
            let cells: Vec<_> = row
                .into_iter()
                .enumerate()
                .map(|(at, cell)| match at {
                    0 => view! { <th scope="row">{cell}</th> }.into_any(),
                    _ => view! { <td class="number">{cell}</td> }.into_any(),
                })
                .collect();
            view! { <tr>{cells}</tr> }
        };
        let rows: Vec<_> = self.rows.into_iter().map(row).collect();
        view! {
            <div class="sideways" tabindex="0" role="region" aria-label=caption.to_owned()>
                <table class="figures-table">
                    <caption class="unseen">{caption.to_owned()}</caption>
                    <thead><tr>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    }
}

/// A text in lines of at most so many letters, broken between words. SVG breaks none by itself.
fn lines(text: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A line of text at a place; `class` says how it looks.
fn text(x: i64, y: i64, class: &'static str, words: String) -> AnyView {
    view! { <text x=x y=y class=class>{words}</text> }.into_any()
}
