//! A line over a few years: each year with its figure in words, and a gap where there is none.

use leptos::prelude::*;

use super::{WIDTH, text};

const TOP: i64 = 34;
const HIGH: i64 = 120;
const FOOT: i64 = 34;

/// One year of a line.
pub(crate) struct Mark {
    /// What stands below it.
    pub(crate) name: String,
    /// How high it is, of [`Line::FULL`]; nothing where there is no figure.
    pub(crate) height: Option<i64>,
    /// Its figure in words.
    pub(crate) told: String,
}

/// A line through the years that have a figure.
pub(crate) struct Line {
    /// The years, oldest first.
    pub(crate) marks: Vec<Mark>,
}

impl Line {
    /// The height of the highest mark.
    pub(crate) const FULL: i64 = 10_000;

    /// How high it is, and the drawing.
    pub(crate) fn draw(self) -> (i64, AnyView) {
        let count = i64::try_from(self.marks.len()).unwrap_or(1).max(1);
        let ground = TOP + HIGH;
        let x_of = |at: usize| {
            let at = i64::try_from(at).unwrap_or_default();
            (2 * at + 1) * WIDTH / (2 * count)
        };
        let y_of = |height: i64| ground - height.clamp(0, Self::FULL) * HIGH / Self::FULL;
        let mut drawn =
            vec![view! { <line x1="0" x2=WIDTH y1=ground y2=ground class="axis"></line> }.into_any()];
        let mut before: Option<(i64, i64)> = None;
        for (at, mark) in self.marks.into_iter().enumerate() {
            let x = x_of(at);
            drawn.push(text(x, ground + 20, "middle", mark.name));
            let here = mark.height.map(|height| (x, y_of(height)));
            let Some((_, y)) = here else {
                drawn.push(text(x, ground - 8, "middle small", mark.told));
                before = None;
                continue;
            };
            if let Some((x1, y1)) = before {
                drawn.push(view! { <line x1=x1 y1=y1 x2=x y2=y class="way"></line> }.into_any());
            }
            drawn.push(view! { <circle cx=x cy=y r="5" class="point"></circle> }.into_any());
            drawn.push(text(x, y - 12, "middle small", mark.told));
            before = here;
        }
        (ground + FOOT, drawn.into_any())
    }
}
