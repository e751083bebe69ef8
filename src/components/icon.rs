//! The icons: strokes on a 24 × 24 grid, drawn for this app. Always beside a word, so hidden from screen readers.

use leptos::prelude::*;

/// What an icon shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Icon {
    /// A list with a tick: what is to be done.
    Work,
    /// A rosette: an award, a nomination.
    Award,
    /// A sheet with a signature: a pledge.
    Pledge,
    /// Three dots.
    More,
    /// A cross of two strokes.
    Plus,
    /// A magnifying glass.
    Search,
    /// A tick in a circle: safe, done.
    Safe,
    /// A tick.
    Tick,
    /// A phone or tablet: only on this device.
    Device,
    /// An arrow upwards: being sent.
    Sending,
    /// A broken line: no network.
    Offline,
    /// A triangle with a stroke: look here.
    Alert,
    /// Two sheets: two versions.
    Two,
    /// A key.
    Key,
    /// An arrow that returns.
    Return,
    /// A bin.
    Bin,
    /// A pencil.
    Pencil,
    /// An arrow to the left.
    Back,
    /// An arrow upwards, to move.
    Up,
    /// An arrow downwards, to move.
    Down,
    /// A clock.
    Clock,
    /// An arrow down to a line: to be fetched.
    Fetch,
    /// A camera.
    Camera,
    /// A picture of hills and a sun.
    Picture,
    /// A sheet with lines.
    Sheet,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Work => "M4 6l1.5 1.5L8 5M4 13l1.5 1.5L8 12M12 6.5h8M12 13.5h8M5 20h15",
            Self::Award => {
                "M12 3a6 6 0 1 1 0 12 6 6 0 0 1 0-12zM8.5 14l-1.5 7 5-2.6 5 2.6-1.5-7M12 6.6v4.8M9.6 9h4.8"
            }
            Self::Pledge => "M6 3h8l4 4v14H6zM14 3v4h4M9 11h6M9 14.5h6M9 18c1-1.4 1.8-1.4 2.3 0s1.4.8 2.2-.4",
            Self::More => {
                "M4 12a1 1 0 1 0 2 0 1 1 0 1 0-2 0zM11 12a1 1 0 1 0 2 0 1 1 0 1 0-2 0zM18 12a1 1 0 1 0 2 0 1 1 0 1 0-2 0z"
            }
            Self::Plus => "M12 5v14M5 12h14",
            Self::Search => "M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM16.2 16.2L21 21",
            Self::Safe => "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM8 12.3l2.8 2.8L16.3 9.4",
            Self::Tick => "M5 12.5l4.5 4.5L19.5 7",
            Self::Device => {
                "M8 3h8a1.5 1.5 0 0 1 1.5 1.5v15A1.5 1.5 0 0 1 16 21H8a1.5 1.5 0 0 1-1.5-1.5v-15A1.5 1.5 0 0 1 8 3zM11 18h2"
            }
            Self::Sending => "M12 20V5M6 11l6-6 6 6",
            Self::Offline => {
                "M4 4l16 16M5 12.6a10 10 0 0 1 4.2-2.5M19 12.6a10 10 0 0 0-5-2.8M8.5 16a5 5 0 0 1 6.2-.6M12 20h.01"
            }
            Self::Alert => "M12 4l9 16H3zM12 10v4.5M12 17.4v.1",
            Self::Two => "M9 3h11v13H9zM9 7H4v14h11v-5",
            Self::Key => "M8 11a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM11 12.5L19.5 4M16 7.5l3 3",
            Self::Return => "M9 14L4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
            Self::Bin => "M4 7h16M9 7V4h6v3M6 7l1 14h10l1-14M10 11v6M14 11v6",
            Self::Pencil => "M4 20l1-4.5L16.5 4l3.5 3.5L8.5 19zM14 6.5l3.5 3.5",
            Self::Back => "M15 5l-7 7 7 7",
            Self::Up => "M6 15l6-6 6 6",
            Self::Down => "M6 9l6 6 6-6",
            Self::Clock => "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 7v5.5l3.5 2",
            Self::Fetch => "M12 4v11M6.5 9.8L12 15.3l5.5-5.5M5 20h14",
            Self::Camera => "M4 8h4l1.5-3h5L16 8h4v11H4zM12 10a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7z",
            Self::Picture => {
                "M4 5h16v14H4zM4 16.5l4.5-4.5 4 4 2.5-2.5 5 5M15 8.6a1.2 1.2 0 1 1 0 2.4 1.2 1.2 0 0 1 0-2.4z"
            }
            Self::Sheet => "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 15h6M9 18h4",
        }
    }

    /// The drawing.
    pub(crate) fn draw(self) -> AnyView {
        view! {
            <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
                <path d=self.path()></path>
            </svg>
        }
        .into_any()
    }
}
