//! The titles that somebody received in past years, and how far that is known.

use litemap::LiteMap;

use super::fact::Truth;
use crate::rule_set::AwardYear;

/// The key under which a missing year is told.
const KEY: &str = "history";

/// For which years the list of titles is complete: in the others, what is not listed is not known.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Known {
    /// For all.
    #[default]
    All,
    /// From the first to the last of these.
    Within(AwardYear, AwardYear),
    /// For none.
    Nothing,
}

/// Titles by year. A title that was revoked is taken out: it counts for nothing any more (Law 2022, chapter VII; R47).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct History {
    titles: LiteMap<AwardYear, Vec<String>>,
    known: Known,
}

impl History {
    /// The same titles, known for these years.
    #[must_use]
    pub fn known(mut self, known: Known) -> Self {
        self.known = known;
        self
    }

    /// Whether it is complete for all years, as facts of a finished dossier are, and not a register that is being filled.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.known == Known::All
    }

    /// Adds a title of a year, by the award's identifier.
    pub fn add(&mut self, year: AwardYear, award: String) {
        if self.titles.get(&year).is_none() {
            self.titles.insert(year, Vec::new());
        }
        if let Some(titles) = self.titles.get_mut(&year) {
            titles.push(award);
        }
    }

    /// Adds all titles of another list.
    pub fn extend(&mut self, other: &Self) {
        for (year, titles) in &other.titles {
            for title in titles {
                if !self.has(*year, title) {
                    self.add(*year, title.clone());
                }
            }
        }
    }

    /// Takes out a title that was revoked.
    pub fn revoke(&mut self, year: AwardYear, award: &str) {
        if let Some(titles) = self.titles.get_mut(&year) {
            titles.retain(|title| title != award);
        }
    }

    /// Whether a title was received in a year, as far as it is listed.
    #[must_use]
    pub fn has(&self, year: AwardYear, award: &str) -> bool {
        self.titles.get(&year).is_some_and(|titles| titles.iter().any(|title| title == award))
    }

    /// Whether a title was received in a year.
    #[must_use]
    pub fn received(&self, year: AwardYear, award: &str) -> Truth {
        let is_known = match self.known {
            Known::All => true,
            Known::Within(first, last) => (first..=last).contains(&year),
            Known::Nothing => false,
        };
        match (self.has(year, award), is_known) {
            (true, _) => Truth::Yes,
            (false, true) => Truth::No,
            (false, false) => Truth::Unknown(vec![KEY]),
        }
    }

    /// Whether a title was received in each of the `years` years that end with `last`.
    #[must_use]
    pub fn running(&self, award: &str, last: AwardYear, years: u16) -> Truth {
        Truth::all((0..years).map(|back| self.years_before(last, back, award)))
    }

    /// Whether a title was received this year for the second time running: the one before it at most three years ago,
    /// the time in which the lower title must be earned anew. A proposal is made right after the second.
    #[must_use]
    pub fn twice_running(&self, award: &str, this: AwardYear) -> Truth {
        let before = Truth::any((1..=3).map(|back| self.years_before(this, back, award)));
        Truth::all([self.received(this, award), before])
    }

    fn years_before(&self, last: AwardYear, back: u16, award: &str) -> Truth {
        let year = last.get().checked_sub(back).and_then(|year| AwardYear::try_from(i64::from(year)).ok());
        year.map_or(Truth::No, |year| self.received(year, award))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_listed_is_no_only_where_the_list_is_complete() {
        let year = |year: i64| AwardYear::try_from(year).unwrap();
        let mut history = History::default();
        for of in [2021, 2022] {
            history.add(year(of), "a".to_owned());
        }
        let unknown = Truth::Unknown(vec!["history"]);
        let cases = [
            (Known::All, 2020, 3, Truth::No),
            (Known::All, 2022, 2, Truth::Yes),
            (Known::Nothing, 2022, 2, Truth::Yes),
            (Known::Nothing, 2022, 3, unknown.clone()),
            (Known::Within(year(2020), year(2022)), 2022, 3, Truth::No),
            (Known::Within(year(2021), year(2022)), 2022, 3, unknown.clone()),
            (Known::Within(year(2020), year(2022)), 2023, 3, unknown),
        ];
        for (known, last, years, expected) in cases {
            let told = history.clone().known(known).running("a", year(last), years);
            assert_eq!(told, expected, "{known:?} {last} {years}");
        }
    }
}
