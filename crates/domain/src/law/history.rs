//! The titles that somebody received in past years.

use litemap::LiteMap;

use crate::rule_set::AwardYear;

/// Titles by year. A title that was revoked is taken out: it counts for nothing any more (Law 2022, chapter VII).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct History(LiteMap<AwardYear, Vec<String>>);

impl History {
    /// Adds a title of a year, by the award's identifier.
    pub fn add(&mut self, year: AwardYear, award: String) {
        self.0.entry(year).or_default().push(award);
    }

    /// Adds all titles of another list.
    pub fn extend(&mut self, other: &Self) {
        for (year, titles) in &other.0 {
            for title in titles {
                if !self.has(*year, title) {
                    self.add(*year, title.clone());
                }
            }
        }
    }

    /// Takes out a title that was revoked.
    pub fn revoke(&mut self, year: AwardYear, award: &str) {
        if let Some(titles) = self.0.get_mut(&year) {
            titles.retain(|title| title != award);
        }
    }

    /// Whether a title was received in a year.
    #[must_use]
    pub fn has(&self, year: AwardYear, award: &str) -> bool {
        self.0.get(&year).is_some_and(|titles| titles.iter().any(|title| title == award))
    }

    /// Whether a title was received in each of the `years` years that end with `last`.
    #[must_use]
    pub fn has_running(&self, award: &str, last: AwardYear, years: u16) -> bool {
        (0..years).all(|back| {
            last.get()
                .checked_sub(back)
                .and_then(|year| AwardYear::try_from(i64::from(year)).ok())
                .is_some_and(|year| self.has(year, award))
        })
    }

    /// Whether a title was received this year for the second time running: the one before it at most three years ago,
    /// the time in which the lower title must be earned anew. A proposal is made right after the second.
    #[must_use]
    pub fn has_twice_running(&self, award: &str, this: AwardYear) -> bool {
        let before = |back: u16| {
            let year =
                this.get().checked_sub(back).and_then(|year| AwardYear::try_from(i64::from(year)).ok());
            year.is_some_and(|year| self.has(year, award))
        };
        self.has(this, award) && (1..=3).any(before)
    }
}
