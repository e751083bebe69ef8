//! The money that comes with the awards of a decision: for each dossier, and in all.

use std::sync::Arc;

use thidua_domain::decision;
use thidua_domain::dossier;
use thidua_domain::law::bonus::{base_salary_by, bonus_by};
use thidua_domain::law::setting::Settings;
use thidua_domain::nomination::Nomination;
use thidua_domain::record::Fields;
use thidua_domain::rule_set::CivilDate;

use crate::book::RecordView;
use crate::locale::{Locale, Words};

/// What is paid with one award, in đồng; `None` where no money comes with it.
pub(super) fn of(settings: &Settings, dossier: &Fields, day: CivilDate) -> Option<u64> {
    let nomination = Nomination::read(dossier);
    let rule_set = dossier::rule_set(dossier)?;
    bonus_by(settings, rule_set, nomination.award?, nomination.subject?, day).map(|bonus| bonus.amount)
}

/// What is paid with all of them; `None` where the base salary of the day is not known.
pub(super) fn total(settings: &Settings, decision: &Fields, listed: &[Arc<RecordView>]) -> Option<u64> {
    let day = decision::day(decision)?;
    base_salary_by(settings, day)?;
    let still = |record: &&Arc<RecordView>| dossier::State::of(&record.fields) != dossier::State::Revoked;
    Some(listed.iter().filter(still).filter_map(|record| of(settings, &record.fields, day)).sum())
}

/// An amount in đồng as it is read: 1.530.000 đồng.
pub(super) fn money(app: &Words, amount: u64) -> String {
    let point = match app.locale {
        Locale::Vi => '.',
        Locale::En => ',',
    };
    let digits = amount.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(point);
        }
        grouped.push(digit);
    }
    grouped.push_str(" đồng");
    grouped
}
