//! How much of an answer the line takes at once.
//!
//! A page is stored with its cursor before the next is asked for, so a cut costs at most one page. On a line that cuts often,
//! small pages get through where large ones never would; on a good one, large pages cost fewer round trips.

/// The bytes, after compression, that the next answer may have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Appetite(u32);

/// What a device asks for that has nothing yet: it comes in the first flight of a fresh connection, and holds the newest
/// records, so that there is something to work with while the rest arrives. Not more than fills a screen: with a snapshot
/// they come once more.
const FIRST: u32 = LEAST;
/// The most that is asked for, which is the most that the endpoint gives.
const MOST: u32 = crate::server::MOST;
const USUAL: u32 = 64_000;
const LEAST: u32 = 8_000;

impl Default for Appetite {
    fn default() -> Self {
        Self(USUAL)
    }
}

impl Appetite {
    /// What the next request asks for. `begins` says that the device has nothing yet.
    #[must_use]
    pub const fn asks(self, begins: bool) -> u32 {
        if begins { FIRST } else { self.0 }
    }

    /// After an answer that came whole.
    #[must_use]
    pub const fn grown(self) -> Self {
        let more = self.0.saturating_add(self.0 / 2);
        Self(if more < MOST { more } else { MOST })
    }

    /// After an answer that was cut or came too slowly.
    #[must_use]
    pub const fn halved(self) -> Self {
        let less = self.0 / 2;
        Self(if less > LEAST { less } else { LEAST })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_page_is_as_small_as_any_may_be() {
        let fresh = Appetite::default();
        assert_eq!((fresh.asks(true), fresh.asks(false)), (8_000, 64_000));
        let weak = fresh.halved().halved().halved();
        assert_eq!((weak.asks(true), weak.asks(false)), (8_000, 8_000));
    }

    #[test]
    fn it_is_halved_after_a_cut_and_grows_after_success_within_bounds() {
        let fresh = Appetite::default();
        assert_eq!(fresh.grown().asks(false), 96_000);
        assert_eq!(fresh.grown().grown().asks(false), 96_000);
        assert_eq!(fresh.halved().asks(false), 32_000);
        assert_eq!(fresh.halved().halved().halved().halved().asks(false), 8_000);
        assert_eq!(fresh.halved().grown().asks(false), 48_000);
    }
}
