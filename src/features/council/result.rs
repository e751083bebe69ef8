//! What was counted: the figures for the minutes, and for each dossier its votes against the share that its award needs.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::council::{self, BALLOTS, DAY};
use thidua_domain::law::vote::{Threshold, Vote};
use thidua_domain::nomination::Nomination;
use thidua_domain::record::{Fields, Value};

use super::super::papers::{dossiers, words as of_papers};
use super::detail::Detail;
use super::paper::{key, name_and_line};
use super::{OnAgenda, agenda, said, words};
use crate::book::RecordView;
use crate::components::chip::{Chip, Tone};
use crate::components::icon::Icon;
use crate::components::live::live_if;
use crate::components::long_list::{Row, long_list};
use crate::features::way::words as of_way;
use crate::locale::facts::Both;

/// What the vote on one dossier says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Judged {
    /// The share is reached.
    Reached,
    /// It is not.
    NotReached,
    /// The share that is needed is not known: the dossier or its award is not on this device.
    Unknown,
}

/// The share that a dossier's award needed on the day of the session.
pub(super) fn threshold(detail: Detail, record: &RecordView, own: &OnAgenda) -> Option<Threshold> {
    let award = Nomination::read(&own.dossier.as_ref()?.fields).award?;
    let day = said(record, DAY).parse().ok()?;
    Some(Threshold::set(award, &detail.settings.get(), day))
}

/// What the vote says. Tracks.
pub(super) fn judge(detail: Detail, record: &RecordView, own: &OnAgenda) -> Judged {
    match threshold(detail, record, own) {
        None => Judged::Unknown,
        Some(threshold) if threshold.is_reached(council::vote(&record.fields, own.item)) => Judged::Reached,
        Some(_) => Judged::NotReached,
    }
}

/// The result, where the session is closed.
pub(super) fn draw(detail: Detail) -> AnyView {
    let (app, locale) = (detail.app, detail.app.locale);
    let minutes = live_if(move || detail.record.get().map(|record| minutes(detail, &record)));
    let rows = long_list(move |most| {
        let Some(record) = detail.record.get() else { return Vec::new() };
        let session = detail.session.get_value();
        let row = |own: &OnAgenda| {
            // What was counted stands in the session, so a row is drawn anew when that changes.
            let (item, dossier) = key(own);
            let key = (item | (Arc::as_ptr(&record) as usize as u128) << 32, dossier);
            let (own, record, session) = (own.clone(), Arc::clone(&record), Arc::clone(&session));
            let judged = judge(detail, &record, &own);
            let needed = threshold(detail, &record, &own);
            let draw = move || {
                let (name, line) = name_and_line(app, &session, &own);
                let line = own.dossier.as_ref().map_or(line, |record| dossiers::line(app, &session, record));
                one(detail, &own, (name, line), (council::vote(&record.fields, own.item), judged, needed))
            };
            Row { key, draw: Arc::new(draw) }
        };
        agenda(detail.book, &record.fields).iter().take(most).map(row).collect()
    });
    view! {
        <section class="stack" aria-label=locale.of(words::RESULT)>
            <h3 class="section-title">{locale.of(words::RESULT)}</h3>
            {minutes}
            {rows}
        </section>
    }
    .into_any()
}

fn minutes(detail: Detail, record: &RecordView) -> AnyView {
    let locale = detail.app.locale;
    let fields: &Fields = &record.fields;
    let all = agenda(detail.book, fields);
    let first = all.first().map_or_else(Vote::default, |own| council::vote(fields, own.item));
    let count = |wanted| all.iter().filter(|own| judge(detail, record, own) == wanted).count();
    let cast = fields.get(&BALLOTS).and_then(Value::as_int).and_then(|cast| u32::try_from(cast).ok());
    let absent = first.members.saturating_sub(first.present).saturating_sub(first.written);
    let figures: [(Both, Option<u32>); 6] = [
        (words::ALL_MEMBERS, Some(first.members)),
        (if cast.is_some() { words::PRESENT } else { words::CAME }, Some(first.present)),
        (words::WRITTEN, Some(first.written).filter(|written| *written > 0)),
        (words::ABSENT, Some(absent)),
        (words::CAST, cast),
        (words::NOT_CAST, cast.map(|cast| first.present.saturating_sub(cast)).filter(|left| *left > 0)),
    ];
    let of_votes = figures.into_iter().filter_map(|(name, count)| Some((name, count?.to_string())));
    let of_dossiers = [
        (words::ON_AGENDA, all.len()),
        (words::REACHED, count(Judged::Reached)),
        (words::NOT_THERE, count(Judged::NotReached)),
    ];
    let lines = of_votes.chain(of_dossiers.map(|(name, count)| (name, count.to_string())));
    let line = |(name, count): (Both, String)| {
        view! { <li><span>{locale.of(name)}</span><strong>{count}</strong></li> }
    };
    view! {
        <section class="card">
            <h3>{locale.of(words::MINUTES)}</h3>
            <ul class="plain-list">{lines.map(line).collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn one(
    detail: Detail,
    own: &OnAgenda,
    (name, line): (String, String),
    (vote, judged, needed): (Vote, Judged, Option<Threshold>),
) -> AnyView {
    let locale = detail.app.locale;
    let figures =
        of_way::figures(locale, [vote.yes, vote.no.unwrap_or(0), vote.blank.unwrap_or(0)].map(i64::from));
    let (tone, icon, word) = match judged {
        Judged::Reached => (Tone::Done, Icon::Safe, of_way::REACHED),
        Judged::NotReached => (Tone::Wait, Icon::Alert, of_way::NOT_REACHED),
        Judged::Unknown => (Tone::Plain, Icon::Search, words::UNKNOWN),
    };
    let share = needed.map(|needed| {
        let (of, base) = if needed.of_voters {
            (vote.present.saturating_add(vote.written), of_way::OF_VOTERS)
        } else {
            (vote.members, of_way::OF_MEMBERS)
        };
        of_way::share(locale, vote.yes, of, needed.percent, base)
    });
    let secret = needed.filter(|needed| needed.secret && !vote.secret).map(|_| {
        view! { <span class="line">{locale.of(of_way::NEEDS_SECRET)}</span> }
    });
    let waiting = own.dossier.as_ref().filter(|record| record.waiting > 0).map(|_| {
        view! { <Chip tone=Tone::Wait icon=Icon::Clock word=locale.of(of_papers::WAITING)/> }
    });
    let body = view! {
        <span class="name">{name}</span>
        <span class="line">{line}</span>
        <span class="line votes">{figures}</span>
        <span class="line">{share}</span>
        {secret}
        <span class="foot chips"><Chip tone=tone icon=icon word=locale.of(word)/> {waiting}</span>
    };
    match &own.dossier {
        Some(record) => {
            view! { <li><a class="row" href=dossiers::address(record.id)>{body}</a></li> }.into_any()
        }
        None => view! { <li><div class="row">{body}</div></li> }.into_any(),
    }
}
