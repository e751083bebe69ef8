//! What was published of the real year: how many received what, and the year's figures.

use serde::Deserialize;
use serde_json::Number;

/// The facts as they stand in the data file.
#[derive(Clone, Debug, Deserialize)]
pub struct Facts {
    /// The names of the communes, without "xã".
    pub communes_vi: Vec<String>,
    /// How many received what.
    pub awards_2023: Vec<Counts>,
    /// The figures of the year.
    #[serde(default)]
    pub indicators_2023: Vec<Published>,
}

/// A figure of the year, as it was published.
#[derive(Clone, Debug, Deserialize)]
pub struct Published {
    /// The key of the indicator.
    pub id: String,
    /// What it is called.
    pub label_vi: String,
    /// What was reached.
    pub actual: Option<Number>,
    /// How that was told: over, nearly.
    #[serde(default)]
    pub qualifier_vi: String,
    /// By how much it grew, in percent.
    pub change_vs_previous_year_pct: Option<Number>,
    /// How much of the plan that was, in percent.
    pub plan_achieved_pct: Option<Number>,
    /// How that was told.
    #[serde(default)]
    pub plan_qualifier_vi: String,
    /// What part of the whole it was, in percent.
    pub share_pct: Option<Number>,
    /// What was counted, by name.
    #[serde(default)]
    pub items_vi: Vec<String>,
}

/// How many collectives and individuals received an award.
#[derive(Clone, Debug, Deserialize)]
pub struct Counts {
    /// The award's identifier.
    pub title: String,
    /// How many collectives.
    #[serde(default)]
    pub collectives: u32,
    /// How many individuals.
    #[serde(default)]
    pub individuals: u32,
    /// Who, where that was published: names of collectives, never of persons.
    #[serde(default)]
    pub recipients_vi: Vec<String>,
    /// For what, where that was published.
    #[serde(default)]
    pub reason_vi: String,
}

/// The text does not hold the facts of a year.
#[derive(Debug, thiserror::Error)]
#[error("not the facts of a year")]
pub struct FactsError(#[from] serde_json::Error);

impl Facts {
    /// Reads the facts.
    ///
    /// # Errors
    /// Where the text holds something else.
    pub fn parse(text: &str) -> Result<Self, FactsError> {
        Ok(serde_json::from_str(text)?)
    }

    /// What was published of an award; nothing where it was not given.
    #[must_use]
    pub fn of(&self, award: &str) -> Option<&Counts> {
        self.awards_2023.iter().find(|counts| counts.title == award)
    }
}
