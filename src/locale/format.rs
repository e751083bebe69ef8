//! Times, dates and sizes, by the browser's own `Intl`: nothing of it is in the app's bytes.

use js_sys::{Array, Function, Intl, Object, Reflect};
use thidua_domain::rule_set::CivilDate;
use wasm_bindgen::JsValue;

use super::Words;
use crate::web;

const MINUTE: f64 = 60_000.0;
const HOUR: f64 = 60.0 * MINUTE;
const DAY: f64 = 24.0 * HOUR;

/// How long ago, in words: "2 phút trước". Beyond a month, the date.
#[must_use]
pub(crate) fn ago(words: &Words, at_ms: f64) -> String {
    let past = web::now_ms() - at_ms;
    let (count, unit) = match past {
        past if past < MINUTE => return words.sync().just_now.to_owned(),
        past if past < HOUR => (past / MINUTE, "minute"),
        past if past < DAY => (past / HOUR, "hour"),
        past if past < 30.0 * DAY => (past / DAY, "day"),
        _ => return date(words, at_ms),
    };
    let format = Intl::RelativeTimeFormat::new(&tags(words), &Object::new());
    String::from(format.format(-count.floor(), unit))
}

/// The time of day; for another day than today with its date.
#[must_use]
pub(crate) fn clock(words: &Words, at_ms: f64) -> String {
    if date(words, at_ms) == date(words, web::now_ms()) {
        return formatted(words, at_ms, &[("hour", "2-digit"), ("minute", "2-digit")]);
    }
    date_time(words, at_ms)
}

/// The date and the time of day.
#[must_use]
pub(crate) fn date_time(words: &Words, at_ms: f64) -> String {
    let time = formatted(words, at_ms, &[("hour", "2-digit"), ("minute", "2-digit")]);
    [&date(words, at_ms), " ", &time].concat()
}

/// The date: dd/mm/yyyy.
#[must_use]
pub(crate) fn date(words: &Words, at_ms: f64) -> String {
    formatted(words, at_ms, &[("day", "2-digit"), ("month", "2-digit"), ("year", "numeric")])
}

/// A day of the calendar as it is written: dd/mm/yyyy in both languages. `None` where the text is no day.
#[must_use]
pub(crate) fn civil(day: &str) -> Option<String> {
    let day: CivilDate = day.parse().ok()?;
    let two = |number: u8| if number < 10 { ["0", &number.to_string()].concat() } else { number.to_string() };
    Some([&two(day.day()), "/", &two(day.month()), "/", &day.year().to_string()].concat())
}

fn formatted(words: &Words, at_ms: f64, parts: &[(&str, &str)]) -> String {
    let options = Object::new();
    for (name, value) in parts {
        // A fresh object takes any property.
        let _set = Reflect::set(&options, &(*name).into(), &(*value).into());
    }
    // British English writes the day first, like Vietnamese.
    let tag = if words.locale.tag() == "en" { "en-GB" } else { "vi" };
    let format = Intl::DateTimeFormat::new(&Array::of1(&tag.into()), &options);
    let format: Function = format.format();
    let at: JsValue = js_sys::Date::new(&at_ms.into()).into();
    format.call1(&JsValue::UNDEFINED, &at).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// Tenths of a percent, as a percentage: 1.052,5 %.
#[must_use]
pub(crate) fn percent(words: &Words, per_mille: i64) -> String {
    let figure = thidua_domain::record::Decimal::new(per_mille, 1)
        .map(|figure| thidua_domain::decimal::format(figure, words.locale.notation()));
    [&figure.unwrap_or_default(), "%"].concat()
}

/// A small number of bytes, as sync moves them: "820 B", "4 kB".
#[must_use]
pub(crate) fn bytes(words: &Words, bytes: usize) -> String {
    if bytes < 1000 { [&bytes.to_string(), " B"].concat() } else { size(words, bytes as f64) }
}

/// A size in kB, MB or GB, rounded to what a person wants to know.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "sizes are far below 2^63")]
pub(crate) fn size(words: &Words, bytes: f64) -> String {
    let (share, unit) = match bytes {
        bytes if bytes < 1e6 => (bytes / 1e3, " kB"),
        bytes if bytes < 1e9 => (bytes / 1e6, " MB"),
        _ => (bytes / 1e9, " GB"),
    };
    let scale = if share < 10.0 { 1 } else { 0 };
    let digits = (share * f64::from(10_i32.pow(scale))).round() as i64;
    let figure = thidua_domain::record::Decimal::new(digits, scale as u8);
    let figure = figure.map(|figure| thidua_domain::decimal::format(figure, words.locale.notation()));
    [&figure.unwrap_or_default(), unit].concat()
}

/// A span of time in whole minutes, at least one.
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a clock is not that wrong")]
pub(crate) fn minutes(span_ms: f64) -> usize {
    (span_ms.abs() / MINUTE).round().max(1.0) as usize
}

fn tags(words: &Words) -> Array {
    Array::of1(&words.locale.tag().into())
}
