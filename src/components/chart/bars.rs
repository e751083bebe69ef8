//! Bars: one for each thing, its name above it and its figure in words beside the name.

use leptos::prelude::*;

use super::{WIDTH, lines, text};

/// As many letters of a name stand in a line.
const LETTERS: usize = 40;
const LINE: i64 = 17;
const THICK: i64 = 16;
const GAP: i64 = 16;
const LEGEND: i64 = 26;

/// One bar.
pub(crate) struct Bar {
    /// What it is of.
    pub(crate) name: String,
    /// How long it is, in the measure of the chart.
    pub(crate) length: i64,
    /// Its figure in words.
    pub(crate) told: String,
    /// Whether what was to be reached is reached.
    pub(crate) is_reached: bool,
}

/// Bars beneath each other, with a mark across them for what was to be reached.
pub(crate) struct Bars {
    /// Tells the patterns from those of other charts on the page.
    pub(crate) id: &'static str,
    /// The bars.
    pub(crate) bars: Vec<Bar>,
    /// What was to be reached, in the measure of the chart, and what the mark is called.
    pub(crate) mark: (i64, &'static str),
    /// What the looks of a bar mean: reached, and not reached.
    pub(crate) legend: (&'static str, &'static str),
}

impl Bars {
    /// How high they are, and the drawing.
    pub(crate) fn draw(self) -> (i64, AnyView) {
        let hatch = [self.id, "-hatch"].concat();
        let fill = ["url(#", &hatch, ")"].concat();
        let longest = self.bars.iter().map(|bar| bar.length).fold(self.mark.0, i64::max).max(1);
        let scaled = |length: i64| {
            i64::try_from(i128::from(length.max(0)) * i128::from(WIDTH - 2) / i128::from(longest))
                .unwrap_or(WIDTH)
        };
        let at = scaled(self.mark.0);
        let mut y = LINE;
        let mut drawn =
            vec![text(at, y - 4, if 2 * at > WIDTH { "end small" } else { "small" }, self.mark.1.to_owned())];
        for bar in &self.bars {
            for line in lines(&bar.name, LETTERS) {
                y += LINE;
                drawn.push(text(0, y - 4, "name", line));
            }
            y += LINE;
            drawn.push(text(0, y - 4, "small", bar.told.clone()));
            let (width, class) = (scaled(bar.length), if bar.is_reached { "done" } else { "wait" });
            let (above, below, wide) = (y - 2, y + THICK + 2, WIDTH - 2);
            // The attribute gives way to the style of the class, where that has a fill of its own.
            let behind = (!bar.is_reached).then(|| fill.clone());
            drawn.push(
                view! {
                    <rect x="0" y=y width=wide height=THICK class="track"></rect>
                    <rect x="0" y=y width=width height=THICK class=class fill=behind></rect>
                    <line x1=at x2=at y1=above y2=below class="mark"></line>
                }
                .into_any(),
            );
            y += THICK + GAP;
        }
        drawn.push(self.legend_at(y, &fill));
        let pattern = view! {
            <defs>
                <pattern id=hatch width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <rect width="6" height="6" class="ground"></rect>
                    <rect width="3" height="6" class="stripe"></rect>
                </pattern>
            </defs>
        };
        (y + LEGEND, view! { {pattern} {drawn} }.into_any())
    }

    fn legend_at(&self, y: i64, fill: &str) -> AnyView {
        let middle = WIDTH / 2;
        let fill = fill.to_owned();
        view! {
            <rect x="0" y=y width="16" height="12" class="done"></rect>
            {text(22, y + 11, "small", self.legend.0.to_owned())}
            <rect x=middle y=y width="16" height="12" class="wait" fill=fill></rect>
            {text(middle + 22, y + 11, "small", self.legend.1.to_owned())}
        }
        .into_any()
    }
}
