//! Entries that may be one, side by side: the officer merges them, or says that they are two. Only ever a question;
//! nothing is merged by itself.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::award::SubjectKind;
use thidua_domain::likeness::Likeness;
use thidua_domain::profile::{self, Profile};
use thidua_domain::record::{Field, RecordKind, Value};

use super::index::{Pair, PeopleIndex, may_change};
use super::list::{address, name_of};
use super::merging::Merging;
use super::words::PeopleWords;
use crate::app::{SectionTitle, use_section};
use crate::book::{RecordView, Session, use_book};
use crate::components::empty::Empty;
use crate::components::icon::Icon;
use crate::components::live::{live, live_text};
use crate::components::long_list::{Row, long_list};
use crate::components::panes::OnePane;
use crate::components::press::{Weight, button, link};
use crate::features::fields;
use crate::locale::{Words, words};

/// What is compared, under the name.
const COMPARED: [Field; 3] = [profile::BIRTH_YEAR, profile::POSITION, profile::WORKPLACE];

/// The state of the screen.
#[derive(Clone)]
struct Screen {
    words: &'static Words,
    own: &'static PeopleWords,
    session: Option<Arc<Session>>,
    merging: Merging,
}

/// The screen.
pub(super) fn screen() -> AnyView {
    let Some(index) = use_context::<PeopleIndex>() else { return ().into_any() };
    let (words, own) = (words(), PeopleWords::chosen());
    use_section(SectionTitle { title: own.pairs_title, home: "/people", back: Some("/people"), place: None });
    let session = use_book().session().get_untracked();
    let screen = Arc::new(Screen { words, own, session, merging: Merging::new() });
    let pairs = index.pairs();
    let is_done = Memo::new(move |_| pairs.read().is_empty());
    let body = live(move || {
        if is_done.get() {
            return view! {
                <Empty icon=Icon::Safe title=own.pairs_done text=own.pairs_done_help>
                    {link(Weight::Other, None, words.record().back_to_list, "/people")}
                </Empty>
            }
            .into_any();
        }
        let screen = Arc::clone(&screen);
        let row = move |pair: &Pair| {
            let (screen, pair) = (Arc::clone(&screen), pair.clone());
            Row { key: key_of(&pair), draw: Arc::new(move || card(&screen, &pair)) }
        };
        let rows = long_list(move |most| pairs.read().iter().take(most).map(&row).collect());
        view! { <p class="prose">{own.pairs_help}</p> {rows} }.into_any()
    });
    let count = live_text(move || {
        let count = pairs.read().len();
        if count > 0 { (own.pairs)(count) } else { String::new() }
    });
    view! {
        <OnePane>
            <div class="list-head">
                <p class="muted" role="status">{count}</p>
                {link(Weight::OtherWide, Some(Icon::Back), words.record().back_to_list, "/people")}
            </div>
            <div class="stack">{body}</div>
        </OnePane>
    }
    .into_any()
}

/// Of two entries in this order; a changed entry is another pair.
fn key_of(pair: &Pair) -> (u128, usize) {
    let [a, b] = [&pair.a, &pair.b].map(|record| u128::from_be_bytes(*record.id.as_bytes()));
    let [at_a, at_b] = [&pair.a, &pair.b].map(|record| Arc::as_ptr(record) as usize);
    (a ^ b.rotate_left(1), at_a ^ at_b.rotate_left(1))
}

fn card(screen: &Screen, pair: &Pair) -> AnyView {
    let (own, merging) = (screen.own, screen.merging);
    let [a, b] = [&pair.a, &pair.b].map(|record| (record.id, may_change(screen.session.as_deref(), record)));
    let is_person = Profile::read(&pair.a.fields).subject == Some(SubjectKind::Individual);
    let word = if is_person { own.two_people } else { own.two_entries };
    // It is written on either; the first that the account may write will do.
    let apart = match (a, b) {
        ((id, true), (other, _)) | ((other, _), (id, true)) => {
            let apart = move |()| merging.tell_apart(id, other);
            Some(view! { <div class="buttons">{button(Weight::Other, None, word, apart)}</div> }.into_any())
        }
        _ => None,
    };
    let nothing = apart.is_none().then(|| view! { <p class="help">{own.ask_the_unit}</p> });
    view! {
        <li>
            <article class="card">
                <h3>{how_sure(own, pair, is_person)}</h3>
                <div class="side-by-side pair">{side(screen, &pair.a, &pair.b)} {side(screen, &pair.b, &pair.a)}</div>
                {apart}
                {nothing}
            </article>
        </li>
    }
    .into_any()
}

fn how_sure(own: &'static PeopleWords, pair: &Pair, is_person: bool) -> &'static str {
    match (pair.likeness, is_person) {
        (Likeness::Same, true) => own.same_person,
        (Likeness::Same, false) => own.same_collective,
        (Likeness::Perhaps, _) if pair.a.partition != pair.b.partition => own.two_units,
        (Likeness::Perhaps, _) => own.perhaps,
    }
}

/// One of the two, with the button that keeps it.
fn side(screen: &Screen, record: &Arc<RecordView>, other: &Arc<RecordView>) -> AnyView {
    let Screen { words, own, session, merging } = screen;
    let profile = Profile::read(&record.fields);
    let name = name_of(own, &profile);
    let fact = |name: &'static str, value: String| {
        let value = if value.is_empty() { words.record().nothing.to_owned() } else { value };
        view! { <div><dt>{name}</dt><dd>{value}</dd></div> }.into_any()
    };
    let of_field = |field: Field| {
        let value = record.fields.get(&field).cloned().unwrap_or(Value::Null);
        let text = (value != Value::Null)
            .then(|| fields::value(words, session.as_deref(), RecordKind::Profile, field, &value));
        fact(fields::name(words, RecordKind::Profile, field), text.unwrap_or_default())
    };
    let unit = session.as_ref().map(|session| session.place_name(record.partition).to_owned());
    let facts = COMPARED.map(of_field).into_iter().chain([
        fact(words.record().unit, unit.unwrap_or_default()),
        fact(own.honour_count, profile.honours.len().to_string()),
    ]);
    let (merging, into, from) = (*merging, record.id, other.id);
    // Merging writes on the entry that goes.
    let merge = may_change(session.as_deref(), other)
        .then(|| button(Weight::Other, None, own.keep_this, move |()| merging.merge(from, into)));
    view! {
        <div role="group" aria-label=name.clone()>
            <a href=address(record.id)><strong>{name.clone()}</strong></a>
            <dl class="facts">{facts.collect::<Vec<_>>()}</dl>
            {merge}
        </div>
    }
    .into_any()
}
