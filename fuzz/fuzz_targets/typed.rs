//! What people type: numbers, days, years, codes on slips; and ids and digests as they travel.

#![no_main]

use libfuzzer_sys::fuzz_target;
use thidua_domain::decimal::{self, Notation};
use thidua_domain::evidence::FileDigest;
use thidua_domain::record::RecordId;
use thidua_domain::rule_set::{AwardYear, CivilDate};
use thidua_domain::slip;
use thidua_passkey::Site;

fuzz_target!(|text: &str| {
    for notation in [Notation::Vietnamese, Notation::English] {
        if let Ok(number) = decimal::parse(text, notation) {
            let written = decimal::format(number, notation);
            assert_eq!(decimal::parse(&written, notation), Ok(number), "{written}");
            let _share = (decimal::per_mille(number, number), decimal::per_mille(number, one(notation)));
        }
    }
    if let Ok(day) = CivilDate::parse_typed(text) {
        assert_eq!(day.to_string().parse(), Ok(day));
        assert_eq!(CivilDate::new(day.year(), day.month(), day.day()), Ok(day));
        assert!(day.next() >= day && day.next().days_since(day) <= 1);
        let written = format!("{}/{}/{:04}", day.day(), day.month(), day.year());
        assert_eq!(CivilDate::parse_typed(&written), Ok(day), "{written}");
    }
    if let Ok(day) = text.parse::<CivilDate>() {
        assert_eq!(day.to_string(), text);
    }
    if let Ok(year) = text.parse::<AwardYear>() {
        assert_eq!(AwardYear::try_from(i64::from(year)), Ok(year));
        assert_eq!(year.to_string().parse(), Ok(year));
    }
    if let Some(code) = slip::read(text) {
        assert_eq!(slip::read(&slip::written(code)), Some(code));
    }
    if let Ok(record) = text.parse::<RecordId>() {
        assert_eq!(record.to_string(), text.to_ascii_lowercase());
    }
    if let Ok(digest) = text.parse::<FileDigest>() {
        assert_eq!(digest.to_string(), text);
    }
    if let Some(site) = Site::of_origin(text) {
        assert_eq!(site.origin(), text);
        assert!(!site.id().is_empty() && text.contains(site.id()));
    }
});

fn one(notation: Notation) -> thidua_domain::record::Decimal {
    decimal::parse("1", notation).expect("a number")
}
