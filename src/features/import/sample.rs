//! The sample year, in a committee that is a sample: made record by record as an officer would, only faster.

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::record::{PartitionId, RecordKind};
use thidua_sample::{Facts, New, Unit, absent, year};

use super::Screen;
use crate::book::{Book, Session};
use crate::components::chip::{Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::live;
use crate::components::press::{Weight, button};
use crate::locale::faults;
use crate::worker::breathe;

/// The published counts of the real year.
const FACTS: &str = include_str!("../../../tests/fixtures/minh-long-2023.json");
/// The kinds of record that the year has, first those of whom the others speak.
const KINDS: [RecordKind; 5] = [
    RecordKind::Profile,
    RecordKind::Indicator,
    RecordKind::RuralGrid,
    RecordKind::Nomination,
    RecordKind::Explanation,
];
/// As many records are made in one transaction.
const CHUNK: usize = 50;

/// How far it is.
#[derive(Clone, PartialEq)]
enum Loading {
    Rest,
    UnderWay(usize, usize),
    Done(usize),
    There,
    Failed(String),
}

/// The card with the button; nothing where real records are kept.
pub(super) fn card(screen: Screen) -> Option<AnyView> {
    let session = screen.session.get_value();
    if !session.sample || !session.sees_all_units() {
        return None;
    }
    let words = screen.words;
    let state = RwSignal::new(Loading::Rest);
    let begin = move |()| {
        if matches!(state.get_untracked(), Loading::UnderWay(..)) {
            return;
        }
        state.set(Loading::UnderWay(0, 1));
        spawn_local(async move {
            let end = load(screen, state).await.unwrap_or_else(Loading::Failed);
            let _gone = state.try_set(end);
        });
    };
    let told = live(move || match state.get() {
        Loading::Rest => ().into_any(),
        Loading::UnderWay(done, all) => view! {
            <p role="status">{words.entering} " " {(words.of)(done, all)}</p>
            <progress max=all value=done aria-label=words.sample></progress>
        }
        .into_any(),
        Loading::Done(count) => said(Tone::Done, Icon::Safe, (words.entered)(count)),
        Loading::There => said(Tone::Plain, Icon::Safe, words.sample_there.to_owned()),
        Loading::Failed(why) => said(Tone::Grave, Icon::Alert, why),
    });
    Some(
        view! {
            <section class="card">
                <h2>{words.sample}</h2>
                <p class="help">{words.sample_help}</p>
                {told}
                <div class="buttons">{button(Weight::Other, Some(Icon::Plus), words.load_sample, begin)}</div>
            </section>
        }
        .into_any(),
    )
}

fn said(tone: Tone, icon: Icon, text: String) -> AnyView {
    view! { <div role="status"><Note tone=tone icon=icon><p>{text}</p></Note></div> }.into_any()
}

async fn load(screen: Screen, state: RwSignal<Loading>) -> Result<Loading, String> {
    let (book, session) = (screen.book, screen.session.get_value());
    let failed = |_| screen.words.no_sample.to_owned();
    let facts = Facts::parse(FACTS).map_err(|_| screen.words.no_sample.to_owned())?;
    let records = year(&facts, &units(&session)).map_err(failed)?;
    let records = not_yet(book, records);
    if records.is_empty() {
        return Ok(Loading::There);
    }
    let all = records.len();
    let mut done = 0;
    for kind in KINDS {
        let of_kind: Vec<&New> = records.iter().filter(|new| new.kind == kind).collect();
        for some in of_kind.chunks(CHUNK) {
            let news = some.iter().map(|new| (new.unit, new.fields.clone())).collect();
            book.create_many(kind, news).await.map_err(|error| faults::book(screen.app, error))?;
            done += some.len();
            let _gone = state.try_set(Loading::UnderWay(done, all));
            breathe().await;
        }
    }
    Ok(Loading::Done(done))
}

fn units(session: &Session) -> Vec<Unit> {
    let unit = |place: &crate::book::Place| Unit {
        partition: PartitionId(place.id.0),
        kind: place.kind,
        name: place.name.clone(),
    };
    session.places.iter().map(unit).collect()
}

/// What of the year is not in the book: a load that was cut goes on where it stopped.
fn not_yet(book: Book, records: Vec<New>) -> Vec<New> {
    let lists = KINDS.map(|kind| book.records(kind).get_untracked());
    let held = lists.iter().flat_map(|list| list.iter());
    absent(records, held.map(|record| (record.kind, record.partition, &record.fields)))
}
