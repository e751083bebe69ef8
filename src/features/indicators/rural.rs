//! The new-rural criteria of the communes: on a desktop one table, criteria by communes; on a phone a card for each commune.
//! A criterion is opened from its cell, and written there by who may.

mod cell;
mod table;

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::access;
use thidua_domain::law::criteria::Stage;
use thidua_domain::record::{Fields, PartitionId, PartitionKind, RecordKind};
use thidua_domain::rural::{Grid, MET_ON};
use thidua_domain::text;

use super::{RURAL, words};
use crate::app::{SectionTitle, use_section};
use crate::book::{Book, Draft, DraftKey, RecordView, Session, use_book};
use crate::components::empty::Empty;
use crate::components::icon::Icon;
use crate::components::live::{live, live_if};
use crate::components::narrow::Search;
use crate::components::panes::OnePane;
use crate::components::toast::{Toaster, use_toaster};
use crate::forms::entry::EntryName;
use crate::locale::{Words, words as of_app};
use crate::order;
use crate::web;

const KIND: RecordKind = RecordKind::RuralGrid;
/// A search helps from so many communes on.
const MANY: usize = 10;

/// One commune with what it has written of its criteria.
#[derive(Clone, PartialEq)]
pub(super) struct Commune {
    /// Its partition.
    pub(super) id: PartitionId,
    /// Its name.
    pub(super) name: String,
    /// Its records, the one that is written first; mostly one.
    pub(super) records: Vec<Arc<RecordView>>,
}

impl Commune {
    /// Its criteria of a stage, of all its records together.
    pub(super) fn grid(&self, stage: &'static Stage) -> Grid<'_> {
        Grid::joined(stage, self.records.iter().map(|record| &record.fields))
    }

    /// The record in which a criterion stands, or in which it is to be written; none where there is no record of the stage.
    fn record_of(&self, stage: &'static Stage, number: u32) -> Option<&Arc<RecordView>> {
        let of_stage = || {
            let read = self.records.iter().filter_map(|record| Some((record, Grid::read(&record.fields)?)));
            read.filter(|(_, grid)| grid.stage == stage)
        };
        let holds = of_stage().find(|(_, grid)| !grid.cell(number).is_empty());
        holds.or_else(|| of_stage().next()).map(|(record, _)| record)
    }
}

/// The stage whose criteria are looked at.
pub(super) fn stage(session: &Session) -> &'static Stage {
    Stage::of_year(session.year)
}

/// The communes that the account reads, by name. Tracks.
pub(super) fn communes(book: Book, session: &Session) -> Vec<Commune> {
    let all = book.records(KIND).get();
    let read = session.places.iter().filter(|place| place.kind == PartitionKind::Commune);
    let read = read.filter(|place| session.account.grant(place.id).is_some());
    let communes: Vec<Commune> = read
        .map(|place| {
            let records: Vec<_> = all.iter().filter(|record| record.partition == place.id).cloned().collect();
            let records = order::in_order(&records, |a, b| a.id.cmp(&b.id));
            Commune { id: place.id, name: place.name.clone(), records }
        })
        .collect();
    order::in_order(&communes, |a, b| text::fold(&a.name).cmp(&text::fold(&b.name)))
}

/// So many criteria of so many.
pub(super) fn count(met: usize, of: usize) -> String {
    [&met.to_string(), "/", &of.to_string()].concat()
}

/// A criterion of a commune.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Spot {
    commune: PartitionId,
    number: u32,
}

impl Spot {
    /// The id of its cell in the table, or of its line in the card.
    fn id(self, begin: &str) -> String {
        [begin, "-", &self.commune.to_string(), "-", &self.number.to_string()].concat()
    }
}

/// The state of the screen. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
struct Screen {
    app: &'static Words,
    book: Book,
    session: StoredValue<Arc<Session>>,
    toaster: Toaster,
    stage: &'static Stage,
    query: RwSignal<String>,
    /// The criterion that is open.
    open: RwSignal<Option<Spot>>,
    /// Whether something was typed in the open form that is not saved yet.
    is_typed: RwSignal<bool>,
    /// Where the keyboard is in the table.
    at: RwSignal<Option<Spot>>,
    /// The commune whose card is open.
    unfolded: RwSignal<Option<PartitionId>>,
}

/// The screen.
pub(super) fn screen() -> AnyView {
    let (app, book) = (of_app(), use_book());
    let locale = app.locale;
    use_section(SectionTitle {
        title: locale.of(RURAL),
        home: "/indicators/rural",
        back: Some("/indicators"),
        place: None,
    });
    let Some(session) = book.session().get_untracked() else { return ().into_any() };
    let stage = stage(&session);
    let begun = begun(book);
    let only = (!session.sees_all_units() && !session.only_reads()).then_some(session.home);
    let screen = Screen {
        app,
        book,
        session: StoredValue::new(session),
        toaster: use_toaster(),
        stage,
        query: RwSignal::default(),
        open: RwSignal::new(begun),
        is_typed: RwSignal::new(false),
        at: RwSignal::new(None),
        unfolded: RwSignal::new(begun.map(|spot| spot.commune).or(only)),
    };
    let about = words::stage(locale, stage.from_year, stage.until_year, stage.source);
    let communes = Memo::new(move |_| screen.communes());
    let form = live_if(move || cell::draw(screen, screen.open.get()?));
    let all = Memo::new(move |_| communes.read().len());
    let search = live_if(move || {
        (all.get() > MANY || !screen.query.read().is_empty())
            .then(|| view! { <Search text=screen.query label=locale.of(words::SEARCH_COMMUNE)/> }.into_any())
    });
    let body = live(move || {
        let communes = communes.read();
        if communes.is_empty() {
            return view! {
                <Empty icon=Icon::Search title=locale.of(RURAL) text=locale.of(words::NO_COMMUNES)/>
            }
            .into_any();
        }
        view! { {table::wide(screen, &communes)} {table::cards(screen, &communes)} }.into_any()
    });
    view! { <OnePane><p class="muted">{about}</p> {form} {search} {body}</OnePane> }.into_any()
}

/// The criterion whose form was left in the middle.
fn begun(book: Book) -> Option<Spot> {
    let drafts = book.drafts().get_untracked();
    let draft = drafts.iter().find(|draft| draft.kind == KIND)?;
    spot_of(book, draft)
}

/// The criterion that a draft is about.
fn spot_of(book: Book, draft: &Draft) -> Option<Spot> {
    let number = draft.texts.keys().find_map(|name| match EntryName::parse(name)? {
        EntryName::Of(field) if field.item != 0 && field.number >= MET_ON.number => Some(field.item),
        _ => None,
    })?;
    let commune = match draft.key {
        DraftKey::Edit(id) => untrack(|| book.record(id)).map(|record| record.partition),
        _ => draft.texts.get(&EntryName::Place.to_string())?.parse().ok().map(PartitionId),
    };
    Some(Spot { commune: commune?, number })
}

impl Screen {
    /// The communes that are looked at. Tracks.
    fn communes(self) -> Vec<Commune> {
        let query = text::fold(&self.query.read());
        let mut communes = communes(self.book, &self.session.get_value());
        communes.retain(|commune| text::matches(&text::fold(&commune.name), &query));
        communes
    }

    /// One commune. Tracks.
    fn commune(self, id: PartitionId) -> Option<Commune> {
        communes(self.book, &self.session.get_value()).into_iter().find(|commune| commune.id == id)
    }

    /// Whether the account may write the criteria of a commune.
    fn may_write(self, commune: PartitionId) -> bool {
        let session = self.session.get_value();
        access::may_write(&session.account, KIND, commune, None, &Fields::new()).is_ok()
    }

    /// The draft that a criterion would be kept in.
    fn key_of(self, spot: Spot) -> DraftKey {
        let commune = untrack(|| self.commune(spot.commune));
        let record = commune.and_then(|commune| Some(commune.record_of(self.stage, spot.number)?.id));
        record.map_or(DraftKey::New(KIND), DraftKey::Edit)
    }

    /// Opens a criterion. What is half entered elsewhere under the same draft is finished or given up first.
    fn choose(self, spot: Spot) {
        let open = self.open.get_untracked();
        if open == Some(spot) {
            web::focus(cell::HEADING);
            return;
        }
        let key = self.key_of(spot);
        let is_typed = self.is_typed.get_untracked();
        let typed = open.filter(|open| is_typed && self.key_of(*open) == key);
        let drafts = self.book.drafts().get_untracked();
        let kept = drafts.iter().find(|draft| draft.key == key && draft.kind == KIND);
        let kept = kept.and_then(|draft| spot_of(self.book, draft));
        let busy = typed.or_else(|| kept.filter(|other| *other != spot && self.may_write(spot.commune)));
        if busy.is_some() {
            self.toaster.say(self.app.locale.of(words::FINISH_FIRST));
        }
        self.open.set(Some(busy.unwrap_or(spot)));
        request_animation_frame(|| web::focus(cell::HEADING));
    }

    /// Closes the open criterion, and leads back to where it was opened.
    fn close(self) {
        let _gone = self.is_typed.try_set(false);
        let Some(Some(spot)) = self.open.try_get_untracked() else { return };
        let _gone = self.open.try_set(None);
        request_animation_frame(move || {
            // Only one of the two is in sight, and only that takes the focus.
            for begin in ["line", "cell"] {
                web::focus(&["#", &spot.id(begin)].concat());
            }
        });
    }
}
