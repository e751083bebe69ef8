//! The parts of a dossier, to be ticked as they come in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::law::dossier::{Part, required};
use thidua_domain::nomination::Nomination;
use thidua_domain::record::{Fields, RecordId, RecordKind, Value};
use thidua_domain::rule_set::RuleSet;
use thidua_domain::{access, dossier, guard};

use super::words;
use crate::book::{Book, RecordView, Session};
use crate::components::icon::Icon;
use crate::components::live::{flag, live_if};
use crate::components::toast::{Toaster, use_toaster};
use crate::locale::{Words, faults};
use crate::order;
use crate::web;

/// What is there of a dossier's parts.
#[derive(Clone, PartialEq)]
struct Ticked {
    parts: Vec<(Part, bool)>,
    may_tick: bool,
}

/// The parts that the award asks for.
pub(super) fn checklist(id: RecordId, book: Book, app: &'static Words) -> AnyView {
    let toaster = use_toaster();
    let ticked = Memo::new(move |_| {
        let (record, session) = (book.record(id)?, book.session().get()?);
        of_record(&record, &session)
    });
    live_if(move || ticked.get().map(|ticked| draw(id, book, app, toaster, &ticked)))
}

fn of_record(record: &RecordView, session: &Session) -> Option<Ticked> {
    let nomination = Nomination::read(&record.fields);
    let rules = dossier::rule_set(&record.fields).or_else(|| web::today().map(RuleSet::in_force_on))?;
    let parts = required(nomination.award?, nomination.subject?, rules);
    let is_there = |part: Part| record.fields.get(&part.field()).and_then(Value::as_int) == Some(1);
    let kind = RecordKind::Nomination;
    let account = &session.account;
    let none = Fields::new();
    let may_write = access::may_write(account, kind, record.partition, Some(&record.fields), &none).is_ok();
    let first = parts.first().copied()?;
    let is_open = guard::may_edit(account, kind, &record.fields, first.field()).is_ok();
    let parts = parts.into_iter().map(|part| (part, is_there(part))).collect();
    Some(Ticked { parts, may_tick: may_write && is_open })
}

fn draw(id: RecordId, book: Book, app: &'static Words, toaster: Toaster, ticked: &Ticked) -> AnyView {
    let locale = app.locale;
    let missing = ticked.parts.iter().filter(|(_, is_there)| !is_there).count();
    let (icon, sum) = if missing == 0 {
        (Icon::Safe, locale.of(words::ALL_PARTS).to_owned())
    } else {
        (Icon::Clock, words::parts_missing(locale, missing))
    };
    let may_tick = ticked.may_tick;
    let part = |(part, is_there): &(Part, bool)| {
        let (part, is_there) = (*part, *is_there);
        let tick = move |_| {
            let value = if is_there { Value::from(2) } else { Value::from(1) };
            spawn_local(async move {
                if let Err(error) = book.edit(id, order::gathered([(part.field(), value)]), None).await {
                    toaster.say(faults::book_short(app, error));
                }
            });
        };
        view! {
            <label class="tick">
                <input
                    type="checkbox"
                    prop:checked=is_there
                    disabled=flag(move || !may_tick)
                    on:change=tick
                />
                <span>{locale.of(part.names())}</span>
            </label>
        }
    };
    let parts = ticked.parts.iter().map(part).collect_view();
    let help = may_tick.then(|| view! { <p class="help">{locale.of(words::PARTS_HELP)}</p> });
    view! {
        <fieldset class="card ticks">
            <legend>{locale.of(words::PARTS)}</legend>
            <p class="said">{icon.draw()} <span>{sum}</span></p>
            {help}
            {parts}
        </fieldset>
    }
    .into_any()
}
