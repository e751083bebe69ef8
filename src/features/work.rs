//! What is to be done (việc cần làm): what was not carried out, what holds two versions, what is half written, what may
//! be there twice. Empty is the good state, and says so.

mod ballots;
mod blocs;
mod cards;
mod movements;

use leptos::prelude::*;
use thidua_domain::record::RecordKind;

use super::nominations::index::NominationIndex;
use super::way::waiting;
use super::{conflicts, parts, state};
use crate::app::{SectionTitle, use_section};
use crate::book::{Book, use_book};
use crate::components::empty::Empty;
use crate::components::icon::Icon;
use crate::components::live::{live, live_if};
use crate::components::panes::OnePane;
use crate::components::press::{Weight, link};
use crate::locale::{Words, words};
use cards::Cards;
pub(crate) use cards::{kind_name, record_address, record_title};

/// More pairs than these are not looked through one by one.
const MOST_PAIRS: usize = 30;

/// How many things want the officer: for the mark in the navigation. Tracks.
pub(crate) fn count(book: Book) -> usize {
    let to_settle = |list: Signal<crate::book::Shared<std::sync::Arc<crate::book::RecordView>>>| {
        list.read().iter().filter(|record| state::is_to_settle(record)).count()
    };
    book.refusals().read().len()
        + to_settle(book.nominations())
        + to_settle(book.pledges())
        + to_settle(book.profiles())
        + book.drafts().read().len()
}

/// The screen. Its cards come with a part of their own: a new device has none, and needs no more than the way to begin.
#[component]
pub(crate) fn WorkScreen() -> impl IntoView {
    let words = words();
    let book = use_book();
    use_section(SectionTitle { title: words.nav().work, home: "/", back: None, place: None });
    let is_new = Memo::new(move |_| is_new(book));
    let body = live(move || if is_new.get() { all_done(words, book) } else { parts::work() });
    view! { <OnePane><div class="stack wide-gap">{body}</div></OnePane> }
}

/// Whether there is nothing on this device that could want the officer. Tracks.
fn is_new(book: Book) -> bool {
    book.nominations().read().is_empty()
        && book.pledges().read().is_empty()
        && book.profiles().read().is_empty()
        && book.records(RecordKind::CouncilSession).read().is_empty()
        && book.records(RecordKind::Movement).read().is_empty()
        && book.records(RecordKind::Bloc).read().is_empty()
        && book.drafts().read().is_empty()
        && book.refusals().read().is_empty()
}

/// Everything that wants the officer, each as a card. What went wrong or was left half done is seldom there, and comes with
/// a part of its own where it is: its cards know every field of every kind.
pub(crate) fn cards() -> AnyView {
    let (words, book) = (words(), use_book());
    let index = NominationIndex::of(book);
    let is_wrong = Memo::new(move |_| is_wrong(book));
    let is_begun = Memo::new(move |_| !book.drafts().read().is_empty() || index.has_pairs());
    let waiting = live(move || {
        let session = book.session().get();
        let waiting = session.map_or_else(Default::default, |session| waiting::cards(book, words, &session));
        let parts = [
            ballots::part(book, words),
            blocs::part(book, words),
            movements::part(book, words),
            part_of(words.work().waiting, words.work().waiting_help, waiting),
        ];
        let parts: Vec<_> = parts.into_iter().flatten().collect();
        if parts.is_empty() && !is_wrong.get() && !is_begun.get() {
            all_done(words, book)
        } else {
            parts.into_any()
        }
    });
    view! {
        {live_if(move || is_wrong.get().then(parts::wrong))}
        {waiting}
        {live_if(move || is_begun.get().then(parts::begun))}
    }
    .into_any()
}

/// Whether something was not carried out, or holds two versions. Tracks.
fn is_wrong(book: Book) -> bool {
    let to_settle = |kind| book.records(kind).read().iter().any(|record| state::is_to_settle(record));
    !book.refusals().read().is_empty() || cards::TO_SETTLE.into_iter().any(to_settle)
}

/// What was not carried out, and what holds two versions.
pub(crate) fn wrong() -> AnyView {
    let cards = Cards::of(use_book());
    live(move || {
        let words = cards.words;
        let parts = [
            part(words.work().refused, words.work().refused_help, cards.refusals()),
            part_of(
                words.work().to_settle,
                words.work().to_settle_help,
                in_one_place(words, cards.conflicts()),
            ),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().into_any()
    })
}

/// What is half written, and what may be there twice.
pub(crate) fn begun() -> AnyView {
    let cards = Cards::of(use_book());
    let index = NominationIndex::of(cards.book);
    live(move || {
        let words = cards.words;
        let pairs = index.pairs();
        let parts = [
            part(words.work().drafts, words.work().drafts_help, cards.drafts()),
            part(
                words.work().pairs,
                words.work().pairs_help,
                cards.pairs(pairs.get(..MOST_PAIRS).unwrap_or(&pairs)),
            ),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().into_any()
    })
}

/// The way to settle many without opening each record, before their cards.
fn in_one_place(words: &'static Words, cards: Vec<AnyView>) -> (usize, Vec<AnyView>) {
    let way = (cards.len() > 1).then(|| {
        let word = words.locale.of(conflicts::ALL);
        view! { <div class="buttons">{link(Weight::Other, Some(Icon::Two), word, conflicts::ADDRESS)}</div> }
            .into_any()
    });
    (cards.len(), way.into_iter().chain(cards).collect())
}

fn part(title: &'static str, help: &'static str, cards: Vec<AnyView>) -> Option<AnyView> {
    part_of(title, help, (cards.len(), cards))
}

/// The same, where a card stands for more than one thing.
fn part_of(
    title: &'static str,
    help: &'static str,
    (count, cards): (usize, Vec<AnyView>),
) -> Option<AnyView> {
    (count > 0).then(|| {
        view! {
            <section class="stack">
                <header>
                    <h2 class="section-title">{title} <span class="count">{count}</span></h2>
                    <p class="help">{help}</p>
                </header>
                {cards}
            </section>
        }
        .into_any()
    })
}

fn all_done(words: &'static Words, book: Book) -> AnyView {
    let w = words.start();
    let is_new = book.nominations().read().is_empty() && book.pledges().read().is_empty();
    let writes = book.session().get_untracked().is_some_and(|session| !session.only_reads());
    let (title, text) = if is_new { (w.welcome, w.welcome_help) } else { (w.all_done, w.all_done_help) };
    view! {
        <Empty icon=Icon::Safe title=title text=text>
            {writes.then(|| view! {
                <div class="buttons">
                    {link(Weight::Primary, Some(Icon::Plus), words.nav().new_nomination, "/nominations/new")}
                    {link(Weight::Other, Some(Icon::Plus), words.nav().new_pledge, "/pledges/new")}
                </div>
            })}
        </Empty>
    }
    .into_any()
}

/// An address that means nothing.
pub(crate) fn nowhere() -> AnyView {
    let words = words();
    view! {
        <Empty icon=Icon::Search title=words.nav().nowhere text=words.nav().nowhere_help>
            {link(Weight::Other, None, words.nav().work, "/")}
        </Empty>
    }
    .into_any()
}
