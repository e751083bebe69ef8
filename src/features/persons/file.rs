//! What is handed to the person as a page that any browser shows and prints: no scripts, nothing fetched.

use leptos::prelude::WithValue as _;

use super::{Screen, told, words};
use crate::book::{Held, HeldField, Holdings};
use crate::features::administration::words::what as audited;
use crate::locale::format;

const STYLE: &str = "body{font:16px/1.5 serif;max-width:48rem;margin:2rem auto;padding:0 1rem}\
table{border-collapse:collapse;width:100%}td{border-bottom:1px solid #bbb;padding:.25rem .5rem;vertical-align:top}\
td:first-child{width:12rem;color:#444}h2{break-after:avoid}";

/// The page.
pub(super) fn page(screen: Screen, all: &Holdings) -> String {
    let (app, locale) = (screen.app, screen.app.locale);
    let title = locale.of(words::TITLE);
    let committee = screen.session.with_value(|session| session.committee.clone());
    let mut page =
        ["<!doctype html><html lang=\"", locale.tag(), "\"><meta charset=\"utf-8\"><title>"].concat();
    page.push_str(&escaped(title));
    page.push_str(&["</title><style>", STYLE, "</style><h1>"].concat());
    page.push_str(&escaped(title));
    let made = [&committee, " · ", &format::date_time(app, all.made_ms)].concat();
    page.push_str(
        &["</h1><p>", &escaped(&made), "</p><p>", &escaped(locale.of(words::LAW)), "</p>"].concat(),
    );
    for held in &all.records {
        record(screen, held, &mut page);
    }
    for mention in &all.mentions {
        let head = [words::kind(locale, mention.kind), " · ", &mention.place].concat();
        page.push_str(&["<h2>", &escaped(&head), "</h2>"].concat());
        table(screen, mention.kind, &mention.fields, &mut page);
    }
    for account in &all.accounts {
        let head = [locale.of(words::ACCOUNT), ": ", &account.name, " (", &account.login, ")"].concat();
        page.push_str(&["<h2>", &escaped(&head), "</h2><ul>"].concat());
        for line in told::signs_in_with(app, account) {
            page.push_str(&["<li>", &escaped(&line), "</li>"].concat());
        }
        for entry in &account.audit {
            let line = [&format::date_time(app, entry.at_ms), " · ", audited(locale, &entry.what)].concat();
            page.push_str(&["<li>", &escaped(&line), "</li>"].concat());
        }
        page.push_str("</ul>");
    }
    page.push_str("</html>");
    page
}

fn record(screen: Screen, held: &Held, page: &mut String) {
    let (app, locale) = (screen.app, screen.app.locale);
    page.push_str(&["<h2>", &escaped(&told::title(app, held)), "</h2>"].concat());
    let sure = locale.of(if held.certain { words::CERTAIN } else { words::PERHAPS });
    page.push_str(&["<p>", &escaped(&[&held.place, " · ", sure].concat()), "</p>"].concat());
    table(screen, held.kind, &held.fields, page);
    page.push_str(&["<p>", &escaped(&words::history(locale, held.history.len())), "</p><ul>"].concat());
    for changed in &held.history {
        let what = [words::action(locale, &changed.action), words::came_to(locale, changed)].concat();
        let said: Vec<String> = changed
            .fields
            .iter()
            .filter_map(|field| told::read(screen, held.kind, field))
            .map(|(name, text)| [name, ": ", &text].concat())
            .collect();
        let line =
            [&format::date_time(app, changed.at_ms), " · ", &changed.by, ": ", &what, ". ", &said.join("; ")]
                .concat();
        page.push_str(&["<li>", &escaped(&line), "</li>"].concat());
    }
    page.push_str("</ul>");
}

fn table(screen: Screen, kind: u16, fields: &[HeldField], page: &mut String) {
    page.push_str("<table>");
    for (name, text) in fields.iter().filter_map(|field| told::read(screen, kind, field)) {
        page.push_str(&["<tr><td>", &escaped(name), "</td><td>", &escaped(&text), "</td></tr>"].concat());
    }
    page.push_str("</table>");
}

/// A text that is nothing but text in a page.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
