//! All points of one member side by side: computed, its own, the others', verified, the council's. Where they differ an icon and a
//! word say so; why stands below the figure.

use leptos::prelude::*;
use thidua_domain::score::{Basis, Column, Computed, Given, Line, Role, Sheet, Total};

use super::{points, unit_name, words};
use crate::book::Session;
use crate::components::chip::{Chip, Tone};
use crate::components::icon::Icon;
use crate::locale::{Locale, Words, format};

/// What a column is called.
fn head(locale: Locale, session: Option<&Session>, column: &Column) -> String {
    let role = locale.of(words::role(column.role));
    match column.by.filter(|_| column.role == Role::Cross) {
        Some(by) => [role, ": ", &unit_name(session, by)].concat(),
        None => role.to_owned(),
    }
}

/// What a formula says, in words or points.
pub(super) fn computed(locale: Locale, computed: Computed) -> String {
    match computed {
        Computed::ByHand => locale.of(words::BY_HAND).to_owned(),
        Computed::NoResult => locale.of(words::NO_RESULT).to_owned(),
        Computed::Points(own) => points(locale, own),
    }
}

fn given(app: &'static Words, given: &Given<'_>) -> AnyView {
    let locale = app.locale;
    let figure = given.points.map_or_else(|| app.record().nothing.to_owned(), |own| points(locale, own));
    let over =
        given.over.then(|| view! { <Chip tone=Tone::Grave icon=Icon::Alert word=locale.of(words::OVER)/> });
    let reason = (!given.reason.is_empty()).then(|| {
        let reason = given.reason.to_owned();
        view! { <span class="small prose">{reason}</span> }
    });
    view! { <span class="number">{figure}</span> {over} {reason} }.into_any()
}

/// The sheet.
pub(super) fn draw(app: &'static Words, session: Option<&Session>, sheet: &Sheet<'_>) -> AnyView {
    let locale = app.locale;
    let heads: Vec<String> = sheet.columns.iter().map(|column| head(locale, session, column)).collect();
    let columns: Vec<_> = heads.iter().map(|head| view! { <th scope="col">{head.clone()}</th> }).collect();
    let row = |line: &Line<'_>| {
        let cells: Vec<_> = line
            .given
            .iter()
            .zip(&heads)
            .map(|(own, head)| view! { <td data-label=head.clone()>{given(app, own)}</td> })
            .collect();
        let differ = line.differ.map(|(least, most)| {
            let word = words::differ(locale, &points(locale, least), &points(locale, most));
            view! { <Chip tone=Tone::Wait icon=Icon::Two word=word/> }
        });
        let counts = line.counts.map_or_else(|| app.record().nothing.to_owned(), |own| points(locale, own));
        let kind = words::kind_short(locale, line.criterion.kind);
        view! {
            <tr>
                <th scope="row">
                    {line.criterion.name.to_owned()}
                    <span class="small">{kind}</span>
                    {differ}
                </th>
                <td data-label=locale.of(words::MAX)>{points(locale, line.criterion.max)}</td>
                <td data-label=locale.of(words::COMPUTED)>{computed(locale, line.computed)}</td>
                {cells}
                <td data-label=locale.of(words::COUNTS)><strong>{counts}</strong></td>
            </tr>
        }
    };
    let rows: Vec<_> = sheet.lines.iter().map(row).collect();
    let totals: Vec<_> = sheet
        .columns
        .iter()
        .zip(&heads)
        .map(|(column, head)| view! { <td data-label=head.clone()>{column_total(app, column)}</td> })
        .collect();
    let result = sheet.result.as_ref().map(|(basis, total)| {
        view! { <strong>{points(locale, total.sum)}</strong> <span class="small">{locale.of(words::basis(*basis))}</span> }
    });
    let stale = sheet.verify_again.then(|| {
        view! { <p class="said grave">{Icon::Alert.draw()} <span>{locale.of(words::VERIFY_AGAIN)}</span></p> }
    });
    let other = sheet.columns.iter().any(|column| column.other_table).then(|| {
        view! { <p class="said">{Icon::Alert.draw()} <span>{locale.of(words::OTHER_TABLE)}</span></p> }
    });
    view! {
        {stale}
        {other}
        <div class="sideways" tabindex="0" role="region" aria-label=locale.of(words::SHEET)>
            <table class="then-and-now">
                <thead>
                    <tr>
                        <th scope="col">{locale.of(words::CRITERION)}</th>
                        <th scope="col">{locale.of(words::MAX)}</th>
                        <th scope="col">{locale.of(words::COMPUTED)}</th>
                        {columns}
                        <th scope="col">{locale.of(words::COUNTS)}</th>
                    </tr>
                </thead>
                <tbody>
                    {rows}
                    <tr>
                        <th scope="row">{locale.of(words::TOTAL_OF)}</th>
                        <td></td>
                        <td></td>
                        {totals}
                        <td data-label=locale.of(words::COUNTS)>{result}</td>
                    </tr>
                </tbody>
            </table>
        </div>
        {sheet.result.as_ref().map(|(basis, total)| sums(app, *basis, total))}
    }
    .into_any()
}

fn column_total(app: &'static Words, column: &Column) -> AnyView {
    let locale = app.locale;
    let sum = points(locale, column.total.sum);
    let state = match column.done {
        Some(day) => {
            let day = format::civil(&day.to_string()).unwrap_or_default();
            [locale.of(words::DONE_ON), " ", &day].concat()
        }
        None => locale.of(words::NOT_DONE).to_owned(),
    };
    let stale =
        column.stale.then(|| view! { <Chip tone=Tone::Wait icon=Icon::Alert word=locale.of(words::STALE)/> });
    view! { <strong class="number">{sum}</strong> <span class="small">{state}</span> {stale} }.into_any()
}

/// How a total came about.
pub(super) fn sums(app: &'static Words, basis: Basis, total: &Total) -> AnyView {
    let locale = app.locale;
    let beyond = |word, amount: thidua_domain::bloc::Points| {
        (amount.0 > 0).then(|| [locale.of(word), " ", &points(locale, amount)].concat())
    };
    let parts: Vec<String> = [
        Some([locale.of(words::ORDINARY), " ", &points(locale, total.ordinary)].concat()),
        Some([locale.of(words::BONUS), " ", &points(locale, total.bonus)].concat()),
        Some([locale.of(words::PENALTY), " ", &points(locale, total.penalty)].concat()),
        beyond(words::BONUS_BEYOND, total.bonus_beyond),
        beyond(words::PENALTY_BEYOND, total.penalty_beyond),
        (total.missing > 0).then(|| words::missing(locale, total.missing)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let sum = [locale.of(words::TOTAL_OF), ": ", &points(locale, total.sum)].concat();
    view! {
        <p><strong>{sum}</strong> " · " {locale.of(words::basis(basis))}</p>
        <p class="small">{parts.join(" · ")}</p>
    }
    .into_any()
}
