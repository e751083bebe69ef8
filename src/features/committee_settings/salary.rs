//! The base salary by day: what the State has set, as far as this app knows, joined with what the committee entered.
//!
//! A new decree may come before a new version of the app. Then the committee enters it, and of one day its figure
//! holds.

use leptos::prelude::*;
use thidua_domain::law::bonus;
use thidua_domain::law::setting::{Entry, Setting};
use thidua_domain::rule_set::CivilDate;

use super::{Screen, day};
use crate::components::chip::{Chip, Tone};
use crate::components::icon::Icon;
use crate::components::live::live;
use crate::features::law_settings::Decided;
use crate::order;

/// One base salary.
#[derive(Clone, Copy)]
struct Salary {
    from: CivilDate,
    amount: i64,
    of_committee: bool,
}

/// The base salary that the State has set for a day, as far as it is known here.
pub(super) fn of_the_state(on: CivilDate) -> Option<i64> {
    bonus::base_salary(on).and_then(|amount| i64::try_from(amount).ok())
}

/// Whether the State has set another base salary since, which holds today.
pub(super) fn is_overtaken(screen: &Screen, one: &Decided) -> bool {
    one.setting == Setting::BaseSalary
        && bonus::base_salaries().any(|(from, _)| one.from < from && from <= screen.today)
}

/// The list, newest first.
pub(super) fn draw(screen: &Screen, entry: &'static Entry) -> AnyView {
    let title = screen.words.salaries;
    let screen = screen.clone();
    let lines = live(move || {
        let all = joined(&screen);
        let now = all.iter().position(|salary| salary.from <= screen.today);
        let lines =
            all.iter().enumerate().map(|(place, salary)| line(&screen, entry, *salary, now == Some(place)));
        lines.collect_view().into_any()
    });
    view! { <div><p class="legend">{title}</p><ul class="plain-list">{lines}</ul></div> }.into_any()
}

/// What the State and the committee have set, newest first; of one day what the committee entered last comes first.
fn joined(screen: &Screen) -> Vec<Salary> {
    let known = bonus::base_salaries().filter_map(|(from, amount)| {
        Some(Salary { from, amount: i64::try_from(amount).ok()?, of_committee: false })
    });
    let entered = screen.decided(Setting::BaseSalary).into_iter().rev();
    let entered = entered.map(|one| Salary { from: one.from, amount: one.value, of_committee: true });
    let all: Vec<_> = entered.chain(known).collect();
    order::in_order(&all, |a, b| b.from.cmp(&a.from))
}

fn line(screen: &Screen, entry: &Entry, salary: Salary, holds: bool) -> AnyView {
    let words = screen.words;
    let by = if salary.of_committee { words.of_the_committee } else { words.of_the_state };
    let mark = if holds {
        Some((Tone::Done, Icon::Tick, words.now))
    } else {
        (salary.from > screen.today).then_some((Tone::Wait, Icon::Clock, words.future))
    };
    let mark = mark.map(|(tone, icon, word)| view! { <Chip tone=tone icon=icon word=word/> });
    view! {
        <li>
            <span>{[words.from, &day(salary.from), " · ", by].concat()}</span>
            <span class="chips">{mark} <strong class="number">{screen.value(entry, salary.amount)}</strong></span>
        </li>
    }
    .into_any()
}
