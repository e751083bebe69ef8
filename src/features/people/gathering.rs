//! Entries for the subjects of nominations that the register does not know yet. What name and birth year certainly show
//! to be one is added once; what only may be one is added apart, and then told as a pair: nobody goes missing in
//! another's entry.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::access;
use thidua_domain::likeness::{Likeness, alike};
use thidua_domain::nomination::Nomination;
use thidua_domain::profile::{self, BIRTH_YEAR, NAME, POSITION, RECIPIENT_CLASS, SEX, SUBJECT, WORKPLACE};
use thidua_domain::record::{Fields, PartitionId, RecordKind, Value};
use thidua_domain::register::{Identity, Match};

use super::index::{Matched, PeopleIndex};
use super::words::PeopleWords;
use crate::book::{Book, Session, Shared};
use crate::components::live::{live_if, live_text};
use crate::components::toast::Toaster;
use crate::locale::{Words, faults};
use crate::order;

/// What goes over from a nomination: what means the same in both.
const COPIED: [thidua_domain::record::Field; 7] =
    [SUBJECT, NAME, BIRTH_YEAR, SEX, POSITION, WORKPLACE, RECIPIENT_CLASS];

/// As many entries are made in one transaction.
const CHUNK: usize = 200;

/// An entry that is to be made.
pub(super) type New = (PartitionId, Fields);

/// How far adding is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Gathering {
    /// Nothing is being added.
    Rest,
    /// So many of so many are there.
    UnderWay(usize, usize),
    /// So many were added.
    Done(usize),
}

/// A subject without an entry.
#[derive(Clone)]
struct Unlisted {
    identity: Identity,
    year: Option<i64>,
    fields: Fields,
}

/// What would be added. Of one subject the newest nomination is taken.
pub(super) fn plan(session: &Session, matched: &[Matched]) -> Vec<New> {
    let unlisted: Vec<_> = matched.iter().filter_map(|matched| unlisted(session, matched)).collect();
    let sorted = order::in_order(&unlisted, |a, b| {
        let key = |of: &Unlisted| (of.identity.partition, std::cmp::Reverse(of.year));
        a.identity.folded.cmp(&b.identity.folded).then_with(|| key(a).cmp(&key(b)))
    });
    let mut kept: Vec<Unlisted> = Vec::new();
    for subject in sorted {
        // Those of one name stand together.
        let mut namesakes =
            kept.iter().rev().take_while(|other| other.identity.folded == subject.identity.folded);
        let is_there =
            namesakes.any(|other| alike(&other.identity, &subject.identity) == Some(Likeness::Same));
        if !is_there {
            kept.push(subject);
        }
    }
    kept.into_iter().map(|subject| (subject.identity.partition, subject.fields)).collect()
}

fn unlisted(session: &Session, matched: &Matched) -> Option<Unlisted> {
    let record = &matched.record;
    if matched.found != Match::None {
        return None;
    }
    let copied = COPIED.into_iter().filter_map(|field| Some((field, record.fields.get(&field)?.clone())));
    let fields: Fields = order::gathered(copied.filter(|(_, value)| *value != Value::Null));
    let kind = RecordKind::Profile;
    let may = access::may_write(&session.account, kind, record.partition, None, &fields).is_ok();
    // One that is wrong in itself would hold up all the others.
    if !may || !profile::check(&fields).is_empty() {
        return None;
    }
    let identity = Identity::read(record.partition, &fields)?;
    Some(Unlisted { identity, year: Nomination::read(&record.fields).year, fields })
}

/// What adding needs to know.
#[derive(Clone, Copy)]
pub(super) struct Gatherer {
    /// The register.
    pub(super) index: PeopleIndex,
    /// Where entries are made.
    pub(super) book: Book,
    /// The words of the app.
    pub(super) words: &'static Words,
    /// The words of the register.
    pub(super) own: &'static PeopleWords,
    /// Says what became of it.
    pub(super) toaster: Toaster,
}

impl Gatherer {
    /// The button, where there is something to add, and what became of it.
    pub(super) fn draw(self) -> AnyView {
        let index = self.index;
        let button = live_if(move || {
            let count = index.unlisted().read().len();
            let offered = count > 0 && !matches!(index.gathering.get(), Gathering::UnderWay(..));
            offered.then(|| {
                view! {
                    <button type="button" class="button" on:click=move |_| self.add()>
                        {(self.own.gather)(count)}
                    </button>
                }
                .into_any()
            })
        });
        let said = live_text(move || match index.gathering.get() {
            Gathering::Rest => String::new(),
            Gathering::UnderWay(done, total) => (self.own.gathering)(done, total),
            Gathering::Done(count) => (self.own.gathered)(count),
        });
        let is_silent = Signal::derive(move || index.gathering.get() == Gathering::Rest);
        let bar = live_if(move || {
            let Gathering::UnderWay(done, total) = index.gathering.get() else { return None };
            Some(view! { <progress max=total value=done aria-hidden="true"></progress> }.into_any())
        });
        // A region that is there before it speaks is heard.
        view! {
            {button}
            <div role="status" class:unseen=is_silent><p class="muted">{said}</p></div>
            {bar}
        }
        .into_any()
    }

    fn add(self) {
        let Self { index, book, words, own, toaster } = self;
        if matches!(index.gathering.get_untracked(), Gathering::UnderWay(..)) {
            return;
        }
        let news: Shared<New> = index.unlisted().get_untracked();
        index.gathering.set(Gathering::UnderWay(0, news.len()));
        let news = Arc::clone(&news);
        spawn_local(async move {
            let mut done = 0;
            let mut failed = None;
            for chunk in news.chunks(CHUNK) {
                match book.create_many(RecordKind::Profile, chunk.to_vec()).await {
                    Ok(made) => done += made.len(),
                    Err(error) => {
                        failed = Some(error);
                        break;
                    }
                }
                let _gone = index.gathering.try_set(Gathering::UnderWay(done, news.len()));
            }
            let _gone = index.gathering.try_set(Gathering::Done(done));
            toaster.say(failed.map_or(own.was_gathered, |error| faults::book_short(words, error)));
        });
    }
}
