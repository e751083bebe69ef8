//! The criteria in sight: the table of a desktop and the cards of a phone. Both are in the page; the style sheet shows one.

use leptos::prelude::*;
use thidua_domain::law::criteria::Criterion;
use thidua_domain::rural::{Cell, Standing};

use super::{Commune, Screen, Spot, count};
use crate::components::icon::Icon;
use crate::components::live::{attribute, live_if, said};
use crate::features::indicators::words;
use crate::locale::format;
use crate::web;

/// The class and the icon of a standing.
const fn looks(standing: Standing) -> (&'static str, Icon) {
    match standing {
        Standing::Met => ("done", Icon::Safe),
        Standing::Incomplete => ("grave", Icon::Alert),
        Standing::Open => ("wait", Icon::Clock),
    }
}

/// The day since which a criterion is met.
fn day(cell: &Cell<'_>) -> Option<String> {
    cell.met_on.and_then(|day| format::civil(&day.to_string()))
}

fn name(screen: Screen, criterion: &Criterion) -> String {
    let name = screen.app.locale.of((criterion.vi, criterion.en));
    [&criterion.number.to_string(), ". ", name].concat()
}

/// The table: criteria downwards, communes across. Arrow keys go through its cells.
pub(super) fn wide(screen: Screen, communes: &[Commune]) -> AnyView {
    let (app, locale, stage) = (screen.app, screen.app.locale, screen.stage);
    let grids: Vec<_> = communes.iter().map(|commune| (commune, commune.grid(stage))).collect();
    let heads: Vec<_> = grids
        .iter()
        .map(|(commune, grid)| {
            let met = count(grid.met(), stage.criteria.len());
            view! { <th scope="col">{commune.name.clone()} " " <span class="number">{met}</span></th> }
        })
        .collect();
    let row = |criterion: &'static Criterion| {
        let cells: Vec<_> = grids
            .iter()
            .map(|(commune, grid)| {
                let spot = Spot { commune: commune.id, number: criterion.number };
                let label = [&commune.name, ", ", &name(screen, criterion)].concat();
                view! { <td>{cell(screen, spot, &label, &grid.cell(criterion.number))}</td> }
            })
            .collect();
        view! { <tr><th scope="row">{name(screen, criterion)}</th> {cells}</tr> }
    };
    let rows: Vec<_> = stage.criteria.iter().map(row).collect();
    let order: Vec<_> = communes.iter().map(|commune| commune.id).collect();
    let first = order.first().map(|commune| Spot { commune: *commune, number: 1 });
    // Where the commune is not in sight any more, the keyboard begins anew.
    if screen.at.get_untracked().is_none_or(|at| !order.contains(&at.commune)) {
        screen.at.set(first);
    }
    let keys = move |event: leptos::ev::KeyboardEvent| {
        let Some(at) = screen.at.get_untracked() else { return };
        let Some(next) = next(at, &event.key(), &order, stage.criteria.len()) else { return };
        event.prevent_default();
        screen.at.set(Some(next));
        web::focus(&["#", &next.id("cell")].concat());
    };
    view! {
        <div class="criteria">
            <p class="help">{locale.of(words::KEYS)}</p>
            <div class="sideways">
                <table on:keydown=keys aria-label=app.locale.of(super::RURAL)>
                    <thead><tr><th scope="col">{locale.of(words::CRITERION)}</th> {heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </div>
    }
    .into_any()
}

/// Where a key leads from a cell; nothing where it leads nowhere.
fn next(at: Spot, key: &str, order: &[thidua_domain::record::PartitionId], criteria: usize) -> Option<Spot> {
    let column = order.iter().position(|commune| *commune == at.commune)?;
    let last = u32::try_from(criteria).ok()?;
    let (column, number) = match key {
        "ArrowLeft" => (column.checked_sub(1)?, at.number),
        "ArrowRight" => (column + 1, at.number),
        "ArrowUp" => (column, at.number - 1),
        "ArrowDown" => (column, at.number + 1),
        "Home" => (0, at.number),
        "End" => (order.len().checked_sub(1)?, at.number),
        _ => return None,
    };
    let commune = *order.get(column)?;
    (1..=last).contains(&number).then_some(Spot { commune, number })
}

fn cell(screen: Screen, spot: Spot, label: &str, of: &Cell<'_>) -> AnyView {
    let standing = of.standing();
    let (class, icon) = looks(standing);
    let word = words::standing(screen.app.locale, standing);
    let day = day(of);
    let said = [label, ": ", word, " ", day.as_deref().unwrap_or_default()].concat();
    let tab = attribute(move || Some(if screen.at.get() == Some(spot) { "0" } else { "-1" }));
    view! {
        <button
            type="button"
            id=spot.id("cell")
            class=["criterion ", class].concat()
            tabindex=tab
            aria-label=said
            on:focus=move |_| screen.at.set(Some(spot))
            on:click=move |_| screen.choose(spot)
        >
            {icon.draw()}
            <span>{word} " " <span class="small number">{day}</span></span>
        </button>
    }
    .into_any()
}

/// A card for each commune; its criteria are there once it is unfolded.
pub(super) fn cards(screen: Screen, communes: &[Commune]) -> AnyView {
    let cards: Vec<_> = communes.iter().map(|commune| card(screen, commune)).collect();
    view! { <div class="criteria-cards stack">{cards}</div> }.into_any()
}

fn card(screen: Screen, commune: &Commune) -> AnyView {
    let (stage, id) = (screen.stage, commune.id);
    let grid = commune.grid(stage);
    let all = stage.criteria.len();
    let met = grid.met();
    let (class, icon) = looks(if grid.is_complete() { Standing::Met } else { Standing::Open });
    let unfolded = screen.unfolded;
    let is_open = Memo::new(move |_| unfolded.get() == Some(id));
    let toggle = move |_| unfolded.set((!is_open.get_untracked()).then_some(id));
    let kept = commune.clone();
    let lines = live_if(move || is_open.get().then(|| lines(screen, &kept)));
    let bar = if grid.is_complete() { "" } else { "behind" };
    view! {
        <section class="card" aria-label=commune.name.clone()>
            <button type="button" class="button fold" aria-expanded=said(move || is_open.get()) on:click=toggle>
                <span class="name">{commune.name.clone()}</span>
                " "
                <span class=["reached-words ", class].concat()>{icon.draw()} {count(met, all)}</span>
            </button>
            <progress class=bar max=all value=met aria-hidden="true"></progress>
            {lines}
        </section>
    }
    .into_any()
}

fn lines(screen: Screen, commune: &Commune) -> AnyView {
    let grid = commune.grid(screen.stage);
    let line = |(criterion, of): (&'static Criterion, &Cell<'_>)| {
        let spot = Spot { commune: commune.id, number: criterion.number };
        let standing = of.standing();
        let (class, icon) = looks(standing);
        let word = words::standing(screen.app.locale, standing);
        let day = day(of).map(|day| [" ", &day].concat());
        view! {
            <li>
                <button type="button" id=spot.id("line") class="row" on:click=move |_| screen.choose(spot)>
                    <span class="name">{name(screen, criterion)}</span>
                    <span class=["reached-words ", class].concat()>{icon.draw()} {word} {day}</span>
                </button>
            </li>
        }
    };
    let lines: Vec<_> = grid.each().map(line).collect();
    view! { <ul class="rows">{lines}</ul> }.into_any()
}
