//! One quota: how many were proposed, how many places there are, what is left, and how that was worked out.

use leptos::prelude::*;
use thidua_domain::law::quota::Meter;
use thidua_domain::law::rule::RuleId;

use super::words::QuotaWords;
use crate::locale::Words;

/// The rule behind a quota.
pub(super) fn rule(meter: &Meter) -> Option<RuleId> {
    meter.rule
}

/// Whether more were proposed than there are places.
pub(super) fn is_over(meter: &Meter) -> bool {
    meter.left().is_some_and(|left| left < 0)
}

/// A quota.
pub(super) fn draw(_app: &'static Words, _words: &'static QuotaWords, meter: &Meter) -> AnyView {
    view! { <h2>{meter.used}</h2> }.into_any()
}
