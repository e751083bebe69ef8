//! What is known of one setting: what holds today and whose word that is, the default with its source, and everything
//! that was ever set, with what begins in the future.

use leptos::prelude::*;
use thidua_domain::law::rule::Confidence;
use thidua_domain::law::setting::{Entry, Setting};
use thidua_domain::record::{Field, Value};
use thidua_domain::setting::{REASON, SET_BY};

use super::{Screen, day, salary};
use crate::components::chip::{Chip, Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::live;
use crate::components::press::{Weight, button};
use crate::features::law_settings::Decided;
use crate::features::state;

/// What is known, followed as it changes.
pub(super) fn draw(screen: &Screen, entry: &'static Entry) -> AnyView {
    let screen = screen.clone();
    live(move || {
        let decided = screen.decided(entry.setting);
        let future = decided.iter().filter(|one| one.from > screen.today);
        let future = future.map(|one| coming(&screen, entry, one)).collect_view();
        view! {
            {today(&screen, entry, &decided)}
            {future}
            {default(&screen, entry)}
            {history(&screen, entry, &decided)}
        }
        .into_any()
    })
}

/// The value that holds where the committee has set nothing.
fn default_value(screen: &Screen, entry: &Entry) -> i64 {
    let of_the_day = (entry.setting == Setting::BaseSalary).then(|| salary::of_the_state(screen.today));
    of_the_day.flatten().unwrap_or(entry.default)
}

fn today(screen: &Screen, entry: &'static Entry, decided: &[Decided]) -> AnyView {
    let words = screen.words;
    let now = screen.now(decided).filter(|one| !salary::is_overtaken(screen, one));
    let value = now.map_or_else(|| default_value(screen, entry), |one| one.value);
    let chip = if now.is_some() {
        view! { <Chip tone=Tone::Done icon=Icon::Pencil word=words.is_set/> }
    } else {
        view! { <Chip tone=Tone::Plain icon=Icon::Work word=words.is_default/> }
    };
    let facts = now.map(|one| {
        let facts = facts(screen, one);
        view! { {facts} {state::chips(screen.app, &one.record)} }
    });
    view! {
        <div>
            <p class="help">{words.holds_today}</p>
            <p data-now><strong class="number">{screen.value(entry, value)}</strong></p>
        </div>
        <div class="chips">{chip}</div>
        {facts}
    }
    .into_any()
}

/// Since when, by whom and why.
fn facts(screen: &Screen, one: &Decided) -> AnyView {
    let words = screen.words;
    view! {
        <dl class="facts wide-facts">
            <div><dt>{words.since}</dt><dd class="number">{day(one.from)}</dd></div>
            <div><dt>{words.set_by}</dt><dd>{text(one, SET_BY)}</dd></div>
            <div class="whole"><dt>{words.reason}</dt><dd class="prose">{text(one, REASON)}</dd></div>
        </dl>
    }
    .into_any()
}

fn text(one: &Decided, field: Field) -> String {
    one.record.fields.get(&field).and_then(Value::as_text).unwrap_or_default().to_owned()
}

/// A value that begins in the future.
fn coming(screen: &Screen, entry: &'static Entry, one: &Decided) -> AnyView {
    let words = screen.words;
    let what = [words.from, &day(one.from), ": ", &screen.value(entry, one.value)].concat();
    view! {
        <Note tone=Tone::Wait icon=Icon::Clock>
            <p><strong>{what}</strong></p>
            <p>{words.future}</p>
        </Note>
    }
    .into_any()
}

fn default(screen: &Screen, entry: &'static Entry) -> AnyView {
    let words = screen.words;
    let (tone, icon) = match entry.confidence {
        Confidence::Confirmed => (Tone::Done, Icon::Tick),
        Confidence::Expected => (Tone::Wait, Icon::Clock),
        Confidence::Local => (Tone::Plain, Icon::Pencil),
        Confidence::Draft => (Tone::Wait, Icon::Alert),
    };
    let sure = (words.sure)(entry.confidence);
    view! {
        <dl class="facts">
            <div><dt>{words.default}</dt><dd>{screen.value(entry, default_value(screen, entry))}</dd></div>
            <div><dt>{words.source}</dt><dd lang="vi">{entry.source}</dd></div>
            <div>
                <dt>{words.how_sure}</dt>
                <dd class="chips"><Chip tone=tone icon=icon word=sure/></dd>
            </div>
        </dl>
    }
    .into_any()
}

/// Everything that was set and everything that was withdrawn, newest first.
fn history(screen: &Screen, entry: &'static Entry, decided: &[Decided]) -> Option<AnyView> {
    let withdrawn = screen.withdrawn(entry.setting);
    if decided.is_empty() && withdrawn.is_empty() {
        return None;
    }
    let words = screen.words;
    let summary = (words.history)(decided.len(), withdrawn.len());
    let all = decided.iter().rev().chain(withdrawn.iter().rev());
    let past = all.map(|one| past(screen, entry, one)).collect_view();
    Some(view! { <details><summary>{summary}</summary><ul class="rows">{past}</ul></details> }.into_any())
}

fn past(screen: &Screen, entry: &'static Entry, one: &Decided) -> AnyView {
    let words = screen.words;
    let value = screen.value(entry, one.value);
    let mark = if one.record.deleted {
        Some((Tone::Plain, Icon::Bin, words.withdrawn))
    } else {
        (one.from > screen.today).then_some((Tone::Wait, Icon::Clock, words.future))
    };
    let mark = mark.map(|(tone, icon, word)| view! { <Chip tone=tone icon=icon word=word/> });
    let way = screen.place.map(|_| {
        let (withdrawal, id) = (screen.withdrawal, one.record.id);
        if one.record.deleted {
            let back = move |()| withdrawal.bring_back(id);
            return button(Weight::Plain, Some(Icon::Return), screen.app.record().restore, back);
        }
        let what = [screen.name(entry), ": ", &value, ", ", words.from_day, &day(one.from)].concat();
        let ask = move |()| withdrawal.ask(id, what.clone());
        button(Weight::Plain, Some(Icon::Bin), words.withdraw, ask)
    });
    view! {
        <li class="row">
                <div class="chips"><strong class="number">{value}</strong> {mark}</div>
                {facts(screen, one)}
                {state::chips(screen.app, &one.record)}
                <div class="buttons">{way}</div>
        </li>
    }
    .into_any()
}
