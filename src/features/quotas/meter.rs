//! One quota: how many were proposed, how many places there are, what is left, and how that was worked out.

use leptos::prelude::*;
use thidua_domain::law::quota::{Measured, Meter};
use thidua_domain::law::setting::{Setting, Settings};
use thidua_domain::rule_set::CivilDate;

use super::words::QuotaWords;
use crate::components::chip::{Chip, Tone};
use crate::components::icon::Icon;
use crate::locale::Words;

/// The setting that a quota follows.
fn setting(measured: Measured) -> Setting {
    match measured {
        Measured::BaseFighters => Setting::QuotaPercent,
        Measured::ProvincialFighters => Setting::ProvincialPercent,
        Measured::ExcellentCollectives => Setting::ExcellentPercent,
        Measured::GovernmentFlags => Setting::GovernmentFlagPercent,
        Measured::ProvincialFlags => Setting::FlagsOfGroup,
        Measured::DirectWorkers => Setting::DirectPercent,
    }
}

/// A quota.
pub(super) fn draw(
    app: &'static Words,
    words: &'static QuotaWords,
    meter: &Meter,
    settings: &Settings,
    day: CivilDate,
) -> AnyView {
    let named = words.measured(meter.measured);
    let (tone, icon, state) = match meter.left() {
        None => (Tone::Plain, Icon::Alert, words.no_limit.to_owned()),
        Some(_) if meter.base == 0 && meter.used == 0 => (Tone::Plain, Icon::Alert, words.nobody.to_owned()),
        Some(left) if left < 0 && meter.at_least => (Tone::Wait, Icon::Alert, (words.below)(-left)),
        Some(left) if left < 0 => (Tone::Wait, Icon::Alert, (words.over)(-left)),
        Some(_) if meter.at_least => (Tone::Done, Icon::Tick, words.enough.to_owned()),
        Some(0) => (Tone::Done, Icon::Tick, words.full.to_owned()),
        Some(left) => (Tone::Done, Icon::Tick, (words.left)(left)),
    };
    let places = meter.places.map(|places| places.to_string());
    let bar = meter.places.map(|places| {
        let label = [named.name, ": ", &meter.used.to_string(), "/", &places.to_string()].concat();
        let class = if meter.is_over() { "behind" } else { "" };
        view! { <progress class=class max=places.max(1) value=meter.used.min(places.max(1)) aria-label=label></progress> }
    });
    let figures = view! {
        <ul class="plain-list">
            <li><span>{named.used}</span><strong>{meter.used}</strong></li>
            <li><span>{named.base}</span><strong>{meter.base}</strong></li>
            {places.map(|places| view! { <li><span>{words.places(meter)}</span><strong>{places}</strong></li> })}
        </ul>
    };
    view! {
        <header class="stack">
            <h2>{named.name}</h2>
            <div class="chips"><Chip tone=tone icon=icon word=state/></div>
        </header>
        {bar}
        {figures}
        {how(app, words, meter, settings, day)}
    }
    .into_any()
}

/// How the places were worked out, and by what.
fn how(
    app: &'static Words,
    words: &'static QuotaWords,
    meter: &Meter,
    settings: &Settings,
    day: CivilDate,
) -> Option<AnyView> {
    let entry = setting(meter.measured).entry()?;
    let by_committee = settings.set_on(entry.setting, day).is_some();
    let share = meter.percent.filter(|_| meter.places.is_some()).map(|percent| {
        let hundredths = u64::from(meter.base) * u64::from(percent);
        let exact = thidua_domain::record::Decimal::new(i64::try_from(hundredths).unwrap_or(i64::MAX), 2);
        let exact = exact.map(|exact| thidua_domain::decimal::format(exact, app.locale.notation()));
        [&percent.to_string(), "% × ", &meter.base.to_string(), " = ", &exact.unwrap_or_default(), ". "]
            .concat()
    });
    let source =
        if by_committee { words.set_by_committee.to_owned() } else { [words.source, entry.source].concat() };
    let rule = meter.rule.map(|rule| [" (", &rule.to_string(), ")"].concat());
    Some(
        view! {
            <p class="small">{share}{source}{rule}</p>
            <p class="small"><a href="/settings">{app.nav().settings}</a></p>
        }
        .into_any(),
    )
}
