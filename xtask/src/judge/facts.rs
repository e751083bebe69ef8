//! The facts of a case: read by key, with a note of which were looked at, so that a misspelt one is told.

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::collections::BTreeSet;
use thidua_domain::award::Award;
use thidua_domain::law::fact::Fact;
use thidua_domain::law::history::{History, Known};
use thidua_domain::law::setting::{Setting, Settings};
use thidua_domain::rule_set::{AwardYear, CivilDate};

/// The facts of a case, and which of them were looked at.
pub(super) struct Facts<'c> {
    all: &'c Map<String, Value>,
    known: RefCell<BTreeSet<String>>,
}

impl<'c> Facts<'c> {
    pub(super) fn new(all: &'c Map<String, Value>) -> Self {
        Self { all, known: RefCell::default() }
    }

    pub(super) fn get(&self, key: &str) -> Option<&'c Value> {
        self.known.borrow_mut().insert(key.to_owned());
        self.all.get(key)
    }

    /// Facts that are told and decide nothing.
    pub(super) fn passed_over(&self, keys: &[&str]) {
        self.known.borrow_mut().extend(keys.iter().map(|key| (*key).to_owned()));
    }

    pub(super) fn unknown(&self) -> Vec<&'c String> {
        let known = self.known.borrow();
        self.all.keys().filter(|key| !known.contains(*key)).collect()
    }

    /// Refuses facts that nobody looked at, where facts stand within a fact.
    pub(super) fn nothing_else(&self) -> Result<()> {
        let unknown = self.unknown();
        ensure!(unknown.is_empty(), "nothing here knows {unknown:?}");
        Ok(())
    }

    /// A fact; `null` is `none` where that is a fact, and otherwise not entered yet.
    pub(super) fn fact<T>(
        &self,
        key: &str,
        none: Option<T>,
        read: impl Fn(&Value) -> Option<T>,
    ) -> Result<Fact<T>> {
        Ok(match self.get(key) {
            None => Fact::NotAsked,
            Some(Value::Null) => none.map_or(Fact::Missing, Fact::Is),
            Some(value) => Fact::Is(read(value).with_context(|| format!("{key} cannot be {value}"))?),
        })
    }

    pub(super) fn given<T>(&self, key: &str, read: impl Fn(&'c Value) -> Option<T>) -> Result<Option<T>> {
        let value = self.get(key).filter(|value| !value.is_null());
        value.map(|value| read(value).with_context(|| format!("{key} cannot be {value}"))).transpose()
    }

    pub(super) fn number(&self, key: &str) -> Result<Option<u32>> {
        self.given(key, |value| u32::try_from(value.as_u64()?).ok())
    }

    pub(super) fn flag(&self, key: &str) -> Result<Option<bool>> {
        self.given(key, Value::as_bool)
    }

    pub(super) fn text(&self, key: &str) -> Result<Option<&'c str>> {
        self.given(key, Value::as_str)
    }

    pub(super) fn day(&self, key: &str) -> Result<Option<CivilDate>> {
        self.given(key, |value| value.as_str()?.parse().ok())
    }

    pub(super) fn days(&self, key: &str) -> Result<Vec<CivilDate>> {
        let read = |value: &Value| value.as_array()?.iter().map(|day| day.as_str()?.parse().ok()).collect();
        Ok(self.given(key, read)?.unwrap_or_default())
    }

    /// Facts within a fact.
    pub(super) fn within(&self, key: &str) -> Result<Option<Facts<'c>>> {
        Ok(self.given(key, Value::as_object)?.map(Facts::new))
    }

    /// A list of facts within a fact.
    pub(super) fn list(&self, key: &str) -> Result<Vec<Facts<'c>>> {
        let all = self.given(key, Value::as_array)?.into_iter().flatten();
        all.map(|one| one.as_object().map(Facts::new).with_context(|| format!("{one} in {key}"))).collect()
    }

    pub(super) fn award(&self) -> Result<&'static Award> {
        self.given("award", |value| Award::by_id(value.as_str()?))?.context("no award is given")
    }

    /// What the committee has set. A setting is `{"from": day, "value": number}` or a list of those.
    pub(super) fn settings(&self) -> Result<Settings> {
        let mut settings = Settings::default();
        for (key, told) in self.given("settings", Value::as_object)?.into_iter().flatten() {
            let setting = Setting::from_key(key).with_context(|| format!("no setting {key}"))?;
            let values = told.as_array().map_or_else(|| vec![told], |values| values.iter().collect());
            for value in values {
                let facts = value.as_object().map(Facts::new).context("a setting is from and value")?;
                let from = facts.day("from")?.context("a setting holds from a day")?;
                let value = facts.given("value", Value::as_i64)?.context("a setting has a value")?;
                facts.nothing_else()?;
                ensure!(setting.takes(value), "{key} cannot be {value}");
                settings.set(setting, from, value);
            }
        }
        Ok(settings)
    }

    /// The titles, known since the year that is given, where one is.
    pub(super) fn history(&self, year: AwardYear) -> Result<Fact<History>> {
        let since = self.number("known_since")?;
        let titles = self.titles(year)?;
        let (Fact::Is(history), Some(since)) = (titles.clone(), since) else { return Ok(titles) };
        let last = AwardYear::try_from(i64::from(year.get()) - 1)?;
        Ok(Fact::Is(history.known(Known::Within(AwardYear::try_from(i64::from(since))?, last))))
    }

    /// Past years, this year's titles, and those that were revoked.
    pub(super) fn titles(&self, year: AwardYear) -> Result<Fact<History>> {
        let (past, this, revoked) = (self.get("history"), self.get("this_year"), self.get("revoked"));
        let mut history = History::default();
        let Some(past) = past else { return Ok(Fact::NotAsked) };
        if past.is_null() {
            return Ok(Fact::Missing);
        }
        for (year, award) in titles(past)? {
            history.add(year, award);
        }
        for award in this.and_then(Value::as_array).into_iter().flatten() {
            history.add(year, award.as_str().context("a title is a word")?.to_owned());
        }
        for (year, award) in revoked.map(titles).transpose()?.unwrap_or_default() {
            history.revoke(year, &award);
        }
        Ok(Fact::Is(history))
    }
}

fn titles(by_year: &Value) -> Result<Vec<(AwardYear, String)>> {
    let mut all = Vec::new();
    for (year, awards) in by_year.as_object().context("titles are told by year")? {
        for award in awards.as_array().context("the titles of a year are a list")? {
            let Some(award) = award.as_str() else { bail!("a title is a word") };
            ensure!(Award::by_id(award).is_some(), "no award {award}");
            all.push((year.parse()?, award.to_owned()));
        }
    }
    Ok(all)
}
