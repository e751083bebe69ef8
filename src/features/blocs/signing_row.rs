//! The members of a bloc sign one after the other on one tablet, with or without a line: who has signed, who is next, and the form of
//! the one whose turn it is.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::bloc::Bloc;
use thidua_domain::pledge::{self, Pen, Pledge, State};
use thidua_domain::record::{PartitionId, RecordId};

use super::super::pledges::signing::{self, Signer};
use super::super::pledges::{detail as of_pledge, signatures};
use super::detail::Detail;
use super::{Around, unit_name, words};
use crate::book::RecordView;
use crate::components::icon::Icon;
use crate::components::live::{live, live_if};
use crate::components::press::{Weight, link};
use crate::components::toast::use_toaster;
use crate::web;

/// How a member stands to its signature.
#[derive(Clone, PartialEq)]
enum Stand {
    /// It has no pledge yet.
    NoPledge,
    /// Its pledge lacks something, in words.
    Lacking(String),
    /// Two values stand in it.
    Disputed,
    /// It can sign on this tablet.
    Open(Pen),
    /// It signs with another account.
    NotHere,
    /// It has signed.
    Signed,
}

/// One member in the row.
#[derive(Clone, PartialEq)]
struct Turn {
    unit: PartitionId,
    name: String,
    pledge: Option<RecordId>,
    /// Whether a signature waits for the endpoint's word.
    waiting: bool,
    stand: Stand,
}

/// The row, in the order in which the directory names its members. Tracks.
fn turns(detail: Detail) -> Vec<Turn> {
    let (Some(record), Some(today)) = (detail.record.get(), web::today()) else { return Vec::new() };
    let around = Around::of(detail.book, &record);
    let Some(contest) = around.contest() else { return Vec::new() };
    let session = detail.session.get_value();
    let members: Vec<_> = Bloc::read(&record.fields).members_on(today).copied().collect();
    let turn = |unit: PartitionId| {
        let own = contest.pledge(unit).and_then(|(id, _)| around.record(id));
        let stand = own.map_or(Stand::NoPledge, |own| stand(detail, &record, own, unit));
        Turn {
            unit,
            name: unit_name(Some(&session), unit),
            pledge: own.map(|own| own.id),
            waiting: own.is_some_and(|own| own.waiting > 0),
            stand,
        }
    };
    members.into_iter().map(|member| turn(member.unit)).collect()
}

fn stand(detail: Detail, bloc: &RecordView, own: &Arc<RecordView>, unit: PartitionId) -> Stand {
    if State::of(&own.fields) == State::Signed {
        return Stand::Signed;
    }
    let session = detail.session.get_value();
    let Some(pen) = pledge::pen_of(&session.account, &bloc.fields, unit) else { return Stand::NotHere };
    let lacks = pledge::lacks(&own.fields);
    if !lacks.is_empty() {
        let read = Pledge::read(&own.fields);
        let words = lacks.into_iter().map(|lack| of_pledge::lacking(detail.app, &read, lack));
        return Stand::Lacking(words.collect::<Vec<_>>().join(", "));
    }
    if own.conflicts.keys().any(|field| pledge::is_text(*field)) {
        return Stand::Disputed;
    }
    Stand::Open(pen)
}

/// The screen.
pub(super) fn draw(detail: Detail) -> AnyView {
    let app = detail.app;
    let locale = app.locale;
    let toaster = use_toaster();
    let turns = Memo::new(move |_| turns(detail));
    let chosen: RwSignal<Option<PartitionId>> = RwSignal::new(None);
    let counts = Memo::new(move |_| {
        let all = turns.get();
        (all.iter().filter(|turn| turn.stand == Stand::Signed).count(), all.len())
    });
    let next = Memo::new(move |_| {
        let all = turns.get();
        all.into_iter().find(|turn| matches!(turn.stand, Stand::Open(_))).map(|turn| turn.unit)
    });
    // Whose form is open, with all that it needs: it stays while other members change.
    let open = Memo::new(move |_| {
        let unit = chosen.get()?;
        let turn = turns.get().into_iter().find(|turn| turn.unit == unit)?;
        match turn.stand {
            Stand::Open(pen) => Some((turn.unit, turn.name, turn.pledge?, pen)),
            _ => None,
        }
    });
    let close = Callback::new(move |()| chosen.set(None));
    let signed = Callback::new(move |()| {
        toaster.say(app.form().saved);
        chosen.set(None);
        request_animation_frame(|| web::focus("#sign-next"));
    });
    let progress = live(move || {
        let (done, all) = counts.get();
        view! {
            <p class="said">{Icon::Work.draw()} <span>{words::signed_of(locale, done, all)}</span></p>
            <progress max=all.max(1) value=done aria-hidden="true"></progress>
        }
        .into_any()
    });
    let form = live_if(move || {
        let (_, unit, pledge, pen) = open.get()?;
        let account = detail.session.with_value(|session| session.account.name.clone());
        let signer = Signer { app, book: detail.book, pledge, bloc: detail.id, unit, pen, account };
        Some(signing::draw(signer, close, signed))
    });
    let on = live_if(move || {
        let unit = next.get().filter(|_| open.get().is_none())?;
        let name = detail.session.with_value(|session| unit_name(Some(session), unit));
        let word = [locale.of(words::SIGN_NEXT), &name].concat();
        let press = move |_| {
            chosen.set(Some(unit));
            request_animation_frame(|| web::focus("form.card h3"));
        };
        Some(
            view! {
                <div class="buttons">
                    <button id="sign-next" type="button" class="button primary" on:click=press>
                        {Icon::Pencil.draw()}
                        {word}
                    </button>
                </div>
            }
            .into_any(),
        )
    });
    let done = live_if(move || {
        let (done, all) = counts.get();
        let text = if done == all && all > 0 { words::ALL_SIGNED } else { return None };
        Some(view! { <p class="said done">{Icon::Safe.draw()} <span>{locale.of(text)}</span></p> }.into_any())
    });
    let refused = live_if(move || {
        let units: Vec<_> =
            turns.get().into_iter().filter_map(|turn| Some((turn.unit, turn.pledge?))).collect();
        let each = units.into_iter().map(|(unit, pledge)| {
            let open = Callback::new(move |()| chosen.set(Some(unit)));
            signatures::refused(app, detail.book, pledge, open)
        });
        Some(each.collect::<Vec<_>>().into_any())
    });
    let rows = live(move || {
        let rows: Vec<_> = turns.get().into_iter().map(|turn| row(detail, turn, chosen)).collect();
        view! { <ul class="rows">{rows}</ul> }.into_any()
    });
    view! {
        <section class="stack" aria-label=locale.of(words::SIGNING)>
            <p class="help">{locale.of(words::SIGNING_HELP)}</p>
            <div role="status" class="stack">{progress} {done}</div>
            {refused}
            {on}
            {form}
            {rows}
        </section>
    }
    .into_any()
}

fn row(detail: Detail, turn: Turn, chosen: RwSignal<Option<PartitionId>>) -> AnyView {
    let app = detail.app;
    let locale = app.locale;
    let record = turn.pledge.and_then(|id| untrack(|| detail.book.record(id)));
    let chip = record.as_ref().map(|record| signatures::chip(app, record));
    let unit = turn.unit;
    let (why, act) = match turn.stand {
        Stand::NoPledge => (locale.of(words::NO_PLEDGE).to_owned(), false),
        Stand::Lacking(what) => ([locale.of(words::LACKING), &what].concat(), false),
        Stand::Disputed => (locale.of(words::DISPUTED).to_owned(), false),
        Stand::NotHere => (locale.of(words::NOT_HERE).to_owned(), false),
        Stand::Open(_) => (String::new(), true),
        Stand::Signed => (String::new(), false),
    };
    let press = move |_| {
        chosen.set(Some(unit));
        request_animation_frame(|| web::focus("form.card h3"));
    };
    let word = [locale.of(words::SIGN_FOR), &turn.name].concat();
    let act = act.then(|| {
        view! { <button type="button" class="button" on:click=press>{Icon::Pencil.draw()} {word}</button> }
    });
    let open = turn.pledge.map(|id| {
        link(Weight::Plain, None, locale.of(words::OPEN_PLEDGE), ["/pledges/", &id.to_string()].concat())
    });
    let why = (!why.is_empty()).then(|| view! { <span class="line">{why}</span> });
    view! {
        <li class="row">
            <span class="name">{turn.name}</span>
            {why}
            <span class="foot">{chip}</span>
            <div class="buttons">{act} {open}</div>
        </li>
    }
    .into_any()
}
