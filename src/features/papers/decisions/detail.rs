//! One decision: what it says, where it stands, what can be done with it, and its dossiers with their money.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::decision::{
    self, ABOUT, DAY, GAP, LEVEL, POST, SIGNER, SYMBOL, State, Step, WANTED, YEAR,
};
use thidua_domain::law::setting::Settings;
use thidua_domain::record::{Field, RecordId, Value};
use thidua_domain::step;

use super::super::{dossiers, report, words as of_papers};
use super::acts::{self, Acts};
use super::issue::{self, Issue};
use super::list::chip;
use super::second::{self, Second};
use super::{address, bonus, is_numbered, title, words};
use crate::book::{Book, RecordView, Session, use_book};
use crate::components::chip::{Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if};
use crate::components::long_list::{Row, long_list};
use crate::features::law_settings::settings_of;
use crate::features::record_actions::{Actions, actions};
use crate::features::section::while_there;
use crate::features::settle::{self, Settling};
use crate::features::state;
use crate::locale::facts::Both;
use crate::locale::{Words, format, words as of_app};
use crate::web;

/// What the screen of one decision knows. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
pub(super) struct Detail {
    pub(super) app: &'static Words,
    pub(super) book: Book,
    pub(super) session: StoredValue<Arc<Session>>,
    pub(super) id: RecordId,
    pub(super) record: Memo<Option<Arc<RecordView>>>,
    pub(super) settings: Memo<Arc<Settings>>,
    actions: Actions,
    settling: Settling,
}

impl Detail {
    /// The dossiers that the decision lists and this device holds, in order. Tracks.
    pub(super) fn listed(self) -> Vec<Arc<RecordView>> {
        let Some(record) = self.record.get() else { return Vec::new() };
        let all = dossiers::by_id(self.book);
        let held: Vec<_> =
            decision::nominations(&record.fields).filter_map(|id| all.get(&id).cloned()).collect();
        dossiers::in_order(&held)
    }

    /// The dossiers of which something holds. Tracks.
    pub(super) fn those(self, holds: impl Fn(&RecordView) -> bool) -> Vec<Arc<RecordView>> {
        let mut listed = self.listed();
        listed.retain(|record| holds(record));
        listed
    }
}

/// One decision.
pub(super) fn show(id: RecordId) -> AnyView {
    let (app, book) = (of_app(), use_book());
    let Some(session) = book.session().get_untracked() else { return ().into_any() };
    let detail = Detail {
        app,
        book,
        session: StoredValue::new(session),
        id,
        record: Memo::new(move |_| book.record(id)),
        settings: settings_of(book),
        actions: Actions::new(id, "/decisions"),
        settling: Settling::new(book, app),
    };
    let (second, issue, acts) = (Second::new(detail), Issue::new(detail), Acts::new(detail));
    while_there(detail.record, move || whole(detail, second, issue, acts))
}

fn whole(detail: Detail, own: Second, issue: Issue, acts: Acts) -> AnyView {
    let part = |draw: fn(Detail, &Arc<RecordView>) -> AnyView| {
        live_if(move || detail.record.get().map(|record| draw(detail, &record)))
    };
    let id = detail.id;
    let of_this = move |refusal: &crate::book::RefusalView| {
        let is_own = refusal.record == Some(id);
        // What kept the decision from being issued is told where it is issued.
        let of_dossier = step::entries(&refusal.fields)
            .iter()
            .any(|entry| step::link(&refusal.fields, entry.item) == Some(id));
        of_dossier || (is_own && !issue::is_issue(refusal))
    };
    let refused_elsewhere = report::refusals(detail.app, detail.book, move |refusal| {
        let listed = || {
            let record = detail.record.get();
            record.is_some_and(|own| decision::nominations(&own.fields).any(|id| refusal.record == Some(id)))
        };
        of_this(refusal) || (refusal.fields.contains_key(&step::STATE) && listed())
    });
    view! {
        <article class="stack">
            {part(head)}
            {second::draw(detail, own)}
            {issue::draw(detail, issue)}
            {refused_elsewhere}
            {part(facts)}
            {acts::draw(detail, acts)}
            {list(detail)}
            {part(foot)}
        </article>
    }
    .into_any()
}

fn head(detail: Detail, record: &Arc<RecordView>) -> AnyView {
    let app = detail.app;
    let title = title(app, record);
    web::set_title(&title);
    let about = record.fields.get(&ABOUT).and_then(Value::as_text).unwrap_or_default().to_owned();
    let is_draft = State::of(&record.fields).is_draft() && record.waiting == 0;
    let edit = [address(record.id), "/edit".to_owned()].concat();
    let of_record = (is_draft || record.deleted).then(|| actions(detail.actions, record, &title, edit));
    let session = detail.session.get_value();
    let conflicts = settle::all_conflicts(detail.settling, Some(&session), record);
    view! {
        <header class="stack">
            <h2 tabindex="-1">{title}</h2>
            <p class="muted">{about}</p>
            <div class="chips">{chip(app, record)}</div>
            {state::chips(app, record)}
        </header>
        {of_record}
        {settle::returned(detail.settling, record, detail.actions.ask)}
        {conflicts}
        {cancelled(app, record)}
    }
    .into_any()
}

/// Why it was cancelled.
fn cancelled(app: &'static Words, record: &RecordView) -> Option<AnyView> {
    let entries = step::entries(&record.fields);
    let entry = entries.iter().find(|entry| entry.kind == Step::Cancel.code())?;
    let day = entry.day.and_then(|day| format::civil(&day.to_string())).unwrap_or_default();
    let by = [day, entry.by.to_owned()].join(" · ");
    let reason = [app.locale.of(words::CANCELLED_BECAUSE), entry.reason].concat();
    Some(
        view! {
            <Note tone=Tone::Grave icon=Icon::Bin>
                <p>{reason}</p>
                <p class="small">{by}</p>
            </Note>
        }
        .into_any(),
    )
}

/// The facts in the order in which they are read, and whether one wants a whole line.
const FACTS: [(Field, Both, bool); 8] = [
    (DAY, words::DAY, false),
    (LEVEL, words::LEVEL, false),
    (SIGNER, words::SIGNER, false),
    (POST, words::POST, false),
    (SYMBOL, words::SYMBOL, false),
    (YEAR, words::YEAR, false),
    (WANTED, words::WANTED, false),
    (GAP, words::GAP, true),
];

fn facts(detail: Detail, record: &Arc<RecordView>) -> AnyView {
    let app = detail.app;
    let fact = |(field, name, whole): &(Field, Both, bool)| {
        // Once there is a number, what was wished for is told by the gap alone.
        if *field == WANTED && is_numbered(record) {
            return None;
        }
        let text = match record.fields.get(field)? {
            Value::Int(_) if *field == LEVEL => {
                of_papers::level(app.locale, decision::level(&record.fields)?).to_owned()
            }
            Value::Int(number) => number.to_string(),
            Value::Text(text) if *field == DAY => format::civil(text)?,
            value => value.as_text()?.to_owned(),
        };
        let class = if *whole { "whole" } else { "" };
        Some(view! { <div class=class><dt>{app.locale.of(*name)}</dt><dd class="prose">{text}</dd></div> })
    };
    let facts: Vec<_> = FACTS.iter().filter_map(fact).collect();
    view! { <dl class="card facts wide-facts">{facts}</dl> }.into_any()
}

fn list(detail: Detail) -> AnyView {
    let app = detail.app;
    let locale = app.locale;
    let head = live(move || {
        let count = detail.record.get().map_or(0, |record| decision::nominations(&record.fields).count());
        view! {
            <h3 class="section-title">
                {locale.of(words::DOSSIERS)} " " <span class="count">{count}</span>
            </h3>
        }
        .into_any()
    });
    let money = live_if(move || {
        let record = detail.record.get()?;
        let listed = detail.listed();
        let settings = detail.settings.get();
        if listed.is_empty() {
            return None;
        }
        let amount = match bonus::total(&settings, &record.fields, &listed) {
            Some(amount) => bonus::money(app, amount),
            None => locale.of(words::SALARY_UNKNOWN).to_owned(),
        };
        Some(
            view! {
                <ul class="plain-list"><li><span>{locale.of(words::BONUS)}</span><strong>{amount}</strong></li></ul>
                <p class="help">{locale.of(words::BONUS_HELP)}</p>
            }
            .into_any(),
        )
    });
    let rows = long_list(move |most| {
        let day = detail.record.get().and_then(|record| decision::day(&record.fields));
        let settings = detail.settings.get();
        let row = |record: &Arc<RecordView>| {
            let amount = day.and_then(|day| bonus::of(&settings, &record.fields, day));
            let (record, key) = (Arc::clone(record), crate::features::record_list::row_key(record));
            Row { key, draw: Arc::new(move || one(detail, &record, amount)) }
        };
        detail.listed().iter().take(most).map(row).collect()
    });
    // An account may see fewer dossiers than the decision lists.
    let absent = live_if(move || {
        let record = detail.record.get()?;
        let count = decision::nominations(&record.fields).count().checked_sub(detail.listed().len())?;
        let told = [locale.of(of_papers::NOT_HERE), ": ", &count.to_string()].concat();
        (count > 0).then(|| view! { <p class="help">{told}</p> }.into_any())
    });
    view! { <section class="stack" aria-label=locale.of(words::DOSSIERS)>{head} {money} {rows} {absent}</section> }
        .into_any()
}

fn one(detail: Detail, record: &RecordView, amount: Option<u64>) -> AnyView {
    let app = detail.app;
    let session = detail.session.get_value();
    let money = amount
        .map_or_else(|| app.locale.of(words::BONUS_NONE).to_owned(), |amount| bonus::money(app, amount));
    let waiting = (record.waiting > 0).then(|| {
        view! {
            <span class="chips">
                <crate::components::chip::Chip tone=Tone::Wait icon=Icon::Clock word=app.locale.of(of_papers::WAITING)/>
            </span>
        }
    });
    view! {
        <li>
            <a class="row" href=dossiers::address(record.id)>
                <span class="name">{dossiers::name(app, record)}</span>
                <span class="line">{dossiers::line(app, &session, record)}</span>
                <span class="line">{money}</span>
                <span class="foot">{waiting}</span>
            </a>
        </li>
    }
    .into_any()
}

fn foot(detail: Detail, record: &Arc<RecordView>) -> AnyView {
    let changed =
        record.updated_ms.map(|at| [detail.app.record().changed, &format::ago(detail.app, at)].concat());
    view! { <p class="small">{changed}</p> }.into_any()
}
