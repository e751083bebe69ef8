//! The second step: what was understood of the list. Every column can be given another meaning, and letters of old fonts
//! are shown before and after.

use leptos::prelude::*;
use thidua_documents::column::Column;
use thidua_documents::message::{Preview, Seen};
use thidua_documents::table::letters;
use thidua_domain::award::{self, AwardKind, SubjectKind};
use thidua_domain::record::RecordKind;
use thidua_domain::rule_set::{AwardYear, RuleSet};

use super::Screen;
use super::result::problem;
use crate::book::Place;
use crate::components::chip::{Note, Tone};
use crate::components::field::{Choice, Group, Input, Keys, Label, SelectField, TextField};
use crate::components::icon::Icon;
use crate::components::press::{Weight, button};
use crate::features::fields;
use crate::web;

/// As many cells of a column are shown.
const SHOWN: usize = 3;

/// The step.
pub(super) fn draw(screen: Screen) -> AnyView {
    let words = screen.words;
    let Some(preview) = screen.preview.get_untracked() else { return ().into_any() };
    let told = (words.rows)(preview.rows as usize);
    let source = preview.encoding.map(|encoding| words.encoding(encoding));
    let columns = preview
        .columns
        .iter()
        .enumerate()
        .map(|(place, seen)| column(screen, &preview, place, seen))
        .collect_view();
    view! {
        {problem(screen)}
        <section class="card">
            <h2 tabindex="-1">{words.about}</h2>
            <p role="status">{told} {source}</p>
            {sheets(screen, &preview)}
            {unit(screen)}
            {subject(screen)}
            {year(screen)}
            {award(screen)}
        </section>
        <section class="card">
            <h2>{words.columns}</h2>
            <p class="help">{words.columns_help}</p>
            {columns}
        </section>
        <div class="buttons">
            {button(Weight::Other, None, words.other_list, move |()| screen.again())}
            {button(Weight::Primary, Some(Icon::Tick), words.check, move |()| screen.read())}
        </div>
    }
    .into_any()
}

fn sheets(screen: Screen, preview: &Preview) -> Option<AnyView> {
    if preview.sheets.len() < 2 {
        return None;
    }
    let choice = |(place, name): (usize, &String)| Choice { value: place.to_string(), word: name.clone() };
    let groups =
        vec![Group { heading: "", choices: preview.sheets.iter().enumerate().map(choice).collect() }];
    let text = RwSignal::new(preview.sheet.to_string());
    let changed = Callback::new(move |()| {
        if let Ok(sheet) = text.get_untracked().parse() {
            screen.look(sheet);
        }
    });
    let input = Input { text, changed, ..Input::new() };
    Some(select(screen, input, "sheet", screen.words.sheet, "", groups))
}

fn unit(screen: Screen) -> Option<AnyView> {
    let session = screen.session.get_value();
    session.sees_all_units().then(|| {
        let choice = |place: &Place| Choice { value: place.id.to_string(), word: place.name.clone() };
        let groups = vec![Group { heading: "", choices: session.units().map(choice).collect() }];
        select(screen, screen.unit, "unit", screen.app.record().unit, screen.words.unit_help, groups)
    })
}

fn subject(screen: Screen) -> AnyView {
    let choice = |kind: SubjectKind| Choice {
        value: kind.code().to_string(),
        word: fields::subject(screen.app, kind).to_owned(),
    };
    let groups = vec![Group { heading: "", choices: SubjectKind::ALL.into_iter().map(choice).collect() }];
    select(
        screen,
        screen.subject,
        "subject",
        screen.app.nomination().subject,
        screen.words.default_help,
        groups,
    )
}

fn year(screen: Screen) -> AnyView {
    let label = Label {
        id: "year".to_owned(),
        label: screen.app.record().year,
        optional: "",
        help: screen.words.default_help,
    };
    view! { <TextField input=screen.year label=label keys=Keys::Whole/> }.into_any()
}

fn award(screen: Screen) -> AnyView {
    let rule_set = web::today().map_or(RuleSet::R2013, |today| {
        let year = screen.year.text.with_untracked(|year| year.parse::<AwardYear>().ok());
        year.map_or_else(|| RuleSet::in_force_on(today), |year| RuleSet::for_new(year, today))
    });
    let mut offered: Vec<&'static award::Award> = Vec::new();
    for kind in SubjectKind::ALL {
        for award in award::catalogue(rule_set, kind) {
            if !offered.contains(&award) {
                offered.push(award);
            }
        }
    }
    let group = |kind, heading| {
        let choice = |award: &&'static award::Award| Choice {
            value: award.id.to_owned(),
            word: fields::award(screen.app, award).to_owned(),
        };
        Group { heading, choices: offered.iter().filter(|award| award.kind == kind).map(choice).collect() }
    };
    let groups = vec![
        group(AwardKind::Title, screen.app.nomination().titles),
        group(AwardKind::Form, screen.app.nomination().forms),
    ];
    select(screen, screen.award, "award", screen.app.nomination().award, screen.words.default_help, groups)
}

fn select(
    screen: Screen,
    input: Input,
    id: &str,
    label: &'static str,
    help: &'static str,
    groups: Vec<Group>,
) -> AnyView {
    let label = Label { id: id.to_owned(), label, optional: "", help };
    let groups = Signal::stored(groups);
    view! { <SelectField input=input label=label empty=screen.app.form().choose groups=groups/> }.into_any()
}

/// One column: its heading, what it means, and a few of its cells.
fn column(screen: Screen, preview: &Preview, place: usize, seen: &Seen) -> AnyView {
    let words = screen.words;
    let number = u16::try_from(place).unwrap_or(u16::MAX);
    let heading = if seen.heading.is_empty() { words.no_heading } else { &seen.heading };
    let title = [words.column, " ", &letters(number), ": ", heading].concat();
    let cells = |before: bool| {
        let rows = preview.sample.iter().map(|row| if before { &row.before } else { &row.after });
        let cells = rows.filter_map(|row| row.get(place)).filter(|cell| !cell.trim().is_empty());
        cells.take(SHOWN).cloned().collect::<Vec<_>>().join(" · ")
    };
    let converted = seen.finding.map(|finding| {
        let is_kept = RwSignal::new(false);
        let text = RwSignal::new("1".to_owned());
        let changed = Callback::new(move |()| {
            is_kept.set(text.get_untracked() == "2");
            screen.unconverted.update(|columns| {
                columns.retain(|column| *column != number);
                columns.extend(is_kept.get_untracked().then_some(number));
            });
        });
        let input = Input { text, changed, ..Input::new() };
        let choice = |value: &str, word: &str| Choice { value: value.to_owned(), word: word.to_owned() };
        let groups = vec![Group {
            heading: "",
            choices: vec![choice("1", words.convert), choice("2", words.keep_letters)],
        }];
        let told = words.script(finding.script);
        let before = [words.before, &cells(true)].concat();
        view! {
            <Note tone=Tone::Wait icon=Icon::Alert><p>{told}</p><p class="small">{before}</p></Note>
            {select(screen, input, &["letters-", &place.to_string()].concat(), words.letters, "", groups)}
        }
    });
    let sample = cells(false);
    let sample = (!sample.is_empty()).then(|| view! { <p class="small">{sample}</p> });
    let label = title.clone();
    view! {
        <div class="target-edit" role="group" aria-label=label>
            <h3>{title}</h3>
            {sample}
            {converted}
            {meaning(screen, place)}
        </div>
    }
    .into_any()
}

/// What a column means: one of the fields, or nothing.
fn meaning(screen: Screen, place: usize) -> AnyView {
    let guess = screen.mapping.with_untracked(|mapping| mapping.get(place).copied().flatten());
    let position = |column: Column| Column::ALL.iter().position(|other| *other == column);
    let text = RwSignal::new(guess.and_then(position).map(|at| at.to_string()).unwrap_or_default());
    let changed = Callback::new(move |()| {
        let chosen = text.get_untracked().parse().ok().and_then(|at: usize| Column::ALL.get(at).copied());
        screen.mapping.update(|mapping| {
            if let Some(column) = mapping.get_mut(place) {
                *column = chosen;
            }
        });
    });
    let choice = |(at, column): (usize, &Column)| Choice {
        value: at.to_string(),
        word: name(screen, *column).to_owned(),
    };
    let groups = vec![Group { heading: "", choices: Column::ALL.iter().enumerate().map(choice).collect() }];
    let label = Label {
        id: ["column-", &place.to_string()].concat(),
        label: screen.words.means,
        optional: "",
        help: "",
    };
    let input = Input { text, changed, ..Input::new() };
    let groups = Signal::stored(groups);
    view! { <SelectField input=input label=label empty=screen.words.means_nothing groups=groups/> }.into_any()
}

/// What a meaning is called.
pub(super) fn name(screen: Screen, column: Column) -> &'static str {
    match column {
        Column::Birth => screen.words.birth,
        Column::BirthOfMan => screen.words.birth_of_man,
        Column::BirthOfWoman => screen.words.birth_of_woman,
        Column::PositionAndWorkplace => screen.words.position_and_workplace,
        column => fields::name(screen.app, RecordKind::Nomination, column.field()),
    }
}
