//! The places: communes and offices, the blocs and clusters that they make up, and the committee itself.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::text;
use thidua_sync::administration::{Accounts, PlaceTold};

use super::account_words as words;
use super::office::{Office, place, place_name, places_of};
use super::spot::{At, whereabouts};
use super::{accounts, merger_form, merger_words, place_form};
use crate::app::{SectionTitle, use_section};
use crate::components::empty::Empty;
use crate::components::icon::Icon;
use crate::components::live::{attribute, live};
use crate::components::narrow::Search;
use crate::components::panes::Panes;
use crate::components::press::{Weight, link};
use crate::web;

/// Its address.
pub(super) const HOME: &str = "/administration/places";

/// The kinds that have members.
pub(super) const GROUPS: [&str; 2] = ["bloc", "cluster"];
/// The kinds that have accounts and dossiers.
pub(super) const UNITS: [&str; 2] = ["commune", "office"];

/// The section: the list, and beside it one place or a form.
pub(super) fn section(office: Office, at: Memo<At>) -> AnyView {
    let title = office.of(words::PLACES);
    use_section(SectionTitle { title, home: HOME, back: Some("/more"), place: Some(whereabouts(at)) });
    let detail = live(move || match at.get() {
        At::Show(number) => live(move || show(office, &office.all(), number)),
        At::New => office.once_told(move || place_form::new(office)),
        At::Edit(number) => office.once_told(move || place_form::edit(office, number)),
        At::Committee => office.once_told(move || place_form::committee(office)),
        At::Merger => office.once_told(move || merger_form::new(office)),
        At::List => {
            let (title, text) = (office.of(words::NOTHING_CHOSEN), office.of(words::CHOOSE_PLACE));
            view! { <Empty icon=Icon::Two title=title text=text/> }.into_any()
        }
        At::NewOf(_) | At::Nowhere => office.absent(),
    });
    let open = Signal::derive(move || at.get() != At::List);
    view! { <Panes open=open list=list(office, at) detail=detail/> }.into_any()
}

fn list(office: Office, at: Memo<At>) -> AnyView {
    let query = RwSignal::new(String::new());
    let rows = live(move || {
        if !office.is_told.get() {
            return ().into_any();
        }
        let all = office.all();
        let query = text::fold(&query.read());
        let mut groups: Vec<AnyView> =
            words::KINDS.iter().filter_map(|(kind, _)| kind_group(office, at, &all, kind, &query)).collect();
        groups.extend(former(office, at, &all, &query));
        if groups.is_empty() {
            let (title, text) = (office.of(words::NOTHING_FOUND), office.of(words::NOTHING_FOUND_HELP));
            return view! { <Empty icon=Icon::Search title=title text=text/> }.into_any();
        }
        groups.into_any()
    });
    let committee = live(move || committee_row(office, at, &office.all()));
    view! {
        {link(Weight::Primary, Some(Icon::Plus), office.of(words::NEW_PLACE), [HOME, "/new"].concat())}
        {link(Weight::Other, Some(Icon::Two), office.of(merger_words::MERGER), [HOME, "/merger"].concat())}
        <Search text=query label=office.of(words::SEARCH_PLACES)/>
        {office.state()}
        {committee}
        <div class="stack">{rows}</div>
    }
    .into_any()
}

fn committee_row(office: Office, at: Memo<At>, all: &Accounts) -> AnyView {
    if !office.is_told.get() {
        return ().into_any();
    }
    let current = attribute(move || (at.get() == At::Committee).then_some("true"));
    let year = [office.of(words::YEAR), ": ", &all.year.to_string()].concat();
    view! {
        <ul class="rows">
            <li>
                <a class="row" href=[HOME, "/committee"].concat() aria-current=current>
                    <span class="name">{all.committee.clone()}</span>
                    <span class="line">{year}</span>
                </a>
            </li>
        </ul>
    }
    .into_any()
}

fn kind_group(office: Office, at: Memo<At>, all: &Accounts, kind: &str, query: &str) -> Option<AnyView> {
    let passes = |place: &PlaceTold| {
        let name = text::fold(&place.of.name);
        query.split_whitespace().all(|word| name.contains(word))
    };
    let found: Vec<PlaceTold> = places_of(all, &[kind]).into_iter().filter(passes).collect();
    if found.is_empty() {
        return None;
    }
    let count = found.len();
    let rows: Vec<_> = found.into_iter().map(|place| row(office, at, all, &place)).collect();
    let title = words::kind(office.app.locale, kind);
    Some(
        view! {
            <section class="stack">
                <h2 class="section-title">{title} <span class="count">{count}</span></h2>
                <ul class="rows">{rows}</ul>
            </section>
        }
        .into_any(),
    )
}

/// The units that were merged: reports of earlier years still name them.
fn former(office: Office, at: Memo<At>, all: &Accounts, query: &str) -> Option<AnyView> {
    let passes = |place: &&PlaceTold| place.into.is_some() && text::fold(&place.of.name).contains(query);
    let rows: Vec<_> =
        all.places.iter().filter(passes).map(|place| former_row(office, at, all, place)).collect();
    let title = office.of(merger_words::FORMER);
    (!rows.is_empty()).then(|| {
        let count = rows.len();
        view! {
            <section class="stack">
                <h2 class="section-title">{title} <span class="count">{count}</span></h2>
                <ul class="rows">{rows}</ul>
            </section>
        }
        .into_any()
    })
}

fn former_row(office: Office, at: Memo<At>, all: &Accounts, place: &PlaceTold) -> AnyView {
    let number = place.place;
    let current = attribute(move || (at.get().entry() == Some(number)).then_some("true"));
    view! {
        <li>
            <a class="row" href=address(number) aria-current=current>
                <span class="name">{place.of.name.clone()}</span>
                <span class="line">{ended(office, all, place)}</span>
            </a>
        </li>
    }
    .into_any()
}

/// Until when a unit was there, and what it is now; nothing where it is there.
fn ended(office: Office, all: &Accounts, place: &PlaceTold) -> Option<String> {
    let into = place_name(all, place.into?);
    let until = place.until.as_deref().unwrap_or_default();
    Some(merger_words::ended(office.app.locale, until, &into))
}

fn row(office: Office, at: Memo<At>, all: &Accounts, place: &PlaceTold) -> AnyView {
    let (number, locale) = (place.place, office.app.locale);
    let line = if GROUPS.contains(&place.of.kind.as_str()) {
        words::members(locale, place.of.members.len())
    } else {
        words::accounts(locale, all.accounts.iter().filter(|account| account.post.home == number).count())
    };
    let current = attribute(move || (at.get().entry() == Some(number)).then_some("true"));
    view! {
        <li>
            <a class="row" href=address(number) aria-current=current>
                <span class="name">{place.of.name.clone()}</span>
                <span class="line">{line}</span>
            </a>
        </li>
    }
    .into_any()
}

/// The address of a place.
pub(super) fn address(number: u32) -> String {
    [HOME, "/", &number.to_string()].concat()
}

/// One place.
fn show(office: Office, all: &Arc<Accounts>, number: u32) -> AnyView {
    if !office.is_told.get() {
        return ().into_any();
    }
    let told = all.places.iter().find(|place| place.place == number);
    if let Some(told) = told.filter(|place| place.into.is_some()) {
        return show_former(office, all, told);
    }
    let Some(place) = place(all, number) else { return office.absent() };
    let code = told.and_then(|place| place.code.clone());
    let code = code.map(|code| [office.of(merger_words::CODE), ": ", &code].concat());
    let (kind, is_group) = (place.kind.as_str(), GROUPS.contains(&place.kind.as_str()));
    if !is_group && !UNITS.contains(&kind) {
        return office.absent();
    }
    web::set_title(&place.name);
    let edit = [&address(number), "/edit"].concat();
    let more = if is_group {
        let members = place.members.iter().map(|member| (address(*member), place_name(all, *member)));
        linked(office, office.of(words::MEMBERS), words::NO_MEMBERS, members.collect())
    } else {
        let groups = all.places.iter().filter(|group| group.of.members.contains(&number));
        let groups = groups.map(|group| (address(group.place), group.of.name.clone())).collect();
        let of_unit = all.accounts.iter().filter(|account| account.post.home == number);
        let of_unit = of_unit.map(|account| (accounts::address(account.account), account.post.name.clone()));
        let add = [accounts::HOME, "/new/", &number.to_string()].concat();
        view! {
            {linked(office, office.of(words::ITS_GROUPS), words::NONE, groups)}
            {linked(office, office.of(words::ITS_ACCOUNTS), words::NONE, of_unit.collect())}
            <div class="buttons">{link(Weight::Other, Some(Icon::Plus), office.of(words::NEW_ACCOUNT), add)}</div>
        }
        .into_any()
    };
    view! {
        <article class="stack">
            <header class="stack">
                <h2 tabindex="-1">{place.name.clone()}</h2>
                <p class="muted">{words::kind(office.app.locale, kind)}</p>
                {code.map(|code| view! { <p class="muted">{code}</p> })}
            </header>
            {more}
            <div class="buttons">{link(Weight::Other, Some(Icon::Pencil), office.of(words::EDIT), edit)}</div>
        </article>
    }
    .into_any()
}

/// A unit that was merged: nothing of it can be changed any more.
fn show_former(office: Office, all: &Arc<Accounts>, place: &PlaceTold) -> AnyView {
    web::set_title(&place.of.name);
    let into = place.into.map(|into| (address(into), place_name(all, into)));
    let code = place.code.as_ref().map(|code| [office.of(merger_words::CODE), ": ", code].concat());
    view! {
        <article class="stack">
            <header class="stack">
                <h2 tabindex="-1">{place.of.name.clone()}</h2>
                <p class="muted">{words::kind(office.app.locale, &place.of.kind)}</p>
                <p>{ended(office, all, place)}</p>
                {code.map(|code| view! { <p class="muted">{code}</p> })}
            </header>
            {linked(office, office.of(merger_words::FORMER), words::NONE, into.into_iter().collect())}
        </article>
    }
    .into_any()
}

/// A card of links to other entries.
fn linked(
    office: Office,
    title: &'static str,
    none: crate::locale::facts::Both,
    mut entries: Vec<(String, String)>,
) -> AnyView {
    entries.sort_by_cached_key(|(_, name)| text::fold(name));
    let body = if entries.is_empty() {
        view! { <p class="muted">{office.of(none)}</p> }.into_any()
    } else {
        let row = |(address, name)| view! { <li><a class="row" href=address><span class="name">{name}</span></a></li> };
        view! { <ul class="rows">{entries.into_iter().map(row).collect_view()}</ul> }.into_any()
    };
    view! { <section class="card"><h2>{title}</h2>{body}</section> }.into_any()
}
