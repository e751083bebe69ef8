//! What a bloc's year says, as it is read: its members, its table, and what is worth knowing of them.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::bloc::{Bloc, Criterion, Finding, Place, findings};
use thidua_domain::pledge::Pledge;
use thidua_domain::record::Fields;

use super::{points, unit_name, words};
use crate::book::{RecordView, Session};
use crate::components::chip::{Chip, Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::live_if;
use crate::features::fields as of_fields;
use crate::forms::entry;
use crate::forms::form::Form;
use crate::locale::facts::Both;
use crate::locale::{Words, format};

/// The members, each with what it is there.
pub(super) fn members(app: &'static Words, session: Option<&Session>, record: &RecordView) -> AnyView {
    let locale = app.locale;
    let bloc = Bloc::read(&record.fields);
    let day =
        |day: Option<thidua_domain::rule_set::CivilDate>| day.and_then(|day| format::civil(&day.to_string()));
    let line = |member: &thidua_domain::bloc::Member| {
        let leads = (bloc.leader == Some(member.unit))
            .then(|| view! { <Chip tone=Tone::Done icon=Icon::Award word=locale.of(words::LEADER)/> });
        let deputy = (member.place == Place::Deputy)
            .then(|| view! { <Chip tone=Tone::Plain icon=Icon::Tick word=locale.of(words::DEPUTY)/> });
        let from = day(member.from).map(|from| [locale.of(words::FROM), " ", &from].concat());
        let until = day(member.until).map(|until| words::leaves(locale, &until));
        let lot = member.lot.map(|lot| [locale.of(words::LOT), ": ", &lot.to_string()].concat());
        let when: Vec<String> = [from, until, lot].into_iter().flatten().collect();
        view! {
            <li>
                <span>{unit_name(session, member.unit)}</span>
                <span class="chips">{leads} {deputy}</span>
                <span class="small">{when.join(" · ")}</span>
            </li>
        }
    };
    let lines: Vec<_> = bloc.members.iter().map(line).collect();
    view! { <ul class="plain-list">{lines}</ul> }.into_any()
}

/// The table of points.
pub(super) fn table(app: &'static Words, record: &RecordView) -> AnyView {
    let locale = app.locale;
    let bloc = Bloc::read(&record.fields);
    let template = Pledge::read(&record.fields);
    let criterion = |criterion: &Criterion<'_>| {
        let target = criterion.target.and_then(|item| template.target(item)).map(|target| target.name);
        let formula = [
            locale.of(words::formula(criterion.formula)),
            &target.map_or_else(String::new, |target| [": ", target].concat()),
        ]
        .concat();
        view! {
            <tr>
                <th scope="row">{criterion.name.to_owned()}</th>
                <td data-label=locale.of(words::MAX)>{points(locale, criterion.max)}</td>
                <td data-label=locale.of(words::KIND)>{locale.of(words::kind(criterion.kind))}</td>
                <td data-label=locale.of(words::FORMULA)>{formula}</td>
            </tr>
        }
    };
    let section = |section: &thidua_domain::bloc::Section<'_>| {
        let name = if section.item == 0 { locale.of(words::LOOSE) } else { section.name };
        let name = [name, " (", &points(locale, section.max()), ")"].concat();
        let rows: Vec<_> = section.criteria.iter().map(criterion).collect();
        view! {
            <tbody>
                <tr><th class="of-section" scope="rowgroup" colspan="4">{name}</th></tr>
                {rows}
            </tbody>
        }
    };
    let sections: Vec<_> = bloc.table.sections.iter().map(section).collect();
    if sections.is_empty() {
        return view! { <p class="help">{locale.of(words::NO_TABLE)}</p> }.into_any();
    }
    let part = |item: Option<u32>| {
        let section = bloc.table.sections.iter().find(|section| Some(section.item) == item);
        let criterion = item.and_then(|item| bloc.table.criterion(item));
        let name = section.map(|section| section.name).or(criterion.map(|criterion| criterion.name));
        name.map_or_else(String::new, |name| [": ", name].concat())
    };
    let ties: Vec<_> = bloc
        .table
        .ties
        .iter()
        .map(|tie| {
            let of = if tie.rule.needs_part() { part(tie.of) } else { String::new() };
            view! { <li>{[locale.of(words::tie(tie.rule)), &of].concat()}</li> }
        })
        .collect();
    let forward: Vec<_> = bloc
        .forward
        .iter()
        .map(|forward| {
            let award = forward.award().map_or(forward.award, |award| of_fields::award(app, award));
            view! { <li>{words::place_for(locale, forward.place, award)}</li> }
        })
        .collect();
    let none = |word: Both| view! { <p class="help">{locale.of(word)}</p> }.into_any();
    let limits =
        [(words::BONUS_LIMIT, bloc.table.bonus_limit), (words::PENALTY_LIMIT, bloc.table.penalty_limit)];
    let limits: Vec<String> = limits
        .into_iter()
        .filter_map(|(word, limit)| Some([locale.of(word), ": ", &points(locale, limit?)].concat()))
        .collect();
    view! {
        <div class="sideways" tabindex="0" role="region" aria-label=locale.of(words::TABLE)>
            <table class="then-and-now">
                <thead>
                    <tr>
                        <th scope="col">{locale.of(words::CRITERION)}</th>
                        <th scope="col">{locale.of(words::MAX)}</th>
                        <th scope="col">{locale.of(words::KIND)}</th>
                        <th scope="col">{locale.of(words::FORMULA)}</th>
                    </tr>
                </thead>
                {sections}
            </table>
        </div>
        <p class="small">{words::sum(locale, &points(locale, bloc.table.max()))} " " {limits.join(" · ")}</p>
        <h4>{locale.of(words::TIES)}</h4>
        {if ties.is_empty() { none(words::NO_TIES) } else { view! { <ol class="told">{ties}</ol> }.into_any() }}
        <h4>{locale.of(words::FORWARD)}</h4>
        {if forward.is_empty() {
            none(words::NO_FORWARD)
        } else {
            view! { <ul class="told">{forward}</ul> }.into_any()
        }}
    }
    .into_any()
}

/// What is worth knowing, in words.
pub(super) fn notes(app: &'static Words, session: Option<&Session>, fields: &Fields) -> Option<AnyView> {
    let locale = app.locale;
    let bloc = Bloc::read(fields);
    let template = Pledge::read(fields);
    let said = |finding: Finding| {
        let criterion =
            |item: u32| bloc.table.criterion(item).map_or("", |criterion| criterion.name).to_owned();
        let name = match finding {
            Finding::OneMember(unit) | Finding::Leaves(unit) => unit_name(session, unit),
            Finding::NoSection(item)
            | Finding::NoTarget(item)
            | Finding::NoRate(item)
            | Finding::NoMaximum(item) => criterion(item),
            Finding::Target(item) => template.target(item).map_or("", |target| target.name).to_owned(),
            Finding::TotalDiffers { sum, declared } => {
                return words::total_differs(locale, &points(locale, sum), &points(locale, declared));
            }
            _ => String::new(),
        };
        words::finding(locale, finding, &name)
    };
    let lines: Vec<_> =
        findings(fields).into_iter().map(|finding| view! { <li>{said(finding)}</li> }).collect();
    (!lines.is_empty()).then(|| {
        view! {
            <Note tone=Tone::Wait icon=Icon::Alert>
                <p><strong>{locale.of(words::FINDINGS)}</strong></p>
                <ul class="told">{lines}</ul>
            </Note>
        }
        .into_any()
    })
}

/// The same of what is typed.
pub(super) fn findings_of_form(
    app: &'static Words,
    form: Form,
    session: StoredValue<Arc<Session>>,
) -> AnyView {
    live_if(move || {
        // Once what is typed was kept: not with every letter.
        form.kept_at.track();
        let (values, _) = form.values(app.locale.notation());
        session.with_value(|session| notes(app, Some(session), &entry::filled(&values)))
    })
}
