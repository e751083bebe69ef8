//! One pledge: what was promised, who signed it, and its targets, whose results are entered right here.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::guard;
use thidua_domain::pledge::{self, Lack, Pen, Pledge, State};
use thidua_domain::record::{RecordId, RecordKind};

use super::list::address;
use super::results::Results;
use super::signing::Signer;
use super::{amend, bloc_of, promise, reached, signatures, signing, words as own};
use crate::book::{Book, RecordView, Session, use_book};
use crate::components::chip::{Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if};
use crate::components::press::{Weight, button, link};
use crate::components::toast::{Toaster, use_toaster};
use crate::features::record_actions::{Actions, actions};
use crate::features::section::while_there;
use crate::features::settle::{self, Settling};
use crate::features::state;
use crate::locale::{Words, format, words};
use crate::web;

/// What the detail needs to be drawn.
#[derive(Clone)]
struct Detail {
    words: &'static Words,
    book: Book,
    session: Option<Arc<Session>>,
    toaster: Toaster,
    settling: Settling,
    actions: Actions,
    id: RecordId,
    record: Memo<Option<Arc<RecordView>>>,
    /// Whether the form of a signature is open.
    signing: RwSignal<bool>,
}

/// One pledge.
pub(super) fn show(id: RecordId) -> AnyView {
    let (words, book) = (words(), use_book());
    let record = Memo::new(move |_| book.record(id));
    let detail = Detail {
        words,
        book,
        session: book.session().get_untracked(),
        toaster: use_toaster(),
        settling: Settling::new(book, words),
        actions: Actions::new(id, "/pledges"),
        id,
        record,
        signing: RwSignal::new(signing::is_begun(book, id)),
    };
    while_there(record, move || whole(&detail))
}

/// The signing and the results stand apart from what is around them: what is being drawn and typed there must outlive a
/// change of the record.
fn whole(detail: &Detail) -> AnyView {
    let part = |draw: fn(&Detail, &Arc<RecordView>) -> AnyView| {
        let detail = detail.clone();
        live_if(move || detail.record.get().map(|record| draw(&detail, &record)))
    };
    let signing = detail.signing;
    let refused =
        signatures::refused(detail.words, detail.book, detail.id, Callback::new(move |()| signing.set(true)));
    let session = detail.session.clone();
    let results = Results::new(detail.words, detail.book, session, detail.toaster, detail.record);
    view! {
        <article class="stack">
            {part(above)}
            {refused}
            {sign(detail)}
            {part(signed)}
            {results.draw()}
            {part(below)}
        </article>
    }
    .into_any()
}

/// What is promised, by whom and where.
fn above(detail: &Detail, record: &Arc<RecordView>) -> AnyView {
    let words = detail.words;
    let locale = words.locale;
    let pledge = Pledge::read(&record.fields);
    let place =
        |id| detail.session.as_ref().map(|session| session.place_name(id).to_owned()).unwrap_or_default();
    let title = pledge.unit.map(place).unwrap_or_default();
    web::set_title(&title);
    let year =
        pledge.year.map(|year| [words.record().year, " ", &year.to_string()].concat()).unwrap_or_default();
    let conflicts = settle::all_conflicts(detail.settling, detail.session.as_deref(), record);
    let is_open = State::of(&record.fields).is_open() || record.deleted;
    let edit = [address(record.id), "/edit".to_owned()].concat();
    let tools = is_open.then(|| actions(detail.actions, record, &title, edit));
    let locked = (!is_open).then(|| {
        view! { <p class="said muted">{Icon::Key.draw()} <span>{locale.of(own::SIGNED_HELP)}</span></p> }
    });
    let bloc = pledge.year.and_then(|year| bloc_of(detail.book, record.partition, year));
    let of_bloc = bloc.map(|bloc| {
        let ranking = ["/blocs/", &bloc.id.to_string(), "/ranking"].concat();
        let link = link(Weight::Plain, Some(Icon::Award), locale.of(own::TO_RANKING), ranking);
        view! { <div class="buttons">{link}</div> }
    });
    let (reached, all) = reached::counts(&pledge);
    let count = (words.count().targets)(reached, all);
    let digest = guard::text_of(RecordKind::Pledge, &record.fields);
    let version = promise::version(locale, pledge::version(&record.fields), &digest);
    view! {
        <header class="stack">
            <h2 tabindex="-1">{title}</h2>
            <p class="muted">{[place(record.partition), year].join(" · ")}</p>
            <div class="chips">{signatures::chip(words, record)}</div>
            {state::chips(words, record)}
            <p class="small">{version}</p>
        </header>
        {tools}
        {locked}
        {of_bloc}
        {settle::returned(detail.settling, record, detail.actions.ask)}
        {conflicts}
        <h3 class="section-title">{words.pledge().targets} <span class="count">{count}</span></h3>
        <div class="card">{promise::draw(words, &pledge)}</div>
    }
    .into_any()
}

/// What stands between the account and a signature.
#[derive(Clone, PartialEq)]
enum Stand {
    /// It is signed, or deleted: there is nothing to do.
    Done,
    /// There is no bloc of the year.
    NoBloc,
    /// Somebody else signs it.
    NotYours,
    /// Something holds two values.
    Disputed,
    /// It is not ready; each is what is missing, in words.
    Lacking(Vec<String>),
    /// It can be signed.
    Open { bloc: RecordId, pen: Pen, unit: String, again: bool },
}

/// How a pledge stands to a signature by this account. Tracks.
fn stand(detail: &Detail) -> Stand {
    let Some(record) = detail.record.get() else { return Stand::Done };
    let Some(session) = &detail.session else { return Stand::Done };
    let state = State::of(&record.fields);
    if record.deleted || !state.is_open() {
        return Stand::Done;
    }
    let pledge = Pledge::read(&record.fields);
    let (Some(unit), Some(year)) = (pledge.unit, pledge.year) else { return Stand::Done };
    let Some(bloc) = bloc_of(detail.book, record.partition, year) else { return Stand::NoBloc };
    let Some(pen) = pledge::pen_of(&session.account, &bloc.fields, unit) else { return Stand::NotYours };
    let lacks = pledge::lacks(&record.fields);
    if !lacks.is_empty() {
        return Stand::Lacking(lacks.into_iter().map(|lack| lacking(detail.words, &pledge, lack)).collect());
    }
    if record.conflicts.keys().any(|field| pledge::is_text(*field)) {
        return Stand::Disputed;
    }
    let unit = session.place_name(unit).to_owned();
    Stand::Open { bloc: bloc.id, pen, unit, again: state == State::Amending }
}

/// What is missing, in words.
pub(in crate::features) fn lacking(app: &Words, pledge: &Pledge<'_>, lack: Lack) -> String {
    let target = pledge.target(lack.field().item);
    own::lack(app.locale, lack, target.map_or("", |target| target.name))
}

fn sign(detail: &Detail) -> AnyView {
    let (words, open) = (detail.words, detail.signing);
    let locale = words.locale;
    let stands = {
        let detail = detail.clone();
        Memo::new(move |_| stand(&detail))
    };
    let detail = detail.clone();
    let toaster = detail.toaster;
    let close = Callback::new(move |()| open.set(false));
    let done = Callback::new(move |()| {
        toaster.say(words.form().saved);
        open.set(false);
    });
    live(move || match stands.get() {
        Stand::Done => ().into_any(),
        Stand::NoBloc => help(locale.of(own::NO_BLOC)),
        Stand::NotYours => help(locale.of(own::NOT_YOURS)),
        Stand::Disputed => help(locale.of(own::SETTLE_FIRST)),
        Stand::Lacking(what) => {
            let lines: Vec<_> = what.into_iter().map(|line| view! { <li>{line}</li> }).collect();
            view! {
                <Note tone=Tone::Plain icon=Icon::Pencil>
                    <p>{locale.of(own::LACKING)}</p>
                    <ul class="told">{lines}</ul>
                </Note>
            }
            .into_any()
        }
        Stand::Open { bloc, pen, unit, again } => {
            if !open.get() {
                let word = if again { own::SIGN_AGAIN } else { own::SIGN };
                let press = move |()| {
                    open.set(true);
                    request_animation_frame(|| web::focus("form.card h3"));
                };
                return view! {
                    <div class="buttons">
                        {button(Weight::Primary, Some(Icon::Pencil), locale.of(word), press)}
                    </div>
                }
                .into_any();
            }
            let account = detail.session.as_ref().map(|session| session.account.name.clone());
            let signer = Signer {
                app: words,
                book: detail.book,
                pledge: detail.id,
                bloc,
                unit,
                pen,
                account: account.unwrap_or_default(),
            };
            signing::draw(signer, close, done)
        }
    })
}

fn help(text: &'static str) -> AnyView {
    view! { <p class="help">{text}</p> }.into_any()
}

/// The signatures, and the way to amend what is signed.
fn signed(detail: &Detail, record: &Arc<RecordView>) -> AnyView {
    let may = detail.session.as_ref().is_some_and(|session| {
        let own = pledge::unit(&record.fields) == Some(session.home);
        (own && !session.only_reads()) || session.sees_all_units()
    });
    let can = may && State::of(&record.fields) == State::Signed && !record.deleted;
    let amend = can.then(|| amend::draw(detail.words, detail.book, record.id));
    view! { {signatures::draw(detail.words, record)} {amend} }.into_any()
}

/// When it changed.
fn below(detail: &Detail, record: &Arc<RecordView>) -> AnyView {
    let words = detail.words;
    let changed = record.updated_ms.map(|at| [words.record().changed, &format::ago(words, at)].concat());
    view! { <p class="small">{changed}</p> }.into_any()
}
