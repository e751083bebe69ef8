//! The last steps: how far it is, what was found, and what was entered.

use leptos::prelude::*;
use thidua_documents::fault::Bad;
use thidua_documents::message::Skipped;

use super::{Found, Screen, faults};
use crate::components::chip::{Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::live_if;
use crate::components::press::{Weight, button, link};
use crate::web::download;

/// As many bad rows are listed; the rest can be fetched as a file.
const LISTED: usize = 100;

/// What went wrong, above the step.
pub(super) fn problem(screen: Screen) -> AnyView {
    live_if(move || {
        let error = screen.error.get()?;
        let note = view! {
            <div role="alert"><Note tone=Tone::Grave icon=Icon::Alert><p>{error}</p></Note></div>
        };
        Some(note.into_any())
    })
}

/// Something is under way.
pub(super) fn waiting(screen: Screen, what: &'static str, far: Option<(usize, usize)>) -> AnyView {
    let far = far.filter(|(_, all)| *all > 0);
    let bar = far.map(|(done, all)| view! { <progress max=all value=done aria-label=what></progress> });
    let told = far.map(|(done, all)| (screen.words.of)(done, all));
    view! {
        <section class="card">
            <p role="status"><strong>{what}</strong> " " {told}</p>
            {bar}
            <div class="buttons">
                {button(Weight::Other, None, screen.words.cancel, move |()| screen.cancel())}
            </div>
        </section>
    }
    .into_any()
}

/// What was found in the list.
pub(super) fn read(screen: Screen) -> AnyView {
    let words = screen.words;
    let found = screen.found.get_untracked();
    let Found { outcome, new } = &*found;
    let (new, bad) = (new.len(), rows_of(&outcome.bad));
    let there = outcome.good.len() - new;
    let line = |count: usize, word: &'static str| {
        (count > 0).then(|| view! { <li><span>{word}</span><strong>{count}</strong></li> })
    };
    let enter = (new > 0).then(|| {
        let label = (words.enter)(new);
        view! {
            <button type="button" class="button primary" on:click=move |_| screen.enter()>
                {Icon::Tick.draw()} {label}
            </button>
        }
    });
    let nothing = (new == 0).then(|| view! { <p>{words.nothing_new}</p> });
    view! {
        {problem(screen)}
        <section class="card">
            <h2 tabindex="-1">{words.found}</h2>
            <div role="status">
                <ul class="plain-list">
                    {line(new, words.good)}
                    {line(there, words.already)}
                    {line(bad, words.bad)}
                    {line(skipped(outcome.skipped), words.skipped)}
                </ul>
            </div>
            {nothing}
            <div class="buttons">
                {button(Weight::Other, None, words.mend, move |()| screen.step.set(super::Step::Look))}
                {enter}
            </div>
        </section>
        {bad_rows(screen, &outcome.bad)}
    }
    .into_any()
}

fn rows_of(bad: &[Bad]) -> usize {
    let mut count = 0;
    let mut last = None;
    for bad in bad {
        if last != Some(bad.row) {
            count += 1;
        }
        last = Some(bad.row);
    }
    count
}

fn skipped(skipped: Skipped) -> usize {
    (skipped.empty + skipped.headings + skipped.footers + skipped.sections) as usize
}

/// Each bad cell with its place, what is written there, and what is wrong.
fn bad_rows(screen: Screen, bad: &[Bad]) -> Option<AnyView> {
    if bad.is_empty() {
        return None;
    }
    let words = screen.words;
    let row = |bad: &Bad| {
        let place = if bad.column.is_some() { words.cell } else { words.row };
        let place = [place, " ", &bad.place().to_string()].concat();
        let heading = (!bad.heading.is_empty()).then(|| [" · ", &bad.heading].concat());
        let text = (!bad.text.is_empty()).then(|| ["“", &bad.text, "”: "].concat());
        view! {
            <li>
                <p><strong>{place}</strong>{heading}</p>
                <p class="small">{text}{faults::cell(screen.app, words, bad)}</p>
            </li>
        }
    };
    let rows = bad.iter().take(LISTED).map(row).collect_view();
    let more = bad.len().checked_sub(LISTED).filter(|more| *more > 0).map(words.more_bad);
    let save = move |()| {
        let found = screen.found.get_untracked();
        let lines: Vec<String> = found.outcome.bad.iter().map(|bad| csv_line(screen, bad)).collect();
        // The mark at the beginning tells Excel that this is UTF-8.
        let text = ["\u{feff}", words.csv_heading, "\r\n", &lines.concat()].concat();
        if !download::save_text(words.csv_name, &text) {
            screen.error.set(Some(words.not_saved.to_owned()));
        }
    };
    Some(
        view! {
            <section class="card">
                <h2>{words.bad_rows}</h2>
                <p class="help">{words.bad_rows_help}</p>
                <ul class="stack bad-rows">{rows}</ul>
                {more.map(|more| view! { <p>{more}</p> })}
                <div class="buttons">{button(Weight::Other, None, words.save_bad, save)}</div>
            </section>
        }
        .into_any(),
    )
}

fn csv_line(screen: Screen, bad: &Bad) -> String {
    let cause = faults::cell(screen.app, screen.words, bad);
    download::line(&[bad.place().to_string(), bad.heading.clone(), bad.text.clone(), cause])
}

/// What was entered.
pub(super) fn entered(screen: Screen, count: usize, all: bool) -> AnyView {
    let words = screen.words;
    let stopped = (!all).then(|| view! { <p>{words.stopped}</p> });
    let (tone, icon) = if all { (Tone::Done, Icon::Safe) } else { (Tone::Wait, Icon::Alert) };
    view! {
        {problem(screen)}
        <section class="card">
            <div role="status">
                <Note tone=tone icon=icon>
                    <p><strong>{(words.entered)(count)}</strong></p>
                    {stopped}
                </Note>
            </div>
            <div class="buttons">
                {link(Weight::Primary, None, words.to_list, "/nominations")}
                {button(Weight::Other, None, words.other_list, move |()| screen.again())}
            </div>
        </section>
    }
    .into_any()
}
