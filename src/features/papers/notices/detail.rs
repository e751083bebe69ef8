//! One notice: where and how long, whom it lists, and what was said against it.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::access;
use thidua_domain::law::setting::Settings;
use thidua_domain::notice::{self, Length, YEAR};
use thidua_domain::record::{Fields, RecordId, Value};

use super::super::dossiers;
use super::list::chips;
use super::objections::{self, Objections};
use super::{address, asked, holidays, span, title, words};
use crate::book::{Book, RecordView, Session, use_book};
use crate::components::chip::{Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if};
use crate::components::long_list::{Row, long_list};
use crate::components::toast::{Toaster, use_toaster};
use crate::features::law_settings::settings_of;
use crate::features::record_actions::{Actions, actions};
use crate::features::record_list::row_key;
use crate::features::section::while_there;
use crate::features::settle::{self, Settling};
use crate::features::state;
use crate::locale::{Words, format, words as of_app};
use crate::web;

/// What the screen of one notice knows. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
pub(super) struct Detail {
    pub(super) app: &'static Words,
    pub(super) book: Book,
    pub(super) id: RecordId,
    pub(super) record: Memo<Option<Arc<RecordView>>>,
    pub(super) toaster: Toaster,
    session: StoredValue<Arc<Session>>,
    settings: Memo<Arc<Settings>>,
    actions: Actions,
    settling: Settling,
}

impl Detail {
    /// The dossiers that the notice lists and this device holds, in order. Tracks.
    pub(super) fn listed(self) -> Vec<Arc<RecordView>> {
        let Some(record) = self.record.get() else { return Vec::new() };
        let all = dossiers::by_id(self.book);
        let held: Vec<_> =
            notice::nominations(&record.fields).filter_map(|id| all.get(&id).cloned()).collect();
        dossiers::in_order(&held)
    }

    /// Whether the account may write the notice. Tracks.
    pub(super) fn may_write(self) -> bool {
        let session = self.session.get_value();
        self.record.get().is_some_and(|record| {
            let (kind, place) = (record.kind, record.partition);
            let may = access::may_write(&session.account, kind, place, Some(&record.fields), &Fields::new());
            !record.deleted && may.is_ok()
        })
    }
}

/// One notice.
pub(super) fn show(id: RecordId) -> AnyView {
    let (app, book) = (of_app(), use_book());
    let Some(session) = book.session().get_untracked() else { return ().into_any() };
    let detail = Detail {
        app,
        book,
        id,
        record: Memo::new(move |_| book.record(id)),
        toaster: use_toaster(),
        session: StoredValue::new(session),
        settings: settings_of(book),
        actions: Actions::new(id, "/notices"),
        settling: Settling::new(book, app),
    };
    let own = Objections::new(detail);
    while_there(detail.record, move || whole(detail, own))
}

fn whole(detail: Detail, own: Objections) -> AnyView {
    let part = |draw: fn(Detail, &Arc<RecordView>) -> AnyView| {
        live_if(move || detail.record.get().map(|record| draw(detail, &record)))
    };
    view! {
        <article class="stack">
            {part(head)}
            {objections::draw(detail, own)}
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
    let year = record.fields.get(&YEAR).and_then(Value::as_int).map(|year| year.to_string());
    let year = [app.record().year, " ", &year.unwrap_or_default()].concat();
    let session = detail.session.get_value();
    let unit = session.place_name(record.partition).to_owned();
    let line: Vec<_> = [span(app, record), year, unit].into_iter().filter(|part| !part.is_empty()).collect();
    let edit = [address(record.id), "/edit".to_owned()].concat();
    let actions = actions(detail.actions, record, &title, edit);
    let conflicts = settle::all_conflicts(detail.settling, Some(&session), record);
    let length = notice::days(&record.fields).map(|(first, last)| {
        let asked = asked(&detail.settings.get(), first);
        let length = notice::length(first, last, asked, &holidays(detail.book));
        let (tone, icon) = match length {
            Length::Enough { .. } => (Tone::Done, Icon::Tick),
            Length::TooShort { .. } | Length::Backwards => (Tone::Wait, Icon::Alert),
        };
        view! { <Note tone=tone icon=icon><p>{words::length(app.locale, length, asked)}</p></Note> }
    });
    view! {
        <header class="stack">
            <h2 tabindex="-1">{title}</h2>
            <p class="muted">{line.join(" · ")}</p>
            {chips(app, record)}
            {state::chips(app, record)}
        </header>
        {length}
        {actions}
        {settle::returned(detail.settling, record, detail.actions.ask)}
        {conflicts}
    }
    .into_any()
}

fn list(detail: Detail) -> AnyView {
    let app = detail.app;
    let locale = app.locale;
    let session = detail.session.get_value();
    let rows = long_list(move |most| {
        let session = Arc::clone(&session);
        let row = move |record: &Arc<RecordView>| {
            let (session, record) = (Arc::clone(&session), Arc::clone(record));
            let key = row_key(&record);
            let draw = move || {
                view! {
                    <li>
                        <a class="row" href=dossiers::address(record.id)>
                            <span class="name">{dossiers::name(app, &record)}</span>
                            <span class="line">{dossiers::line(app, &session, &record)}</span>
                        </a>
                    </li>
                }
                .into_any()
            };
            Row { key, draw: Arc::new(draw) }
        };
        detail.listed().iter().take(most).map(row).collect()
    });
    let count = live(move || {
        let count = detail.record.get().map_or(0, |record| notice::nominations(&record.fields).count());
        view! { <span class="count">{count}</span> }.into_any()
    });
    view! {
        <section class="stack" aria-label=locale.of(words::LIST)>
            <h3 class="section-title">{locale.of(words::LIST)} " " {count}</h3>
            {rows}
        </section>
    }
    .into_any()
}

fn foot(detail: Detail, record: &Arc<RecordView>) -> AnyView {
    let changed =
        record.updated_ms.map(|at| [detail.app.record().changed, &format::ago(detail.app, at)].concat());
    view! { <p class="small">{changed}</p> }.into_any()
}
